"""Notices and boilerplate inside a text: recognised, and kept apart or dropped.

What the law wants shown (the marking of a "foreign agent") goes to an article's ``notices``;
banners, promotion and pointers elsewhere go. Neither reaches the index, a snippet or the choice
of the language. A sentence that tells something stays, even one that begins with "As we wrote".
The wordings are data: ``notices/*.json``, described by NoticeGroup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from indexer.ingest.records import Fields
from indexer.ingest.sites.profile import DatePattern
from indexer.ingest.text.dates import moment

_TEXTS = ("title", "lede", "body", "text")
_BLANK_LINES = re.compile(r"\n{3,}")


def _by_lines(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(pattern.pattern, re.MULTILINE)


class Rule(BaseModel):
    """``pattern``: what is cut out; "^" and "$" match at every line.

    ``marks``: lower case; the pattern, which takes longer, is only tried where one of them occurs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    marks: tuple[str, ...]
    pattern: Annotated[re.Pattern[str], AfterValidator(_by_lines)]


class NoticeGroup(BaseModel):
    """Rules of one kind. ``shown``: the law wants it shown.

    ``original_dates``: patterns (see dates.py) of the original's date in what was cut out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    shown: bool = False
    original_dates: tuple[DatePattern, ...] = ()
    rules: tuple[Rule, ...]


def part(fields: Fields) -> None:
    """Take the notices out of the texts of a record. A title that is nothing else stays."""
    for name in _TEXTS:
        text = fields.get(name)
        if not isinstance(text, str):
            continue
        rest, notices = text, list[str]()
        for group, rule in _rules(text.lower()):
            rest = rule.pattern.sub(partial(_take, group, fields, notices), rest)
        # A pattern that finds nothing gives back the same object.
        if rest is not text and (rest.strip() or name != "title"):
            fields[name] = _tidy(rest)
            _show(fields, notices)


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return _BLANK_LINES.sub("\n\n", lines)


def _take(group: NoticeGroup, fields: Fields, notices: list[str], match: re.Match[str]) -> str:
    """What stands in the place of a match: nothing."""
    if group.shown:
        notices.append(" ".join(match[0].split()))
    for pattern in group.original_dates:
        if (found := pattern.search(match[0])) and (date := moment(found)):
            fields.setdefault("original_published", date.isoformat())
    return ""


def _show(fields: Fields, notices: list[str]) -> None:
    given = fields.get("notices") or []
    before = given if isinstance(given, list) else [given]
    if notices:
        fields["notices"] = [*before, *(one for one in notices if one not in before)]


def _rules(lowered: str) -> Iterator[tuple[NoticeGroup, Rule]]:
    """The rules of which a text has a mark, in their order."""
    rules, marks = _packaged()
    called = {number for mark, numbers in marks.items() if mark in lowered for number in numbers}
    return (rules[number] for number in sorted(called))


@cache
def _packaged() -> tuple[list[tuple[NoticeGroup, Rule]], dict[str, list[int]]]:
    """All rules, those of what is shown first, and which of them each mark calls for."""
    folder = files("indexer.ingest.sites") / "notices"
    groups = sorted(
        (NoticeGroup.model_validate_json(file.read_bytes()) for file in folder.iterdir()),
        key=lambda group: (not group.shown, group.name),
    )
    rules = [(group, rule) for group in groups for rule in group.rules]
    marks: dict[str, list[int]] = {}
    for number, (_, rule) in enumerate(rules):
        for mark in rule.marks:
            marks.setdefault(mark, []).append(number)
    return rules, marks
