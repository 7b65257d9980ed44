"""Names that institutions bear in a Russian text: Центр имени Гамалеи, РНЦХ им. Петровского."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.tagging.context_ru import is_honour
from indexer.tagging.traits import traits
from indexer.tagging.words import TextWord

_LONGEST = 5
"""Words at most, with "имени" and initials."""

_ABBREVIATION = re.compile("[А-ЯЁ]{3,9}")

_RANKS = frozenset(
    {"академика", "академиков", "профессора", "маршала", "адмирала", "генерала", "космонавта"}
    | {"святого", "святой", "преподобного", "братьев", "героя", "летчика", "митрополита"}
)
"""What stands before the person an institution is named after: имени академика Петровского."""


def is_abbreviation(word: TextWord) -> bool:
    """Whether an institution may be called so, in capitals."""
    return word.text.isupper() and _ABBREVIATION.fullmatch(word.text) is not None


def in_honour(words: Sequence[TextWord], at: int) -> int:
    """Where the name ends that an institution bears: Центр имени Гамалеи; 0 when it bears none."""
    if not is_honour(words, at):
        return 0
    end = first = at + 1 + (at + 1 < len(words) and words[at + 1].form in _RANKS)
    while end < min(len(words), at + _LONGEST) and words[end].capital:
        if not (words[end].joined or words[end].gap in {". ", "."}) or words[end].opens:
            break
        if (
            end > first
            and "gent" not in traits(words[end].form).cases
            and traits(words[end].form).given
        ):
            break
        end += 1
    return end if end > first else 0
