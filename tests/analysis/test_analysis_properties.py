"""What holds for any text whatever."""

from __future__ import annotations

import subprocess
import sys
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.analysis.cache import Recent
from indexer.analysis.normalise import LONGEST, normalise

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
"""Any code points, unpaired surrogates too."""

LIKELY = st.text("абвеёйоуыяюьАБЯABCaxe \n\u0301\u00ad\u200b-–'’.,!?@/:0127_«»\ud800", max_size=60)
"""The characters that our rules speak of."""

TEXTS = st.one_of(
    ANY, LIKELY, st.binary(max_size=80).map(lambda raw: raw.decode("cp1251", "replace"))
)
ANALYZER = default_analyzer()


@settings(deadline=None)
@given(TEXTS)
def test_tokens_lie_in_the_text_and_positions_never_fall(text: str):
    tokens = ANALYZER.tokens(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    positions = [token.position for token in tokens]
    assert positions == sorted(positions)
    assert sorted(set(positions)) == list(range(len(set(positions))))


@settings(deadline=None)
@given(TEXTS)
def test_forms_are_bounded_encodable_and_stable(text: str):
    for token in ANALYZER.tokens(text):
        assert 0 < len(token.form) <= LONGEST
        assert token.form.encode()
        if "L" not in token.text:  # see the next test
            assert normalise(token.form) == token.form.lower()


def test_a_capital_l_among_cyrillic_letters_is_read_as_a_small_one():
    assert normalise("ПLЮС") == normalise("пlюс")
    assert normalise("ГLАЛГLАЙ") == normalise("гӏалгӏай")


@given(st.from_regex("[А-Яа-яЁё]{2,64}", fullmatch=True))
def test_a_plain_word_is_read_as_one_with_a_mark_inside(word: str):
    # a soft hyphen is in no form, but such a word is not plain and takes the long way
    assert normalise(word) == normalise(word[:1] + "\u00ad" + word[1:])


@settings(deadline=None)
@given(TEXTS)
def test_terms_are_sorted_distinct_and_never_empty(text: str):
    for token in ANALYZER.tokens(text):
        terms = ANALYZER.terms(token.form)
        assert terms
        assert list(terms) == sorted(set(terms))
        assert set(token.terms) == {"=" + token.form, *terms}


@settings(deadline=None)
@given(ANY)
def test_anything_may_be_asked_for(text: str):
    ANALYZER.terms(text)
    ANALYZER.word(text)
    ANALYZER.word(text, alone=True)
    ANALYZER.exact(text)


@settings(deadline=None)
@given(TEXTS)
def test_what_is_found_as_a_token_is_found_by_its_text(text: str):
    for token in ANALYZER.tokens(text):
        if "L" in token.text and normalise(token.form) != token.form.lower():
            continue  # the fault of a capital L among Cyrillic letters, above
        assert set(token.terms) & {*ANALYZER.word(token.form).terms, *ANALYZER.exact(token.form)}


@given(st.lists(LIKELY, max_size=6), st.randoms(), st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_terms_depend_on_the_form_alone(texts: list[str], random, remembered: int):
    forms = sorted({token.form for text in texts for token in ANALYZER.tokens(text)})
    shuffled = forms * 2
    random.shuffle(shuffled)
    forgetful = Recent(ANALYZER._find, remembered)
    assert [forgetful[form] for form in shuffled] == [ANALYZER.terms(form) for form in shuffled]
    assert len(forgetful) <= remembered


_PRINT = """
from indexer.analysis import default_analyzer
analyzer = default_analyzer()
print(analyzer.fingerprint)
text = "Яндиевым в Шали о газе, Алхан-Калой M. Kadyrov’s"
print([(token.form, token.terms) for token in analyzer.tokens(text)])
"""


def test_another_process_gives_the_same():
    run = [sys.executable, "-X", "utf8", "-c", _PRINT]
    first, second = (
        subprocess.run(run, capture_output=True, check=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in "12"
    )
    assert first == second
    assert first.decode().startswith(ANALYZER.fingerprint)


HOSTILE = (
    "а",
    "А",
    "а-",
    "а.",
    "а'",
    "a@",
    "a.b@c.",
    "1,",
    "\n",
    "\n ",
    " ",
    "\u0301",
    "http://",
    "www.",
    ". ",
    ".!?",
    "_",
    "-",
    "ﷺ",
    "\ud800",
    "«",
    "аА",
)


def test_time_is_linear_in_the_length_of_any_run():
    for unit in HOSTILE:
        seconds = []
        for size in (50_000, 400_000):
            start = time.process_time()
            ANALYZER.tokens(unit * (size // len(unit)))
            seconds.append(time.process_time() - start)
        assert seconds[1] < 0.5 + 40 * seconds[0], unit


def test_ten_thousand_words_are_a_query():
    assert len(ANALYZER.tokens("Кадырова в Шали " * 3_334)) == 10_002
