"""What every view begins with: the archive, the day, the search that an address asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from flask import current_app, g, request

from indexer.archive import Archive
from indexer.archive.meant import meant
from indexer.query.help.facet_values import UnknownNameError
from schemas.article import MOSCOW
from schemas.errors import CutShortError, EngineError, InputError, NotFoundError
from schemas.query import Query
from schemas.results import Note, Page
from searchapp.address import Address, ParameterError
from searchapp.params import LONGEST_TEXT, Pairs, is_cut, read_address
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
    text = visit().links.shortened(address.text, request.host)
    filters = meant(address.filters, partial(_values, ""))
    without = meant(address.without, partial(_values, "not-"))
    if (text, filters, without) == (address.text, address.filters, address.without):
        return address
    return replace(address, text=text, filters=filters, without=without)


def query_of(address: Address, day: date) -> Query:
    """What an address asks, seen from ``day``, until the time of the request is over.

    Raises ParameterError.
    """
    return replace(address.query(day), deadline=visit().deadline)


def cut_short() -> None:
    """Remember that the answer lacks what there was no time for: nobody may keep it."""
    if not g.get("cut"):
        current_app.extensions["counts"].add("cut_short")
    g.cut = True


def count(address: Address) -> int | None:
    """How many articles an address finds today; None when the time is over."""
    try:
        return served().count(query_of(address, today()))
    except CutShortError:
        cut_short()
        return None


def found(address: Address, day: date, cursor: str = "", *, drawn: bool = True) -> Page:
    """The page of an address, seen from ``day``; that behind ``cursor`` if there is one.

    ``drawn``: with its charts and the digest of how the query was read.

    Raises CutShortError when it is not known what is on the page.
    """
    with indexed():
        page = served().search(query_of(address, day), visit().say.language, cursor, drawn=drawn)
    if not page.complete:
        cut_short()
        if page.query.page > page.pages:
            raise CutShortError
    if is_cut(visit().pairs):
        return replace(page, notes=(Note("cut-length", position=LONGEST_TEXT), *page.notes))
    return page


def tag() -> str:
    """What an answer depends on, as an entity tag, before anything is searched.

    Relative dates, and what is still to come, change by the day. Raises as ``Archive.searcher``.
    """
    with indexed():
        edition = current_app.extensions["edition"]()
    now = visit()
    here = (request.path, request.query_string, request.host, now.say.language, now.links, today())
    known = (*here, *edition, current_app.extensions["started"])
    return hashlib.blake2b(repr(known).encode(errors="replace"), digest_size=12).hexdigest()


@contextmanager
def indexed() -> Iterator[None]:
    """An archive without an index is out of service (503), not a wrong address (404)."""
    try:
        yield
    except NotFoundError as error:
        raise EngineError(error.message, place=error.place, hint=error.hint) from None


def _values(prefix: str, name: str, value: str) -> tuple[str, ...]:
    """What the value of a facet's parameter means; ``prefix``: of the parameter's name."""
    parameter = prefix + name
    try:
        with indexed():
            return served().chosen(name, value)
    except UnknownNameError as error:
        expected = "likely" if error.offered else "named"
        raise ParameterError(parameter, value, expected, ", ".join(error.offered)) from None
    except InputError:
        raise ParameterError(parameter, value, "taxonomy") from None
