"""Organisations: known names; quoted names after "газета" and the like; English ones by ending."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain

from indexer.analysis import Analyzer
from indexer.tagging.compounds_ru import compounds
from indexer.tagging.institutions_ru import InstitutionWords, institutions
from indexer.tagging.latin_names import LEGAL, latin_name
from indexer.tagging.listed_organisations import OPENING, ListedOrganisations, closing
from indexer.tagging.model import Organisation
from indexer.tagging.organisations_by_context import ContextWords, told_organisations
from indexer.tagging.organisations_en import RULE, EnglishOrganisations, display
from indexer.tagging.phrases import Phrases
from indexer.tagging.region_names import GUARDED, read_data
from indexer.tagging.traits import morphology, traits
from indexer.tagging.words import TextWord

BETWEEN = 2
"""Words between a noun and the quoted name of what it is."""

_PLANS = ("национальн", "федеральн", "пилотн", "инвестиционн", "нацио")
"""What a project is that is no organisation."""

_SHORTEST = 3
"""Letters of a name without quotation marks."""


_ENDS = re.compile(r"[.!?…:;\n]")

_WHOLE = frozenset({"and", "group", "holding", "holdings", "stores", "motor", "motors"})
"""What a longer name of the same firm adds: Morgan Stanley Group Inc."""

_BODIES = frozenset({"committee", "subcommittee"})
"""Bodies of a parliament, with a name of their own: Senate Foreign Relations Committee."""


class Organisations:
    """Finds organisations; made once a process. ``never``: names that belong to none."""

    def __init__(self, analyzer: Analyzer) -> None:
        text = (files(__package__) / "data" / "organisations.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text)
        self._nouns = Phrases(analyzer, ((noun, True) for noun in data["nouns_ru"]))
        self.never = frozenset(data["never"])
        heads = frozenset(word.lower() for word in data["heads_en"])
        self._listed = ListedOrganisations(analyzer, self._nouns, heads)
        self._english = EnglishOrganisations(
            frozenset(word.lower() for word in data["nouns_en"]),
            heads,
            frozenset(data["joins_en"]),
            frozenset(word.lower() for word in data["products_en"]),
        )
        self._context = ContextWords(
            officers=_plain_words(data["officers_ru"]),
            players=_plain_words(data["players_ru"]),
            sources=_plain_words(data["sources_ru"]),
            sport=_plain_words(data["sport_ru"]),
            never=frozenset(data["no_names_ru"]),
        )
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
        named = [*self._by_kind(words), *self._english.marked(words)]
        named += self._english.by_ending(words)
        longer = {one.start: one for one in named}
        listed = self._listed.find(words, language)
        for one in chain(
            (one for one in listed if not _is_part(words, one, longer.get(one.start))),
            self._quoted(words),
            named,
            told_organisations(words, self._context) if language == "ru" else (),
        ):
            places = range(one.start, one.end)
            if taken.isdisjoint(places) and one.name not in self.never:
                taken.update(places)
                found.append(one)
        return self._listed.called_one_way(found, language)

    def _quoted(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """газета «Чегемская правда»; компания Tusaş; агентство АКРА, компания Мечел."""
        for at in range(1, len(words)):
            word = words[at]
            if not (word.capital or word.text[0].isdigit()):
                continue
            if word.gap[-1:] in OPENING:
                parted = _ENDS.search(word.gap)  # сообщают СМИ. «Мясной клей»
                end = closing(words, at) if not parted and self._noun_before(words, at) else 0
            elif not self._nouns.has(words[at - 1]) or not _is_called(words[at - 1]):
                continue
            else:
                end = latin_name(words, at) or self._apposed(words, at)
            if end:
                name = display(words[at:end])
                yield Organisation(name, at, end, RULE)

    def _apposed(self, words: Sequence[TextWord], at: int) -> int:
        """Where the Russian name in the nominative at ``at`` ends; 0 if it names something else.

        One word that no dictionary has, in capitals, or whose nominative it is.
        """
        word = words[at]
        if not word.joined or word.opens or len(word.text) < _SHORTEST:
            return 0
        known = traits(word.form)
        if word.text.isupper():
            named = word.text not in self._context.never
            return at + 1 if named and not (known.town or known.place) else 0
        if known.given or known.surnames or known.town or known.place or known.patronymic:
            return 0
        return at + 1 if known.noun and "nomn" in known.cases and word.form in known.lemmas else 0

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
        for name, start, end in chain(institutions(words, self._institutions), compounds(words)):
            yield Organisation(name, start, end, RULE)


def _is_part(words: Sequence[TextWord], one: Organisation, longer: Organisation | None) -> bool:
    """Whether a listed name is the first part of another.

    Citicorp Capital Investors Ltd, Senate Foreign Relations Committee.
    """
    if longer is None or longer.end <= one.end:
        return False
    if words[one.start].text[0].isascii():
        last = words[longer.end - 1].form.strip(".")
        added = {word.form.strip(".") for word in words[one.end : longer.end]}
        return last in _BODIES or (last in LEGAL and not added <= LEGAL | _WHOLE)
    return words[one.end].form == "и"


_UNQUOTED = frozenset({"проект", "команда", "сеть", "центр"})
"""Nouns before names of other things, without quotation marks: команда Go, сеть ARPANET."""


@lru_cache(maxsize=2_000)
def _called(form: str) -> bool:
    found = morphology().parse(form)
    singular = not found[0].is_known or any("plur" not in parse.tag for parse in found)
    return singular and found[0].normal_form not in _UNQUOTED


def _is_called(noun: TextWord) -> bool:
    """Whether one institution is named there, not several: банки ОАЭ."""
    return _called(noun.form)


def _countries() -> Iterator[str]:
    """The adjectives of the states of the world."""
    for line in read_data("states.tsv").splitlines():
        for adjective in line.split("\t")[2].split(",") if not line.startswith("#") else ():
            yield _plain(adjective.strip().removeprefix(GUARDED))
    yield from ("российский", "грузинский", "армянский", "азербайджанский", "абхазский")


def _plain_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, words))


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")
