"""The command that takes in files as they come."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Unpack

import click

from indexer.archive import Archive
from indexer.archive.generations import Synced
from indexer.archive.intake import Intake
from indexer.cli.index import bring_up, found_now, pending
from indexer.cli.ingest import read_files, stored_so_far
from indexer.cli.reading_options import Reading, read_options, reading_options
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.summary import as_json, one_line, remarks
from indexer.cli.terminal import print_json, printable
from indexer.cli.way_given import gives_way
from indexer.ingest.files.watched import Watched, WatchedFile, check_folders
from indexer.settings import load_settings
from schemas.errors import InputError, LockedError, UsageError

_ROUND = 500
"""Files that are read before the next look at whether to stop."""

_RESTS = 20
"""The pause after a look is at least so many times as long: looks take a twentieth of the time at
most, however large the folders are."""

_EPILOG = """
\b
Examples:
  podshivka watch incoming/
  podshivka watch --every 60 --map keywords=topics feeds/ pages/

A file is read once two checks in a row find it unchanged, and again whenever it changes. Files
already read are remembered in HOME/watched.sqlite. SIGINT (Ctrl+C) or SIGTERM stops the command
after the current files; a second signal stops it at once. Nothing that was stored is lost.
"""


@click.command(epilog=_EPILOG)
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=Path)
@click.option("--every", default=5.0, type=click.FloatRange(0.1), help="Seconds between checks.")
@reading_options
@common_options
@pass_session
@gives_way
def watch(
    session: Session,
    *,
    folders: Sequence[Path],
    every: float,
    **given: Unpack[Reading],
) -> int:
    """Ingest files as they arrive in folders, until stopped.

    Files that are already there are read first. All are read as "ingest" reads them, and become
    searchable at once. Rejected records are set aside with the reason, and reading goes on. Other
    commands may write meanwhile.
    """
    settings = load_settings(session.home)
    options = read_options(given)
    # wrong options and paths are found before an archive is made
    options.rules(settings)
    check_folders(folders, settings.home)
    archive = Archive(settings, create=True)
    watched = Watched(folders, archive.home, archive.home / "watched.sqlite")
    if watched.remade:
        session.say("watched.sqlite was damaged: every file is read again; no article changes")
    intake = Intake(settings, options, archive)
    watch = _Watch(session, archive, watched, intake)
    with closing(watched), closing(intake), _stopping() as stop, stored_so_far(archive):
        watch.run(stop, every)
    report, rejects = intake.report, intake.rejects
    if session.json:
        print_json(as_json(report, watch.synced) | {"rejects": str(rejects) if rejects else None})
    for remark in remarks(report):
        session.say(printable(remark))
    session.say(one_line(report))
    return InputError.exit_code if report.rejected else 0


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that the first SIGINT or SIGTERM sets; the second has its usual effect."""
    stop = threading.Event()
    usual = {int(one): signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def end(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, usual[number])

    for number in usual:
        signal.signal(number, end)
    try:
        yield stop
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


@dataclass
class _Watch:
    """The state of a watch over folders."""

    session: Session
    archive: Archive
    watched: Watched
    intake: Intake
    synced: Synced | None = None
    faults: set[str] = field(default_factory=set)
    behind: bool = False
    """Whether something was stored that is not indexed."""

    def run(self, stop: threading.Event, every: float) -> None:
        """Look and read until told to stop."""
        self.session.say("watching; stop with Ctrl+C")
        while not stop.is_set():
            begun = time.monotonic()
            ready = self.watched.look()
            # left by a run that was killed, or that was told not to index
            self.behind = self.behind or bool(pending(self.archive))
            taken = time.monotonic() - begun
            self._tell_faults()
            if ready or self.behind:
                self._read(ready, stop)
            stop.wait(max(every, _RESTS * taken))

    def _read(self, ready: Sequence[WatchedFile], stop: threading.Event) -> None:
        """Take files in, make them searchable, remember them."""
        try:
            for start in range(0, len(ready), _ROUND):
                if not stop.is_set():
                    self._take_in(ready[start : start + _ROUND])
            self.synced = bring_up(self.archive, self.session)
            self.behind = False
            self.session.say(found_now(self.synced))
        except LockedError:
            self.session.say("another process is writing to the archive; waiting for it")

    def _take_in(self, files: Sequence[WatchedFile]) -> None:
        told = len(self.intake.report.first)
        try:
            read_files(self.session, self.intake, [one.path for one in files])
        except UsageError:
            return  # one of them is gone: the next look finds that
        finally:
            self.intake.close()  # on the disk, before their files are remembered as read
        self.behind = True
        self.watched.remember(files)
        for error in self.intake.report.first[told:]:
            self.session.say(printable(str(error)))
        self.session.say(f"files read: {len(files):,}; in total {one_line(self.intake.report)}")

    def _tell_faults(self) -> None:
        """Say once what cannot be read."""
        for error in self.watched.faults:
            if error.place not in self.faults:
                self.faults.add(error.place)
                self.session.say(printable(str(error)))
