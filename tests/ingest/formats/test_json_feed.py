"""JSON Feed: items of a feed, wherever and however it is written."""

from __future__ import annotations

import io
import json
import time
import tracemalloc

import pytest

from indexer.ingest.formats import json_walk, jsonl
from indexer.ingest.records import Record, Source

ITEM = {
    "id": "https://hills.example/2021/bridge",
    "url": "https://hills.example/2021/bridge",
    "title": "A bridge &amp; a road",
    "content_html": "<p>The bridge is open.</p><p>A bus crossed it first.</p>",
    "summary": "Three years of work.",
    "date_published": "2021-05-05T10:15:00+03:00",
    "date_modified": "2021-05-06T08:00:00Z",
    "authors": [{"name": "Layla Akhmadova"}, {"name": "T. Yandieva"}],
    "tags": ["Чечня", "bridges"],
}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Hills Daily",
    "home_page_url": "https://hills.example/",
    "language": "en-US",
    "authors": [{"name": "The editors"}],
}


def feed(*items: object, **facts: object) -> str:
    return json.dumps(FEED | facts | {"items": items}, ensure_ascii=False)


def test_an_item_of_a_feed(take_as):
    article = take_as("feed.json", feed(ITEM)).article
    assert article.title == "A bridge & a road"
    assert article.lede == "Three years of work."
    assert article.body == "The bridge is open.\n\nA bus crossed it first."
    assert article.url == "https://hills.example/2021/bridge"
    assert article.published.isoformat() == "2021-05-05T10:15:00+03:00"
    assert article.updated.isoformat() == "2021-05-06T08:00:00+00:00"
    assert article.author == "Layla Akhmadova, T. Yandieva"
    assert article.source == "Hills Daily"
    assert (article.regions, article.keywords) == (("chechnya",), ("bridges",))
    assert article.language == "en"


@pytest.mark.parametrize(("indent", "end"), [(None, ""), (None, "\n"), (2, "\n\n"), ("\t", "")])
@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", FEED["version"]])
@pytest.mark.parametrize("last", [False, True], ids=["version first", "version last"])
def test_a_feed_is_told_by_its_version_however_it_is_written(take_as, indent, version, last, end):
    facts = FEED | {"version": version}
    items = {"items": [ITEM, ITEM | {"id": "2", "url": "/2"}]}
    whole = items | facts if last else facts | items
    written = json.dumps(whole, indent=indent) + end
    taken = take_as("feed.json", written if indent else f"\ufeff{written}")
    assert [one.url for one in taken.articles] == [ITEM["url"], "https://hills.example/2"]
    assert not taken.rejections


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"authors": None, "author": {"name": "A. Gasanova"}}, {"author": "A. Gasanova"}),
        ({"authors": None}, {"author": "The editors"}),
        ({"content_html": None, "content_text": "One.\n\nTwo."}, {"body": "One.\n\nTwo."}),
        ({"content_html": " ", "content_text": "**One** & two."}, {"body": "One & two."}),
        ({"summary": None, "description": "Three <i>years</i>."}, {"lede": "Three years."}),
        ({"title": None, "summary": None}, {"title": "The bridge is open."}),
        ({"url": "bridge"}, {"url": "https://hills.example/bridge"}),
        ({"id": "urn:hills:7", "url": None}, {"id": "urn:hills:7", "url": None}),
        ({"url": None}, {"url": "https://hills.example/2021/bridge"}),
        ({"tags": "bridges"}, {"keywords": ("bridges",)}),
        ({"date_published": None}, {"published": None}),
        ({"language": "ru"}, {"language": "ru"}),
    ],
)
def test_what_an_item_may_lack_or_write_otherwise(take_as, change, expected):
    article = take_as("feed.json", feed(ITEM | change)).article
    assert {name: getattr(article, name) for name in expected} == expected


def test_a_link_to_what_an_item_is_about_is_kept(take_as):
    about = {"external_url": "https://other.example/report"}
    article = take_as("feed.json", feed(ITEM | about)).article
    assert article.url == ITEM["url"]
    assert article.model_extra["about"] == "https://other.example/report"


def test_notes_about_one_page_elsewhere_are_articles_of_their_own(take_as):
    note = {"id": "1", "content_text": "It rained.", "external_url": "https://other.example/report"}
    taken = take_as("feed.json", feed(note, note | {"id": "2", "content_text": "It snowed."}))
    assert [one.url for one in taken.articles] == [None, None]
    assert len({one.id for one in taken.articles}) == 2
    assert {one.model_extra["about"] for one in taken.articles} == {note["external_url"]}


@pytest.mark.parametrize("indent", [None, 1])
def test_what_a_feed_says_of_itself_is_in_the_encoding_of_the_file(take_as, indent):
    whole = FEED | {"title": "Вести", "items": [ITEM]}
    written = json.dumps(whole, indent=indent, ensure_ascii=False).encode("cp1251")
    assert take_as("feed.json", written, encoding="cp1251").article.source == "Вести"


def test_what_a_feed_says_of_itself_and_cannot_be_read_is_told(take_as):
    taken = take_as("feed.json", feed(ITEM, home_page_url=None).replace("null", "nothing"))
    assert taken.article.title == "A bridge & a road"
    assert list(taken.source.journal.remarks) == [
        "a value around the records cannot be read: left out"
    ]


