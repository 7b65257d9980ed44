"""Feeds of any search, as other people's programs read them."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import as_file, files
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.archive.intake import ingest
from indexer.page import news
from indexer.settings import Settings
from indexer.store.joins import retagged
from schemas.article import Article
from searchapp import create_app
from tests.effort import tries

PUBLIC = "https://news.example/archive"


@pytest.fixture
def clock(monkeypatch):
    """Set the second of the next pass into the store."""
    return lambda second: monkeypatch.setattr(
        "indexer.store.store_pass.time.time", lambda: 1_700_000_000.0 + second
    )


@pytest.fixture
def archive(tmp_path):
    return Archive(Settings(home=tmp_path / "home", public_url=PUBLIC), create=True)


@pytest.fixture
def feed(archive):
    """Read a feed of that archive: add articles first."""
    client = create_app(archive).test_client()

    def read(query: str = "", path: str = "/feed.atom"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 200, answer.text
        found = feedparser.parse(answer.data)
        assert not found.bozo, found.get("bozo_exception")
        return found

    return read


def article(id: str, body: str = "Суд в Магасе", **fields) -> Article:
    return Article.model_validate(
        {"id": id, "language": "ru", "title": f"Заголовок {id}", "body": body} | fields
    )


def add(archive, *articles):
    archive.add(articles)
    archive.sync()


def ids(found) -> list[str]:
    return [entry.link.rsplit("/", 1)[1] for entry in found.entries]


def test_what_came_last_comes_first_whatever_its_date(archive, feed, clock):
    clock(1)
    add(archive, article("new", published="2024-05-01"), article("older", published="2020-01-01"))
    clock(2)
    add(archive, article("late", published="1999-12-31"), article("undated"))
    found = feed("q=суд&sort=oldest")
    assert ids(found) == ["late", "undated", "new", "older"]
    late, *_ = found.entries
    assert late.updated == "2023-11-14T22:13:22Z"
    assert late.published == "1999-12-30T21:00:00Z"
    assert found.feed.updated == late.updated
    assert found.feed.os_totalresults == "4"


def test_an_article_that_reads_otherwise_comes_up_again_under_its_id(archive, feed, clock):
    clock(1)
    add(archive, article("a"), article("b"))
    before = {entry.link: entry for entry in feed("q=суд").entries}
    clock(2)
    add(archive, article("a", "Суд в Магасе отложен"))
    first, second = feed("q=суд").entries
    assert first.link.endswith("/a")
    assert first.id == before[first.link].id
    assert first.updated > before[first.link].updated
    assert "отложен" in first.summary
    assert second == before[second.link]


def test_other_tags_a_reindex_and_a_moved_site_change_nothing(archive, feed, clock):
    clock(1)
    add(archive, article("a", published="2020-01-01"), article("b", published="2019-01-01"))
    before = feed().entries
    clock(2)
    archive.store.put([article("b", published="2019-01-01", people=("Яндиев",))], retagged)
    archive.rebuild()
    assert feed().entries == before
    moved = Archive(Settings(home=archive.home, public_url="https://other.example"))
    there = feedparser.parse(create_app(moved).test_client().get("/feed.atom").data)
    assert [entry.id for entry in there.entries] == [entry.id for entry in before]
    assert there.entries[0].link == "https://other.example/articles/a"


def test_two_archives_give_their_articles_different_ids(archive, feed, tmp_path):
    add(archive, article("a"))
    other = Archive(Settings(home=tmp_path / "other"), create=True)
    add(other, article("a"))
    there = feedparser.parse(create_app(other).test_client().get("/feed.atom").data)
    assert there.entries[0].id != feed().entries[0].id


def test_an_article_deleted_is_gone(archive, feed):
    add(archive, article("a"), article("b"))
    archive.delete(["a"])
    found = feed("q=суд")
    assert ids(found) == ["b"]
    assert found.feed.os_totalresults == "1"


def test_nothing_comes_that_lacks_a_word_unless_any_will_do(archive, feed):
    add(archive, article("a"), article("b", "Школа"))
    assert ids(feed("q=суд+школа+Магас")) == []
    assert set(ids(feed("q=суд+школа+Магас&any=1"))) == {"a", "b"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Podshivka: all articles"),
        ("ui=ru", "Подшивка: все статьи"),
        ("q=суд&region=chechnya&ui=en", "Podshivka: “суд”; Region: Chechnya"),
        ("q=суд&language=ru&ui=ru", "Подшивка: «суд»; Язык: русский"),
        ("from=2017&to=2017&ui=en", "Podshivka: 2017"),
        ("from=7d&ui=en", "Podshivka: the last 7 days"),
        ("from=2w&ui=ru", "Подшивка: последние 2 недели"),
        ("from=2017&to=2019-03&ui=en", "Podshivka: 2017 – March 2019"),
        ("to=05.06.2017&ui=en", "Podshivka: until 5 June 2017"),
        ("from=yesterday&ui=en", "Podshivka: from yesterday"),
        ("date=unknown&ui=en", "Podshivka: no date"),
        ("q=суд&literal=1&any=1&ui=en", "Podshivka: “суд”; exactly as typed; any of the words"),
    ],
)
def test_the_title_says_the_search(archive, feed, query, title):
    add(archive, article("a"))
    assert feed(query).feed.title == title


def test_a_feed_names_itself_and_its_search_in_the_world(archive, feed):
    add(archive, article("a"))
    found = feed("q=суд&region=dagestan&size=20&forms=1&ui=ru&utm_source=x")
    links = {link.rel: link.href for link in found.feed.links}
    asked = urlencode({"q": "суд", "region": "dagestan", "ui": "ru"})
    assert links["self"] == links["first"] == f"{PUBLIC}/feed.atom?{asked}"
    page = urlsplit(links["alternate"])
    assert page.path == "/archive/search"
    assert parse_qs(page.query)["sort"] == ["newest"]


def test_the_page_of_a_search_offers_its_feeds_in_the_language_of_the_reader(archive):
    add(archive, article("a"))
    client = create_app(archive).test_client()
    page = client.get(
        "/search?q=суд&sort=oldest&page=2&size=25", headers={"Accept-Language": "ru"}
    ).text
    for kind, type in (("atom", "application/atom+xml"), ("json", "application/feed+json")):
        assert f'<link rel="alternate" type="{type}"' in page
        assert page.count(f'href="/feed.{kind}?q=суд&ui=ru"') == 2
    nothing = client.get("/search?q=нигденетслова").text
    assert nothing.count("/feed.atom?") == 2


# Pages


def test_the_pages_of_a_feed_have_every_article_once(archive, monkeypatch):
    monkeypatch.setattr("searchapp.feeds.ENTRIES", 3)
    add(archive, *(article(str(n), published=f"20{n:02}-01-01") for n in range(10, 18)))
    client, address, seen = create_app(archive).test_client(), "/feed.atom?q=суд", []
    while address:
        found = feedparser.parse(client.get(address.removeprefix(PUBLIC)).data)
        seen += ids(found)
        links = {link.rel: link.href for link in found.feed.links}
        assert "page=3" in links["last"]
        address = links.get("next")
    assert seen == [str(n) for n in range(17, 9, -1)]
    assert "page=2" in links["previous"]
    beyond = feedparser.parse(client.get("/feed.atom?q=суд&page=999999999").data)
    assert beyond.entries == []
    assert "page=3" in {link.rel: link.href for link in beyond.feed.links}["previous"]


PASSES = st.lists(st.integers(0, 3), min_size=1, max_size=25)


@settings(max_examples=tries(40, 8), deadline=None)
@example([1, 0], 1, 2, 1)
@example([0, 1, 1, 1, 2], 2, 4, 1)
@given(PASSES, st.integers(1, 8), st.integers(1, 4), st.integers(1, 3))
def test_the_short_way_gives_what_the_long_way_gives(
    tmp_path_factory, passes, latest, wanted, ahead
):
    archive = Archive.open(tmp_path_factory.mktemp("passes"), create=True)
    with pytest.MonkeyPatch.context() as patch:
        for second in sorted(set(passes)):
            patch.setattr("indexer.store.store_pass.time.time", lambda at=second: 1e9 + at)
            archive.add(
                article(f"{n:02}", published=f"2019-01-{1 + (n * 7) % 28:02}")
                for n, at in enumerate(passes)
                if at == second
            )
        archive.sync()
        made = archive.news()
        request = made._read(news.Query("суд")).request
        patch.setattr(news, "LATEST", latest)
        patch.setattr(news, "AHEAD", ahead)
        found, moments = made._newest(request, min(wanted, len(passes)))
    every, known = made._sorted(request)
    assert found[:wanted] == every[:wanted]
    assert all(moments[one] == known[one] for one in found)


# Against the page


WORDS = [
    "Махачкала",
    "пртоест",
    "протесты",
    "суд",
    "court",
    "Kadyrov",
    "в",
    "школа",
    "-суд",
    "вод*",
]
CHOSEN = [
    ("region", "dagestan"), ("region", "chechnya"), ("language", "ru"), ("language", "en"),
    ("from", "2017"), ("to", "2018"), ("date", "unknown"), ("sort", "oldest"), ("literal", "1"),
    ("any", "1"), ("topic", "protests"), ("from", "3650d"), ("size", "1"),
]  # fmt: skip
addresses = st.tuples(
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.lists(st.sampled_from(CHOSEN), max_size=3, unique_by=lambda pair: pair[0]),
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    archive = Archive.open(tmp_path_factory.mktemp("sample"), create=True)
    with as_file(files("indexer") / "sample" / "articles.jsonl") as path:
        ingest(archive, [path])
    archive.sync()
    return create_app(archive).test_client()


@settings(max_examples=tries(200, 15), deadline=None)
@given(addresses)
def test_a_feed_has_the_articles_of_the_page_in_its_order(sample, asked):
    words, chosen = asked
    pairs = [*([("q", " ".join(words))] if words else []), *chosen]
    answer = sample.get("/feed.atom?" + urlencode(pairs))
    newest = [(name, value) for name, value in pairs if name not in {"sort", "size"}]
    page = sample.get("/api/v1/search?" + urlencode([*newest, ("sort", "newest"), ("size", "50")]))
    assert answer.status_code == page.status_code
    if page.status_code == 400:  # dates without a date
        return
    found, shown = feedparser.parse(answer.data), page.json
    assert not found.bozo
    wanted = shown["all_words"] or ("any", "1") in chosen
    assert int(found.feed.os_totalresults) == (shown["total"] if wanted else 0)
    # the sample came in one pass: nothing but dates tells what is newer
    assert ids(found) == ([hit["id"] for hit in shown["hits"]] if wanted else [])
    other = json.loads(sample.get("/feed.json?" + urlencode(pairs)).data)
    assert [item["id"] for item in other["items"]] == [entry.id for entry in found.entries]


# Formats


ODD = [
    "a <b> & \"c\" 'd' ]]>",
    "bell \x07 and null",
    "\ufffe\uffff non-characters",
    "\u202eright to left\u202c שלום",
    "emoji \U0001f600 \U0010ffff",
]


@pytest.mark.parametrize("text", ODD)
def test_any_character_gives_a_document_that_can_be_read(archive, text):
    add(archive, article("a", f"Суд {text}", title=f"Суд {text}", author=text))
    client = create_app(archive).test_client()
    for query in ("q=суд", urlencode({"q": f"суд {text}", "any": "1"}), "q=%ED%A0%80+суд&any=1"):
        root = ET.fromstring(client.get(f"/feed.atom?{query}").data)  # noqa: S314
        assert root.findtext("{*}entry/{*}title").startswith("Суд")
        shape = client.get(f"/feed.json?{query}").json
        assert shape["items"][0]["title"].startswith("Суд")


def test_an_entry_in_both_formats(archive, feed, clock):
    clock(5)
    add(
        archive,
        article(
            "a",
            language="en",
            body="The court in Magas adjourned.",
            author="Leila",
            regions=["chechnya"],
            topics=["courts"],
            published="2017-06-05T10:15:00+03:00",
        ),
    )
    (entry,) = feed("ui=en").entries
    assert entry.id.startswith("urn:uuid:")
    assert entry.title_detail.language == "en"
    assert entry.author == "Leila"
    assert entry.published == "2017-06-05T07:15:00Z"
    client = create_app(archive).test_client()
    answer = client.get("/feed.json?ui=en")
    assert answer.mimetype == "application/feed+json"
    assert answer.json["version"] == "https://jsonfeed.org/version/1.1"
    assert answer.json["items"] == [
        {
            "id": entry.id,
            "url": f"{PUBLIC}/articles/a",
            "title": "Заголовок a",
            "content_text": entry.summary,
            "date_modified": "2023-11-14T22:13:25Z",
            "language": "en",
            "date_published": "2017-06-05T07:15:00Z",
            "authors": [{"name": "Leila"}],
            "tags": [tag.term for tag in entry.tags],
        }
    ]
    assert entry.tags[0].term == "Chechnya"


# Asked again


def test_a_reader_that_has_it_is_told_so_before_anything_is_searched(archive, monkeypatch):
    add(archive, article("a"))
    client = create_app(archive).test_client()
    first = client.get("/feed.atom?q=суд")
    again = {"If-None-Match": first.headers["ETag"]}
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "news", lambda _: pytest.fail("searched"))
        answer = client.get("/feed.atom?q=суд", headers=again)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == first.headers["Cache-Control"]
        among = {"If-None-Match": f'"other", {first.headers["ETag"]}'}
        assert client.get("/feed.atom?q=суд", headers=among).status_code == 304
    for other in ("/feed.json?q=суд", "/feed.atom?q=суды", "/feed.atom?q=суд&ui=ru"):
        assert client.get(other, headers=again).status_code == 200
    monkeypatch.setattr("searchapp.asked.today", lambda: date(2031, 1, 1))
    assert client.get("/feed.atom?q=суд", headers=again).status_code == 200


@pytest.mark.parametrize("change", ["add", "change", "delete", "reindex"])
def test_what_changes_the_archive_changes_the_tag(archive, change):
    add(archive, article("a"), article("b"))
    client = create_app(archive).test_client()
    before = client.get("/feed.json").headers["ETag"]
    assert client.get("/feed.json").headers["ETag"] == before
    match change:
        case "add":
            add(archive, article("c"))
        case "change":
            add(archive, article("a", "Другой суд"))
        case "delete":
            archive.delete(["a"])
        case "reindex":
            archive.rebuild()
    assert client.get("/feed.json").headers["ETag"] != before


def test_head(archive):
    add(archive, article("a"))
    client = create_app(archive).test_client()
    answer = client.head("/feed.atom")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"] == client.get("/feed.atom").headers["ETag"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("from=neverever", "from"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("region=nowhere", "region"),
        ("ui=fr", "ui"),
        ("literal=yes", "literal"),
    ],
)
def test_a_wrong_address_is_told(archive, query, parameter):
    add(archive, article("a"))
    client = create_app(archive).test_client()
    answer = client.get(f"/feed.json?{query}")
    assert answer.status_code == 400
    assert answer.json["error"]["parameter"] == parameter
    assert client.get(f"/feed.atom?{query}").status_code == 400


def test_an_archive_without_an_index_is_out_of_service(archive):
    assert create_app(archive).test_client().get("/feed.atom").status_code == 503
