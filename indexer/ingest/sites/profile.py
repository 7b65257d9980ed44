"""Site profiles: what is date, title, caption and boilerplate on the pages of one site. Data only.

A profile is a JSON file in ``profiles/``, described by the fields of Profile. ``plain`` is for
pages that no other profile recognises: a title, perhaps a date, then the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from indexer.ingest.sites.selectors import Addresses, SiteLayout
from indexer.ingest.text.dates import YEAR, compile_pattern

PLAIN = "plain"


def _date_pattern(value: object) -> re.Pattern[str]:
    return compile_pattern(str(value))


Look = Callable[[str], object]
DatePattern = Annotated[re.Pattern[str], BeforeValidator(_date_pattern)]
_YEAR = re.compile(YEAR)
_ESCAPED = re.compile(r"\\.|\[\^?\]?[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")
_NAMED = re.compile(r"\(\?P<\w+>")


class Lines(tuple[re.Pattern[str], ...]):  # noqa: SLOT001 - a tuple cannot have them
    """Regular expressions that are looked for in one line, every run of spaces made one space.

    Nearly all lines match none: ``none_in`` finds that out by few expressions in place of many.
    """

    none_in: Callable[[str], bool]

    def __new__(cls, patterns: Iterable[re.Pattern[str]]) -> Self:
        """Make the expression that matches what one of ``patterns`` matches."""
        made = super().__new__(cls, patterns)
        alike: dict[tuple[bool, bool, int], list[str]] = {}
        for one in made:
            key = _is_anchored(one), YEAR in one.pattern, one.flags
            alike.setdefault(key, []).append(f"(?:{_NAMED.sub('(?:', one.pattern)})")
        looks = []
        for (anchored, dated, flags), several in alike.items():
            either = re.compile("|".join(several), flags)
            look = either.match if anchored else either.search
            looks.append(_after_year(look) if dated else look)
        made.none_in = _no_match(looks)
        return made


def _after_year(look: Look) -> Look:
    """``look``, asked only where there are four figures: no date is without its year."""
    return lambda line: _YEAR.search(line) and look(line)


def _no_match(looks: Sequence[Look]) -> Callable[[str], bool]:
    """Whether none of ``looks`` finds something: asked for each line of each page."""

    def none_in(line: str) -> bool:
        for look in looks:  # noqa: SIM110 - a generator would take twice the time
            if look(line):
                return False
        return True

    return none_in


def _is_anchored(pattern: re.Pattern[str]) -> bool:
    """Whether it matches at the start of a line only: search would try every place in vain."""
    rest = _ESCAPED.sub("", pattern.pattern)
    while (outer := _GROUP.sub("", rest)) != rest:
        rest = outer
    return pattern.pattern.startswith("^") and "|" not in rest


Patterns = Annotated[tuple[re.Pattern[str], ...], AfterValidator(Lines)]
DatePatterns = Annotated[tuple[DatePattern, ...], AfterValidator(Lines)]
_NO_LINES = Lines(())


class Profile(BaseModel):
    """Knowledge of one site's pages, saved as text or as HTML.

    ``recognise``: a page with such a line is the site's. ``dates``: patterns (see dates.py) of the
    whole line that dates the article; a part {title} or {source} is taken from it. ``head``:
    how many lines with text are looked at for it.
    ``original_dates``: anywhere in a line, the date of the article that this one retells.
    ``title_follows_date``: what precedes the date is navigation and captions. ``stop``: the
    article ends before such a line. ``boilerplate``: lines to drop. ``notices``: lines that the
    law wants shown, kept apart. ``captions``: lines with a group "caption" and perhaps a "title"
    that runs into it. ``fields``: lines whose first group is a field of the article.
    ``addresses``, ``html``: see selectors.py.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    recognise: Patterns = _NO_LINES
    dates: DatePatterns = _NO_LINES
    head: int = 4
    original_dates: DatePatterns = _NO_LINES
    title_follows_date: bool = False
    stop: Patterns = _NO_LINES
    boilerplate: Patterns = _NO_LINES
    notices: Patterns = _NO_LINES
    captions: Patterns = _NO_LINES
    fields: Mapping[str, Patterns] = {}
    addresses: Addresses | None = None
    html: SiteLayout | None = None

    @cached_property
    def set_aside(self) -> Lines:
        """All patterns of lines that are no text of the article, or that tell of its original."""
        return Lines((*self.notices, *self.original_dates, *self.boilerplate))

    @cached_property
    def taken(self) -> Lines:
        """All patterns of lines that become a caption or a field."""
        return Lines((*self.captions, *chain.from_iterable(self.fields.values())))

    @cached_property
    def known(self) -> Lines:
        """All patterns of lines that are not simply text of the article."""
        return Lines((*self.stop, *self.set_aside, *self.taken))


def matching(patterns: Sequence[re.Pattern[str]], line: str) -> re.Match[str] | None:
    """The first match of a pattern in ``line``."""
    if isinstance(patterns, Lines) and patterns.none_in(line):
        return None
    for pattern in patterns:
        if match := pattern.search(line):
            return match
    return None


def recognised(lines: Sequence[str]) -> Profile:
    """The profile of the site that the page with these lines comes from, else the plain one."""
    profiles = packaged()
    sites = (profile for profile in profiles.values() if profile.recognise)
    return next(
        (site for site in sites if any(matching(site.recognise, line) for line in lines)),
        profiles[PLAIN],
    )


@cache
def packaged() -> Mapping[str, Profile]:
    """All profiles by name."""
    folder = files("indexer.ingest.sites") / "profiles"
    found = (
        Profile.model_validate_json(file.read_bytes())
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".json")
    )
    return {profile.name: profile for profile in found}
