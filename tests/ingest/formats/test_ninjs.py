"""ninjs, the JSON of news agencies, in its three versions."""

from __future__ import annotations

import io
import json

import pytest

from indexer.ingest.formats import jsonl
from indexer.ingest.records import Journal, Record, Source

FIRST = {
    "uri": "urn:newsml:hills.example:20190505:77",
    "type": "text",
    "version": "3",
    "versioncreated": "2019-05-05T11:40:00+03:00",
    "firstcreated": "2019-05-05T10:15:00+03:00",
    "pubstatus": "usable",
    "language": "en-GB",
    "byline": "By Layla Akhmadova",
    "located": "Grozny",
    "slugline": "bridge",
    "copyrightholder": "Hills Agency",
    "copyrightnotice": "Hills Agency, 2019",
    "headline": "A bridge opens over the Argun",
    "description_text": "Three years of work.",
    "body_text": "It took three years. A bus crossed first.",
    "body_html": "<p>It took three years.</p><p>A bus crossed first.</p>",
    "person": [{"name": "T. Yandieva", "rel": "about"}],
    "organisation": [{"name": "Hills Roads"}],
    "place": [{"name": "Chechnya"}, {"name": "Argun"}],
    "subject": [{"name": "bridges", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"}],
}
_GONE = ("byline", "headline", "description_text", "body_text", "body_html", "person", "place")
_LATER = {
    "by": "Layla Akhmadova",
    "headlines": [
        {"role": "short", "value": "A bridge"},
        {"role": "main", "value": "A bridge opens over the Argun"},
    ],
    "descriptions": [
        {"role": "main", "contenttype": "text/plain", "value": "Three years of work."}
    ],
    "bodies": [
        {"role": "plain", "contenttype": "text/plain", "value": FIRST["body_text"]},
        {"role": "rich", "contenttype": "application/xhtml+xml", "value": FIRST["body_html"]},
    ],
    "people": FIRST["person"],
    "organisations": FIRST["organisation"],
    "places": FIRST["place"],
    "subjects": FIRST["subject"],
}
SECOND = {name: value for name, value in FIRST.items() if name not in (*_GONE, "subject")} | _LATER
_CAMEL = {
    "versioncreated": "versionCreated",
    "firstcreated": "firstCreated",
    "copyrightholder": "copyrightHolder",
    "copyrightnotice": "copyrightNotice",
    "contenttype": "contentType",
}


def camel(value: object) -> object:
    if isinstance(value, dict):
        return {_CAMEL.get(name, name): camel(one) for name, one in value.items()}
    return [camel(one) for one in value] if isinstance(value, list) else value


THIRD = camel(SECOND) | {"standard": {"name": "ninjs", "version": "3.0"}}
PICTURE = {
    "uri": "urn:hills:78",
    "type": "picture",
    "versioncreated": "2019-05-05T11:40:00Z",
    "description_text": "A bus on the bridge",
}


@pytest.mark.parametrize("item", [FIRST, SECOND, THIRD], ids=["1", "2", "3"])
@pytest.mark.parametrize("indent", [None, 2])
def test_an_item_of_each_version(take_as, item, indent):
    article = take_as("a.json", json.dumps(item, indent=indent)).article
    assert article.id == "urn:newsml:hills.example:20190505:77"
    assert article.title == "A bridge opens over the Argun"
    assert article.lede == "Three years of work."
    assert article.body == "It took three years.\n\nA bus crossed first."
    assert article.published.isoformat() == "2019-05-05T10:15:00+03:00"
    assert article.updated.isoformat() == "2019-05-05T11:40:00+03:00"
    assert (article.author, article.source) == ("Layla Akhmadova", "Hills Agency")
    assert (article.regions, article.keywords) == (("chechnya",), ("bridges", "Argun"))
    assert (article.people, article.organisations) == (("T. Yandieva",), ("Hills Roads",))
    assert article.language == "en"
    kept = article.model_extra
    assert (kept["dateline"], kept["slugline"], kept["version"]) == ("Grozny", "bridge", "3")
    assert kept["rights"] == "Hills Agency, 2019"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"uri": "https://hills.example/77"}, {"url": "https://hills.example/77"}),
        ({"firstcreated": None}, {"updated": None}),
        ({"body_html": None}, {"body": "It took three years. A bus crossed first."}),
        ({"headline": None, "headline_short": "No", "headline_main": "Yes"}, {"title": "Yes"}),
        ({"headline": None, "title": "A bridge"}, {"title": "A bridge"}),
        ({"infosource": [{"name": "Wire"}, {"name": "Desk"}]}, {"source": "Wire, Desk"}),
        ({"keywords": ["roads"], "subject": None, "place": None}, {"keywords": ("roads",)}),
        (
            {"body_html": None, "body_nitf": "<nitf><head><title>No</title></head><body>"
             "<body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"},
            {"body": "One.\n\nTwo."},
        ),
    ],
)  # fmt: skip
def test_what_an_item_may_lack_or_write_otherwise(take_as, change, expected):
    article = take_as("a.json", json.dumps(FIRST | change)).article
    assert {name: getattr(article, name) for name in expected} == expected


