"""Which articles of a page are versions of one story: translations, and nearly the same texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from indexer.index.contract import Searcher
from indexer.reprints import LOOKED_AT
from indexer.reprints.overlap import Drawing, drawing, overlap
from indexer.store import Store
from schemas.article import Article
from schemas.results import Counterpart


def stories(articles: Sequence[Article], searcher: Searcher) -> tuple[tuple[str, ...], ...]:
    """Ids of those of ``articles`` that are versions of one story, in the order given.

    An article that has no other version among ``articles`` is left out. Versions of versions are
    versions; what two articles that are not given have in common is not looked for.
    """
    above: dict[str, str] = {}
    for article in articles:
        if article.translation_of:
            _join(above, article.id, article.translation_of)
    for one, other in _nearly_the_same(articles, searcher):
        _join(above, one, other)
    if not above:
        return ()
    found: dict[str, list[str]] = {}
    for article in articles:
        found.setdefault(_top(above, article.id), []).append(article.id)
    return tuple(tuple(ids) for ids in found.values() if len(ids) > 1)


def _nearly_the_same(articles: Sequence[Article], searcher: Searcher) -> Iterator[tuple[str, str]]:
    """Pairs that the index takes for nearly the same, and their texts, too."""
    by_id = {article.id: article for article in articles}
    drawn: dict[str, Drawing] = {}
    near = dict(zip(by_id, searcher.near_duplicates(list(by_id), LOOKED_AT), strict=True))
    for pair in combinations(by_id, 2):
        if pair[1] not in near[pair[0]]:
            continue
        for id in pair:
            if id not in drawn:
                drawn[id] = drawing(by_id[id])
        if overlap(drawn[pair[0]], drawn[pair[1]]):
            yield pair


def _join(above: dict[str, str], one: str, other: str) -> None:
    one, other = _top(above, one), _top(above, other)
    if one != other:
        above[one] = other


def _top(above: Mapping[str, str], id: str) -> str:
    while id in above:
        id = above[id]
    return id


def counterparts(articles: Sequence[Article], store: Store) -> dict[str, tuple[Counterpart, ...]]:
    """By id, the same story in other languages, whether a query finds it or not."""
    originals = {article.id: article.translation_of or article.id for article in articles}
    languages = {article.id: article.language for article in articles}
    known = store.versions_of({*originals, *originals.values()})
    return {
        id: tuple(
            Counterpart(one.id, one.language, one.title)
            for one in known
            if one.language != languages[id]
            and (one.id == original or one.translation_of in {original, id})
        )
        for id, original in originals.items()
    }
