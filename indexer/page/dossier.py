"""All that an archive has about one region, topic, person or organisation, on one page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.page.facets import facets
from indexer.page.page import Pages
from indexer.query.help.facet_values import UnknownNameError
from indexer.taxonomy import Taxonomy
from schemas.article import Language
from schemas.errors import InputError, NotFoundError
from schemas.query import Bounds, Query, Request
from schemas.results import FacetCount, Page, WordForms

KINDS = ("region", "topic", "person", "organisation")
"""The facets whose values have a dossier."""

NAMED = ("person", "organisation")
"""Those whose values are names."""

LATEST, FIRST = 12, 5
"""Articles shown: of the newest ones, and of the oldest."""

TOGETHER = 15
"""Values of a facet that are told to occur together with this one."""

OFFERED = 10
"""Values offered for a name that several of them may be."""

_WORD = re.compile(r"\w+(?:[-.'’]\w+)*")


class UnknownValueError(NotFoundError):
    """A name that no value has, or several. ``offered``: the values that may be meant."""

    def __init__(self, facet: str, name: str, offered: tuple[str, ...]) -> None:
        hint = "did you mean " + " or ".join(offered) if offered else f"a search lists each {facet}"
        super().__init__(f"there is no {facet} {name[:80]!r}", place=facet, hint=hint)
        self.offered = offered


@dataclass(frozen=True, slots=True)
class NameWritten:
    """A name as articles have it and in how many.

    ``by``: what joined it with the value ("file", "list", "spelling", "archive"); "" of the value.
    """

    text: str
    by: str
    count: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """One value of a facet. ``label``: its name in the language that was asked for.

    ``written``: the names by which articles have it. ``also``: other names that are known of it.
    ``forms``: the forms in which the words of its name stand in its articles. ``page``: its newest
    articles, with their total and the facets; ``first``: the oldest. ``together``: by facet, other
    values that its articles have, more articles first. ``parts``: what lies directly under it.
    ``above``: what it lies under, the highest first, values and labels.
    """

    facet: str
    value: str
    label: str
    written: tuple[NameWritten, ...]
    also: tuple[str, ...]
    forms: tuple[WordForms, ...]
    page: Page
    first: Page
    together: Mapping[str, tuple[FacetCount, ...]]
    parts: tuple[FacetCount, ...]
    above: tuple[tuple[str, str], ...]


def value_of(pages: Pages, facet: str, name: str, called: Sequence[str]) -> str:
    """The value that ``name`` is or was, in any case form, either alphabet.

    ``called``: what the archive calls it now, if something else. Raises UnknownValueError when
    there is none, or when several may be meant.
    """
    reader = pages.reader
    if facet in reader.taxonomies:
        try:
            return reader.taxonomies[facet].resolve(name)
        except InputError:
            raise UnknownValueError(facet, name, reader.taxonomies[facet].likely(name)) from None
    values = reader.values[facet]
    if values.has(name):
        return name
    for meant in (called, values.exactly(name), _spelt(name, reader.names)):
        if held := tuple(dict.fromkeys(filter(values.has, meant))):
            return _only(facet, name, held)
    try:
        return _only(facet, name, values.resolve(name))
    except UnknownNameError as error:
        raise UnknownValueError(facet, name, error.offered) from None


def _only(facet: str, name: str, held: tuple[str, ...]) -> str:
    if len(held) > 1:
        raise UnknownValueError(facet, name, held[:OFFERED])
    return held[0]


def _spelt(name: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    return (value for value, spellings in names.items() if name in spellings)


def dossier(
    pages: Pages, facet: str, value: str, language: Language, written: tuple[NameWritten, ...]
) -> Dossier:
    """What the archive has about ``value`` of ``facet``, one of KINDS, worded in ``language``."""
    reader = pages.reader
    chosen = {facet: (value,)}
    latest = pages.page(Query(filters=chosen, sort="newest", size=LATEST), language)
    oldest = pages.page(Query(filters=chosen, sort="oldest", size=FIRST), language)
    # as a bound, it narrows the counts of its own facet, too
    request = Request(bounds=Bounds(chosen), limit=0)
    matches = reader.searcher.search(request)
    names = pages.labels.get(language, {})
    counts = facets(matches, request, reader.taxonomies, language, names)
    tree = reader.taxonomies.get(facet)
    label = tree.label(value, language) if tree else names.get(value, value)
    known = dict.fromkeys(reader.names.get(value, ()))
    return Dossier(
        facet,
        value,
        label,
        written,
        tuple(n for n in known if n != value and n not in {one.text for one in written}),
        _forms(pages, facet, value) if facet in NAMED else (),
        latest,
        oldest,
        {name: tuple(_beside(name, counts[name], facet, value, tree)) for name in KINDS},
        tuple(_parts(counts[facet], value, tree)) if tree else (),
        _above(value, tree, language) if tree else (),
    )


def _forms(pages: Pages, facet: str, value: str) -> tuple[WordForms, ...]:
    """The forms of the words of a name in its articles, as a literal search for them lists them."""
    words = " ".join(_WORD.findall(value))
    query = Query(words, {facet: (value,)}, literal=True, forms=True, size=1)
    return tuple(word for word in pages.page(query, "ru").forms or () if word.forms)


def _beside(
    name: str, counts: Sequence[FacetCount], facet: str, value: str, tree: Taxonomy | None
) -> list[FacetCount]:
    """The values of one facet without ``value`` and all that lies above or below it."""
    if name == facet:
        counts = [count for count in counts if not _kin(count.value, value, tree)]
    found = [replace(count, selected=False, written=False) for count in counts if count.count]
    return sorted(found, key=lambda count: -count.count)[:TOGETHER]


def _kin(one: str, other: str, tree: Taxonomy | None) -> bool:
    if tree is None:
        return one == other
    return other in tree.ancestors([one]) or one in tree.ancestors([other])


def _parts(counts: Sequence[FacetCount], value: str, tree: Taxonomy) -> Iterator[FacetCount]:
    below = tree.depth(value) + 1
    for count in counts:
        if count.count and count.depth == below and value in tree.ancestors([count.value]):
            yield replace(count, selected=False, written=False)


def _above(value: str, tree: Taxonomy, language: Language) -> tuple[tuple[str, str], ...]:
    others = (id for id in tree.ancestors([value]) if id != value)
    return tuple((id, tree.label(id, language)) for id in sorted(others, key=tree.depth))
