"""Links that leave the site begin with the setting ``public_url``, never with the Host header."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.errors import UsageError
from searchapp import create_app


def client_of(archive, public_url):
    app = create_app(Archive(Settings(home=archive.home, public_url=public_url)))
    return app.test_client()


@pytest.mark.parametrize(
    ("setting", "canonical"),
    [
        ("https://news.example/archive", "https://news.example/archive/articles/tower"),
        ("https://news.example/", "https://news.example/articles/tower"),
        ("", "/articles/tower"),
    ],
)
def test_an_article_is_cited_at_its_public_address(archive, setting, canonical):
    page = client_of(archive, setting).get(
        "/articles/tower?ui=en", headers={"Host": "evil.example"}
    )
    assert f'<link rel="canonical" href="{canonical}">' in page.text
    assert f"URL: {canonical} (дата обращения" in page.text
    assert "evil.example" not in page.text


def test_a_path_in_front_of_the_site_stands_once(archive):
    client = client_of(archive, "https://news.example/archive")
    page = client.get("/articles/tower", base_url="http://localhost/archive").text
    assert 'href="https://news.example/archive/articles/tower"' in page
    assert 'href="/archive/articles/tower"' in page


@pytest.mark.parametrize("setting", ["https://news.example", ""])
def test_an_address_of_an_article_is_known_when_it_is_pasted(archive, setting):
    pasted = f"{setting or 'http://localhost'}/articles/tower"
    found = client_of(archive, setting).get("/api/v1/search", query_string={"q": pasted}).json
    assert [hit["id"] for hit in found["hits"]] == ["tower"]


@pytest.mark.parametrize(
    "wrong", ["news.example", "ftp://news.example", "https://", "https://a.example/?q=1", "x y"]
)
def test_an_address_that_cannot_be_one_is_refused(tmp_path, monkeypatch, wrong):
    monkeypatch.setenv("PODSHIVKA_PUBLIC_URL", wrong)
    with pytest.raises(UsageError, match="write") as error:
        Archive.open(tmp_path, create=True)
    assert error.value.place == "PODSHIVKA_PUBLIC_URL"
