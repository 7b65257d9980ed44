"""NewsML 1.0 to 1.2: items whose components hold texts, captions and pictures."""

from __future__ import annotations

import time

import pytest

from indexer.ingest.files import sources
from indexer.ingest.records import Journal, Record, Source
from tests.ingest.formats.conftest import FILES

NAMES = (
    "<Identification><NewsIdentifier><ProviderId>hills.example</ProviderId><DateId>20050505</DateId>"
    "<NewsItemId>7</NewsItemId><RevisionId>3</RevisionId></NewsIdentifier></Identification>"
    "<NewsManagement><FirstCreated>20050505T101500Z</FirstCreated></NewsManagement>"
)


def item(*components: str) -> str:
    return f"<NewsML><NewsItem>{NAMES}{''.join(components)}</NewsItem></NewsML>"


def component(content: str, role: str = "", inner: str = "", more: str = "") -> str:
    lines = f"<Role FormalName='{role}'/>" if role else ""
    data = f"<ContentItem><DataContent>{content}</DataContent></ContentItem>" if content else ""
    return f"<NewsComponent {more}>{lines}{inner}{data}</NewsComponent>"


def headed(title: str, *inner: str, more: str = "") -> str:
    lines = f"<NewsLines><HeadLine>{title}</HeadLine></NewsLines>"
    return component("", inner=lines + "".join(inner), more=more)


def test_an_item_with_a_text_a_photograph_and_a_caption(take_file):
    taken = take_file("newsml1.xml")
    (bridge,) = taken.articles
    assert bridge.id == "urn:newsml:gornoe.example:20050505:77"
    assert bridge.title == "Через Аргун открыли мост"
    assert bridge.lede == "Первым проехал автобус."
    assert bridge.body == "Мост через Аргун строили три года.\n\nДвижение открыто."
    assert bridge.captions == ("Автобус на мосту",)
    assert bridge.published.isoformat() == "2005-05-05T10:15:00+04:00"
    assert bridge.updated.isoformat() == "2005-05-05T11:40:00+04:00"
    assert (bridge.author, bridge.source) == ("Лайла Ахмадова", "Горное агентство")
    assert (bridge.regions, bridge.topics) == (("chechnya",), ())
    assert bridge.keywords == ("мосты", "дороги", "Аргун")
    assert bridge.language == "ru"
    kept = bridge.model_extra
    assert (kept["version"], kept["slugline"]) == ("2", "ЧЕЧНЯ-МОСТ")
    assert (kept["dateline"], kept["subtitle"]) == ("ГРОЗНЫЙ, 5 мая", "Строили три года")
    assert kept["rights"] == "Горное агентство, 2005"

    assert taken.error.code == "withdrawn"
    assert "podshivka delete urn:newsml:gornoe.example:11," in taken.error.hint


def test_stories_of_items_without_a_name_do_not_share_an_id(take_as):
    texts = [headed(f"Rain {n}", component(f"It rained {n} days.")) for n in range(4)]
    unnamed = item("".join(texts[:2]), "</NewsItem><NewsItem>", "".join(texts[2:]))
    start = NAMES.index("<Identification>"), NAMES.index("<NewsManagement>")
    text = unnamed.replace(NAMES[slice(*start)], "")
    assert len({one.id for one in take_as("a.xml", text).articles}) == 4


def test_a_photograph_is_counted():
    journal = Journal()
    with (FILES / "newsml1.xml").open("rb") as stream:
        items = list(sources.READERS[".xml"](Source("a", stream, journal=journal)))
    assert sum(isinstance(one, Record) for one in items) == 1
    assert journal.remarks == {"photo is not an article: skipped": ("a:66", 1)}


NITF = "<nitf><body><body.content><p>It rained.</p><p>A lot.</p></body.content></body></nitf>"
XHTML = (
    "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head>"
    "<body><p>It rained.</p><p>A lot.</p></body></html>"
)


