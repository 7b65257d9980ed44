"""Damaged and hostile XML: a clear rejection, in little time and memory; the rest is read."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from indexer.ingest.records import LIMIT
from indexer.ingest.xml.stream import DEEPEST, LONGEST_TAG, MOST

GOOD = "<item><title>Навес</title><description>Дождь идёт весь день.</description></item>"
FIRST = GOOD.replace("Навес", "Первый")
HEAD = "<rss><channel>\n"
TAIL = "\n</channel></rss>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def feed(*items: str) -> str:
    return HEAD + "\n".join(items) + TAIL


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("<item><title>a</item>", "damaged XML: mismatched tag"),
        ("<item><title>a</title", "damaged XML: "),
        ("<item <title>a</title></item>", "damaged XML: "),
        ("<item a='1' a='2'></item>", "damaged XML: duplicate attribute"),
        ("<item><title>a\0b</title></item>", "a NUL byte"),
        ("<item>" + "<b>" * 300 + "</b>" * 300 + "</item>", "nested more than 200 levels deep"),
        ("<item>" + "<b/>" * (MOST + 1) + "</item>", "more than 100,000 elements"),
        ("<item><!--" + "x" * (LONGEST_TAG + 100_000) + "--></item>", "longer than 1 MiB"),
        ("<item a='" + "x" * (LONGEST_TAG + 100_000) + "'></item>", "longer than 1 MiB"),
        ("<item></item>", "no title"),
        ("<item><title>" + "т" * 1_000_000 + "</title><description>a</description></item>", "2000"),
    ],
)
def test_a_bad_item_costs_itself_alone(take_as, bad, message):
    taken = take_as("feed.xml", feed(FIRST, bad, GOOD))
    assert [article.title for article in taken.articles] == ["Первый", "Навес"]
    assert message in taken.error.message
    assert taken.error.place.endswith("feed.xml:3")
    assert taken.error.hint


@pytest.mark.parametrize(
    ("inside", "outside", "read"),
    [
        (DEEPEST - 2, 0, True),  # in an item and in its description
        (DEEPEST - 1, 0, False),
        (DEEPEST * 50, 0, False),
        (0, DEEPEST - 2, True),  # in a feed and in its channel
        (0, DEEPEST - 1, False),
        (0, DEEPEST * 50, False),
        (DEEPEST - 2, DEEPEST - 2, True),
    ],
)
def test_elements_lie_in_one_another_to_a_bound_in_items_and_around_them(
    take_as, inside, outside, read
):
    nested = FIRST.replace("Первый", "Второй")
    nested = nested.replace("Дождь", "<b>" * inside + "Дождь" + "</b>" * inside)
    around = "<x>" * outside + "</x>" * outside
    taken = take_as("feed.xml", feed(FIRST, around + nested, GOOD))
    titles = [article.title for article in taken.articles]
    # what is too deep beside an item costs that item nothing
    assert titles == ["Первый", *["Второй"] * (read or bool(outside)), "Навес"]
    if read:
        assert not taken.rejections
    else:
        assert f"nested more than {DEEPEST} " in taken.error.message
        assert taken.error.place.endswith("feed.xml:3")


def test_elements_around_items_cost_no_memory_however_deep(take_as):
    tracemalloc.start()
    taken = take_as("feed.xml", HEAD + "<x>" * 1_000_000 + "\n" + GOOD)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert f"nested more than {DEEPEST} " in taken.rejections[0].error.message
    assert peak < 20_000_000


def test_bytes_that_no_encoding_explains_cost_one_item(take_as):
    bad = b"<item><title>\xd0\xbf\xd0\xbe\xd0\xbb \xff\xfe\x98\x98\x98\x98</title></item>"
    content = feed(FIRST, "BAD", GOOD).encode().replace(b"BAD", bad)
    taken = take_as("feed.xml", content)
    assert [article.title for article in taken.articles] == ["Первый", "Навес"]
    assert "is not UTF-8" in taken.error.message


def test_an_item_longer_than_any_article(take_as):
    long = f"<item><description>{'дождь ' * (LIMIT // 10)}</description></item>"
    tracemalloc.start()
    taken = take_as("feed.xml", feed(FIRST, long, GOOD))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.title for article in taken.articles] == ["Первый", "Навес"]
    assert "longer than 32 MiB" in taken.error.message
    assert peak < 8 * LIMIT


def test_a_body_of_5_megabytes(take_as):
    item = f"<item><title>Навес</title><description>{'дождь ' * 500_000}</description></item>"
    assert len(take_as("feed.xml", feed(item)).article.lede) > 2_900_000


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        f'<!DOCTYPE rss [<!ENTITY q "{"q" * 100_000}">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY x PUBLIC "x" "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE rss [<!ENTITY % p "x">]>',
    ],
    ids=["a billion laughs", "quadratic", "a file", "an address", "a parameter"],
)
def test_entities_are_refused(take_as, doctype):
    content = (
        f"{doctype}<rss><channel a='&l9;'><item><title>&l9;&q;&x;</title></item></channel></rss>"
    )
    start = time.process_time()
    tracemalloc.start()
    taken = take_as("feed.xml", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not taken.articles
    assert "declares entities" in taken.error.message
    assert taken.error.hint
    assert time.process_time() - start < 2
    assert peak < 10_000_000


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">',
        '<!DOCTYPE rss SYSTEM "/etc/passwd">',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.ent"> %p;]>',
    ],
)
def test_a_dtd_is_never_fetched(take_as, doctype):
    assert take_as("feed.xml", doctype + feed(GOOD)).article.title == "Навес"


@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", "koi8-r", "utf-16", "klingon", None])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16", "utf-16-le"]
)
def test_a_feed_may_lie_about_its_encoding(take_as, declared, encoding):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    content = (head + feed(*[GOOD] * 2)).encode(encoding)
    taken = take_as("feed.xml", content)
    assert {article.title for article in taken.articles} == {"Навес"}
    assert not taken.rejections


def test_a_feed_may_change_its_encoding(take_as):
    body = "Весь день шёл дождь над городом. " * 3_000
    items = [f"<item><title>{n}</title><description>{body}</description></item>" for n in "абв"]
    first, second, third = items
    content = (HEAD + first).encode() + second.encode("cp1251") + (third + TAIL).encode()
    articles = take_as("feed.xml", content).articles
    assert [article.title for article in articles] == ["а", "б", "в"]
    assert all("Весь день шёл дождь" in article.lede for article in articles)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"<?xml version='1.0'?>", "the file is empty"),
        (b"<!-- nothing -->", "this is not XML"),
        (b"hello", "this is not XML"),
        (b"<<<", "this is not XML"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is not XML"),
        (b"<html><body><p>Roof</p></body></html>", "<html> belongs to no supported format"),
        (b"<root><item/></root>", "<root> belongs to no supported format"),
        (b"<rss" + b"<" * 100_000, "this is not XML"),
    ],
)
def test_what_is_no_document_of_ours(take_as, content, message):
    taken = take_as("a.xml", content)
    assert message in taken.error.message
    assert taken.error.hint
    assert not taken.articles


@pytest.mark.parametrize(
    ("content", "root", "hint"),
    [
        ('<r:rss xmlns:r="http://r.example/"/>', "r:rss", "lists of feeds"),
        ("<html><body/></html>", "html", "suffix .html"),
    ],
)
def test_a_root_is_named_as_it_is_written(take_as, content, root, hint):
    error = take_as("a.xml", content).error
    assert error.message == f"its root <{root}> belongs to no supported format"
    assert hint in error.hint


DECLARED = "<?xml version='1.0' encoding='utf-8'?>"


@pytest.mark.parametrize(
    "before",
    [
        "<!-- from the cache -->\n",
        "<br />\n<b>Warning</b>: a fault in a.php on line 3<br />\n",
        "Notice: a fault\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n",
    ],
)
def test_what_stands_before_the_declaration_is_left_out(take_as, before):
    bad = "<item><title>A</title><description>B</item>"
    content = before + DECLARED + HEAD + GOOD + "\n" + bad + TAIL
    taken = take_as("feed.xml", content)
    assert [article.title for article in taken.articles] == ["Навес"]
    line = content[: content.index("<title>A")].count("\n") + 1
    assert taken.error.place.endswith(f":{line}")
    assert any("before the XML declaration" in one for one in taken.source.journal.remarks)


def test_blanks_before_the_declaration_may_be_many(take_as):
    content = " \n" * 9_000 + DECLARED + HEAD + GOOD + "\n<item>"
    taken = take_as("feed.xml", content + TAIL)
    assert [article.title for article in taken.articles] == ["Навес"]
    assert taken.error.place.endswith(f":{content.count(chr(10)) + 1}")
    assert not any("before the XML declaration" in one for one in taken.source.journal.remarks)


def test_a_declaration_within_a_document_is_text(take_as):
    item = f"<item><title>A</title><description><![CDATA[{DECLARED} is]]></description></item>"
    taken = take_as("feed.xml", HEAD + item + TAIL)
    assert taken.source.read == 1
    assert [article.title for article in taken.articles] == ["A"]
    assert not any("before the XML declaration" in one for one in taken.source.journal.remarks)


@pytest.mark.parametrize("length", range(20, len((FIRST + GOOD).encode()), 37))
def test_what_came_before_a_cut_is_read(take_as, length):
    content = feed(FIRST, GOOD).encode()
    taken = take_as("feed.xml", content[: len(HEAD) + length])
    whole = (length >= len(FIRST.encode())) + (length > len((FIRST + GOOD).encode()))
    assert [article.title for article in taken.articles] == ["Первый", "Навес"][:whole]
    assert "the file ends " in taken.error.message


def test_more_after_the_end_is_named(take_as):
    taken = take_as("feed.xml", feed(GOOD) + "\n<b>Warning</b>: mysql")
    assert taken.articles[0].title == "Навес"
    assert "more follows the end" in taken.error.message


def test_blanks_before_the_declaration_and_damage_in_the_head(take_as):
    head = "\n\n<?xml version='1.0'?>\n<rss><channel><image><title>x</image>"
    taken = take_as("feed.xml", f"{head}\n{GOOD}</channel></rss>")
    assert taken.articles[0].title == "Навес"
    assert taken.error.place.endswith("feed.xml:4")


def test_records_that_share_a_line_are_told_apart(take_as):
    bad = "<item><title>a</title></item>"
    taken = take_as("feed.xml", (HEAD + bad * 3 + GOOD + TAIL).replace("\n", ""))
    places = [rejection.error.place.rpartition("/")[2] for rejection in taken.rejections]
    assert places == ["feed.xml:1", "feed.xml:1#2", "feed.xml:1#3"]


def test_many_bad_items_take_time_in_proportion(take_as):
    start = time.process_time()
    taken = take_as("feed.xml", feed(*["<item>&lt;</itm>"] * 5_000, GOOD))
    assert len(taken.rejections) == 5_000
    assert len(taken.articles) == 1
    assert time.process_time() - start < 20
