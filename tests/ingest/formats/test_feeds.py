"""RSS 2.0, RSS 1.0 and Atom: what becomes of each part of an item."""

from __future__ import annotations

from base64 import b64encode

import pytest

HEAD = "<rss><channel><title>Вестник</title><link>https://vestnik.example/</link>"
TEXT = "<title>Мост</title><description>Мост открыли утром.</description>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">'


def rss(*items: str, head: str = HEAD) -> str:
    return f"{head}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


def test_a_feed_of_rss_2(take_file):
    bridge, roof, flash = take_file("rss.xml").articles
    assert bridge.title == "Мост через Терек откроют «к зиме»"
    assert bridge.lede == "Строители обещают закончить в ноябре."
    assert bridge.body == (
        "Опоры моста стоят с весны.\n\nНастил положат в октябре, сказал прораб Руслан Дзагоев."
    )
    assert bridge.captions == ("Опора моста. Фото Заремы Алиевой", "Мост днём")
    assert bridge.url == "https://vestnik.example/news/101"
    assert bridge.model_extra == {"guid": "vestnik-101"}
    assert bridge.published.isoformat() == "2017-06-05T10:15:00+03:00"
    assert (bridge.author, bridge.source) == ("Зарема Алиева", "Вестник предгорий")
    assert (bridge.topics, bridge.keywords) == (("society",), ("мосты",))
    assert bridge.regions == ("north-ossetia",)
    assert bridge.language == "ru"

    assert roof.body == "Деньги нашлись в бюджете города.\n\nРаботы начнутся в июле."
    assert roof.url == "https://vestnik.example/news/102"
    assert (roof.author, roof.source) == ("Редакция", "Горная газета")

    assert flash.id.endswith("-flash%207%2F2017")
    assert flash.model_extra == {"guid": "flash 7/2017"}
    assert flash.title == "Дорогу в Цунту расчистили. Автобусы ходят по расписанию."
    assert flash.published is None


def test_a_feed_of_rss_1(take_file):
    article = take_file("rss1.rdf").article
    assert article.title == "A roof for the market at last"
    assert article.body == "The town hall paid.\n\nWork starts in July."
    assert article.published.isoformat() == "2009-07-01T09:30:00+04:00"
    assert (article.author, article.source) == ("A. Gasanova", "Hills Daily")
    assert article.topics == ("society",)


def test_a_feed_of_atom(take_file):
    snow, open_again = take_file("atom.xml").articles
    assert snow.title == "Снег закрыл перевал"
    assert snow.body == "Рокский перевал закрыт из-за лавины.\n\nМашины стоят в Бурмаге & ниже."
    assert snow.url == "https://gory.example/5"
    assert snow.published.isoformat() == "2019-01-10T08:00:00+00:00"
    assert snow.updated.isoformat() == "2019-01-10T12:00:00+00:00"
    assert (snow.author, snow.source, snow.topics) == ("Редакция «Гор»", "Горы", ("incidents",))
    assert not snow.keywords

    assert open_again.id == "tag:gory.example,2019:6"
    assert open_again.author == "M. Kozaev, L. Tibilova"
    assert open_again.language == "en"
    assert open_again.published.isoformat() == "2019-01-12T12:00:00+00:00"
    assert open_again.updated is None


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ("<title>AT&T & Co</title>", "title", "AT&T & Co"),
        ("<title>Мост &laquo;Терек&raquo;</title>", "title", "Мост «Терек»"),
        ("<title><![CDATA[5 < 6 &amp; 7]]></title>", "title", "5 < 6 & 7"),
        ("<title>Мост &lt;b&gt;открыт&lt;/b&gt;</title>", "title", "Мост открыт"),
        ("<title>Мо\x0bст</title>", "title", "Мост"),
        ("<title>Мо&#11;ст</title>", "title", "Мост"),
        ("<link>/news/7</link>", "url", "https://vestnik.example/news/7"),
        ("<guid>https://vestnik.example/g</guid>", "url", "https://vestnik.example/g"),
        ("<author>a@b.example</author>", "author", None),
        ("<author>a@b.example (Ася)</author>", "author", "Ася"),
        ("<author>Ася</author>", "author", "Ася"),
        ("<description>Раз. &lt;br&gt;Два.</description>", "body", "Раз.\nДва."),
        ("<description>Раз.</description>", "lede", "Раз."),
        (
            "<description>Мост <b>через</b> реку.</description>",
            "lede",
            "Мост через реку.",
        ),
    ],
)
def test_how_feeds_are_written(take_as, item, field, value):
    article = take_as("feed.rss", rss(item + TEXT)).article
    assert getattr(article, field) == value


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("Mon, 05 Jun 2017 10:15:00 +0300", "2017-06-05T10:15:00+03:00"),
        ("Mon, 5 Jun 2017 07:15 GMT", "2017-06-05T07:15:00+00:00"),
        ("05 Jun 2017 10:15:00", "2017-06-05T10:15:00+03:00"),
        ("Mon, 05 Jun 2017 10:15:00 MSK", "2017-06-05T10:15:00+03:00"),
        ("Wed, 05 Jun 2013 10:15:00 MSK", "2013-06-05T10:15:00+04:00"),
        ("Mon, 05 Jun 2017 07:15:00 -0000", "2017-06-05T07:15:00+00:00"),
        ("2017-06-05T07:15:00Z", "2017-06-05T07:15:00+00:00"),
        ("2017-06-05", "2017-06-05"),
    ],
)
def test_dates_of_feeds(take_as, printed, moment):
    article = take_as("feed.rss", rss(f"{TEXT}<pubDate>{printed}</pubDate>")).article
    assert article.published.isoformat() == moment


