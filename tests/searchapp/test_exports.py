"""Downloads of a whole result: what is in them is what the page counts."""

from __future__ import annotations

import csv
import io
import json
import threading
from urllib.parse import urlencode

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from indexer.archive import Archive
from indexer.export import CITED, FORMATS
from indexer.page.whole import WholeResult
from searchapp import create_app, exports

READ = {
    "csv": lambda text: list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))),
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
    "ris": rispy.loads,
    "bib": lambda text: bibtexparser.parse_string(text).entries,
    "csl.json": json.loads,
    "txt": lambda text: text.split("\n\n" + "-" * 72 + "\n\n")[1:],
}
"""How others read a file: its articles."""

QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(
            ["школа", "school -номер", "Дагестан OR башня", "река", "нету", "a:b("]
        ),
        "region": st.sampled_from(["dagestan", "chechnya"]),
        "language": st.sampled_from(["ru", "en"]),
        "from": st.sampled_from(["2011", "2012-03"]),
        "sort": st.sampled_from(["relevance", "newest", "oldest"]),
        "any": st.just("1"),
        "page": st.just("2"),
        "size": st.just("25"),
    },
)


@pytest.fixture(scope="module")
def site(app):
    return app.test_client()


@given(query=QUERIES, format=st.sampled_from(list(FORMATS)))
def test_a_file_has_as_many_articles_as_the_page_counts(site, query, format):
    total = site.get("/api/v1/search?" + urlencode(query)).json["total"]
    answer = site.get(f"/export.{format}?" + urlencode(query))
    assert answer.status_code == 200
    assert len(READ[format](answer.text)) == total
    assert answer.headers["X-Total-Count"] == str(total)


def test_the_order_is_that_of_the_page(client):
    query = "?q=школа&sort=oldest&size=100"
    hits = client.get("/api/v1/search" + query).json["hits"]
    rows = READ["csv"](client.get("/export.csv" + query).text)
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]


@pytest.mark.parametrize(
    ("page", "offer", "query"),
    [
        (
            "/search?q=школа&page=2&ui=en",
            "Take all 24 articles away: ",
            {"q": ["школа"], "ui": ["en"]},
        ),
        ("/search?q=школа&ui=ru", "Забрать 24 статьи: ", {"q": ["школа"], "ui": ["ru"]}),
        (
            "/search?q=башня&region=dagestan",
            "Take 1 article away: ",
            {"q": ["башня"], "region": ["dagestan"]},
        ),
    ],
)
def test_the_page_offers_every_format(text, page_links, page, offer, query):
    assert offer + " · ".join(one.label for one in FORMATS.values()) in text(page)
    links = page_links(page)
    for one in FORMATS.values():
        assert links[one.label] == query


def test_nothing_is_offered_where_nothing_is_found(text):
    assert "Take all" not in text("/search?q=нетунигде")


@pytest.mark.parametrize(
    ("format", "type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("jsonl", "application/x-ndjson"),
        ("ris", "application/x-research-info-systems"),
        ("bib", "application/x-bibtex"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
        ("txt", "text/plain; charset=utf-8"),
    ],
)
def test_headers(client, format, type):
    answer = client.get(f"/export.{format}?q=башню")
    assert answer.content_type == type
    disposition, names = parse_options_header(answer.headers["Content-Disposition"])
    assert disposition == "attachment"
    assert names["filename"].endswith(f"-1-башню.{format}")
    raw = answer.headers["Content-Disposition"]
    assert raw.isascii()
    assert f"-1-bashnyu.{format};" in raw
    assert answer.headers["X-Generation"] == "g000001"


@pytest.mark.parametrize(
    "words", ['"; x=y\r\nSet-Cookie: a=b', "../../etc/passwd", "漢字", "…", "a" * 999]
)
def test_any_words_make_a_name_of_a_file(client, words):
    answer = client.get("/export.csv", query_string={"q": words})
    assert "Set-Cookie" not in answer.headers
    name = parse_options_header(answer.headers["Content-Disposition"])[1]["filename"]
    assert "/" not in name
    assert name.startswith("podshivka-")
    assert name.endswith(".csv")
    assert len(name.encode()) < 255


def test_a_head_says_how_much_there_is_and_reads_nothing(client, monkeypatch):
    monkeypatch.setattr(WholeResult, "articles", None)
    answer = client.head("/export.csv?q=школа")
    assert answer.status_code == 200
    assert answer.headers["X-Total-Count"] == "24"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data == b""


def test_an_unchanged_result_is_not_sent_again(client, archive, monkeypatch):
    answer = client.get("/export.csv?q=школа")
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/export.csv?q=школа", headers=tag).status_code == 304
    assert client.get("/export.csv?q=башня", headers=tag).status_code == 200
    monkeypatch.setattr(type(archive.store), "sequence", 10_000)
    assert client.get("/export.csv?q=школа", headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/export.pdf", 404, "csv, jsonl, ris, bib, csl.json, txt"),
        ("/export.CSV", 404, "csv, jsonl"),
        ("/export.<b>", 404, "&lt;b&gt;"),
        ("/export", 404, "nothing here"),
        ("/export.csv?from=2017-99", 400, "2017-99"),
        ("/export.csv?sort=best", 400, "relevance, newest, oldest"),
        ("/export.csv?page=-1", 400, "-1"),
        ("/export.csv?person=Нетакого", 400, "No article names it so"),
        ("/articles/tower/cite.pdf", 404, "ris, bib, csl.json"),
        ("/articles/nothing/cite.ris", 404, "nothing here"),
    ],
)
def test_what_is_wrong_is_said(client, address, status, told):
    answer = client.get(address)
    assert answer.status_code == status
    assert told in answer.text
    assert answer.mimetype == "text/html"
    assert "Content-Disposition" not in answer.headers


