"""Full names in a Russian text: a first name with a surname, in either order, and what is between.

Магомед Магомедович Гаджиев, Урсула фон дер Ляйен, Ким Чен Ын, Гаджиев Магомед.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.tagging.context_ru import (
    GENITIVE,
    cases_before,
    described,
    follows,
    has_office,
    is_name,
    no_first_name,
    plainly_common,
    quoted,
    speaks,
    woman_acts,
    woman_spoke,
)
from indexer.tagging.model import FAIR, LIKELY, SURE
from indexer.tagging.person_names import ANY_CASE, Reading, readings
from indexer.tagging.traits import lists, traits
from indexer.tagging.words import TextWord

SURNAME = re.compile(
    "(?:[её]в|ов|[иы]н|ск(?:ий|ой)|швили|дзе|[иу]а|ия|[клб]ая|ян|янц|енко|чук|[еи]ч|[аеио]йл?о|ук|ба|"
    "(?:[её]в|ов|[иы]н)а|ская)$"
)
"""What the nominative of a surname often ends in."""

STRICT = re.compile("(?:[её]в|ов|[иы]н|[сц]кий|швили|дзе|ян|енко)$")
"""What a surname has that is written like a common word (Свинцов, Майский)."""

SUBJECT = frozenset({"nomn"})
"""The case of who acts."""
_SPANISH = re.compile("(?:[еоа]с|ез|ндо|еро|ья)$")
"""What a first surname ends in after which the mother's comes: Эдуардо Родригес Вельце."""

_HIS = re.compile("[вмнщ](?:ого|его)$")
"""What tells a man's genitive after his name: "Евгения Серебрякова, подозреваемого в ..."."""


_MIDDLES = 2
"""Middle names at most."""

_SONS = frozenset({"оглы", "кызы", "угли", "уулу"})

_SYLLABLE = "[бвгджзклмнпрстфхцчшщ]{0,2}[ьъ]?[аеёиоуыэюя]{1,3}(?:нь|нъ|н|нг|к|м|л|ль|п|р|й)?"
_SYLLABLE_LETTERS = 4
_VOWELS = frozenset("АЕИОУЫЭЮЯ")
SYLLABLES = re.compile(f"(?:{_SYLLABLE}){{1,2}}[аеуя]?(?:ом|ем)?")


@dataclass(slots=True)
class NameFound:
    """A mention of a person at words [start, end). ``given`` is "" for a surname alone.

    ``cases``: the cases that the words before allow. ``woman``: the verb beside it tells it.
    ``middle``: what stands between first name and surname, patronymics aside. ``eastern``: the
    family name comes first and only the last word is declined. ``leads``: it opens a sentence.
    ``seen``: by the recogniser alone.
    """

    given: str
    surname: str
    start: int
    end: int
    cases: frozenset[str]
    confidence: float
    woman: bool = False
    middle: tuple[str, ...] = ()
    eastern: bool = False
    leads: bool = False
    seen: bool = False


def full(words: Sequence[TextWord], at: int, taken: set[int], famous: set[int]) -> NameFound | None:
    """Магомед Гаджиев, Магомед Магомедович Гаджиев; an unknown first name if there is evidence."""
    if not is_name(words, at, set()):
        return None
    given = traits(words[at].form).given
    end, middle = _past_middle(words, at, taken, famous)
    named = is_name(words, end, taken) or (given and _is_surname(words, end))
    nick = end > at + 1 and quoted(words, end - 1, end)
    if not (named and (nick or follows(words, end))) or quoted(words, at, end + 1):
        return None
    confidence = SURE if given else _evidence(words, at, end, taken, famous)
    common = traits(words[at].form).common and _is_no_surname_beside_a_word(words, at, end)
    if not confidence or common or plainly_common(words[end], after_given=True):
        return None
    spoke = woman_spoke(words, at)
    cases = SUBJECT if spoke else cases_before(words, at, taken)
    if cases == ANY_CASE and end + 1 < len(words) and _HIS.search(words[end + 1].form):
        cases = GENITIVE
    woman = spoke or woman_acts(words, end + 1)
    end, middle = _past_further(words, end, middle)
    found = NameFound(
        words[at].form, words[end].form, at, end + 1, cases, confidence, woman, middle
    )
    found.leads = words[at].opens
    return found


