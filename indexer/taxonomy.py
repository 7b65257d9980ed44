"""Regions and topics: a tree of ids with Russian and English labels and other names.

A file is a JSON list of objects, in display order::

    {"id": "dagestan", "labels": {"ru": "Дагестан", "en": "Dagestan"},
     "parent": "north-caucasian-federal-district", "aliases": ["Республика Дагестан"]}

``parent`` is null (or left out) on top; ``aliases`` may be left out. Places that were renamed
or are disputed have one entry; every name in use is a label or an alias of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from rapidfuzz import fuzz, process

from indexer.settings import Settings
from indexer.wrong_values import first_fault, in_words
from schemas.article import Article, Identifier, Language
from schemas.errors import InputError, UsageError
from schemas.results import Hit

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

UNLISTED = {"ru": "{id} (нет в списке)", "en": "{id} (not in the list)"}
"""What an id is called that the taxonomy does not hold: its file was replaced."""

CLOSE = 75.0
"""Likeness in percent from which a name is offered as what was meant."""

OFFERED = 3
"""Entries offered at most."""

_SPACES = str.maketrans(dict.fromkeys("-‐‑‒–—−_", " ") | {"ё": "е", "’": "'", "ʼ": "'"})


class Entry(BaseModel):
    """One region or topic. ``aliases``: other names, spellings and slugs that mean it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    labels: dict[Language, Name]
    parent: Identifier | None = None
    aliases: tuple[Name, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The id, the labels and the aliases: everything that ``resolve`` takes for it."""
        return (self.id, *self.labels.values(), *self.aliases)


_ENTRIES = TypeAdapter(list[Entry])


class Taxonomy:
    """A checked, immutable tree of entries.

    An id that it does not hold is no error in ``label``, ``ancestors`` and ``depth``: an archive
    stays searchable when its operator replaces the file. Readers of files ask ``id in taxonomy``.
    """

    def __init__(self, entries: Sequence[Entry], place: str) -> None:
        """Check ``entries``, which come from ``place``.

        Raises UsageError, which names the first fault.
        """
        self.place = place
        self._entries = _by_id(entries, place)
        self._paths = {entry.id: self._path(entry) for entry in entries}
        self._ids_by_name = _by_name(entries, place)
        self.entries: tuple[Entry, ...] = tuple(_display_order(entries))
        """Parents before their children; otherwise as in the file."""
        self.labels: Mapping[Language, Mapping[str, str]] = {
            language: {entry.id: entry.labels[language] for entry in entries}
            for language in get_args(Language)
        }
        """The names of all entries in each language, by id."""

    @classmethod
    def load(cls, path: Path) -> Taxonomy:
        """The taxonomy in a file of the operator's own.

        Raises UsageError, naming file and entry, when it cannot be used: not there, not UTF-8 or
        JSON, a repeated id, an unknown parent, a circle of parents, a missing label, a name that
        two entries share.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(
                f"the taxonomy cannot be read: {error.strerror}",
                place=str(path),
                hint="name an existing file, or remove the setting to use the packaged one",
            ) from None
        return cls(_parse(content, str(path)), str(path))

    @classmethod
    def default(cls, name: str) -> Taxonomy:
        """The packaged taxonomy ``name``: "regions" or "topics". Raises UsageError if damaged."""
        place = f"{name}.json"
        return cls(_parse((files("schemas") / "taxonomy" / place).read_bytes(), place), place)

    def __contains__(self, id: object) -> bool:
        return id in self._entries

    def label(self, id: str, language: Language) -> str:
        """The name to show; of an id that the taxonomy does not hold, that it holds no such id."""
        entry = self._entries.get(id)
        return UNLISTED[language].format(id=id) if entry is None else entry.labels[language]

    def depth(self, id: str) -> int:
        """Levels above the entry: 0 on top."""
        return len(self._paths.get(id, (id,))) - 1

    def ancestors(self, ids: Iterable[str]) -> tuple[str, ...]:
        """``ids`` and all that stands above them: distinct, sorted."""
        return tuple(sorted({above for id in ids for above in self._paths.get(id, (id,))}))

    def resolve(self, text: str) -> str:
        """The id that an id, label or alias means, whatever its case, ё, hyphens and spaces.

        Raises InputError for any other text, with the closest names as the hint.
        """
        found = self._ids_by_name.get(_folded(text))
        if found is None:
            raise InputError(
                f"{text[:80]!r} is not in the taxonomy", place=self.place, hint=self._offer(text)
            )
        return found

    def likely(self, text: str) -> tuple[str, ...]:
        """The ids of the entries whose names are most like ``text``, OFFERED at most."""
        close = process.extract(
            _folded(text[:200]),
            self._ids_by_name.keys(),
            scorer=fuzz.ratio,
            score_cutoff=CLOSE,
            limit=None,  # several names may be of one entry
        )
        return tuple(dict.fromkeys(self._ids_by_name[name] for name, _, _ in close))[:OFFERED]

    def _offer(self, text: str) -> str:
        ids = self.likely(text)
        if not ids:
            return f"use an id, label or alias of {self.place}"
        return "did you mean " + " or ".join(
            f"{id} ({self._entries[id].labels['ru']})" for id in ids
        )

    def _path(self, entry: Entry) -> tuple[str, ...]:
        path = [entry.id]
        while entry.parent is not None:
            if entry.parent not in self._entries:
                message = f"the parent {entry.parent!r} does not exist"
                raise _fault(self.place, entry, message, "name the id of an entry, or null")
            if entry.parent in path:
                message = f"its parents form a circle: {' > '.join(path)}"
                raise _fault(self.place, entry, message, "set the parent of one of them to null")
            path.append(entry.parent)
            entry = self._entries[entry.parent]
        return tuple(path)


def _parse(content: bytes, place: str) -> list[Entry]:
    try:
        return _ENTRIES.validate_json(content)
    except ValidationError as error:
        first = first_fault(error)
        where = ", ".join(
            f"entry {part + 1}" if isinstance(part, int) else part for part in first["loc"]
        )
        raise UsageError(
            in_words(first),
            place=f"{place}, {where}" if where else place,
            hint="write a list of objects with id, labels (ru and en), parent and aliases",
        ) from None


def _by_id(entries: Sequence[Entry], place: str) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in found:
            raise _fault(place, entry, "another entry has this id", "rename or remove one of them")
        for language in ("ru", "en"):
            if language not in entry.labels:
                raise _fault(place, entry, f"it has no label in {language!r}", "add it to labels")
        found[entry.id] = entry
    return found


def _by_name(entries: Sequence[Entry], place: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        for name in entry.names():
            owner = found.setdefault(_folded(name), entry.id)
            if owner != entry.id:
                message = f"the name {name!r} is also a name of {owner!r}"
                raise _fault(place, entry, message, "remove it from one of them")
    return found


def _display_order(entries: Sequence[Entry]) -> Iterator[Entry]:
    children: dict[str | None, list[Entry]] = {}
    for entry in entries:
        children.setdefault(entry.parent, []).append(entry)
    waiting = children.get(None, [])[::-1]
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting += children.get(entry.id, [])[::-1]


def _folded(text: str) -> str:
    """The key of a name: what differs in case, ё, hyphens or spaces only has the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_SPACES).split())


def _fault(place: str, entry: Entry, message: str, hint: str) -> UsageError:
    return UsageError(message, place=f"{place}, entry {entry.id!r}", hint=hint)


def labels_of(
    one: Article | Hit, taxonomies: Mapping[str, Taxonomy], language: Language
) -> list[str]:
    """The regions and topics of an article, in words."""
    found = []
    for name, ids in (("region", one.regions), ("topic", one.topics)):
        labels = taxonomies[name].labels[language]
        found += [labels.get(id) or taxonomies[name].label(id, language) for id in ids]
    return found


def load_taxonomies(settings: Settings) -> Mapping[str, Taxonomy]:
    """Regions and topics, by name of the facet: the packaged ones or the operator's.

    Raises UsageError when a file of the operator's cannot be used.
    """
    return {
        "region": _taxonomy("regions", settings.regions),
        "topic": _taxonomy("topics", settings.topics),
    }


def _taxonomy(name: str, path: Path | None) -> Taxonomy:
    return Taxonomy.default(name) if path is None else Taxonomy.load(path)
