"""What many have searched for in vain, and that nothing is told of what few have."""

from __future__ import annotations

import pytest

from indexer.settings import load_settings
from schemas.errors import UsageError
from searchapp import create_app, unfound
from searchapp.unfound import DAY, Unfound

WORDS = "щебаракюз зыквутт"


@pytest.fixture
def counting(archive, monkeypatch):
    """A site whose operator wants to know of what is asked for five times."""
    settings = archive.settings.model_copy(update={"nothing_found": 5, "answers_kept": 0})
    monkeypatch.setattr(archive, "settings", settings)
    return create_app(archive).test_client()


@pytest.fixture
def told(monkeypatch):
    """The words that were logged."""
    words: list[str] = []
    monkeypatch.setattr(unfound, "tell", lambda _, **facts: words.append(facts["words"]))
    return words


def test_words_are_told_once_when_they_were_asked_for_often_enough(counting, told):
    for number in range(1, 9):
        counting.get("/search", query_string={"q": WORDS})
        assert told == [WORDS] * (number >= 5)


def test_capitals_and_spaces_make_no_difference(counting, told):
    for text in (WORDS, WORDS.upper(), f" {WORDS} ", WORDS.replace(" ", "  "), WORDS.title()):
        counting.get("/search", query_string={"q": text})
    assert len(told) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"q": WORDS, "region": "chechnya"},
        {"q": WORDS, "not-region": "chechnya"},
        {"q": WORDS, "from": "2011"},
        {"q": WORDS, "date": "unknown"},
        {"q": "школа"},
        {"q": f"школа {WORDS}"},
        {"from": "1901", "to": "1901"},
    ],
)
def test_what_is_found_or_narrowed_is_not_counted(counting, told, asked):
    for _ in range(6):
        assert counting.get("/search", query_string=asked).status_code == 200
    assert told == []


def test_a_private_search_is_not_counted(counting, told):
    for _ in range(6):
        counting.post("/private", data={"q": WORDS})
    assert told == []


def test_by_default_nothing_is_counted(client, told):
    for _ in range(30):
        client.get("/search", query_string={"q": WORDS})
    assert told == []
    assert "no record of what you search for" in client.get("/").text


def test_pages_say_that_it_is_on(counting):
    assert "no record of what you search for" not in counting.get("/").text
    assert "those that many make are noted" in counting.get("/").text


def test_counts_live_a_day():
    now = [0.0]
    counts = Unfound(5, lambda: now[0])
    assert [counts.note("a") for _ in range(4)] == [False] * 4
    now[0] = DAY + 1
    assert [counts.note("a") for _ in range(5)] == [False] * 4 + [True]


def test_nothing_is_told_of_thousands_of_queries_that_are_asked_for_once():
    counts = Unfound(5)
    assert not any(counts.note(f"query {number}") for number in range(20_000))


def test_the_memory_has_no_words():
    counts = Unfound(5)
    for _ in range(6):
        counts.note("щебаракюз")
    assert "щебаракюз".encode() not in counts._bytes[:]


@pytest.mark.parametrize(("least", "taken"), [(0, True), (5, True), (1, False), (4, False)])
def test_what_few_ask_for_cannot_be_asked_for(tmp_path, monkeypatch, least, taken):
    monkeypatch.setenv("PODSHIVKA_NOTHING_FOUND", str(least))
    if taken:
        assert load_settings(tmp_path).nothing_found == least
        return
    with pytest.raises(UsageError):
        load_settings(tmp_path)
