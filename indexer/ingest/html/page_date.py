"""The date of a page of a site that nobody described: where such sites print it.

Near the headline; in elements whose names say that they hold a date; at last where htmldate, which
knows more languages and habits, finds one. What may be the date of another article is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from datetime import date, datetime
from functools import cache

from lxml import etree

from indexer.ingest.html import markup
from indexer.ingest.html.choose import machine_date
from indexer.ingest.html.other_months import in_english
from indexer.ingest.text.dates import month_named, within

_NEAR = 6
"""Lines above and below a headline in which its date is looked for."""

_LONGEST = 100
"""Characters of a line or an element that only tells a date, an author and the like."""

_NAMED = etree.XPath("/html/body//*[@class or @id or self::time or self::abbr]")
_ASIDE = ("aside", "nav", "footer")
_PARTS = ("div", "section", "ul", "ol", "li", "article")
_OF_A_DATE = re.compile(r"date|datum|time|publi|posted|postmeta|post-meta|byline|created|when")
_OF_OTHERS = re.compile(
    r"comment|related|widget|sidebar|teaser|card|recent|popular|(?<!node-)(?<!node--)promo"
    r"|site-?footer|\bfooter"
)
_CHANGED = re.compile(r"updat|modif|edited|revis|обновл|измен|отредакт|aktualisiert", re.IGNORECASE)
_WORD = r"[^\W\d_]{3,12}"
"""A month, in any language."""

_FIGURES = re.compile(r"(\d(?<!\d\d)\d*+)(?=[-./\s]{1,3}(\d\d?)[-./\s]{1,3}(\d+))")
"""Three whole numbers: perhaps a date. A pattern that begins with a digit is faster."""

_FAR = 40
"""Characters before a year in which its day and month stand."""

_HIDDEN = ("aside", "style", "template")
_OF_LAYOUT = ("style", "srcset", "sizes")
"""Elements and attributes that htmldate does not get: other articles, and what has no date."""

_MOST = 2 * 1024 * 1024
"""Characters of a page that htmldate is asked about: its own search has no bound."""


def near(lines: Sequence[str], titles: Collection[str]) -> str:
    """The date in the lines around a headline, in ISO 8601: the first below, the only one above.

    Of several lines that are the headline the first that has a date there counts.
    """
    filled = [line for line in lines if line]
    told = cache(_told)  # a line may be near to several that are the headline
    for at, line in enumerate(filled):
        if line not in titles:
            continue
        found = [day for one in filled[at + 1 : at + 1 + _NEAR] if (day := told(one))]
        alone = [day for one in filled[max(at - _NEAR, 0) : at] if (day := told(one))]
        if found or len(alone) == 1:
            return (found or alone)[0]
    return ""


def marked(root: etree._Element) -> str:
    """The date of the elements that say that they hold one, in ISO 8601; "" if they differ."""
    found = {told[:10]: told for one in _of_dates(root) if (told := _in(one))}
    return next(iter(found.values())) if len(found) == 1 else ""


def searched(root: etree._Element, address: str) -> str:
    """The day that htmldate finds on a page, in ISO 8601; "" when it finds none.

    It does not see what stands aside. To hide more costs more right days than it spares wrong ones.
    Of a month or a year alone it makes a day, even that of today: one that stands nowhere is none.
    """
    from htmldate import find_date  # noqa: PLC0415 - it is slow to load, and few pages need it

    page = deepcopy(root)
    for hidden in list(page.iter(*_HIDDEN)):
        hidden.clear(keep_tail=True)
    etree.strip_attributes(page, *_OF_LAYOUT)
    shown = etree.tostring(page, encoding="unicode", method="html")
    if len(shown) > _MOST:
        return ""
    found = find_date(shown, url=address or None, original_date=True) or ""
    try:
        day = date.fromisoformat(found)
    except ValueError:  # before 1.11 it may leave part of a day: 2019-08-1
        return ""
    return found if _stands(day, f"{address}\n{shown}") else ""


def _stands(day: date, source: str) -> bool:
    """Whether a day is written in a page, in figures or with its month in words."""
    y = str(day.year)
    if next(_wholes(day.isoformat(), source), None):  # usual, and soon found
        return True
    figures = set(_FIGURES.findall(source))  # a page repeats the same ones many times
    if any(_is_of(day, *numbers) for numbers in figures):
        return True
    if next(_wholes(f"{day:%Y%m%d}", source), None):
        return True
    words, ends = _before_year(day.day), (year.start() for year in _wholes(y, source))
    before = (words.search(source, max(0, end - _FAR), end) for end in ends)
    months = (month[1] or month[2] for month in before if month)
    return any(month_named(name) in {None, day.month} for name in months)


def _is_of(day: date, first: str, second: str, third: str) -> bool:
    """Whether three numbers are a day: with the year first; or last, perhaps two figures of it."""
    d, m = ({str(one), f"{one:02}"} for one in (day.day, day.month))
    is_last = third in {str(day.year), f"{day:%y}"}
    in_order = (first in d and second in m) or (first in m and second in d)
    return (is_last and in_order) or (first == str(day.year) and second in m and third in d)


def _wholes(number: str, source: str) -> Iterator[re.Match[str]]:
    """The places of a number that is not a part of a longer one."""
    return re.finditer(rf"{number}(?<!\d{number})(?!\d)", source)


@cache
def _before_year(day: int) -> re.Pattern[str]:
    """What stands before the year: a day of a month, and the name of the month."""
    d = f"0?{day}"
    day_first = rf"(?<!\d){d}(?:-?[^\W\d_]{{1,2}})?\W{{1,4}}(?:de\s+)?({_WORD})\W{{1,6}}(?:de\s+)?$"
    return re.compile(rf"{day_first}|({_WORD})\W{{1,3}}{d}\W{{1,4}}$")


def _told(line: str) -> str:
    if len(line) > _LONGEST or _CHANGED.search(line):
        return ""
    found = within(line) or within(in_english(line))
    return "" if found is None else _iso(found)


def _in(element: etree._Element) -> str:
    given = element.get("datetime") or element.get("title") or ""
    if given and (found := machine_date(given)):
        return found
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 2 * _LONGEST:  # it may be the whole page
            return ""
    return _told(markup.text(text))


def _of_dates(root: etree._Element) -> Iterator[etree._Element]:
    is_of_others = cache(_is_of_others)  # many dates are parts of the same, such as comments
    for one in _NAMED(root):
        name = f"{one.get('class', '')} {one.get('id', '')}".lower()
        may_be = one.tag in {"time", "abbr"} or _OF_A_DATE.search(name)
        if not may_be or _CHANGED.search(name):
            continue
        is_aside = next(one.iterancestors(*_ASIDE), None) is not None
        if not is_aside and not any(map(is_of_others, one.iterancestors(*_PARTS))):
            yield one


def _is_of_others(part: etree._Element) -> bool:
    """Whether what is in it is no part of the article."""
    name = f"{part.get('class', '')} {part.get('id', '')}".lower()
    return bool(_OF_OTHERS.search(name)) and next(part.iter("h1"), None) is None


def _iso(found: datetime | date) -> str:
    return found.isoformat()
