"""Make ``data/surnames-en.txt``: ``python -m indexer.query.help.build_surnames SURNAMES``.

SURNAMES: ``dist.all.last`` of the package names 0.3.0, the surnames of the census of the United
States of 1990 (U.S. Census Bureau, public domain), the most frequent first. The MOST_FREQUENT are
kept, without those that are English words or first names anyway, Russian words typed in the other
keyboard layout, or English words with i and e the other way round, a common misprint (thier).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from indexer.analysis import default_analyzer
from indexer.query.help.keyboard import other_layout
from indexer.query.help.known_words import SHORTEST, is_english
from indexer.tagging.traits import lists

TARGET = Path(__file__).parent / "data" / "surnames-en.txt"
MOST_FREQUENT = 50_000
"""Surnames that are read: rarer ones are as often misprints of other words."""

_PAIR = re.compile("ie|ei")

HEAD = """\
# Surnames in Latin letters. Made by indexer.query.help.build_surnames from the census of the United
# States of 1990 (U.S. Census Bureau, public domain), as the package names 0.3.0 has it.
"""


def kept(lines: list[str]) -> Iterator[str]:
    """The surnames of ``lines``, each of which begins with one."""
    for line in lines[:MOST_FREQUENT]:
        name = line.split()[0].lower()
        known = is_english(name) or name in lists()["given_en"]
        switched = default_analyzer().headwords(other_layout(name))
        misspelt = is_english(_PAIR.sub(lambda pair: pair[0][::-1], name))
        if len(name) >= SHORTEST and not (known or switched or misspelt):
            yield name


def main(surnames: Path) -> None:
    """Write the surnames, sorted."""
    names = sorted(kept(surnames.read_text("ascii").splitlines()))
    TARGET.write_text(HEAD + "\n".join(names) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
