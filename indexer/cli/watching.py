"""The command that takes in files as they come."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from indexer.archive import Archive
from indexer.cli.indexing import bring_up, found_now, pending
from indexer.cli.ingesting import Given, reading, take_in, waiting
from indexer.cli.session import Session, common, pass_session
from indexer.cli.summary import Summary
from indexer.cli.terminal import print_json, printable
from indexer.ingest import Rules, SetAside, check_encoding
from indexer.ingest.watched import Seen, Watched
from indexer.settings import load
from schemas.errors import InputError, LockedError, UsageError

_ROUND = 500
"""Files that are read before we look whether we are to stop."""

_RESTS = 20
"""Times as long as a look takes is the pause after it, at least: large folders cost no more."""

_EPILOG = """
\b
Examples:
  podshivka watch incoming/
  podshivka watch --every 60 --map keywords=topics feeds/ pages/

A file is read when two looks have found it unchanged, and again when it changes later. What was
read is remembered in HOME/watched.sqlite. SIGINT (Ctrl+C) and SIGTERM end the command after the
files at hand; a second one ends it at once, and nothing that was stored is lost.
"""


@click.command(epilog=_EPILOG)
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=Path)
@click.option("--every", default=5.0, type=click.FloatRange(0.1), help="Seconds between looks.")
@reading
@common
@pass_session
def watch(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    folders: Sequence[Path],
    every: float,
    pairs: Sequence[str],
    encoding: str,
    unknown_dates: bool,
    tag: bool | None,
) -> int:
    """Take in the files of folders, and those that come later, until told to stop.

    They are read as "ingest" reads them, and can be found at once. A bad file is set aside with
    its reason and the others go on. Other commands may write meanwhile.
    """
    settings = load(session.home)
    given = Given(pairs, check_encoding(encoding), unknown_dates=unknown_dates, tag=tag)
    rules = given.rules(settings)
    archive = Archive(settings, create=True)
    watched = Watched(folders, archive.home, archive.home / "watched.sqlite")
    aside = SetAside(archive.home / "rejected", given.options())
    with closing(watched), closing(aside), _stopping() as stop, waiting(archive):
        done = _Watch(session, archive, watched, aside, given, rules).run(stop, every)
    if session.json:
        print_json(done.as_json() | {"rejects": str(aside.path) if aside.path else None})
    for remark in done.remarks():
        session.say(printable(remark))
    session.say(done.told())
    return InputError.exit_code if done.rejected else 0


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """What is set by the first SIGINT or SIGTERM; the second has its usual effect."""
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
    """What goes on while folders are watched."""

    session: Session
    archive: Archive
    watched: Watched
    aside: SetAside
    given: Given
    rules: Rules
    done: Summary = field(default_factory=Summary)
    faults: set[str] = field(default_factory=set)
    behind: bool = False
    """Whether something was stored that is not indexed."""

    def run(self, stop: threading.Event, every: float) -> Summary:
        """Look and read until told to stop; what became of all records."""
        self.session.say("watching; Ctrl+C ends it")
        self.behind = bool(pending(self.archive))  # a watch that was killed
        while not stop.is_set():
            begun = time.monotonic()
            ready = self.watched.look()
            taken = time.monotonic() - begun
            self._tell_faults()
            if ready or self.behind:
                self._read(ready, stop)
            stop.wait(max(every, _RESTS * taken))
        return self.done

    def _read(self, ready: Sequence[Seen], stop: threading.Event) -> None:
        """Take files in, make them searchable, remember them."""
        try:
            for start in range(0, len(ready), _ROUND):
                if not stop.is_set():
                    self._take_in(ready[start : start + _ROUND])
            self.done.state = bring_up(self.archive, self.session)
            self.behind = False
            self.session.say(found_now(self.done.state))
        except LockedError:
            self.session.say("another process is writing to the archive; we wait for it")

    def _take_in(self, files: Sequence[Seen]) -> None:
        told = len(self.done.first)
        paths = [one.path for one in files]
        try:
            take_in(
                self.session,
                self.archive,
                paths,
                self.rules,
                self.given,
                done=self.done,
                aside=self.aside,
            )
        except UsageError:
            return  # one of them is gone: the next look knows
        finally:
            self.aside.close()  # on the disk, before their files are remembered as read
        self.behind = True
        self.watched.remember(files)
        for error in self.done.first[told:]:
            self.session.say(printable(str(error)))
        self.session.say(f"files read: {len(files):,}; in all {self.done.told()}")

    def _tell_faults(self) -> None:
        """Say once what cannot be read."""
        for error in self.watched.faults:
            if error.place not in self.faults:
                self.faults.add(error.place)
                self.session.say(printable(str(error)))
