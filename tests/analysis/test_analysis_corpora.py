"""The measured goals, on real text: recall over case forms, precision, lemmas, known words."""

from __future__ import annotations

import re

import pymorphy3
import pytest
from effort import some

from benchmarks.analysis.corpora import names, news, places
from benchmarks.analysis.measures import FILES, contexts, over_reach, reunion
from indexer.analysis import Analyzer
from indexer.analysis.word_lists import read_forms, read_words

pytestmark = pytest.mark.corpora

_MAY_BE_NAMES = {"Name", "Surn", "Patr", "Geox"}
_PLACES = read_words("places")

LEAST = {
    "unknown-names.jsonl": 1.0,
    "first-names.jsonl.gz": 0.995,
    "surnames.jsonl.gz": 0.995,
    "places.jsonl.gz": 0.995,
}


@pytest.mark.slow
@pytest.mark.parametrize("context", contexts())
@pytest.mark.parametrize("file", FILES)
def test_form_pairs_that_meet(corpora, analyzer: Analyzer, file: str, context: str):
    found = reunion(analyzer, some(names(corpora, file)), context)
    assert found.pairs >= LEAST[file]
    assert found.whole >= 0.98


@pytest.mark.parametrize("context", contexts())
def test_unknown_names_are_wholly_tied_and_never_confused(corpora, analyzer, context: str):
    found = reunion(analyzer, names(corpora, "unknown-names.jsonl"), context)
    assert (found.whole, found.confused) == (1.0, ())


@pytest.mark.slow
def test_posts_found_beyond_those_that_name_the_place(corpora, analyzer: Analyzer):
    found = over_reach(analyzer, some(news(corpora)), places(corpora), 300)
    assert found["typed with a capital"].ratio <= 1.03
    assert found["typed in lower case, alone"].ratio <= 1.03
    assert found["a text, as given"].ratio <= 1.03
    assert found["typed with a capital"].recall >= 0.995


def test_known_common_words_have_the_lemmas_of_pymorphy(corpora, analyzer: Analyzer):
    morph = pymorphy3.MorphAnalyzer()
    text = "\n".join(some(news(corpora)[:3_000])).lower().replace("ё", "е")
    for word in set(re.findall("[а-я]+", text)):
        parses = morph.parse(word)
        if not parses[0].is_known or _MAY_BE_NAMES & set.union(
            *(set(p.tag.grammemes) for p in parses)
        ):
            continue
        lemmas = {parse.normal_form.replace("ё", "е") for parse in parses}
        lemmas |= {*read_forms("short-words").get(word, ())}
        assert set(analyzer.terms(word)) - _PLACES == lemmas - _PLACES, word
