"""An article: one validated model for everything that any reader of files produces."""

from __future__ import annotations

from datetime import date, datetime
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

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
"""A date outside of these years is a misprint."""

Language = Literal["ru", "en"]


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
    language: Language
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

    Accepts ISO 8601. Raises ValueError for anything else and for years outside 1900-2100.
    """
    text = text.strip()
    if text.lower() in {"", "unknown"}:
        return None
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
        found = found.replace(tzinfo=MOSCOW)
    return found
