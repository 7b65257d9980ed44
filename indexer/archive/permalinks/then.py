"""Which of the articles that changed since were found as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.analysis import Analyzer
from indexer.index.columns import columns
from indexer.index.contract import Searcher
from indexer.index.whoosh import WhooshEngine
from indexer.store.states import Changed
from indexer.taxonomy import Taxonomy
from schemas.expression import EVERYTHING
from schemas.query import ALWAYS, BOUNDLESS, NO_FILTERS, Request

REWRITTEN = 1_000
"""Articles with another text that are analysed as they were, for one question: some seconds."""

_NO_TEXT = {"title": "", "lede": "", "body": "", "captions": ()}


@dataclass(frozen=True, slots=True)
class Then:
    """Searches the former states of articles, in an index that is made for one question."""

    searcher: Searcher
    analyzer: Analyzer
    taxonomies: Mapping[str, Taxonomy]

    def found(self, changed: Sequence[Changed], request: Request) -> set[str] | None:
        """Ids of the articles that ``request`` found in the states before.

        None when more than REWRITTEN of them had other texts.
        """
        there = [(each, each.before) for each in changed if each.before is not None]
        texts = [fields for each, fields in there if each.rewritten or not each.after]
        if len(texts) > REWRITTEN:
            return None
        # the text is what the index has: only the facets have to be looked at
        tags = [fields | _NO_TEXT for each, fields in there if each.after and not each.rewritten]
        facets = replace(request, expression=EVERYTHING)
        tagged = self._found(tags, facets)
        if tagged and request.expression != EVERYTHING:
            tagged &= self._found_by_words(request)
        return self._found(texts, request) | tagged

    def _found_by_words(self, request: Request) -> set[str]:
        """All articles with the words of a request, whatever its filters."""
        words = replace(request, filters=NO_FILTERS, period=ALWAYS, bounds=BOUNDLESS)
        return set(found_ids(self.searcher, words))

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


def found_ids(searcher: Searcher, request: Request) -> list[str]:
    """The ids of all articles that ``request`` finds, in its order."""
    most = max(1, searcher.generation.documents)
    asked = replace(request, offset=0, limit=most, facets=False)
    return [match.id for match in searcher.search(asked).matches]
