"""``podshivka quarantine``: list rejected records and retry them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

import click

from indexer.archive import Archive
from indexer.archive.intake import IntakeReport, retry
from indexer.cli.index import bring_up
from indexer.cli.ingest import stored_so_far
from indexer.cli.reading_options import Reading, read_options, reading_options
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.summary import as_json, by_reason, one_line
from indexer.cli.terminal import counted, print_json, printable
from indexer.cli.way_given import gives_way
from indexer.ingest.rejected.retry import RejectedFolder, reasons
from schemas.errors import InputError

_EPILOG = """
\b
Examples:
  podshivka quarantine list
  podshivka quarantine retry
  podshivka quarantine retry 2026-11-23T060000Z.jsonl --map keywords=topics

A record is retried with the options of its ingest and those given now. If its text was not kept,
it is read again from its source file.
"""


@click.group()
@common_options
def quarantine() -> None:
    """List rejected records, or retry them."""


@quarantine.command(name="list")
@common_options
@pass_session
def list_(session: Session) -> None:
    """List the files of rejected records, with the number of records by reason."""
    home = Archive.open(session.home).home
    files = {path: reasons(path) for path in RejectedFolder(home / "rejected").files()}
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
@reading_options
@click.option("--no-sync", is_flag=True, help="Only store; index later with sync.")
@common_options
@pass_session
@gives_way
def retry_(
    session: Session,
    *,
    files: Sequence[Path],
    no_sync: bool,
    **given: Unpack[Reading],
) -> int:
    """Retry rejected records after correcting them: all files, or those named.

    Accepted records leave the quarantine. The others stay, with their new reason, and the exit
    code is 3.
    """
    archive = Archive.open(session.home)
    options = read_options(given)
    with stored_so_far(archive):
        report, left = retry(archive, files, options)
    # Even if nothing was stored: a run that was killed may have left articles unindexed.
    synced = None if no_sync else bring_up(archive, session)
    if session.json:
        listed = [{"file": str(path), "records": count} for path, count in left.items()]
        print_json(as_json(report, synced) | {"files": listed})
    else:
        _say(session, report, left)
    return InputError.exit_code if report.rejected else 0


def _say(session: Session, report: IntakeReport, left: Mapping[Path, int]) -> None:
    for error in report.first:
        session.say(printable(str(error)))
    session.say(one_line(report))
    for path, count in left.items():
        session.say(f"{path.name}: {count:,} left" if count else f"{path.name}: done, removed")
