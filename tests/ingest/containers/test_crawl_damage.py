"""Crawls as programs write them: records of a wrong length, resources, damage, ARC."""

from __future__ import annotations

import gzip
import random

import pytest

from tests.ingest.containers.test_warc import ADDRESS, INFO, PAGE, UNNAMED, record
from tests.ingest.html import pages

NEXT = "https://eng.kavkaz-uzel.eu/articles/26768/"
OTHER = record(UNNAMED.replace(b"pasture", b"market"), address=NEXT)
TITLES = [pages.EN_TITLE, pages.EN_TITLE.replace("pasture", "market")]


def longer(data: bytes, by: int) -> bytes:
    """A record that says that it is longer than it is."""
    head, length, rest = data.partition(b"Content-Length: ")
    number, end, rest = rest.partition(b"\r\n")
    return head + length + str(int(number) + by).encode() + end + rest


def resource(content: bytes, type: str, address: str = ADDRESS) -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: {address}\r\n"
    return (
        f"{head}Content-Type: {type}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        + content
        + b"\r\n\r\n"
    )


def arc(content: bytes, address: str, headers: str = "Content-Type: text/html") -> bytes:
    block = f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n".encode() + content
    head = f"{address} 192.0.2.1 20190813191900 text/html {len(block)}\n"
    return head.encode() + block + b"\n"


def arc_start(version: int) -> bytes:
    """ARC 1.0, or 1.1 with metadata in XML."""
    fields = "URL IP-address Archive-date Content-type Archive-length\n"
    block = f"1 {version} CrawlerName\n{fields}".encode() + b"\n<arcmetadata/>\n" * version
    return f"filedesc://a.arc 0.0.0.0 20190813191900 text/plain {len(block)}\n".encode() + block


def arc_2(record: bytes) -> bytes:
    """A record of version 1 as one of version 2, whose offset looks like a date."""
    line, _, block = record.partition(b"\n")
    start, _, length = line.rpartition(b" ")
    return start + b" 200 - - 20190813 a.arc " + length + b"\n" + block


@pytest.fixture
def take_crawl(tmp_path, take):
    def run(*members: bytes, name: str = "a.warc.gz"):
        path = tmp_path / name
        path.write_bytes(b"".join(map(gzip.compress, members)))
        return take(path)

    return run


def titles(taken):
    return [article.title for article in taken.articles]


@pytest.mark.parametrize("by", [-5, -300, 5, 10**9, -(10**9)])
def test_a_wrong_length_in_a_member_of_its_own_costs_nothing(take_crawl, by):
    taken = take_crawl(longer(INFO, by), longer(record(UNNAMED), by), OTHER)
    assert not taken.rejections
    assert titles(taken) == TITLES
    assert pages.EN_BODY[-1] in taken.articles[0].body
    remark = "the length of the record is wrong: read as it is packed"
    assert taken.source.journal.remarks[remark][1] == 2


@pytest.mark.parametrize("size", [7, 100, 1000, 3333, 4096, 10_000])
@pytest.mark.parametrize("start", ["warc", "arc"])
def test_the_members_of_a_crawl_may_be_blocks_of_any_size(tmp_path, take, size, start):
    market = UNNAMED.replace(b"pasture", b"market")
    crawl = INFO + record(UNNAMED) + OTHER
    if start == "arc":
        crawl = arc_start(1) + arc(UNNAMED, ADDRESS) + arc(market, NEXT)
    blocks = [crawl[at : at + size] for at in range(0, len(crawl), size)]
    (tmp_path / f"a.{start}.gz").write_bytes(b"".join(map(gzip.compress, [*blocks, b""])))
    taken = take(tmp_path)
    assert not taken.rejections
    assert titles(taken) == TITLES
    assert all(pages.EN_BODY[-1] in article.body for article in taken.articles)
    assert not any("length" in remark for remark in taken.source.journal.remarks)


@pytest.mark.parametrize("by", [0, 5, -5])
def test_a_block_may_begin_with_a_record_and_end_within_one(take_crawl, by):
    other = longer(OTHER, by)
    taken = take_crawl(INFO + record(UNNAMED)[:2000], record(UNNAMED)[2000:], other, INFO)
    assert not taken.rejections
    assert titles(taken) == TITLES


