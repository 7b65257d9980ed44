"""Searches that are cut short: what their pages say, and what refuses to be a part of a result."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from urllib.parse import urlencode

import pytest

from indexer.page.page import Pages
from schemas.deadline import Deadline
from schemas.errors import CutShortError
from schemas.query import Query
from searchapp import visit as visits

SEARCH = "/search?q=суд+NEAR/9+года"
WHOLE = (
    "/export.csv?q=суд",
    "/export.jsonl?q=суд",
    "/feed.atom?q=суд",
    "/feed.json?q=суд",
    "/facets/person?q=суд",
    "/compare?q=суд&q=год",
    "/compare.csv?q=суд&q=год",
    "/api/v1/compare?q=суд&q=год",
    "/sets?a=суд&b=год",
    "/api/v1/sets?a=суд&b=год",
    "/search?q=суд&page=2",
    "/api/v1/search?q=суд&page=2",
)


@pytest.fixture
def late(monkeypatch):
    """From now on each request has had all of its time before it begins to search."""
    monkeypatch.setattr(visits.Deadline, "after", lambda *_: Deadline(0, count().__next__))


def code(answer) -> str:
    return answer.get_json()["error"]["code"]


def test_a_page_says_that_it_is_a_part(client, late):
    answer = client.get(SEARCH + "&ui=en")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "This search was cut short" in page
    assert "Nothing found for" not in page
    assert "/export." not in page
    assert 'class="timeline' not in page
    assert 'rel="bookmark"' not in page


def test_the_same_in_russian(client, late):
    page = client.get(SEARCH + "&ui=ru").get_data(as_text=True)
    assert "Поиск прерван" in page


def test_every_number_of_a_part_is_a_lower_bound(client, monkeypatch):
    """Of a page that was cut short after it had found something."""
    whole = Pages.page
    monkeypatch.setattr(
        Pages, "page", lambda *given, **how: replace(whole(*given, **how), complete=False)
    )
    page = client.get("/search?ui=en").get_data(as_text=True)
    assert re.search(r'id="count">\s*At least \d+ articles', page)
    assert re.search(r"<title>[^<]*: at least \d+ articles", page)
    numbers = re.findall(r'</label><a [^>]*aria-label="([^"]*)">([^<]*)</a>', page)
    assert numbers
    assert all(": at least " in said and shown.startswith("≥ ") for said, shown in numbers)
    assert "</label><span>0</span>" not in page


def test_json_says_it_too(client, late):
    found = client.get("/api/v1" + SEARCH).get_json()
    assert found["complete"] is False
    assert found["next"] is None


def test_what_there_is_time_for_is_complete(client):
    found = client.get("/api/v1" + SEARCH).get_json()
    assert found["complete"] is True


@pytest.mark.parametrize("address", [SEARCH, "/api/v1" + SEARCH])
def test_nobody_may_keep_a_part(client, late, address):
    for _ in range(3):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
        assert "Last-Modified" not in answer.headers


def test_a_part_is_not_told_again(client, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(visits.Deadline, "after", lambda *_: Deadline(0, count().__next__))
        parts = [client.get("/api/v1" + SEARCH).get_json() for _ in range(3)]
    assert not any(part["complete"] for part in parts)
    assert client.get("/api/v1" + SEARCH).get_json()["complete"]


@pytest.mark.parametrize("address", WHOLE)
def test_what_is_taken_for_the_whole_is_an_error_instead(client, late, address):
    answer = client.get(address + "&ui=en")
    assert answer.status_code == 503
    if "/api/" in address or address.startswith("/feed.json"):
        assert code(answer) == "cut-short"
    else:
        assert "This search takes too long" in answer.get_data(as_text=True)


def test_no_cursor_leads_on_from_a_part_or_to_one(client, monkeypatch):
    cursor = client.get("/api/v1/search?q=суд&size=2").get_json()["next"]
    monkeypatch.setattr(visits.Deadline, "after", lambda *_: Deadline(0, count().__next__))
    answer = client.get(f"/api/v1/search?{urlencode({'q': 'суд', 'size': 2, 'cursor': cursor})}")
    assert (answer.status_code, code(answer)) == (503, "cut-short")


def test_an_article_is_shown_without_the_search_that_there_was_no_time_for(client, archive, late):
    id = next(archive.searcher().ids())
    answer = client.get(f"/articles/{id}?q=суд&n=1")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_programs_have_no_deadline_unless_they_name_one(archive):
    asked = Query("суд NEAR/9 года", forms=True)
    page = archive.search(asked)
    assert page.complete
    late = replace(asked, deadline=Deadline(0, count().__next__))
    assert not archive.search(late).complete
    for call in (archive.count, archive.whole, lambda q: archive.facet("person", q)):
        with pytest.raises(CutShortError):
            call(late)


def test_with_more_and_more_time_a_page_becomes_the_whole_one(archive):
    asked = Query("pravda OR суд NEAR/9 года", forms=True)
    pages = []
    for looks in range(2_000):
        pages.append(archive.search(replace(asked, deadline=Deadline(looks, count().__next__))))
        if pages[-1].complete:
            break
    whole = archive.search(asked)
    assert pages[-1] == whole
    assert len(pages) > 2
    assert all(page.total <= whole.total for page in pages)
