"""Whatever is asked, a page answers."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from schemas.errors import ForeignIndexError, OutdatedIndexError, StoreError, UsageError
from searchapp import create_app
from tests.searchapp.conftest import plain

any_client = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@any_client
@given(st.binary(max_size=60))
def test_a_query_of_any_bytes_gives_a_page(client, query):
    answer = client.get(f"/search?q={quote(query)}")
    assert answer.status_code in {200, 302}
    assert answer.content_type == "text/html; charset=utf-8"


@any_client
@given(st.text(max_size=30))
def test_any_text_in_any_parameter_gives_a_page_or_names_it(client, value):
    for name in ("region", "topic", "language", "from", "to", "sort", "page", "size", "ui"):
        answer = client.get("/search", query_string={name: value.encode(errors="replace")})
        assert answer.status_code in {200, 302, 400, 404}
        assert answer.status_code != 400 or 'id="message"' in answer.text


@any_client
@given(st.binary(max_size=40))
def test_an_address_of_any_bytes_gives_a_page(client, path):
    assert client.get("/articles/x" + quote(path)).status_code in {200, 404}


@pytest.mark.parametrize(
    "query",
    [
        "слово " * 3_000,
        "я" * 20_000,
        "(" * 20_000,
        '"' * 20_000,
        "a* " * 5_000,
        "-" * 20_000,
        "\x00",
        "\ud800",
        "\u202e\u0301\u200d",
    ],
    ids=lambda query: f"{query[:2]!a}x{len(query)}",
)
def test_a_query_of_any_length_gives_a_page(client, query):
    answer = client.get("/search", query_string={"q": query.encode(errors="surrogatepass")})
    assert answer.status_code in {200, 302}


def test_what_is_cut_of_a_long_query_is_said_and_links_stay_short(client):
    page = client.get("/search", query_string={"q": "школа " * 3_000}).text
    assert "everything after character 2,001 was ignored" in page
    assert len(page) < 5_000_000


def test_raw_bytes_in_the_address_are_read_as_utf8(client):
    for raw in ("школа".encode(), b"\xff\xfe school"):
        environ = {"QUERY_STRING": (b"q=" + raw).decode("latin-1")}
        answer = client.get("/search", environ_overrides=environ)
        assert answer.status_code == 200
    assert "“\ufffd\ufffd school”" in answer.text


@pytest.mark.parametrize(
    ("path", "parameter", "label", "hint"),
    [
        ("/articles/tower?ui=fr", "ui", "Language of the pages", "It can be: ru, en."),
        ("/help?ui=fr", "ui", "Language of the pages", "It can be: ru, en."),
        ("/compare?q=school&q=tower&from=2017-02-30", "from", "Date from", "is not a date. Write"),
        ("/facets/region?q=school&from=2019&to=2018", "from", "Date from", "“Date to” is 2018"),
        ("/sets?a=school&b=tower&region=atlantis", "region", "Region", "no such value"),
    ],
)
def test_a_wrong_value_is_named_with_its_mend_and_a_way_on(client, path, parameter, label, hint):
    page = client.get(path).text
    said = plain(page)
    assert f"does not work as “{label}”" in said
    assert hint in said
    # what was typed stays: the field at fault to be mended, the others along with it
    for name, value in parse_qsl(path.partition("?")[2]):
        assert re.search(rf'name="{name}" value="{value}"', page)
    assert re.search(rf'name="{parameter}"[^>]* aria-invalid="true"', page)
    retry = re.search(rf'href="([^"]*)">Search without “{label}”', page)[1]
    assert client.get(retry.replace("&amp;", "&")).status_code == 200
    assert f"{parameter}=" not in retry


def test_of_several_values_only_the_wrong_one_is_to_be_mended(client):
    page = client.get("/facets/topic?region=dagestan&region=atlantis&region=chechnya&ui=en").text
    assert re.findall(r'<input type="hidden" name="region" value="(.*?)"', page) == [
        "dagestan",
        "chechnya",
    ]
    assert re.search(r'name="region" value="atlantis"[^>]* aria-invalid="true"', page)
    (way,) = re.findall(r'href="([^"]*)">Search without “Region”', page)
    assert client.get(way.replace("&amp;", "&")).status_code == 200
    assert "dagestan" in way
    assert "atlantis" not in way


def test_errors_are_told_in_the_language_of_the_reader(client, text):
    assert (
        "Параметр «page» не может быть «0»."
        in client.get("/api/v1/search?page=0&ui=ru").json["error"]["message"]
    )
    assert "Здесь ничего нет" in text("/articles/nothing?ui=ru", 404)


@pytest.mark.parametrize("path", ["/articles/nothing", "/nothing", "/articles/", "/search/"])
def test_what_is_not_there_is_404_with_a_search_box(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'role="search"' in answer.text


def test_writing_is_refused(client):
    answer = client.post("/search")
    assert answer.status_code == 405
    assert "can only be read" in answer.text
    assert "GET" in answer.headers["Allow"]


class Broken:
    """An archive that fails at everything but its taxonomies and settings."""

    def __init__(self, archive: Archive, error: Exception) -> None:
        self.taxonomies = archive.taxonomies
        self.settings = archive.settings
        self._error = error

    def serving(self) -> None:
        """Nothing is open."""

    def __getattr__(self, name):
        def fail(*_arguments, **_how):
            raise self._error

        return fail


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ForeignIndexError("truncated", place="/srv/secret/index"), 503),
        (OutdatedIndexError("old", hint="podshivka reindex"), 503),
        (StoreError("damaged", place="/srv/secret/store.sqlite"), 500),
        (ZeroDivisionError("/srv/secret"), 500),
        (UsageError("that cannot be asked", hint="ask otherwise"), 400),
    ],
)
@pytest.mark.parametrize("path", ["/search?q=word", "/api/v1/search?q=word", "/health"])
def test_a_broken_archive_is_told_without_its_secrets(archive, caplog, error, status, path):
    client = create_app(Broken(archive, error)).test_client()
    answer = client.get(path)
    assert answer.status_code == status
    assert "/srv/secret" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert answer.is_json == (path != "/search?q=word")
    assert "word" not in caplog.text, "what was searched for is never logged"
    assert (status == 400) == ("that cannot be asked" in answer.text)
    assert bool(caplog.records) == (status != 400)


def test_an_archive_without_an_index_is_closed_for_a_moment(tmp_path):
    client = create_app(Archive.open(tmp_path, create=True)).test_client()
    for path in ("/", "/api/v1/search", "/health"):
        assert client.get(path).status_code == 503


def test_an_unforeseen_error_is_logged_with_its_places_and_without_the_query(
    client, archive, caplog, monkeypatch
):
    def fail(query, *_, **__):
        try:
            int(query.text)
        except ValueError as error:
            raise KeyError(query.text) from error

    monkeypatch.setattr(archive, "search", fail)
    assert client.get("/search?q=secretword").status_code == 500
    (record,) = caplog.records
    assert record.exc_info is None
    for told in ("KeyError", "because of ValueError", "views.py:", "test_errors.py:", "in fail"):
        assert told in caplog.text
    assert "secretword" not in caplog.text


@pytest.mark.parametrize("told", ["/help?ui=en", "/help?ui=ru", ""], ids=["en", "ru", "document"])
def test_the_members_of_an_error_are_told_where_programs_are_written(client, told):
    members = client.get("/api/v1/search?x=1").json["error"]
    document = Path(__file__).parents[2] / "docs" / "api.md"
    text = unescape(client.get(told).text) if told else document.read_text("utf-8")
    listed = re.search(r'\{"error": \{(.*?)\}\}', text)[1]
    assert sorted(listed.split(", ")) == sorted(f'"{name}"' for name in members)
