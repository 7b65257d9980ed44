"""How to cite an article: by GOST R 7.0.5-2008, by The Chicago Manual of Style, and plainly.

What an article lacks is left out; nothing is guessed. An author is cited as the source names it:
which part is the surname, and whether it is a person at all, the archive does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from schemas.article import Article, Language, day_of

Style = Literal["gost", "chicago", "plain"]
STYLES: tuple[Style, ...] = ("gost", "chicago", "plain")

_ENDED = tuple(".?!…")
_SINGLE = str.maketrans("“”", "‘’")
_GERMAN = str.maketrans("«»", "„“")
"""Quotation marks within quotation marks: English and Russian."""
_FULL_STOP = re.compile(r"(\w{3}[»”\")*]*)\.$")
"""The one behind a title that is a sentence; that of an abbreviation (U.S., и др.) stays."""
_OPENING = re.compile(r"(^|[\s(\[«—–-])\"")


@dataclass(frozen=True, slots=True)
class _Source:
    """An article as citations need it. ``address``: "" when there is none to give."""

    author: str
    title: str
    name: str
    published: date | None
    language: str
    address: str
    today: date


def cite(article: Article, style: Style, address: str, today: date, language: Language) -> str:
    """The citation in a line.

    ``address``: where the article is read; ``today``: the day of reading. ``language``: of the
    words of the plain style; those of the others are Russian and English.
    """
    source = _Source(
        author=_line(article.author or ""),
        title=_FULL_STOP.sub(r"\1", _line(article.title)),
        name=_line(article.source or ""),
        published=day_of(article.published),
        language=article.language,
        address=address,
        today=today,
    )
    return _plain(source, language) if style == "plain" else _STYLES[style](source)


def citations(article: Article, address: str, today: date, language: Language) -> dict[Style, str]:
    """The citation in every style."""
    return {style: cite(article, style, address, today, language) for style in STYLES}


def _gost(source: _Source) -> str:
    """Author. Title // Source. 2017. 5 июня. URL: … (дата обращения: 29.11.2026).

    The month is in the language of the article, as the rest of its description; the words for the
    reader are Russian, whatever it is written in.
    """
    parts = [
        _ended(source.author),
        f"{source.title} //" if source.name else _ended(source.title),
        _ended(source.name),
    ]
    if source.published:
        parts.append(
            f"{source.published.year}. {_in(source.published, 'd MMMM', source.language)}."
        )
    if source.address:
        parts.append(f"URL: {source.address} (дата обращения: {source.today:%d.%m.%Y}).")
    return " ".join(filter(None, parts))


def _chicago(source: _Source) -> str:
    """A full note: Author, “Title,” Source, June 5, 2017, URL.

    A note, because the manual has news cited in notes, and because names are not inverted there.
    The day of reading is given only for an article without a date.
    """
    inner = _OPENING.sub(r"\1‘", source.title).replace('"', "’")
    title = f"“{inner.translate(_SINGLE)},”"
    day = _in(source.published or source.today, "MMMM d, y", "en")
    rest = (source.name, day if source.published else f"accessed {day}", source.address)
    named = f"{source.author}, {title}" if source.author else title
    return f"{named} {', '.join(filter(None, rest))}."


def _plain(source: _Source, language: Language) -> str:
    """“Title”, Author, Source, 5 June 2017, URL: what stands in a letter or below a quotation."""
    if language == "ru":
        title = f"«{source.title.translate(_GERMAN)}»"
    else:
        title = f"“{source.title.translate(_SINGLE)}”"
    day = _in(source.published, "d MMMM y", language) if source.published else ""
    return ", ".join(filter(None, (title, source.author, source.name, day, source.address)))


_STYLES: Mapping[Literal["gost", "chicago"], Callable[[_Source], str]] = {
    "gost": _gost,
    "chicago": _chicago,
}


def _line(text: str) -> str:
    return " ".join(text.split())


def _ended(text: str) -> str:
    return f"{text}." if text and not text.endswith(_ENDED) else text


def _in(day: date, pattern: str, language: str) -> str:
    """A day in a language, in English if the names of its months are not known."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return format_date(day, pattern, locale=locale)
