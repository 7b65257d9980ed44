"""Mentions of regions: their names, places, peoples, institutions, persons."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import pairwise

from indexer.analysis import Analyzer
from indexer.tagging.phrases import Match, Phrases
from indexer.tagging.reading import Word
from indexer.taxonomy import Entry, Taxonomy
from schemas.document import EXACT

WEIGHTS = {
    "names": 1.0,
    "places": 1.0,
    "bodies": 0.7,
    "adjectives": 0.7,
    "people": 0.7,
    "persons": 0.5,
    "villages": 0.8,
    "hints": 0.9,
}
"""What one mention of each kind weighs."""


_DASH = re.compile(r"\s?[-–—]\s?")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for. ``guarded``: it is also something else, see ``regions.toml``."""

    region: str
    kind: str
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at words [start, end).

    ``sure``: not guarded, or its context shows that it is the place. ``route``: one end of a
    line ("поезд Воркута — Новороссийск").
    """

    name: Name
    start: int
    end: int
    word: Word
    text: str
    sure: bool
    route: bool


@dataclass(frozen=True, slots=True)
class Homonym:
    """A name of two regions: it means ``instead`` where one of ``cues`` stands in the article."""

    name: str
    region: str
    instead: str
    cues: frozenset[str]

    def move(self, mention: Mention) -> Mention:
        """``mention`` as one of the other region."""
        return replace(mention, name=Name(self.instead, mention.name.kind))


class Gazetteer:
    """All names that tell a region, in both languages."""

    def __init__(self, analyzer: Analyzer, taxonomy: Taxonomy) -> None:
        data = tomllib.loads(_read("regions.toml"))
        context = data.pop("context")
        self._names = Phrases(analyzer, _names(data, context["never"], taxonomy))
        self._streets, self._settlements, self._markers, self._given = (
            Phrases(analyzer, ((text, True) for text in context[key]))
            for key in ("streets", "settlements", "markers", "given")
        )
        self._prepositions = frozenset(context["prepositions"])
        self.homonyms = tuple(
            Homonym(**row | {"cues": frozenset(map(str.lower, row["cues"]))})
            for row in context["homonyms"]
        )
        self._far: str = context["far"]
        self.opponents: Mapping[str, str] = context["opponents"]
        self.wide = frozenset(context["wide"])
        self.whole: str = context["whole"]["region"]
        self._parts = frozenset(context["whole"]["parts"])
        self._taxonomy = taxonomy
        self._lineages = {entry.id: _lineage(entry, taxonomy) for entry in taxonomy.entries}

    def lineage(self, id: str) -> tuple[str, ...]:
        """``id`` and what is above it, without the top unless that is meant itself."""
        return self._lineages.get(id, (id,))

    def region(self, id: str) -> str:
        """The region that ``id``, a city perhaps, belongs to."""
        return self.lineage(id)[-1]

    def above(self, id: str) -> frozenset[str]:
        """The macro-region that ``id`` lies in, if it is not one itself."""
        return frozenset(self._taxonomy.ancestors([id])) - {*self.lineage(id)}

    def is_far(self, id: str) -> bool:
        """Whether ``id`` is none of the regions that the archive is about."""
        return self._far in self._taxonomy.ancestors([id])

    def is_part(self, id: str) -> bool:
        """Whether ``id`` belongs to the state whose other regions are ``whole``."""
        return not self._parts.isdisjoint(self._taxonomy.ancestors([id]))

    def mentions(self, words: Sequence[Word]) -> Iterator[Mention]:
        """The names in ``words`` that are not those of streets or persons."""
        matches = [m for m in self._names.find(words) if not self._denied(words, m)]
        for number, match in enumerate(matches):
            placed = self._placed(words, match)
            route = any(
                _on_route(words, *pair)
                for pair in pairwise(matches[max(0, number - 1) : number + 2])
            )
            for name in match.value:
                sure = not name.guarded or (placed and name.kind != "hints")
                yield Mention(
                    name, match.start, match.end, words[match.start], match.text, sure, route
                )

    def is_place_word(self, word: Word) -> bool:
        """Whether a name beside ``word`` is that of a street or a place: "проспект", "село"."""
        return self._streets.has(word) or self._settlements.has(word)

    def _tells_place(self, word: Word) -> bool:
        return self._settlements.has(word) or self._markers.has(word)

    def _denied(self, words: Sequence[Word], match: Match[tuple[Name, ...]]) -> bool:
        """Whether it is a street ("Волгоградский проспект", "улица Кадырова") or Иван Грозный."""
        before = _joined(words, match.start, match.start - 1)
        after = _joined(words, match.end, match.end)
        if (before and self._streets.has(before)) or (after and self._streets.has(after)):
            return True
        if not (match.value and match.value[0].guarded) or before is None or not before.capital:
            return False
        return self._given.has(before) or (before.named and not self._tells_place(before))

    def _placed(self, words: Sequence[Word], match: Match[tuple[Name, ...]]) -> bool:
        """Whether the word before says that it is a place: "в Магасе", "город Шали"."""
        before = _joined(words, match.start, match.start - 1)
        if before is None or not words[match.start].capital:
            return False
        return before.form in self._prepositions or self._tells_place(before)


def _lineage(entry: Entry, taxonomy: Taxonomy) -> tuple[str, ...]:
    above = sorted(taxonomy.ancestors([entry.id]), key=taxonomy.depth, reverse=True)
    return tuple(above[:-1] if entry.parent else above)


def _on_route(
    words: Sequence[Word], match: Match[tuple[Name, ...]], following: Match[tuple[Name, ...]]
) -> bool:
    """Whether a dash joins two names of places: Воркута — Новороссийск."""
    if match.end != following.start or not _DASH.fullmatch(words[following.start].gap):
        return False
    return all(
        name.kind in {"names", "places", "villages"}
        for one in (match, following)
        for name in one.value
    )


def _joined(words: Sequence[Word], later: int, wanted: int) -> Word | None:
    """The word ``wanted`` if nothing but space stands before the word ``later``."""
    if not 0 <= wanted < len(words) or later >= len(words) or not words[later].joined:
        return None
    return words[wanted]


def _names(
    data: Mapping[str, Mapping[str, Sequence[str]]], never: Sequence[str], taxonomy: Taxonomy
) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """Each text with all that it names; a text of ``regions.toml`` is not asked for elsewhere."""
    found: dict[str, dict[str, Name]] = {text: {} for text in never}
    for region, lists in data.items():
        guarded = lists.get("guarded", ())
        for kind, texts in lists.items():
            for text in texts:
                doubtful = kind == "hints" or text in guarded
                name = Name(region, "places" if kind == "guarded" else kind, doubtful)
                found.setdefault(text, {}).setdefault(region, name)
    known = {text.removeprefix(EXACT) for text in found}
    for entry in taxonomy.entries:
        for text in (*entry.labels.values(), *entry.aliases):
            if text not in known and "(" not in text:
                found[text] = {entry.id: Name(entry.id, "names")}
    for text, name in _villages():
        if text not in known and text not in found:
            found[text] = {name.region: name}
    for text, names in found.items():
        yield text, tuple(names.values())


def _villages() -> Iterator[tuple[str, Name]]:
    for line in _read("places.tsv").splitlines():
        if not line.startswith("#"):
            text, region, guard = line.split("\t")
            yield text, Name(region, "villages", guard == "guarded")


def _read(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
