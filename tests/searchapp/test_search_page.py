"""The page of results: what a reader sees and where every link leads."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query
from schemas.results import Note
from searchapp import create_app


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/search", "27 articles"),
        ("/search?page=3", "21–27 of 27 articles"),
        ("/search?page=2&q=school&ui=ru", "11–20 из 24 статей по запросу «school»"),
        ("/search?size=1&page=2", "Article 2 of 27"),
        ("/search?size=1&page=27&ui=ru", "Статья 27 из 27"),
        ("/search?q=tower", "1 article for “tower”"),
        ("/search?q=school&size=5", "24 articles for “school”"),
        ("/search?q=школа&ui=ru", "24 статьи по запросу «школа»"),
        ("/search?q=башня&ui=ru", "1 статья по запросу «башня»"),
        ("/search?topic=culture&ui=ru", "2 статьи"),
        ("/search?q=unicorn", "Nothing found for “unicorn”"),
        ("/search?q=unicorn&ui=ru", "По запросу «unicorn» ничего не найдено"),
        ("/search?page=4", "Page 4 does not exist: there are 3 pages of results"),
    ],
)
def test_the_heading_says_how_many_of_how_many_for_what(client, path, line):
    page = client.get(path).text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    assert " ".join(unescape(heading).split()) == line


def test_without_words_the_newest_come_first_and_the_undated_last(client):
    ids = [hit["id"] for hit in client.get("/api/v1/search?size=100").json["hits"]]
    assert ids[:2] == ["tower-en", "tower"]
    assert ids[-1] == "река-№1"


def test_matched_words_are_marked_and_the_text_of_articles_is_escaped(client):
    page = client.get("/search?q=башня").text
    assert "Старую <mark>башню</mark> в Дагестане &lt;b&gt;восстановят&lt;/b&gt;" in page
    assert "<b>восстановят" not in page
    assert "<script>" not in page


def test_the_query_is_escaped_wherever_it_appears(client):
    attack = '"><script>alert(1)</script>'
    page = client.get("/search", query_string={"q": attack}).text
    assert "<script>" not in page
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page


@pytest.mark.parametrize(
    ("path", "current", "offered"),
    [
        ("/search?q=x+OR+school", "best match", {"newest": "newest", "oldest": "oldest"}),
        ("/search", "newest", {"oldest": "oldest"}),
    ],
)
def test_orders_that_make_sense_are_offered(client, page_links, path, current, offered):
    found = page_links(path)
    assert {name for name in ("best match", "newest", "oldest") if name in found} == set(offered)
    for name, sort in offered.items():
        assert found[name]["sort"] == [sort]
    assert f'<b aria-current="true">{current}</b>' in client.get(path).text


def test_pages_lead_to_the_first_the_last_and_those_around(page_links):
    found = page_links("/search?size=2&page=7")
    elsewhere = {"Русский", "This page as JSON"}
    numbers = {
        n: link["page"] for n, link in found.items() if "page" in link and n not in elsewhere
    }
    assert numbers == {
        "← Previous": ["6"],
        "Page 5": ["5"],
        "Page 6": ["6"],
        "Page 8": ["8"],
        "Page 9": ["9"],
        "Last": ["14"],
        "Next →": ["8"],
    }
    assert found["First"] == {"size": ["2"]}


def test_the_pages_together_hold_every_article_once(client):
    seen = []
    for number in range(1, 7):
        page = client.get(f"/api/v1/search?size=5&page={number}").json
        seen += [hit["id"] for hit in page["hits"]]
    assert len(seen) == len(set(seen)) == page["total"] == 27


def test_nothing_found_offers_the_search_without_a_filter_that_is_to_blame(page_links):
    found = page_links("/search?q=номер+школа&region=dagestan&topic=education")
    assert found["without “Region: Dagestan”"] == {"q": ["номер школа"], "topic": ["education"]}
    found = page_links("/search?q=tower&region=armenia&topic=culture")
    assert found["without “Region: Armenia”"] == {"q": ["tower"], "topic": ["culture"]}
    assert "without “Topic: Culture”" not in found


def test_what_was_not_read_as_typed_is_said(text):
    said = text("/search?q=school+region:atlantis")
    assert "There is no region “atlantis” (character 15); it was searched for as words." in said


def test_help_is_said_with_its_reason_and_can_be_refused(text, page_links):
    said = text("/search?q=,fiyz")
    assert "“,fiyz” was read in the other keyboard layout: “башня”." in said
    assert "1 article for “,fiyz”" in said
    refused = page_links("/search?q=,fiyz")["Search for exactly what I typed"]
    assert refused == {"q": [",fiyz"], "literal": ["1"]}
    assert "Nothing found" in text("/search?q=,fiyz&literal=1")
    assert page_links("/search?q=,fiyz&literal=1")["Remove the filter: Exactly as typed"] == {
        "q": [",fiyz"]
    }


def test_a_slip_that_finds_nothing_is_put_right_and_can_be_searched_for(text, page_links):
    said = text("/search?q=шклоа&topic=education")
    assert "Nothing was found for “шклоа”; “школа” was searched for instead: 24 articles." in said
    refused = page_links("/search?q=шклоа")["Search for exactly what I typed"]
    assert refused == {"q": ["шклоа"], "literal": ["1"]}


def test_likely_words_are_offered_with_the_articles_that_they_bring(
    archive, text, page_links, monkeypatch
):
    note = Note("spelling", text="шклоа", replacement="школа", query="школа", count=24)
    page = replace(archive.search(Query("ничего")), notes=(note,))
    monkeypatch.setattr(archive, "search", lambda *_, **__: page)
    assert "Did you mean: школа (24 articles)" in text("/search?q=шклоа&topic=education")
    offer = page_links("/search?q=шклоа&topic=education")["школа (24 articles)"]
    assert offer == {"q": ["школа"], "topic": ["education"]}


def test_empty_fields_of_the_form_leave_no_trace_in_the_address(client):
    answer = client.get("/search?q=school&from=&to=&region=chechnya")
    assert answer.status_code == 302
    assert answer.location == "/search?q=school&region=chechnya"


NOT_AS = urlencode([("not-as", "школа"), ("not-as", "учёба")])


class TestForm:
    """What the form keeps when it is sent again."""

    SEARCH = (
        "/search?q=school&sort=oldest&literal=1&forms=1&size=25&ui=ru&page=1"
        "&both=1&not-as=школа&not-as=учёба"
    )

    def hidden(self, client, path: str) -> dict[str, str]:
        page = client.get(path).text
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
        return {name: unescape(value) for name, value in found}

    def test_the_size_of_a_page_and_the_language_are_kept(self, client):
        kept = self.hidden(client, self.SEARCH)
        assert (kept.pop("size"), kept.pop("both"), kept.pop("ui")) == ("25", "1", "ru")
        assert kept.keys() == {"was"}
        assert self.hidden(client, "/search?q=school") == {}

    @pytest.mark.parametrize(
        ("words", "switches"),
        [
            ("school", f"sort=oldest&literal=1&{NOT_AS}&forms=1"),
            (" school ", f"sort=oldest&literal=1&{NOT_AS}&forms=1"),
         ("tower", ""), ("school tower", "")],
    )  # fmt: skip
    def test_order_and_literal_and_forms_hold_for_the_words_they_were_chosen_for(
        self, client, words, switches
    ):
        kept = self.hidden(client, self.SEARCH)
        sent = kept | {"q": words, "region": "chechnya", "from": "", "to": ""}
        answer = client.get("/search", query_string=sent)
        assert answer.status_code == 302
        found = parse_qs(urlsplit(answer.location).query)
        assert found.pop("q") == [words.strip()]
        assert (found.pop("region"), found.pop("size"), found.pop("ui")) == (
            ["chechnya"],
            ["25"],
            ["ru"],
        )
        assert found.pop("both") == ["1"]
        assert urlencode(found, doseq=True) == switches

    def test_what_was_cannot_bring_in_anything_else(self, client):
        sent = {"q": "x", "was": "q=x&sort=oldest&page=0&region=atlantis&ui=fr&was=y&sort="}
        assert client.get("/search", query_string=sent).location == "/search?q=x&sort=oldest"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Podshivka: News archive in Russian and English"),
        ("/search", "The whole archive: 27 articles — Podshivka"),
        ("/search?page=2", "The whole archive: 27 articles — Page 2 — Podshivka"),
        ("/search?q=tower", "tower: 1 article — Podshivka"),
        ("/search?q=школа&ui=ru", "школа: 24 статьи — Подшивка"),
        ("/search?q=school&from=2011&to=2011", "school, 2011: 8 articles — Podshivka"),
        (
            "/search?region=dagestan&language=en",
            "Region: Dagestan, Language: English: 1 article — Podshivka",
        ),
        ("/search?q=unicorn", "unicorn: 0 articles — Podshivka"),
        ("/help", "How to search — Podshivka"),
        ("/articles/tower-en", "Old tower in Dagestan to be restored, 6 June 2017 — Podshivka"),
        ("/nothing", "There is nothing here — Podshivka"),
    ],
)
def test_the_title_says_which_page_this_is(client, path, title):
    told = re.search(r"<title>(.*?)</title>", client.get(path).text, re.DOTALL)[1]
    assert " ".join(unescape(told).split()) == title


class TestOrderOfTime:
    """Hits stand under their day; best matches have a date each."""

    def days(self, client, path: str) -> list[tuple[str, int, int]]:
        page = client.get(path).text
        found = re.findall(r'<div class="day".*?</ol>', page, re.DOTALL)
        return [
            (
                plain_line(re.search(r'class="dateline">(.*?)</p>', day, re.DOTALL)[1]),
                int((re.search(r'start="(\d+)"', day) or ("", "1"))[1]),
                day.count("<article"),
            )
            for day in found
        ]

    def test_each_day_is_told_once_and_the_undated_come_last(self, client):
        days = self.days(client, "/search?size=100&sort=newest&all=1")
        assert days[0] == ("Tuesday 6 June 2017", 1, 1)
        assert days[1] == ("Monday 5 June 2017", 2, 1)
        assert days[-1] == ("no date", 27, 1)
        assert sum(count for _, _, count in days) == 27
        assert len({day for day, _, _ in days}) == len(days)

    def test_the_numbers_go_on_from_page_to_page(self, client):
        days = self.days(client, "/search?size=5&sort=oldest&page=2&ui=ru")
        assert days[0][1] == 6
        assert days[0][0].startswith(
            ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
        )

    def test_the_best_matches_have_no_days(self, client):
        assert self.days(client, "/search?q=school") == []
        assert "<article><p><time " in client.get("/search?q=school").text


def plain_line(markup: str) -> str:
    """What a piece of a page says."""
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def test_a_page_far_behind_the_last_leads_back(client, page_links):
    path = "/search?page=999999999&size=100"
    assert client.get(path).status_code == 404
    assert page_links(path)["Last"] == {"size": ["100"]}


def test_new_articles_appear_without_a_restart(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.sync()
    client = create_app(Archive.open(tmp_path)).test_client()
    assert "The archive is empty." in client.get("/search").text
    archive.add([Article(id="a", language="en", title="Snow")])
    archive.sync()
    assert "1 article" in client.get("/search").text
    archive.delete(["a"])
    archive.rebuild()
    assert "The archive is empty." in client.get("/search").text


def test_the_site_may_be_mounted_below_a_path(client):
    page = client.get("/search?q=tower", environ_overrides={"SCRIPT_NAME": "/archive"}).text
    local = re.findall(r'(?:href|action)="(/[^"]*)"', page)
    assert len(local) > 20
    assert all(path.startswith("/archive/") for path in local)


class TestInterface:
    """Russian or English: as the browser prefers, unless the address says otherwise."""

    @pytest.mark.parametrize(
        ("preferred", "language"),
        [("ru-RU, en;q=0.5", "ru"), ("en", "en"), ("de, ru;q=0.4", "ru"), ("fr", "en"), ("", "en")],
    )
    def test_follows_the_browser(self, client, preferred, language):
        answer = client.get("/", headers={"Accept-Language": preferred})
        assert f'<html lang="{language}">' in answer.text
        assert "Accept-Language" in answer.headers["Vary"]

    def test_a_choice_wins_and_is_kept_by_every_link(self, page_links):
        found = page_links("/search?q=school&ui=ru")
        assert len(found) > 30
        assert (found.pop("К результатам"), found.pop("Фильтры")) == ({}, {})
        for text, link in found.items():
            if "check" in link:  # a permalink is for others, too
                continue
            assert link.get("ui") == (["en"] if text == "English" else ["ru"]), text

    def test_without_a_choice_no_link_makes_one(self, page_links):
        found = page_links("/search?q=school")
        # a feed reader has no language of its own
        assert found.pop("Atom")["ui"] == found.pop("JSON Feed")["ui"] == ["en"]
        for text, link in found.items():
            assert link.get("ui") == (["ru"] if text == "Русский" else None), text

    def test_the_switch_keeps_everything_else(self, page_links):
        assert page_links("/search?q=школа&page=2")["Русский"] == {
            "q": ["школа"],
            "page": ["2"],
            "ui": ["ru"],
        }


@pytest.mark.parametrize(
    ("pasted", "id"),
    [
        ("http://localhost/articles/tower", "tower"),
        ("https://localhost/api/v1/articles/tower", "tower"),
        ("http://localhost/articles/%D1%80%D0%B5%D0%BA%D0%B0-%E2%84%961?ui=ru", "река-№1"),
        ("http://localhost/articles?url=https://vestnik.example/tower", "tower"),
        ("https://mirror.example/tower", "tower"),
        ("url:vestnik.example/tower", "tower"),
    ],
)
def test_an_address_in_the_box_finds_the_article(client, pasted, id):
    answer = client.get("/api/v1/search", query_string={"q": pasted}).json
    assert [hit["id"] for hit in answer["hits"]] == [id]
    assert answer["notes"] == []


def test_an_address_that_is_not_in_the_archive_is_told(text):
    page = text("/search?q=https://elsewhere.example/articles/tower")
    assert "The archive has no article at “https://elsewhere.example/articles/tower”" in page


def test_an_article_whose_id_the_query_is_is_offered(page_links):
    assert page_links("/search?q=tower")["id:tower (1 article)"] == {"q": ["id:tower"]}


def test_the_site_knows_its_own_addresses_below_a_path(app):
    client = app.test_client()
    query = {"q": "http://localhost/archive/articles/tower"}
    found = client.get(
        "/api/v1/search", query_string=query, base_url="http://localhost/archive"
    ).json
    assert [hit["id"] for hit in found["hits"]] == ["tower"]


def test_the_heading_of_some_words_names_words_and_no_filters(text):
    page = text("/search?q=region:chechnya+school+tower&ui=en")
    assert "articles with some of the words “school tower”" in page
