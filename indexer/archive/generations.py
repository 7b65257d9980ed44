"""Generations of the index: built from the store, brought up to it, verified, published, dropped.

The caller holds the archive for writing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.analysis import Analyzer
from indexer.analysis.version import same
from indexer.archive import building
from indexer.archive.deleting import Deleting
from indexer.archive.golden import AnswersChangedError, Comparison, Comparisons
from indexer.archive.golden.file import Golden
from indexer.archive.keeping import Keeping
from indexer.archive.lexicons import Lexicons
from indexer.archive.served import CurrentGeneration, older_store, outdated_index
from indexer.archive.translations import MADE_ANEW, KeptTranslations, Started
from indexer.index.batches import Progress, batches
from indexer.index.contract import Engine, Generation
from indexer.index.verify import verify
from indexer.settings import Settings
from indexer.store import Store
from indexer.taxonomy import Taxonomy
from indexer.vectors.building import Made
from schemas.document import Batch
from schemas.errors import NotFoundError

WORDS = "what is known of words (lexicons) was damaged and has been made anew"


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: the generation as it is now and the number of changes applied.

    ``resumed``: how many of them an interrupted build had applied before.
    ``mended``: what was damaged and has been made anew, in words.
    ``comparison``: with the generation that a new one has replaced, if it has. ``vectors``: what
    was done for those of the articles.
    """

    generation: Generation
    changes: int
    resumed: int = 0
    mended: tuple[str, ...] = ()
    comparison: Comparison | None = None
    vectors: Made = field(default_factory=Made)


@dataclass(frozen=True, slots=True)
class Basis:
    """What an index is made with besides the articles. ``fingerprint``: of both others."""

    analyzer: Analyzer
    taxonomies: Mapping[str, Taxonomy]
    fingerprint: str


