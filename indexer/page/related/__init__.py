"""Related coverage: articles with the same significant words, or names in another language.

Of one's own language by words, near in time first. Of other languages by meaning, near in time
first, where there are vectors; else only by the people, organisations, regions and topics that the
articles share: words of two languages are not compared (a name in Latin letters is the same word in
both). Versions of the same text are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from indexer.analysis import Analyzer
from indexer.index.contract import Searcher
from indexer.page.related.significant import significant
from indexer.reprints.overlap import Drawing, drawing, overlap
from indexer.store import Store
from indexer.vectors.likeness import VectorLikeness
from schemas.article import Article, day_of
from schemas.expression import Or
from schemas.query import ALWAYS, Period, Request

SHOWN = 6
"""Related articles by default; a third of them at most in other languages."""

NEAR = timedelta(days=45)
"""Days before and after in which related articles come first."""

ENOUGH_NEAR, ENOUGH_FAR = 0.2, 0.3
"""Share of an article's own score for its significant words that related ones have."""

CLOSE = timedelta(days=7)
"""Days before and after in which articles of another language tell of the same."""

ENOUGH_NAMED = 0.4
"""Share of the weight of an article's values that one of another language has."""

ENOUGH_LIKE = ((CLOSE, 0.5), (NEAR, 0.56), (None, 0.65))
"""Days before and after, None for all, and the likeness of an article of another language there.

Of two articles that have nothing to do with each other, 1 in 100 is as like (decision 20).
"""

CANDIDATES = 12
"""Articles that each search for related ones looks at."""

COMPARED = 50
"""Articles of other languages with one of the names that are looked at."""

NAMED = {
    "person": "people",
    "organisation": "organisations",
    "region": "regions",
    "topic": "topics",
}
"""Facets whose values are the same in all languages, and the attributes that hold them."""


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """``share``: how much of what is significant in one article the other has, 0 to 1.

    ``by``: words, the values of facets that are the same in all languages, or meaning.
    """

    article: Article
    share: float
    by: Literal["words", "names", "meaning"]


@dataclass(frozen=True, slots=True)
class Relations:
    """Finds related articles in one generation. ``likeness``: of the article that is asked for."""

    searcher: Searcher
    analyzer: Analyzer
    store: Store
    likeness: VectorLikeness | None = None

    def of(
        self, article: Article, without: Iterable[str] = (), limit: int = SHOWN
    ) -> tuple[RelatedArticle, ...]:
        """At most ``limit``: those by words, near ones first, then those in other languages.

        ``without``: ids that are not wanted, such as those of translations.
        """
        chosen = _Chosen(article, {article.id, *without})
        likeness = self.likeness
        others = (
            self._by_names(article) if likeness is None else self._by_meaning(article, likeness)
        )
        foreign = chosen.take(others, limit // 3)
        return (*chosen.take(self._by_words(article), limit - len(foreign)), *foreign)

    def _by_words(self, article: Article) -> Iterator[RelatedArticle]:
        words = Or(significant(article, self.analyzer, self.searcher))
        own = self.searcher.score(words, article.id) if words.children else None
        if not own:
            return
        for period, enough in ((_around(article, NEAR), ENOUGH_NEAR), (ALWAYS, ENOUGH_FAR)):
            if period is None:
                continue
            asked = Request(words, period=period, limit=CANDIDATES, facets=False)
            matches = self.searcher.search(asked).matches
            shares = {each.id: min(1.0, each.score / own) for each in matches}
            stored = self.store.get_many([id for id in shares if shares[id] >= enough])
            for id, share in shares.items():
                if id in stored:
                    yield RelatedArticle(stored[id], share, "words")

    def _by_meaning(self, article: Article, likeness: VectorLikeness) -> Iterator[RelatedArticle]:
        for days, enough in ENOUGH_LIKE:
            period = ALWAYS if days is None else _around(article, days)
            if period is None:
                continue
            near = likeness.near(CANDIDATES, period)
            stored = self.store.get_many([id for id, cosine in near if cosine >= enough])
            for id, cosine in near:
                if id in stored and stored[id].language != article.language:
                    yield RelatedArticle(stored[id], min(1.0, cosine), "meaning")

    def _by_names(self, article: Article) -> Iterator[RelatedArticle]:
        period = _around(article, CLOSE)
        weights = dict(self._weights(article))
        languages = tuple(set(self.searcher.values("language")) - {article.language})
        if period is None or not weights or not languages:
            return
        ids: dict[str, None] = {}
        for facet in NAMED:
            if values := tuple(value for name, value in weights if name == facet):
                filters = {"language": languages, facet: values}
                asked = Request(
                    filters=filters, period=period, sort="newest", limit=COMPARED, facets=False
                )
                ids.update(dict.fromkeys(each.id for each in self.searcher.search(asked).matches))
        whole = sum(weights.values())
        found = []
        for other in self.store.get_many(list(ids)).values():
            shared = weights.keys() & set(_values(other))
            share = sum(weights[each] for each in shared) / whole
            if share >= ENOUGH_NAMED and len(shared) > 1:
                found.append(RelatedArticle(other, share, "names"))
        yield from sorted(found, key=lambda one: (-one.share, one.article.id))

    def _weights(self, article: Article) -> Iterator[tuple[tuple[str, str], float]]:
        documents = self.searcher.generation.documents
        for facet, value in _values(article):
            asked = Request(filters={facet: (value,)}, limit=0, facets=False)
            found = self.searcher.search(asked).total
            if found:
                yield (facet, value), math.log(1 + documents / found)


class _Chosen:
    """Articles that may be shown beside each other: no id twice, no text twice."""

    def __init__(self, article: Article, without: set[str]) -> None:
        self._seen = without
        self._drawn: list[Drawing] = [drawing(article)]

    def take(self, found: Iterable[RelatedArticle], limit: int) -> tuple[RelatedArticle, ...]:
        """The first ``limit`` of ``found`` that were not taken, in their order."""
        taken: list[RelatedArticle] = []
        for one in found if limit else ():
            if one.article.id in self._seen:
                continue
            self._seen.add(one.article.id)
            drawn = drawing(one.article)
            if any(overlap(drawn, other) for other in self._drawn):
                continue
            self._drawn.append(drawn)
            taken.append(one)
            if len(taken) == limit:
                break
        return tuple(taken)


def _values(article: Article) -> Iterator[tuple[str, str]]:
    fields: Mapping[str, tuple[str, ...]] = vars(article)
    for facet, attribute in NAMED.items():
        for value in fields[attribute]:
            yield facet, value


def _around(article: Article, days: timedelta) -> Period | None:
    """The days around that of an article, None when it has no date."""
    day = day_of(article.published)
    return None if day is None else Period(day - days, day + days)
