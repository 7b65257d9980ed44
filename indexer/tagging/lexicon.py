"""What the Russian dictionary and our lists know of a word, as far as names are concerned."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import pymorphy3

from indexer.tagging.declension import ANY_CASE, Reading

_CASES = {"gen2": "gent", "acc2": "accs", "loc2": "loct", "voct": "nomn"}
_GENDERS = {"masc": "m", "femn": "f"}


@dataclass(frozen=True, slots=True)
class Traits:
    """``given``: as a first name. ``cases``: as a noun in the singular; ``noun``: in any number.

    ``lemmas``: of all known readings. ``common``: it is known as a word that is no name.
    ``surnames``: the men's surnames that it may be of. ``patronymic``: known as one.
    """

    given: tuple[Reading, ...]
    cases: frozenset[str]
    noun: bool
    lemmas: frozenset[str]
    common: bool
    surnames: frozenset[str]
    patronymic: bool


@cache
def _morphology() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=200_000)
def traits(form: str) -> Traits:
    """What the dictionary knows of ``form``, in lower case."""
    parses = [p for p in _morphology().parse(form) if p.is_known and "Init" not in p.tag]
    names = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad")
    return Traits(
        given=_given(parses),
        cases=frozenset(
            _case(p.tag) for p in parses if p.tag.POS == "NOUN" and "plur" not in p.tag
        ),
        noun=any(p.tag.POS == "NOUN" for p in parses),
        lemmas=frozenset(p.normal_form for p in parses),
        common=any(not any(mark in p.tag for mark in names) and p.score > 0.01 for p in parses),
        surnames=frozenset(p.normal_form for p in parses if "Surn" in p.tag),
        patronymic=any("Patr" in p.tag for p in parses),
    )


def _given(parses: list[pymorphy3.analyzer.Parse]) -> tuple[Reading, ...]:
    found: dict[tuple[str, str], set[str]] = {}
    for parse in parses:
        if "Name" in parse.tag and "plur" not in parse.tag:
            key = (parse.normal_form, _GENDERS.get(parse.tag.gender, "mf"))
            cases = ANY_CASE if "Fixd" in parse.tag else {_case(parse.tag)}
            found.setdefault(key, set()).update(cases)
    return tuple(Reading(name, gender, frozenset(cases)) for (name, gender), cases in found.items())


def _case(tag: pymorphy3.tagset.OpencorporaTag) -> str:
    case = str(tag.case)
    return _CASES.get(case, case)


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """``data/people.toml``: each list in lower case."""
    data = tomllib.loads((files(__package__) / "data" / "people.toml").read_text("utf-8"))
    return {
        key: frozenset(word.lower() for word in (value.split() if key == "given_en" else value))
        for key, value in data.items()
    }
