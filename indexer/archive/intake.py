"""Taking articles in: files, or records that were rejected before → read, tagged, stored, counted.

The command line, ``watch``, ``quarantine retry`` and programs all go through here. What was stored
is found after the next ``Archive.sync``.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filelock

from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.archive.read_options import PLAIN, ReadOptions
from indexer.ingest import (
    Ingest,
    RejectedWriter,
    Rejection,
    check_paths,
)
from indexer.ingest.files.sources import Report
from indexer.ingest.records import Items, Journal
from indexer.ingest.rejected import retry as rejected
from indexer.language import OURS
from indexer.settings import Settings
from indexer.store import Outcome
from indexer.tagging import Tagger
from indexer.tagging.missing import tagged
from indexer.tagging.recogniser import recogniser
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.errors import InputError, LockedError

SHOWN = 10
"""Rejected records whose errors a report holds; all are in the file of rejected records."""


MOST_TOLD = 1_000
"""Values without an entry that a report holds, those of most articles."""


@dataclass(frozen=True, slots=True)
class UnlistedValue:
    """A region or topic of articles that its taxonomy does not have. ``close``: ids like it."""

    facet: str
    value: str
    articles: int
    close: tuple[str, ...]


@dataclass
class IntakeReport:
    """What became of records: new + changed + unchanged + duplicates + rejected = read.

    ``repeated``: those of ``duplicates`` that said the same to the letter. ``reasons``: rejected
    records by code. ``first``: the errors of SHOWN of them. ``journal``: what else was noticed.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    repeated: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    first: list[InputError] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    taxonomies: Mapping[str, Taxonomy] = field(default_factory=dict)

    def unlisted(self) -> list[UnlistedValue]:
        """The values that became keywords, because no taxonomy has them; most articles first."""
        return [
            UnlistedValue(facet, value, articles, self.taxonomies[facet].likely(value))
            for (facet, value), articles in self.journal.unlisted.most_common(MOST_TOLD)
        ]

    @property
    def rejected(self) -> int:
        """Records that could not be accepted."""
        return self.reasons.total()

    @property
    def accepted(self) -> int:
        """Records that were accepted."""
        return self.read - self.rejected

    def add(self, source: Ingest, outcome: Outcome) -> None:
        """Count one pass."""
        self.read += source.read
        self.new += outcome.new
        self.changed += outcome.changed
        self.unchanged += outcome.unchanged
        self.duplicates += source.repeated + source.copies
        self.repeated += source.repeated
        self.reasons += source.reasons
        self.journal.add(source.journal)

    def note(self, rejection: Rejection) -> None:
        """Keep the error of one of the first rejected records."""
        if len(self.first) < SHOWN:
            self.first.append(rejection.error)


class Intake:
    """Takes articles into one archive, in several passes if need be. Close it afterwards."""

    def __init__(
        self, settings: Settings, options: ReadOptions = PLAIN, archive: Archive | None = None
    ) -> None:
        """``archive`` None: nothing is stored, only counted.

        Raises UsageError when the options or settings make no sense.
        """
        self._archive = archive
        self._settings = settings
        self._options = options
        self._rules = options.rules(settings)
        self.report = IntakeReport(taxonomies=self._rules.taxonomies)
        self._rejected = (
            RejectedWriter(archive.home / "rejected", options.kept()) if archive else None
        )

    @property
    def rejects(self) -> Path | None:
        """The file of the records that were rejected; None when there are none."""
        return self._rejected.path if self._rejected else None

    def close(self) -> None:
        """Put the rejected records on the disk; more may come."""
        if self._rejected:
            self._rejected.close()

    def files(self, paths: Sequence[Path], progress: Report = lambda _: None) -> None:
        """Take in the articles of files and folders; ``progress`` is called with bytes read.

        Raises UsageError when a path is not there, StoreError when the disk refuses, LockedError
        when another process writes; what was stored before stays.
        """

        def reject(rejection: Rejection) -> None:
            if self._rejected:
                self._rejected.add(rejection)
            self.report.note(rejection)

        check_paths(paths)
        source = Ingest(paths, self._rules, reject, self._options.encoding, progress)
        with collector_at_rest():
            self._store(source, self._options.tag)

    def records(
        self, items: Items, options: ReadOptions, reject: Callable[[Rejection], None]
    ) -> None:
        """Take in records that were read before; ``reject`` is called with those not accepted.

        Raises as ``files`` does.
        """

        def rejected(rejection: Rejection) -> None:
            reject(rejection)
            self.report.note(rejection)

        rules = options.rules(self._settings)
        self._store(Ingest((), rules, rejected, options.encoding, items=items), options.tag)

    def _store(self, source: Ingest, tag: bool | None) -> None:  # noqa: FBT001 - see ReadOptions
        archive, outcome = self._archive, Outcome()
        articles: Iterable[Article] = source
        if archive:
            source.known = archive.store.at
            source.stored = lambda one: archive.store.get_many([one]).get(one)
            if archive.settings.tag if tag is None else tag:
                articles = find_tags(source, source.rules.taxonomies)
        try:
            if archive:
                outcome = archive.add(articles)
            else:
                outcome.new = sum(1 for _ in articles) - source.copies
        finally:
            self.report.add(source, outcome)


def ingest(archive: Archive, paths: Sequence[Path], options: ReadOptions = PLAIN) -> IntakeReport:
    """Store the articles of files and folders; what cannot be accepted is set aside.

    Raises as Intake and Intake.files do.
    """
    with closing(Intake(archive.settings, options, archive)) as intake:
        intake.files(paths)
    return intake.report


def retry(
    archive: Archive, files: Sequence[Path] = (), options: ReadOptions = PLAIN
) -> tuple[IntakeReport, dict[Path, int]]:
    """Try rejected records again: of ``files``, or of all; and how many are left in each file.

    Each record is read with the options that it was kept with; ``options`` win over those. Raises
    LockedError when another process retries, NotFoundError when a file is not there.
    """
    folder = archive.home / "rejected"
    intake = Intake(archive.settings, options, archive)
    encoding = "" if options.encoding == PLAIN.encoding else options.encoding

    def accept(items: Items, kept: Any, reject: Callable[[Rejection], None]) -> None:
        intake.records(items, options.with_kept(kept), reject)

    try:
        with filelock.FileLock(archive.home / "retry.lock", timeout=0):
            paths = rejected.RejectedFolder(folder).files(files)
            left = {path: rejected.replay(path, accept, encoding) for path in paths}
    except filelock.Timeout:
        message = "another process is retrying rejected records"
        raise LockedError(message, place=str(folder)) from None
    return intake.report, left


def find_tags(articles: Iterable[Article], taxonomies: Mapping[str, Taxonomy]) -> Iterator[Article]:
    """``articles`` with what their texts say of what they came without.

    The rules are for our languages: articles in others stay as they are. The recogniser of names
    is used where it is installed.
    """
    tagger = Tagger(default_analyzer(), regions=taxonomies["region"], recogniser=recogniser())
    for article in articles:
        yield tagged(article, tagger, taxonomies) if article.language in OURS else article


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Have the garbage collector pass over all that is there before the reading starts.

    Each page makes thousands of objects, and so has the collector walk again and again through
    dictionaries, models and modules that stay to the end.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