@pytest.mark.parametrize(
    "content",
    [
        NITF,
        NITF.replace("<nitf>", "<nitf xmlns='http://iptc.org/std/NITF/2001-01-01/'>"),
        XHTML,
        "<p>It rained.</p><media><media-caption>x</media-caption></media><p>A lot.</p>",
        "It rained.\n\nA lot.",
        "<![CDATA[<p>It rained.</p><p>A lot.</p>]]>",
        "&lt;p&gt;It rained.&lt;/p&gt;&lt;p&gt;A lot.&lt;/p&gt;",
    ],
)
@pytest.mark.parametrize(
    "root", ["NewsML", "NewsML xmlns='http://iptc.org/std/NewsML/2003-10-10/'"]
)
def test_a_text_in_any_form(take_as, content, root):
    written = item(headed("A roof", component(content))).replace("<NewsML", f"<{root}")
    article = take_as("a.xml", written).article
    assert (article.title, article.body) == ("A roof", "It rained.\n\nA lot.")
    assert article.id == "urn:newsml:hills.example:20050505:7"


def test_parts_of_a_text_by_their_roles(take_as):
    parts = (
        component("A roof falls in", "Title"),
        component("Nobody was hurt.", "Lead"),
        component("It rained.", "Body"),
        component("p { color: red }", "StyleSheet"),
        component("Check the name before you print.", "EditorNote"),
    )
    article = take_as("a.xml", item(component("", inner="".join(parts)))).article
    assert (article.title, article.lede, article.body) == (
        "A roof falls in", "Nobody was hurt.", "It rained.",
    )  # fmt: skip


def test_a_text_without_a_headline_has_its_first_line_for_a_title(take_as):
    article = take_as(
        "a.xml", item(headed("", component("<p>It rained.</p><p>A lot.</p>")))
    ).article
    assert (article.title, article.body) == ("It rained.", "A lot.")


def test_stories_of_their_own_in_one_item(take_as):
    stories = (
        headed("A roof", component("It rained."), component("A roof, seen", "Caption")),
        headed("Snow", component("It snowed."), component("A road", "Caption"), more="Duid='b'"),
    )
    roof, snow = take_as("a.xml", item(component("", inner="".join(stories)))).articles
    assert (roof.title, roof.body, roof.captions) == ("A roof", "It rained.", ("A roof, seen",))
    assert (snow.title, snow.body, snow.captions) == ("Snow", "It snowed.", ("A road",))
    assert (roof.id, snow.id) == (
        "urn:newsml:hills.example:20050505:7", "urn:newsml:hills.example:20050505:7:b",
    )  # fmt: skip


def test_of_equivalents_one_a_language(take_as):
    given = (
        headed("A roof", component("It rained."), more="xml:lang='en'"),
        headed("A roof", component("It rained, in short."), more="xml:lang='en'"),
        headed("Крыша", component("Шёл дождь."), more="xml:lang='ru'"),
    )
    whole = component("", inner="".join(given), more="EquivalentsList='yes'")
    roof, other = take_as("a.xml", item(whole)).articles
    assert (roof.language, roof.body) == ("en", "It rained.")
    assert (other.language, other.body) == ("ru", "Шёл дождь.")


def test_translations_under_one_headline_are_articles_of_their_own(take_as):
    given = (
        component("It rained.", more="xml:lang='en'"),
        component("Шёл дождь.", more="xml:lang='ru'"),
    )
    whole = headed("Roof", "".join(given), more="EquivalentsList='yes'")
    roof, other = take_as("a.xml", item(whole)).articles
    assert (roof.language, roof.body) == ("en", "It rained.")
    assert (other.language, other.body) == ("ru", "Шёл дождь.")


@pytest.mark.parametrize(
    "kind",
    [
        "<MimeType FormalName='text/css'/>",
        "<MediaType FormalName='Photo'/>",
        "<MediaType FormalName='Graphic'/><MimeType FormalName='text/xml'/>",
    ],
)
def test_what_is_no_text_is_not_read_as_one(take_as, kind):
    content = f"<ContentItem>{kind}<DataContent>p {{ color: red }}</DataContent></ContentItem>"
    style = f"<NewsComponent>{content}</NewsComponent>"
    article = take_as("a.xml", item(headed("A roof", component("It rained."), style))).article
    assert article.body == "It rained."


def test_an_item_with_a_great_many_components_takes_little_time(take_as):
    many = component("", inner=component("x") * 5_000 + component("y", "Caption") * 5_000)
    stories = component("", inner=headed("A roof", component("It rained.")) * 5_000)
    started = time.process_time()
    assert take_as("a.xml", item(headed("A roof", many))).article.title == "A roof"
    assert "more than 100 texts" in take_as("b.xml", item(stories)).error.message
    assert time.process_time() - started < 10
