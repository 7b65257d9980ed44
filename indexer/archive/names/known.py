"""Names known to be one's: from our lists, and from the operator's file, which wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indexer.archive.names.keys import key_of, plain
from indexer.archive.names.names_file import FileNames
from indexer.tagging.known import (
    Known,
    known_organisations,
    known_people,
)
from indexer.tagging.missing import Renamed
from indexer.tagging.region_names import GUARDED
from schemas.article import Language


@dataclass(frozen=True)
class KnownNames:
    """What is known of names before an archive is read.

    ``renamed``: by field and plain name, what it is called instead. ``apart``: names that stay as
    they are written. ``labels``: of each value by language. ``spellings``: all names of a value.
    ``groups``: of a surname's key, where its people are to be looked for together. ``sounds``: by
    the sound of first name and surname, whom it means.
    """

    renamed: Mapping[tuple[str, str], Renamed]
    apart: frozenset[tuple[str, str]]
    labels: Mapping[Language, Mapping[str, str]]
    spellings: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str] = field(default_factory=dict)
    sounds: Mapping[tuple[str, str], Renamed] = field(default_factory=dict)

    def person(self, name: str) -> Renamed | None:
        """Who bears a full name that is listed, or sounds like one; None if it is not known."""
        listed = self.renamed.get(("people", plain(name)))
        key = key_of(name)
        return listed or self.sounds.get((key.given, key.surname))

    def group(self, name: str) -> str:
        """Names of one group may be one person's."""
        key = key_of(name).surname
        return self.groups.get(key, key)


def known_names(file: FileNames) -> KnownNames:
    """Our lists and the operator's ``file``."""
    renamed: dict[tuple[str, str], Renamed] = {}
    labels: dict[Language, dict[str, str]] = {"ru": {}, "en": {}}
    spellings: dict[str, tuple[str, ...]] = {}
    groups: dict[str, str] = {}
    for kind, known in _listed():
        value = known.display("ru")
        names = tuple(name.removeprefix(GUARDED) for name in _spellings(known))
        spellings[value] = names
        for language, label in known.names.items():
            labels[language][value] = label
        for name in names:
            # a surname alone may be somebody else's: the archive tells
            if kind == "organisations" or not key_of(name).bare:
                renamed.setdefault((kind, plain(name)), Renamed(value, "list"))
        if kind == "people":
            _join(groups, [key_of(name).surname for name in names])
    for entry in file.entries:
        names = (entry.name, *entry.also)
        spellings[entry.name] = tuple(dict.fromkeys((*spellings.get(entry.name, ()), *names)))
        labels["en"].update({entry.name: entry.english} if entry.english else {})
        for name in names:
            renamed[entry.kind, plain(name)] = Renamed(entry.name, "file")
        if entry.kind == "people":
            _join(groups, [key_of(name).surname for name in names])
    for at, other in renamed.items():
        # the file may call somebody of our lists otherwise
        renamed[at] = renamed.get((at[0], plain(other.value)), other)
    sounds = {
        (key.given, key.surname): other
        for (kind, name), other in renamed.items()
        if kind == "people" and not (key := key_of(name)).bare
    }
    apart = frozenset((kind, plain(name)) for kind, name in file.apart)
    return KnownNames(renamed, apart, labels, spellings, groups, sounds)


def _listed() -> Iterator[tuple[str, Known]]:
    yield from (("organisations", one) for one in known_organisations())
    yield from (("people", one) for one in known_people())


def _spellings(known: Known) -> Iterator[str]:
    for names in known.spellings.values():
        yield from names


def _join(groups: dict[str, str], keys: list[str]) -> None:
    """Make ``keys`` one group, with all that are in a group with one of them."""
    whole = {groups.get(key, key) for key in keys}
    root = min(whole)
    for key, group in list(groups.items()):
        if group in whole:
            groups[key] = root
    groups.update(dict.fromkeys(keys, root))