@pytest.mark.parametrize(
    "whole",
    [[FIRST, SECOND | {"uri": "urn:b"}], {"_items": [FIRST, SECOND | {"uri": "urn:b"}]}],
    ids=["array", "answer of an interface"],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_items(take_as, whole, indent):
    taken = take_as("a.json", json.dumps(whole, indent=indent))
    assert [one.id for one in taken.articles] == [FIRST["uri"], "urn:b"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda items: {"data": {"items": [{"meta": {}, "item": one} for one in items]}},
        lambda items: {"api": "1", "data": items},
        lambda items: {"data": {"data": {"_items": items}}},
        lambda items: [{"data": {"item": one}} for one in items],
    ],
)
def test_items_as_interfaces_of_agencies_wrap_them(take_as, wrap):
    whole = json.dumps(wrap([FIRST, SECOND | {"uri": "urn:b"}]))
    assert [article.id for article in take_as("a.json", whole).articles] == [FIRST["uri"], "urn:b"]


def test_a_record_with_an_item_in_it_is_a_record(take_as):
    whole = json.dumps(
        {"title": "A roof", "body": "It rained.", "data": {"item": {"type": "text"}}}
    )
    assert take_as("a.json", whole).article.title == "A roof"


@pytest.mark.parametrize("packed", [dict, list])
def test_a_package_gives_its_texts_and_the_words_beside_its_pictures(take_as, packed):
    other = SECOND | {"uri": "urn:b", "headlines": [{"value": "Snow in Dargavs"}]}
    stub = {"uri": "urn:c", "type": "text", "versioncreated": "2019-05-05", "headline": "Named"}
    inside = {"photo": PICTURE, "related": other, "see": stub}
    given = inside if packed is dict else [{"name": name} | one for name, one in inside.items()]
    package = FIRST | {"type": "composite", "associations": given}
    bridge, snow = take_as("a.json", json.dumps(package)).articles
    assert bridge.captions == ("A bus on the bridge",)
    assert (snow.id, snow.title) == ("urn:b", "Snow in Dargavs")


def test_pictures_events_and_mere_names_are_counted():
    event = {"$standard": {"name": "ninjs"}, "uri": "urn:e", "type": "event", "title": "A council"}
    named = {"type": "composite", "uri": "urn:p", "version": "1", "versioncreated": "2019-05-05"}
    lines = "\n".join(map(json.dumps, (PICTURE, event, named, FIRST)))
    journal = Journal()
    items = list(jsonl.read(Source("a", io.BytesIO(lines.encode()), journal=journal)))
    assert [isinstance(item, Record) for item in items] == [True]
    assert set(journal.remarks) == {
        "picture is not an article: skipped",
        "event is not an article: skipped",
        "composite is not an article: skipped",
    }


