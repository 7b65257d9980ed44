"""``podshivka show``: by id or address, with history; ``duplicates``; links on the live host."""

from __future__ import annotations

import pytest

URL = "https://archive.example/1"


@pytest.fixture
def rewritten(run, lines, articles, filled):
    """The archive after "roof-ru" was corrected."""
    run("ingest", "--quiet", lines(articles[0] | {"title": "Торговцы в Буйнакске ждут навес"}))


@pytest.mark.parametrize(
    "address",
    [
        URL,
        "http://www.archive.example/1/?utm_source=x#top",
        "https://m.archive.example/1",
        "roof-ru",
    ],
)
def test_an_article_by_its_address(run, filled, address):
    assert run("show", "--json", address).json["id"] == "roof-ru"


def test_nothing_is_at_that_address(run, filled):
    assert run("show", "https://archive.example/2").code == 1


def test_an_article_dated_in_the_future_is_flagged_at_intake_and_shown_so(run, lines, articles):
    wrong = articles[0] | {"published": "2062-03-09"}
    result = run("ingest", lines(wrong, articles[1]))
    assert "dated in the future: until then listed after the others" in result.err
    (remark,) = run("ingest", "--json", lines(wrong)).json["remarks"]
    assert remark["place"].endswith(":1")
    assert "2062-03-09, dated in the future, ru" in run("show", "roof-ru").out
    assert "future" not in run("show", "roof-en").out
    shown = run("search", "--json").json["hits"]
    assert [hit["id"] for hit in shown] == ["roof-en", "roof-ru"]


def test_history_shows_what_changed(run, rewritten):
    result = run("show", "--history", "roof-ru")
    assert "version 2, recorded " in result.out
    assert "title: Торговцы в Буйнакске [-просят-]{+ждут+} навес" in result.out
    assert result.out.index("version 2") < result.out.index("version 1")


def test_history_as_json(run, rewritten):
    shape = run("show", "--history", "--json", "roof-ru").json
    assert shape["id"] == "roof-ru"
    first, second = shape["versions"]
    assert (first["number"], first["changed"]) == (1, [])
    assert (second["number"], second["changed"]) == (2, ["title"])
    assert first["article"]["title"].endswith("просят навес")
    assert second["recorded"] >= first["recorded"]


def test_an_article_of_one_version(run, filled):
    assert len(run("show", "--history", "--json", "rain-ru").json["versions"]) == 1


def test_links_lead_to_the_live_host(run, filled, monkeypatch):
    monkeypatch.setenv("PODSHIVKA_HOSTS", '{"news.example": ["archive.example"]}')
    shown = run("show", "--json", "roof-ru").json
    assert (shown["url"], shown["addresses"]) == ("https://news.example/1", [URL])
    assert "https://news.example/1" in run("show", "https://news.example/1").out
    assert run("search", "--json", "навес").json["hits"][0]["url"] == "https://news.example/1"


def test_the_groups_of_nearly_the_same(run, lines, filled):
    body = "Forty traders of the market have signed a letter to the town hall, which is to answer."
    article = {"language": "en", "title": "A letter", "body": body, "published": "2020-01-02"}
    run("ingest", "--quiet", lines(article | {"id": "x1"}, article | {"id": "x2", "url": URL}))
    result = run("duplicates", "--json")
    (group,) = result.objects
    assert group["articles"][0] == {
        "id": "x1",
        "title": "A letter",
        "language": "en",
        "published": "2020-01-02",
        "url": None,
    }
    assert [one["id"] for one in group["articles"]] == ["x1", "x2"]
    told = run("duplicates")
    assert "x2  2020-01-02  A letter" in told.out
    assert "1 group\n" in told.err


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("gost", "Торговцы в Буйнакске просят навес. 2016. 9 марта. URL: {} (дата обращения: "),
        ("chicago", "“Торговцы в Буйнакске просят навес,” March 9, 2016, {}."),
        ("plain", "«Торговцы в Буйнакске просят навес», 9 марта 2016, {}"),
    ],
)
def test_how_to_cite_it(run, filled, monkeypatch, style, line):
    assert run("show", "roof-ru", "--cite", style).out.startswith(line.format(URL))
    told = run("show", "roof-ru", "--cite", style, "--json").json
    assert told["style"] == style
    assert told["citation"].startswith(line.format(URL))
    monkeypatch.setenv("PODSHIVKA_PUBLIC_URL", "https://news.example")
    here = "https://news.example/articles/roof-ru"
    assert run("show", "roof-ru", "--cite", style).out.startswith(line.format(here))


def test_an_unknown_style(run, filled):
    result = run("show", "roof-ru", "--cite", "apa")
    assert result.code == 2
    assert "chicago" in result.err


def test_related_articles_are_printed_instead_of_the_article(run, lines, articles, filled):
    body = "Крыша рынка в Буйнакске протекает второй год, торговцы просят навес."
    later = articles[0] | {
        "id": "later",
        "url": None,
        "title": "Навес над рынком в Буйнакске строят",
    }
    run("ingest", lines(later | {"body": body}))
    result = run("show", "--related", "--json", "roof-ru").json["related"]
    assert [one["id"] for one in result] == ["later"]
    assert result[0]["by"] == "words"
    assert result[0]["share"] <= 1
    printed = run("show", "--related", "roof-ru")
    assert "Навес над рынком в Буйнакске строят" in printed.out
    assert "1 related article" in printed.err


@pytest.mark.parametrize("both", [("--history", "--related"), ("--related", "--cite", "gost")])
def test_one_thing_is_printed_at_a_time(run, filled, both):
    result = run("show", *both, "roof-ru")
    assert result.code == 2
    assert f"leave out {both[0]} or {both[1]}" in result.err
