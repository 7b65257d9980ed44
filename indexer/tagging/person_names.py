"""Names of persons in Russian: the nominative of a case form, with gender and case.

One row of PATTERNS is one way in which names are declined. Read backwards it gives, for a form,
every nominative that it may stand for; the caller chooses by what stands around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
ANY_CASE = frozenset(CASES)

_CONSONANTS = "бвгджзклмнпрстфхцчшщ"


@dataclass(frozen=True, slots=True)
class Pattern:
    """``stem``: what the stem ends in. ``endings``: by case, in the order of CASES; "-" is none."""

    gender: str
    stem: str
    endings: tuple[str, ...]


def _pattern(gender: str, stem: str, endings: str) -> Pattern:
    return Pattern(gender, stem, tuple(endings.replace("-", "").split(" ")))


_POSSESSIVE = (
    _pattern("m", "(?:[её]в|ов|[иы]н)", "- а у а ым е"),
    _pattern("f", "(?:[её]в|ов|[иы]н)", "а ой ой у ой ой"),
)
"""Surnames in -ов and -ин: what fits them is declined by them alone."""

_ADJECTIVES = (
    _pattern("m", "[сц]к", "ий ого ому ого им ом"),
    _pattern("m", "[сц]к", "ой ого ому ого им ом"),
    _pattern("f", "[сц]к", "ая ой ой ую ой ой"),
    _pattern("m", "(?<![сц])[гкх]", "ий ого ому ого им ом"),
    _pattern("m", "(?:младш|старш|горяч|рабоч|рыж)", "ий его ему его им ем"),
    _pattern("m", f"(?<!ов)[{_CONSONANTS}]", "ый ого ому ого ым ом"),
    _pattern("m", "(?:ов|н)", "ой ого ому ого ым ом"),
    _pattern("f", f"[{_CONSONANTS}]", "ая ой ой ую ой ой"),
)

_NOUNS = (
    _pattern("m", f"[{_CONSONANTS}]", "- а у а ом е"),
    _pattern("m", "[жшчщц]", "- а у а ем е"),
    _pattern("m", f"[{_CONSONANTS}]", "ь я ю я ем е"),
    _pattern("m", "(?<![нвт])[аеёоэя]", "й я ю я ем е"),
    _pattern("m", f"[{_CONSONANTS}]", "ец ца цу ца цем це"),
    _pattern("m", f"[{_CONSONANTS}]", "ец ца цу ца цом це"),
    _pattern("mf", "[бвдзлмнпрстфц]", "а ы е у ой е"),
    _pattern("mf", "[гкхжшчщ]", "а и е у ой е"),
    _pattern("mf", "[жшчщц]", "а и е у ей е"),
    _pattern("mf", "[бвдзлмнпрстфаеояй]", "я и е ю ей е"),
    _pattern("mf", "[иь]", "я и и ю ей и"),
)

PATTERNS = (*_POSSESSIVE, *_ADJECTIVES, *_NOUNS)

_GIVEN = (
    *(pattern for pattern in _NOUNS if pattern.endings[0] != "ец"),
    _pattern("m", "[аеиёоуюэя]", "й я ю я ем е"),
    _pattern("m", "и", "й я ю я ем и"),
)
"""How first names are declined: Илон, Игорь, Сергей, Юрий, Никита, Илья, Мария."""

_FIXED = re.compile("(?:[оеиуюэё]|[иуоеа]а|ия|их|ых|[ну]ба)$")
"""What may be the same in all cases."""

_ALWAYS_FIXED = re.compile("(?:швили|дзе|[еуюоэ]|их|ых|[иуоэ]а)$")
"""What is the same in all cases and nothing else."""

_SURNAME = re.compile("(?:[её]в|ов|[иы]н|[сц]кий)а?$")
"""A nominative beside which a form is not also taken for a name without cases."""

_HEAD = re.compile("(?:(?:[её]в|ов|[иы]н)а?|[сц]к(?:ий|ая))$")
"""The first half of a double surname that is declined as well: Львова-Белова."""

_PLURAL = re.compile("(.{2,}(?:[её]в|ов|ин))(?:ы|ых|ыми)")
"""Several of one name: Белхароевы."""

_WOMANS = re.compile(f"(?:[{_CONSONANTS}ь]|[^о]й)$")

_OBLIQUE = re.compile("(?:[^иу]ого|[жшчщ]его|[сц]кую)$")
"""What no nominative ends in."""

_NO_NOMINATIVE = re.compile("(?:[бвгдзкмп]ц|инц|[гкхжшщч]ый)$")
"""Names that lose a vowel in the other cases only, or get a wrong one: Зубец, Зубца; Великий."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A nominative in lower case that a form may be of. ``gender``: "m", "f" or "mf"."""

    nominative: str
    gender: str
    cases: frozenset[str]


