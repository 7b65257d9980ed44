"""Two generations are asked the golden queries, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.analysis.version import same
from indexer.archive.golden.comparison import FIRST, Answer, Comparison, GoldenAnswer, faults
from indexer.archive.golden.file import FILE, Golden, GoldenQuery, read_golden
from indexer.archive.golden.standard import standard
from indexer.index.contract import Engine, Generation, Searcher
from indexer.index.counts import counts_of, differing
from indexer.query.reader import QueryReader
from indexer.store import Store
from schemas.errors import EngineError, NotFoundError, VerificationError
from schemas.query import Query

PUBLISHED = "published"
"""What the generation in use is called."""

Read = Callable[[Searcher], QueryReader]
"""Makes what reads queries for a generation."""


class AnswersChangedError(VerificationError):
    """A generation loses articles, or answers golden queries too differently."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        lost, differing = len(comparison.lost), len(comparison.differing)
        said = [f"lacks {lost:,} articles that {comparison.before} has"] * bool(lost)
        every = len(comparison.answers)
        said += [f"answers {differing:,} of {every:,} golden queries otherwise"] * bool(differing)
        super().__init__(
            f"generation {comparison.after} {' and '.join(said)}; it is not published",
            hint="podshivka compare published built shows more; if that is what you want,"
            " podshivka reindex --publish-anyway publishes it",
        )


@dataclass(frozen=True, slots=True)
class Side:
    """A generation to compare, its engine, and what reads queries for it."""

    generation: Generation
    engine: Engine
    read: Read

    @contextmanager
    def opened(self, without: Sequence[str] = ()) -> Iterator[Searcher]:
        """A searcher of it, as if ``without`` had been deleted."""
        searcher = self.engine.open(self.generation.name, without)
        try:
            yield searcher
        finally:
            searcher.close()

    def answers(self, searcher: Searcher, queries: Iterable[GoldenQuery]) -> list[Answer]:
        """Its answers, in order."""
        reader = self.read(searcher)
        return [_answer(reader, asked.query) for asked in queries]


class Comparisons:
    """Compares the generations of one archive."""

    def __init__(self, home: Path, store: Store, engine: Engine, read: Read) -> None:
        self._file = home / FILE
        self._store = store
        self._engine = engine
        self._read = read

    def golden(self) -> Golden:
        """What the operator's file says. Raises UsageError when it is at fault."""
        return read_golden(self._file)

    def check(self, before: Generation, after: Generation, golden: Golden) -> Comparison:
        """Compare a new generation with the one that it is to replace.

        When that one is damaged, or cannot be opened, only what golden queries demand of any index
        counts. Raises AnswersChangedError when the new one loses articles or changes answers too
        much.
        """
        try:
            self._engine.verify(before.name)  # what is damaged must not prevent its replacement
            found = self.compare(before, after, golden)
        except (EngineError, NotFoundError):
            found = self._alone(before, after, golden)
        # of an index that is newer than the store nobody can say what was lost
        if before.checkpoint > self._store.sequence:
            found = replace(found, lost=())
        if not found.alike:
            raise AnswersChangedError(found)
        return found

    def named(self, before: str, after: str) -> Comparison:
        """See Archive.compare_generations, also for the errors raised."""
        golden = self.golden()
        return self.compare(self._called(before), self._called(after), golden)

    def _called(self, name: str) -> Generation:
        """A generation by its name, or by what it is to the one that is published."""
        known = self._engine.generations()
        at = next((at for at, each in enumerate(known) if each.published), 0)
        roles = {
            PUBLISHED: [each for each in known if each.published],
            "previous": [each for each in known[:at] if not each.building],
            "built": [each for each in known if each.building],
        }
        found = roles.get(name, [each for each in known if each.name == name])
        if not found:
            missing = f"no generation is {name}" if name in roles else f"there is no {name}"
            raise NotFoundError(
                missing, place=str(self._file.parent), hint="podshivka generations lists them"
            )
        return found[-1]

    def compare(self, before: Generation, after: Generation, golden: Golden) -> Comparison:
        """Compare two generations; the standard queries are those of the first.

        Raises ForeignIndexError, OutdatedIndexError when one cannot be opened.
        """
        return self._compared(self._side(before), self._side(after), golden)

    def with_another(self, other: Comparisons) -> Comparison:
        """What this archive serves, and what a copy of it serves by another engine.

        See Archive.compare_engines, also for the errors raised.
        """
        golden = self.golden()
        queries = (replace(query, tolerance=0.0, replaced=0) for query in golden.queries)
        exact = replace(golden, queries=tuple(queries), tolerance=0.0, replaced=0)
        one, another = self._side(self._called(PUBLISHED)), other._side(other._called(PUBLISHED))
        return self._compared(one, another, exact)

    def _side(self, generation: Generation) -> Side:
        return Side(generation, self._engine, self._read)

    def _compared(self, before: Side, after: Side, golden: Golden) -> Comparison:
        low, high = sorted((before.generation.checkpoint, after.generation.checkpoint))
        touched = {id for id, _ in self._store.changes(low, high)}
        with before.opened() as one, after.opened() as other:
            had, has = set(one.ids()), set(other.ids())
            apart = sorted((had ^ has) | (touched & had & has))
            queries = list(_queries(golden, one))
            whole = after.answers(other, queries)
            counts = differing(counts_of(one), counts_of(other))
            firsts, seconds = before.answers(one, queries) if not apart else [], whole
        if apart:
            with before.opened(apart) as one, after.opened(apart) as other:
                firsts, seconds = before.answers(one, queries), after.answers(other, queries)
        return Comparison(
            before=before.generation.name,
            after=after.generation.name,
            documents=(len(had), len(has)),
            same_analysis=same(before.generation.fingerprint, after.generation.fingerprint),
            changed=len(apart),
            lost=tuple(sorted(had - has - touched)),
            counts=counts,
            answers=tuple(
                GoldenAnswer(query, first, second, faults(query, first, second, all))
                for query, first, second, all in zip(queries, firsts, seconds, whole, strict=True)
            ),
        )

    def _alone(self, before: Generation, after: Generation, golden: Golden) -> Comparison:
        """A comparison with what cannot be opened."""
        side = self._side(after)
        with side.opened() as searcher:
            whole = side.answers(searcher, golden.queries)
        return Comparison(
            before=before.name,
            after=after.name,
            documents=(None, after.documents),
            same_analysis=same(before.fingerprint, after.fingerprint),
            changed=0,
            lost=(),
            counts={},
            answers=tuple(
                GoldenAnswer(query, None, answer, faults(query, None, answer, answer))
                for query, answer in zip(golden.queries, whole, strict=True)
            ),
        )


def _queries(golden: Golden, searcher: Searcher) -> Iterator[GoldenQuery]:
    yield from golden.queries
    if golden.standard:
        own = {asked.query for asked in golden.queries}
        yield from (asked for asked in standard(searcher, golden) if asked.query not in own)


def _answer(reader: QueryReader, text: str) -> Answer:
    # help would find something else for what an index has lost
    request = reader.read(Query(text, size=FIRST, literal=True)).request
    found = reader.searcher.search(replace(request, facets=False))
    return Answer(found.total, tuple(match.id for match in found.matches))
