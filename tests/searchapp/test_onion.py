"""What is said of the site as an onion service."""

from __future__ import annotations

import pytest

from indexer.settings import load_settings
from schemas.errors import UsageError
from searchapp import create_app

ONION = f"http://{'abcd2345' * 7}.onion"


@pytest.fixture
def named(archive, monkeypatch):
    """A site that has an onion service."""
    settings = archive.settings.model_copy(update={"onion_url": ONION})
    monkeypatch.setattr(archive, "settings", settings)
    return create_app(archive).test_client()


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/", "/"),
        ("/articles/tower", "/articles/tower"),
        ("/search?q=school&page=2", "/search?q=school&page=2"),
        ("/search?q=%D1%80%D0%B5%D0%BA%D0%B0", "/search?q=%D1%80%D0%B5%D0%BA%D0%B0"),
        ("/articles/река-№1", "/articles/%D1%80%D0%B5%D0%BA%D0%B0-%E2%84%961"),
    ],
)
def test_a_page_names_its_address_there(named, path, there):
    for _ in range(3):  # also when it is told again
        assert named.get(path).headers.getlist("Onion-Location") == [ONION + there]


@pytest.mark.parametrize("path", ["/api/v1/search?q=school", "/static/style.css", "/health"])
def test_what_is_no_page_names_none(named, path):
    with named.get(path) as answer:
        assert "Onion-Location" not in answer.headers


def test_the_answer_to_a_form_names_none(named):
    assert "Onion-Location" not in named.post("/private", data={"q": "school"}).headers


def test_without_the_setting_nothing_is_named(client):
    assert "Onion-Location" not in client.get("/").headers


@pytest.mark.parametrize("query", ["q=%0d%0aX:1", "q=\xff", "q=<>\"'"])
def test_no_query_breaks_the_header(named, query):
    header = named.get("/search", query_string=query).headers["Onion-Location"]
    assert header.isascii()
    assert not set(header) & set('\r\n <>"')


@pytest.mark.parametrize(
    "text", ["https://news.example", "http://short.onion", f"{ONION}/path", "nonsense"]
)
def test_the_setting_is_the_address_of_an_onion_service(tmp_path, monkeypatch, text):
    monkeypatch.setenv("PODSHIVKA_ONION_URL", f"{ONION}/")
    assert load_settings(tmp_path).onion_url == ONION
    monkeypatch.setenv("PODSHIVKA_ONION_URL", text)
    with pytest.raises(UsageError):
        load_settings(tmp_path)
