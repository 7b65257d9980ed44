"""What an archive opens: store, engine, words, taxonomies, and the generation that is served."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Self

from indexer.analysis import Analyzer, default_analyzer
from indexer.analysis.known_forms import know_all
from indexer.archive import meaning
from indexer.archive.generations import Basis, Generations
from indexer.archive.golden import Comparisons
from indexer.archive.lexicons import Lexicons
from indexer.archive.located import ByAddress, ById
from indexer.archive.names import Names
from indexer.archive.rights import folder_mode
from indexer.archive.served import CurrentGeneration, OpenGeneration
from indexer.archive.translations import KeptTranslations
from indexer.durable import RESTORING
from indexer.index.chosen import engine_of
from indexer.index.contract import Engine, Generation, Searcher
from indexer.index.fused import FusedSearcher
from indexer.ingest import Sites
from indexer.page.name_index import NameIndexes
from indexer.page.page import Pages
from indexer.query.help import shared
from indexer.query.help.help import QueryHelp
from indexer.query.help.lexicon import Lexicon
from indexer.query.help.suggestions import Suggester
from indexer.query.parser import Resolver
from indexer.query.reader import QueryReader
from indexer.settings import Settings, load_settings
from indexer.store import Store
from indexer.taxonomy import Taxonomy, load_taxonomies
from indexer.twins.twins import Twins
from indexer.vectors.kept import KeptVectors
from schemas.article import Article
from schemas.errors import StoreError


class Opened:
    """The parts of an archive, on which all that it does is built."""

    def __init__(self, settings: Settings, *, create: bool = False) -> None:
        """Open the archive at ``settings.home``, or make it when ``create``.

        Raises StoreError when there is none or it is not ours.
        """
        self.settings = settings
        self.home = settings.home
        mode = folder_mode(settings.home_rights)
        path = self.home / "store.sqlite"
        if (self.home / RESTORING).exists() and not path.exists():
            hint = "give the same podshivka restore command again"
            raise StoreError("a restore was killed here", place=str(self.home), hint=hint)
        self.store = Store(path, create=create, mode=mode)
        self.engine: Engine = engine_of(settings)
        self.lexicons = Lexicons(self.home / "lexicons")
        self.translations = KeptTranslations(
            self.home, lambda: self.analyzer, lambda: self.taxonomies
        )
        self.names = Names(settings)
        self.vectors = KeptVectors(self.home / "vectors")
        self.twins = Twins(settings, self.vectors)
        self._serving = CurrentGeneration(
            self.engine,
            self.home / "served",
            lambda: self.fingerprint,
            self.store,
            self._prepare,
        )
        self._comparisons = Comparisons(
            self.home,
            self.store,
            self.engine,
            lambda searcher: self._reader(searcher, None),
        )
        self._generations = Generations(
            settings,
            self.store,
            self.engine,
            self.lexicons,
            self.translations,
            self._serving,
            self._basis,
            self._comparisons,
        )

    @classmethod
    def open(cls, home: Path | None = None, *, create: bool = False) -> Self:
        """The archive at ``home`` with the settings found there.

        Raises UsageError when a setting cannot be used, StoreError as the constructor does.
        """
        return cls(load_settings(home), create=create)

    @cached_property
    def analyzer(self) -> Analyzer:
        """Analysis of words; the same for articles and queries."""
        return default_analyzer()

    @cached_property
    def taxonomies(self) -> Mapping[str, Taxonomy]:
        """Regions and topics, by name of the facet. Raises UsageError when a file is at fault."""
        return load_taxonomies(self.settings)

    @cached_property
    def sites(self) -> Sites:
        """Which hosts are mirrors, and which one is live."""
        return Sites(self.settings.hosts)

    @cached_property
    def fingerprint(self) -> str:
        """What an index depends on besides the articles: analysis and taxonomies."""
        # names are left out: only ids are indexed, with those above them
        known = [
            (name, entry.id, entry.parent)
            for name, taxonomy in sorted(self.taxonomies.items())
            for entry in taxonomy.entries
        ]
        digest = hashlib.blake2b(repr(known).encode(), digest_size=6).hexdigest()
        return f"{self.analyzer.fingerprint}-{digest}"

    def _basis(self) -> Basis:
        return Basis(self.analyzer, self.taxonomies, self.fingerprint)

    def _prepare(self, searcher: Searcher) -> OpenGeneration:
        lexicon = self.lexicons.open(searcher.generation)
        searcher = FusedSearcher(searcher)
        labels = self.names.labels()
        suggester = (
            Suggester(searcher, self.analyzer, lexicon, self.taxonomies, labels)
            if lexicon
            else None
        )
        reader = self._reader(searcher, lexicon)
        pages, indexes = (
            Pages(reader, self.store, labels, self.twins),
            NameIndexes(searcher, labels),
        )
        return OpenGeneration(searcher, pages, suggester, indexes)

    def _reader(self, searcher: Searcher, lexicon: Lexicon | None) -> QueryReader:
        places = self.taxonomies["region"]
        help = QueryHelp(searcher, self.analyzer, lexicon, places) if lexicon else None
        by_address, by_id = ByAddress(self.store, self.sites), ById(self.store)
        located: dict[str, Resolver] = {"url": by_address, "id": by_id}
        spellings = self.names.spellings()
        translations = self.translations.open(searcher.generation)
        known = located, spellings, translations, meaning.meaning_of(self.vectors)
        return QueryReader(searcher, self.analyzer, self.taxonomies, help, *known)

    def settle(self) -> None:
        """Load what processes can share, before they are forked; each opens its own files.

        Among it what analysis has learnt of the words of the articles.
        """
        self._serving.settle()
        self.analyzer.start(self.home / "vocabulary")
        know_all(self.analyzer.vocabulary)
        shared.load(self.analyzer, self.taxonomies["region"])
        meaning.settle(self.vectors)
        self.store.close()  # a connection to SQLite must not be carried across a fork
        # a collection in a process would write to all that is shared here, and so have it copied
        gc.collect()
        gc.freeze()

    def searcher(self) -> Searcher:
        """A searcher of the generation that is served.

        Raises NotFoundError when nothing was indexed yet, OutdatedIndexError when other settings
        built the index, EngineError when it is damaged.
        """
        return self._serving.current().searcher

    def serving(self) -> Generation | None:
        """The generation that this process has open, without a look for a newer one."""
        return self._serving.opened()

    def get(self, id: str) -> Article | None:
        """The article of this id."""
        return self.store.get_many([id]).get(id)
