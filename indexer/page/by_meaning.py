"""Articles that lack the words of a query and are near to what it means: shown apart, not counted.

No total, facet, chart, file or feed has them: how near is near enough is a judgement, not a fact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from indexer.index.contract import Searcher
from indexer.index.fused import CLOSEST
from indexer.query.help.substitution import excluded
from indexer.query.reader import ReadQuery
from indexer.query.required import required
from schemas.article import Language
from schemas.expression import And, Ids, Node, Not, Word, parts
from schemas.results import Match

LEAST = 0.55
"""Cosine from which an article is shown: see docs/decisions/0024-both-languages.md."""

SHOWN = 5
"""Articles that are shown at most."""


def near(read: ReadQuery, searcher: Searcher, listed: Collection[str]) -> tuple[Match, ...]:
    """The nearest articles that lack the words, the nearest first; their score is the cosine.

    Filters and what is excluded hold for them, too. What is required does not in the language in
    which it cannot be said, as a word in quotation marks: there it has other words. ``listed``:
    articles that stand on the page already. () behind the first page, and where no likeness is
    asked for. Raises CutShortError when the time is over.
    """
    request, likeness = read.request, read.request.likeness
    if likeness is None or request.offset:
        return ()
    ids = [id for id in likeness.closest(CLOSEST) if id not in listed]
    cosines = dict(zip(ids, likeness.of(ids), strict=True))
    some = tuple(id for id in ids if cosines[id] >= LEAST)
    if not some:
        return ()
    words = request.expression
    needed = required(read.parsed)
    named = {node for node in needed if isinstance(node, Ids)}
    others = And((Ids(some), Not(words), *named, *excluded(words)))
    asked = replace(
        request, expression=others, sort="newest", limit=len(some), facets=False, likeness=None
    )
    every = [replace(asked, expression=And((others, *needed - named)))]
    language, bounds = _other_language(needed - named), asked.bounds
    if language and language in bounds.filters.get("language", (language,)):
        only = {**bounds.filters, "language": (language,)}
        every.append(replace(asked, bounds=replace(bounds, filters=only)))
    found = {match.id for one in every for match in searcher.search(one).whole().matches}
    order = sorted(found, key=some.index)
    return tuple(Match(one, cosines[one]) for one in order)


def _other_language(needed: Iterable[Node]) -> Language | None:
    """That in which none of ``needed`` can be said; None if there is no such one.

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
