"""The command that compares queries over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

import click

from indexer.archive import Archive
from indexer.cli.query_options import (
    Asked,
    decoded,
    filters,
    narrowing,
    not_as,
    period,
    speaking,
)
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import print_json, printable
from indexer.page.attention import Attention
from indexer.page.attention_shapes import attention_csv, attention_json
from indexer.page.wording import wording
from schemas.query import Query

_EPILOG = """
\b
Examples:
  podshivka attention "протест OR митинг" выборы
  podshivka attention суд прокуратура --region dagestan --from 2010 --csv > courts.csv

Each argument is one query, five at most; one that begins with a minus stands behind --. All have
the same filters and dates. A span is a year, a month or a day, as the whole time asks for.
"""


@click.command(epilog=_EPILOG)
@click.argument("queries", nargs=-1, required=True, metavar="QUERY...")
@narrowing
@speaking
@click.option("--share", is_flag=True, help="Parts of all articles in each span, not numbers.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table as CSV.")
@common_options
@pass_session
def attention(
    session: Session,
    *,
    queries: Sequence[str],
    share: bool,
    as_csv: bool,
    **given: Unpack[Asked],
) -> None:
    """Compare how many articles queries find over time."""
    archive = Archive.open(session.home)
    common = Query(
        filters=filters(archive, given),
        period=period(given),
        both=given["both"],
        not_as=not_as(given),
    )
    found = archive.attention([replace(common, text=decoded(text)) for text in queries])
    if session.json:
        print_json(attention_json(found))
    elif as_csv:
        click.echo(attention_csv(found, shares=share), nl=False)
    else:
        _print_table(found, share=share)


def _print_table(found: Attention, *, share: bool) -> None:
    say = wording("en")
    for number, line in enumerate(found.lines, 1):
        undated = f", {line.undated:,} more without a date" if line.undated else ""
        total = say("count.articles", count=line.total)
        click.echo(f"{number}  {printable(line.query.text)}: {total}{undated}")
        for note in line.notes:
            click.echo(f"   {printable(say.told(note))}")
    numbers = "".join(f"{number:>10}" for number in range(1, len(found.lines) + 1))
    click.echo(f"\n{'from':<12}{'to':<12}{'all':>10}{numbers}")
    for at, (first, last) in enumerate(found.spans):
        cells = (
            f"{line.shares(found.every)[at]:>10.2%}" if share else f"{line.counts[at]:>10,}"
            for line in found.lines
        )
        click.echo(f"{first!s:<12}{last!s:<12}{found.every[at]:>10,}{''.join(cells)}")
