"""Names of persons in Russian text, in the nominative.

A person is a first name with a surname, initials with a surname, or a surname after the word for
an office or a trade. Case and gender come from what stands beside each other: first name,
surname, the word before; where they leave a choice, the other mentions in the article decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from indexer.tagging.declension import ANY_CASE, Reading, forms, readings
from indexer.tagging.lexicon import lists, traits
from indexer.tagging.reading import Word

LOOK_BACK = 4
"""Words before a name in which its office is looked for: "министр обороны Грузии Ираклий ..."."""

SURE, LIKELY, FAIR = 0.95, 0.85, 0.7
"""Confidence of a known first name with a surname; of a name after an office; of the rest."""

_CYRILLIC = re.compile("[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё][а-яё]+)*")
_INITIAL = re.compile("[А-ЯЁ]")
_SURNAME = re.compile(
    "(?:[её]в|ов|[иы]н|ск(?:ий|ой)|швили|дзе|[иу]а|ия|ян|янц|енко|чук|[еи]ч|[аеио]йл?о|ук|ба|"
    "(?:[её]в|ов|[иы]н)а|ская)$"
)
_ATTRIBUTE = frozenset({"gent"})
"""The case of a name after a noun that is not its office: адвокаты Владислава Бакальчука."""

_STRICT = re.compile("(?:[её]в|ов|[иы]н|[сц]кий|швили|дзе|ян|енко)$")
"""What a surname has that is written like a common word (Свинцов, Майский)."""

_ADJECTIVE = re.compile("[сц]к(?:ий|ая|ой)$")
_PREPOSITIONS = {
    "в": "accs loct", "на": "accs loct", "с": "ablt gent", "со": "ablt gent", "от": "gent",
    "у": "gent", "для": "gent", "из": "gent", "до": "gent", "без": "gent", "против": "gent",
    "около": "gent", "к": "datv", "ко": "datv", "по": "datv", "о": "loct", "об": "loct",
    "при": "loct", "за": "ablt accs", "над": "ablt", "перед": "ablt", "между": "ablt",
    "про": "accs", "через": "accs", "после": "gent", "вместо": "gent", "кроме": "gent",
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Person:
    """A person as displayed, with the words of each mention."""

    name: str
    words: tuple[str, ...]
    confidence: float


def find_people(words: Sequence[Word], taken: set[int], known: set[int]) -> list[Person]:
    """The persons named in ``words``.

    ``taken``: places in it that name something else; ``known``: that name a well-known person.
    """
    found = list(_mentions(words, taken, known))
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


class _Cluster:
    """All mentions that are one person."""

    def __init__(self, given: str, surname: str, gender: str) -> None:
        self.given, self.surname, self.gender = given, surname, gender
        self.name = f"{given} {surname}".strip()
        self.words: dict[str, None] = {}
        self.confidence = 0.0
        self._forms = forms(surname, gender)
        self._given_forms = forms(given, gender) | _same_given(given)

    def covers(self, mention: Found) -> bool:
        """Whether ``mention`` may be this person."""
        if mention.surname not in self._forms:
            return False
        if not mention.given or not self.given or mention.given in self._given_forms:
            return True
        return len(mention.given) == 1 and self.given.startswith(mention.given)

    def add(self, mention: Found, words: Sequence[Word]) -> None:
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


def _same_given(given: str) -> frozenset[str]:
    return frozenset({given}) if given else frozenset()


def _title(name: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _mentions(words: Sequence[Word], taken: set[int], known: set[int]) -> Iterator[Found]:
    at = 0
    while at < len(words):
        found = None
        if at not in taken and words[at].capital:
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
    if end == at or not _is_name(words, end, taken):
        return None
    return Found(words[at].form, words[end].form, at, end + 1, _cases_before(words, at), LIKELY)


def _full(words: Sequence[Word], at: int, taken: set[int], famous: set[int]) -> Found | None:
    """Магомед Гаджиев, Магомед Магомедович Гаджиев; an unknown first name if there is evidence."""
    end = at + 1
    if not _is_name(words, at, set()) or not _follows(words, end):
        return None
    if traits(words[end].form).patronymic and _follows(words, end + 1):
        end += 1
    if not _is_name(words, end, taken) or _plainly_common(words[end], after_given=True):
        return None
    first = words[at].form
    cases = _cases_before(words, at)
    if _quoted(words, at, end + 1):
        return None
    if traits(first).given:
        return Found(first, words[end].form, at, end + 1, cases, SURE)
    strange = not _plainly_common(words[at]), not _plainly_common(words[end])
    office = words[at].named and _has_office(words, at, taken)
    if any(strange) and office or strange[0] and end in famous:
        return Found(first, words[end].form, at, end + 1, cases, LIKELY)
    if not all(strange) or end - at > 1:
        return None
    shaped = any(_SURNAME.search(r.nominative) for r in readings(words[end].form))
    if (words[at].opens and not shaped) or not (shaped or _speaks(words, at, end + 1)):
        return None
    return Found(first, words[end].form, at, end + 1, cases, FAIR)


def _surname_first(words: Sequence[Word], at: int, taken: set[int]) -> Found | None:
    """Гаджиев Магомед Магомедович."""
    if not _is_name(words, at, taken) or not _follows(words, at + 2):
        return None
    given, patronymic = traits(words[at + 1].form), traits(words[at + 2].form)
    if not (given.given and patronymic.patronymic and words[at + 1].joined):
        return None
    cases = _cases_before(words, at)
    return Found(words[at + 1].form, words[at].form, at, at + 3, cases, SURE)


def _alone(words: Sequence[Word], at: int, taken: set[int], famous: set[int]) -> Found | None:
    """Евкуров, if he is well known, after "глава Ингушетии" or beside "заявил"."""
    word = words[at]
    shaped = any(_SURNAME.search(r.nominative) for r in readings(word.form))
    if not _is_name(words, at, taken) or traits(word.form).given or _quoted(words, at, at + 1):
        return None
    cases = _cases_before(words, at)
    office = _has_office(words, at, taken, nearest=True)
    nominatives = [reading.nominative for reading in readings(word.form)]
    if _plainly_common(word) and not (office and any(map(_STRICT.search, nominatives))):
        return None
    if office or at in famous:
        return Found("", word.form, at, at + 1, cases, LIKELY, _woman_acts(words, at + 1))
    if any(map(_ADJECTIVE.search, nominatives)) and _goes_on(words, at):
        return None
    known = traits(word.form).surnames or (shaped and not traits(word.form).lemmas)
    if known and (word.named or _speaks(words, at, at + 1)):
        return Found("", word.form, at, at + 1, cases, FAIR, _woman_acts(words, at + 1))
    return None


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether a word that is no verb of speech follows: Строгинская пойма."""
    follows = at + 1 < len(words) and words[at + 1].joined
    return follows and lists()["says_ru"].isdisjoint(words[at + 1].terms)


