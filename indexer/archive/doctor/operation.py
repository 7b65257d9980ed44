"""How the archive is used: names, twins, rejected records, alerts, processes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive import Archive
from indexer.archive.alerts.file import FILE, Asked, read_alerts
from indexer.archive.alerts.state import FILE as STATE
from indexer.archive.alerts.state import read_told
from indexer.archive.doctor.finding import Finding
from indexer.archive.processes import is_held, using
from indexer.ingest.rejected.retry import RejectedFolder, reasons
from schemas.query import Query


def names(archive: Archive) -> Iterator[Finding]:
    """The operator's file of names, if there is one."""
    found = archive.names.file
    if found.text:
        text = f"the file of names can be read: {len(found.entries):,} entries"
        yield Finding("names", "ok", text)


def twins(archive: Archive) -> Iterator[Finding]:
    """How many articles have a twin; the operator's file of twins, if there is one."""
    said = archive.twins.file
    yield Finding(
        "twins", "ok", f"ties between articles of two languages: {archive.twins.count():,}"
    )
    if said.text:
        count = len(said.together) + len(said.apart)
        yield Finding("twins", "ok", f"the file of twins can be read: {count:,} pairs")
    ids = dict.fromkeys(id for pair in (*said.together, *said.apart) for id in pair)
    strange = sorted(set(ids) - set(archive.store.held([*ids])))
    if strange:
        text = f"the file of twins names articles that are not here: {', '.join(strange[:5])}"
        yield Finding("twins", "warning", text, "correct the ids, or ingest the articles")


def rejected(home: Path) -> Iterator[Finding]:
    """Records that were set aside."""
    files = RejectedFolder(home / "rejected").files()
    count = sum(reasons(path).total() for path in files)
    if count:
        text = f"{count:,} records were rejected and wait to be corrected"
        yield Finding("rejected", "warning", text, "podshivka quarantine list")
    else:
        yield Finding("rejected", "ok", "no records wait")


def alerts(home: Path) -> Iterator[Finding]:
    """The file of alerts, if there is one, and when they were last told."""
    if not (home / FILE).exists():
        return
    count = len(read_alerts(home / FILE, _unread))
    read_told(home / STATE)
    try:
        told = datetime.fromtimestamp((home / STATE).stat().st_mtime, UTC)
    except FileNotFoundError:
        text = f"{count:,} alerts, none of which was ever told"
        yield Finding("alerts", "warning", text, "let cron or a timer give: podshivka alerts")
        return
    yield Finding("alerts", "ok", f"{count:,} alerts, last told {told:%Y-%m-%d %H:%M} UTC")


def processes(home: Path) -> Iterator[Finding]:
    """Who has the archive open, as far as this user sees."""
    found = using(home)
    sites = sum(each.kind == "site" for each in found)
    told = f"{sites} of the site, {len(found) - sites} of commands"
    writing = "; one of them writes" if is_held(home / "lock") else ""
    yield Finding("processes", "ok", f"that have the store open: {told}{writing}")


def _unread(_: str) -> Asked:
    """An address as an alert has it, which only the site can read."""
    return lambda _: Query()
