"""``podshivka explain``: how a query was read, and why an article is found or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Unpack

import click

from indexer.archive import Archive
from indexer.cli.query_options import (
    Narrowed,
    decoded,
    filters,
    narrowing,
    not_found,
    period,
    typed,
)
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import print_json, printable
from indexer.page.explain import Explanation, render
from schemas.query import Filters, Period, Query

_EPILOG = """
\b
Examples:
  podshivka explain протесты в Дагестане
  podshivka explain --article ru-181301 "Хасан Яндиев" --region ingushetia
"""


# Unknown options are words: -word excludes one.
@click.command(epilog=_EPILOG, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--article", metavar="ID", help="Say why this article is or is not found.")
@narrowing
@click.option("--literal", is_flag=True, help="No automatic help, such as corrections.")
@common_options
@pass_session
def explain(
    session: Session,
    *,
    words: Sequence[str],
    article: str | None,
    literal: bool,
    **given: Unpack[Narrowed],
) -> None:
    """Show how a query is read and scored.

    Prints its terms, their document frequencies and the score of each part.
    """
    archive = Archive.open(session.home)
    query = Query(
        text=typed(words),
        filters=filters(archive, given),
        period=period(given),
        literal=literal,
    )
    id = None if article is None else decoded(article)
    explanation = archive.explain(query, id)
    if session.json:
        print_json(_as_json(explanation))
    else:
        for line in render(explanation).splitlines():
            click.echo(printable(line))
    if id is not None and archive.get(id) is None:
        raise not_found(id)


def _as_json(explanation: Explanation) -> dict[str, object]:
    found = asdict(explanation)
    del found["request"]
    request, bounds = explanation.request, explanation.request.bounds
    found |= _narrowing(request.filters, request.period)
    found["bounds"] = _narrowing(bounds.filters, bounds.period) | {"without": bounds.without}
    return found


def _narrowing(filters: Filters, days: Period) -> dict[str, object]:
    ends = {"first": days.first, "last": days.last}
    period = {end: day.isoformat() if day else None for end, day in ends.items()}
    return {"filters": filters, "period": {**period, "undated": days.undated}}
