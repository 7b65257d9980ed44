"""Names in which the family comes first: Си Цзиньпин, Kim Jong Un, Nguyen Phu Trong.

Chinese, Korean and Vietnamese names are written so in both languages; Japanese and Hungarian ones
are turned round by newspapers.
"""

from __future__ import annotations

import re

from indexer.tagging.full_names_ru import SYLLABLES as IN_RUSSIAN
from indexer.tagging.people_en import SYLLABLES as IN_ENGLISH
from indexer.tagging.traits import lists, traits

LONGEST_PART = 6
"""Letters of a part of a given name that is written in two: Phu Trong."""

_CHINESE = re.compile("цз|чж")
"""What only words after Chinese sounds have: dictionaries call Цзэдун a surname."""


def is_family_first(name: str) -> bool:
    """Whether the first word of a name in the nominative is that of the family.

    It has to be one of the families that are known, and what follows has to look like a given
    name of these languages: of two syllables, or in two short parts.
    """
    family, *given = name.lower().replace("ё", "е").split() or [""]
    if len(given) not in {1, 2}:
        return False
    parts = [part for word in given for part in word.split("-")]
    if family in lists()["families_ru"]:
        return all(_is_given_in_russian(part) for part in parts)
    if family in lists()["families_en"]:
        short = len(parts) == 2 and all(len(part) <= LONGEST_PART for part in parts)
        known = not lists()["given_en"].isdisjoint(given)
        return not known and (short or all(IN_ENGLISH.fullmatch(part) for part in parts))
    return False


def _is_given_in_russian(part: str) -> bool:
    if _CHINESE.search(part):
        return True
    if traits(part).surnames or part in lists()["men_ru"] | lists()["women_ru"]:
        return False
    return IN_RUSSIAN.fullmatch(part) is not None
