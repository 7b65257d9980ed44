"""Suggestions as one types."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from searchapp import create_app


def texts(client, typed: str) -> list[str]:
    answer = client.get("/api/v1/suggest", query_string={"q": typed.encode(errors="surrogatepass")})
    assert answer.status_code == 200
    return [one["text"] for one in answer.json["suggestions"]]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("шко", "школа"),
        ("Scho", "school"),
        ("old tow", "old tower"),
        ("даг", "Дагестан"),
        ("irjk", "школа"),  # the other layout
        ("shko", "школа"),  # the other alphabet
    ],
)
def test_what_is_typed_is_completed(client, typed, expected):
    assert expected in texts(client, typed)


@pytest.mark.parametrize("typed", ["", " ", "ъъъъ", "\x00", "\ud800", "я" * 5_000, "(" * 500])
def test_what_cannot_be_completed_brings_nothing(client, typed):
    assert texts(client, typed) == []


def test_a_suggestion_has_a_text_a_kind_and_a_count(client):
    found = client.get("/api/v1/suggest?q=шко").json
    assert found["suggestions"][0] == {
        "text": "школа",
        "kind": "word",
        "count": 24,
        "url": None,
    }


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("даг", "Дагестан", "region"),
        ("Dag", "Dagestan", "region"),
        ("cult", "Culture", "topic"),
        ("yan", "Leila Yandieva", "person"),
        ("leila y", "Leila Yandieva", "person"),
        ("old tow", "Society of Old Towers", "organisation"),
    ],
)
def test_a_value_of_a_facet_has_the_address_of_its_articles(client, typed, text, kind):
    found = client.get("/api/v1/suggest", query_string={"q": typed, "ui": "en"}).json["suggestions"]
    (one,) = (one for one in found if one["text"] == text)
    assert one["kind"] == kind
    path, _, query = one["url"].partition("?")
    assert path == "/search"
    assert f"{kind}=" in query
    assert "q=" not in query
    assert client.get(f"/api/v1/search?{query}").json["total"] == one["count"] > 0


def test_there_are_at_most_eight(client):
    for typed in ("с", "ст", "в", "в с", "t", "о"):
        assert len(texts(client, typed)) <= 8


@pytest.mark.parametrize(
    ("path", "spoken"),
    [
        ("/api/v1/suggest?q=ъъъ", "0 suggestions"),
        ("/api/v1/suggest?q=ъъъ&ui=ru", "0 подсказок"),
        ("/api/v1/suggest?q=school", "1 suggestion"),
        ("/api/v1/suggest?q=school&ui=ru", "1 подсказка"),
    ],
)
def test_their_number_is_told_to_those_who_do_not_see_them(client, path, spoken):
    assert client.get(path).json["spoken"] == spoken


def test_the_box_knows_where_to_ask_in_the_language_chosen(client):
    assert 'data-suggest="/api/v1/suggest"' in client.get("/").text
    page = client.get("/help?ui=ru", environ_overrides={"SCRIPT_NAME": "/archive"}).text
    assert 'data-suggest="/archive/api/v1/suggest?ui=ru"' in page
    assert 'data-region="Регион"' in page


def test_without_an_index_the_answer_is_an_error_of_the_usual_shape(tmp_path):
    client = create_app(Archive.open(tmp_path, create=True)).test_client()
    answer = client.get("/api/v1/suggest?q=school")
    assert answer.status_code == 503
    assert answer.json["error"]["status"] == 503