@pytest.mark.parametrize(
    ("status", "message"), [("canceled", "has withdrawn it"), ("withheld", "withholds it")]
)
def test_an_item_that_was_withdrawn(take_as, status, message):
    error = take_as("a.jsonl", json.dumps(FIRST | {"pubstatus": status})).error
    assert (error.code, error.place.rpartition(":")[2]) == ("withdrawn", "1")
    assert message in error.message
    assert "podshivka delete urn:newsml:hills.example:20190505:77" in error.hint


def test_the_id_of_a_withdrawn_item_is_found_by_its_address(take_as):
    gone = FIRST | {"uri": "https://hills.example/77", "pubstatus": "canceled"}
    hint = take_as("a.jsonl", json.dumps(gone)).error.hint
    assert "podshivka show https://hills.example/77 --json" in hint
    assert "%2F" not in hint


@pytest.mark.parametrize(
    "record",
    [
        {"uri": "urn:a", "type": "text", "version": "1"},
        {"uri": "urn:a", "type": "news", "versioncreated": "2019-05-05"},
        {"uri": "urn:a", "type": "text", "versioncreated": "2019-05-05", "body": "It rained."},
        {"uri": "urn:a", "type": ["text"], "versioncreated": "2019-05-05"},
        {"items": [{"uri": "urn:a"}], "standard": "ninjs"},
    ],
)
def test_records_of_ours_stay_what_they_are(take_as, record):
    ours = {"title": "A roof", "lede": "It rained in Grozny."}
    article = take_as("a.jsonl", json.dumps(ours | record)).article
    assert article.lede == "It rained in Grozny."
    assert article.model_extra.keys() == record.keys() - {"body"}


def test_what_is_rejected_of_a_package_has_a_place_of_its_own(take_as):
    bad = SECOND | {"uri": "urn:b", "firstcreated": "one day", "versioncreated": "some day"}
    withdrawn = FIRST | {"uri": "urn:c", "pubstatus": "canceled"}
    taken = take_as("a.json", json.dumps({"items": [FIRST, bad, withdrawn]}))
    assert [one.error.place.rpartition(":")[2] for one in taken.rejections] == ["1.2", "1.3"]


@pytest.mark.parametrize("odd", [{"uri": "urn:b", "type": "text", "headline": "A roof"}, "x"])
def test_what_is_no_item_costs_itself_alone(take_as, odd):
    others = [FIRST, odd, SECOND | {"uri": "urn:c"}]
    taken = take_as("a.json", json.dumps({"_items": others}))
    assert [one.id for one in taken.articles] == [FIRST["uri"], "urn:c"]
    assert taken.error.message.startswith("not an item of ninjs")
    assert taken.error.place.endswith("1.2")


@pytest.mark.parametrize("kind", ["picture", "text"])
def test_a_withdrawn_item_in_a_package_costs_itself_alone(take_as, kind):
    withheld = PICTURE | {"type": kind, "pubstatus": "withheld"}
    related = SECOND | {"uri": "urn:b"}
    taken = take_as("a.json", json.dumps(FIRST | {"associations": {"a": withheld, "b": related}}))
    assert [one.id for one in taken.articles] == [FIRST["uri"], "urn:b"]
    assert [one.error.code for one in taken.rejections] == ["withdrawn"] * (kind == "text")
    assert taken.articles[0].captions == ()


def test_a_number_is_kept_where_a_text_is_meant(take_as):
    article = take_as("a.json", json.dumps(FIRST | {"version": 3})).article
    assert article.model_extra["version"] == "3"


def test_packages_are_opened_to_a_bound():
    package = FIRST
    for number in range(20):
        package = FIRST | {"uri": f"urn:{number}", "associations": {"in": package}}
    lines = io.BytesIO(json.dumps(package).encode())
    found = [one.fields["id"] for one in jsonl.read(Source("a", lines))]
    assert found == [f"urn:{number}" for number in range(19, 13, -1)]
