"""EPUB of an issue: its chapters are articles, with the date and the publisher of the issue."""

from __future__ import annotations

import gzip
import time

import pytest

from indexer.ingest.formats.epub_package import package_path
from indexer.ingest.validate import PARTIAL
from tests.ingest.containers.archives import tarred, zipped
from tests.ingest.containers.books import (
    BRIDGE,
    CHAPTERS,
    CONTAINER,
    FACTS,
    HEAD,
    MARKET,
    book,
    chapter,
)

TITLES = ["Мост открыт", "Рынок горел"]


@pytest.fixture
def take_book(tmp_path, take):
    def run(content: bytes, name: str = "a.epub"):
        (tmp_path / name).write_bytes(content)
        return take(tmp_path)

    return run


def titles(taken):
    return [article.title for article in taken.articles]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.epub", book()),
        ("a.EPUB", book()),
        ("a.zip", zipped({"x/a.epub": book()})),
        ("a.tgz", gzip.compress(tarred({"a.epub": book()}))),
    ],
)
def test_each_chapter_that_is_an_article_is_one(take_book, name, content):
    taken = take_book(content, name)
    assert titles(taken) == TITLES
    assert not taken.rejections
    assert taken.source.journal.skipped == 3  # cover, contents, imprint
    bridge = taken.articles[0]
    assert bridge.body == "В Хасавюрте утром открыли мост через реку, сообщили в мэрии города."
    assert (bridge.language, bridge.source, str(bridge.published)) == (
        "ru",
        "Вести гор",
        "2019-05-06",
    )
    assert bridge.model_extra["issue"] == "Вести гор, № 18"


def test_an_article_keeps_its_id_when_its_text_is_corrected(take_book):
    first = take_book(book()).articles
    again = take_book(book(CHAPTERS | {"a.xhtml": chapter("Мост", BRIDGE)})).articles
    assert [one.id for one in first] == [one.id for one in again]
    assert len({one.id for one in first}) == 2


ISSN = "<dc:identifier>ISSN 1234-5678</dc:identifier>"


@pytest.mark.parametrize(
    "facts",
    [
        f'{ISSN}<dc:identifier id="uid">{{}}</dc:identifier>',
        f'<dc:identifier id="uid"/>{ISSN}<dc:identifier>{{}}</dc:identifier>',
        f"{ISSN}<dc:date>2019-05-0{{}}</dc:date>",
        "<dc:title>Вести</dc:title><dc:date>2019-05-0{}</dc:date>",
        f"{ISSN}<dc:title>Вести № {{}}</dc:title>",
    ],
    ids=["named", "unnamed", "by date", "by date alone", "by title"],
)
def test_two_issues_share_no_id(take_book, facts):
    issues = [take_book(book(facts=facts.format(at))).articles for at in (1, 2)]
    assert len({one.id for articles in issues for one in articles}) == 4


def test_the_identifier_of_an_issue_is_the_one_that_its_package_names(take_book):
    facts = '<dc:identifier>{}</dc:identifier><dc:identifier id="uid">1</dc:identifier>'
    first, second = (take_book(book(facts=facts.format(at))).articles for at in ("a", "b"))
    assert [one.id for one in first] == [one.id for one in second]


@pytest.mark.parametrize(
    ("facts", "published", "source"),
    [
        (FACTS, "2019-05-06", "Вести гор"),
        ("<dc:title>Вести</dc:title><dc:publisher>calibre</dc:publisher>", "None", "Вести"),
        (
            '<dc:date opf:event="modification">2020-01-02</dc:date><dc:date>2019-05-06</dc:date>',
            "2019-05-06",
            "None",
        ),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", "None", "None"),
        ("<dc:date>soon</dc:date>", "None", "None"),
        ("", "None", "None"),
    ],
)
def test_what_the_package_says(take_book, facts, published, source):
    taken = take_book(book(facts=facts))
    assert titles(taken) == TITLES
    assert {str(one.source) for one in taken.articles} == {source}
    assert {str(one.published) for one in taken.articles} == {published}


