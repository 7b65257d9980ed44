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


PATTERNS = (
    _pattern("m", "(?:[её]в|ов|[иы]н)", "- а у а ым е"),
    _pattern("f", "(?:[её]в|ов|[иы]н)", "а ой ой у ой ой"),
    _pattern("m", "[сц]к", "ий ого ому ого им ом"),
    _pattern("m", "[сц]к", "ой ого ому ого им ом"),
    _pattern("f", "[сц]к", "ая ой ой ую ой ой"),
    _pattern("m", f"[{_CONSONANTS}]", "ый ого ому ого ым ом"),
    _pattern("f", f"[{_CONSONANTS}]", "ая ой ой ую ой ой"),
    _pattern("m", f"[{_CONSONANTS}]", "- а у а ом е"),
    _pattern("m", "[жшчщц]", "- а у а ем е"),
    _pattern("m", f"[{_CONSONANTS}]", "ь я ю я ем е"),
    _pattern("m", "(?<![нвт])[аеёоуюяэ]", "й я ю я ем е"),
    _pattern("m", f"[{_CONSONANTS}]", "ец ца цу ца цем це"),
    _pattern("mf", "[бвдзлмнпрстфц]", "а ы е у ой е"),
    _pattern("mf", "[гкхжшчщ]", "а и е у ой е"),
    _pattern("mf", "[жшчщц]", "а и е у ей е"),
    _pattern("mf", "[бвдзлмнпрстфаеоуяй]", "я и е ю ей е"),
    _pattern("mf", "[иь]", "я и и ю ей и"),
)
"""Surnames in -ов and -ин first: what fits them is declined by them alone."""

_POSSESSIVE = 2
"""The first so many of PATTERNS."""

_FIXED = re.compile("(?:[оеиуюыэё]|[иуоеа]а|ия|их|ых)$")
"""What may be the same in all cases."""

_ALWAYS_FIXED = re.compile("(?:швили|дзе|[еуюыоэ]|их|ых|[иуоэ]а)$")
"""What is the same in all cases and nothing else."""

_SURNAME = re.compile("(?:[её]в|ов|[иы]н|[сц]кий)а?$")
"""A nominative that is never told from another one by guessing that it has no cases."""

_PLURAL = re.compile("(.{2,}(?:[её]в|ов|ин))(?:ы|ых|ыми)")
"""Several of one name: Белхароевы."""

_WOMANS = re.compile(f"[{_CONSONANTS}ьй]$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A nominative in lower case that a form may be of. ``gender``: "m", "f" or "mf"."""

    nominative: str
    gender: str
    cases: frozenset[str]


@lru_cache(maxsize=50_000)
def readings(form: str) -> tuple[Reading, ...]:
    """What ``form``, in lower case, may be a case of. Never empty."""
    if "-" in form:
        head, _, tail = form.rpartition("-")
        return tuple(Reading(f"{head}-{r.nominative}", r.gender, r.cases) for r in readings(tail))
    if len(form) < 3 or _ALWAYS_FIXED.search(form):
        fixed = Reading(form, "mf", ANY_CASE)
        return (fixed,) if len(form) < 4 or not _may_be_oblique(form) else (fixed, *_undo(form))
    found = _undo(form)
    if _FIXED.search(form) and not any(_SURNAME.search(r.nominative) for r in found):
        found.append(Reading(form, "mf", ANY_CASE))
    elif _WOMANS.search(form):
        found.append(Reading(form, "f", ANY_CASE))
    return tuple(found)


def _may_be_oblique(form: str) -> bool:
    """Whether a form that looks like one without cases may be a case of another name."""
    return re.search("(?:швили|дзе|их|ых|ко)$", form) is None


def _undo(form: str) -> list[Reading]:
    several = _PLURAL.fullmatch(form)
    if several:
        return [Reading(several[1], "m", ANY_CASE)]
    found: dict[tuple[str, str], set[str]] = {}
    for number, pattern in enumerate(PATTERNS):
        if number == _POSSESSIVE and found:
            break
        for case, ending in zip(CASES, pattern.endings, strict=True):
            if not form.endswith(ending):
                continue
            stem = form[: len(form) - len(ending)]
            if len(stem) > 1 and _ends(stem, pattern.stem):
                key = (stem + pattern.endings[0], pattern.gender)
                found.setdefault(key, set()).add(case)
    return [Reading(name, gender, frozenset(cases)) for (name, gender), cases in found.items()]


@lru_cache(maxsize=100_000)
def _ends(stem: str, pattern: str) -> bool:
    return re.search(f"{pattern}$", stem) is not None


@lru_cache(maxsize=50_000)
def forms(nominative: str, gender: str) -> frozenset[str]:
    """All case forms of a name in lower case."""
    if "-" in nominative:
        head, _, tail = nominative.rpartition("-")
        return frozenset(f"{head}-{form}" for form in forms(tail, gender))
    found = {nominative}
    for number, pattern in enumerate(PATTERNS):
        first = pattern.endings[0]
        stem = nominative[: len(nominative) - len(first)]
        if (
            nominative.endswith(first)
            and gender in pattern.gender
            and len(stem) > 1
            and _ends(stem, pattern.stem)
        ):
            found.update(stem + ending for ending in pattern.endings)
            if number < _POSSESSIVE:
                break
    return frozenset(found)
