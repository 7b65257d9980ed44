"""What every view begins with: the archive, the day, the search that an address asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import chain

from flask import current_app, request

from indexer.archive import Archive
from indexer.query.help.facet_values import UnknownNameError
from schemas.article import MOSCOW
from schemas.errors import EngineError, InputError, NotFoundError
from schemas.facets import OPEN
from schemas.query import Filters
from schemas.results import Note, Page
from searchapp.params import (
    LONGEST_TEXT,
    Address,
    Pairs,
    ParameterError,
    is_cut,
    read_address,
)
from searchapp.visit import visit


def served() -> Archive:
    """The archive that the site reads."""
    found: Archive = current_app.extensions["archive"]
    return found


def today() -> date:
    """The day in Moscow, from which relative dates count."""
    return datetime.now(MOSCOW).date()


def asked(pairs: Pairs | None = None) -> Address:
    """The address asked for, with the values that its regions, topics and names mean.

    ``pairs``: its parameters, if not those of the request. Raises ParameterError.
    """
    address = read_address(visit().pairs if pairs is None else pairs)
    address = replace(address, text=visit().links.shortened(address.text, request.host))
    return replace(
        address, filters=_meant("", address.filters), without=_meant("not-", address.without)
    )


def found(address: Address, day: date, cursor: str = "") -> Page:
    """The page of an address, seen from ``day``; that behind ``cursor`` if there is one."""
    with indexed():
        page = served().search(address.query(day), visit().say.language, cursor)
    if is_cut(visit().pairs):
        return replace(page, notes=(Note("cut-length", position=LONGEST_TEXT), *page.notes))
    return page


@contextmanager
def indexed() -> Iterator[None]:
    """An archive without an index is out of service (503), not a wrong address (404)."""
    try:
        yield
    except NotFoundError as error:
        raise EngineError(error.message, place=error.place, hint=error.hint) from None


def _meant(prefix: str, filters: Filters) -> Filters:
    """The values that the parameters of facets mean; ``prefix``: of the parameters' names."""
    found = dict(filters)
    for name in (*served().taxonomies, *OPEN):
        if name in found:
            meant = (_values(prefix, name, value) for value in found[name])
            found[name] = tuple(dict.fromkeys(chain.from_iterable(meant)))
    return found


def _values(prefix: str, name: str, value: str) -> tuple[str, ...]:
    parameter = prefix + name
    try:
        with indexed():
            return served().chosen(name, value)
    except UnknownNameError as error:
        expected = "likely" if error.offered else "named"
        raise ParameterError(parameter, value, expected, ", ".join(error.offered)) from None
    except InputError:
        raise ParameterError(parameter, value, "taxonomy") from None
