"""``podshivka explain``: how a query was read, and why an article is found or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Unpack

import click

from indexer.archive import Archive
from indexer.cli.query_options import (
    Asked,
    decoded,
    filters,
    narrowing,
    not_as,
    not_found,
    period,
    speaking,
    typed,
)
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import print_json, printable
from indexer.page.explain import Explanation, render
from indexer.page.twin_words import explained_json, explained_lines
from schemas.query import Filters, Period, Query

_EPILOG = """
\b
Examples:
  podshivka explain протесты в Дагестане
  podshivka explain --twin ru-181301 en-26767
  podshivka explain --article ru-181301 "Хасан Яндиев" --region ingushetia
"""


# Unknown options are words: -word excludes one.
@click.command(epilog=_EPILOG, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--article", metavar="ID", help="Say why this article is or is not found.")
@narrowing
@click.option("--twin", nargs=2, metavar="ID ID", help="Say why two articles are tied, or not.")
@speaking
@click.option("--literal", is_flag=True, help="No automatic help, such as corrections.")
@common_options
@pass_session
def explain(
    session: Session,
    *,
    words: Sequence[str],
    article: str | None,
    twin: tuple[str, str] | None,
    literal: bool,
    **given: Unpack[Asked],
) -> None:
    """Show how a query is read and scored.

    Prints its terms, their document frequencies and the score of each part. With --twin, no query
    is read: it says whether two articles are versions of one story, and what speaks for it.
    """
    archive = Archive.open(session.home)
    if twin is not None:
        _explain_twin(session, archive, twin)
        return
    query = Query(
        text=typed(words),
        filters=filters(archive, given),
        period=period(given),
        literal=literal,
        both=given["both"],
        not_as=not_as(given),
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


def _explain_twin(session: Session, archive: Archive, twin: tuple[str, str]) -> None:
    ids = [decoded(id) for id in twin]
    known = archive.store.get_many(ids)
    if len(known) < len({*ids}):
        raise not_found(*(id for id in ids if id not in known))
    found = archive.twins_explained(known[ids[0]], known[ids[1]])
    if session.json:
        print_json(explained_json(found))
        return
    for line in explained_lines(found):
        click.echo(printable(line))


def _as_json(explanation: Explanation) -> dict[str, object]:
    # a likeness holds all vectors of the archive, and asdict copies what it is given
    request = replace(explanation.request, likeness=None)
    bounds = request.bounds
    found = asdict(replace(explanation, request=request))
    del found["request"]
    found |= _narrowing(request.filters, request.period)
    found["bounds"] = _narrowing(bounds.filters, bounds.period) | {"without": bounds.without}
    return found


def _narrowing(filters: Filters, days: Period) -> dict[str, object]:
    ends = {"first": days.first, "last": days.last}
    period = {end: day.isoformat() if day else None for end, day in ends.items()}
    return {"filters": filters, "period": {**period, "undated": days.undated}}