def test_an_id_is_that_of_an_item_within_its_feed_alone(take_as):
    item = ITEM | {"id": 7, "url": None}
    of_hills, again, of_plains, unnamed = (
        take_as("feed.json", feed(item, home_page_url=None, title=title, **more)).article
        for title, more in (
            ("Hills Daily", {"feed_url": "https://hills.example/feed"}),
            ("Hills Weekly", {"feed_url": "https://hills.example/feed"}),
            ("Plains Daily", {}),
            ("", {}),
        )
    )
    assert of_hills.id == again.id
    assert len({of_hills.id, of_plains.id, unnamed.id}) == 3
    assert of_hills.id.endswith("-7")
    assert of_hills.model_extra["guid"] == "7"


def test_a_bad_item_costs_itself_alone(take_as):
    items = [ITEM, ITEM | {"date_published": "yesterday", "url": "/2"}, 7, ITEM | {"url": "/3"}]
    taken = take_as("feed.json", feed(*items).replace('"url": "/3"', '"url": /3'))
    assert [one.error.place.rpartition(":")[2] for one in taken.rejections] == ["1#2", "1#3", "1#4"]
    assert [one.error.code for one in taken.rejections] == ["bad-date", "not-json", "not-json"]
    hints = [one.error.hint.partition(",")[0] for one in taken.rejections[1:]]
    assert hints == ["correct this place in the file"] * 2
    assert len(taken.articles) == 1


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (feed(ITEM)[:-2], "the file ends within the object"),
        (feed(ITEM) + '\n{"a": 1}', "more follows the object"),
        (feed(ITEM).replace('"items"', '"items'), "a quote is not closed"),
        (feed(ITEM)[:-2] + "}", "damaged JSON"),
        (feed(ITEM)[:-1] + ', "x": ' + "[" * 200, "nested more than 100 levels deep"),
    ],
)
def test_what_is_wrong_around_the_items(take_as, written, message):
    error = take_as("feed.json", written + "\n").error
    assert message in error.message
    assert error.hint


@pytest.mark.parametrize(
    "damage",
    [('"title": "1"', '"title": "1'), ('"id": "1"', 'id": "1"'), ('"title": "1"', '"title": {"1"')],
)
@pytest.mark.parametrize("start", ["", "\n"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_on_one_line_a_damaged_item_costs_no_more_than_itself(take_as, damage, start, end):
    items = [{"id": f"{n}", "title": f"{n}", "content_text": "It rained."} for n in range(5)]
    items[1]["authors"] = [{"name": "A. Gasanova"}, {"name": "T. Yandieva"}]
    text = feed(*items).replace(*damage)
    taken = take_as("feed.json", text.replace('"items": [', f'"items": [{start}') + end)
    assert [one.title for one in taken.articles] == ["0", "2", "3", "4"]
    assert [one.error.code for one in taken.rejections] == ["not-json"]


def test_one_of_many_pieces_of_a_line_costs_no_more_than_itself(monkeypatch):
    monkeypatch.setattr(json_walk, "LIMIT", 1_000)
    monkeypatch.setattr(jsonl, "LIMIT", 1_000)
    monkeypatch.setattr(jsonl, "_SKIP", 333)
    items = [{"id": f"{n}", "title": f"{n}", "content_text": "It rained."} for n in range(100)]
    text = feed(*items).replace('"title": "7"', '"title": "7')
    found = list(jsonl.read(Source("a", io.BytesIO(text.encode()))))
    assert [one.fields["title"] for one in found if isinstance(one, Record)] == [
        str(n) for n in range(100) if n != 7
    ]


def test_many_damaged_items_on_one_line_cost_little_time(take_as):
    started = time.process_time()
    text = feed().replace("[]}", '[{"id":[' + '},{"id":[' * 50_000 + '"')
    assert take_as("feed.json", text).rejections
    assert time.process_time() - started < 10


@pytest.mark.parametrize("indent", [None, 1])
def test_a_feed_that_was_cut_off_says_so(take_as, indent):
    text = json.dumps(FEED | {"items": [ITEM, ITEM]}, indent=indent)
    taken = take_as("feed.json", text[: text.rindex("summary")])
    assert len(taken.articles) == 1
    assert "the file ends within the object" in taken.rejections[-1].error.message
    assert "what follows this place was not read" in taken.rejections[-1].error.hint


@pytest.mark.parametrize("items", [[], {}, None])
def test_a_feed_without_items_is_told(take_as, items):
    taken = take_as("feed.json", json.dumps(FEED | {"items": items}))
    assert not taken.articles
    assert not taken.rejections
    assert list(taken.source.journal.remarks) == ["it has no articles"]


@pytest.mark.parametrize(
    "records",
    [
        {"version": 3, "title": "A roof", "body": "It rained."},
        {"version": "https://jsonfeed.example/version/1", "title": "A roof", "body": "It rained."},
        {"title": "A roof", "body": "It rained.", "items": [{"id": 1, "version": FEED["version"]}]},
        {"title": "A roof", "body": "It rained.", "type": "public_channel"},
        {"title": "A roof", "body": "It rained.", "messages": [], "chats": {"list": []}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_records_of_ours_stay_what_they_are(take_as, records, indent):
    assert take_as("a.json", json.dumps(records, indent=indent)).article.title == "A roof"


def test_memory_does_not_grow_with_what_a_feed_says_of_itself():
    more = {f"_{n}": "x" * 50 for n in range(30_000)}
    people = {"authors": [{"name": f"{n}"} for n in range(30_000)]}
    lines = io.BytesIO(json.dumps(FEED | people | more | {"items": [ITEM]}, indent=1).encode())
    tracemalloc.start()
    (found,) = jsonl.read(Source("a", lines))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Record)
    assert peak < 1_000_000
