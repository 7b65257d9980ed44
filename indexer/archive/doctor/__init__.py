"""Whether an archive is well: what was looked at, what is wrong, and what to do about it.

Nothing is changed, and nothing stops an examination: what cannot be read is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.archive import Archive
from indexer.archive.doctor.configured import environment, settings
from indexer.archive.doctor.contents import index, lexicon, recogniser_of_names, store, vectors
from indexer.archive.doctor.finding import Finding, Level, guarded
from indexer.archive.doctor.home import disk, leftovers, rights
from indexer.archive.doctor.operation import alerts, names, processes, rejected, twins
from indexer.archive.doctor.program import installation
from indexer.settings import Settings, load_settings
from schemas.errors import PodshivkaError

__all__ = ["Finding", "Level", "examine"]


def examine(home: Path | None = None) -> Iterator[Finding]:
    """The findings on the archive at ``home`` (default: as everywhere), as they are made.

    The index is read byte by byte, and so is the store: it takes a while where they are large.
    """
    yield from guarded("installation", installation)
    yield from environment()
    try:
        chosen = load_settings(home)
    except PodshivkaError as error:
        yield Finding.of("settings", error)
        return
    yield from settings(chosen)
    yield from _archive(chosen)


def _archive(chosen: Settings) -> Iterator[Finding]:
    yield from guarded("home", lambda: rights(chosen))
    try:
        archive = Archive(chosen)
    except PodshivkaError as error:
        yield Finding.of("store", error)
        return
    try:
        yield from guarded("home", lambda: disk(archive))
        yield from guarded("home", lambda: leftovers(chosen.home))
        yield from guarded("store", lambda: store(archive))
        yield from guarded("index", lambda: index(archive))
        yield from guarded("lexicon", lambda: lexicon(archive))
        yield from guarded("names", lambda: names(archive))
        yield from guarded("recogniser", recogniser_of_names)
        yield from guarded("vectors", lambda: vectors(archive))
        yield from guarded("twins", lambda: twins(archive))
        yield from guarded("rejected", lambda: rejected(chosen.home))
        yield from guarded("alerts", lambda: alerts(chosen.home))
        yield from guarded("processes", lambda: processes(chosen.home))
    finally:
        archive.store.close()
