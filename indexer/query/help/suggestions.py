"""Suggestions as one types: words of headlines, names, regions and topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from types import MappingProxyType

import numpy as np

from indexer.analysis import Analyzer
from indexer.analysis.nominatives import both_genders
from indexer.index.contract import Searcher
from indexer.query.help.headlines import in_style
from indexer.query.help.keyboard import other_layout
from indexer.query.help.lexicon import Lexicon
from indexer.query.help.named import NamedValues
from indexer.taxonomy import Taxonomy
from schemas.article import Language
from schemas.query import Request

LIMIT = 8
LOOKED_AT = 40
"""Words with the prefix that are looked at, the most frequent: many are forms of one word."""

SHORTEST = 2
"""Letters from which a word is completed."""

NAMED, SHORTEST_NAME = 3, 3
"""Persons and organisations that are offered at most, and letters from which on they are."""

LONGEST = 100
"""Characters of a text that is completed."""

_SPELLINGS = {
    "shch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я",
    "yo": "е", "ye": "е", "dj": "дж", "a": "а", "b": "б", "c": "к ц", "d": "д", "e": "е э",
    "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж й", "k": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в",
    "x": "кс", "y": "ы й", "z": "з",
}  # fmt: skip
"""Latin letters, longer ones first, and what they may stand for."""

_LETTER = re.compile("|".join(_SPELLINGS))
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_VARIANTS = 4
"""Cyrillic readings tried of a Latin word: each letter that has two doubles their number."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query to offer: ``text``. ``count``: articles with its last word, in any form: the order.

    ``kind``: "word", or the facet, such as "region" or "person", whose value is ``value``.
    """

    text: str
    count: int
    kind: str = "word"
    value: str = ""


class Suggester:
    """Completes what is being typed. Immutable; safe to share between threads."""

    def __init__(
        self,
        searcher: Searcher,
        analyzer: Analyzer,
        lexicon: Lexicon,
        taxonomies: Mapping[str, Taxonomy],
        names: Mapping[Language, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        """``names``: by language, how values of open facets are spelt, if not as they are."""
        self._searcher = searcher
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._named = NamedValues(searcher, names)
        self._of_titles = bool(lexicon.titles.any())
        self._labels = sorted(_labels(searcher, taxonomies), key=lambda label: -label[1].count)

    def suggest(self, text: str, limit: int = LIMIT) -> tuple[Suggestion, ...]:
        """At most ``limit`` completions of ``text``, the most frequent first.

        First those that begin as typed, then a lone word in the other alphabet; in the other layout
        what is more frequent than all of these.
        """
        text = " ".join(text.split())
        if not text or len(text) > LONGEST:
            return ()
        found: dict[str, Suggestion] = {}
        for typed in (text, *in_other_alphabet(text.lower())):
            self._add(found, typed)
            if len(found) >= limit:
                break
        most = max((one.count for one in found.values()), default=0)
        self._add(found, other_layout(text), least=most + 1)
        return tuple(islice(found.values(), limit))

    def _add(self, found: dict[str, Suggestion], typed: str, least: int = 0) -> None:
        for one in sorted(self._completions(typed), key=lambda one: -one.count):
            if one.count >= least:
                found.setdefault(one.text.lower(), one)

    def _completions(self, text: str) -> Iterator[Suggestion]:
        folded = text.lower().replace("ё", "е")
        shown: set[str] = set()
        for label, suggestion in self._labels:
            if label.startswith(folded) or f" {folded}" in label:
                shown.add(label)
                yield suggestion
        if len(folded) >= SHORTEST_NAME:
            for named in self._named.beginning(folded, NAMED):
                yield Suggestion(named.label, named.count, named.facet, named.value)
        last = folded.rpartition(" ")[2]
        kept = text[: len(text) - len(last)]
        if len(last) >= SHORTEST:
            for written, terms, count in self._words(last, alone=not kept):
                if kept or shown.isdisjoint(terms):
                    yield Suggestion(kept + written, count)

    def _words(self, prefix: str, *, alone: bool) -> Iterator[tuple[str, set[str], int]]:
        """The most frequent words that begin with ``prefix``, in one form, its terms and count.

        ``alone``: in the dictionary's form; else in the most frequent one.
        """
        groups: list[tuple[int, set[str], int]] = []
        for number in self._most_frequent(prefix):
            terms = set(self._terms(number))
            count = int(self._lexicon.counts[number])
            for at, (first, known, so_far) in enumerate(groups):
                if not known.isdisjoint(terms):
                    groups[at] = (first, known | terms, so_far + count)
                    break
            else:
                groups.append((number, terms, count))
        groups.sort(key=lambda group: -group[2])
        for number, terms, count in groups[: 2 * LIMIT]:
            written = self._shown(number, terms, prefix) if alone else self._lexicon.written(number)
            yield written, terms, count

    def _most_frequent(self, prefix: str) -> list[int]:
        lexicon = self._lexicon
        first, end = lexicon.beginning(prefix)
        counts = lexicon.counts[first:end].astype(np.int64)  # signed: it is negated below
        if self._of_titles:
            counts *= lexicon.titles[first:end] > 0
        if len(counts) > LOOKED_AT:
            best = np.argpartition(counts, -LOOKED_AT)[-LOOKED_AT:]
        else:
            best = np.arange(len(counts))
        best = best[np.argsort(-counts[best], kind="stable")]
        found: list[int] = (first + best[counts[best] > 0]).tolist()
        return found

    def _terms(self, number: int) -> tuple[str, ...]:
        word = self._lexicon.word(number)
        small, large = self._searcher.terms(word), self._searcher.terms(word.title())
        return (*small, *large) or (word,)

    def _shown(self, number: int, terms: set[str], prefix: str) -> str:
        """Word ``number`` in the form of a dictionary if that begins with ``prefix``.

        The nominative if articles have it, then that of a woman's name (Кукуджанова), then another
        term; else a nominative that finds the word.
        """
        lexicon, word = self._lexicon, self._lexicon.word(number)
        heads = self._analyzer.headwords(word)
        women = {one for head in heads for one in both_genders(head)[1:]}
        for forms in (heads, women, terms):
            counts = {form: lexicon.count(form) for form in forms if form.startswith(prefix)}
            if any(counts.values()):
                shown = max(sorted(counts), key=counts.__getitem__)
                break
        else:
            fitting = {head for head in terms & heads if head.startswith(prefix)}
            shown = min(fitting, default=word)
        return in_style(shown, max(lexicon.style(shown), lexicon.style(word)))


def _labels(
    searcher: Searcher, taxonomies: Mapping[str, Taxonomy]
) -> Iterator[tuple[str, Suggestion]]:
    """The names of regions and topics that articles have."""
    facets = searcher.search(Request(limit=0)).facets
    for facet, taxonomy in taxonomies.items():
        for entry in taxonomy.entries:
            count = facets.get(facet, {}).get(entry.id, 0)
            for label in dict.fromkeys(entry.labels.values()) if count else ():
                folded = label.lower().replace("ё", "е")
                yield folded, Suggestion(label, count, facet, entry.id)


def in_other_alphabet(word: str) -> list[str]:
    """A lone ``word`` in the other alphabet, as people write it."""
    if " " in word:
        return []
    # not "ь" alone: it becomes nothing, which everything begins with
    if any(_LATIN.get(letter) for letter in word):
        return ["".join(_LATIN.get(letter, letter) for letter in word)]
    letters = _LETTER.findall(word)
    if "".join(letters) != word:
        return []
    variants = product(*(_SPELLINGS[letter].split() for letter in letters))
    return ["".join(variant) for variant in islice(variants, _VARIANTS)]
