"""What helps queries whatever an archive holds: read once a process, or before it is forked."""

from __future__ import annotations

from functools import lru_cache

from indexer.analysis import Analyzer
from indexer.query.help.known_words import KnownWords
from indexer.query.help.names import Names
from indexer.taxonomy import Taxonomy


@lru_cache(maxsize=4)
def shared(analyzer: Analyzer, places: Taxonomy) -> tuple[Names, KnownWords]:
    """Names that mean the same, and words that are right as they are typed."""
    names = Names(places, analyzer)
    return names, KnownWords(analyzer, places, names.forms)


def load(analyzer: Analyzer, places: Taxonomy) -> None:
    """Read the dictionaries and lists now: processes that are forked later have them in common."""
    names, known = shared(analyzer, places)
    names.others((analyzer.word("Moscow"),))
    known.has("Moscow")
    known.has("Москва")
