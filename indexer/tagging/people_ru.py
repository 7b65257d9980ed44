"""Names of persons in Russian text, in the nominative.

A person is a first name with a surname, initials with a surname, or a surname after the word for
an office or a trade. Case and gender come from what stands beside each other: first name,
surname, the word before; where they leave a choice, the other mentions in the article decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from indexer.tagging.context_ru import is_name, no_first_name
from indexer.tagging.full_names_ru import SURNAME, NameFound
from indexer.tagging.mentions_ru import find_mentions
from indexer.tagging.model import SURE, Person
from indexer.tagging.person_names import (
    ANY_CASE,
    Reading,
    forms,
    given_forms,
    given_readings,
    readings,
)
from indexer.tagging.recogniser import Seen
from indexer.tagging.seen_people import with_seen
from indexer.tagging.traits import known_surnames, lists, traits
from indexer.tagging.words import TextWord


def find_people(
    words: Sequence[TextWord],
    taken: set[int],
    known: set[int],
    seen: Sequence[Seen] | None = None,
) -> list[Person]:
    """The persons named in ``words``.

    ``taken``: places in it that name something else; ``known``: that name a well-known person.
    ``seen``: what the recogniser sees in it; None without one.
    """
    found = [one for one in find_mentions(words, taken, known) if _agree(one)]
    if seen is not None:
        found = with_seen(found, words, taken, seen, _agree)
    written = Counter(word.form for word in words if word.capital)
    people: dict[str, _Cluster] = {}
    by_form: dict[str, list[_Cluster]] = defaultdict(list)
    # the fullest first: initials and surnames alone are then counted to whom they belong
    for mention in sorted(found, key=lambda m: (not m.given, len(m.given) < 3, not m.middle)):
        likely = by_form[_GENERATION.sub("", mention.surname)]
        person = next((p for p in likely if people[p.name] is p and p.covers(mention)), None)
        if person is None:
            person = _settle(mention, written)
            people[person.name] = person
            for form in person.forms:
                by_form[form].append(person)
        person.add(mention, words)
    alone = _alone(words, found)
    people = {one.name: one for one in (_with_given(c, words, taken) for c in people.values())}
    dotted = [word for word in words if "ё" in word.text.lower()]
    for cluster in people.values():
        cluster.add_surnames(alone)
    return [
        Person(c.display(dotted), tuple(c.words), c.confidence, c.seen) for c in people.values()
    ]


def _with_given(cluster: _Cluster, words: Sequence[TextWord], taken: set[int]) -> _Cluster:
    """Whom a surname alone names, with the unknown first name that stands before it somewhere."""
    if cluster.given:
        return cluster
    found = set()
    for at in range(1, len(words)):
        if words[at].form not in cluster.forms or not (words[at].capital and words[at].joined):
            continue
        first = words[at - 1]
        known = traits(first.form)
        if not is_name(words, at - 1, taken) or known.lemmas or no_first_name(first):
            continue
        for option in _options(
            NameFound(first.form, words[at].form, at - 1, at + 1, ANY_CASE, SURE)
        ):
            if option.surname.nominative == cluster.surname:
                found.add((option.given.nominative, option.gender))
    names = sorted(found, key=lambda one: (one[0] not in _forms(words), len(one[0]), one))
    if not names:
        return cluster
    given, gender = names[0]
    full = _Cluster(given, cluster.surname, gender)
    full.words, full.confidence, full.seen = cluster.words, cluster.confidence, cluster.seen
    return full


def _forms(words: Sequence[TextWord]) -> set[str]:
    return {word.form for word in words if word.capital}


_Alone = Mapping[str, list[tuple[int, str]]]
"""What stands with a capital in no mention: its form → where, and as it is written."""


def _alone(words: Sequence[TextWord], found: Sequence[NameFound]) -> _Alone:
    inside = {at for mention in found for at in range(mention.start, mention.end)}
    written: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, word in enumerate(words):
        if word.capital and at not in inside:
            written[word.form].append((at, word.text))
    return written


_DECLINED = re.compile("(?:[гхчшж]|(?<![цс])к|[аеиоуыя]ск)и$")
"""What a case form ends in rather than a name without cases: Андрея Сибиги."""

_GENERATIONS = frozenset({"младший", "старший"})
_GENERATION = re.compile("-(?:млад|стар)ш(?:ий|его|ему|им|ем)$")
_ARTICLES = frozenset({"аль", "эль", "ад", "ас", "аз", "аш", "ан", "ар", "ат"})


class _Cluster:
    """All mentions that are one person."""

    def __init__(self, given: str, surname: str, gender: str, middle: tuple[str, ...] = ()) -> None:
        self.given, self.surname, self.gender, self.middle = given, surname, gender, middle
        self.name = f"{given} {surname}".strip()
        self.words: dict[str, None] = {}
        self.confidence = 0.0
        self.seen = True
        self.forms = forms(surname, gender) | forms(_GENERATION.sub("", surname), gender)
        self._given_forms = {given, *given_forms(given, gender)}

    def covers(self, mention: NameFound) -> bool:
        """Whether ``mention`` may be this person."""
        if _GENERATION.sub("", mention.surname) not in self.forms:
            return False
        if not mention.given or not self.given or mention.given in self._given_forms:
            return True
        return len(mention.given) == 1 and self.given.startswith(mention.given)

    def add(self, mention: NameFound, words: Sequence[TextWord]) -> None:
        """Count ``mention`` as one of this person."""
        self.words[" ".join(w.text for w in words[mention.start : mention.end])] = None
        self.confidence = max(self.confidence, mention.confidence)
        self.seen = self.seen and mention.seen

    def add_surnames(self, alone: _Alone) -> None:
        """Count the surname where it stands alone."""
        places = sorted(place for form in self.forms & alone.keys() for place in alone[form])
        self.words |= dict.fromkeys(text for _, text in places)

    def display(self, dotted: Sequence[TextWord]) -> str:
        """The name with capitals, and with the ё that ``dotted``, the words with one, have."""
        given = _spelt(self.given, self._given_forms, dotted)
        surname = _spelt(self.surname, self.forms, dotted)
        given += "." * (len(self.given) == 1)
        return " ".join(part for part in (given, *self.middle, surname) if part)


def _spelt(name: str, forms: Collection[str], dotted: Sequence[TextWord]) -> str:
    """``name`` with the ё that one of its ``forms`` has in the text."""
    letters = list(name)
    for word in dotted:
        text = word.text.lower()
        if "ё" in text and word.form in forms:
            for at, letter in enumerate(text[: len(name)]):
                if letter == "ё" and letters[at] == "е":
                    letters[at] = letter
    return _title("".join(letters))


_NUMERAL = re.compile("[ivx]+")


def _title(name: str) -> str:
    if _NUMERAL.fullmatch(name):  # Карл III
        return name.upper()
    parts = name.split("-")
    return "-".join(
        part
        if part in _GENERATIONS or (len(parts) > 1 and not number and part in _ARTICLES)
        else part[:1].upper() + part[1:]
        for number, part in enumerate(parts)
    )


def _agree(mention: NameFound) -> bool:
    """Whether first name and surname agree, or the first name is known for certain."""
    return not mention.given or mention.confidence == SURE or any(True for _ in _options(mention))


def _settle(mention: NameFound, written: Counter[str]) -> _Cluster:
    """The likeliest nominative and gender of ``mention``."""
    options = [
        (_likelihood(option, mention, written), option.given.nominative, option)
        for option in _options(mention)
    ]
    if not options:
        return _Cluster(mention.given, mention.surname, "mf", mention.middle)
    best = max(options, key=lambda one: one[:2])[2]
    given, surname, gender = best.given.nominative, best.surname.nominative, best.gender
    middle = mention.middle
    if given != mention.given:
        middle = tuple(_middle(name, gender) for name in middle)
    return _Cluster(given, surname, gender, middle)


def _middle(name: str, gender: str) -> str:
    """A middle name of someone whose first name is declined: Тайипа is of Тайип."""
    if name.lower() in lists()["particles"]:
        return name
    known = traits(name.lower()).given
    if not known and name.endswith("и"):  # Блази, a name without cases
        return name
    options = known or given_readings(name.lower())
    fits = [r.nominative for r in options if gender in r.gender and "nomn" not in r.cases]
    return _title(fits[0]) if fits else name


@dataclass(frozen=True, slots=True)
class _Option:
    """A first name and a surname that agree in case and gender."""

    given: Reading
    surname: Reading
    gender: str


def _options(mention: NameFound) -> Iterator[_Option]:
    """What first name and surname may be of together."""
    for first, last in product(_given(mention), _surname(mention)):
        for gender in "mf":
            if gender in first.gender and gender in last.gender and first.cases & last.cases:
                yield _Option(first, last, gender)


def _surname(mention: NameFound) -> tuple[Reading, ...]:
    """What the surname may be of; the last word of an eastern name is declined as a first name."""
    return given_readings(mention.surname) if mention.eastern else readings(mention.surname)


def _given(mention: NameFound) -> tuple[Reading, ...]:
    """What the first name may be of; one that the dictionary does not know is declined."""
    if len(mention.given) < 2 or mention.eastern:
        return (Reading(mention.given, "mf", ANY_CASE),)
    return traits(mention.given).given or given_readings(mention.given)


_LOOKS_OBLIQUE = re.compile("(?:[бвгджзклмнпрстфхцчшщ](?:[оеы]м|им)|[оуы]х?)$")
"""What a name without cases seldom ends in, a case form often."""


_WITHOUT_A = ("уб", "нб", "ейр", "илв", "доз", "ноз", "рер", "тег")
"""Ends of a name without its last -а that show that the -а belongs to it: Гунба, Виейра."""

_UNUSUAL = re.compile("(?:[бвдзмпрстф]я|[^нвтсц]кая|[^нвткя]ая)$")
"""What a nominative seldom ends in: Мерфи is not of Мерфя, Рыбкой not of Рыбкая."""


def _likelihood(
    option: _Option, mention: NameFound, written: Counter[str]
) -> tuple[float, bool, int, str]:
    """How well an option explains the mention; ties go to the man and to the shorter name.

    The weights were settled on labelled articles.
    """
    first, last, gender = option.given, option.surname, option.gender
    given, surname = first.nominative, last.nominative
    cases = first.cases & last.cases
    fixed = last.cases == ANY_CASE
    score = 2.0 * bool(cases & mention.cases)
    if given not in lists()["either_ru"]:
        score += 0.2 * ("nomn" in cases and mention.cases == ANY_CASE)
    score -= 1.0 * bool(_UNUSUAL.search(surname))
    score -= 2.5 * (surname.endswith(_WITHOUT_A) and mention.surname == f"{surname}а")
    score += sum(1.0 for form in forms(surname, gender) if form in written)
    score += 0.5 * (written[surname] > (surname == mention.surname))
    score += 0.5 * (written[given] > (given == mention.given))
    score += not {surname, surname.removesuffix("а")}.isdisjoint(traits(mention.surname).surnames)
    score += 0.8 * bool(SURNAME.search(surname))
    score += 2.0 * (f"{given} {surname}" in lists()["known_ru"])
    score += 2.0 * (surname in known_surnames())
    score += 1.5 * (mention.woman and gender == "f")
    if mention.given:
        score -= 0.6 * (first.gender == "f" and first.cases == ANY_CASE)
        score -= 0.7 * (first.cases == ANY_CASE and bool(_LOOKS_OBLIQUE.search(given)))
        score -= 0.5 * (first.cases == ANY_CASE and len(_given(mention)) > 1)
    else:
        score += 0.8 * (gender == "m")
    score -= 0.4 * (gender == "m" and surname[-1] in "ая" and not SURNAME.search(surname))
    if fixed and surname[-1] in "ио" and surname[-2:-1] not in {"и", "а", "я"}:
        score += -1 if given != mention.given and _DECLINED.search(surname) else 1
    score -= 2.0 * _may_be_a_mans(given, surname, mention)
    score -= 2.0 * surname.endswith("ской") + (fixed and len(_surname(mention)) > 1)
    score += 0.6 * (mention.leads and "nomn" in cases)
    score -= 1.6 * (fixed and bool(_DATIVE.search(surname)))
    score -= 1.5 * (fixed and bool(_LOOKS_OBLIQUE.search(surname)) and surname[-1] in "мх")
    return score, gender == "m", -len(surname), surname


_DATIVE = re.compile("[бвгджзклмнпрстфхцчшщ](?<!ск|гл)у$")
"""What is the dative of a name rather than one without cases: Джо Уораллу."""


def _may_be_a_mans(given: str, surname: str, mention: NameFound) -> bool:
    """Whether a name is more likely a man's in the genitive: Евгения Брюна."""
    if surname != mention.surname or given != mention.given:
        return False
    return surname.endswith("а") and given.endswith(("а", "я")) and not SURNAME.search(surname)
