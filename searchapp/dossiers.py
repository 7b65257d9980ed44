"""Pages of regions, topics, people and organisations: lists of them, and all about each one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from flask import Blueprint, Response, jsonify, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from indexer.archive import Archive
from indexer.export import FORMATS
from indexer.page.dossier import Dossier, UnknownValueError
from indexer.page.dossier_json import DossierJson, dossier_json
from indexer.page.name_index import Entry, NameIndex
from indexer.query.help.facet_values import UnknownNameError
from schemas.errors import InputError, NotFoundError
from schemas.query import Query
from schemas.results import FacetCount
from searchapp.address import Address
from searchapp.asked import count, indexed, served, today
from searchapp.links import ROOMS, Links
from searchapp.messages import Messages
from searchapp.openapi import INTERFACE, described
from searchapp.paper import Paper
from searchapp.params import printable, read_address, read_text
from searchapp.result_links import Choice
from searchapp.results import ResultsView
from searchapp.standing import standing
from searchapp.visit import visit

dossiers = Blueprint("dossiers", __name__)

ON_A_PAGE = 200
"""Names on a page of an index."""

MOST_NAMED = 60
"""Names on the first page of an index: those with most articles."""


@dataclass(frozen=True)
class DossierView:
    """A dossier as its template reads it."""

    found: Dossier
    archive: Archive
    links: Links
    say: Messages

    @property
    def address(self) -> Address:
        """The search for all of its articles."""
        return Address(filters={self.found.facet: (self.found.value,)})

    @cached_property
    def results(self) -> ResultsView:
        """Its articles as a page of results, which has the timeline."""
        return ResultsView(
            self.found.page,
            self.address,
            self.links,
            self.say,
            self.archive.taxonomies,
            today(),
            count=count,
            on=f"/{ROOMS[self.found.facet]}/",
        )

    @property
    def latest(self) -> Paper:
        """The newest articles."""
        return Paper(self.found.page, self.archive.taxonomies, self.say)

    @property
    def first(self) -> Paper:
        """The oldest ones."""
        return Paper(self.found.first, self.archive.taxonomies, self.say)

    @property
    def together(self) -> Iterator[tuple[str, list[tuple[FacetCount, str, str]]]]:
        """By facet, what occurs together: its count, its own page, the search for both."""
        for name, counts in self.found.together.items():
            if counts:
                yield (
                    name,
                    [(c, self.links.value(name, c.value), self._both(name, c)) for c in counts],
                )

    def _both(self, name: str, other: FacetCount) -> str:
        """The search for articles with both; "" where no query says exactly that."""
        found = self.found
        if name != found.facet:
            return self.links.search(self.address.with_filter(name, (other.value,)))
        # values of one facet are alternatives: one of the two has to stand in the text
        for text, chosen in ((found.value, other.value), (other.value, found.value)):
            if self._exact(text):
                written = f'{name}:"{text}"'
                return self.links.search(Address(written, filters={name: (chosen,)}))
        return ""

    def _exact(self, value: str) -> bool:
        """Whether ``value``, written in a query, means itself alone."""
        try:
            only = self.archive.resolve(self.found.facet, value) == (value,)
        except InputError:
            return False
        return only and '"' not in value

    @property
    def forms(self) -> Iterator[tuple[str, list[tuple[str, int, str]]]]:
        """Each word of the name with its forms found, and the search for each of them alone."""
        for word in self.found.forms:
            yield (
                word.word,
                [
                    (form.form, form.count, self._alone(form.alone) if form.alone else "")
                    for form in word.forms
                ],
            )

    def _alone(self, text: str) -> str:
        filters = self.address.filters
        return self.links.search(Address(text, filters, literal=True))


@dossiers.get("/regions", defaults={"facet": "region"})
@dossiers.get("/topics", defaults={"facet": "topic"})
def tree(facet: str) -> str:
    """The regions or topics that have articles, as a tree."""
    _check_index()
    page = served().search(Query(size=1), visit().say.language)
    return render_template(
        "tree.html",
        facet=facet,
        section=ROOMS[facet],
        counts=page.facets[facet],
        standing=standing(lambda links: links.values(facet)),
    )


@dossiers.get("/people", defaults={"facet": "person"})
@dossiers.get("/organisations", defaults={"facet": "organisation"})
def index(facet: str) -> str:
    """People or organisations: the most named ones, those under a letter, or those asked for."""
    say, pairs = visit().say, visit().pairs
    given = dict(pairs)
    letter, words = printable(given.get("letter", ""))[:1].upper(), read_text(pairs)
    number = read_address(pair for pair in pairs if pair[0] == "page").page
    _check_index()
    index = served().name_index(facet, say.language)
    likely: tuple[str, ...] = ()
    if words:
        entries, likely = _having(facet, words, index)
    else:
        entries = index.under(letter) if letter else index.most_named(MOST_NAMED)
    pages = max(1, -(-len(entries) // ON_A_PAGE))
    if (letter and not entries) or number > pages:
        raise NotFoundError(
            say(f"index.no.{'page' if entries else 'letter'}", page=number, letter=letter),
            hint=say("index.letters", letters=" ".join(index.letters)),
        )
    links = visit().links
    return render_template(
        "index.html",
        facet=facet,
        section=ROOMS[facet],
        entries=entries[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        found=len(entries),
        known=len(index.entries),
        letters=[
            (Choice(one, links.values(facet, letter=one), current=one == letter), count)
            for one, count in index.letters.items()
        ],
        letter=letter,
        words=words,
        likely=likely,
        number=number,
        pages=pages,
        at=lambda page: links.values(facet, letter=letter, page=page),
        standing=standing(
            lambda links: links.values(facet, letter=letter, page=number), listed=not words
        ),
    )


def _having(facet: str, words: str, index: NameIndex) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The names with these words, in any case form and alphabet; where none has, likely ones."""
    try:
        return index.of(served().resolve(facet, words)), ()
    except UnknownNameError as error:
        return (), error.offered


