"""Nearly the same articles: the index names those that may be, their stored texts decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.index.contract import Searcher
from indexer.reprints.overlap import Drawing, drawing, overlap
from indexer.store import Store
from schemas.article import Article

LOOKED_AT = 50
"""Candidates, the closest ones, whose texts are compared with that of one article."""

_HELD = 4_096
"""Drawings that are kept while all pairs are gone through."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article that says nearly the same. ``overlap``: the share of the shorter of the two."""

    article: Article
    overlap: float


def reprints(article: Article, searcher: Searcher, store: Store, limit: int) -> tuple[Reprint, ...]:
    """The articles that say nearly the same as ``article``, the closest first."""
    (near,) = searcher.near_duplicates([article.id], LOOKED_AT)
    candidates = store.get_many(near).values()
    own = drawing(article)
    shares = [(overlap(own, drawing(other)), other) for other in candidates]
    found = sorted(((-share, other.id, other) for share, other in shares if share), key=_rank)
    return tuple(Reprint(other, -share) for share, _, other in found[:limit])


def _rank(found: tuple[float, str, Article]) -> tuple[float, str]:
    return found[:2]


def groups(searcher: Searcher, store: Store) -> list[list[str]]:
    """Ids of articles that say nearly the same as another one of their group; largest first.

    Memory: that of Searcher.near_duplicate_pairs, and the ids that are given back.
    """

    @lru_cache(maxsize=_HELD)
    def drawn(id: str) -> Drawing | None:
        article = store.get_many([id]).get(id)
        return drawing(article) if article else None

    above: dict[str, str] = {}
    for one, other in searcher.near_duplicate_pairs():
        tops = _top(above, one), _top(above, other)
        if tops[0] == tops[1]:
            continue
        first, second = drawn(one), drawn(other)
        if first and second and overlap(first, second):
            above[max(tops)] = min(tops)  # pairs come in any order, the least id is the top
    return _sorted(above)


def _top(above: dict[str, str], id: str) -> str:
    """The first of a group. Every second step up is cut short (path halving, Tarjan 1984)."""
    while (up := above.get(id)) is not None:
        above[id] = further = above.get(up, up)
        id = further
    return id


def _sorted(above: dict[str, str]) -> list[list[str]]:
    members: dict[str, list[str]] = {}
    for id in above:
        members.setdefault(_top(above, id), []).append(id)
    found: Sequence[list[str]] = [sorted([top, *ids]) for top, ids in members.items()]
    return sorted(found, key=lambda group: (-len(group), group))
