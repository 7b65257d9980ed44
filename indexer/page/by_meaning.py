"""Articles that lack the words of a query and are near to what it means: shown apart, not counted.

No total, facet, chart, file or feed has them: how near is near enough is a judgement, not a fact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from indexer.index.contract import Searcher
from indexer.index.fused import CLOSEST
from indexer.page.left_out import left_out
from indexer.query.help.substitution import excluded
from indexer.query.meaning import language_of
from indexer.query.reader import ReadQuery
from indexer.query.required import expected
from schemas.article import Language
from schemas.expression import And, Ids, Node, Not, Word, parts
from schemas.query import Request
from schemas.results import Hit, Match

LEAST = 0.55
"""Cosine from which an article is shown: see docs/decisions/0024-both-languages.md."""

RAISED = 0.40
"""Cosine from which it is shown if it stands before articles that lack words, or alone."""

CLEARLY = 0.1
"""By how much the first of those has to be less near."""

SHOWN = 5
"""Articles that are shown at most."""


@dataclass(frozen=True, slots=True)
class Near:
    """Articles that are near, the nearest first; their score is the cosine.

    ``after``: how many of the listed articles that lack words stand before them.
    """

    matches: tuple[Match, ...]
    after: int


def near(
    read: ReadQuery, searcher: Searcher, listed: Collection[str], lacking: Sequence[Hit] = ()
) -> Near:
    """The nearest articles that lack the words.

    Filters and what is excluded hold for them, too. What is required does not in the language in
    which it cannot be said, as a word in quotation marks: there it has other words. ``listed``:
    articles that stand on the page already; ``lacking``: the last of them, which lack some words.

    The articles stand before the first of ``lacking`` that is CLEARLY less near than the nearest of
    them, if this nearest one is in the language that was not typed. There an article may say the
    same in other words, which no table knows; in the language typed, words are the better judge.
    There are none after the first page, or if no likeness is asked for. Raises CutShortError when
    the time is over.
    """
    request, likeness = read.request, read.request.likeness
    last = Near((), len(lacking))
    if likeness is None or request.offset:
        return last
    ids = [id for id in likeness.closest(CLOSEST) if id not in listed]
    if not ids:
        return last
    cosines = dict(zip(ids, likeness.of(ids), strict=True))
    own = language_of(left_out(read.parsed.text, read.parsed.written))
    passed = partial(_passed, likeness.of([hit.id for hit in lacking]))
    may_rise = own is not None and (not listed or passed(cosines[ids[0]]) < len(lacking))
    least = RAISED if may_rise else LEAST
    some = tuple(id for id in ids if cosines[id] >= least)
    if not some:
        return last
    order = sorted(_lacking_the_words(read, searcher, some), key=some.index)
    matches = tuple(Match(one, cosines[one]) for one in order)
    if may_rise and order and not _found(searcher, request, order[:1], (), own):
        after = passed(cosines[order[0]])
        if after < len(lacking) or not listed:
            return Near(matches, after)
    return replace(last, matches=tuple(match for match in matches if match.score >= LEAST))


def _passed(cosines: Sequence[float], nearest: float) -> int:
    """How many articles with these cosines stand before one that has ``nearest``."""
    less_near = (at for at, cosine in enumerate(cosines) if cosine < nearest - CLEARLY)
    return next(less_near, len(cosines))


def _lacking_the_words(read: ReadQuery, searcher: Searcher, some: tuple[str, ...]) -> set[str]:
    """Those of ``some`` that lack the words, and have what they are required to have."""
    request = read.request
    words = request.expression
    needed = expected(read.parsed)
    named = {node for node in needed if isinstance(node, Ids)}
    others: list[Node] = [Not(words), *named, *excluded(words)]
    found = _found(searcher, request, some, [*others, *needed - named])
    language = _other_language(needed - named)
    return found | _found(searcher, request, some, others, language) if language else found


def _found(
    searcher: Searcher,
    request: Request,
    ids: Sequence[str],
    others: Sequence[Node],
    language: Language | None = None,
) -> set[str]:
    """Those of ``ids`` within the bounds of ``request`` that match ``others``, in ``language``."""
    bounds = request.bounds
    if language:
        if language not in bounds.filters.get("language", (language,)):
            return set()
        bounds = replace(bounds, filters={**bounds.filters, "language": (language,)})
    expression = And((Ids(tuple(ids)), *others))
    asked = replace(
        request,
        expression=expression,
        bounds=bounds,
        sort="newest",
        limit=len(ids),
        facets=False,
        likeness=None,
    )
    return {match.id for match in searcher.search(asked).whole().matches}


def _other_language(needed: Iterable[Node]) -> Language | None:
    """The language in which none of ``needed`` can be said; None if there is none.

    A number can be said in both.
    """
    words = {
        word
        for node in needed
        for part in parts(node)
        for word in (part.terms if isinstance(part, Word) else (part.pattern,))
    }
    latin = {word.isascii() for word in words}
    if len(latin) != 1 or not all(any(map(str.isalpha, word)) for word in words):
        return None
    return "ru" if True in latin else "en"
