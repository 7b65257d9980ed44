"""Make ``data/places.txt``: ``python -m indexer.query.help.build_places LIST``.

LIST is JSON lines of GeoNames (https://www.geonames.org, CC BY 4.0) with ``name_en`` and
``names_cyrillic``. Kept are the words of names, in lower case: help asks of a single word whether
it is one of a place's name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from indexer.analysis.normalise import normalise
from indexer.query.help.known_words import SHORTEST

TARGET = Path(__file__).parent / "data" / "places.txt"
HEAD = """\
# Words of the names of places of the Caucasus and the south of Russia, in both alphabets.
# Made by indexer.query.help.build_places from GeoNames (https://www.geonames.org), CC BY 4.0: names
# were split into words.
"""


def main(places: Path) -> None:
    """Write the words, sorted."""
    words: set[str] = set()
    for line in places.read_text(encoding="utf-8").splitlines():
        place = json.loads(line)
        for name in (place["name_en"], *place["names_cyrillic"]):
            words.update(normalise(word).lower() for word in name.split())
    kept = sorted(w for w in words if len(w) >= SHORTEST and w.replace("-", "").isalpha())
    TARGET.write_text(HEAD + "\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
