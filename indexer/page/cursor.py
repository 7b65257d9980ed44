"""Where a program goes on reading a result: behind the last article that it has seen.

In an order by date the place is found by that article's date and id, so that articles that come in
meanwhile, and another generation, neither repeat nor hide one. An order by relevance has no such
place: there a cursor belongs to the index that made it, and to the vectors that helped.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from indexer.index.columns import seconds
from schemas.article import is_future
from schemas.errors import UsageError
from schemas.query import Query, Sort
from schemas.results import Page

Key = tuple[int, int, str]
"""Where an article stands in an order by date: undated and future ones last, then date, then id."""

Looked = Callable[[int], Key | None]
"""The key of the article at a place of a result, from 0; None behind its end."""


class CursorError(UsageError):
    """A cursor that cannot be followed. ``code``: bad-cursor, foreign-cursor or expired-cursor."""

    WRONG: ClassVar[dict[str, tuple[str, str]]] = {
        "bad-cursor": ("this is no cursor", "take it from the member next of a page, unchanged"),
        "foreign-cursor": (
            "this cursor is of another search",
            "repeat the search that gave it, or leave it out",
        ),
        "expired-cursor": (
            "the archive has changed since this cursor was given",
            "begin again without it, or ask for sort=newest, whose cursors last",
        ),
    }

    def __init__(self, code: str) -> None:
        message, hint = self.WRONG[code]
        super().__init__(message, place="cursor", hint=hint)
        self.code = code


class ExpiredCursorError(CursorError):
    """A cursor whose place is gone, because the archive has changed."""

    http_status = 410


@dataclass(frozen=True, slots=True)
class Cursor:
    """``search``: digest of what is asked. ``before``: articles that were before this place.

    ``key``: of the last article before it, in an order by date. ``generation`` (see ``of_order``),
    ``checkpoint``: of the index, in an order by relevance.
    """

    search: str
    before: int
    key: Key | None
    generation: str
    checkpoint: int


_FIELDS = TypeAdapter(tuple[str, int, Key | None, str, int])


def next_cursor(page: Page, now: datetime) -> str | None:
    """What leads to the articles behind ``page``, None behind the last one.

    None, too, behind a page that was cut short: it is not known what lies behind it.
    """
    query = page.query
    before = query.offset + len(page.hits)
    if not page.hits or before >= page.total or not page.complete:
        return None
    last = page.hits[-1]
    by_date = query.sort != "relevance"
    cursor = Cursor(
        search=_digest(query),
        before=before,
        key=key_of(last.published, last.id, query.sort, now) if by_date else None,
        generation="" if by_date else of_order(page.generation, page.vectors),
        checkpoint=0 if by_date else page.checkpoint,
    )
    return urlsafe_b64encode(to_json(astuple(cursor))).decode().rstrip("=")


def read_cursor(text: str, query: Query) -> Cursor:
    """The cursor that ``text`` is. Raises CursorError when it is none, or not of ``query``."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        cursor = Cursor(*_FIELDS.validate_json(data, strict=False))
    except (ValueError, ValidationError):
        raise CursorError("bad-cursor") from None
    if cursor.before < 1 or (cursor.key is None) != (query.sort == "relevance"):
        raise CursorError("bad-cursor" if cursor.before < 1 else "foreign-cursor")
    if cursor.search != _digest(query):
        raise CursorError("foreign-cursor")
    return cursor


def of_order(generation: str, vectors: int) -> str:
    """What an order by relevance is of: an index, and the edition of vectors if they helped."""
    return f"{generation} {vectors}" if vectors else generation


def behind(cursor: Cursor, query: Query, order: tuple[str, int], look: Looked) -> Query:
    """``query`` for the page behind ``cursor``. ``order``: what it is of now, and the checkpoint.

    Raises CursorError when one of these has changed and the order is not by date.
    """
    if cursor.key is None:
        if (cursor.generation, cursor.checkpoint) != order:
            raise ExpiredCursorError("expired-cursor")
        return replace(query, page=1, skip=cursor.before)
    return replace(query, page=1, skip=_place(cursor.key, cursor.before, look))


def key_of(published: datetime | date | None, id: str, sort: Sort, now: datetime) -> Key:
    """Where an article stands in an order by date; ``now`` decides what is in the future."""
    if published is None:
        return 2, 0, id
    if sort == "oldest":
        return 0, seconds(published), id
    return int(is_future(published, now)), -seconds(published), id


def _place(key: Key, guess: int, look: Looked) -> int:
    """How many articles stand at ``key`` or before it; ``guess``: as many as it once were."""

    def at_or_before(place: int) -> bool:
        found = look(place)
        return found is not None and found <= key

    # nearly always the guess is right; else the steps from it double, then halve
    low, high, step = 0, guess - 1, 1
    if at_or_before(guess - 1):
        low = high = guess
        while at_or_before(high):
            low, high, step = high + 1, high + step, 2 * step
    while low < high:
        middle = (low + high) // 2
        if at_or_before(middle):
            low = middle + 1
        else:
            high = middle
    return low


def _digest(query: Query) -> str:
    asked: tuple[object, ...] = (
        query.text, sorted(query.filters.items()), query.period, query.sort, query.literal,
        query.any_words, sorted(query.without.items()),
    )  # fmt: skip
    if query.both:  # cursors of before there was such a choice go on
        asked += (sorted(query.not_as),)
    return hashlib.blake2b(repr(asked).encode(), digest_size=9).hexdigest()