@lru_cache(maxsize=50_000)
def readings(form: str) -> tuple[Reading, ...]:
    """What ``form`` of a surname, in lower case, may be a case of. Never empty."""
    if "-" in form:
        return _double(form)
    if _OBLIQUE.search(form) and (found := _undo(form)):
        return tuple(found)
    if len(form) < 3 or _ALWAYS_FIXED.search(form):
        fixed = Reading(form, "mf", ANY_CASE)
        return (fixed,) if len(form) < 4 or not _may_be_oblique(form) else (fixed, *_undo(form))
    found = _undo(form)
    if _FIXED.search(form) and not any(_SURNAME.search(r.nominative) for r in found):
        found.append(Reading(form, "mf", ANY_CASE))
    elif _WOMANS.search(form):
        found.append(Reading(form, "f", ANY_CASE))
    return tuple(found) or (Reading(form, "mf", ANY_CASE),)


@lru_cache(maxsize=20_000)
def given_readings(form: str) -> tuple[Reading, ...]:
    """What ``form`` of a first name that no list has may be a case of. Never empty."""
    head, dash, tail = form.rpartition("-")
    found = [Reading(head + dash + r.nominative, r.gender, r.cases) for r in _undo(tail, _GIVEN)]
    return (*found, Reading(form, "mf", ANY_CASE))


def _double(form: str) -> tuple[Reading, ...]:
    """Both halves where the first is a Russian surname, else the last alone: Кара-Мурзы."""
    head, _, tail = form.rpartition("-")
    last = readings(tail)
    both = [
        Reading(f"{first.nominative}-{r.nominative}", gender, first.cases & r.cases)
        for first in readings(head)
        if _HEAD.search(first.nominative)
        for r in last
        for gender in "mf"
        if gender in first.gender and gender in r.gender and first.cases & r.cases
    ]
    return tuple(both) or tuple(Reading(f"{head}-{r.nominative}", r.gender, r.cases) for r in last)


def _may_be_oblique(form: str) -> bool:
    """Whether a form that looks like one without cases may be a case of another name."""
    return re.search("(?:швили|дзе|их|ых|ко)$", form) is None


def _undo(form: str, patterns: tuple[Pattern, ...] = PATTERNS) -> list[Reading]:
    several = _PLURAL.fullmatch(form)
    if several and patterns is PATTERNS:
        return [Reading(several[1], "m", ANY_CASE)]
    found: dict[tuple[str, str], set[str]] = {}
    for number, pattern in enumerate(patterns):
        if found and patterns is PATTERNS and number == len(_POSSESSIVE):
            break
        for case, ending in zip(CASES, pattern.endings, strict=True):
            if not form.endswith(ending):
                continue
            stem = form[: len(form) - len(ending)]
            if len(stem) > 1 and _ends(stem, pattern.stem):
                key = (stem + pattern.endings[0], pattern.gender)
                found.setdefault(key, set()).add(case)
    return [
        Reading(name, gender, frozenset(cases))
        for (name, gender), cases in found.items()
        if not _NO_NOMINATIVE.search(name) and not (name == form and _OBLIQUE.search(form))
    ]


@lru_cache(maxsize=100_000)
def _ends(stem: str, pattern: str) -> bool:
    return re.search(f"{pattern}$", stem) is not None


@lru_cache(maxsize=50_000)
def forms(nominative: str, gender: str) -> frozenset[str]:
    """All case forms of a surname in lower case."""
    if "-" in nominative:
        head, _, tail = nominative.rpartition("-")
        heads = forms(head, gender) if _HEAD.search(head) else {head}
        return frozenset(f"{one}-{form}" for one in heads for form in forms(tail, gender))
    found = {nominative}
    for number, pattern in enumerate(PATTERNS):
        own = _cases(nominative, gender, pattern)
        found.update(own)
        if own and number < len(_POSSESSIVE):
            break
    return frozenset(found)


def given_forms(nominative: str, gender: str) -> dict[str, set[str]]:
    """All case forms of a first name in lower case, with the cases that each may be."""
    head, dash, tail = nominative.rpartition("-")
    found: dict[str, set[str]] = {}
    for pattern in _GIVEN:
        for form, cases in _cases(tail, gender, pattern).items():
            found.setdefault(head + dash + form, set()).update(cases)
    return found or {nominative: set(CASES)}


def _cases(nominative: str, gender: str, pattern: Pattern) -> dict[str, set[str]]:
    """The forms of ``nominative`` by ``pattern``; none when it does not fit."""
    first = pattern.endings[0]
    stem = nominative[: len(nominative) - len(first)]
    found: dict[str, set[str]] = {}
    if (
        nominative.endswith(first)
        and gender in pattern.gender
        and len(stem) > 1
        and _ends(stem, pattern.stem)
    ):
        for case, ending in zip(CASES, pattern.endings, strict=True):
            found.setdefault(stem + ending, set()).add(case)
    return found
