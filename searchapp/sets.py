"""Two searches compared as sets: what one finds alone, what the other does, what both find."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, jsonify, render_template

from indexer.archive.query_sets import NotComparableError
from indexer.page.comparison_shapes import SetsJson, sets_json
from schemas.query import Query
from schemas.query_sets import QuerySets
from schemas.results import Page
from searchapp import openapi
from searchapp.address import Address, ParameterError
from searchapp.asked import asked, indexed, query_of, served, today
from searchapp.in_words import in_words
from searchapp.params import LONGEST_TEXT, printable
from searchapp.results import ResultsView
from searchapp.visit import visit

sets = Blueprint("sets", __name__)

OWN = ("a", "b")
"""The parameters of two queries. Filters and the period of the address hold for both."""

_NOT_READ = {"q", "sort", "page", "size", "literal", "any", "both", "not-as", "forms"}
"""Parameters of a search that have no meaning here."""

COMPARED = (
    *(openapi.Parameter(name, "A query.", openapi.WORDS.schema, required=True) for name in OWN),
    *(one for one in openapi.SEARCH if one.name not in _NOT_READ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the sets. ``url``: the search that finds it."""

    name: str
    page: Page
    url: str


@sets.get("/sets")
def page() -> tuple[str, int]:
    """The three sets, or the form that asks for two queries."""
    address, typed = _address(), _typed()
    found, wrong = None, None
    if all(typed.values()):
        try:
            found = _sets(typed, address)
        except NotComparableError as error:
            wrong = error
    html = render_template(
        "sets.html",
        typed=typed,
        wrong=wrong,
        found=found,
        parts=_parts(found, address) if found else (),
        totals=_totals(found, address) if found else (),
        within=in_words()(address) if address.narrows else "",
        kept=[*_bare(address).pairs()],
        json=visit().links.here("/api/v1/sets", visit().pairs),
    )
    return html, 400 if wrong else 200


@sets.get("/api/v1/sets")
@openapi.described(SetsJson, COMPARED)
def sets_as_json() -> Response:
    """The same for programs."""
    typed = _typed()
    try:
        found = _sets(typed, _address())
    except NotComparableError as error:
        raise ParameterError(error.place, typed[error.place], error.reason) from None
    return jsonify(sets_json(found))


@sets.app_template_global("sets_url")
def sets_url(view: ResultsView) -> str:
    """Where the search of a page of results is compared with another one."""
    rest = replace(_bare(view.address), interface=visit().links.interface)
    return visit().links.here("/sets", [("a", view.address.text), *rest.pairs()])


def _typed() -> dict[str, str]:
    """The two queries as typed. Raises ParameterError when one is longer than is read."""
    typed = dict.fromkeys(OWN, "")
    for name, value in visit().pairs:
        if name in OWN:
            typed[name] = printable(value)
    for name, text in typed.items():
        if len(text) > LONGEST_TEXT:
            raise ParameterError(name, text, "long")
    return typed


def _address() -> Address:
    """The filters and the period that hold for both queries."""
    return _bare(asked())


def _bare(address: Address) -> Address:
    """What of an address holds for both queries."""
    bare = Address()
    return replace(
        address,
        text="",
        sort=None,
        page=1,
        size=bare.size,
        literal=False,
        any_words=False,
        both=False,
        not_as=(),
        forms=False,
        interface=None,
    )


def _sets(typed: dict[str, str], address: Address) -> QuerySets:
    within: Query = query_of(address, today())
    with indexed():
        return served().sets(typed["a"], typed["b"], within, visit().say.language)


def _parts(found: QuerySets, address: Address) -> tuple[Part, ...]:
    named = (("only.a", found.only_a), ("both", found.both), ("only.b", found.only_b))
    return tuple(Part(name, page, _url(address, page.query.text)) for name, page in named)


def _totals(found: QuerySets, address: Address) -> tuple[tuple[str, str, int, str], ...]:
    """Both queries: name, text, articles, the search."""
    return (
        ("a", found.a, found.total_a, _url(address, found.a)),
        ("b", found.b, found.total_b, _url(address, found.b)),
    )


def _url(address: Address, text: str) -> str:
    """The search for ``text`` as it stands, within the same filters."""
    return visit().links.search(replace(address, text=text, literal=True))
