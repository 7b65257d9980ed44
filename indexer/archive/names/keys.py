"""The parts of a name that are compared: how first name and surname sound, in either alphabet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis import sound
from indexer.analysis.normalise import normalise

_SLUG = re.compile("[a-z]+(?:-[a-z]+)+")
"""A name as some archives write it in their metadata: james-baker."""

_CYRILLIC = re.compile("[Ѐ-ӿ]")


@dataclass(frozen=True, slots=True)
class NameKey:
    """``given``: how the first name sounds, "" of a surname alone; ``initial``: it is a letter."""

    given: str
    surname: str
    initial: bool

    @property
    def bare(self) -> bool:
        """Whether it leaves open which person of that surname is meant."""
        return not self.given or self.initial


@lru_cache(maxsize=200_000)
def key_of(name: str) -> NameKey:
    """The key of a name as displayed. What stands between first name and surname is left out."""
    words = plain(name).split()
    if not words:
        return NameKey("", name, initial=False)
    given = words[0] if len(words) > 1 else ""
    return NameKey(sound.keys(given), sound.keys(words[-1]), initial=len(given) == 1)


@lru_cache(maxsize=200_000)
def plain(name: str) -> str:
    """A name whose spellings with other capitals, hyphens of a slug or ё are the same."""
    if _SLUG.fullmatch(name):
        name = name.replace("-", " ")
    return " ".join(filter(None, map(normalise, name.split())))


def is_cyrillic(name: str) -> bool:
    """Whether a name has Russian letters."""
    return _CYRILLIC.search(name) is not None


def is_proper(name: str) -> bool:
    """Whether a name begins with a capital, as no slug does."""
    return name[:1].isupper()
