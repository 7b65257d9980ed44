"""Names of persons in Russian text, in the nominative.

A person is a first name with a surname, initials with a surname, or a surname after the word for
an office or a trade. Case and gender come from what stands beside each other: first name,
surname, the word before; where they leave a choice, the other mentions in the article decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from indexer.tagging.declension import ANY_CASE, Reading, forms, readings
from indexer.tagging.lexicon import traits
from indexer.tagging.mentions_ru import SURNAME, Found, find_mentions
from indexer.tagging.model import Person
from indexer.tagging.reading import Word


def find_people(words: Sequence[Word], taken: set[int], known: set[int]) -> list[Person]:
    """The persons named in ``words``.

    ``taken``: places in it that name something else; ``known``: that name a well-known person.
    """
    found = list(find_mentions(words, taken, known))
    written = Counter(word.form for word in words if word.capital)
    people: dict[str, _Cluster] = {}
    for mention in sorted(found, key=lambda m: (not m.given, len(m.given) < 3)):
        person = next((p for p in people.values() if p.covers(mention)), None)
        if person is None:
            person = _settle(mention, written)
            people[person.name] = person
        person.add(mention, words)
    for cluster in people.values():
        cluster.add_surnames(words, found)
    return [Person(c.display(words), tuple(c.words), c.confidence) for c in people.values()]


_DECLINED = ("ги", "хи")
"""What a case form ends in rather than a name without cases: Андрея Сибиги."""

_GENERATIONS = frozenset({"младший", "старший"})


class _Cluster:
    """All mentions that are one person."""

    def __init__(self, given: str, surname: str, gender: str) -> None:
        self.given, self.surname, self.gender = given, surname, gender
        self.name = f"{given} {surname}".strip()
        self.words: dict[str, None] = {}
        self.confidence = 0.0
        self._forms = forms(surname, gender)
        self._given_forms = forms(given, gender)

    def covers(self, mention: Found) -> bool:
        """Whether ``mention`` may be this person."""
        if mention.surname not in self._forms:
            return False
        if not mention.given or not self.given or mention.given in self._given_forms:
            return True
        return len(mention.given) == 1 and self.given.startswith(mention.given)

    def add(self, mention: Found, words: Sequence[Word]) -> None:
        """Count ``mention`` as one of this person."""
        self.words[" ".join(w.text for w in words[mention.start : mention.end])] = None
        self.confidence = max(self.confidence, mention.confidence)

    def add_surnames(self, words: Sequence[Word], found: Sequence[Found]) -> None:
        """Count the surname where it stands alone."""
        inside = {at for mention in found for at in range(mention.start, mention.end)}
        for at, word in enumerate(words):
            if word.capital and at not in inside and word.form in self._forms:
                self.words[word.text] = None

    def display(self, words: Sequence[Word]) -> str:
        """The name with capitals, and with the ё that the text has."""
        spelt = {w.form: w.text for w in words if "ё" in w.text.lower()}
        parts = [_title(spelt.get(part, part)) for part in (self.given, self.surname) if part]
        if len(self.given) == 1:
            parts[0] += "."
        return " ".join(parts)


def _title(name: str) -> str:
    parts = name.split("-")
    return "-".join(p if p in _GENERATIONS else p[:1].upper() + p[1:] for p in parts)


def _settle(mention: Found, written: Counter[str]) -> _Cluster:
    """The likeliest nominative and gender of ``mention``."""
    options = [
        (_likelihood(given, surname, gender, mention, written), given, surname, gender)
        for given, surname, gender in _options(mention)
    ]
    if not options:
        return _Cluster(mention.given, mention.surname, "mf")
    _, given, surname, gender = max(options)
    return _Cluster(given, surname, gender)


def _options(mention: Found) -> Iterator[tuple[str, str, str]]:
    """(first name, surname, gender) that agree with each other in case and gender."""
    for first, last in product(_given(mention), readings(mention.surname)):
        for gender in "mf":
            if gender in first.gender and gender in last.gender and first.cases & last.cases:
                yield first.nominative, last.nominative, gender


def _given(mention: Found) -> tuple[Reading, ...]:
    """What the first name may be of; one that the dictionary does not know is declined."""
    if len(mention.given) < 2:
        return (Reading(mention.given, "mf", ANY_CASE),)
    return traits(mention.given).given or readings(mention.given)


def _likelihood(
    given: str, surname: str, gender: str, mention: Found, written: Counter[str]
) -> tuple[float, bool, int]:
    """How well an option explains the mention; ties go to the man and to the shorter name."""
    first = next((r for r in _given(mention) if r.nominative == given), None)
    cases = ANY_CASE
    for reading in readings(mention.surname):
        if reading.nominative == surname and gender in reading.gender:
            cases = reading.cases
    if first:
        cases = cases & first.cases
    score = 2.0 * bool(cases & mention.cases)
    score -= 0.8 * (first is not None and first.gender == "f" and first.cases == ANY_CASE)
    score += sum(1.0 for form in forms(surname, gender) if form in written)
    score += not {surname, surname.removesuffix("а")}.isdisjoint(traits(mention.surname).surnames)
    score += 0.5 * (written[surname] > (surname == mention.surname)) + 0.5 * (given in written)
    score += 0.8 * bool(SURNAME.search(surname))
    score += 0.2 * ("nomn" in cases and mention.cases == ANY_CASE)
    if not mention.given:
        score += 1.5 * (mention.woman and gender == "f") + 0.8 * (gender == "m")
    score -= 0.4 * (gender == "m" and surname[-1] in "ая" and not SURNAME.search(surname))
    score += cases == ANY_CASE and written[surname] > 1
    declined = given != mention.given and surname.endswith(_DECLINED)
    fixed = surname == mention.surname and surname[-1] in "ио" and surname[-2] not in "иая"
    score += fixed * (-1 if declined else 1)
    score -= 2.0 * _may_be_a_mans(given, surname, gender, mention)
    score -= surname.endswith("ской") + (cases == ANY_CASE and len(readings(surname)) > 1)
    return score, gender == "m", -len(surname)


def _may_be_a_mans(given: str, surname: str, gender: str, mention: Found) -> bool:
    """Whether a woman's name is more likely a man's in the genitive: Евгения Брюна."""
    if gender != "f" or surname != mention.surname or given != mention.given:
        return False
    return surname.endswith("а") and given.endswith(("а", "я")) and not SURNAME.search(surname)
