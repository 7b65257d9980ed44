"""Exports of MediaWiki: pages with revisions, namespaces and redirects, in wikitext."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest

from indexer.ingest.files import sources
from indexer.ingest.records import Journal, Record, Rejection, Source
from indexer.ingest.xml import fragments, wikitext
from tests.ingest.formats.conftest import FILES

ELSEWHERE = "a page of another namespace than that of articles: skipped"


def test_pages_of_an_export(take_file):
    bridge, snow = take_file("mediawiki.xml").articles
    assert bridge.title == "Через Аргун открыли мост"
    assert bridge.body == (
        "Мост через Аргун строили три года. Он открыт для всех.\n\n"
        "Первым проехал автобус.\n\nМы ждали долго.\n\n— Глава села\n\n"
        "Что дальше\n\nДорогу расширят."
    )
    assert bridge.captions == ("Автобус на мосту",)
    assert bridge.published.isoformat() == "2012-05-05"
    assert bridge.updated.isoformat() == "2012-05-06T09:00:00+00:00"
    assert (bridge.regions, bridge.keywords) == (("chechnya",), ("мосты", "Дороги"))
    assert (bridge.source, bridge.language) == ("Горные новости", "ru")
    assert bridge.url == (
        "https://wiki.gornoe.example/wiki/"
        "%D0%A7%D0%B5%D1%80%D0%B5%D0%B7_%D0%90%D1%80%D0%B3%D1%83%D0%BD_"
        "%D0%BE%D1%82%D0%BA%D1%80%D1%8B%D0%BB%D0%B8_%D0%BC%D0%BE%D1%81%D1%82"
    )
    assert (bridge.model_extra["page_id"], bridge.model_extra["version"]) == ("7", "102")
    # when it was first written is not in the file
    assert (snow.published, snow.updated.isoformat()) == (None, "2013-01-02T03:04:05+00:00")


def test_what_is_no_article_is_counted():
    journal = Journal()
    with (FILES / "mediawiki.xml").open("rb") as stream:
        items = list(sources.READERS[".xml"](Source("a", stream, journal=journal)))
    assert len(items) == 2
    assert journal.remarks == {
        ELSEWHERE: ("a:57", 1),
        "a redirect: skipped": ("a:63", 1),
    }


def lines(text: str) -> str:
    return fragments.join_paragraphs(fragments.prose(wikitext.read(text).html)[0])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It '''rained''' ''a lot''.", "It rained a lot."),
        ("One\nline.\n\nAnother.", "One line.\n\nAnother."),
        ("[[Rain]] in [[Grozny (city)|Grozny]]s", "Rain in Groznys"),
        ("[[w:Rain]], [[:Category:Rain]], [[:fr:Pluie|pluie]]", "Rain, Category:Rain, pluie"),
        ("[[fr:Pluie]][[Category:Rain]][[File:A.jpg|thumb|Rain]]Snow.", "Snow."),
        ("[http://a.example The report], [http://a.example], http://b.example", "The report, , http://b.example"),
        ("{{w|Rain (weather)|Rain}} and {{w|Snow}}.", "Rain and Snow."),
        ("{{Infobox\n|a={{b|c}}\n|d=[[e|f]]\n}}It rained.", "It rained."),
        ("{{quote|It was wet.|A. Gasanova}}", "It was wet.\n\n— A. Gasanova"),
        ("It rained.<ref>{{cite|a}}</ref><ref name=b/> It snowed.", "It rained. It snowed."),
        ("It <!-- never\n\n --> rained.", "It rained."),
        ("{| class=a\n|-\n| b || [[c]]\n|}\nIt rained.", "b c\n\nIt rained."),
        ('It\n{|\n! Town !! Votes\n|-\n| style="x" | [[A|Bat]]\n| 5\n|}\nend',
         "It\n\nTown Votes\n\nBat 5\n\nend"),
        ("{|\n|+ Votes\n| a | b\n|\n* one\n* two\n|}", "Votes\n\na b one two"),
        ("{|\n| a\n{|\n| b\n| c\n|}\n| {{!}} d\n|}", "a b c d"),
        ("== Weather ==\nIt rained.\n== Sources ==\n* [http://a b]", "Weather\n\nIt rained."),
        ("== Empty ==\n== Weather ==\nIt rained.", "Weather\n\nIt rained."),
        ("* One\n* Two\n: Three", "One\n\nTwo\n\nThree"),
        ("__NOTOC__It rained.\n----\n", "It rained."),
        ("It &lt;rained&gt; &mdash;&nbsp;a lot", "It <rained> — a lot"),
        ("[[File:A.jpg|left|See [http://a.example here]]]It rained.", "It rained."),
        ("[[CSI: Miami]], [[It: Chapter Two]].", "CSI: Miami, It: Chapter Two."),
        ("[[US:Rain]], [[Q: Rain]]", "US:Rain, Q: Rain"),
        ("It <nowiki>[[Category:X]] {{a|''}}</nowiki>", "It [[Category:X]] {{a|''}}"),
        ("It <pre>[[rained|x]]</pre>", "It [[rained|x]]"),
        ("It <ref>a <references/> b</ref>rained.", "It rained."),
        ("It <ref>a</references> b</ref>rained.", "It rained."),
        # what is never closed is text
        ("It [[rained.\n\nIt snowed.", "It rained.\n\nIt snowed."),
        ("It {{rained.\n\nIt snowed.", "It rained.\n\nIt snowed."),
        ("{{quote|It [[rained.}} It snowed.", "It rained.\n\nIt snowed."),
        ("It rained.<ref>a\n\nIt snowed.", "It rained.a\n\nIt snowed."),
        ("It rained]] and}} [sic] snowed|.", "It rained and [sic] snowed|."),
    ],
)  # fmt: skip
def test_wikitext(text, shown):
    assert lines(text) == shown


@pytest.mark.parametrize(
    ("text", "dates", "captions", "categories"),
    [
        ("{{date|May 5, 2012}}", ["May 5, 2012"], [], []),
        ("{{Byline|date=May 5, 2012|location=Grozny}}", ["May 5, 2012"], [], []),
        ("<gallery>\nA.jpg|Rain\nB.jpg\n</gallery>", [], ["Rain"], []),
        ("[[Image:A.jpg|upright=1.5|мини|x20px|alt=a|Rain]]", [], ["Rain"], []),
        ("[[File:A.jpg|thumb]]", [], [], []),
        ("[[Category: Rain |*]][[категория:Снег]]", [], [], ["Rain", "Снег"]),
        ("<nowiki>[[Category:Rain]] {{date|5 May}}</nowiki>", [], [], []),
        ("{{тема|1=Дождь|2=Снег}}", [], [], ["Дождь", "Снег"]),
        ("{{Темы|Дождь|Снег}}", [], [], ["Дождь", "Снег"]),
    ],
)
def test_what_wikitext_says_beside_the_text(text, dates, captions, categories):
    found = wikitext.read(text)
    assert (found.dates, found.captions, found.categories) == (dates, captions, categories)


@pytest.mark.parametrize(
    "mark",
    [
        "{{", "[[", "[http://a ", "<b>", "<ref>", "<!--", "{{a|", "[[a|", "{|\n|", "''", "]]", "}}",
        "<ref>[[a|", "{{a|b}}", "[[a|[[b|", "<ref", "=", "* ", "[[a]]", "{{a|{{b}}", "<nowiki>",
        "{|\n|a||b\n|}\n", "{|\n|a\n{|\n|b\n|}\n",
    ],
)  # fmt: skip
def test_marks_without_end_cost_little_time(mark):
    started = time.process_time()
    wikitext.read(mark * 50_000)
    assert time.process_time() - started < 5


HEAD = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" xml:lang="en"><siteinfo>'
    "<sitename>Hills</sitename><base>{base}</base></siteinfo>\n"
)
PAGE = (
    "<page>\n<title>{title}</title><ns>0</ns><id>{id}</id>\n"
    "<revision><id>{id}</id><timestamp>2012-05-05T06:15:00Z</timestamp>\n"
    "<text>It rained in {title}.</text>\n</revision></page>\n"
)


def export(*titles: str, base: str = "https://hills.example/wiki/Main_Page") -> str:
    pages = (PAGE.format(title=title, id=n) for n, title in enumerate(titles, 1))
    return HEAD.format(base=base) + "".join(pages) + "</mediawiki>"


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://hills.example/wiki/Main_Page", "https://hills.example/wiki/A_roof"),
        ("https://hills.example/w/index.php?title=Main", "https://hills.example/w/index.php?title=A_roof"),
        ("https://hills.example/", None),
        ("https://hills.example", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_address_of_a_page(take_as, base, url):
    article = take_as("wiki.xml", export("A roof", base=base)).article
    assert article.url == url
    assert url or article.id.endswith("-page-1")
    assert article.published.isoformat() == "2012-05-05T06:15:00+00:00"


def test_a_number_is_that_of_a_page_within_its_wiki_alone(take_as):
    wikis = [export("A roof", base=""), export("A roof", base="").replace("Hills", "Plains")]
    first, second, again = (take_as("wiki.xml", one).article.id for one in (*wikis, wikis[0]))
    assert (first == again, first == second) == (True, False)


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        (("<text>", "<text>#REDIRECT [[B]] "), "a redirect: skipped"),
        (("<text>", "<text> #перенаправление [[B]] "), "a redirect: skipped"),
        (("<text>", "<model>json</model><text>"), "not in wikitext: skipped"),
        (("It rained in A roof.", " "), "a page without a text: skipped"),
        (
            ("<ns>0</ns>", "<ns>14</ns>"),
            "a page of another namespace than that of articles: skipped",
        ),
        (
            ("<title>A roof</title><ns>0</ns>", "<title>Talk:A roof</title>"),  # as before 2012
            ELSEWHERE,
        ),
    ],
)
def test_pages_that_are_no_articles(take_as, change, remark):
    talk = "<namespaces><namespace key='1'>Talk</namespace></namespaces></siteinfo>"
    text = export("A roof").replace("</siteinfo>", talk).replace(*change)
    taken = take_as("wiki.xml", text)
    assert not taken.articles
    assert not taken.rejections
    assert remark in taken.source.journal.remarks


def test_a_colon_alone_makes_no_namespace(take_as):
    text = export("Rain: a roof falls in").replace("<ns>0</ns>", "")
    assert take_as("wiki.xml", text).article.title == "Rain: a roof falls in"


@pytest.mark.parametrize(
    ("line", "published", "body"),
    [
        ("5 мая 2011\n\n", "2011-05-05", "It rained in A roof."),
        ("{{date|May 5, 2011}}", "2011-05-05", "It rained in A roof."),
        ("{{date|some day}}", "2012-05-05T06:15:00+00:00", "It rained in A roof."),
        ("In May 2011 ", "2012-05-05T06:15:00+00:00", "In May 2011 It rained in A roof."),
    ],
)
def test_the_day_of_publication(take_as, line, published, body):
    article = take_as("wiki.xml", export("A roof").replace("<text>", f"<text>{line}")).article
    assert (article.published.isoformat(), article.body) == (published, body)


def test_a_month_is_no_day_of_publication(take_as):
    text = export("A roof").replace("<text>", "<text>{{date|May 2011}}")
    article = take_as("wiki.xml", text).article
    assert (article.published, article.model_extra["published_given"]) == (None, "May 2011")


@pytest.mark.parametrize(
    "damage",
    [
        ("<text>It rained in Two", "<text>It <rained in Two"),
        ("<title>Two</title>", "<title>Two</titl>"),
        ("<title>Two</title>", "<titl>Two</title>"),
        ("<id>2</id>\n", "<id>2</i>\n"),
        ("It rained in Two.", "It rained in Two.</text></revision><revision><text>\0"),
    ],
)
def test_a_damaged_page_costs_itself_alone_and_gives_no_other_its_text(take_as, damage):
    text = export("One", "Two", "Three").replace(*damage)
    taken = take_as("wiki.xml", text)
    assert {(one.title, one.body) for one in taken.articles} <= {
        (title, f"It rained in {title}.") for title in ("One", "Three")
    }
    assert "Three" in {one.title for one in taken.articles}
    assert taken.rejections


def test_memory_does_not_grow_with_the_history_of_a_page():
    revision = (
        "<revision><id>{n}</id><timestamp>2012-05-05T06:15:00Z</timestamp><text>"
        + "It rained. " * 100
        + "{n}</text></revision>\n"
    )
    head, foot = export("A roof").split("<revision>")[0], "</page></mediawiki>"
    history = "".join(revision.format(n=n) for n in range(5_000))
    stream = io.BytesIO((head + history + foot).encode())
    del history
    tracemalloc.start()
    (found,) = sources.READERS[".xml"](Source("a", stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Record)
    assert found.fields["body"].endswith("4999")
    assert peak < 2_000_000


def test_tags_within_tags_are_one_rejection():
    text = HEAD.format(base="") + PAGE.format(title="A", id=1).replace("It", "&lt;b&gt;" * 9_000)
    items = list(sources.READERS[".xml"](Source("a", io.BytesIO(f"{text}</mediawiki>".encode()))))
    assert [isinstance(one, Record | Rejection) for one in items] == [True]
