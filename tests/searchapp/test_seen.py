"""The page of a permalink: the line to quote, what became of the search, wrong addresses."""

from __future__ import annotations

import html
import re
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import MOSCOW, Article
from searchapp import create_app
from searchapp.messages import messages
from searchapp.wrong import label_of

TODAY = datetime.now(MOSCOW).date()
PUBLIC = "https://podshivka.example/archive"


def article(id: str, title: str, *regions: str) -> Article:
    return Article(
        id=id, language="ru", title=title, regions=regions, people=("Анна Рыкова",), published=TODAY
    )


@pytest.fixture
def archive(tmp_path) -> Archive:
    made = Archive(Settings(home=tmp_path, public_url=PUBLIC), create=True)
    made.add([article(f"p{n}", f"Протест {n}", "dagestan") for n in range(5)])
    made.add([article("snow", "Снег")])
    made.sync()
    return made


@pytest.fixture
def client(archive):
    return create_app(archive).test_client()


def text(response) -> str:
    """What a page says, without its tags."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\xa0", " ").split())


def bookmark(client, address: str) -> str:
    """The permalink that a page offers."""
    page = client.get(address).get_data(as_text=True)
    found = re.search(r'href="([^"]+)" rel="bookmark"', page)
    assert found, page
    return html.unescape(found[1])


def permalink(client, address: str) -> str:
    """The permalink to quote of a page of results, without the public address."""
    offered = bookmark(client, address)
    assert offered.startswith("/seen?")
    link = bookmark(client, offered)
    assert link.startswith(f"{PUBLIC}/seen?")
    return link.removeprefix(PUBLIC)


def changed(link: str, **other: str) -> str:
    """The address with other values; "" takes a parameter out."""
    parts = urlsplit(link)
    pairs = [(name, other.get(name, value)) for name, value in parse_qsl(parts.query)]
    return f"{parts.path}?{urlencode([pair for pair in pairs if pair[1]])}"


def test_the_line_to_quote(client):
    offered = bookmark(client, "/search?q=протест&region=dagestan&ui=en")
    page = text(client.get(offered))
    assert (
        f"5 articles in the archive Podshivka (“протест”; Region: Dagestan), seen on {TODAY.day}"
        in page
    )
    assert "5 статей в архиве «Подшивка» («протест»; Регион: Дагестан), по состоянию на" in text(
        client.get(bookmark(client, "/search?q=протест&region=dagestan&ui=ru"))
    )


def test_days_are_fixed_and_the_rest_is_left_out(client):
    link = permalink(client, "/search?q=протест&size=25&sort=oldest&forms=1&ui=ru&from=30d")
    names = [name for name, _ in parse_qsl(urlsplit(link).query)]
    assert names == ["q", "from", "at", "total", "day", "check"]
    assert re.search(r"from=\d{4}-\d\d-\d\d&", link)


def test_nothing_found_can_be_quoted_too(client):
    link = permalink(client, "/search?q=метель&literal=1")
    assert "0 articles, seen on" in text(client.get(link))


def test_the_front_page_has_none(client):
    assert 'rel="bookmark"' not in client.get("/").get_data(as_text=True)


def test_nothing_has_changed(client):
    link = permalink(client, "/search?q=протест")
    assert "Nothing has changed" in text(client.get(link))
    assert re.search(r"are found today\.\s+<a ", client.get(link).get_data(as_text=True))
    assert "Ничего не изменилось" in text(client.get(f"{link}&ui=ru"))


def test_what_has_changed(client, archive):
    link = permalink(client, "/search?q=протест")
    archive.store.put(
        [article("new", "Протест"), article("p0", "Метель"), article("p1", "Протест!")]
    )
    archive.sync()
    archive.delete(["p2", "snow"])
    page = text(client.get(f"{link}&ui=en"))
    assert "5 articles, seen on" in page
    for said in (
        "Added to the archive since +1",
        "Changed, and found no more −1",
        "Withdrawn from the archive −1",
        "Found today 4",
        "1 article is still found and has been changed since.",
        "2 articles of the archive",
    ):
        assert said in page
    assert client.get("/api/v1/search?q=протест").json["total"] == 4
    told = client.get(link.replace("/seen", "/api/v1/seen")).json
    assert told["then"] + told["came"] - told["gone"] == told["now"] == 4
    assert (told["stored"], told["left"], told["changed"]) == (["new"], ["p0"], ["p1"])
    assert (told["withdrawn"], told["deleted"], told["unexplained"]) == (1, 2, 0)


def test_a_name_that_no_article_has_any_more(client, archive):
    link = permalink(client, "/search?person=Анна+Рыкова")
    archive.store.put([Article(id=f"p{n}", language="ru", title=f"Протест {n}") for n in range(5)])
    archive.store.put([Article(id="snow", language="ru", title="Снег")])
    archive.sync()
    told = client.get(link.replace("/seen", "/api/v1/seen"))
    assert (told.status_code, told.json["now"], len(told.json["left"])) == (200, 0, 6)


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"at": ""}, "at"), ({"at": "x"}, "at"), ({"at": "-1"}, "at"), ({"at": "9" * 99}, "at"),
        ({"at": "999999"}, "at"), ({"total": ""}, "total"), ({"total": "5.5"}, "total"),
        ({"total": "6"}, "check"), ({"day": "2026-13-28"}, "day"), ({"day": ""}, "day"),
        ({"day": "2001-01-01"}, "check"), ({"check": ""}, "check"), ({"check": "0" * 20}, "check"),
        ({"check": "<b>"}, "check"), ({"q": "снег"}, "check"), ({"q": "«<script>"}, "check"),
        ({"ui": "xx"}, "ui"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_told(client, other, named):
    link = permalink(client, "/search?q=протест")
    wrong = changed(f"{link}&ui=en", **other)
    page = client.get(wrong)
    assert page.status_code == 400
    if named == "ui":
        assert f"“{label_of(named, messages('en'))}”" in text(page)
    else:  # nobody has typed it: there is nothing to be mended by hand
        assert "<h1>This permalink is not valid</h1>" in page.get_data(as_text=True)
        assert "aria-invalid" not in page.get_data(as_text=True)
        assert f"“{named}”" not in text(page)
    assert "<script>" not in page.get_data(as_text=True).replace("<script src", "")
    told = client.get(wrong.replace("/seen", "/api/v1/seen"))
    assert (told.status_code, told.json["error"]["parameter"]) == (400, named)
    assert told.json["error"]["hint"]


def test_a_wrong_address_leads_to_the_search(client):
    link = permalink(client, "/search?q=протест&region=dagestan")
    page = html.unescape(client.get(changed(link, total="6")).get_data(as_text=True))
    assert 'href="/search?q=протест&region=dagestan">Search now</a>' in page


def test_an_unknown_parameter_is_refused_by_the_api_alone(client):
    link = permalink(client, "/search?q=протест")
    assert client.get(f"{link}&utm=1").status_code == 200
    assert client.get(f"{link}&utm=1".replace("/seen", "/api/v1/seen")).status_code == 400


def test_a_store_of_an_older_version_offers_none(client, archive, monkeypatch):
    link = permalink(client, "/search?q=протест")
    monkeypatch.setattr(type(archive.store), "seal", lambda _: None)
    assert 'rel="bookmark"' not in client.get("/search?q=протест").get_data(as_text=True)
    assert client.get(link).status_code == 400


def test_words_too_long_with_their_days_have_none(client):
    words = "протест OR " * 181 + "after:1d"
    assert len(words) < 2_000
    assert 'rel="bookmark"' not in client.get("/search", query_string={"q": words}).get_data(
        as_text=True
    )
