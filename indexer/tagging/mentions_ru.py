"""Places in a Russian text that name a person, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.tagging.context_ru import (
    cases_before,
    follows,
    goes_on,
    has_office,
    is_name,
    no_person,
    plainly_common,
    quoted,
    speaks,
    woman_acts,
    woman_spoke,
)
from indexer.tagging.declension import readings
from indexer.tagging.lexicon import traits
from indexer.tagging.model import FAIR, LIKELY, SURE
from indexer.tagging.reading import Word

SURNAME = re.compile(
    "(?:[её]в|ов|[иы]н|ск(?:ий|ой)|швили|дзе|[иу]а|ия|[клб]ая|ян|янц|енко|чук|[еи]ч|[аеио]йл?о|ук|ба|"
    "(?:[её]в|ов|[иы]н)а|ская)$"
)
"""What the nominative of a surname often ends in."""

_STRICT = re.compile("(?:[её]в|ов|[иы]н|[сц]кий|швили|дзе|ян|енко)$")
"""What a surname has that is written like a common word (Свинцов, Майский)."""

_FAMILY = re.compile("(?:[её]в|ов|[иы]н)ых$")
"""Several of one surname: a family, a street."""

_ADJECTIVE = re.compile("[сц]к(?:ий|ая|ой)$")
_INITIAL = re.compile("[А-ЯЁ]")


@dataclass(slots=True)
class Found:
    """A mention of a person at words [start, end). ``given`` is "" for a surname alone.

    ``cases``: the cases that the words before allow. ``woman``: the verb that follows tells it.
    """

    given: str
    surname: str
    start: int
    end: int
    cases: frozenset[str]
    confidence: float
    woman: bool = False


def find_mentions(words: Sequence[Word], taken: set[int], known: set[int]) -> Iterator[Found]:
    """The mentions in ``words``, in order; ``taken`` and ``known`` as in ``find_people``."""
    at = 0
    while at < len(words):
        found = None
        if at not in taken and words[at].capital and not no_person(words, at):
            found = (
                _with_initials(words, at, taken)
                or _full(words, at, taken, known)
                or _surname_first(words, at, taken)
                or _alone(words, at, taken, known)
            )
        if found:
            yield found
            at = found.end
        else:
            at += 1


def _with_initials(words: Sequence[Word], at: int, taken: set[int]) -> Found | None:
    """М. Евкуров, М.Б. Евкуров."""
    end = at
    while end < len(words) and end < at + 2 and _INITIAL.fullmatch(words[end].text):
        end += 1
        if end < len(words) and not re.fullmatch(r"\.\s?", words[end].gap):
            return None
    if end == at or not is_name(words, end, taken) or _opens_sentence(words, at, end):
        return None
    return Found(words[at].form, words[end].form, at, end + 1, cases_before(words, at), LIKELY)


def _opens_sentence(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether the initial ends a name and a sentence: "Антон К. Сам автомобиль ..."."""
    after_name = at > 0 and words[at].joined and bool(traits(words[at - 1].form).given)
    return after_name or (traits(words[end].form).common and not traits(words[end].form).surnames)


def _full(  # noqa: PLR0911 - one way out for each kind of evidence
    words: Sequence[Word], at: int, taken: set[int], famous: set[int]
) -> Found | None:
    """Магомед Гаджиев, Магомед Магомедович Гаджиев; an unknown first name if there is evidence."""
    end = at + 1
    if not is_name(words, at, set()) or not follows(words, end):
        return None
    second = traits(words[end].form).patronymic or (end + 1 in famous and end not in famous)
    if (second and follows(words, end + 1)) or _is_middle(words, end, taken):
        end += 1
    if not is_name(words, end, taken) or plainly_common(words[end], after_given=True):
        return None
    first = words[at].form
    cases = cases_before(words, at)
    if quoted(words, at, end + 1):
        return None
    if traits(first).given:
        return Found(first, words[end].form, at, end + 1, cases, SURE)
    strange = not plainly_common(words[at]), not plainly_common(words[end])
    office = words[at].named and has_office(words, at, taken)
    if (any(strange) and office) or (strange[0] and end in famous):
        return Found(first, words[end].form, at, end + 1, cases, LIKELY)
    if not all(strange) or end - at > 1:
        return None
    shaped = _shaped(words[end])
    if (words[at].opens and not shaped) or not (shaped or speaks(words, at, end + 1)):
        return None
    return Found(first, words[end].form, at, end + 1, cases, FAIR)


def _is_middle(words: Sequence[Word], at: int, taken: set[int]) -> bool:
    """Whether a name of no surname's shape stands before another one: Кристин Блейси Форд."""
    if not follows(words, at + 1) or not is_name(words, at + 1, taken) or at in taken:
        return False
    if _shaped(words[at]) or plainly_common(words[at + 1]) or traits(words[at].form).surnames:
        return False
    return not traits(words[at + 1].form).given


def _shaped(word: Word) -> bool:
    return any(SURNAME.search(reading.nominative) for reading in readings(word.form))


def _surname_first(words: Sequence[Word], at: int, taken: set[int]) -> Found | None:
    """Гаджиев Магомед Магомедович."""
    if not is_name(words, at, taken) or not follows(words, at + 2):
        return None
    given, patronymic = traits(words[at + 1].form), traits(words[at + 2].form)
    if not (given.given and patronymic.patronymic and words[at + 1].joined):
        return None
    if words[at].opens and plainly_common(words[at]):
        return None
    cases = cases_before(words, at)
    return Found(words[at + 1].form, words[at].form, at, at + 3, cases, SURE)


def _alone(words: Sequence[Word], at: int, taken: set[int], famous: set[int]) -> Found | None:
    """Евкуров, if he is well known, after "глава Ингушетии" or beside "заявил"."""
    word = words[at]
    shaped = _shaped(word)
    if not is_name(words, at, taken) or traits(word.form).given or quoted(words, at, at + 1):
        return None
    cases = cases_before(words, at)
    office = has_office(words, at, taken, nearest=True)
    nominatives = [reading.nominative for reading in readings(word.form)]
    if plainly_common(word) and not (office and any(map(_STRICT.search, nominatives))):
        return None
    woman = woman_acts(words, at + 1) or woman_spoke(words, at)
    adjective = any(map(_ADJECTIVE.search, nominatives))
    if _FAMILY.search(word.form) or (adjective and at not in famous and goes_on(words, at)):
        return None
    if office or at in famous:
        return Found("", word.form, at, at + 1, cases, LIKELY, woman)
    known = traits(word.form).surnames or (shaped and not traits(word.form).lemmas)
    plain = word.named and not adjective and any(map(_STRICT.search, nominatives))
    if known and (plain or speaks(words, at, at + 1)):
        return Found("", word.form, at, at + 1, cases, FAIR, woman)
    return None