def _is_no_surname_beside_a_word(words: Sequence[TextWord], at: int, end: int) -> bool:
    """Whether a first name that is a common word too is that word.

    «Слава Украине», Герой Социалистического Труда; "Герой Мураками" is of no woman called Гера.
    """
    form, last = words[at].form, traits(words[end].form)
    if last.place or (last.common and not last.surnames):
        return True
    return words[at].opens and all(r.nominative != form for r in traits(form).given)


def _is_surname(words: Sequence[TextWord], at: int) -> bool:
    """Whether what some list has as a place is a surname after a first name: Сергей Собянин."""
    if not is_name(words, at, set()):
        return False
    form = words[at].form
    return bool(
        traits(form).surnames
        or any(STRICT.search(reading.nominative.removesuffix("а")) for reading in readings(form))
        or form.endswith("ская")
    )


def _past_middle(
    words: Sequence[TextWord], at: int, taken: set[int], famous: set[int]
) -> tuple[int, tuple[str, ...]]:
    """Where the surname of the first name at ``at`` stands, and what stands between the two."""
    end, middle = at + 1, at + 1
    if end + 1 < len(words) and quoted(words, end, end + 1) and words[end + 1].capital:
        return end + 1, ()
    if not follows(words, end):
        return _past_particles(words, end), _texts(words, middle, _past_particles(words, end))
    if follows(words, end + 1) and traits(words[end].form).patronymic:
        end, middle = end + 1, end + 1
    elif end + 1 < len(words) and words[end + 1].form in _SONS:
        end, middle = end + 2, end + 2
    else:
        last = end + _MIDDLES
        while end < last and follows(words, end + 1) and _is_middle(words, at, end, taken, famous):
            end += 1
        if _is_nicknamed(words, end):
            return end + 2, _texts(words, middle, end + 1)
    end = _past_particles(words, end)
    return end, _texts(words, middle, end)


def _is_nicknamed(words: Sequence[TextWord], at: int) -> bool:
    """Whether a further first name stands at ``at``, before a nickname: Вильгельм «Ганс» Гейгер."""
    known = traits(words[at].form)
    if not known.given or known.surnames or at + 2 >= len(words):
        return False
    return quoted(words, at + 1, at + 2) and words[at + 2].capital


def _past_particles(words: Sequence[TextWord], at: int) -> int:
    """Where the name after "фон дер", "Ле" and the like stands; ``at`` when there is none."""
    end = at
    while (
        end < min(at + 3, len(words) - 1)
        and words[end].joined
        and words[end].form in lists()["particles"]
        and words[end + 1].joined
    ):
        end += 1
    return end if end < len(words) and words[end].capital else at


def _texts(words: Sequence[TextWord], start: int, end: int) -> tuple[str, ...]:
    return tuple(word.text for word in words[start:end])


def _past_further(
    words: Sequence[TextWord], end: int, middle: tuple[str, ...]
) -> tuple[int, tuple[str, ...]]:
    """Past a second surname that a particle joins: Мухаммед бен Заид Аль Нахайян."""
    while end + 2 < len(words) and (last := _past_particles(words, end + 1)) > end + 1:
        middle += _texts(words, end, last)
        end = last
    return end, middle