def dossier(facet: str, name: str) -> str | AnyResponse | tuple[str, int]:
    """All about one value; another name of it leads there."""
    say, links = visit().say, visit().links
    _check_index()
    try:
        value = served().value_of(facet, name)
    except UnknownValueError as error:
        return _unknown(facet, name, error), error.http_status
    if value != name:
        return redirect(links.value(facet, value))
    found = served().dossier(facet, value, say.language)
    return render_template(
        "dossier.html",
        section=ROOMS[facet],
        formats=FORMATS.values(),
        view=DossierView(found, served(), links, say),
        standing=standing(lambda links: links.value(facet, value), listed=bool(found.page.total)),
    )


def dossier_as_json(facet: str, name: str) -> Response:
    """The same for programs, as ``podshivka dossier --json`` prints it."""
    say = visit().say
    _check_index()
    try:
        return jsonify(dossier_json(served().dossier(facet, name, say.language)))
    except UnknownValueError as error:
        hint = say("dossier.likely", names=", ".join(error.offered)) if error.offered else ""
        raise NotFoundError(say(f"dossier.unknown.{facet}", name=_shown(name)), hint=hint) from None


# a name may have strokes: /organisations/ТАСС/Reuters
for _facet, _room in ROOMS.items():
    _json = described(DossierJson, (INTERFACE,), (404,))(partial(dossier_as_json, _facet))
    for _path, _endpoint, _view in (
        (f"/{_room}/<path:name>", _room, partial(dossier, _facet)),
        (f"/api/v1/dossier/{_facet}/<path:name>", f"{_facet}_dossier", _json),
    ):
        dossiers.add_url_rule(_path, _endpoint, _view, merge_slashes=False)


def _check_index() -> None:
    with indexed():
        served().searcher()


def _unknown(facet: str, name: str, error: UnknownValueError) -> str:
    say = visit().say
    labels = served().labels(say.language)
    tree = served().taxonomies.get(facet)
    return render_template(
        "unknown_value.html",
        facet=facet,
        section=ROOMS[facet],
        name=_shown(name),
        offered=[
            (value, tree.label(value, say.language) if tree else labels.get(value, value))
            for value in error.offered
        ],
    )


def _shown(name: str) -> str:
    return printable(name)[:80]