def test_a_damaged_block_leaves_no_article_that_is_cut(tmp_path, take):
    crawl = record(UNNAMED) + OTHER
    blocks = [gzip.compress(crawl[at : at + 1000]) for at in range(0, len(crawl), 1000)]
    blocks[1] = blocks[1][:100] + bytes(50) + blocks[1][150:]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(blocks))
    taken = take(tmp_path)
    assert titles(taken) == TITLES[1:]
    assert [one.error.code for one in taken.rejections] == ["damaged"]


def test_a_record_without_the_lines_that_end_it(take_crawl):
    taken = take_crawl(INFO.strip(), record(UNNAMED).strip(), OTHER)
    assert titles(taken) == TITLES


def test_a_whole_crawl_in_one_member(take_crawl):
    assert titles(take_crawl(INFO + record(UNNAMED) + OTHER)) == TITLES
    taken = take_crawl(longer(INFO, -5) + record(UNNAMED) + OTHER)
    assert titles(taken) == TITLES
    assert not taken.rejections


@pytest.mark.parametrize(
    "put", [b"rubbish\r\n" * 99, b"x" * 300_000 + b"\r\n", b"WARC/1.0\r\n\r\n"]
)
def test_between_records_the_next_is_looked_for(tmp_path, take, put):
    (tmp_path / "a.warc").write_bytes(record(UNNAMED) + put + put + OTHER)
    taken = take(tmp_path)
    assert titles(taken) == TITLES
    assert {one.error.code for one in taken.rejections} == {"damaged"}
    assert len(taken.rejections) == 1


@pytest.mark.parametrize("by", [-1, -5, -50])
def test_a_length_that_is_a_little_wrong_costs_no_rejection(tmp_path, take, by):
    (tmp_path / "a.warc").write_bytes(longer(record(UNNAMED), by) + OTHER)
    taken = take(tmp_path)
    assert titles(taken) == TITLES
    assert not taken.rejections
    assert any(text.startswith("the length of the record") for text in taken.source.journal.remarks)


@pytest.mark.parametrize("end", [b"\n", b"\r\r\n"])
def test_lines_may_end_in_other_ways(tmp_path, take, end):
    (tmp_path / "a.warc").write_bytes(INFO.replace(b"\r\n", end) + record(UNNAMED))
    assert take(tmp_path).article.title == TITLES[0]


@pytest.mark.parametrize("how", ["changed", "lost", "put"])
def test_a_damaged_member_costs_itself(tmp_path, take, how):
    noise = random.Random(1).randbytes(200_000)  # noqa: S311 - no secret
    middle = bytearray(gzip.compress(record(noise, address=NEXT + "x")))
    if how == "changed":
        middle[1000:90_000] = noise[:89_000]
    elif how == "lost":
        del middle[1000:90_000]
    else:
        middle[:] = noise
    data = gzip.compress(record(UNNAMED)) + middle + gzip.compress(OTHER) + bytes(512)
    (tmp_path / "a.warc.gz").write_bytes(data)
    taken = take(tmp_path)
    assert titles(taken) == TITLES
    assert taken.error.code == "damaged"


@pytest.mark.parametrize("size", [20, 40, 150, 200, 240, 250, 1000])
def test_a_member_that_is_cut_off_anywhere_is_told(tmp_path, take, size):
    data = gzip.compress(record(UNNAMED)) + gzip.compress(OTHER)[:size]
    (tmp_path / "a.warc.gz").write_bytes(data)
    taken = take(tmp_path)
    assert titles(taken) == TITLES[:1]
    assert "ends within a compressed part" in taken.error.message


def test_a_page_that_is_cut_off_within_its_content_is_told(tmp_path, take):
    noise = random.Random(1).randbytes(90_000).hex().encode()  # noqa: S311 - no secret
    packed = gzip.compress(record(UNNAMED + b"<!--" + noise + b"-->"))
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(OTHER) + packed[:-30_000])
    taken = take(tmp_path)
    assert titles(taken) == TITLES[1:]
    assert "ends within a compressed part" in taken.error.message


def test_the_next_member_may_be_near(tmp_path, take):
    middle = bytearray(gzip.compress(record(address=NEXT + "x")))
    middle[300:340] = bytes(40)
    data = gzip.compress(record(UNNAMED)) + middle + gzip.compress(OTHER)
    (tmp_path / "a.warc.gz").write_bytes(data)
    taken = take(tmp_path)
    assert titles(taken) == TITLES
    assert taken.error.code == "damaged"