@pytest.mark.parametrize("given", ["2019", "2019-06"])
def test_an_issue_of_a_month_or_a_year_has_no_day(take_book, given):
    taken = take_book(book(facts=f"<dc:date>{given}</dc:date>"))
    told = {(one.published, one.model_extra["published_given"]) for one in taken.articles}
    assert told == {(None, given)}
    assert PARTIAL in taken.source.journal.remarks


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (chapter("Мост открыт", BRIDGE), "Мост открыт"),
        (f"{HEAD}</head><body>{BRIDGE}</body></html>", "Мост открыт"),  # as in the contents
        (chapter("Новости", f"<h2>Мост открыт</h2>{BRIDGE}"), "Мост открыт"),
        (chapter("Открыли", f"<h2>О мосте</h2>{BRIDGE}"), "Открыли"),
        (chapter("Мост&nbsp;открыт", BRIDGE), "Мост открыт"),
    ],
)
def test_the_title_is_the_heading_that_the_contents_name(take_book, text, title):
    taken = take_book(book(CHAPTERS | {"a.xhtml": text}))
    assert titles(taken) == [title, "Рынок горел"]
    assert "сообщили в мэрии" in taken.articles[0].body
    assert "Новости" not in taken.articles[0].body


@pytest.mark.parametrize(
    "body",
    [
        'epub:type="colophon"',
        'epub:type="frontmatter titlepage"',
        'role="doc-toc"',
        'epub:type="copyright-page"',
    ],
)
def test_a_chapter_may_say_that_it_is_no_article(take_book, body):
    taken = take_book(book(CHAPTERS | {"a.xhtml": chapter("Мост", BRIDGE, body)}))
    assert titles(taken) == ["Рынок горел"]
    assert not taken.rejections


def test_guide_and_titles_say_it_too(take_book):
    guide = '<guide><reference type="title-page" href="a.xhtml"/></guide>'
    assert titles(take_book(book(more=guide))) == ["Рынок горел"]
    links = "".join(f"<p><a href='{n}'>Длинное название статьи номер {n}</a></p>" for n in "abcd")
    assert titles(take_book(book(CHAPTERS | {"a.xhtml": chapter("Раздел", links)}))) == TITLES[1:]
    nav = CHAPTERS["nav.xhtml"].replace("Мост открыт", "В этом номере")
    assert titles(take_book(book(CHAPTERS | {"nav.xhtml": nav}))) == TITLES[1:]


COVER = '<guide><reference type="cover" href="a.xhtml#cover"/>{}</guide>'
LINKS = "<html><body><a href='a.xhtml#cover'>Обложка</a>{}</body></html>"


@pytest.mark.parametrize(
    ("guide", "links", "is_article"),
    [
        (COVER.format('<reference type="text" href="a.xhtml"/>'), "<html/>", True),
        (COVER.format(""), LINKS.format("<a href='a.xhtml#most'>Мост открыт</a>"), True),
        (COVER.format(""), LINKS.format("<a href='a.xhtml'>Мост открыт</a>"), True),
        (COVER.format(""), LINKS.format(""), False),
        (COVER.format(""), LINKS.format("<a href='a.xhtml'>Обложка</a>"), False),
    ],
    ids=["text", "a part beside it", "the whole", "nothing else", "all a cover"],
)
def test_a_cover_within_a_chapter_is_not_the_chapter(take_book, guide, links, is_article):
    chapters = CHAPTERS | {
        "nav.xhtml": links,
        "a.xhtml": f"{HEAD}</head><body>{BRIDGE}</body></html>",
    }
    taken = take_book(book(chapters, more=guide))
    assert len(taken.articles) == 1 + is_article
    if "Мост" in links:
        assert titles(taken) == TITLES  # the title is from the contents


def test_author_caption_date_and_origin_of_a_chapter(take_book):
    text = (
        '<p class="byline">Анна Ли</p><time datetime="2019-05-04T10:00+03:00">суббота</time>'
        f"<figure><img src='a.jpg'/><figcaption>Мост через реку.</figcaption></figure>{BRIDGE}"
        '<div class="calibre_navbar"><p>This article was downloaded by calibre from '
        '<a rel="calibre-downloaded-from" href="http://n.example/most">x</a></p></div>'
    )
    found = take_book(book(CHAPTERS | {"a.xhtml": chapter("Мост открыт", text)})).articles[0]
    assert (found.author, found.captions) == ("Анна Ли", ("Мост через реку.",))
    assert found.url == "http://n.example/most"
    assert str(found.published).startswith("2019-05-04")
    assert "downloaded" not in found.body
    assert found.body.endswith("города.")


