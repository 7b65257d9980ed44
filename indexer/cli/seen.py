"""The command that tells what became of a search since it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import click

from indexer.archive import Archive
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import day, print_json, printable
from indexer.page.comparison_shapes import since_json
from schemas.seen import Since
from searchapp.address import ParameterError
from searchapp.params import read_address
from searchapp.permalinks import read_seen

LISTED = 20
"""Articles of a kind that are named to people; --json has the ids of all."""

_EPILOG = """
\b
Example:
  podshivka seen 'https://news.example/seen?q=...&at=118&total=12&day=2026-11-28&check=...'
"""

_ROWS = (
    ("stored", "+", "added since"),
    ("entered", "+", "changed, and found only since then"),
    ("left", "-", "changed, and found no more"),
)


@click.command(epilog=_EPILOG)
@click.argument("permalink")
@common_options
@pass_session
def seen(session: Session, permalink: str) -> None:
    """Tell what became of a search since it was seen.

    PERMALINK is the address that the site or search --permalink gave, or its parameters alone.
    """
    address = urlsplit(permalink)
    pairs = parse_qsl(address.query or address.path, keep_blank_values=True, errors="replace")
    try:
        query, said = read_address(pairs).query(date.max), read_seen(pairs)
    except ParameterError as error:
        error.hint = "copy the whole address, in quotation marks"
        raise
    archive = Archive.open(session.home)
    since = archive.permalinks.since(query, said)
    if session.json:
        print_json(since_json(since))
        return
    click.echo(f"{since.seen.total:>9,}  found on {since.seen.day}")
    for name, sign, label in _ROWS:
        _row(archive, sign, label, getattr(since, name))
    for sign, label, count in _counted(since):
        if count:
            click.echo(f"{sign + format(count, ','):>9}  {label}")
    click.echo(f"{since.total:>9,}  found now")
    for remark in _remarks(since):
        session.say(remark)


def _row(archive: Archive, sign: str, label: str, ids: Sequence[str]) -> None:
    if not ids:
        return
    click.echo(f"{sign + format(len(ids), ','):>9}  {label}:")
    shown = archive.store.get_many(ids[:LISTED])
    for id in ids[:LISTED]:
        if id in shown:
            article = shown[id]
            click.echo(f"{'':>11}{id}  {day(article.published)}  {printable(article.title)}")
    if len(ids) > LISTED:
        click.echo(f"{'':>11}and {len(ids) - LISTED:,} more")


def _counted(since: Since) -> tuple[tuple[str, str, int], ...]:
    return (
        ("-", "withdrawn", since.withdrawn),
        ("+", "found now, neither added nor changed", max(since.unexplained, 0)),
        ("-", "found no more, for a reason that is not known", max(-since.unexplained, 0)),
    )


def _remarks(since: Since) -> list[str]:
    told = (
        (bool(since.changed), f"still found, and changed since: {len(since.changed):,}"),
        (
            bool(since.deleted),
            f"deleted since, on whatever subject: {since.deleted:,}",
        ),
        (not since.same_reading, "the search is read in another way than it was then"),
        (not since.compared, "too many articles were changed to compare them with what they were"),
    )
    return [remark for holds, remark in told if holds]
