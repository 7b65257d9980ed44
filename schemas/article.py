"""An article: one validated model for everything that any reader of files produces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
)

MOSCOW = ZoneInfo("Europe/Moscow")
"""The zone of every time that names none, and the zone of the archive's calendar."""

EARLIEST_YEAR, LATEST_YEAR = 1600, 2100
"""A date outside of these years is a misprint: there were no newspapers before. Days are those of
the Gregorian calendar throughout."""

CALENDAR_YEARS = range(EARLIEST_YEAR - 1, LATEST_YEAR + 2)
"""Years in which articles may lie: at their edges it is another year in another zone."""

_DAY_WITH_ZONE = re.compile(
    r"\d{4}-\d\d-\d\d(?:Z|\+\d\d:?\d\d|-(?:0\d|1[0-2]):?00|-0[2349]:?30)", re.IGNORECASE
)
"""A date of XML Schema, which datetime would turn into a moment of that day: 2017-06-05+03:00.

In 2017-06-05-10:15 there is a time: no such zone exists.
"""

_AHEAD = timedelta(days=2)

Language = Literal["ru", "en"]
"""The languages that are analysed, and those of the interface."""

OTHER: Mapping[str, Language] = MappingProxyType({"ru": "en", "en": "ru"})
"""The other one of each of them."""

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
"""ISO 639: that of an article may be another, if the operator keeps such."""


def _no_step(id: str) -> str:
    """``id``, unless it is a step of a path: browsers take those out of an address."""
    if id in {".", ".."}:
        raise ValueError(f"{id!r} cannot be used in an address; give the article another id")
    return id


Identifier = Annotated[
    str,
    Field(min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f/?#]+$"),
    AfterValidator(_no_step),
]
DisplayName = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")
]
Text = Annotated[str, Field(max_length=20_000_000)]


class Article(BaseModel):
    """One article in one language. Fields that the model does not know are kept as they came.

    ``published`` and ``updated``: a moment with its zone, a bare date, or None for "unknown".
    ``regions``, ``topics``: ids of the taxonomies. ``people``, ``organisations``: names as they
    are displayed, in the nominative. ``translation_of``: id of the article that this one
    translates or shortens. ``notices``: what the law wants shown beside the text but nobody
    searches for. ``addresses``: other URLs of the same article.
    """

    model_config = ConfigDict(frozen=True, extra="allow", str_strip_whitespace=True)

    id: Identifier
    language: LanguageCode
    title: Annotated[str, Field(min_length=1, max_length=2_000)]
    lede: Text = ""
    body: Text = ""
    published: AwareDatetime | date | None = None
    updated: AwareDatetime | date | None = None
    regions: tuple[Identifier, ...] = ()
    topics: tuple[Identifier, ...] = ()
    people: tuple[DisplayName, ...] = ()
    organisations: tuple[DisplayName, ...] = ()
    keywords: tuple[str, ...] = ()
    url: str | None = None
    addresses: tuple[str, ...] = ()
    author: str | None = None
    source: str | None = None
    captions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    translation_of: Identifier | None = None

    @field_validator("published", "updated", mode="before")
    @classmethod
    def _read_date(cls, value: Any) -> Any:
        return read_date(value) if isinstance(value, str) else value


def read_date(text: str) -> datetime | date | None:
    """A moment with its zone (Moscow when none is given), a bare date, or None for ""/"unknown".

    Accepts ISO 8601. Raises ValueError for anything else and for years outside 1600-2100.
    """
    text = text.strip()
    if text.lower() in {"", "unknown"}:
        return None
    if _DAY_WITH_ZONE.fullmatch(text):
        text = text[:10]
    found: datetime | date
    try:
        # a datetime would take a bare date for its midnight
        found = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text[:40]!r} is not a date; write 2017-06-05T10:15+03:00, 2017-06-05 or unknown"
        ) from None
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise ValueError(f"the year {found.year} is outside {EARLIEST_YEAR}-{LATEST_YEAR}")
    if isinstance(found, datetime) and found.tzinfo is None:
        return in_moscow(found)
    return found


def in_moscow(wall: datetime) -> datetime:
    """The moment at which clocks in Moscow show ``wall``, which names no zone."""
    found = wall.replace(tzinfo=MOSCOW)
    offset = found.utcoffset() or timedelta()
    # until 1919 Moscow was 2:30:17 ahead and the like; JSON has no seconds of an offset
    return found.astimezone(UTC) if offset % timedelta(minutes=1) else found


def first_future(now: datetime) -> datetime:
    """The moment from which on a date is in the future: in Moscow, the end of tomorrow.

    Elsewhere it may be tomorrow already, and clocks may be wrong. It is the same all day long, so
    that an answer which was right in the morning is right until midnight.
    """
    return moment_of(now.astimezone(MOSCOW).date() + _AHEAD)


def is_future(published: datetime | date | None, now: datetime) -> bool:
    """Whether a date is in the future, seen from ``now``."""
    return published is not None and moment_of(published) >= first_future(now)


def moment_of(published: datetime | date) -> datetime:
    """A date as a moment; a day begins at midnight in Moscow."""
    if isinstance(published, datetime):
        return published
    return datetime(published.year, published.month, published.day, tzinfo=MOSCOW)


def day_of(published: datetime | date | None) -> date | None:
    """The day of the Moscow calendar, None without a date."""
    return published.astimezone(MOSCOW).date() if isinstance(published, datetime) else published
