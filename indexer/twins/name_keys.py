"""Keys by which a name is known in both alphabets, whatever its case ending.

Coarser than how a name sounds (``indexer.analysis.sound``): vowels are left out, and consonants
that the alphabets exchange are one. Кавано and Kavanaugh, Блейзи and Blasey, Джонсон and Johnson
are alike. What is compared are two articles of some days, so that few names are alike by chance.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.analysis import sound

_ENDING = re.compile(
    "(?:ами|ями|ого|его|ому|ему|ыми|ими|ском|ской|ская|ский|ом|ем|ём|ой|ей|ам|ям|ах|ях|ых|их|ым|им"
    "|ов|ев|[аеёиоуыэюяьй]+)$"
)
_STEM = 3
"""Letters that an ending leaves at least."""

_SOFT_C = re.compile("c(?=[eiy])")
_SILENT = re.compile("(?<=[au])gh|(?<=[aeiouy])h(?![aeiouy])|(?<=n)h|(?<=[aeo])w(?![aeiouy])")
_POSSESSIVE = re.compile("['’]s?$")
_U = re.compile("у(?=[аеиоэя])")
_ALIKE = str.maketrans({"z": "s", "C": "s", "X": "W", "J": "W", "f": "v", "p": "b", "d": "t"})
_VOWELS = re.compile("[aeiouy]+")
_INNER = re.compile("(?<=.)H")
_DOUBLE = re.compile(r"(.)\1+")
_SHORTEST = 3
"""Consonants of a key at least; a name that has fewer keeps its vowels: Шали, Баку."""

_OPEN = frozenset("aeiou")


@lru_cache(maxsize=100_000)
def name_keys(word: str) -> frozenset[str]:
    """The keys of a word in lower case, () of one that is too short.

    Two of a Russian word: its last letters may be an ending, or of the name (Медведев).
    """
    if word.isascii():
        plain = _SILENT.sub("", _SOFT_C.sub("s", _POSSESSIVE.sub("", word)))
        wholes = {plain} | ({f"g{plain[1:]}"} if plain.startswith("h") else set())
    else:
        plain = _U.sub("в", word)
        stem = _ENDING.sub("", plain)
        wholes = {plain} | ({stem} if len(stem) >= _STEM else set())
    return frozenset(key for whole in wholes if (key := _key(sound.keys(whole))))


def _key(heard: str) -> str:
    heard = _INNER.sub("", heard).translate(_ALIKE)
    first = "a" if heard[:1] in _OPEN else ""
    bare = first + _DOUBLE.sub(r"\1", _VOWELS.sub("", heard))
    if len(bare) >= _SHORTEST:
        return bare
    return f"{heard}." if len(heard) > _SHORTEST else ""
