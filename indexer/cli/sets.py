"""The command that compares two queries as sets of articles."""

from __future__ import annotations

from typing import Unpack

import click

from indexer.archive import Archive
from indexer.cli.query_options import Narrowed, decoded, filters, narrowing, period
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import day, print_json, printable
from indexer.page.comparison_shapes import sets_json
from schemas.query import Query
from schemas.results import Page

_EPILOG = """
\b
Examples:
  podshivka sets суд приговор --from 2015
  podshivka sets 'Кадыров OR Kadyrov' '"свобода слова"' --region chechnya
"""


# Unknown options are words: -word excludes one.
@click.command(epilog=_EPILOG, context_settings={"ignore_unknown_options": True})
@click.argument("a")
@click.argument("b")
@narrowing
@common_options
@pass_session
def sets(session: Session, *, a: str, b: str, **given: Unpack[Narrowed]) -> None:
    """Compare two queries: what one finds, and what both find.

    Each query is one argument, searched exactly as typed, without help; options hold for both.
    """
    archive = Archive.open(session.home)
    within = Query(filters=filters(archive, given), period=period(given))
    found = archive.sets(decoded(a), decoded(b), within, "en")
    if session.json:
        print_json(sets_json(found))
        return
    _print("only A", found.only_a)
    _print("both", found.both)
    _print("only B", found.only_b)
    click.echo(f"{found.total_a:>9,}  A: {printable(found.a)}")
    click.echo(f"{found.total_b:>9,}  B: {printable(found.b)}")


def _print(name: str, page: Page) -> None:
    click.echo(f"{page.total:>9,}  {name}: {printable(page.query.text)}")
    for hit in page.hits:
        click.echo(f"{'':>11}{hit.id}  {day(hit.published)}  {printable(hit.title.text)}")
