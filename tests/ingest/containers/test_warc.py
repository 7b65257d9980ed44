"""WARC: pages that a crawler was given."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence

import brotli
import pytest

from indexer.ingest.records import LIMIT
from tests.ingest.html import pages

PAGE = pages.desktop_en().encode()
ADDRESS = "https://eng.kavkaz-uzel.eu/articles/26767/"
UNNAMED = pages.desktop_en().replace('rel="canonical"', 'rel="other"').encode()


def record(
    content: bytes = PAGE,
    *,
    kind: str = "response",
    address: str = ADDRESS,
    status: str = "200 OK",
    headers: Sequence[str] = ("Content-Type: text/html",),
) -> bytes:
    block = "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + content
    head = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {address}",
        "WARC-Record-ID: <urn:uuid:1>",
        "WARC-Date: 2019-08-13T19:19:00Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
        "",
        "",
    )
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


INFO = (
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n"
    b"Content-Length: 12\r\n\r\nsoftware: x\n\r\n\r\n"
)


def chunked(content: bytes, size: int = 1000) -> bytes:
    parts = [content[start : start + size] for start in range(0, len(content), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])


@pytest.fixture
def take_warc(tmp_path, take):
    def run(*records: bytes, name: str = "a.warc"):
        path = tmp_path / name
        data = b"".join(map(gzip.compress if name.endswith(".gz") else bytes, records))
        path.write_bytes(data)
        return take(path)

    return run


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_are_read_with_their_address_and_profile(take_warc, name):
    other = record(
        pages.desktop_ru().encode(), address="https://www.kavkaz-uzel.eu/articles/335233"
    )
    taken = take_warc(INFO, record(UNNAMED), other, name=name)
    assert [article.id for article in taken.articles] == [
        "caucasian-knot-en-26767",
        "caucasian-knot-ru-335233",
    ]
    assert taken.articles[0].url == ADDRESS
    assert taken.articles[0].title == pages.EN_TITLE
    assert not taken.rejections


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CODINGS = [
    ((), PAGE),
    (("Transfer-Encoding: chunked",), chunked(PAGE)),
    (("Transfer-Encoding: chunked",), PAGE),
    (("Content-Encoding: gzip",), gzip.compress(PAGE)),
    (("Content-Encoding: gzip",), PAGE),
    (("Content-Encoding: deflate",), zlib.compress(PAGE)),
    (("Content-Encoding: deflate",), deflated(PAGE)),
    (("Content-Encoding: br",), brotli.compress(PAGE)),
    (("Content-Encoding: br",), PAGE),
    (("Transfer-Encoding: chunked", "Content-Encoding: gzip"), chunked(gzip.compress(PAGE), 7)),
]


@pytest.mark.parametrize(("headers", "content"), CODINGS)
def test_every_coding_of_the_content(take_warc, headers, content):
    taken = take_warc(record(content, headers=("Content-Type: text/html", *headers)))
    assert taken.article.title == pages.EN_TITLE


@pytest.mark.parametrize(
    ("declared", "encoding", "read_as"),
    [
        ("text/html; charset=windows-1251", "cp1251", pages.RU_TITLE),
        ('Text/HTML;Charset="KOI8-R"', "koi8-r", pages.RU_TITLE),
        ("text/html; charset=koi8-r", "utf-8", pages.RU_TITLE),
        ("text/html; charset=no-such", "cp1251", pages.RU_TITLE),
        ("application/xhtml+xml", "utf-8", pages.RU_TITLE),
    ],
)
def test_the_charset_of_the_headers_helps(take_warc, declared, encoding, read_as):
    page = pages.desktop_ru().encode(encoding)
    found = take_warc(record(page, headers=(f"Content-Type: {declared}",))).article
    assert found.title == read_as


@pytest.mark.parametrize(
    "other",
    [
        INFO,
        record(kind="request"),
        record(kind="revisit"),
        record(kind="metadata"),
        record(kind="conversion"),
        record(status="404 Not Found"),
        record(status="301 Moved", headers=("Location: /", "Content-Type: text/html")),
        record(b"\x89PNG", headers=("Content-Type: image/png",)),
        record(b"text", headers=()),
        record(address="dns:kavkaz-uzel.eu"),
    ],
)
def test_what_is_no_page_is_counted_and_passed_over(take_warc, other):
    taken = take_warc(other, record())
    assert taken.article.title == pages.EN_TITLE
    assert taken.source.journal.skipped == 1


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (record(b"<p>nothing</p>"), "there is no article"),
        (record(b""), "the page is empty"),
        (record(headers=["X: y"] * 200), "its HTTP headers cannot be read"),
        (record(status=""), "its HTTP headers cannot be read"),
        (record(headers=("Content-Type: text/html", "Content-Encoding: zstd")), "zstd"),
        (
            record(
                gzip.compress(b"x" * (LIMIT + 1)),
                headers=("Content-Type: text/html", "Content-Encoding: gzip"),
            ),
            "longer than 32 MiB",
        ),
        (
            record(
                brotli.compress(b"x" * (LIMIT + 1), quality=1),
                headers=("Content-Type: text/html", "Content-Encoding: br"),
            ),
            "longer than 32 MiB",
        ),
    ],
)
def test_a_bad_page_is_named_and_the_others_are_read(take_warc, bad, message):
    taken = take_warc(bad, record())
    assert [article.title for article in taken.articles] == [pages.EN_TITLE]
    assert message in taken.error.message
    assert taken.error.place.endswith(f"a.warc!{ADDRESS}")
    assert taken.error.hint


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        (record()[:-1000], "ends within a record"),
        (record()[:100], "does not say how long"),
        (b"WARC/1.0\r\nContent-Length: 999999999999\r\n\r\nabc", "ends within a record"),
        (b"no record\r\nat all\r\n", "no record begins here"),
        (b"x" * 3_000_000, "no record begins here"),
        (b"WARC/1.0\r\n" + b"x" * 3_000_000, "the headers of a record have no end"),
    ],
)
def test_what_came_before_damage_is_accepted(take_warc, capfd, rest, message):
    taken = take_warc(INFO, record(), rest)
    assert [article.title for article in taken.articles] == [pages.EN_TITLE]
    assert message in taken.error.message
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("address", ["http://[hills.example/a", "https://hills.example/a b"])
def test_the_address_of_a_record_may_be_none(take_warc, capfd, address):
    taken = take_warc(record(UNNAMED, address=address))
    assert taken.article.title == pages.EN_TITLE
    assert capfd.readouterr() == ("", "")


def test_a_packed_file_that_is_cut_off(tmp_path, take):
    data = gzip.compress(record()) + gzip.compress(record(UNNAMED))[:-100]
    (tmp_path / "a.warc.gz").write_bytes(data)
    taken = take(tmp_path)
    assert len(taken.articles) == 1
    assert "damaged" in taken.rejections[-1].error.message


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"no record"])
def test_what_is_no_warc_is_one_rejection(take_warc, content):
    assert "damaged" in take_warc(content).error.message