def _is_name(words: Sequence[Word], at: int, taken: set[int]) -> bool:
    return at < len(words) and at not in taken and bool(_CYRILLIC.fullmatch(words[at].text))


def _follows(words: Sequence[Word], at: int) -> bool:
    """Whether a capitalised word stands at ``at`` with a mere space before it."""
    return at < len(words) and words[at].capital and words[at].gap.strip(" \u00a0") == ""


def _quoted(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether quotation marks stand around words [start, end): a ship, a firm, a film."""
    if not words[start].gap.endswith(("«", '"', "“", "„")):
        return False
    return end >= len(words) or words[end].gap.startswith(("»", '"', "”", "“"))


def _plainly_common(word: Word, *, after_given: bool = False) -> bool:
    """Whether the dictionary has the word, and not as a name."""
    known = traits(word.form)
    if known.surnames or (known.given and not after_given):
        return False
    return (known.common and not after_given) or known.patronymic


def _has_office(words: Sequence[Word], at: int, taken: set[int], *, nearest: bool = False) -> bool:
    """Whether an office or trade stands before: at once, or before its institution or country."""
    roles = lists()["roles_ru"]
    for back in range(1, LOOK_BACK + 1):
        if at < back or (
            not words[at - back + 1].joined and words[at - back + 1].gap.strip(' "«»')
        ):
            return False
        before = words[at - back]
        if before.form in roles or not roles.isdisjoint(traits(before.form).lemmas):
            return True
        institution = at - back in taken or before.text.isupper()
        if (nearest and not institution) or (before.capital and not institution):
            return False
    return False


def _speaks(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a verb of speech stands right before or after."""
    says = lists()["says_ru"]
    around = [words[start - 1]] if start else []
    around += words[end : end + 1]
    return any(not says.isdisjoint(word.terms) for word in around)


def _woman_acts(words: Sequence[Word], at: int) -> bool:
    """Whether a verb in the feminine past stands at ``at``: "Эстемирова сообщила"."""
    return at < len(words) and words[at].joined and words[at].form.endswith(("ла", "лась"))


def _cases_before(words: Sequence[Word], at: int) -> frozenset[str]:
    """The cases that the word before allows; all when it tells nothing."""
    if not at or not words[at].joined:
        return ANY_CASE
    before = words[at - 1]
    if before.form in _PREPOSITIONS:
        return frozenset(_PREPOSITIONS[before.form].split())
    known = traits(before.form)
    if known.cases and not lists()["roles_ru"].isdisjoint(known.lemmas):
        return known.cases
    return _ATTRIBUTE if known.noun and not before.named else ANY_CASE


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
    given = traits(mention.given).given or readings(mention.given)
    if len(mention.given) < 2:
        given = (Reading(mention.given, "mf", ANY_CASE),)
    for first, last in product(given, readings(mention.surname)):
        for gender in "mf":
            if gender in first.gender and gender in last.gender and first.cases & last.cases:
                yield first.nominative, last.nominative, gender


def _likelihood(
    given: str, surname: str, gender: str, mention: Found, written: Counter[str]
) -> tuple[float, bool, int]:
    first = next((r for r in traits(mention.given).given if r.nominative == given), None)
    cases = ANY_CASE
    for reading in readings(mention.surname):
        if reading.nominative == surname and gender in reading.gender:
            cases = reading.cases
    if first:
        cases = cases & first.cases
    score = 2.0 * bool(cases & mention.cases)
    score += sum(1.0 for form in forms(surname, gender) if form in written)
    score += not {surname, surname.removesuffix("а")}.isdisjoint(traits(mention.surname).surnames)
    score += 0.5 * (written[surname] > (surname == mention.surname)) + 0.5 * (given in written)
    score += 0.8 * bool(_SURNAME.search(surname))
    score += 0.2 * ("nomn" in cases and mention.cases == ANY_CASE)
    if not mention.given:
        score += 1.5 * (mention.woman and gender == "f") + 0.8 * (gender == "m")
    score -= 0.4 * (gender == "m" and surname[-1] in "ая" and not _SURNAME.search(surname))
    score += cases == ANY_CASE and written[surname] > 1
    score -= surname.endswith("ской") + (cases == ANY_CASE and len(readings(surname)) > 1)
    return score, gender == "m", -len(surname)
