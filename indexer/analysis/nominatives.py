"""Names and other words that no dictionary knows: the nominatives that a form may belong to.

One row of the tables is one way in which names are declined. Read backwards: a form that ends in
one of the row's endings, after a stem of the row's kind, may be of the name stem + nominative.
All case forms of a name share that nominative; that is their term. A surname in -ов, -ев, -ин,
-ский is one name for men and women: the nominative is the man's.
"""

from __future__ import annotations

from dataclasses import dataclass

HARD = "б в д з л м н п р с т ф"
VELAR = "г к х"
HUSHING = "ж ш ч щ"
CONSONANT = f"{HARD} {VELAR} {HUSHING} ц"
VOWEL = "а е и о у ы э ю я"
SURNAME = "ов ев ин ын"


@dataclass(frozen=True, slots=True)
class Declension:
    """``stem``: how the stem ends. ``endings``: of the cases and numbers; "-" is the empty one."""

    example: str
    stem: str
    nominative: str
    endings: str


SURNAMES = (
    Declension("Барахоев, Барахоева", SURNAME, "", "- а у ым е ой ою ы ых ыми"),
    Declension("Ростов", SURNAME, "", "ом"),
    Declension("Домодедово", SURNAME, "о", "о а у ом е"),
    Declension("Трубецкой, Трубецкая", "ск цк", "ий", "ий ой ого ому им ом ая ую ою ое ие их ими"),
)
"""What fits one of these is declined by these alone. The stem has four letters or more."""

TOWNS = (Declension("Сухокумск", "ск цк", "", "ом"),)
"""What a town has in common with a surname: Сухокумском."""

NOUNS = (
    Declension("Бамут", f"{HARD} ц", "", "- а у ом е ы ам ами ах"),
    Declension("Мохк", f"{VELAR} {HUSHING}", "", "- а у ом ем е и ам ами ах"),
    Declension("Кац", "ц", "", "ем"),
    Declension("Малец", CONSONANT, "ец", "ец ца цу цом цем це цы"),
    Declension("Шамиль", CONSONANT, "ь", "ь я ю ем е и ям ями ях"),
    Declension("Казань", CONSONANT, "ь", "ью"),
    Declension("Абай", VOWEL, "й", "й я ю ем е и ям ями ях"),
    Declension("Шамба", f"{HARD} ц", "а", "а ы е у ой ою"),
    Declension("Баксанка", f"{VELAR} {HUSHING}", "а", "а и е у ой ою ей ею"),
    Declension("Бица", "ц", "а", "ей ею"),
    Declension("Ахалая, Бжания", f"{CONSONANT} {VOWEL} ь", "я", "я и е ю ей ею"),
    Declension("Заречье", "ь", "е", "е я ю ем и"),
    Declension("Грозный", CONSONANT, "ый", "ый ой ого ому ым ом ая ую ое ые ых ыми"),
    Declension("Дальний", CONSONANT, "ий", "ий его ему им ем яя юю ее ие их ими"),
)

PLURALS = (
    Declension("блогеры", f"{HARD} {VELAR} ц", "", "ов"),
    Declension("вагнеровцы", CONSONANT, "ец", "цев цам цами цах"),
    Declension("гудермесчане", CONSONANT, "анин", "ане ан анам анами анах"),
    Declension("назраняне", CONSONANT, "янин", "яне ян янам янами янах"),
)
"""Plurals of words that are written small; only that distinguishes them from surnames."""

INDECLINABLE = ("и", "о", "у", "э", "ю", "ых", "их")
"""A form that ends so may be the nominative itself: Сочи, Шевченко, Кулиду, Черных."""

DEFINITE = ("швили", "дзе", "нко", "иа", "уа")
"""A form that ends so is nothing else."""


MEN = tuple(SURNAME.split())
"""How surnames end that women have with -а."""

_Undo = tuple[int, str]
"""How many letters the ending has, and the nominative ending to put in its place."""


class _Table:
    """Declensions read backwards: end of a stem and ending → what may stand instead of the ending.

    Looked up by the last letters of a word: as many slices as those have different lengths.
    """

    def __init__(self, rows: tuple[Declension, ...], least: int) -> None:
        """``least``: letters of the shortest stem."""
        self._least = least
        self._undos: dict[str, list[_Undo]] = {}
        for row in rows:
            for ending in row.endings.replace("-", "").split(" "):
                for stem in row.stem.split(" "):
                    undo = len(ending), row.nominative
                    self._undos.setdefault(stem + ending, []).append(undo)
        self._sizes = tuple(sorted(set(map(len, self._undos))))

    def nominatives(self, word: str) -> set[str]:
        """Of all rows that ``word`` fits."""
        found: set[str] = set()
        for size in self._sizes:
            for letters, ending in self._undos.get(word[-size:], ()):
                cut = len(word) - letters
                if cut >= self._least:
                    found.add(word[:cut] + ending)
        return found


_SURNAMES, _TOWNS = _Table(SURNAMES, 4), _Table(TOWNS, 4)
_NOUNS, _PLURALS = _Table(NOUNS, 2), _Table(PLURALS, 3)


def surnames(word: str) -> set[str]:
    """The nominatives of ``word`` if it has the shape of a surname (-ов, -ев, -ин, -ский)."""
    return _SURNAMES.nominatives(word)


def towns(word: str) -> set[str]:
    """The nominatives of ``word`` if it may be a town that is declined like a surname: -ск, -цк."""
    return _TOWNS.nominatives(word)


def plurals(word: str) -> set[str]:
    """The nominatives of ``word`` if it may be a plural of people: блогеров, кадыровцам."""
    return _PLURALS.nominatives(word)


def nominatives(word: str) -> set[str]:
    """The nominatives of the name that ``word`` may be a form of, never empty."""
    if word.endswith(DEFINITE):
        return {word}
    found = (surnames(word) | towns(word)) or _NOUNS.nominatives(word)
    if not found or word.endswith(INDECLINABLE):
        found.add(word)
    return found


def both_genders(nominative: str) -> tuple[str, ...]:
    """The nominatives of a man and a woman of this surname; of any other word itself."""
    if len(nominative) < 5:
        return (nominative,)
    if nominative.endswith(("ский", "цкий")):
        return nominative, nominative[:-2] + "ая"
    return (nominative, nominative + "а") if nominative.endswith(MEN) else (nominative,)


def forms(nominative: str) -> set[str]:
    """All forms of a name that is declined as a noun; of an indeclinable one itself."""
    found = {nominative}
    if nominative.endswith(INDECLINABLE):
        return found
    for row in NOUNS:
        stem = nominative.removesuffix(row.nominative)
        fits = nominative == stem + row.nominative and stem.endswith(tuple(row.stem.split(" ")))
        if fits:
            found.update(stem + ending for ending in row.endings.replace("-", "").split(" "))
    return found