class Generations:
    """Makes the index hold what the store holds."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an archive
        self,
        settings: Settings,
        store: Store,
        engine: Engine,
        lexicons: Lexicons,
        translations: KeptTranslations,
        serving: CurrentGeneration,
        basis: Callable[[], Basis],
        comparisons: Comparisons,
    ) -> None:
        """``basis``: asked for when something is analysed, since to load it takes a while."""
        self._home: Path = settings.home
        self._settings = settings
        self._store = store
        self._engine = engine
        self._lexicons = lexicons
        self._translations = translations
        self._serving = serving
        self._basis = basis
        self._comparisons = comparisons
        self._keeping = Keeping(settings, engine, lexicons, translations)
        self._deleting = Deleting(self._home, store, engine, lexicons, translations, serving)

    def check_store(self) -> None:
        """Raise EngineError when the store ends before an index does: it came from a copy.

        Its next changes would take numbers that the index has passed, and never be found.
        """
        held = max((each.checkpoint for each in self._known()), default=0)
        has = self._store.sequence
        if held > has:
            raise older_store(held, has, self._home)

    def sync(self, progress: Progress | None) -> Synced:
        """See Archive.sync, also for the errors raised."""
        name = self._engine.published()
        if name is None:
            return self.rebuild(progress)
        self.check_store()
        generation = self._generation(name)
        if not same(generation.fingerprint, self._basis().fingerprint):
            raise outdated_index(name, self._home)
        return self._update(generation, progress)

    def unfinished(self) -> building.Unfinished | None:
        """The build that ``rebuild`` would resume, or could not."""
        return building.unfinished(self._engine, self._basis().fingerprint, self._store.sequence)

    def clear(self) -> None:
        """See Keeping.clear."""
        self._keeping.clear()

    def rebuild(
        self, progress: Progress | None, *, anew: bool = False, anyway: bool = False
    ) -> Synced:
        """See Archive.rebuild, also for the errors raised."""
        golden = self._comparisons.golden()  # a fault in it is not to be found at the end
        begun = None if anew else self.unfinished()
        resumed = begun.generation if begun and not begun.obstacle else None
        self._keeping.drop_unpublished(resumed)
        generation = resumed or self._engine.create(self._basis().fingerprint)
        with self._keeping.dropped_on_failure(generation.name):
            synced = self._build(generation, progress)
        # drops the generation itself when that is wrong
        verify(
            self._engine,
            self._store,
            synced.generation,
            self._basis().analyzer,
            self._basis().taxonomies,
        )
        comparison = self._compared(synced.generation, golden, anyway=anyway)
        self._engine.publish(generation.name)
        self._serving.changed()
        self._keeping.drop_old(synced.generation.checkpoint)
        published = self._generation(generation.name)
        return replace(synced, generation=published, comparison=comparison)

    def _compared(self, built: Generation, golden: Golden, *, anyway: bool) -> Comparison | None:
        """What becomes of answers when it is published; one that changes them too much stays."""
        published = [each for each in self._known() if each.published]
        if not published:  # or its folder is gone
            return None
        try:
            return self._comparisons.check(published[0], built, golden)
        except AnswersChangedError as error:
            if not anyway:
                raise
            return error.comparison

    def rollback(self) -> Generation:
        """See Archive.rollback, also for the errors raised."""
        known = self._known()
        names = [generation.name for generation in known]
        published = self._engine.published()
        before = known[: names.index(published)] if published in names else ()
        own = self._basis().fingerprint
        usable = [each.name for each in before if same(each.fingerprint, own)]
        if not usable:
            raise NotFoundError(
                "there is no earlier generation built with these settings",
                place=str(self._home),
                hint="podshivka generations lists them; reindex keeps the generation it replaces",
            )
        self._deleting.drop_strangers(self._generation(usable[-1]))
        self._engine.publish(usable[-1])
        self._serving.changed()
        return self._generation(usable[-1])

    def delete(self, ids: Sequence[str]) -> int:
        """See Archive.delete, also for the errors raised."""
        self.check_store()
        return self._deleting.delete(ids)

    def _update(self, generation: Generation, progress: Progress | None) -> Synced:
        """Apply the changes after the checkpoint, all or none."""
        count = self._store.pending(generation.checkpoint)
        if count:
            upto = self._store.sequence
            with self._analysed(generation.checkpoint, progress) as analysed:
                generation = self._engine.apply(generation.name, analysed, upto)
        return Synced(generation, count, mended=self._complete(generation))

    def _build(self, generation: Generation, progress: Progress | None) -> Synced:
        """Apply the changes after the checkpoint in parts, each of which stays."""
        name, begun, upto = generation.name, generation.checkpoint, self._store.sequence
        every, count = self._store.pending(0), self._store.pending(begun)
        ends = self._store.milestones(begun, upto, building.PART)
        with self._analysed(begun, progress, building.PART) as analysed:
            for part, end in zip(building.parts(analysed, building.PART), ends, strict=False):
                generation = self._engine.apply(name, part, end, more=end < upto)
        if not count or generation.checkpoint < upto:
            generation = self._engine.apply(name, (), upto)
        return Synced(generation, every, every - count, self._complete(generation))

    @contextmanager
    def _analysed(
        self, checkpoint: int, progress: Progress | None, part: int = 0
    ) -> Iterator[Iterator[Batch]]:
        """The one loop over the changes after a checkpoint, for an update as for a build."""
        analysed = batches(
            self._store.changes(checkpoint, self._store.sequence),
            self._store.pending(checkpoint),
            self._basis().taxonomies,
            processes=self._settings.processes,
            progress=progress,
            kept=self._home / "vocabulary",
            part=part,
            prepare=self._engine.prepare,
        )
        with closing(analysed):
            yield analysed

    def _complete(self, generation: Generation) -> tuple[str, ...]:
        """Bring the lexicon up to a generation, tell the site; what was damaged and made anew."""
        searcher = self._engine.open(generation.name)
        damaged = self._lexicons.refresh(searcher, self._store)
        searcher.close()
        self._serving.changed()
        return (WORDS,) * damaged

    def translate(self, started: Started | None = None) -> tuple[str, ...]:
        """Make the table of translations of the published generation if it has none that fits.

        ``started``: with the words encoded that were not: see KeptTranslations.refresh.

        What was damaged and has been made anew, in words. Searches go on meanwhile. Raises
        EngineError when the disk refuses.
        """
        searcher = self._engine.open()
        lexicon = self._lexicons.open(searcher.generation)
        damaged = self._translations.refresh(searcher, lexicon, started)
        searcher.close()
        self._serving.changed()
        return (MADE_ANEW,) * damaged

    def _known(self) -> tuple[Generation, ...]:
        return self._engine.generations()

    def _generation(self, name: str) -> Generation:
        for generation in self._known():
            if generation.name == name:
                return generation
        raise NotFoundError(f"there is no generation {name}", place=str(self._home))
