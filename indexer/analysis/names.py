"""Names and other words that no dictionary knows: the nominatives that a form may belong to.

One row of DECLENSIONS is one way in which names are declined. Read backwards: a form that
ends in one of the row's endings, after a stem of the row's kind, may be of the name
stem + nominative. All case forms of a name share that nominative; that is their term.
Men's and women's surnames in -ов, -ев, -ин, -ский are one name: the nominative is the man's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONSONANT = "бвгджзклмнпрстфхцчшщ"
_VOWEL = "аеиоуыэюя"


@dataclass(frozen=True, slots=True)
class Declension:
    """``stem``: a regular expression for the end of the stem. "-" is the empty ending."""

    example: str
    stem: str
    nominative: str
    endings: str


SURNAMES = (
    Declension("Барахоев, Барахоева", "..[ое]в|..[иы]н", "", "- а у ым е ой ою ы ых ыми"),
    Declension("Ростов (place)", "..[ое]в|..[иы]н", "", "ом"),
    Declension("Домодедово", "..[ое]в|..[иы]н", "о", "о а у ом е"),
    Declension(
        "Трубецкой, Трубецкая", "..[сц]к", "ий", "ий ой ого ому им ом ая ую ою ое ие их ими"
    ),
)
"""What fits one of these is declined by these alone."""

NOUNS = (
    Declension("Бамут", "[бвдзлмнпрстфц]", "", "- а у ом е ы ам ами ах"),
    Declension("Мохк", "[гкхжшчщ]", "", "- а у ом ем е и ам ами ах"),
    Declension("Бабич, Кац", "[жшчщц]", "", "ем"),
    Declension("Малец", "", "ец", "ец ца цу цом цем це цы"),
    Declension("Шамиль", f"[{_CONSONANT}]", "ь", "ь я ю ем е и ям ями ях"),
    Declension("Казань", f"[{_CONSONANT}]", "ь", "ью"),
    Declension("Абай", f"[{_VOWEL}]", "й", "й я ю ем е и ям ями ях"),
    Declension("Шамба", "[бвдзлмнпрстфц]", "а", "а ы е у ой ою"),
    Declension("Баксанка", "[гкхжшчщ]", "а", "а и е у ой ою ей ею"),
    Declension("Бица", "[ц]", "а", "ей ею"),
    Declension("Ахалая, Бжания", f"[{_CONSONANT}{_VOWEL}]", "я", "я и е ю ей ею"),
    Declension("Заречье", "ь", "е", "е я ю ем и"),
    Declension("Грозный", f"[{_CONSONANT}]", "ый", "ый ой ого ому ым ом ая ую ое ые ых ыми"),
    Declension("Дальний", f"[{_CONSONANT}]", "ий", "ий его ему им ем яя юю ее ие их ими"),
)

INDECLINABLE = re.compile("(швили|дзе|[иоуэю]|[ое]вских|ых|их)$")
"""Such a form may be the nominative itself: Саакашвили, Думбадзе, Сочи, Шевченко, Черных."""

_DEFINITE = re.compile("(швили|дзе|нко|иа|уа)$")
"""Such a form is nothing else."""

LONGEST_ENDING = 3


@dataclass(frozen=True, slots=True)
class _Undo:
    cut: int
    stem: re.Pattern[str]
    nominative: str


def _invert(rows: tuple[Declension, ...]) -> dict[str, tuple[_Undo, ...]]:
    found: dict[str, tuple[_Undo, ...]] = {}
    for row in rows:
        stem = re.compile(f"(?:{row.stem})$")
        for ending in row.endings.replace("-", "").split(" "):
            found[ending] = (*found.get(ending, ()), _Undo(len(ending), stem, row.nominative))
    return found


_SURNAMES, _NOUNS = _invert(SURNAMES), _invert(NOUNS)


def surnames(word: str) -> set[str]:
    """The nominatives of ``word`` if it has the shape of a surname (-ов, -ев, -ин, -ский)."""
    return _undo(word, _SURNAMES)


def nominatives(word: str) -> set[str]:
    """The nominatives of the name that ``word`` may be a form of, never empty."""
    if _DEFINITE.search(word):
        return {word}
    found = surnames(word) or _undo(word, _NOUNS)
    if not found or INDECLINABLE.search(word):
        found.add(word)
    return found


def _undo(word: str, table: dict[str, tuple[_Undo, ...]]) -> set[str]:
    found = set()
    for size in range(LONGEST_ENDING + 1):
        for undo in table.get(word[len(word) - size :], ()):
            stem = word[: len(word) - size]
            if len(stem) > 1 and undo.stem.search(stem):
                found.add(stem + undo.nominative)
    return found