@pytest.mark.parametrize(
    ("type", "encoding"),
    [
        ("text/html", "utf-8"),
        ("text/html; charset=windows-1251", "cp1251"),
        ("application/xhtml+xml; charset=koi8-r", "koi8-r"),
        ("", "utf-8"),
    ],
)
def test_a_resource_is_a_page(take_crawl, type, encoding):
    page = pages.desktop_ru().encode(encoding)
    taken = take_crawl(resource(page, type, "https://www.kavkaz-uzel.eu/articles/335233"))
    assert taken.article.title == pages.RU_TITLE
    assert taken.article.id == "caucasian-knot-ru-335233"


def test_a_resource_may_come_from_no_address_of_the_web(take_crawl):
    found = take_crawl(resource(UNNAMED, "text/html", "file:///home/a.html")).article
    assert (found.title, found.url) == (pages.EN_TITLE, None)


@pytest.mark.parametrize("type", ["image/png", "application/pdf", "text/plain"])
def test_other_resources_are_counted(take_crawl, type):
    taken = take_crawl(resource(PAGE, type))
    assert not taken.articles
    assert taken.source.journal.skipped == 1


def test_a_page_whose_type_is_not_declared(take_crawl):
    taken = take_crawl(record(b"\n<!DOCTYPE html>" + UNNAMED, headers=()))
    assert taken.article.title == pages.EN_TITLE


@pytest.mark.parametrize(
    "charset", ["hex", "rot13", "idna", "undefined", "utf-16", "unicode_escape"]
)
def test_a_charset_that_is_none_of_pages(take_crawl, charset):
    page = pages.desktop_ru().encode("cp1251")
    taken = take_crawl(record(page, headers=(f"Content-Type: text/html; charset={charset}",)))
    assert taken.article.title == pages.RU_TITLE


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("name", ["a.arc", "a.arc.gz"])
def test_arc(tmp_path, take, version, name):
    records = [
        arc_start(version),
        arc(UNNAMED, ADDRESS),
        b"dns:kavkaz-uzel.eu 192.0.2.1 20190813191900 text/dns 3\nabc\n",
        arc(UNNAMED.replace(b"pasture", b"market"), NEXT + "?a b", "Content-Type: text/html"),
    ]
    pack = gzip.compress if name.endswith(".gz") else bytes
    (tmp_path / name).write_bytes(b"".join(map(pack, records)))
    taken = take(tmp_path)
    assert not taken.rejections
    assert titles(taken) == TITLES
    assert taken.articles[0].id == "caucasian-knot-en-26767"
    assert taken.source.journal.skipped == 2


@pytest.mark.parametrize(("name", "pack"), [("a.arc", bytes), ("a.arc.gz", gzip.compress)])
def test_arc_of_version_2_tells_more_in_the_line_of_a_record(tmp_path, take, name, pack):
    market = arc(UNNAMED.replace(b"pasture", b"market"), NEXT + "?a b")
    records = map(arc_2, [arc_start(0), arc(UNNAMED, ADDRESS), market])
    (tmp_path / name).write_bytes(b"".join(map(pack, records)))
    taken = take(tmp_path)
    assert not taken.rejections
    assert titles(taken) == TITLES
    assert [article.url for article in taken.articles] == [ADDRESS, NEXT + "?a b"]


def test_the_charset_of_the_headers_counts_in_arc_too(tmp_path, take):
    page = pages.desktop_ru().encode("koi8-r")
    address = "https://www.kavkaz-uzel.eu/articles/335233"
    content = arc(page, address, 'Content-Type: text/html; charset="koi8-r"')
    (tmp_path / "a.arc").write_bytes(arc_start(0) + content)
    assert take(tmp_path).article.title == pages.RU_TITLE


def test_what_follows_damage_in_arc_is_read(tmp_path, take):
    (tmp_path / "a.arc").write_bytes(arc_start(0) + b"rubbish\n" * 99 + arc(UNNAMED, ADDRESS))
    taken = take(tmp_path)
    assert titles(taken) == TITLES[:1]
    assert taken.error.code == "damaged"
