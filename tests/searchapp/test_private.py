"""The search whose words are in no address."""

from __future__ import annotations

import re

import pytest

from tests.searchapp.conftest import plain

WORD = "школа"


def links_of(page: str) -> list[str]:
    return re.findall(r'(?:href|action|src|formaction)="([^"]*)"', page)


def buttons(page: str) -> dict[str, bool]:
    """The pages that have a button, and whether it is the current one."""
    found = re.findall(r'<button [^>]*name="page" value="(\d+)"([^>]*)>', page)
    return {number: "aria-current" in rest for number, rest in found}


@pytest.fixture
def ask(client):
    """Send the form."""

    def send(status: int = 200, **fields):
        answer = client.post("/private", data=fields)
        assert answer.status_code == status, answer.text
        return answer

    return send


@pytest.mark.parametrize("page", ["/", "/search", "/articles/tower", "/help"])
def test_every_page_leads_there_without_a_word(client, page):
    assert '<a href="/private">Search without a trace in the address</a>' in client.get(page).text


def test_it_finds_what_the_search_page_finds(client, ask):
    found = client.get("/api/v1/search", query_string={"q": WORD, "all": "1"}).json
    page = ask(q=WORD).text
    shown = re.findall(r'<h2 [^>]*><a href="/articles/([^"]+)">', page)
    assert shown == [hit["id"] for hit in found["hits"]]
    assert f"{found['total']} articles" in plain(page)
    assert f"<mark>{WORD.capitalize()}</mark>" in page


def test_no_address_and_no_title_of_the_page_has_anything_of_the_search(ask):
    page = ask(q=WORD, region="chechnya", **{"from": "2010", "to": "2012"}).text
    for link in links_of(page):
        assert "?" not in link or re.fullmatch(r"/static/[^?]+\?v=\w+|/private\?ui=\w\w", link)
        assert WORD not in link
    assert re.search(r"<title>(.*?)</title>", page)[1] == (
        "Search without a trace in the address — Podshivka"
    )


def test_nobody_keeps_the_answer(client, ask):
    headers = ask(q=WORD).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(headers.keys())
    assert ask(400, q=WORD, **{"from": "nonsense"}).headers["Cache-Control"] == "no-store"
    assert "Cache-Control" in client.get("/private").headers


def test_nothing_runs_and_nothing_is_suggested(ask):
    page = ask(q=WORD).text
    assert "<script" not in page
    assert "data-suggest" not in page


def test_all_controls_belong_to_the_one_form(ask):
    page = ask(q=WORD).text
    (form,) = re.findall(r"<form [^>]*>", page)
    assert 'id="s"' in form
    assert 'action="/private" method="post"' in form
    main = page[page.index("<main") :]
    for control in re.findall(r"<(?:input|button)\s[^>]*>", main):
        assert 'form="s"' in control


def test_pages_are_buttons(ask):
    first = ask(q=WORD).text
    assert buttons(first) == {"1": True, "2": False, "3": False}
    second = ask(q=WORD, page="2").text
    assert buttons(second) == {"1": False, "2": True, "3": False}
    assert '<ol class="hits" start="11">' in second
    shown = [re.findall(r'href="/articles/([^"]+)"', page) for page in (first, second)]
    assert not set(shown[0]) & set(shown[1])


def test_filters_are_boxes_that_stay_ticked(ask):
    page = ask(q=WORD, region="chechnya", language="ru").text
    ticked = re.findall(r'name="(\w+)" value="([\w-]+)" checked', page)
    assert {("region", "chechnya"), ("language", "ru"), ("sort", "relevance")} == set(ticked)
    both = ask(q=WORD, region=["chechnya", "ingushetia"], language="ru").text
    assert int(re.search(r"<h1>(\d+)", both)[1]) > int(re.search(r"<h1>(\d+)", page)[1])


def test_before_the_first_search_no_order_is_chosen(client, ask):
    # the usual one depends on whether there will be words
    assert "checked" not in client.get("/private").text
    assert 'value="relevance" checked' in ask(q=WORD).text
    assert 'value="newest" checked' in ask().text


def test_the_order_and_the_period_hold(ask):
    page = ask(q=WORD, sort="oldest", **{"from": "2011", "to": "2011"}).text
    days = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)', page)
    assert days == sorted(days)
    assert {day[:4] for day in days} == {"2011"}
    assert 'name="from" form="s" value="2011"' in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"from": "nonsense"}, "Date from: “nonsense” is not a date. Write"),
        ({"from": "2012", "to": "2010"}, "The period ends before it begins"),
        ({"region": "atlantis"}, "Region: The archive has no such value"),
        ({"page": "0"}, "Write a whole number"),
        ({"person": "Nobody at all"}, "People: No article names it so"),
    ],
)
def test_what_cannot_be_read_is_told_and_stays_in_the_form(ask, fields, told):
    page = ask(400, q=WORD, **fields).text
    assert told in plain(page)
    assert f'value="{WORD}"' in page
    assert 'method="post"' in page
    assert 'method="get"' not in page


def test_what_stands_in_an_address_is_not_taken(client):
    page = client.get("/private", query_string={"q": WORD, "ui": "en"}).text
    assert WORD not in page
    assert "0 articles" not in plain(page)


def test_it_speaks_both_languages(client):
    page = client.post("/private?ui=ru", data={"q": WORD}).text
    assert "Поиск без следа в адресе" in page
    assert 'action="/private?ui=ru" method="post"' in page
    assert '<a href="/private?ui=en" lang="en"' in page


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "\x00\ud800"])
def test_what_is_typed_is_escaped(ask, text):
    page = ask(q=text.encode(errors="replace")).text
    assert "<script" not in page
    assert "<img" not in page


def test_a_form_that_is_too_long_is_refused(client):
    assert client.post("/private", data={"q": "я" * 100_000}).status_code == 413


@pytest.mark.parametrize("data", [b"", b"\xff\xfe&=&&q", b"q=%FF&page=&region=", b"x=1&ui=xx"])
def test_any_bytes_give_a_page(client, data):
    kind = "application/x-www-form-urlencoded"
    assert client.post("/private", data=data, content_type=kind).status_code == 200


def test_only_this_page_takes_a_form(client):
    for path in ("/search", "/", "/api/v1/search"):
        assert client.post(path, data={"q": WORD}).status_code == 405
