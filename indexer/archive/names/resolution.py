"""Names of one group and how often each is used when → which of them are one person's.

Full names are one person's if first name and surname sound alike, whatever the alphabet, or if a
list says so. A surname alone is somebody's if in the months around hardly anybody else of that
surname is named in full; where two are, it stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from indexer.archive.names.keys import NameKey, is_cyrillic, is_proper, key_of, plain
from indexer.archive.names.known import KnownNames
from indexer.tagging.missing import Renamed
from indexer.tagging.model import By
from schemas.article import Language

UNDATED = -1
"""The month of articles without a date."""

EVERY = -2
"""In place of a month: in all of them."""

WINDOWS = (1, 6, 24)
"""Months before and after in which full names are looked for: the first that have any decide."""

NEARLY_ALL = 0.95
"""The part of the full names of a surname that has to be one person's."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

Used = Mapping[str, Mapping[int, int]]
"""Articles by name and month; months are numbered through: year * 12 + month - 1."""

Resolved = dict[tuple[str, int], Renamed]
"""By name and month (or EVERY), what it is called."""


@dataclass
class _Person:
    """Whom some full names mean. ``by``: what says that they are one's."""

    value: str
    by: By
    names: list[str] = field(default_factory=list)
    keys: list[NameKey] = field(default_factory=list)
    months: Counter[int] = field(default_factory=Counter)


def resolve(used: Used, known: KnownNames) -> Resolved:
    """What the names of one group are called, where it is not what they are."""
    people = list(_people(used, known))
    found: Resolved = {}
    for person in people:
        for name in person.names:
            if name != person.value:
                found[name, EVERY] = Renamed(person.value, person.by)
    bare = [name for name in used if _is_bare(name, known)]
    for name in bare:
        listed = known.renamed.get(("people", plain(name)))
        if listed:
            found[name, EVERY] = listed
            continue
        same = _commonest([other for other in bare if plain(other) == plain(name)], used)
        for month in used[name]:
            meant = _meant(key_of(name), month, people)
            if meant:
                found[name, month] = Renamed(meant.value, "archive")
            elif same != name:
                found[name, month] = Renamed(same, "spelling")
    return found


def spellings(used: Used, resolved: Resolved) -> Iterator[tuple[str, Language, str]]:
    """Each value with its commonest full name in each alphabet."""
    names: dict[str, list[str]] = {}
    for name in used:
        if not key_of(name).bare:
            other = resolved.get((name, EVERY))
            names.setdefault(other.value if other else name, []).append(name)
    for value, listed in sorted(names.items()):
        for language in LANGUAGES:
            cyrillic = language == "ru"
            own = [name for name in listed if is_cyrillic(name) == cyrillic and is_proper(name)]
            if own:
                yield value, language, _commonest(own, used)


def _is_bare(name: str, known: KnownNames) -> bool:
    return key_of(name).bare and ("people", plain(name)) not in known.apart


def _people(used: Used, known: KnownNames) -> Iterator[_Person]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(used):
        key = key_of(name)
        if key.bare:
            continue
        listed = known.person(name)
        if ("people", plain(name)) in known.apart:
            groups["apart", name] = [name]
        elif listed:
            groups.setdefault((listed.by, listed.value), []).append(name)
        else:
            groups.setdefault((key.given, key.surname), []).append(name)
    for group, names in groups.items():
        person = _Person(_commonest(names, used), "spelling", names)
        if group[0] in {"list", "file"} and group[1] in known.spellings:
            value = group[1]
            # an English archive need not learn Russian
            if group[0] == "file" or any(map(is_cyrillic, names)) or not is_cyrillic(value):
                person.value = value
            person.by = "file" if group[0] == "file" else "list"
            person.keys = [key_of(name) for name in known.spellings[value]]
        person.keys += [key_of(name) for name in names]
        for name in person.names:
            person.months.update(used[name])
        yield person


def _commonest(names: Sequence[str], used: Used) -> str:
    """The spelling to show: Russian letters first, no slugs, then the most used one."""
    return min(
        names,
        key=lambda name: (
            not is_cyrillic(name),
            not is_proper(name),
            -sum(used[name].values()),
            name,
        ),
    )


def _meant(key: NameKey, month: int, people: Sequence[_Person]) -> _Person | None:
    """Who is meant by a surname alone in one month; None when it may be several people."""
    who = [person for person in people if any(_may_be(key, other) for other in person.keys)]
    for window in WINDOWS if month != UNDATED else (None,):
        counted = [(_within(person.months, month, window), person) for person in who]
        total = sum(count for count, _ in counted)
        if total:
            most, person = max(counted, key=lambda one: (one[0], one[1].value))
            return person if most >= NEARLY_ALL * total else None
    return None


def _may_be(key: NameKey, full: NameKey) -> bool:
    """Whether a surname alone, or with an initial, may be short for a full name."""
    return key.surname == full.surname and (not key.initial or full.given.startswith(key.given))


def _within(months: Mapping[int, int], month: int, window: int | None) -> int:
    if window is None:
        return sum(months.values())
    return sum(months.get(other, 0) for other in range(month - window, month + window + 1))
