"""Positions as lines of text: what the cluster analyses is what was laid out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index import loops
from indexer.index.contract import SIGNATURE
from indexer.index.opensearch import documents as documents_module
from indexer.index.opensearch.documents import ATTEMPT, MARKERS, Known, Laying, Target, bulk
from indexer.index.opensearch.laid_out import MARKS, UNFIT, read_back
from indexer.index.opensearch.mapping import EMPTY, OTHER
from indexer.index.opensearch.spelling import key_of, signature_words
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
    """What is sent of the articles of a batch."""
    sent = bulk(laying(given), Target("articles", "words", 1), 0, Known())
    lines = b"".join(line.content for line in sent if line.into == "articles").splitlines()
    return [json.loads(line) for line in lines[1::2]]


def words(laying: Laying, given: Batch) -> list[tuple[Any, Any]]:
    """What is sent of its new words: actions and documents."""
    sent = bulk(laying(given), Target("articles", "words", 1), 0, Known())
    lines = b"".join(line.content for line in sent if line.into == "words").splitlines()
    told = [json.loads(line) for line in lines]
    return list(zip(told[::2], told[1::2], strict=True))


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


LONG = "долговечность-непревзойдённая"
FORMS = st.sampled_from(["a", "b", "ё", 'a"b', "a\\", LONG, SENTENCE, PARAGRAPH])


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
        made = compiled(given)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loops, "native", None)
            same = plain(given)
        assert made.prepared.text == same.prepared.text
        assert made.prepared.ends.tolist() == same.prepared.ends.tolist()
        assert made.tokens.tolist() == same.tokens.tolist()


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
    found = [
        document
        for each in (first, second)
        for _, document in words(laying, replace(each, forms=forms, terms=terms))
    ]
    assert found == [
        {"form": "a", "folded": "a", "terms": ["t"]},
        {"form": "B", "folded": "b", "terms": ["u", 'v"']},
    ]


def test_a_word_that_two_processes_lay_out_is_sent_once():
    given = replace(batch([[(0, "a"), (1, "b")], [], []]), deleted=("gone",))
    known = Known()
    target = Target("articles", "words", 3)
    sent = [
        (line.into, *map(json.loads, bytes(line.content).splitlines()))
        for number, each in enumerate((given, given, replace(given, forms=("b", "c"))))
        for line in bulk(Laying()(each), target, number, known)
    ]
    told = [each for each in sent if each[0] == "words"]
    assert [[each.get("form") for each in one[2::2]] for one in told] == [["a", "b"], ["c"]]
    versions = {"version": 3 * ATTEMPT + 2, "version_type": "external_gte"}
    delete, (into, action, document) = sent[-2:]
    assert delete == ("articles", {"delete": {"_id": "gone", **versions}})
    assert (into, action) == ("articles", {"index": {"_id": "a0", **versions}})
    assert (document["id"], document["attempt"]) == ("a0", 3)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_every_article_has_the_version_of_its_batch_and_the_number_of_the_apply(monkeypatch, count):
    monkeypatch.setattr(documents_module, "TOGETHER", 3)
    fields: list[list[tuple[int, str]]] = [[(0, "a"), (1, LONG)], [], []]
    ids = tuple('ё"' * 50 * at + str(at) for at in range(count))
    given = Laying()(replace(batch(*[fields] * count), ids=ids))
    attempt = 10**8  # nobody applies so often
    sent = list(bulk(given, Target("articles", "words", attempt), 7, Known(("a", LONG))))
    lines = b"".join(line.content for line in sent).splitlines()
    actions, found = ([json.loads(line) for line in lines[begin::2]] for begin in (0, 1))
    assert [len(line.content.tobytes().splitlines()) for line in sent] == (
        [6] * (count // 3) + [2 * (count % 3)] * (count % 3 > 0)
    )
    version = {"version": attempt * ATTEMPT + 7, "version_type": "external_gte"}
    assert actions == [{"index": {"_id": key_of(id), **version}} for id in ids]
    assert [each["id"] for each in found] == list(ids)
    assert [each["attempt"] for each in found] == [attempt] * count


@pytest.mark.skipif(getattr(loops.native, "checked", True), reason="for the usual build")
def test_an_article_without_memory_for_it_is_a_memory_error():
    program = """
import resource
import numpy as np
from indexer.index.opensearch.documents import Laying
from schemas.document import Batch
far, none = np.array([2**32 - 1], np.uint32), np.zeros((1, 3), np.uint32)
token, end = np.zeros(1, np.uint32), np.ones(1, np.int64)
batch = Batch(("1",), ("a",), ((),), token, far, end, none, none, np.zeros(1, np.int64))
lay_out = Laying()
pages = int(open("/proc/self/statm").read().split()[0])
most = pages * resource.getpagesize() + (1 << 28)
resource.setrlimit(resource.RLIMIT_AS, (most, most))
try:
    lay_out(batch)
except MemoryError:
    print("no memory")
"""
    ended = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert ended.stdout == b"no memory\n"


@pytest.mark.parametrize("form", ["ё" * 256, "ё" * 257, '"' * 512, "a" * 600])
def test_the_id_of_a_word_is_its_form_or_as_long_as_an_id_may_be(form):
    ((action, document),) = words(Laying(), batch([[(0, form)], [], []]))
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
