"""Words that are looked for stand where the whole layout of their texts has them."""

from __future__ import annotations

import gc
import gzip
import json
import weakref
from itertools import product

import numpy as np
import pytest
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import Analyzer, default_analyzer, string_table
from indexer.analysis.known_forms import (
    KNOWN_FORMS,
    FormsByTerm,
    KnownForms,
    beginning,
    know_all,
    known_forms,
)
from indexer.analysis.sought import SoughtToken
from indexer.analysis.vocabulary import PARAGRAPH_ID, SENTENCE_ID

ANALYZER = default_analyzer()
NONE = np.zeros(0, np.uint8)
PIECES = (
    "суд", "Суд", "СУД", "г.", "г", "А.", "Шали", "шали", "Газа", "газа", "U.S.", "US",
    "Ф.С.Б.", "ГӀалгӀай", "гIалгIай", "Ту154М", "COVID19", "10 000", "10\u00a0000", "1.5",
    "3,5", "д'Артаньян", "кафе́", "café", "ё", "Йошкар-\nОла", "пре-\nзидент", "суд\u00ad\nья",
    "со\u00adюз", "Алхан-Кала", "М.Евкуров", "http://news.example/суд,", "www.суд", "a@b.ru",
    "AT&T", "Moсква", "слово.Слово", "04.12.2024", "½", "x" * 130, "ж-" * 70, "\U0001f600",
    "\ud800", "_", "´", "й", "ﬁ", "İ", " ", " ", " ", ", ", ". ", ".", "! ", "…", "\n", "\n\n",
    "\n\t", " — ", ": ", "«", "»", '"', "(",
)  # fmt: skip
"""What the rules speak of, and what none of them expects."""

TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
TEXTS = st.lists(TEXT | st.text(max_size=30), max_size=6)


def laid_out(texts: list[str]) -> list[SoughtToken]:
    """Every word by the layout of all."""
    found = []
    for number, text in enumerate(texts):
        layout, vocabulary = ANALYZER.lay_out([text])
        marker = layout.pieces < 0
        columns = [np.cumsum(layout.forms == one) for one in (SENTENCE_ID, PARAGRAPH_ID)]
        begun = [column[~marker].tolist() for column in columns]
        forms = layout.forms[~marker].tolist()
        for token, form, *scopes in zip(ANALYZER.tokens(text), forms, *begun, strict=True):
            assert vocabulary.forms[form] == token.form
            place = token.position, form, token.start, token.end
            found.append(SoughtToken(number, *place, *scopes))
    return found


def sought(texts: list[str], forms: set[int] | None, analyzer: Analyzer = ANALYZER):
    """What is found of ``forms``, of all that there are when None."""
    vocabulary = analyzer.known()
    every = range(len(vocabulary.forms))
    return analyzer.seek(texts, vocabulary, every if forms is None else forms, NONE)


def agreed(texts: list[str]) -> None:
    every = laid_out(texts)
    for forms in (None, {token.form for token in every if token.form % 3 == 0}):
        expected = [token for token in every if forms is None or token.form in forms]
        assert sorted(sought(texts, forms).tokens) == sorted(expected)


@pytest.fixture(params=["compiled", "arrays"])
def way(request, monkeypatch):
    if request.param == "arrays":
        monkeypatch.setattr(string_table, "native", None)
    elif string_table.native is None:
        pytest.skip("the extension was not built")


@settings(max_examples=tries(400), deadline=None)
@given(TEXTS)
def test_words_stand_where_the_layout_has_them(texts: list[str]) -> None:
    agreed(texts)


@settings(max_examples=tries(100), deadline=None)
@given(TEXTS)
def test_without_the_extension_it_is_the_same(texts: list[str]) -> None:
    ANALYZER.lay_out(texts)
    for text in texts:  # of one word alone: a label
        ANALYZER.tokens(text)
    compiled = sought(texts, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(string_table, "native", None)
        slow = sought(texts, None)
    assert sorted(compiled.tokens) == sorted(slow.tokens)
    assert compiled.lengths.tolist() == slow.lengths.tolist()


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Шали тут. Мы в Шали", ["шали", "тут", "мы", "в", "Шали"]),
        ("Мы. Шали. Мы", ["мы", "Шали", "мы"]),  # a sentence of its own
        ("мы в г. Шали были", ["мы", "в", "г", "Шали", "были"]),
        ("мы в г! Шали были", ["мы", "в", "г", "шали", "были"]),  # no dot
        ("мы в г\n. Шали были", ["мы", "в", "г", "шали", "были"]),  # no dot beside it
        ("мы. Шали у нас", ["мы", "шали", "у", "нас"]),
        ("мы — Шали", ["мы", "шали"]),
        ("мы, Шали", ["мы", "Шали"]),
        ("Газа", ["Газа"]),  # a label
    ],
)
def test_a_capital_is_evidence_where_the_rules_say_so(text: str, forms: list[str]) -> None:
    vocabulary = ANALYZER.known()
    ANALYZER.tokens(text)
    assert [vocabulary.forms[token.form] for token in sought([text], None).tokens] == forms


