"""What files call regions and topics → a taxonomy that has it all, and what each value becomes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import iuliia
from rapidfuzz import fuzz

from indexer.ingest.field_names import Mapped, renamed, says_anything
from indexer.ingest.records import Items, Record
from indexer.taxonomy import Entry, Taxonomy
from schemas.errors import InputError
from schemas.facets import FACETS

SURE = 90.0
"""Likeness in percent from which a value is taken for another spelling of an entry's name."""

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_NO_ID = re.compile(r"[^a-z0-9]+")
_LONGEST = 60
"""Characters of an id that is made from a value."""

Way = Literal["listed", "alias", "new"]


@dataclass(frozen=True, slots=True)
class Use:
    """A value that ``records`` have, the id that it means, and whether that is new."""

    value: str
    records: int
    id: str
    way: Way


@dataclass(frozen=True, slots=True)
class Proposal:
    """``entries``: of all values that files have, and those above. ``uses``: the frequent first."""

    entries: tuple[Entry, ...]
    uses: tuple[Use, ...]


def values_in(items: Items, facet: str, mapped: Mapped) -> Counter[str]:
    """How many records have each value of a facet; what cannot be read is passed over."""
    attribute = next(each.attribute for each in FACETS if each.name == facet)
    found: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Record):
            found.update(dict.fromkeys(_values(item, attribute, mapped), 1))
    return found


def _values(record: Record, attribute: str, mapped: Mapped) -> Iterator[str]:
    try:
        given = renamed(record.fields, mapped).get(attribute)
    except InputError:
        return
    for value in given if isinstance(given, list) else [given]:
        if isinstance(value, str) and says_anything(value):
            yield value.strip()


def propose(values: Mapping[str, int], taxonomy: Taxonomy) -> Proposal:
    """A taxonomy that has all ``values``: entries of ``taxonomy`` with more names, and new ones."""
    uses: list[Use] = []
    aliases: dict[str, list[str]] = {}
    added: dict[str, Entry] = {}
    for value, records in sorted(values.items(), key=lambda each: (-each[1], each[0])):
        id, way = _meant(value, taxonomy)
        if way == "new":
            known = next((one.id for one in added.values() if _same(one, value)), None)
            id = known or _free(id, taxonomy, added)
            added.setdefault(id, Entry(id=id, labels={"ru": value, "en": value}))
        elif way == "alias":
            aliases.setdefault(id, []).append(value)
        uses.append(Use(value, records, id, way))
    wanted = set(taxonomy.ancestors(use.id for use in uses if use.way != "new"))
    kept = (_also(one, aliases.get(one.id, ())) for one in taxonomy.entries if one.id in wanted)
    return Proposal((*kept, *added.values()), tuple(uses))


def _meant(value: str, taxonomy: Taxonomy) -> tuple[str, Way]:
    try:
        return taxonomy.resolve(value), "listed"
    except InputError:
        likely = taxonomy.likely(value)[:1]
    for id in likely:
        names = next(entry.names() for entry in taxonomy.entries if entry.id == id)
        if max(fuzz.ratio(name.lower(), value.lower()) for name in names) >= SURE:
            return id, "alias"
    return _id(value), "new"


def _id(value: str) -> str:
    latin = iuliia.WIKIPEDIA.translate(value) if _CYRILLIC.search(value) else value
    return _NO_ID.sub("-", latin.lower()).strip("-")[:_LONGEST].strip("-") or "value"


def _free(id: str, taxonomy: Taxonomy, added: Mapping[str, Entry]) -> str:
    number, free = 1, id
    while free in added or free in taxonomy:
        number += 1
        free = f"{id}-{number}"
    return free


def _same(entry: Entry, value: str) -> bool:
    return value.lower() in {name.lower() for name in entry.names()}


def _also(entry: Entry, names: Iterable[str]) -> Entry:
    return entry.model_copy(update={"aliases": (*entry.aliases, *names)})
