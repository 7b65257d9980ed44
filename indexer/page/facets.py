"""Counts of an engine → the facets of a page, in display order, labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

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


def _tree(
    taxonomy: Taxonomy, counts: Mapping[str, int], kept: Sequence[str], language: Language
) -> Iterable[FacetCount]:
    """Values that have articles or are ``kept``: children under parents, more articles first.

    Ids that the taxonomy does not hold (its file was replaced) come last.
    """
    children: dict[str | None, list[str]] = {}
    shown = set(taxonomy.ancestors((*counts, *kept)))
    for entry in taxonomy.entries:
        if entry.id in shown:
            children.setdefault(entry.parent, []).append(entry.id)

    strangers = sorted(id for id in shown if id not in taxonomy)
    children.setdefault(None, []).extend(strangers)

    def walk(parent: str | None) -> Iterable[FacetCount]:
        for id in sorted(children.get(parent, ()), key=lambda value: -counts.get(value, 0)):
            label, count = taxonomy.label(id, language), counts.get(id, 0)
            yield FacetCount(id, label, count, depth=taxonomy.depth(id))
            yield from walk(id)

    return walk(None)


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
    years: Counter[int] = Counter()
    for month, count in months.items():
        if month is not None:
            years[month // 12] += count
    opened = _year_of(period) or _year_of(written)
    if opened is not None:  # a year that was chosen is shown even when nothing of it is left
        years[opened] += 0
    shown: list[FacetCount] = []
    for year in sorted(years, reverse=True):
        whole = period == Period(date(year, 1, 1), date(year, 12, 31))
        shown.append(FacetCount(str(year), str(year), years[year], whole))
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
