"""Institutions in a Russian text by what they are called: Национальный институт ..., Совет по ....

The name is given in the nominative: the noun and the adjectives before it are declined back, what
follows it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pymorphy3

from indexer.tagging.context_ru import is_unhonoured
from indexer.tagging.honours_ru import in_honour, is_abbreviation
from indexer.tagging.traits import morphology, traits
from indexer.tagging.words import TextWord

ADJECTIVES, TAIL, NAMESAKE = 4, 8, 2
"""Words at most: adjectives before the noun, what it is for after it, the name that it bears
(Университет Джонса Хопкинса)."""

_MINISTRY, _COURT = "министерство", "суд"

_NAMED_WITHOUT = frozenset({_MINISTRY, _COURT, "парламент", "дума", "собрание"})
"""What is named without the place that it belongs to."""

_FURTHER = {"за": "ablt", "над": "ablt", "против": "gent"}
"""Prepositions within a purpose, and their case: Центр мониторинга за соблюдением прав."""

_OF_A_PLACE = re.compile("ск(?:ий|ого|ому|им|ом)$")

_FORMS = frozenset({"ADJF", "PRTF"})


@dataclass(frozen=True, slots=True)
class InstitutionWords:
    """Lemmas, and adjectives by their terms.

    ``bodies``: what an institution is; ``opening``: those whose capital counts at the start of a
    sentence; ``official``: adjectives that make one there, as those of ``countries`` do.
    ``no_tails``: what names none after it.
    """

    bodies: frozenset[str]
    opening: frozenset[str]
    official: frozenset[str]
    no_tails: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Noun:
    """A noun in the singular: its ``gender`` as pymorphy names it, the cases that it may be."""

    lemma: str
    gender: str
    cases: frozenset[str]


def institutions(
    words: Sequence[TextWord], lists: InstitutionWords
) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of each institution."""
    for at, word in enumerate(words):
        if word.capital and is_abbreviation(word) and (end := in_honour(words, at + 1)):
            yield f"{word.text} {_after(words, at, end)}", at, end  # РНЦХ им. Петровского
            continue
        if lists.bodies.isdisjoint(word.terms):
            continue
        noun = _noun(word.form)
        if noun is None or noun.lemma not in lists.bodies:
            continue
        start = _first_adjective(words, at, noun)
        end = _tail(words, at + 1, lists.no_tails)
        if honoured := in_honour(words, at + 1):
            yield _display(words, start, at, honoured, noun), start, honoured
            continue
        if start == at and noun.lemma == "организация" and not _stands_for(words, at + 1):
            continue  # "Организация кода и модулей"
        if start == at:
            named = _by_tail(words, at, noun.lemma, end, lists)
            end = max(end, _after_somebody(words, at)) if named or word.named else end
            named = named or (end > at + 1 and word.named)
        else:
            named = _by_adjectives(words, start, at, noun.lemma, end, lists)
        if named:
            end = end if noun.lemma in _NAMED_WITHOUT else _of_a_place(words, end)
            yield _display(words, start, at, end, noun), start, end


def _stands_for(words: Sequence[TextWord], at: int) -> bool:
    """Whether a preposition and the purpose of an institution follow: Организация по ..."""
    return at < len(words) and words[at].form == "по" and words[at].joined


def is_of_others(words: Sequence[TextWord], start: int, end: int) -> bool:
    """Whether a common word that names an institution is another's: Конгресс молодых учёных."""
    if end != start + 1 or end >= len(words) or words[start].text.isupper():
        return False
    after = words[end]
    if not traits(words[start].form).common or not after.joined or after.capital:
        return False
    return after.text[0].isalpha() and _in_case(after.form, "gent") != ""


def _by_tail(
    words: Sequence[TextWord], at: int, lemma: str, end: int, lists: InstitutionWords
) -> bool:
    """Whether the noun at ``at``, without an adjective, names an institution by what follows."""
    if end == at + 1:
        return False
    word = words[at]
    if lemma == _MINISTRY or word.named:
        return True
    if lemma == "движение":  # "Движение по ветке закрыто"
        return False
    return word.capital and (lemma in lists.opening or words[at + 1].form == "по")


def _by_adjectives(  # noqa: PLR0913, PLR0917 - what the words are is told by all of them
    words: Sequence[TextWord], start: int, at: int, lemma: str, end: int, lists: InstitutionWords
) -> bool:
    """Whether the adjectives from ``start`` on and the noun at ``at`` name an institution."""
    first = words[start]
    if lemma == "федерация" and "российский" in first.terms and at == start + 1:  # a state
        return False
    if not first.capital or (first.text.isupper() and len(first.text) > 1):
        return False
    if not first.opens:  # an adjective has a capital as a part of a name alone
        return True
    country = not lists.countries.isdisjoint(first.terms)
    if end > at + 1 or at - start > 1:
        return country or lemma == _COURT or not lists.official.isdisjoint(first.terms)
    return lemma == _COURT and not country and bool(_OF_A_PLACE.search(first.form))


def _after_somebody(words: Sequence[TextWord], at: int) -> int:
    """Where the name ends after which an institution is called: Университет Джонса Хопкинса."""
    end = at + 1
    if end < len(words) and words[end].form == "штата":  # Университет штата Луизиана
        end += 1
    while end < min(len(words), at + NAMESAKE + 2) and words[end].joined and words[end].capital:
        known = traits(words[end].form)
        if (
            words[end].text.isupper()
            or (known.town and end == at + 1)
            or not words[end].text[0].isalpha()
            or is_unhonoured(words[end])
        ):
            break
        end += 1
    if not words[end - 1].capital:
        return at + 1
    whole = end == at + 2 and _in_case(words[end - 1].form, "gent") == "adjective"
    return end + (whole and _goes_on(words, end))


