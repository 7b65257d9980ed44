"""The same for programs."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter

from schemas.article import Article
from searchapp.api import ResultJson


def test_a_page_has_the_promised_shape(client):
    page = client.get("/api/v1/search?q=school&size=2").json
    TypeAdapter(ResultJson).validate_python(page, strict=True)
    assert set(page) == ResultJson.__required_keys__
    assert (page["total"], page["page"], page["pages"], page["size"]) == (24, 1, 12, 2)
    assert list(page["facets"]) == [
        "region", "topic", "language", "person", "organisation",
        "author", "source", "keyword", "date",
    ]  # fmt: skip


def test_a_hit_tells_what_was_matched_and_where(client):
    (hit,) = client.get("/api/v1/search?q=башня").json["hits"]
    assert hit["published"] == "2017-06-05T10:15:00+03:00"
    assert hit["regions"] == ["dagestan"]
    assert hit["score"] > 0
    ((start, end),) = hit["highlights"]["title"]
    assert hit["title"][start:end] == "башню"
    assert "<mark>" not in hit["snippet"]


def test_facets_are_values_labels_and_counts(client):
    facets = client.get("/api/v1/search?q=school&ui=ru&language=ru").json["facets"]
    assert facets["language"] == [
        {
            "value": "ru",
            "label": "Русский",
            "count": 12,
            "selected": True,
            "written": False,
            "excluded": False,
            "depth": 0,
        },
        {
            "value": "en",
            "label": "Английский",
            "count": 12,
            "selected": False,
            "written": False,
            "excluded": False,
            "depth": 0,
        },
    ]
    assert [(year["value"], year["count"]) for year in facets["date"]] == [
        ("2012", 4),
        ("2011", 4),
        ("2010", 4),
    ]


@pytest.mark.parametrize(
    "path", ["/api/v1/search?q=башня", "/api/v1/articles/tower", "/api/v1/nothing"]
)
def test_json_is_compact_and_in_the_letters_of_the_text(client, path):
    answer = client.get(path)
    written = json.dumps(answer.json, ensure_ascii=False, separators=(",", ":"))
    assert (answer.text, answer.mimetype) == (written + "\n", "application/json")


def test_an_unknown_date_is_null(client):
    assert client.get("/api/v1/search?q=река").json["hits"][0]["published"] is None


def test_notes_say_how_the_query_was_read(client):
    note, *_ = client.get("/api/v1/search?q=school+region:atlantis").json["notes"]
    assert (note["code"], note["text"], note["position"]) == ("unknown-region", "atlantis", 14)


def test_an_article_comes_as_it_was_given(client):
    given = client.get("/api/v1/articles/tower").json
    assert Article.model_validate(given).id == "tower"
    assert given["desk"] == "culture-3", "fields that we do not know are kept"


def test_pages_and_their_json_agree(client, text):
    for query in ("q=school", "region=dagestan", "from=2011&to=2011", "q=unicorn"):
        page = client.get(f"/api/v1/search?{query}").json
        assert f" {page['total']} article" in text(f"/search?{query}") or not page["total"]
        for hit in page["hits"]:
            assert hit["title"] in text(f"/search?{query}")


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/api/v1/search?page=0", 400, "page"),
        ("/api/v1/search?region=atlantis", 400, "region"),
        ("/api/v1/search?from=2018&to=2017", 400, "from"),
        ("/api/v1/search?ui=fr", 400, "ui"),
        ("/api/v1/search?q=x&limit=5", 400, "limit"),
        ("/api/v1/search?q=x&Region=dagestan", 400, "Region"),
        ("/api/v1/search?q=x&%3Cb%3E=", 400, "<b>"),
        ("/api/v1/articles/nothing", 404, ""),
        ("/api/v1/nothing", 404, ""),
    ],
)
def test_every_error_has_one_shape(client, path, status, parameter):
    answer = client.get(path)
    assert answer.status_code == status
    error = answer.json["error"]
    assert set(error) == {"status", "code", "message", "parameter", "hint", "id"}
    assert (error["status"], error["parameter"]) == (status, parameter)
    assert error["message"]
    assert bool(error["hint"]) == bool(parameter)


def test_a_parameter_that_there_is_not_is_told_to_programs_only(client):
    error = client.get("/api/v1/search?q=x&limit=5").json["error"]
    assert error["message"] == "There is no parameter “limit”."
    assert error["hint"].startswith("The parameters are: q, region, ")
    assert {"size", "page", "date", "ui"} <= set(error["hint"].rstrip(".").split(", "))
    assert client.get("/search?q=school&limit=5&utm_source=letter").status_code == 200


def test_writing_is_refused(client):
    answer = client.post("/api/v1/search")
    assert (answer.status_code, answer.json["error"]["status"]) == (405, 405)
    assert "GET" in answer.headers["Allow"]


def test_health_tells_what_this_worker_serves(client):
    health = client.get("/health").json
    assert health["documents"] == 27
    assert health["checkpoint"] == 27
    assert health["generation"] == client.get("/api/v1/search").json["generation"]


def test_what_json_does_not_have_is_not_made(client, archive, monkeypatch):
    made = []
    search = archive.search
    monkeypatch.setattr(
        archive, "search", lambda *given, **how: made.append(search(*given, **how)) or made[-1]
    )
    client.get("/api/v1/search?q=school&size=7")  # nobody else asks for it: not told again
    client.get("/search?q=school&size=7")
    assert [(bool(page.charts), bool(page.reading)) for page in made] == [
        (False, False),
        (True, True),
    ]