def test_an_archive_without_an_index_is_out_of_service(tmp_path):
    client = create_app(Archive.open(tmp_path, create=True)).test_client()
    assert client.get("/export.csv").status_code == 503


# One article


@pytest.mark.parametrize("format", CITED)
@pytest.mark.parametrize("id", ["tower", "река-№1"])
def test_one_article(client, id, format):
    answer = client.get(f"/articles/{id}/cite.{format}")
    assert answer.status_code == 200
    assert len(READ[format](answer.text)) == 1
    assert "https://podshivka.example/articles/" in answer.text
    assert parse_options_header(answer.headers["Content-Disposition"])[1]["filename"] == (
        f"podshivka-{id}.{format}"
    )


# Turns


def test_more_than_two_downloads_at_a_time_have_to_wait(client, monkeypatch):
    monkeypatch.setattr(exports, "turns", exports.Turns(2))
    monkeypatch.setattr("indexer.export.CHUNK", 1)
    first, second = (client.get("/export.csv?q=школа") for _ in range(2))
    third = client.get("/export.csv?q=школа")
    assert third.status_code == 503
    assert third.headers["Retry-After"] == "60"
    assert "Try again in a minute" in third.text
    assert client.head("/export.csv?q=школа").status_code == 200
    assert len(READ["csv"](first.text)) == 24  # read to its end
    second.close()  # left
    third, fourth = (client.get("/export.csv?q=школа") for _ in range(2))
    assert (third.status_code, fourth.status_code) == (200, 200)
    third.close()
    fourth.close()


def test_a_turn_ends_once():
    turns = exports.Turns(1)
    turn = turns.take()
    assert turns.take() is None
    turn.end()
    turn.end()
    assert turns.take() is not None
    assert turns.take() is None


# Failures on the way


def test_a_download_that_fails_is_broken_off_and_logged_without_the_query(
    client, monkeypatch, caplog
):
    monkeypatch.setattr("indexer.export.CHUNK", 1)
    answer = client.get("/export.csv?q=школа")
    monkeypatch.setattr("indexer.store.Store.get_many", None)
    monkeypatch.setattr("indexer.page.whole.AT_ONCE", 1)
    with pytest.raises(ConnectionResetError):
        _ = answer.data
    (record,) = caplog.records
    assert "export-broken-off" in record.getMessage()
    assert "школа" not in record.getMessage()


def test_downloads_side_by_side_do_not_mix(app):
    found = {}

    def take(word):
        found[word] = app.test_client().get("/export.jsonl", query_string={"q": word}).text

    threads = [threading.Thread(target=take, args=(word,)) for word in ("школа", "башню")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found["школа"].splitlines()) == 24
    assert len(found["башню"].splitlines()) == 1


@pytest.mark.parametrize(
    ("ui", "words"),
    [
        (
            "ru",
            "region: Дагестан; language: русский; topic: not Образование и наука; from: 2017-01-01",
        ),
        ("en", "region: Dagestan; language: Russian; topic: not Education and science; from: 2017"),
    ],
)
def test_a_file_names_filters_as_readers_know_them(client, ui, words):
    query = f"region=dagestan&not-topic=education&language=ru&from=2017&ui={ui}"
    for format in ("txt", "bib"):
        first = client.get(f"/export.{format}?{query}").text.partition("\n")[0]
        assert f"Podshivka: {words}" in first
    answer = client.get(f"/export.csv?{query}")
    name = parse_options_header(answer.headers["Content-Disposition"])[1]["filename"]
    assert words[8:16] in name
    assert READ["csv"](answer.text)[0]["regions"] == "dagestan"


def test_a_search_without_dates_says_so(client):
    assert "Podshivka: without a date;" in client.get("/export.txt?date=unknown").text
