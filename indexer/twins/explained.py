"""Why two articles are tied, or why they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from indexer.twins.block import AROUND, LANGUAGES, Block, block
from indexer.twins.candidates import DAYS
from indexer.twins.facts import FEWEST_WORDS, facts
from indexer.twins.judge import Weighed, weigh
from indexer.twins.noted import Notes
from indexer.twins.tie import Reasons, Tie, reasons_of
from indexer.vectors.table import Table
from schemas.article import Article

Code = Literal[
    "tied", "page", "file", "apart", "same-language", "language", "undated", "short", "far",
    "settled", "unknown", "other", "below",
]  # fmt: skip
"""``settled``: one of the two is tied by a page or the operator. ``unknown``: not compared yet, or
one of too many of its day. ``other``: another article is nearer. ``below``: too little is shared.
"""


Settled: TypeAlias = Callable[[Block], set[str]]


@dataclass(frozen=True, slots=True)
class Explained:
    """Two articles. ``tied``: whether they are versions of one story.

    ``score``, ``reasons``: None where they were not compared. ``best``: of each of the two, in the
    order of ``pair``, the article of the other language that is nearest, None for none.
    """

    pair: tuple[str, str]
    tied: bool
    code: Code
    score: float | None = None
    reasons: Reasons | None = None
    best: tuple[str | None, str | None] = (None, None)


def explain(one: Article, other: Article, tie: Tie | None, *, apart: bool) -> Explained | None:
    """What can be said of two articles without a comparison; None when they are to be compared."""
    pair = one.id, other.id
    if apart:
        return Explained(pair, tied=False, code="apart")
    if tie is not None and tie.source == "file":
        return Explained(pair, tied=True, code="file", score=tie.score)
    if one.id == other.translation_of or other.id == one.translation_of:
        return Explained(pair, tied=True, code="page")
    code = _without_twin(one, other)
    return None if code is None else Explained(pair, tied=False, code=code)


def compared(
    notes: Notes, table: Table | None, pair: tuple[str, str], tie: Tie | None, settled: Settled
) -> Explained:
    """Two articles in either order, compared with all of the days around them.

    ``settled``: the articles of a block that are tied by other than a comparison.
    """
    first, last = notes.find(pair[0]), notes.find(pair[1])
    if first is None or last is None:
        return Explained(pair, tied=False, code="unknown")
    if abs(first.day - last.day) > DAYS:
        return Explained(pair, tied=False, code="far")
    days = first.day, last.day
    found = block(min(days) - AROUND, max(days) + AROUND, notes, table)
    tied = settled(found)
    if not tied.isdisjoint(pair):
        return Explained(pair, tied=False, code="settled")
    found = found.free(tied)
    sketches = {each.id: each for each in (*found.russian, *found.english)}
    if not {*pair} <= sketches.keys():
        return Explained(pair, tied=False, code="unknown")
    russian, english = pair if first.language == "ru" else pair[::-1]
    weighed = weigh(found.russian, found.english, (sketches[russian], sketches[english]))
    return _explained(pair, weighed, tie, turned=russian != pair[0])


def _explained(
    pair: tuple[str, str], weighed: Weighed, tie: Tie | None, *, turned: bool
) -> Explained:
    judged = weighed.judged
    best = weighed.best[::-1] if turned else weighed.best
    if tie is not None:
        reasons = tie.reasons
        return Explained(pair, tied=True, code="tied", score=tie.score, reasons=reasons, best=best)
    code: Code = "below"
    if (judged.english, judged.russian) != weighed.best:
        code = "other"
    elif judged.tied:
        code = "unknown"
    score, reasons = round(judged.score, 3), reasons_of(judged)
    return Explained(pair, tied=False, code=code, score=score, reasons=reasons, best=best)


def _without_twin(one: Article, other: Article) -> Code | None:
    if one.language == other.language:
        return "same-language"
    if not {one.language, other.language} <= {*LANGUAGES}:
        return "language"
    if one.published is None or other.published is None:
        return "undated"
    if min(facts(one).words, facts(other).words) < FEWEST_WORDS:
        return "short"
    return None
