"""Which of the articles that changed since were found as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.analysis import Analyzer
from indexer.index.columns import columns
from indexer.index.contract import Searcher
from indexer.index.whoosh import WhooshEngine
from indexer.query.reading import ORDER, shape
from indexer.store.states import Changed
from indexer.taxonomy import Taxonomy
from schemas.expression import EVERYTHING
from schemas.query import ALWAYS, Bounds, Request

REWRITTEN, RETAGGED = 1_000, 10_000
"""Articles with another text, or with other facets alone, that are indexed as they were for one
question: some seconds."""

_NO_TEXT = {"title": "", "lede": "", "body": "", "captions": ()}


@dataclass(frozen=True, slots=True)
class Then:
    """Searches the former states of articles, in an index that is made for one question."""

    searcher: Searcher
    analyzer: Analyzer
    taxonomies: Mapping[str, Taxonomy]

    def found(self, changed: Sequence[Changed], request: Request) -> set[str] | None:
        """Ids of the articles that ``request`` found in the states before.

        None when more than REWRITTEN or RETAGGED of them would have to be indexed.
        """
        states = {each.id: each.before for each in changed if each.before is not None}
        texts = {each.id for each in changed if each.rewritten or not each.after} & states.keys()
        # the text of the others is what the index has: only the facets have to be looked at
        tagged = self._with_words(request, states.keys() - texts)
        looked = tagged if _asks_for_facets(request) else set()
        if len(texts) > REWRITTEN or len(looked) > RETAGGED:
            return None
        found = self._found([states[id].fields() for id in sorted(texts)], request)
        if looked:
            tags = [states[id].fields() | _NO_TEXT for id in sorted(looked)]
            tagged = self._found(tags, replace(request, expression=EVERYTHING))
        return found | tagged

    def _with_words(self, request: Request, ids: Iterable[str]) -> set[str]:
        """Those of some articles that have the words and the date of a request."""
        wanted = set(ids)
        if not wanted:
            return wanted
        words = Request(
            request.expression,
            period=request.period,
            bounds=Bounds(period=request.bounds.period),
            sort="newest",
            deadline=request.deadline,
        )
        return wanted.intersection(found_ids(self.searcher, words))

    def _found(self, articles: Sequence[Mapping[str, Any]], request: Request) -> set[str]:
        if not articles:
            return set()
        ancestors = {name: taxonomy.ancestors for name, taxonomy in self.taxonomies.items()}
        with TemporaryDirectory(prefix="podshivka-") as folder:
            engine = WhooshEngine(Path(folder))
            name = engine.create(self.searcher.generation.fingerprint).name
            engine.apply(name, [columns(articles, self.analyzer, ancestors)], 0)
            searcher = engine.open(name)
            found = found_ids(searcher, request)
            searcher.close()
        return set(found)


def _asks_for_facets(request: Request) -> bool:
    """Whether anything but words, dates and the order is asked for."""
    bounds = replace(request.bounds, period=ALWAYS)
    rest = replace(request, expression=EVERYTHING, period=ALWAYS, bounds=bounds)
    return bool(shape(rest, ORDER) != shape(Request(), ORDER))


def found_ids(searcher: Searcher, request: Request) -> list[str]:
    """The ids of all articles that ``request`` finds, in its order."""
    most = max(1, searcher.generation.documents)
    asked = replace(request, offset=0, limit=most, facets=False)
    return [match.id for match in searcher.search(asked).whole().matches]