def _is_middle(
    words: Sequence[TextWord], first: int, at: int, taken: set[int], famous: set[int]
) -> bool:
    """Whether a name of no surname's shape stands before another one: Кристин Блейси Форд."""
    given = traits(words[first].form).given
    if given and at + 1 in famous and at not in famous:
        return True
    if not is_name(words, at + 1, taken) or at in taken or shaped(words[at]):
        return False
    if not given and traits(words[at].form).given:
        return False
    if plainly_common(words[at + 1]):
        return False
    if traits(words[at].form).surnames:  # Эдуардо Родригес Вельце
        unknown = not traits(words[at + 1].form).lemmas
        return unknown and bool(_SPANISH.search(words[at].form))
    return not traits(words[at + 1].form).given


def _evidence(
    words: Sequence[TextWord], at: int, end: int, taken: set[int], famous: set[int]
) -> float:
    """How sure it is that an unknown word at ``at`` is a first name; 0.0 when there is none."""
    first, last = words[at], words[end]
    if plainly_common(first) or at in famous or no_first_name(first):
        return 0.0
    known = traits(last.form)
    common = plainly_common(last)
    if (known.given and not known.surnames) or (common and not _is_surname(words, end)):
        return LIKELY * (end in famous)
    if end in famous or (first.named and has_office(words, at, taken)):
        return LIKELY
    usual = shaped(last)
    if common or end - at > 1 or (first.opens and not usual):
        return 0.0
    tells = usual or speaks(words, at, end + 1) or described(words, end + 1)
    return FAIR * tells


def surname_first(words: Sequence[TextWord], at: int, taken: set[int]) -> NameFound | None:
    """Гаджиев Магомед Магомедович; Гаджиев Магомед."""
    if not is_name(words, at, taken) or not follows(words, at + 1):
        return None
    given = traits(words[at + 1].form).given
    if not given or (words[at].opens and plainly_common(words[at])):
        return None
    end = at + 2
    if follows(words, end):
        if not traits(words[end].form).patronymic:
            return None
        end += 1
    elif not _agrees(words[at].form, given):
        return None
    cases = cases_before(words, at, taken)
    if cases == ANY_CASE:
        cases = SUBJECT
    return NameFound(words[at + 1].form, words[at].form, at, end, cases, SURE)


def _agrees(surname: str, given: Sequence[Reading]) -> bool:
    """Whether ``surname`` has a surname's shape and the case and gender of a first name."""
    if traits(surname).given:
        return False
    return any(
        STRICT.search(r.nominative.removesuffix("а"))
        and r.cases & first.cases
        and (r.gender in first.gender or first.gender in r.gender)
        for r in readings(surname)
        for first in given
    )


def eastern(words: Sequence[TextWord], at: int, taken: set[int]) -> NameFound | None:
    """Ким Чен Ын, Си Цзиньпин: the family name first."""
    if words[at].form not in lists()["families_ru"] or not is_name(words, at, taken):
        return None
    end = at + 1
    while (
        end < at + 3
        and follows(words, end)
        and (is_name(words, end, taken) or (end > at + 1 and _is_vowel(words, end)))
        and SYLLABLES.fullmatch(words[end].form)
        and not traits(words[end].form).surnames
        and not (traits(words[end].form).given and len(words[end].form) > _SYLLABLE_LETTERS)
    ):
        end += 1
    if end == at + 1 or (end == at + 2 and plainly_common(words[at + 1])):
        return None
    middle = tuple(word.text for word in words[at + 1 : end - 1])
    return NameFound(
        words[at].form,
        words[end - 1].form,
        at,
        end,
        cases_before(words, at, taken),
        LIKELY,
        middle=middle,
        eastern=True,
    )


def _is_vowel(words: Sequence[TextWord], at: int) -> bool:
    """Whether a syllable of one letter ends a name at ``at``, not an initial: Ро Дэ У."""
    dotted = at + 1 < len(words) and words[at + 1].gap.startswith(".")
    return words[at].text in _VOWELS and not (dotted or follows(words, at + 1))


def shaped(word: TextWord) -> bool:
    """Whether ``word`` may be a case of what surnames often end in."""
    return any(SURNAME.search(reading.nominative) for reading in readings(word.form))