def test_chapters_that_are_encrypted_are_one_rejection(take_book):
    lock = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        '<e:EncryptedData><e:EncryptionMethod Algorithm="{}"/><e:CipherData>'
        '<e:CipherReference URI="OEBPS/a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
    )
    aes = {"META-INF/encryption.xml": lock.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")}
    taken = take_book(book(others=aes))
    assert titles(taken) == ["Рынок горел"]
    assert taken.error.message == "1 of its chapters are encrypted"
    fonts = {"META-INF/encryption.xml": lock.format("http://www.idpf.org/2008/embedding")}
    assert titles(take_book(book(others=fonts))) == TITLES


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (zipped({"a.txt": b"A page\nIt rained."}), "it names no package"),
        (zipped({"META-INF/container.xml": b"<container/>", "a.opf": b""}), "no chapters"),
        (
            book(
                {"nav.xhtml": CHAPTERS["nav.xhtml"]},
                edit=lambda text: text.replace("<itemref", "<x"),
            ),
            "no chapters",
        ),
        (book()[:200], "damaged after this place"),
        (b"", "damaged after this place"),
        (book().replace(b"book.opf", b"b..k.opf"), "it names no package"),
    ],
)
def test_what_is_no_book_is_one_rejection(take_book, content, message):
    taken = take_book(content)
    assert not taken.articles
    assert message in taken.error.message


TYPE = ' media-type="application/xhtml+xml"'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (TYPE, "", ""),
        ("<itemref ", "<other ", ""),
        ("<itemref ", '<itemref linear="no" ', ""),
        ('<itemref idref="i', '<itemref idref="j', "5 of its chapters are not in the list"),
        ('<itemref idref="i0', '<itemref idref="j0', "1 of its chapters are not in the list"),
        ("<itemref idref=", "<itemref id=", "5 of its chapters are not in the list"),
        ("<item ", "<part ", "its package names no chapters"),
        ("<item id=", "<item name=", "5 of its chapters are not in the list"),
    ],
)
def test_a_package_with_small_faults(take_book, old, new, fault):
    taken = take_book(book(edit=lambda package: package.replace(old, new)))
    assert titles(taken) == ([] if "no chapters" in fault else TITLES)
    assert [fault in one.error.message for one in taken.rejections] == [True] * bool(fault)


NCX = "OEBPS/toc.ncx"
NCX_TYPE = "application/x-dtbncx+xml"


@pytest.mark.parametrize("part", ["META-INF/container.xml", "META-INF/encryption.xml", NCX])
@pytest.mark.parametrize("text", ["\0\0\0", "no XML", "<a", ""])
def test_a_part_that_only_helps_may_be_broken(take_book, part, text):
    ncx = f'<item id="n" href="toc.ncx" media-type="{NCX_TYPE}"/></manifest>'
    content = book(others={part: text}, edit=lambda text: text.replace("</manifest>", ncx))
    taken = take_book(content)
    assert titles(taken) == TITLES
    assert not taken.rejections


def test_a_chapter_whose_encryption_is_not_told_is_rejected_as_unreadable(take_book):
    broken = {"META-INF/encryption.xml": "\0", "OEBPS/a.xhtml": "\x8f\0\x12\x99" * 50}
    taken = take_book(book(others=broken))
    assert titles(taken) == ["Рынок горел"]
    assert taken.error.place.endswith("a.epub!OEBPS/a.xhtml")


def test_a_broken_package_is_one_rejection(take_book):
    taken = take_book(book(others={"OEBPS/book.opf": "\0\0"}))
    assert taken.error.message.startswith("its package cannot be read")


def test_a_damaged_or_lost_chapter_costs_itself(take_book):
    stored = book(CHAPTERS | {"c.xhtml": chapter("Третья", MARKET * 40)})
    at = stored.rindex(b"PK\3\4", 0, stored.index(b"PK\1\2"))
    broken = bytearray(stored)
    broken[at + 60 : at + 90] = bytes(30)
    taken = take_book(bytes(broken))
    assert titles(taken) == TITLES
    assert taken.error.code == "damaged"
    assert taken.error.place.endswith("a.epub!OEBPS/c.xhtml")


