"""Positions as lines of text: what the cluster analyses is what was laid out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index import loops
from indexer.index.contract import SIGNATURE
from indexer.index.opensearch.documents import (
    ATTEMPT,
    MARKERS,
    Documents,
    Laying,
    Target,
    bulk,
)
from indexer.index.opensearch.laid_out import MARKS, UNFIT, read_back
from indexer.index.opensearch.mapping import EMPTY, OTHER
from indexer.index.opensearch.spelling import signature_words
from indexer.index.signatures import NONE, hashes
from schemas.document import FIELD_GAP, FIELDS, PARAGRAPH, SENTENCE, UNDATED, Batch
from schemas.errors import EngineError

S, P = MARKS[SENTENCE], MARKS[PARAGRAPH]


def batch(*articles: list[list[tuple[int, str]]]) -> Batch:
    """Articles of fields of forms at positions."""
    forms: dict[str, int] = {}
    tokens, positions, ends, starts = [], [], [], []
    for fields in articles:
        place = 0
        for field in fields:
            starts.append(place)
            for at, form in field:
                tokens.append(forms.setdefault(form, len(forms)))
                positions.append(place + at)
            place += FIELD_GAP + max((at for at, _ in field), default=0)
        ends.append(len(tokens))
    return Batch(
        ids=tuple(f"a{at}" for at in range(len(articles))),
        forms=tuple(forms),
        terms=tuple((form.lower(),) for form in forms),
        tokens=np.array(tokens, np.uint32),
        positions=np.array(positions, np.uint32),
        ends=np.array(ends, np.int64),
        starts=np.array(starts, np.uint32).reshape(-1, 3),
        lengths=np.zeros((len(articles), 3), np.uint32),
        published=np.full(len(articles), UNDATED),
    )


def laid(*tokens: tuple[int, str]) -> str:
    (document,) = documents(Laying(), batch([[*tokens], [], []]))
    return document.get("title", "")


def documents(laying: Laying, given: Batch) -> list[dict[str, Any]]:
    made = laying(given).prepared
    assert isinstance(made, Documents)
    return [json.loads(b"{" + article) for article in made.articles]


def told(field: list[tuple[int, str]]) -> str:
    """A field laid out in the plainest way: the forms at each position, then what ends there."""
    places: dict[int, list[str]] = {}
    for at, form in field:
        places.setdefault(at, []).append(form)
    end = max(places, default=-1)
    closing: dict[int, list[str]] = {}
    for marker, marks in MARKS.items():
        begun = [at for at, forms in places.items() if marker in forms]
        for at, after in zip(begun, [*begun[1:], end + 1], strict=False):
            mark = marks.only if after - at <= 1 else marks.first
            places[at] = [mark if form == marker else form for form in places[at]]
            if mark == marks.first:
                closing.setdefault(after - 1, []).append(marks.last)
    for at, ends in closing.items():
        places.setdefault(at, []).extend(ends)
    return " ".join(OTHER.join(places.get(at, [EMPTY])) for at in range(end + 1))


def test_forms_stand_at_their_positions():
    assert laid((0, "a"), (1, "b"), (1, "c"), (4, "d")) == (f"a b{OTHER}c {EMPTY} {EMPTY} d")
    assert laid((2, "a")) == f"{EMPTY} {EMPTY} a"
    assert laid() == ""


def test_sentences_have_marks_where_they_begin_and_where_they_end():
    marked = laid(
        *[(0, PARAGRAPH), (0, SENTENCE), (0, "a"), (1, "b")],
        *[(2, SENTENCE), (2, "c")],
        *[(3, SENTENCE), (3, "d"), (4, "e")],
    )
    assert [set(each.split(OTHER)) for each in marked.split(" ")] == [
        {P.first, S.first, "a"},
        {"b", S.last},
        {S.only, "c"},
        {S.first, "d"},
        {"e", S.last, P.last},
    ]


FORMS = st.sampled_from(["a", "b", "ё", 'a"b', "a\\", SENTENCE, PARAGRAPH])


@st.composite
def fields(draw):
    """Forms at ascending positions, each once at a position."""
    places = draw(st.dictionaries(st.integers(0, 9), st.sets(FORMS, min_size=1), max_size=7))
    return [(at, form) for at in sorted(places) for form in sorted(places[at])]


ARTICLES = st.lists(st.lists(fields(), min_size=3, max_size=3), max_size=4)


@given(st.lists(ARTICLES, max_size=3))
def test_articles_are_laid_out_as_by_a_plain_loop(batches):
    laying = Laying()
    for articles in batches:
        for document, of_fields in zip(documents(laying, batch(*articles)), articles, strict=True):
            lines = [document.get(name, "") for name in FIELDS]
            assert lines == [told(field) for field in of_fields]
            forms = {form for field in of_fields for _, form in field} - MARKERS
            assert sorted(document.get("forms", ())) == sorted(forms)
            least = hashes(sorted(forms)).min(axis=0) & 0xFF if forms else [NONE] * SIGNATURE
            assert document["signature"] == signature_words([*least])


@pytest.mark.skipif(loops.native is None, reason="the extension was not built")
@given(st.lists(ARTICLES, max_size=3))
def test_compiled_loops_lay_out_the_same_bytes_as_numpy(batches):
    compiled, plain = Laying(), Laying()
    for articles in batches:
        given = batch(*articles)
        made = compiled(given).prepared
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loops, "native", None)
            assert made == plain(given).prepared


@given(fields(), st.sets(FORMS))
def test_what_was_laid_out_is_read_back(field, wanted):
    wanted -= MARKERS
    title, *others = read_back({"title": laid(*field)})
    assert title.of(frozenset(wanted)) == sorted({at for at, form in field if form in wanted})
    assert all(slots.of(frozenset(wanted)) == [] for slots in others)


def test_a_word_is_told_with_the_first_batch_that_has_it():
    first, second = batch([[(0, "a")], [], []]), batch([[(0, "a"), (1, "B")], [], []])
    forms, terms = ("a", "B"), (("t",), ("u", 'v"'))
    laying = Laying()
    words = [
        json.loads(lines.splitlines()[1])
        for each in (first, second)
        for lines in laying(replace(each, forms=forms, terms=terms)).prepared.words.values()
    ]
    assert words == [
        {"form": "a", "folded": "a", "terms": ["t"]},
        {"form": "B", "folded": "b", "terms": ["u", 'v"']},
    ]


def test_a_word_that_two_processes_lay_out_is_sent_once():
    given = replace(batch([[(0, "a"), (1, "b")], [], []]), deleted=("gone",))
    known: set[str] = set()
    target = Target("articles", "words", 3)
    sent = [
        (line.into, *map(json.loads, line.content.splitlines()))
        for number in (0, 1)
        for line in bulk(Laying()(given), target, number, known)
    ]
    words = [one[2]["form"] for one in sent if one[0] == "words"]
    assert words == ["a", "b"]
    versions = {"version": 3 * ATTEMPT + 1, "version_type": "external_gte"}
    delete, (into, action, document) = sent[-2:]
    assert delete == ("articles", {"delete": {"_id": "gone", **versions}})
    assert (into, action) == ("articles", {"index": {"_id": "a0", **versions}})
    assert (document["id"], document["attempt"]) == ("a0", 3)


@pytest.mark.parametrize("form", ["ё" * 256, "ё" * 257, '"' * 512, "a" * 600])
def test_the_id_of_a_word_is_its_form_or_as_long_as_an_id_may_be(form):
    (lines,) = Laying()(batch([[(0, form)], [], []])).prepared.words.values()
    action, document = map(json.loads, lines.splitlines())
    id = action["create"]["_id"]
    assert id == form if len(form.encode()) <= 512 else len(id) == 64
    assert document["form"] == form


def test_batches_of_another_vocabulary_begin_anew():
    laying = Laying()
    one, other = batch([[(0, "a"), (1, "b")], [], []]), batch([[(0, "b"), (1, "a")], [], []])
    assert [documents(laying, each)[0]["title"] for each in (one, other)] == ["a b", "b a"]


@pytest.mark.parametrize("form", ["a b", f"{EMPTY}"])
def test_a_batch_with_an_unfit_form_is_refused(form):
    with pytest.raises(EngineError, match="cannot be indexed"):
        laid((0, form))


@pytest.mark.parametrize("form", ["a b", "a\u2028", f"a{OTHER}b", f"{EMPTY}", S.first, "\t"])
def test_what_would_be_taken_apart_is_no_form(form):
    assert UNFIT.search(form)


@pytest.mark.parametrize("form", ["ёж", "o'brien", "ab-c", "㐀", "𝒜", "е́", "²"])
def test_all_others_are(form):
    assert not UNFIT.search(form)
