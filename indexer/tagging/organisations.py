"""Organisations: known names; quoted names after "газета" and the like; English ones by ending."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from typing import get_args

from indexer.analysis import Analyzer
from indexer.tagging.companies_en import marked_companies, whole_firm
from indexer.tagging.institutions_ru import InstitutionWords, institutions, is_of_others
from indexer.tagging.known import known_organisations
from indexer.tagging.latin_names import LEGAL, is_latin_capital, latin_name, latin_run, stands
from indexer.tagging.phrases import Phrases
from indexer.tagging.region_names import GUARDED, read_data
from indexer.tagging.traits import lists, traits
from indexer.tagging.words import TextWord
from schemas.article import Language

KNOWN, RULE = 0.95, 0.8
"""Confidence of a listed name, and of one that a rule found."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

BETWEEN = 2
"""Words between a noun and the quoted name of what it is."""

_PLANS = ("национальн", "федеральн", "пилотн", "инвестиционн", "нацио")
"""What a project is that is no organisation."""

_SHORTEST = 3
"""Letters of a name without quotation marks."""

LONGEST_NAME = 8
"""Words of a quoted name at most."""

_POSSESSIVE = re.compile("['’]s?$")

_OPENING, _CLOSING = '«"“„', '»"”“'


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation at words [start, end), as displayed. ``seen``: by the recogniser alone."""

    name: str
    start: int
    end: int
    confidence: float
    seen: bool = False


class Organisations:
    """What finds organisations; made once a process."""

    def __init__(self, analyzer: Analyzer) -> None:
        text = (files(__package__) / "data" / "organisations.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text)
        self._known: dict[str, Phrases[tuple[str, bool]]] = {
            language: Phrases(analyzer, _spelt(language)) for language in LANGUAGES
        }
        self._canonical = {
            name.lower(): one.display("ru")
            for one in known_organisations()
            for name in one.spellings["ru"]
        }
        self._nouns = Phrases(analyzer, ((noun, True) for noun in data["nouns_ru"]))
        self._endings = frozenset(word.lower() for word in data["nouns_en"])
        self._heads = frozenset(word.lower() for word in data["heads_en"])
        self._never = frozenset(data["never"])
        self._joins = frozenset(data["joins_en"])
        self._institutions = InstitutionWords(
            bodies=_plain_words(data["bodies_ru"]),
            opening=_plain_words(data["opening_ru"]),
            official=_plain_words(data["official_ru"]),
            no_tails=_plain_words(data["no_tails_ru"]),
            countries=frozenset(_countries()),
        )

    def find(self, words: Sequence[TextWord], language: str) -> list[Organisation]:
        """The organisations in ``words`` of an article in ``language``; none within another."""
        taken: set[int] = set()
        found: list[Organisation] = []
        for one in chain(
            self._by_list(words, language),
            self._quoted(words),
            self._by_kind(words),
            self._marked(words),
            self._english(words),
        ):
            places = range(one.start, one.end)
            if taken.isdisjoint(places) and one.name not in self._never:
                taken.update(places)
                found.append(one)
        return found

    def _by_list(self, words: Sequence[TextWord], language: str) -> Iterator[Organisation]:
        for match in self._known[language].find(words) if language in self._known else ():
            name, guarded = match.value
            loud = all(word.text.isupper() for word in words[match.start : match.end])
            # "REUTER", below the text, tells whose it is
            signs = match.end == len(words) and match.text == "REUTER"
            if words[match.start].opens and loud and (signs or len(match.text) > 6):
                continue
            if guarded and not self._is_named(words, match.start, match.end):
                continue
            if self._is_within(words, match.start, match.end, match.text):
                continue
            if is_of_others(words, match.start, match.end):
                continue
            yield Organisation(name, match.start, match.end, KNOWN)

    def _is_within(self, words: Sequence[TextWord], start: int, end: int, text: str) -> bool:
        """Whether a name is a part of a longer one: Оксфорд-Гроув, Industrial Bank of Japan."""
        if end == start + 1 and words[start].parts and words[start].text != text:
            return sum(part.capital for part in words[start].parts) > 1
        if not start or words[start].form not in self._heads or end == start + 1:
            return False
        before = words[start - 1]
        return (
            words[start].joined and before.capital and before.text[0].isascii() and not before.opens
        )

    def _is_named(self, words: Sequence[TextWord], start: int, end: int) -> bool:
        """Whether words [start, end) stand in quotation marks or after a noun like "газета"."""
        if words[start].gap[-1:] in _OPENING and _closing(words, start) == end:
            return True
        return bool(start and words[start].joined and self._nouns.has(words[start - 1]))

    def _quoted(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """газета «Чегемская правда»; компания Tusaş; агентство АКРА, компания Мечел."""
        for at in range(1, len(words)):
            word = words[at]
            if not (word.capital or word.text[0].isdigit()):
                continue
            if word.gap[-1:] in _OPENING:
                end = _closing(words, at) if self._noun_before(words, at) else 0
            elif not self._nouns.has(words[at - 1]):
                continue
            else:
                end = latin_name(words, at) or _apposed(words, at)
            if end:
                name = _display(words[at:end])
                yield Organisation(name, at, end, RULE)

    def _noun_before(self, words: Sequence[TextWord], at: int) -> bool:
        """Whether a noun like "центр" stands before, with what it is of: центр погоды «Фобос»."""
        for back in range(at - 1, max(-1, at - 2 - BETWEEN), -1):
            if back < at - 1 and not words[back + 1].joined:
                return False
            if self._nouns.has(words[back]):
                return not (back and words[back - 1].form.startswith(_PLANS))
            if words[back].capital or "gent" not in traits(words[back].form).cases:
                return False
        return False

    def _by_kind(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Волгоградский областной суд, Институт изучения войны, министерство обороны."""
        for name, start, end in institutions(words, self._institutions):
            yield Organisation(self._canonical.get(name.lower(), name), start, end, RULE)

    def _marked(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Moulinex SA <MOUP.PA>, <Scovill Inc>."""
        for first, last in marked_companies(words, is_latin_capital):
            start, end = first, last
            while start < end - 1 and words[start].form in _ARTICLES:
                start += 1
            if end < len(words) and words[end].gap == " ":
                whole = max(latin_run(words, end), latin_run(words, start))
                if not any(word.form in _people() for word in words[end:whole]):
                    end = max(end, whole)
            if end - start > 1 or words[start].form.strip(".") not in self._endings:
                name = _POSSESSIVE.sub("", _display(words[start:end]))
                yield Organisation(name, start, end, RULE)

    def _english(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Tennessee Valley Authority; Ministry of Health."""
        at = 0
        while at < len(words):
            end = latin_run(words, at)
            while (
                end - at > 1 and words[end - 1].form.strip(".") not in self._endings | self._heads
            ):
                end -= 1
            end = self._joined(words, at, end)
            start = at
            while start < end - 1 and (
                words[start].form in _ARTICLES
                or (words[start].opens and words[start].form in _OPENERS)
            ):
                start += 1
            start = self._after_people(words, start, end)
            if words[end - 1].form.strip(".") in LEGAL and end > start:
                start = whole_firm(words, start, end)
            if end - start > 1 and words[start].form not in LEGAL:
                yield Organisation(_display(words[start:end]), start, end, RULE)
            at = max(end, at + 1)

    def _after_people(self, words: Sequence[TextWord], start: int, end: int) -> int:
        """Where the organisation begins in a run that joins it to somebody or to another one."""
        for at in range(end - 2, start, -1):
            if words[at].form != "and":
                continue
            before = words[start:at]
            if words[at - 1].form in LEGAL or any(word.form in _people() for word in before):
                return at + 1
        return start

    def _joined(self, words: Sequence[TextWord], at: int, end: int) -> int:
        """Where the name ends whose first part does at ``end``: Ministry of Health."""
        if end == at or end >= len(words) or words[end - 1].form not in self._heads:
            return end
        if words[end].form not in self._joins or not words[end].joined:
            return end
        start = end + 1 + stands(words, end + 1, "the")
        far = latin_run(words, start)
        if (
            stands(words, far, "and") and far > start
        ):  # Agency for the Assessment and Application of
            further = latin_run(words, far + 1)
            if stands(words, further, "of") and latin_run(words, further + 1) > further + 1:
                far = latin_run(words, further + 1)
        joined = words[end - 1].form in _OF_SEVERAL and stands(words, far, "and") and far > start
        if (
            joined
            and latin_run(words, far + 1) == far + 2
            and words[far + 1].form not in self._heads
        ):
            far += 2
        person = next((n for n in range(start, far) if words[n].form in _people()), far)
        return person if person > start else end


_ARTICLES = frozenset({"the", "a", "an"})
_OPENERS = frozenset(
    [
        "in",
        "at",
        "on",
        "for",
        "from",
        "by",
        "but",
        "and",
        "as",
        "after",
        "before",
        "when",
        "while",
        "if",
        "this",
        "that",
    ]
)


_OF_SEVERAL = frozenset({"committee", "commission", "ministry", "department"})
"""What is for several things: Committee on Credit and Savings."""


def _apposed(words: Sequence[TextWord], at: int) -> int:
    """Where the Russian name in the nominative at ``at`` ends; 0 when it names something else.

    One word that no dictionary has, in capitals, or whose nominative it is.
    """
    word = words[at]
    if not word.joined or word.opens or len(word.text) < _SHORTEST:
        return 0
    if word.text.isupper():
        return at + 1
    known = traits(word.form)
    if known.given or known.surnames or known.town or known.place or known.patronymic:
        return 0
    return at + 1 if known.noun and "nomn" in known.cases and word.form in known.lemmas else 0


def _closing(words: Sequence[TextWord], at: int) -> int:
    """Where the quotation that opens before ``at`` ends; 0 when it is too long."""
    for end in range(at + 1, min(at + LONGEST_NAME, len(words)) + 1):
        gap = words[end].gap if end < len(words) else '"'
        if any(mark in _CLOSING for mark in gap):
            return end
    return 0


def _spelt(language: Language) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Each name of each organisation, with what to display, and whether it is guarded.

    Russian articles have names in Latin letters too.
    """
    for one in known_organisations():
        both: tuple[Language, ...] = ("ru", "en") if language == "ru" else ("en",)
        for name in dict.fromkeys(chain.from_iterable(one.spellings[each] for each in both)):
            guarded = name.startswith(GUARDED)
            plain = name.removeprefix(GUARDED)
            yield plain, (one.display(language), guarded)
            if plain.startswith("Мин") and plain.isalpha():  # глава минобороны
                yield plain.lower(), (one.display(language), guarded)


def _countries() -> Iterator[str]:
    """The adjectives of the states of the world."""
    for line in read_data("states.tsv").splitlines():
        for adjective in line.split("\t")[2].split(",") if not line.startswith("#") else ():
            yield _plain(adjective.strip().removeprefix(GUARDED))
    yield from ("российский", "грузинский", "армянский", "азербайджанский", "абхазский")


def _people() -> frozenset[str]:
    return lists()["roles_en"] | lists()["given_en"]


def _plain_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, words))


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")


def _display(words: Sequence[TextWord]) -> str:
    """The words with what stands between them."""
    return words[0].text + "".join(f"{word.gap}{word.text}" for word in words[1:])