def test_one_endless_word_does_not_keep_us_busy(take_book):
    start = time.process_time()
    word = chapter("Мост открыт", "я" * 300_000)
    taken = take_book(book(CHAPTERS | {"a.xhtml": word}))
    assert titles(taken) == TITLES[1:]
    assert time.process_time() - start < 5


def test_a_bomb_in_a_chapter(take_book):
    taken = take_book(book(CHAPTERS | {"a.xhtml": chapter("Мост", "x" * 40_000_000)}))
    assert taken.error.code == "too-long"
    assert titles(taken) == TITLES[1:]


REST = "<p>По мосту уже пошли первые машины, движение открыто в обе стороны.</p>"


def pieces(*texts: str) -> dict[str, str]:
    """Files into which calibre cuts a chapter."""
    return {f"index_split_{at:03}.html": f"{HEAD}</head><body>{text}</body></html>"
            for at, text in enumerate(texts)}  # fmt: skip


def test_pieces_of_a_chapter_are_one_article(take_book):
    begin = f"<h1>Мост открыт</h1>{BRIDGE}"
    taken = take_book(book(pieces(begin, f"{REST}<h2>Отзывы</h2>{MARKET}", "<p>Конец.</p>")))
    (article,) = taken.articles
    assert article.title == "Мост открыт"
    lines = [text.removeprefix("<p>").removesuffix("</p>") for text in (BRIDGE, REST)]
    assert article.body.split("\n\n")[:3] == [*lines, "Отзывы"]
    assert article.body.endswith("Конец.")
    assert article.id == take_book(book(pieces(begin))).article.id


def test_a_piece_with_a_heading_or_a_name_in_the_contents_is_a_chapter_of_its_own(take_book):
    begin = f"<h1>Мост открыт</h1>{BRIDGE}"
    taken = take_book(book(pieces(begin, f"<h1>Рынок горел</h1>{MARKET}")))
    assert titles(taken) == ["Мост открыт", "Рынок горел"]
    nav = "<html><body><nav><a href='index_split_001.html'>Рынок горел</a></nav></body></html>"
    taken = take_book(book({"nav.xhtml": nav, **pieces(begin, MARKET)}))
    assert titles(taken) == ["Мост открыт", "Рынок горел"]


def test_a_picture_or_damage_between_pieces_does_not_part_them(take_book):
    content = pieces(f"<h1>Мост открыт</h1>{BRIDGE}", "<img src='a.jpg'/>", "", REST)
    content["index_split_002.html"] = ""
    taken = take_book(book(content))
    assert [article.body.count("\n\n") for article in taken.articles] == [1]
    assert taken.error.place.endswith("index_split_002.html")


@pytest.mark.parametrize(
    "other",
    [
        '<rootfile full-path="OEBPS/a.jpg" media-type="image/jpeg"/>',
        '<rootfile full-path="OEBPS/lost.opf" media-type="application/oebps-package+xml"/>',
        '<rootfile media-type="application/oebps-package+xml"/>',
    ],
)
def test_the_package_is_the_first_that_there_is(take_book, other):
    container = CONTAINER.replace("<rootfiles>", f"<rootfiles>{other}")
    taken = take_book(book(others={"META-INF/container.xml": container}))
    assert [article.title for article in taken.articles] == ["Мост открыт", "Рынок горел"]


def test_a_package_of_another_type_is_read_where_there_is_no_other():
    container = '<container><rootfile full-path="a/book.xml" media-type="text/xml"/></container>'
    assert package_path(container.encode(), ["mimetype", "a/book.xml"]) == "a/book.xml"


def test_a_container_of_many_packages_among_many_names_takes_no_time():
    container = "<c>%s</c>" % ('<rootfile full-path="lost.opf"/>' * 40_000)
    names = [f"{number}.html" for number in range(40_000)]
    started = time.process_time()
    assert package_path(container.encode(), names) == "lost.opf"
    assert time.process_time() - started < 3
