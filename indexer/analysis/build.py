"""Make data/english-forms.txt: ``python -m indexer.analysis.build LEMMAS WORDS``.

LEMMAS: ``lemma_lu.csv.gz`` of LemmInflect 0.2.3 (MIT), which holds the inflections of the
SPECIALIST Lexicon of the U.S. National Library of Medicine: rows of form, part of speech, lemmas.
WORDS: the folder of SCOWL's word lists (Debian's package scowl): words that only American, only
British or every spelling has.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from indexer.analysis.english import English

TARGET = Path(__file__).parent / "data" / "english-forms.txt"

HEADER = """\
# English words, each with forms that the stemmer does not lead to it. Made by
# indexer/analysis/build.py. Irregular forms are those of the SPECIALIST Lexicon of the U.S.
# National Library of Medicine, as LemmInflect 0.2.3 by Brad Jascob (MIT licence) has them.
# Spellings are those of SCOWL 2020.12.07, Copyright 2000-2018 by Kevin Atkinson, who says:
# Permission to use, copy, modify, distribute and sell these word lists, the associated scripts,
# the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that
# copyright notice and this permission notice appear in supporting documentation. Kevin Atkinson
# makes no representations about the suitability of this array for any purpose. It is provided
# "as is" without express or implied warranty.

"""

COMMONEST = 70
"""SCOWL's level up to which its words are read; those above are in few dictionaries."""

SPELLINGS = tuple(
    (re.compile(ours), theirs)
    for ours, theirs in (
        ("is", "iz"), ("ys(?=[ei])", "yz"), ("our", "or"), ("re(?=s?$)", "er"),
        ("re(?=d$)", "ere"), ("r(?=ing$)", "er"), ("ll", "l"), ("l", "ll"), ("enc", "ens"),
        ("gue", "g"), ("gu(?=e|i)", "g"), ("ae", "e"), ("oe", "e"), ("sc(?=e)", "sk"),
        ("ough", "ow"), ("grey", "gray"), ("ould", "old"), ("inium", "inum"), ("pp", "p"),
        ("tt", "t"), ("dgem", "dgm"), ("aero", "air"), ("yp", "ip"),
    )
)  # fmt: skip
"""British letters and the American ones in their place; both must be in SCOWL as such."""

COMMON = tuple(
    (re.compile(ours), theirs)
    for ours, theirs in (
        ("ogramme", "ogram"), ("metre", "meter"), ("licenc", "licens"), ("practis", "practic"),
        ("sulph", "sulf"), ("oeuvre", "euver"), ("rouble", "ruble"), ("tsar", "czar"),
        ("moustache", "mustache"), ("sheikh", "sheik"), ("enquir", "inquir"), ("axe$", "ax"),
        ("aeo(?=[lg])", "eo"), ("paedia", "pedia"), ("iaeval", "ieval"), ("haem(?=o)", "hem"),
        ("foet", "fet"), ("ogue", "og"), ("cosy$", "cozy"), ("yjama", "ajama"), ("gaol", "jail"),
        ("draught", "draft"), ("tyre", "tire"), ("jewellery", "jewelry"), ("omelette", "omelet"),
        ("whisky", "whiskey"), ("glamour", "glamor"), ("chequer", "checker"),
    )
)  # fmt: skip
"""The same, where Britons have both in different meanings, or where both are used by both."""

PLURALS = tuple(
    (re.compile(forms), word)
    for forms, word in (
        ("men$", "man"), ("^people$", "person"), ("eaux$", "eau"), ("^oxen$", "ox"),
        ("cteria$", "cterium"), ("nnia$", "nnium"), ("(?<!ant)ick(?:ed|ing)$", "ic"),
    )
)  # fmt: skip
"""Endings of irregular forms, which the SPECIALIST Lexicon lacks for some words: congressmen."""

PREFIXES = ("out", "over", "under", "fore", "inter", "mis", "re", "un", "up", "with")
"""Prefixes of verbs that it has without them: outsold, retold."""

MODALS = frozenset({"can", "may", "shall", "will"})
"""Could, might and their like are words of their own: May is a month."""

OTHER_WORDS = frozenset({"born", "dolmen", "germen", "ground", "wound"})
"""Forms that hardly ever mean their lemma: the born are no bears."""

OTHER_LEMMAS = frozenset({"well"})
"""Lemmas that are another word, too: better is of good, oil wells are not."""

_WORD = re.compile("[a-z]{2,}")


def irregular(lemmas: Path) -> Iterator[tuple[str, str]]:
    """(form, lemma) of nouns and verbs, and of adjectives whose forms begin otherwise (better).

    A plural that is a noun of its own (media, data) is left out.
    """
    readings: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with gzip.open(lemmas, "rt", encoding="utf-8") as file:
        for form, part, every in csv.reader(file):
            readings[form] |= {(part, lemma) for lemma in every.split("/")}
    for form, found in readings.items():
        for part, lemma in found:
            own = part == "noun" and ("noun", form) in found
            if lemma in MODALS | OTHER_LEMMAS or form in OTHER_WORDS:
                continue
            if (part in {"noun", "verb"} and not own) or (part == "adj" and form[0] != lemma[0]):
                yield form, lemma


def spellings(words: Path) -> Iterator[tuple[str, str]]:
    """(American, British) spelling of the words that differ in a way that we know."""
    american, british = _scowl(words, "american"), _scowl(words, "british")
    every = american | _scowl(words, "english")
    for word in sorted(british | every):
        ways = ((SPELLINGS, american if word in british else ()), (COMMON, every))
        for rules, known in ways:
            for ours, theirs in rules:
                for found in ours.finditer(word):
                    other = word[: found.start()] + theirs + word[found.end() :]
                    if other in known:
                        yield other, word


def derived(words: Path, known: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(form, word) of words of SCOWL: irregular forms by endings, and verbs with a prefix."""
    every = {word for kind in ("american", "british", "english") for word in _scowl(words, kind)}
    for form in sorted(every):
        for ending, rest in PLURALS:
            word, found = ending.subn(rest, form)
            if found and word in every and form not in OTHER_WORDS:
                yield form, word
    for form, lemma in known:
        for prefix in PREFIXES:
            if prefix + form in every and prefix + lemma in every:
                yield prefix + form, prefix + lemma


def _scowl(words: Path, kind: str) -> set[str]:
    files = [file for file in words.glob(f"{kind}-words.*") if int(file.suffix[1:]) <= COMMONEST]
    every = {word for file in files for word in file.read_text("latin-1").split()}
    return {word for word in every if _WORD.fullmatch(word)}


def families(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """A word for each stem, with those forms that do not have that stem already."""
    english = English({})
    words: dict[str, str] = {}
    found: dict[str, set[str]] = defaultdict(set)
    for form, word in pairs:
        if _WORD.fullmatch(form) and _WORD.fullmatch(word):
            stems = english.terms(word)
            if stems.isdisjoint(english.terms(form)):
                stem = min(stems)
                words[stem] = min(words.get(stem, word), word, key=lambda one: (len(one), one))
                found[stem].add(form)
    return {words[stem]: forms for stem, forms in found.items()}


def main(lemmas: Path, words: Path) -> None:
    """Write the file anew."""
    known = sorted(set(irregular(lemmas)))
    found = families(chain(known, derived(words, known), spellings(words)))
    lines = [f"{word}: {' '.join(sorted(forms))}\n" for word, forms in sorted(found.items())]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
