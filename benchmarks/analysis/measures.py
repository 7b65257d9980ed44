"""How well: which forms of a name meet, which posts a place finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from indexer.analysis import Analyzer

FILES = ("unknown-names.jsonl", "first-names.jsonl.gz", "surnames.jsonl.gz", "places.jsonl.gz")

_CONTEXTS: dict[str, Callable[[str], str]] = {
    "a text, as given": str,
    "a text, with a capital": str.title,
    "mid-sentence, with a capital": lambda word: f"вчера сказал {word.title()}",
    "mid-sentence, in lower case": lambda word: f"вчера сказал {word.lower()}",
}


def contexts() -> tuple[str, ...]:
    """The ways of writing in which names are measured."""
    return tuple(_CONTEXTS)


@dataclass(frozen=True, slots=True)
class Reunion:
    """``pairs``: share of form pairs that share a term. ``whole``: share of names of which all do.

    ``confused``: pairs of names that share a term though no written form, with such a term.
    """

    pairs: float
    whole: float
    confused: tuple[tuple[str, str, str], ...]


def reunion(analyzer: Analyzer, names: Sequence[Sequence[str]], context: str) -> Reunion:
    """Measure ``names``, lists of case forms, written as ``context`` says."""
    terms = _terms(analyzer, {form for forms in names for form in forms}, _CONTEXTS[context])
    met = total = whole = 0
    owners: dict[str, set[int]] = defaultdict(set)
    for number, forms in enumerate(names):
        shared = [bool(terms[a] & terms[b]) for a, b in combinations(forms, 2)]
        met, total, whole = met + sum(shared), total + len(shared), whole + all(shared)
        for term in set().union(*(terms[form] for form in forms)):
            owners[term].add(number)
    written = [{_fold(form) for form in forms} for forms in names]
    together = {
        pair: term
        for term, numbers in owners.items()
        for pair in combinations(sorted(numbers), 2)
        if not written[pair[0]] & written[pair[1]]
    }
    confused = [(names[a][0], names[b][0], together[a, b]) for a, b in sorted(together)]
    return Reunion(met / total, whole / len(names), tuple(confused))


def _terms(
    analyzer: Analyzer, forms: Iterable[str], write: Callable[[str], str]
) -> dict[str, set[str]]:
    """The terms of each form, the last word of a text."""
    every = sorted(forms)
    layout, vocabulary = analyzer.lay_out([write(form) for form in every])
    ends = np.searchsorted(layout.texts, np.arange(len(every)), "right") - 1
    found: dict[str, set[str]] = {}
    for form, end in zip(every, ends.tolist(), strict=True):
        whole = end
        while layout.pieces[whole - 1] >= 0 and layout.places[whole - 1] == layout.places[end]:
            whole -= 1
        found[form] = set(analyzer.terms(vocabulary.forms[layout.forms[whole]]))
    return found


def _fold(form: str) -> str:
    return form.lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class Reach:
    """Averages over places. ``ratio``: posts found / posts that contain one of the place's forms.

    ``recall``: share of the latter that are found.
    """

    ratio: float
    recall: float


def over_reach(
    analyzer: Analyzer, posts: Sequence[str], places: list[dict[str, Any]], count: int
) -> dict[str, Reach]:
    """Measure the ``count`` places that most posts name, by how the name is typed."""
    layout, vocabulary = analyzer.lay_out(posts)
    # columns have 32 bits, too few for the product
    pairs = np.unique(layout.forms.astype(np.int64) * len(posts) + layout.texts)
    by_form, by_term = defaultdict(set), defaultdict(set)
    written: dict[str, set[int]] = defaultdict(set)
    for number, post in zip(
        (pairs // len(posts)).tolist(), (pairs % len(posts)).tolist(), strict=True
    ):
        by_form[vocabulary.forms[number]].add(post)
    for form, found in by_form.items():
        written[form.lower()] |= found
        for term in analyzer.terms(form):
            by_term[term].add(form)
    named = [set().union(*(written[_fold(form)] for form in place["forms"])) for place in places]
    best = sorted(range(len(places)), key=lambda number: -len(named[number]))[:count]
    ways: dict[str, Callable[[str], Sequence[str]]] = {
        "a text, as given": lambda word: analyzer.terms(analyzer.tokens(word)[0].form),
        "typed with a capital": lambda word: analyzer.word(word.title()).terms,
        "typed in lower case, alone": lambda word: analyzer.word(word, alone=True).terms,
        "typed in lower case, among others": lambda word: analyzer.word(word).terms,
    }
    reaches = {}
    for way, ask in ways.items():
        ratios, recalls = [], []
        for number in best:
            terms = ask(places[number]["lemma"])
            forms = set().union(*(by_term[term] for term in terms))
            found = set().union(*(by_form[form] for form in forms))
            ratios.append(len(found) / len(named[number]))
            recalls.append(len(found & named[number]) / len(named[number]))
        reaches[way] = Reach(sum(ratios) / count, sum(recalls) / count)
    return reaches