def _goes_on(words: Sequence[TextWord], at: int) -> bool:
    """Whether a noun in the genitive, in small letters, stands at ``at``: Музей Мирового океана."""
    if at >= len(words) or not words[at].joined or words[at].capital:
        return False
    return _in_case(words[at].form, "gent") == "noun"


def _of_a_place(words: Sequence[TextWord], at: int) -> int:
    """Where the place ends that stands at ``at`` behind its institution; ``at`` if there is none.

    Национальный фонд Шотландии, Прокуратура Северной Осетии.
    """
    end = at
    while end < min(len(words), at + 2) and words[end].joined and words[end].named:
        known = traits(words[end].form)
        if known.town and ("gent" in known.cases or words[end].text.isupper()):
            return end + 1
        if _in_case(words[end].form, "gent") != "adjective":
            return at
        end += 1
    return at


def _first_adjective(words: Sequence[TextWord], at: int, noun: _Noun) -> int:
    """Where the adjectives before the noun at ``at`` begin: at the last one with a capital."""
    start = found = at
    while start > max(0, at - ADJECTIVES) and words[start].joined:
        if not _agrees(words[start - 1].form, noun):
            break
        start -= 1
        if words[start].capital:
            found = start
            if not words[start - 1].capital:
                break
    return found


def _tail(words: Sequence[TextWord], at: int, no_tails: frozenset[str]) -> int:
    """Where what the institution is for ends: "по правам человека", "изучения войны"."""
    end, case = at, "gent"
    if end < len(words) and words[end].form == "по" and words[end].joined:
        end, case = end + 1, "datv"
    last, good, first = end, end, case
    while last < min(len(words), at + TAIL) and words[last].joined:
        word = words[last]
        if word.form == "и" and last > end:
            last += 1
            continue
        if word.form in _FURTHER and good > at:
            case = _FURTHER[word.form]
            last += 1
            continue
        ends = not no_tails.isdisjoint(word.terms)
        if word.text.isupper() or (ends and (good == at or "мир" not in word.terms)):
            break  # but: Институт исследования проблем мира
        kind = _in_case(word.form, case)
        if not kind and words[last - 1].form == "и":  # по оценке и использованию
            kind = _in_case(word.form, first)
        if not kind or word.capital or _is_other(words, good, last):
            break
        last += 1
        if kind == "noun":
            good, case = last, "gent"
    return good if good > end else at


def _is_other(words: Sequence[TextWord], good: int, at: int) -> bool:
    """Whether "и" joins the word at ``at`` to one of another kind, which ends before ``good``.

    Совет оппозиции и бывшего офицера is the council of the opposition alone.
    """
    if not good or all(word.form != "и" for word in words[good:at]):
        return False
    noun = _in_case(words[at].form, "gent") == "noun"
    return noun and _is_being(words[at].form) != _is_being(words[good - 1].form)


@lru_cache(maxsize=20_000)
def _is_being(form: str) -> bool:
    """Whether ``form`` is most likely a form of a word for a living being."""
    return "anim" in morphology().parse(form)[0].tag


@lru_cache(maxsize=50_000)
def _in_case(form: str, case: str) -> str:
    """Whether the dictionary has ``form`` in this case: "noun", "adjective" or ""."""
    for parse in morphology().parse(form):
        if not parse.is_known or parse.score < 0.05:
            continue
        if parse.tag.POS == "NOUN" and case in parse.tag and "Name" not in parse.tag:
            return "noun"
        if parse.tag.POS in _FORMS and case in parse.tag:
            return "adjective"
    return ""


@lru_cache(maxsize=50_000)
def _noun(form: str) -> _Noun | None:
    found = [p for p in morphology().parse(form) if p.is_known and p.tag.POS == "NOUN"]
    if not found or "plur" in found[0].tag:
        return None
    first = found[0]
    cases = frozenset(
        str(p.tag.case) for p in found if p.normal_form == first.normal_form and "sing" in p.tag
    )
    return _Noun(first.normal_form.replace("ё", "е"), str(first.tag.gender), cases)


@lru_cache(maxsize=50_000)
def _adjective(form: str) -> tuple[pymorphy3.analyzer.Parse, ...]:
    return tuple(p for p in morphology().parse(form) if p.tag.POS in _FORMS and "sing" in p.tag)


def _agrees(form: str, noun: _Noun) -> bool:
    return any(
        parse.tag.gender == noun.gender and str(parse.tag.case) in noun.cases
        for parse in _adjective(form)
    )


def _display(words: Sequence[TextWord], start: int, at: int, end: int, noun: _Noun) -> str:
    parts = [_nominative(word, noun) for word in words[start:at]]
    parts.append(noun.lemma)
    parts += [_after(words, at, end)] * (end > at + 1)
    if words[at].capital and start < at:
        parts[at - start] = parts[at - start].capitalize()
    text = " ".join(parts)
    return text[0].upper() + text[1:]


def _after(words: Sequence[TextWord], at: int, end: int) -> str:
    """What follows the word at ``at``, as it stands."""
    return " ".join(_text(words, place) for place in range(at + 1, end))


def _text(words: Sequence[TextWord], at: int) -> str:
    """A word as it stands, initials and "им" with their dots."""
    word = words[at]
    return word.text + "." * (word.form == "им" or (len(word.text) == 1 and word.capital))


def _nominative(word: TextWord, noun: _Noun) -> str:
    for parse in _adjective(word.form):
        if parse.tag.gender == noun.gender and str(parse.tag.case) in noun.cases:
            if "nomn" in parse.tag:  # a superlative has another nominative: высочайшее
                return word.text
            found = parse.inflect({"nomn", "sing", noun.gender})
            if found:
                return str(found.word.capitalize() if word.capital else found.word)
    return word.text
