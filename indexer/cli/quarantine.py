"""``podshivka quarantine``: records that could not be accepted, listed and tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import filelock

from indexer.archive import Archive
from indexer.cli.indexing import bring_up
from indexer.cli.ingesting import Given, keep, reading, waiting
from indexer.cli.session import Session, common, pass_session
from indexer.cli.summary import Summary, by_reason
from indexer.cli.terminal import counted, print_json, printable
from indexer.ingest import Ingest, Rejection, check_encoding
from indexer.ingest.quarantine import Quarantine, reasons, retry
from indexer.ingest.records import Items
from schemas.errors import InputError, LockedError

_EPILOG = """
\b
Examples:
  podshivka quarantine list
  podshivka quarantine retry
  podshivka quarantine retry 2026-11-23T060000Z.jsonl --map keywords=topics

A record is tried with the options of its ingest and those given now. One whose text was not kept
is read again where it came from.
"""


@click.group()
@common
def quarantine() -> None:
    """Records that were set aside: list them, try them again."""


@quarantine.command(name="list")
@common
@pass_session
def list_(session: Session) -> None:
    """List the files of rejected records, with the number of records by reason."""
    home = Archive.open(session.home).home
    files = {path: reasons(path) for path in Quarantine(home / "rejected").files()}
    every: Counter[str] = sum(files.values(), Counter())
    if session.json:
        listed = [{"file": str(path), **_counts(found)} for path, found in files.items()]
        print_json({**_counts(every), "files": listed})
        return
    for path, found in files.items():
        click.echo(f"{path.name}  {counted(found.total(), 'record')}: {by_reason(found)}")
    held = f"{counted(every.total(), 'record')} in {counted(len(files), 'file')}"
    click.echo(f"{held} of {home / 'rejected'}")


def _counts(found: Counter[str]) -> dict[str, Any]:
    return {"records": found.total(), "reasons": dict(found.most_common())}


@quarantine.command(name="retry", epilog=_EPILOG)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=Path)
@reading
@click.option("--no-sync", is_flag=True, help="Store only; index later, with sync.")
@common
@pass_session
def retry_(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    files: Sequence[Path],
    pairs: Sequence[str],
    encoding: str,
    unknown_dates: bool,
    tag: bool,
    no_sync: bool,
) -> int:
    """Try rejected records again, after they were mended; all files, or those named.

    Those accepted leave the quarantine, the others stay with their new reason; then the exit
    code is 3.
    """
    archive = Archive.open(session.home)
    given = Given(pairs, check_encoding(encoding), unknown_dates=unknown_dates, tag=tag)
    folder = archive.home / "rejected"
    done, left = Summary(), {}
    try:
        with filelock.FileLock(archive.home / "retry.lock", timeout=0), waiting(archive):
            for path in Quarantine(folder).files(files):
                named = "" if given.encoding == "utf-8" else given.encoding
                left[path] = retry(path, _accepting(archive, given, done), named)
    except filelock.Timeout:
        raise LockedError("another process retries rejected records", place=str(folder)) from None
    if done.new + done.changed and not no_sync:
        done.state = bring_up(archive, session)
    _print(session, done, left)
    return InputError.exit_code if done.rejected else 0


_Accept = Callable[[Items, Any, Callable[[Rejection], None]], None]


def _accepting(archive: Archive, given: Given, done: Summary) -> _Accept:
    def accept(items: Items, options: Any, reject: Callable[[Rejection], None]) -> None:
        def rejected(rejection: Rejection) -> None:
            reject(rejection)
            done.note(rejection)

        merged = given.with_kept(options)
        source = Ingest((), merged.rules(archive.settings), rejected, merged.encoding, items=items)
        keep(archive, source, done, tag=merged.tag)

    return accept


def _print(session: Session, done: Summary, left: dict[Path, int]) -> None:
    if session.json:
        files = [{"file": str(path), "records": count} for path, count in left.items()]
        print_json(done.as_json() | {"files": files})
        return
    for error in done.first:
        session.say(printable(str(error)))
    session.say(done.told())
    for path, count in left.items():
        session.say(f"{path.name}: {count:,} left" if count else f"{path.name}: done, removed")
