"""NewsML-G2 and NITF, the formats that agencies send."""

from __future__ import annotations

import pytest

from indexer.ingest.files import sources
from indexer.ingest.records import Journal, Record, Source
from tests.ingest.formats.conftest import FILES

ITEM = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" xml:lang="en">'
    "<itemMeta>{meta}</itemMeta><contentMeta><headline>A bridge</headline></contentMeta>"
    "<contentSet><inlineData>It is open.</inlineData></contentSet></newsItem>"
)


def test_a_message_of_newsml(take_file):
    taken = take_file("newsml.xml")
    bridge, snow, plain = taken.articles
    assert bridge.id == "urn:newsml:gornoe.example:20190505:77"
    assert bridge.title == "Через Аргун открыли мост"
    assert bridge.lede == "Мост строили три года."
    assert bridge.body == "Мост через Аргун строили три года.\n\nПервым проехал автобус."
    assert bridge.published.isoformat() == "2019-05-05T10:15:00+03:00"
    assert bridge.updated.isoformat() == "2019-05-05T11:40:00+03:00"
    assert (bridge.author, bridge.source) == ("Лайла Ахмадова", "Горное агентство/Грозный")
    assert (bridge.regions, bridge.topics) == (("chechnya",), ("society",))
    assert bridge.keywords == ("мосты",)
    assert bridge.language == "ru"
    kept = bridge.model_extra
    assert kept["rights"] == "Горное агентство Не для перепечатки до вечера."
    assert (kept["version"], kept["slugline"]) == ("3", "ЧЕЧНЯ-МОСТЫ")
    assert kept["dateline"] == "ГРОЗНЫЙ, 5 мая"

    assert (snow.title, snow.body) == ("Snow in Dargavs", "The road is shut.")
    assert snow.id == "urn:newsml:gornoe.example:20190505:78"
    assert (plain.title, plain.body) == ("Plain words", "First line.\n\nSecond line.")

    assert taken.error.message == (
        "the agency has withdrawn it: urn:newsml:gornoe.example:20190504:11"
    )
    assert "podshivka delete urn:newsml:gornoe.example:20190504:11," in taken.error.hint


def test_pictures_and_packages_are_counted():
    journal = Journal()
    with (FILES / "newsml.xml").open("rb") as stream:
        items = list(sources.READERS[".xml"](Source("a", stream, journal=journal)))
    assert sum(isinstance(item, Record) for item in items) == 3
    assert journal.remarks == {
        "composite is not an article: skipped": ("a:5", 1),
        "picture is not an article: skipped": ("a:52", 1),
    }


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("stat:usable", None),
        ("http://cv.iptc.org/newscodes/pubstatusg2/usable", None),
        ("stat:canceled", "withdrawn"),
        ("stat:withheld", "withholds"),
    ],
)
def test_the_status_of_an_item(take_as, status, message):
    meta = f'<pubStatus {"uri" if "/" in status else "qcode"}="{status}"/>'
    taken = take_as("a.newsml", ITEM.format(guid="urn:a:1", meta=meta))
    if message:
        assert message in taken.error.message
    else:
        assert taken.article.body == "It is open."


@pytest.mark.parametrize(
    ("guid", "url", "id"),
    [
        ("urn:newsml:a:1", None, "urn:newsml:a:1"),
        ("tag:a.example,2019:n/1", None, "tag:a.example,2019:n%2F1"),
        ("https://a.example/1", "https://a.example/1", None),
    ],
)
def test_the_guid_of_an_item(take_as, guid, url, id):
    article = take_as("a.xml", ITEM.format(guid=guid, meta="")).article
    assert article.url == url
    assert id is None or article.id == id


def test_a_document_of_nitf(take_file):
    article = take_file("nitf.xml").article
    assert article.title == "Voters in Magas ask for a road"
    assert article.lede == "A road is on the ballot."
    assert article.body == (
        "Voters asked for a road to the hospital.\n\nWhat comes next\n\n"
        "The council meets on Monday."
    )
    assert article.captions == ("A queue at school No. 2",)
    assert article.published.isoformat() == "2007-03-15T10:15:00+03:00"
    assert article.updated.isoformat() == "2007-03-15T12:00:00+03:00"
    assert (article.author, article.source) == ("Tamara Yandieva", "Hills Daily")
    assert article.regions == ("ingushetia",)
    assert set(article.topics) == {"politics", "elections"} & set(article.topics)
    assert article.keywords == ("roads",)
    assert article.id == "hd%2F2007%2015"
    assert article.model_extra["dateline"] == "MAGAS, March 15"
    assert article.model_extra["subtitle"] == "Polls close at eight"


def test_a_byline_and_a_date_elsewhere(take_as):
    article = take_as(
        "a.nitf",
        "<nitf><head><pubdata date.publication='19870101T000000' name='Hills'"
        " ex-ref='https://hills.example/1'/></head><body><body.head><hedline><hl1>Roof</hl1>"
        "</hedline><byline>By A. Gasanova</byline></body.head>"
        "<body.content><p>It rained.</p></body.content></body></nitf>",
    ).article
    assert article.author == "A. Gasanova"
    assert article.url == "https://hills.example/1"
    assert article.published.isoformat() == "1987-01-01T00:00:00+03:00"
