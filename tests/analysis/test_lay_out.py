"""Tokens that the compiled loop lays out are those of numpy, in every column."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from effort import tries
from hypothesis import given, settings
from test_sought import TEXTS

from indexer.analysis import default_analyzer, string_table
from indexer.analysis.positions import TokenColumns, lay_out
from indexer.analysis.vocabulary import SENTENCE_ID

pytestmark = pytest.mark.skipif(string_table.native is None, reason="the extension was not built")
ANALYZER = default_analyzer()


def both(texts: list[str]) -> TokenColumns:
    vocabulary = ANALYZER.known()
    given = *vocabulary.find(texts), vocabulary
    compiled = lay_out(*given)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(string_table, "native", None)
        plain = lay_out(*given)
    for field in fields(TokenColumns):
        one, other = (getattr(each, field.name) for each in (compiled, plain))
        assert one.dtype == other.dtype, field.name
        assert one.tolist() == other.tolist(), field.name
    return compiled


@settings(max_examples=tries(400), deadline=None)
@given(TEXTS)
def test_tokens_are_those_of_numpy(texts: list[str]) -> None:
    both(texts)


def test_a_sentence_begins_whatever_stands_behind_its_end() -> None:
    found = both(["мы!,— Шали", "мы ,— Шали"])
    assert np.bincount(found.texts[found.forms == SENTENCE_ID]).tolist() == [2, 1]


def test_texts_without_words_and_no_texts() -> None:
    for texts in ([], [""], ["", " — ", "\n"], ["", "суд идёт", "", "суд"]):
        assert len(both(texts).lengths) == len(texts)


@pytest.mark.skipif(getattr(string_table.native, "checked", False), reason="it ends the process")
def test_a_run_that_is_not_there_ends_the_call() -> None:
    one, far = np.array([1], np.int64), np.array([1 << 40], np.int64)
    for runs in (far, -one, far[:0]):
        with pytest.raises(IndexError, match=r"lay.h:\d+: does not hold"):
            lay_out(runs, one, ANALYZER.known())
