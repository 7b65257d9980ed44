"""What the Russian dictionary and our lists know of a word, as far as names are concerned."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import pymorphy3

from indexer.tagging.given_names_en import in_latin_letters
from indexer.tagging.person_names import ANY_CASE, Reading, given_forms

_RUSSIAN = re.compile("[Ѐ-ӿ'’-]+")
_CASES = {"gen2": "gent", "acc2": "accs", "loc2": "loct"}
_GENDERS = {"masc": "m", "femn": "f"}


@dataclass(frozen=True, slots=True)
class Traits:
    """``given``: as a first name. ``cases``: as a noun in the singular; ``noun``: in any number.

    ``lemmas``: of all known readings. ``common_lemmas``: of its readings as a common word.
    ``surnames``: the men's surnames that it may be of. ``patronymic``: known as one. ``place``: it
    is known as a place or an institution and as nothing else; ``town``: as a place among others.
    ``verb``: it is a verb in the third person.
    """

    given: tuple[Reading, ...]
    cases: frozenset[str]
    noun: bool
    lemmas: frozenset[str]
    common_lemmas: frozenset[str]
    surnames: frozenset[str]
    patronymic: bool
    place: bool
    town: bool
    verb: bool

    @property
    def common(self) -> bool:
        """Whether it is known as a word that is no name."""
        return bool(self.common_lemmas)


@cache
def morphology() -> pymorphy3.MorphAnalyzer:
    """The Russian dictionary; made once a process."""
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=200_000)
def traits(form: str) -> Traits:
    """What the dictionary knows of ``form``, in lower case."""
    # pymorphy3 raises an error for letters that have no names
    found = morphology().parse(form) if _RUSSIAN.fullmatch(form) else ()
    parses = [p for p in found if p.is_known and "Init" not in p.tag]
    names = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad")
    return Traits(
        given=_given(form, parses),
        cases=frozenset(
            _case(p.tag) for p in parses if p.tag.POS == "NOUN" and "plur" not in p.tag
        ),
        noun=any(p.tag.POS == "NOUN" for p in parses),
        lemmas=frozenset(_plain(p.normal_form) for p in parses if {"Name", "plur"} not in p.tag),
        common_lemmas=frozenset(
            _plain(p.normal_form)
            for p in parses
            if p.score > 0.01 and not any(mark in p.tag for mark in names)
        ),
        surnames=frozenset(_plain(p.normal_form) for p in parses if "Surn" in p.tag),
        patronymic=any("Patr" in p.tag for p in parses),
        place=bool(parses) and all("Geox" in p.tag or "Orgn" in p.tag for p in parses),
        town=any("Geox" in p.tag for p in parses),
        verb=any(p.tag.POS == "VERB" and {"1per"} not in p.tag for p in parses),
    )


def likeliest_lemma(form: str) -> str:
    """The lemma of ``form``, in lower case, that is the most frequent in the dictionary's corpus.

    "" when the dictionary does not know it.
    """
    parses = morphology().parse(form) if _RUSSIAN.fullmatch(form) else ()
    found = next((parse for parse in parses if parse.is_known), None)
    return _plain(found.normal_form) if found else ""


def _given(form: str, parses: list[pymorphy3.analyzer.Parse]) -> tuple[Reading, ...]:
    found: dict[tuple[str, str], set[str]] = {}
    for parse in parses:
        # The vocative ("Ален!") would make every second man's name a woman's.
        if "Name" in parse.tag and "plur" not in parse.tag and "voct" not in parse.tag:
            key = (_plain(parse.normal_form), _GENDERS.get(parse.tag.gender, "mf"))
            if not _is_rare(*key):
                cases = ANY_CASE if "Fixd" in parse.tag else {_case(parse.tag)}
                found.setdefault(key, set()).update(cases)
    for reading in _listed().get(form, ()) or _compound(form):
        key = (reading.nominative, reading.gender)
        found.setdefault(key, set()).update(reading.cases)
    return tuple(Reading(name, gender, frozenset(cases)) for (name, gender), cases in found.items())


def _compound(form: str) -> tuple[Reading, ...]:
    """A first name made of two known ones, of which only the last is declined: Махмуд-Али."""
    first, _, last = form.partition("-")
    if not last or "-" in last:
        return ()
    heads = {one.gender for one in traits(first).given if "nomn" in one.cases}
    return tuple(
        Reading(f"{first}-{one.nominative}", one.gender, one.cases)
        for one in traits(last).given
        if one.gender in heads
    )


@lru_cache(maxsize=20_000)
def _is_rare(name: str, gender: str) -> bool:
    """Whether a name of the dictionary is nearly always a form of another one.

    Дмитрия is the genitive of Дмитрий and hardly ever a woman, Марина a woman and not of Марин.
    """
    if name in lists()["no_names_ru"]:
        return True
    if gender == "m":
        genitive = name[:-1] + "я" if name[-1] in "йь" else name + "а"
        return genitive in lists()["like_genitives_ru"]
    if gender != "f" or name in lists()["like_genitives_ru"] or name in lists()["either_ru"]:
        return False
    parses = morphology().parse(name)
    return any(p.is_known and {"Name", "masc", "sing", "gent"} in p.tag for p in parses)


@cache
def _listed() -> Mapping[str, tuple[Reading, ...]]:
    """The forms of the first names in our lists."""
    found: dict[str, list[Reading]] = {}
    for gender, names in (("m", lists()["men_ru"]), ("f", lists()["women_ru"])):
        for name in names:
            for form, cases in given_forms(name, gender).items():
                found.setdefault(form, []).append(Reading(name, gender, frozenset(cases)))
    return {form: tuple(readings) for form, readings in found.items()}


def _plain(name: str) -> str:
    """Without ё, as the form of a word is."""
    return name.replace("ё", "е")


def _case(tag: pymorphy3.tagset.OpencorporaTag) -> str:
    case = str(tag.case)
    return _CASES.get(case, case)


@cache
def lists() -> Mapping[str, frozenset[str]]:
    """``data/people.toml``: each list in lower case, without ё as in a word's form.

    ``given_en`` also has those of ``given-en.txt`` and those of our Russian lists in Latin letters,
    ``things_en`` the words that end names of organisations.
    """
    folder = files(__package__) / "data"
    data = tomllib.loads((folder / "people.toml").read_text("utf-8"))
    organisations = tomllib.loads((folder / "organisations.toml").read_text("utf-8"))
    data["things_en"] += organisations["nouns_en"]
    census = (folder / "given-en.txt").read_text("utf-8").splitlines()
    data["given_en"] += " " + " ".join(line for line in census if not line.startswith("#"))
    russian = f"{data['men_ru']} {data['women_ru']} {data['latin_too_ru']}".lower()
    data["given_en"] += " " + " ".join(in_latin_letters(russian.split()))
    return {
        key: frozenset(
            _plain(word.lower()) for word in (value.split() if isinstance(value, str) else value)
        )
        for key, value in data.items()
    }


@cache
def known_surnames() -> frozenset[str]:
    """The surnames of well-known people."""
    return frozenset(name.rpartition(" ")[2] for name in lists()["known_ru"])