def test_a_text_of_one_run_is_read_as_the_layout_has_it() -> None:
    tried = 0
    for text in (
        (a + joint + b).lstrip(" ,")
        for a, b in product(PIECES, ("", *PIECES))
        for joint in ("", "-")
    ):
        layout, vocabulary = ANALYZER.lay_out([text])
        if layout.places.max(initial=0):
            continue
        words = layout.pieces >= 0
        starts = vocabulary.offset.data[layout.pieces[words]].tolist()
        forms = [vocabulary.forms[form] for form in layout.forms[words].tolist()]
        expected = list(zip(starts, layout.positions[words].tolist(), forms, strict=True))
        found = ANALYZER.tokens(text)
        assert [(token.start, token.position, token.form) for token in found] == expected, text
        tried += 1
    assert tried > 1000


@pytest.mark.usefixtures("way")
def test_other_forms_are_told_once() -> None:
    analyzer = Analyzer()
    vocabulary = analyzer.known()
    found = analyzer.seek(["суд и суд да дело", "Суд"], vocabulary, (), NONE)
    assert found.tokens == []
    assert sorted(vocabulary.forms[form] for form in found.untold) == ["да", "дело", "и", "суд"]
    told = np.zeros(vocabulary.form("и") + 1, np.uint8)
    told[vocabulary.form("и")] = 1
    sought = [vocabulary.form("да")]
    found = analyzer.seek(["суд и суд да дело"], vocabulary, sought, told)
    assert [vocabulary.forms[token.form] for token in found.tokens] == ["да"]
    assert sorted(vocabulary.forms[form] for form in found.untold) == ["дело", "суд"]


def test_forms_are_known_by_their_terms() -> None:
    analyzer = Analyzer()
    vocabulary = analyzer.known()
    numbers = [vocabulary.form(form) for form in ("суд", "суда", "дело")]
    known = known_forms(vocabulary)
    assert (known.having("суд"), len(known)) == ((), 0)
    known.learn(numbers[:2])
    known.learn(numbers)
    assert set(known.having("суд")) == {*numbers[:2]}
    assert known.told[numbers].tolist() == [1, 1, 1]
    assert known_forms(vocabulary) is known
    assert len(known) == 3


def test_what_is_known_of_forms_is_bounded(monkeypatch) -> None:
    assert KNOWN_FORMS < 100_000
    monkeypatch.setattr("indexer.analysis.known_forms.KNOWN_FORMS", 1)
    vocabulary = Analyzer().known()
    known = known_forms(vocabulary)
    known.learn([vocabulary.form("суд"), vocabulary.form("дело")])
    assert isinstance(known_forms(vocabulary), KnownForms)
    assert known_forms(vocabulary) is not known


def test_all_forms_are_known_before_processes_are_forked(monkeypatch) -> None:
    analyzer = Analyzer()
    vocabulary = analyzer.known()
    forms = ["суд", "суда", "дело", "Кадырова", "courts", "суде"]
    numbers = {form: vocabulary.form(form) for form in forms}
    learnt = KnownForms(vocabulary)
    learnt.learn([*numbers.values()])
    know_all(vocabulary)
    known = known_forms(vocabulary)
    for form in forms:
        for term in vocabulary.terms[numbers[form]]:
            assert sorted(known.having(term)) == sorted(learnt.having(term)) != []
    assert known.having("no such term") == []
    assert known.told[[*numbers.values()]].all()
    assert len(known) == 0  # none of them is learnt, or forgotten

    later = vocabulary.form("судами")
    known.learn([later, numbers["суд"]])
    assert set(known.having("суд")) == {numbers["суд"], numbers["суда"], numbers["суде"], later}
    monkeypatch.setattr("indexer.analysis.known_forms.KNOWN_FORMS", 0)
    again = known_forms(vocabulary)
    assert set(again.having("суд")) == {numbers["суд"], numbers["суда"], numbers["суде"]}


def test_what_is_known_of_a_vocabulary_goes_with_it() -> None:
    analyzer = Analyzer()
    know_all(analyzer.known())
    known_forms(analyzer.known()).learn([analyzer.known().form("суд")])
    given_up = weakref.ref(analyzer.vocabulary), weakref.ref(known_forms(analyzer.vocabulary))
    analyzer.start(None)
    gc.collect()
    assert [each() for each in given_up] == [None, None]


def test_terms_of_one_hash_are_told_apart(monkeypatch) -> None:
    monkeypatch.setattr("indexer.analysis.known_forms.hash", lambda _: 7, raising=False)
    vocabulary = Analyzer().known()
    court, case = vocabulary.form("суд"), vocabulary.form("дело")
    known = FormsByTerm(vocabulary)
    assert ({*known.having("суд")}, {*known.having("дело")}) == ({court}, {case})
    assert known.having("слово") == []


def test_forms_that_begin_with_a_letter_whatever_its_case() -> None:
    vocabulary = Analyzer().known()
    forms = [vocabulary.form(form) for form in ("суд", "Суд", "да", "s", "İ")]
    assert beginning(vocabulary, forms, "с") == forms[:2]
    assert beginning(vocabulary, forms, "i") == forms[4:]
    assert beginning(vocabulary, [], "i") == []


@pytest.mark.corpora
def test_real_articles_agree(corpora) -> None:
    with gzip.open(corpora / "telegram-news.jsonl.gz", "rt", encoding="utf-8") as file:
        posts = [json.loads(line)["text"] for line in file][::40]
    with gzip.open(corpora / "reuters-21578.jsonl.gz", "rt", encoding="utf-8") as file:
        bodies = [json.loads(line)["body"] for line in file][::40]
    for texts in (posts, bodies):
        for first in range(0, len(texts), 50):
            agreed(texts[first : first + 50])
