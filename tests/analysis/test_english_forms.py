"""The table of English forms is made of lexicons: what of them goes into it, and what not."""

from __future__ import annotations

import gzip

import pytest

from indexer.analysis.build import derived, families, irregular, spellings
from indexer.analysis.word_lists import read_forms

LEMMAS = """\
children,noun,child
went,verb,go
wanted,verb,want
found,verb,find/found
media,noun,medium/media
leaves,noun,leave/leaf
could,verb,can
bigger,adj,big
better,adj,good/well
born,verb,bear
"""

WORDS = {
    "british-words.10": "labour labours centred organise metre",
    "american-words.10": "labor labors centered organize",
    "english-words.10": "meter filled filed",
    "british-words.95": "colour",
    "american-words.95": "color",
}


@pytest.fixture
def lemmas(tmp_path):
    file = tmp_path / "lemmas.csv.gz"
    file.write_bytes(gzip.compress(LEMMAS.encode()))
    return file


@pytest.fixture
def words(tmp_path):
    for name, text in WORDS.items():
        (tmp_path / name).write_text(text.replace(" ", "\n"), "latin-1")
    return tmp_path


def test_irregular_nouns_and_verbs_and_adjectives_of_another_stem(lemmas):
    assert families(irregular(lemmas)) == {
        "child": {"children"},
        "go": {"went"},
        "find": {"found"},
        "leaf": {"leaves"},
        "good": {"better"},
    }


def test_american_spellings_of_british_words_that_both_lists_have(words):
    assert sorted(spellings(words)) == [
        ("centered", "centred"),
        ("labor", "labour"),
        ("labors", "labours"),
        ("meter", "metre"),
        ("organize", "organise"),
    ]


def test_a_form_may_have_several_words():
    forms = read_forms("english-forms")
    assert forms["went"] == ("go",)
    assert forms["better"] == ("good",)
    assert not {"born", "ground", "wound"} & forms.keys()
    assert "wanted" not in forms


def test_plurals_by_their_endings_and_verbs_behind_a_prefix(tmp_path):
    (tmp_path / "english-words.10").write_text(
        "congressman congressmen german germen outsell outsold untold retell retold mimic mimicked "
        "kick kicked frantic attic millennium millennia semen person people".replace(" ", "\n"),
        "latin-1",
    )
    known = [("sold", "sell"), ("told", "tell")]
    assert sorted(derived(tmp_path, known)) == [
        ("congressmen", "congressman"),
        ("millennia", "millennium"),
        ("mimicked", "mimic"),
        ("outsold", "outsell"),
        ("people", "person"),
        ("retold", "retell"),
    ]
