"""Counts of an engine → the facets of a page, in display order, labelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from indexer.language import OURS, name_of
from indexer.taxonomy import Taxonomy
from schemas.article import Language
from schemas.facets import OPEN
from schemas.query import Period, Request
from schemas.results import FacetCount, Matches

Taxonomies = Mapping[str, Taxonomy]

Labels = Mapping[Language, Mapping[str, str]]
"""By language, how names are spelt, if not as their values."""

UNDATED = "unknown"
"""Value of the date facet for articles without a date."""

_NO_DATE = {"ru": "без даты", "en": "no date"}
# fmt: off
_MONTHS = {
    "ru": ("январь", "февраль", "март", "апрель", "май", "июнь",
           "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Labelling:
    """What values are called. ``names``: how names are spelt, if not as their values."""

    taxonomies: Taxonomies
    language: Language
    names: Mapping[str, str]


def facets(
    matches: Matches,
    request: Request,
    taxonomies: Taxonomies,
    language: Language,
    names: Mapping[str, str],
) -> dict[str, tuple[FacetCount, ...]]:
    """The facets of a page in display order, labelled in ``language``: "ru" or "en".

    ``names``: how names are spelt in it, if not as their values.
    """
    labelling = Labelling(taxonomies, language, names)
    shown = {
        name: values(name, matches.facets[name], request, labelling)
        for name in (*taxonomies, "language", *OPEN)
    }
    shown["date"] = dates(matches.months, request.period, request.bounds.period, language)
    return shown


def values(
    name: str, counts: Mapping[str, int], request: Request, labelling: Labelling
) -> tuple[FacetCount, ...]:
    """The values of one facet in display order, those chosen or excluded in any case."""
    language = labelling.language
    selected = request.filters.get(name, ())
    written, excluded = request.bounds.filters.get(name, ()), request.bounds.without.get(name, ())
    kept = (*selected, *excluded)
    if name in labelling.taxonomies:
        found = _tree(labelling.taxonomies[name], counts, kept, language)
    elif name == "language":
        found = _languages(counts, kept, language)
    else:
        found = _names(counts, kept, labelling.names)
    if not (kept or written):
        return tuple(found)
    return tuple(
        replace(
            count,
            selected=count.value in selected or count.value in written,
            written=count.value in written,
            excluded=count.value in excluded,
        )
        if count.value in kept or count.value in written
        else count
        for count in found
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """Of a taxonomy; ``place``: in its order of display."""

    place: int
    parent: str | None
    label: str
    depth: int


@lru_cache(maxsize=16)
def _entries(taxonomy: Taxonomy, language: Language) -> Mapping[str, _Entry]:
    """The entries of a taxonomy by id, as a language calls them: the same for every page."""
    return {
        entry.id: _Entry(place, entry.parent, entry.labels[language], taxonomy.depth(entry.id))
        for place, entry in enumerate(taxonomy.entries)
    }


def _tree(
    taxonomy: Taxonomy, counts: Mapping[str, int], kept: Sequence[str], language: Language
) -> Iterable[FacetCount]:
    """Values that have articles or are ``kept``: children under parents, more articles first.

    Ids that the taxonomy does not hold (its file was replaced) come last.
    """
    entries = _entries(taxonomy, language)
    children: dict[str | None, list[tuple[int, int, str, _Entry]]] = {}
    shown = {*counts, *kept}
    waiting = list(shown)
    while waiting:
        id = waiting.pop()
        entry = entries.get(id) or _Entry(len(entries), None, id, 0)
        row = -counts.get(id, 0), entry.place, id, entry
        children.setdefault(entry.parent, []).append(row)
        if entry.parent is not None and entry.parent not in shown:
            shown.add(entry.parent)
            waiting.append(entry.parent)
    found: list[FacetCount] = []
    _walk(None, children, found)
    return found


def _walk(
    parent: str | None,
    children: Mapping[str | None, list[tuple[int, int, str, _Entry]]],
    found: list[FacetCount],
) -> None:
    """Add what stands below ``parent``, each value before its own children."""
    for less, _, id, entry in sorted(children.get(parent, ())):
        found.append(FacetCount(id, entry.label, -less, depth=entry.depth))
        if id in children:
            _walk(id, children, found)


def _names(
    counts: Mapping[str, int], kept: Sequence[str], names: Mapping[str, str]
) -> Iterable[FacetCount]:
    """Values that are names, more articles first; ``kept`` ones in any case."""
    for value in sorted({*counts, *kept}, key=lambda value: (-counts.get(value, 0), value)):
        yield FacetCount(value, names.get(value, value), counts.get(value, 0))


def _languages(
    counts: Mapping[str, int], kept: Sequence[str], language: Language
) -> Iterable[FacetCount]:
    """Ours first, then the others, more articles first."""
    others = {*counts, *kept} - {*OURS}
    ordered = sorted(others, key=lambda value: (-counts.get(value, 0), value))
    for value in (*OURS, *ordered):
        if value in counts or value in kept:
            yield FacetCount(value, _large(name_of(value, language)), counts.get(value, 0))


def _large(name: str) -> str:
    return name[:1].upper() + name[1:]


def dates(
    months: Mapping[int | None, int], period: Period, written: Period, language: Language
) -> tuple[FacetCount, ...]:
    """Years, latest first; under a year that holds the whole period, its months; undated last.

    ``period``: the one that was chosen; ``written``: the one in the text of the query.
    """
    years: dict[int, int] = {}
    for month, count in months.items():
        if month is not None:
            years[month // 12] = years.get(month // 12, 0) + count
    opened = _year_of(period) or _year_of(written)
    if opened is not None:  # a year that was chosen is shown even when nothing of it is left
        years.setdefault(opened, 0)
    chosen = _year_of(period)
    whole = chosen if chosen is not None and period == Period.of(chosen) else None
    shown: list[FacetCount] = []
    for year in sorted(years, reverse=True):
        shown.append(FacetCount(str(year), str(year), years[year], year == whole))
        if year == opened:
            shown.extend(_months_of(year, months, period, language))
    if months.get(None) or period.undated:
        count = months.get(None, 0)
        shown.append(FacetCount(UNDATED, _NO_DATE[language], count, period.undated))
    return tuple(shown)


def _year_of(period: Period) -> int | None:
    if period.first and period.last and period.first.year == period.last.year:
        return period.first.year
    return None


def _months_of(
    year: int, months: Mapping[int | None, int], period: Period, language: Language
) -> Iterable[FacetCount]:
    for month in range(11, -1, -1):
        count = months.get(year * 12 + month, 0)
        if count:
            first = date(year, month + 1, 1)
            chosen = period.first == first and bool(period.last and period.last.month == month + 1)
            label = f"{_MONTHS[language][month]} {year}"
            yield FacetCount(f"{year}-{month + 1:02}", label, count, chosen, depth=1)
