"""``podshivka dates``: the archive by date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from indexer.archive import Archive
from indexer.cli.query_options import decoded
from indexer.cli.search import NUMBER
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import day, print_json, printable
from indexer.page.calendar import parts_of
from indexer.page.calendar_json import DatesJson, DayJson, period_json, year_json, years_json
from indexer.query.parser.dates import read_days
from schemas.article import MOSCOW
from schemas.errors import UsageError
from schemas.query import ALWAYS, NO_DATE, Period, Query
from schemas.results import Hit

_EPILOG = """
\b
Examples:
  podshivka dates
  podshivka dates 2017
  podshivka dates 2017-06 --limit 50
  podshivka dates --json unknown | jq -r '.hits[].title'
"""

UNKNOWN = "unknown"
"""What is said in place of a date."""


@click.command(epilog=_EPILOG)
@click.argument("when", default="", metavar="[WHEN]")
@click.option("--limit", type=NUMBER, default=10, show_default=True, help="Articles per page.")
@click.option("--page", type=NUMBER, default=1, show_default=True, help="Page number.")
@common_options
@pass_session
def dates(session: Session, *, when: str, limit: int, page: int) -> None:
    """Print how many articles the archive has by date.

    Without WHEN its years; of a year its months; of a month its days, and its articles, newest
    first; of a day, or of "unknown", its articles.
    """
    archive = Archive.open(session.home)
    calendar = archive.calendar()
    period = _period(decoded(when))
    parts = parts_of(period)
    if len(parts) == 1:
        _tell(session, year_json(calendar, *parts), ())
    elif period:
        found = archive.search(Query(period=period, sort="newest", page=page, size=limit))
        _tell(session, period_json(calendar, period, found), found.hits)
    else:
        _tell(session, years_json(calendar), ())


def _period(text: str) -> Period:
    if text in {"", UNKNOWN}:
        return NO_DATE if text else ALWAYS
    days = read_days(text, datetime.now(MOSCOW).date())
    if days is None or not parts_of(days):
        hint = "write 2017, 2017-06, 2017-06-05 or unknown"
        raise UsageError(f"{text[:40]!r} is no year, month or day", place="WHEN", hint=hint)
    return days


def _tell(session: Session, found: DatesJson | DayJson, hits: Sequence[Hit]) -> None:
    if session.json:
        print_json(found)
        return
    for one in found["dates"]:
        click.echo(f"{one['count']:>9,}  {one['date']}")
    if undated := found.get("undated"):
        click.echo(f"{undated:>9,}  {UNKNOWN}")
    click.echo(f"{found['total']:>9,}  in all")
    for hit in hits:
        click.echo(f"{hit.id}  {day(hit.published)}  {printable(hit.title.text)}")