def test_a_date_that_is_none(take_as):
    feed = rss(f"{TEXT}<pubDate>Mon, 05 Jun 20017 10:15:00 +0300</pubDate>")
    assert "20017" in take_as("feed.rss", feed).error.message
    assert take_as("feed.rss", feed, unknown_dates=True).article.published is None


@pytest.mark.parametrize(
    ("language", "item", "read"),
    [
        ("en-us", TEXT, "ru"),
        ("ru", "<title>Bridge</title><description>It is open.</description>", "en"),
        ("en", f"{TEXT}<language xmlns='http://purl.org/dc/elements/1.1/'>ru</language>", "ru"),
        ("az", TEXT, None),
    ],
)
def test_the_language_of_a_feed_is_often_that_of_its_software(take_as, language, item, read):
    head = f"{HEAD}<language>{language}</language>"
    taken = take_as("feed.rss", rss(item, head=head))
    assert [article.language for article in taken.articles] == ([read] if read else [])


def test_the_suffix_does_not_matter_the_root_does(take_as):
    entry = "<id>f</id><entry><id>a</id><title>Мост</title><summary>Открыт.</summary></entry>"
    assert take_as("feed.rss", f"{ATOM}{entry}</feed>").article.id.endswith("-a")
    assert take_as("feed.atom", rss(TEXT)).article.lede == "Мост открыли утром."


def test_a_known_site_gives_its_ids(take_as):
    item = f"{TEXT}<link>https://www.kavkaz-uzel.eu/articles/246161/</link>"
    assert take_as("feed.xml", rss(item)).article.id == "caucasian-knot-ru-246161"


def test_a_feed_without_items_is_no_fault(take_as):
    taken = take_as("feed.xml", rss())
    assert not taken.articles
    assert not taken.rejections


@pytest.mark.parametrize(
    "content",
    [
        "<feed><title>В</title><entry>{}</entry></feed>",
        "<entry>{}</entry>",
        '<feed xmlns:media="http://search.yahoo.com/mrss/"><entry>{}</entry></feed>',
    ],
)
def test_an_atom_feed_may_forget_its_namespace(take_as, content):
    entry = "<title>Мост</title><id>u:1</id><updated>2019-05-06T10:00:00+03:00</updated>"
    article = take_as(
        "atom.xml", content.format(f"{entry}<content>Мост открыли утром.</content>")
    ).article
    assert (article.title, article.body) == ("Мост", "Мост открыли утром.")
    assert article.published.isoformat() == "2019-05-06T10:00:00+03:00"


def test_that_a_feed_is_empty_is_said(take_as):
    taken = take_as("feed.xml", rss())
    assert (taken.articles, taken.rejections) == ([], [])
    ((remark, (place, _)),) = taken.source.journal.remarks.items()
    assert remark == "it has no articles"
    assert place.endswith("feed.xml")


LONG = "Мост через реку открыли утром, и на нём уже стоят машины."


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (b64encode("<p>Мост открыли <b>утром</b>.</p>".encode()).decode(), "Мост открыли утром."),
        ("&lt;p&gt;Мост открыли утром.&lt;/p&gt;", "Мост открыли утром."),
        ("<p xmlns='http://www.w3.org/1999/xhtml'>Мост открыли.</p>", "Мост открыли."),
        (b64encode(LONG.encode("cp1251")).decode(), LONG),
        (b64encode(b"\x81\x8d\x98\xff").decode(), ""),
        ("abcde", ""),
    ],
)
def test_a_text_in_base64_is_unpacked_and_never_shown(take_as, text, body):
    entry = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Мост</title>'
        f"<summary>Открыли.</summary><content type='text/html' mode='base64'>{text}</content>"
        "</entry></feed>"
    )
    assert take_as("atom.xml", entry).article.body == body


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#147;Мост&#148; &#150; открыт&#133;", "“Мост” – открыт…"),
        ("\x93Мост\x94 открыт", "“Мост” открыт"),
        ("&amp;#147;Мост&amp;#148; открыт", "“Мост” открыт"),
        ("Мост&#129; открыт", "Мост открыт"),
    ],
)
def test_controls_stand_for_the_quotes_of_windows(take_as, written, read):
    item = f"<item><title>{written}</title><description>{written}</description></item>"
    article = take_as("a.xml", f"<rss><channel>{item}</channel></rss>").article
    assert (article.title, article.lede) == (read, read)
