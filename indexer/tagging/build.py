"""Make ``data/places.tsv`` from a dump of GeoNames: ``python -m indexer.tagging.build DUMP``.

The dump is JSONL with name_en, names_cyrillic, region_key (country or first-level division in
GeoNames' codes) and population. What goes into the file is a name, its region, and whether it is
guarded, that is, whether it needs a word such as "село" or other evidence of the region.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import iuliia
import pymorphy3
from rapidfuzz import fuzz

TARGET = Path(__file__).parent / "data" / "places.tsv"

REGIONS = {
    "AM": "armenia",
    "AZ": "azerbaijan",
    "GE": "georgia",
    "GE-02": "abkhazia",
    "GE-04": "georgia",
    "RU-01": "adygea",
    "RU-07": "astrakhan-region",
    "RU-12": "chechnya",
    "RU-17": "dagestan",
    "RU-19": "ingushetia",
    "RU-22": "kabardino-balkaria",
    "RU-24": "kalmykia",
    "RU-27": "karachay-cherkessia",
    "RU-38": "krasnodar-territory",
    "RU-61": "rostov-region",
    "RU-68": "north-ossetia",
    "RU-70": "stavropol-territory",
    "RU-84": "volgograd-region",
}

LARGE = 20_000
"""People from which a place needs no guard, unless its name is also another word."""

LEAST = 1_000
"""People of the smallest place that is kept."""

LIKE = 86.0
"""A Cyrillic name is Russian when its romanisation is as like the English name (percent)."""

SHORT = 5
"""Letters up to which a name in Latin letters is guarded: there is too much that is spelt alike."""

HEADER = """\
# Places of the Caucasus and the south of Russia: name, region, guarded or not.
# Made by indexer.tagging.build from GeoNames (https://www.geonames.org), CC BY 4.0: names were
# chosen and places below 1,000 people left out.
"""

_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -][А-Яа-яё]+)*")
_ADJECTIVE = re.compile("(ая|ое|[иы]й|ой)$")
_LATIN = re.compile(r"[A-Z][a-z]+(?:[ '-][A-Za-z]+)*")


def rows(places: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    """(name, region, guarded) of what is kept: names of one region alone, in order."""
    morph = pymorphy3.MorphAnalyzer()
    found: defaultdict[str, dict[str, tuple[int, bool]]] = defaultdict(dict)
    for place in places:
        people, names = place["population"], _names(place)
        also = any(_also_a_word(name, morph) for name in names)
        for name in names if people >= LEAST else ():
            region = REGIONS[place["region_key"]]
            found[name][region] = max((people, also), found[name].get(region, (0, False)))
    for name, regions in sorted(found.items()):
        (region, (people, also)), *others = regions.items()
        # a name of two regions tells neither, that of a small place is mostly the word
        if others or (also and people < LARGE):
            continue
        latin = name[0].isascii()
        yield name, region, also or people < LARGE or (latin and len(name) <= SHORT)


def _names(place: dict[str, Any]) -> set[str]:
    """The English name without marks, and the Cyrillic ones that are most like it."""
    plain = unicodedata.normalize("NFKD", place["name_en"].replace("’", ""))
    latin = plain.encode("ascii", "ignore").decode()
    likeness = {
        name: fuzz.ratio(iuliia.BGN_PCGN.translate(name), latin)
        for name in place["names_cyrillic"]
        if _RUSSIAN.fullmatch(name)
    }
    best = max(LIKE, *likeness.values(), 0.0)
    names = {name for name, like in likeness.items() if like >= best}
    return names | {latin} if _LATIN.fullmatch(latin) and len(latin) == len(plain) else names


def _also_a_word(name: str, morph: pymorphy3.MorphAnalyzer) -> bool:
    """Whether the dictionary has ``name`` as anything but a place, or it is an adjective."""
    if " " in name or "-" in name or name[0].isascii():
        return False
    return _ADJECTIVE.search(name) is not None or any(
        parse.is_known and "Geox" not in parse.tag for parse in morph.parse(name.lower())
    )


def main(dump: Path) -> None:
    """Write the file anew."""
    with dump.open(encoding="utf-8") as file:
        lines = [
            f"{name}\t{region}\t{'guarded' if guarded else 'plain'}\n"
            for name, region, guarded in rows(map(json.loads, file))
        ]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
