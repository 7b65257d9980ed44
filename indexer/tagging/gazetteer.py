"""Mentions of regions: their names, places, peoples, institutions, persons."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.analysis import Analyzer
from indexer.tagging.not_the_place import Passing
from indexer.tagging.phrases import PhraseMatch, Phrases
from indexer.tagging.region_names import Name, read_data, region_names
from indexer.tagging.traits import traits
from indexer.tagging.words import TextWord, Zone
from indexer.taxonomy import Entry, Taxonomy

WEIGHTS = {
    "names": 1.0,
    "places": 1.0,
    "bodies": 0.7,
    "adjectives": 0.7,
    "people": 0.7,
    "persons": 0.5,
    "companies": 0.5,
    "villages": 0.8,
    "hints": 0.9,
}
"""What one mention of each kind weighs."""


Names = tuple[Name, ...]

_PLACES = {"names", "places", "villages", "adjectives", "people"}
"""Kinds that are brands and titles when they stand in Latin letters within Russian text."""

_WAYS = {("из", "в"), ("из", "на"), ("from", "to")}
_DASH = re.compile(r"\s?[-–—]\s?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at words [start, end).

    ``sure``: not guarded, or its context shows that it is the place. ``route``: one end of a
    line ("поезд Воркута — Новороссийск"). ``attribute``: only says of a thing where it was made, of
    a person where they come from.
    """

    name: Name
    start: int
    end: int
    word: TextWord
    text: str
    sure: bool
    route: bool
    attribute: bool = False


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
        data = tomllib.loads(read_data("regions.toml"))
        context = data.pop("context")
        self._names = Phrases(analyzer, region_names(data, context["never"], taxonomy))
        self._passing = Passing(analyzer, context)
        self._digests, self._attacks = (
            Phrases(analyzer, ((text, True) for text in context[key]))
            for key in ("digests", "attacks")
        )
        self.homonyms = tuple(
            Homonym(**row | {"cues": frozenset(map(str.lower, row["cues"]))})
            for row in context["homonyms"]
        )
        self._far: str = context["far"]
        self._opponents: Mapping[str, str] = context["opponents"]
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

    def opponent(self, id: str) -> str | None:
        """The state that ``id``, or the one that it is part of, is at war with."""
        return self._opponents.get(self.whole if self.is_part(id) else id)

    def is_part(self, id: str) -> bool:
        """Whether ``id`` belongs to the state whose other regions are ``whole``."""
        return not self._parts.isdisjoint(self._taxonomy.ancestors([id]))

    def mentions(self, words: Sequence[TextWord]) -> Iterator[Mention]:
        """The names in ``words`` that are not those of streets or persons."""
        cyrillic = 2 * sum(word.form.isascii() for word in words) < len(words)
        matches = [
            m
            for m in self._names.find(words)
            if m.value and not self._is_other(words, m, cyrillic=cyrillic)
        ]
        for number, match in enumerate(matches):
            yield from self._mentions_of(words, match, matches[max(0, number - 1) : number + 2])

    def _mentions_of(
        self,
        words: Sequence[TextWord],
        match: PhraseMatch[Names],
        near: Sequence[PhraseMatch[Names]],
    ) -> Iterator[Mention]:
        """One for each region that ``match`` names; ``near``: the matches beside it, and itself."""
        word, place = words[match.start], (match.start, match.end)
        placed = self._passing.is_placed(words, match.start)
        route = any(
            _on_route(words, *two) or self._is_flight(words, *two) for two in pairwise(near)
        )
        area = word.capital and self._passing.is_area(words, match.end)
        for name in map(_as_area, match.value) if area else match.value:
            sure = not _is_doubtful(name, word) or (placed and name.kind != "hints")
            attribute = self._is_attribute(words, match, name)
            yield Mention(name, *place, word, match.text, sure, route, attribute)

    def _is_attribute(
        self, words: Sequence[TextWord], match: PhraseMatch[Names], name: Name
    ) -> bool:
        """Whether ``name`` only says where a thing was made, where one comes from, what is joined.

        Who is at war is said by its arms, and one from the Caucasus is what the archive is about.
        """
        if self._passing.is_tie(words, match.start) and self.is_far(name.region):
            return True
        made = name.kind == "adjectives" and self._passing.is_made(words, match.end)
        return made and not self.opponent(name.region)

    def _is_other(
        self, words: Sequence[TextWord], match: PhraseMatch[Names], *, cyrillic: bool
    ) -> bool:
        """Whether it only bears the name of a place; ``cyrillic``: in a text in Russian."""
        name, place = match.value[0], (match.start, match.end)
        if name.kind == "hints":
            return False
        if self._passing.is_street(words, *place):
            return True
        if name.region == self.whole and self._passing.is_noticed(words, *place):
            return True
        if name.kind not in _PLACES:
            return False
        return (cyrillic and match.text.isascii()) or self._passing.is_other_name(
            words, *place, guarded=name.guarded
        )

    def _is_flight(
        self, words: Sequence[TextWord], one: PhraseMatch[Names], other: PhraseMatch[Names]
    ) -> bool:
        """Whether something goes from ``one`` to ``other``: "рейс из Казани в Сочи"."""
        if other.start != one.end + 1 or not _are_places(one, other):
            return False
        way = words[one.start - 1].form, words[one.end].form
        return way in _WAYS and self._passing.is_flight(words, one.start - 1)

    def is_digest(self, words: Sequence[TextWord]) -> bool:
        """Whether the title is that of a list of news: "Главное к утру вторника"."""
        title = [word for word in words if word.zone is Zone.TITLE]
        return next(self._digests.find(title), None) is not None

    def tells_attack(self, words: Sequence[TextWord]) -> bool:
        """Whether the article tells of an attack in a war: drones, shelling."""
        return next(self._attacks.find(words), None) is not None

    def is_place_word(self, word: TextWord) -> bool:
        """Whether a name beside ``word`` is that of a street or a place: "проспект", "село"."""
        return self._passing.is_place_word(word)


def _is_doubtful(name: Name, word: TextWord) -> bool:
    """Whether it is also something else: a surname in an oblique case, for a village (Котова)."""
    return name.guarded or (name.kind == "villages" and bool(traits(word.form).surnames))


def _as_area(name: Name) -> Name:
    """The adjective of an area as its name."""
    return Name(name.region, "names")


def _lineage(entry: Entry, taxonomy: Taxonomy) -> tuple[str, ...]:
    above = sorted(taxonomy.ancestors([entry.id]), key=taxonomy.depth, reverse=True)
    return tuple(above[:-1] if entry.parent else above)


def _on_route(
    words: Sequence[TextWord], match: PhraseMatch[Names], following: PhraseMatch[Names]
) -> bool:
    """Whether a dash joins two names of places: Воркута — Новороссийск."""
    if match.end != following.start or not _DASH.fullmatch(words[following.start].gap):
        return False
    return _are_places(match, following)


def _are_places(*matches: PhraseMatch[Names]) -> bool:
    return all(name.kind in {"names", "places", "villages"} for m in matches for name in m.value)
