"""A saved page as plain text: one article in one file, read through its site's profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from indexer.ingest.records import (
    LIMIT,
    Fields,
    Items,
    Journal,
    Record,
    Rejection,
    Source,
    too_long,
)
from indexer.ingest.sites.profile import Profile, matching, recognised
from indexer.ingest.text import headline
from indexer.ingest.text.dates import moment
from indexer.ingest.text.decode import decode_text
from indexer.ingest.text.page_encoding import unmarked
from schemas.errors import InputError

_LONGEST_PATTERN_LINE = 500
"""A longer line is a paragraph: neither date, caption nor field."""

DATES_OF_A_LIST = 3
"""Number of lines that date an article from which on a page lists articles."""

_NEAR = 6
"""Lines above and below a headline in which its date is looked for."""

_UNDATED = "no date was found on the page"
_HEADLINE_ALONE = (
    "no text was found on the page, which names an article: its headline alone is kept"
)

_BLANK_LINES = re.compile(r"\n{3,}")


def read(source: Source) -> Items:
    """The one record of a page, or why it is none."""
    data = source.stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        yield Rejection(too_long(source.name))
        return
    try:
        text = decode_text(unmarked(data), source.name, source.encoding, source.journal)
        fields = parse(text, source.name)
    except InputError as error:
        yield Rejection(error)
        return
    if fields.get("title") and fields.get("body"):
        remark_missing(source.journal, source.name, fields)
        yield Record(source.name, fields)
        return
    message = "there is no article on this page" if text.strip() else "the file is empty"
    hint = "a page has a title, optionally a date, and then the text"
    yield Rejection(InputError(message, place=source.name, hint=hint, code="no-article"), fields)


def parse(text: str, place: str) -> Fields:
    """The fields of the article on a page; without title or body when there is none.

    Raises InputError, with ``place``, when the page lists several.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    page = PageLines(recognised(lines))
    page.read([line for line in lines if not page.set_aside(line)])
    if page.dates >= DATES_OF_A_LIST:
        raise listing(place, page.dates)
    fields = page.fields()
    # A page without a title line: its first paragraph stands where the title would.
    if len(title := fields.get("title", "")) > headline.LONGEST:
        fields["title"], fields["body"] = headline.split_headline(
            f"{title}\n{fields.get('body', '')}"
        )
    return {name: value for name, value in fields.items() if value}


def remark_missing(journal: Journal, place: str, fields: Fields) -> None:
    """Note what a page lacks although it is accepted: nothing else would say so."""
    if "published" not in fields:
        journal.remark(place, _UNDATED)
    if "body" not in fields:
        journal.remark(place, _HEADLINE_ALONE)


def listing(place: str, count: int = 0) -> InputError:
    """The error of a page that lists articles; ``count``: how many, 0 or 1 if not known."""
    many = f"{count} articles" if count > 1 else "articles"
    hint = "save the pages it links to"
    return InputError(f"this page lists {many}", place=place, hint=hint, code="list-page")


@dataclass
class PageLines:
    """The lines of a page while they are read. ``found``: what is known of the article already."""

    profile: Profile
    found: dict[str, str] = field(default_factory=dict)
    captions: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    dates: int = 0
    """Lines that date an article, where the profile's pages have one such line."""

    def set_aside(self, line: str) -> bool:
        """Whether ``line`` is a notice, which is kept apart, or boilerplate."""
        if self.profile.set_aside.none_in(line):
            return False
        if matching(self.profile.notices, line):
            self.notices.append(line)
            return True
        if original := matching(self.profile.original_dates, line):
            self._take_date("original_published", original)
        return matching(self.profile.boilerplate, line) is not None

    def read(self, lines: Sequence[str]) -> None:
        """Take date, title and captions; everything else up to a stop line is the body."""
        dated = self._date_line(lines)
        for number, line in enumerate(lines):
            if matching(self.profile.stop, line):
                # Before the title such a line belongs to the menu.
                if "title" in self.found:
                    break
            elif number == dated or (line and self._take(line)):
                self.dates += number == dated
            elif number > dated or not self.profile.title_follows_date:
                self.dates += self.profile.title_follows_date and self._is_date(line)
                self._add_text(line)

    def read_body(self, lines: Sequence[str]) -> None:
        """Take the lines of a text whose title is known; a date, too, if it is not known yet."""
        stop, known = self.profile.stop, set(filter(self._may_be_known, lines))
        text = list(takewhile(lambda line: line not in known or not matching(stop, line), lines))
        dated = -1 if "published" in self.found else self._date_line(text)
        for number, line in enumerate(text):
            if number == dated or (line in known and (self.set_aside(line) or self._take(line))):
                continue
            self._add_text(line)

    def read_date(self, lines: Sequence[str], headline: int) -> None:
        """Take the date near a headline: the first below it, else the only one above it."""
        filled = [line for line in lines[headline + 1 :] if line][:_NEAR]
        above = [line for line in lines[:headline] if line][-_NEAR:]
        dates = list(filter(self._is_date, above))  # two are those of other articles
        self._date_line([*filter(self._is_date, filled), *(dates if len(dates) == 1 else ())])

    def fields(self) -> Fields:
        """What was found, by the names of an article's fields."""
        body = "\n".join(self.paragraphs).strip()
        if "\n\n\n" in body:
            body = _BLANK_LINES.sub("\n\n", body)
        lists = {"captions": self.captions, "notices": self.notices}
        found = self.found | {"body": body} | lists
        return {name: value for name, value in found.items() if value}

    def _date_line(self, lines: Sequence[str]) -> int:
        """The number of the line that dates the article, -1 if none of the first does."""
        filled = [number for number, line in enumerate(lines) if line][: self.profile.head]
        for number in filled:
            for match in self._dates_in(lines[number]):
                if self._take_date("published", match):
                    return number
        return -1

    def _dates_in(self, line: str) -> Iterator[re.Match[str]]:
        if 0 < len(line) <= _LONGEST_PATTERN_LINE:
            yield from filter(None, (pattern.fullmatch(line) for pattern in self.profile.dates))

    def _is_date(self, line: str) -> bool:
        return any(map(moment, self._dates_in(line)))

    def _take_date(self, name: str, match: re.Match[str]) -> bool:
        date = moment(match)
        if date is not None:
            self.found[name] = date.isoformat()
            self._take_groups(match, "title", "source")
        return date is not None

    def _may_be_known(self, line: str) -> bool:
        """Whether ``line`` may be more than text: one expression for all patterns together."""
        long = len(line) > _LONGEST_PATTERN_LINE
        return bool(line) and (long or not self.profile.known.none_in(line))

    def _take(self, line: str) -> bool:
        """Whether ``line`` is a caption or a field of its own."""
        if len(line) > _LONGEST_PATTERN_LINE or self.profile.taken.none_in(line):
            return False
        if caption := matching(self.profile.captions, line):
            self.captions.append(caption["caption"].strip())
            self._take_groups(caption, "title")
            return True
        for name, patterns in self.profile.fields.items():
            if match := matching(patterns, line):
                self.found.setdefault(name, match[1].strip())
                return True
        return False

    def _take_groups(self, match: re.Match[str], *names: str) -> None:
        for name in names:
            if value := (match.groupdict().get(name) or "").strip():
                self.found.setdefault(name, value)

    def _add_text(self, line: str) -> None:
        if "title" in self.found:
            self.paragraphs.append(line)
        elif line:
            self.found["title"] = line
