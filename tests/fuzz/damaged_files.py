"""Files of every kind that is read, to be damaged: as they are inside, and how they are packed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.ingest.containers.archives import line, streamed_zip, tarred, zipped
from tests.ingest.containers.books import BRIDGE, CHAPTERS, book, chapter
from tests.ingest.containers.test_crawl_damage import OTHER, arc, arc_start, resource
from tests.ingest.containers.test_warc import ADDRESS, CODINGS, INFO, PAGE, chunked, record
from tests.ingest.formats.conftest import FILES
from tests.ingest.html import pages

_SMALL = 20_000


@dataclass(frozen=True)
class Kind:
    """A kind of file. ``inside``: what is damaged before ``pack`` makes a file of it."""

    inside: bytes
    pack: Callable[[bytes], bytes] = bytes


LINES = b"".join(line(f"a{n}", f"A roof {n}", f"It rained {n} times.") for n in range(20))
TEXT = "Мост открыт\n6 мая 2019\n\nВ Хасавюрте утром открыли мост.\n".encode()
WARC = (
    INFO
    + record()
    + record(chunked(PAGE), headers=("Content-Type: text/html", "Transfer-Encoding: chunked"))
    + b"".join(
        record(data, headers=("Content-Type: text/html", *how)) for how, data in CODINGS[3:5]
    )
    + resource(PAGE, "text/html; charset=utf-8")
    + OTHER
)
ARC = arc_start(1) + arc(PAGE, ADDRESS) + arc(pages.desktop_ru().encode(), ADDRESS + "x")
SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://n.example/a'
    b"</loc></url><url><loc>https://n.example/b</loc></url></urlset>"
)

OPML = b'<opml><body><outline text="A" xmlUrl="http://a.example/rss.xml"/></body></opml>'


def _by_record(data: bytes) -> bytes:
    """A gzip member for each record."""
    parts = data.split(b"WARC/1.0\r\n")
    return b"".join(gzip.compress(b"WARC/1.0\r\n" + part) for part in parts[1:]) or gzip.compress(
        data
    )


def _member(name: str, pack: Callable[..., bytes]) -> Callable[[bytes], bytes]:
    return lambda data: pack({"good.txt": TEXT, name: data, "z.jsonl": line("inner")})


def _wacz(data: bytes) -> bytes:
    parts = {
        "datapackage.json": b"{}",
        "archive/a.warc.gz": _by_record(data),
        "pages/p.jsonl": LINES,
    }
    return zipped(parts, zipfile.ZIP_STORED)


def _kinds() -> Iterator[tuple[str, Kind]]:
    for path in FILES.iterdir():
        yield path.name, Kind(path.read_bytes())
    yield "sitemap.xml", Kind(SITEMAP)
    yield "a.opml", Kind(OPML)
    yield "a.jsonl", Kind(LINES)
    yield "array.json", Kind(b"[" + LINES.strip().replace(b"\n", b",\n") + b"]")
    yield "a.txt", Kind(TEXT)
    yield "cp1251.txt", Kind(TEXT, lambda data: _recoded(data, "cp1251"))
    yield "en.html", Kind(PAGE)
    yield "ru.html", Kind(pages.desktop_ru().encode())
    yield "koi8.html", Kind(pages.mobile_ru().encode(), lambda data: _recoded(data, "koi8-r"))
    yield "utf16.html", Kind(pages.bare_en().encode(), lambda data: _recoded(data, "utf-16"))
    yield "a.jsonl.gz", Kind(LINES, gzip.compress)
    yield "a.jsonl.bz2", Kind(LINES, bz2.compress)
    yield "a.jsonl.xz", Kind(LINES, lzma.compress)
    yield "a.warc", Kind(WARC)
    yield "a.warc.gz", Kind(WARC, gzip.compress)
    yield "b.warc.gz", Kind(WARC, _by_record)
    yield "a.arc", Kind(ARC)
    yield "a.arc.gz", Kind(ARC, gzip.compress)
    yield "a.wacz", Kind(WARC, _wacz)
    yield "a.epub", Kind(chapter("Мост", BRIDGE).encode(), _issue)
    yield "b.epub", Kind(book(CHAPTERS))
    packers: dict[str, Callable[..., bytes]] = {
        "a.zip": zipped,
        "stored.zip": lambda members: zipped(members, zipfile.ZIP_STORED),
        "streamed.zip": streamed_zip,
        "lzma.zip": lambda members: zipped(members, zipfile.ZIP_LZMA),
        "a.tar": tarred,
        "a.tgz": lambda members: gzip.compress(tarred(members)),
        "nested.zip": lambda members: zipped({"x.tar": tarred(members)}),
        "nested.tar": lambda members: tarred({"x.zip": zipped(members)}),
    }
    for name, pack in packers.items():
        yield name, Kind(LINES, _member("b.jsonl", pack))
        yield f"page-{name}", Kind(PAGE, _member("b.html", pack))
    # the structure of the container itself, unpacked
    yield "inside.tar.gz", Kind(tarred({"a.txt": TEXT, "b.jsonl": LINES}), gzip.compress)
    yield "inside.zip.xz", Kind(zipped({"a.txt": TEXT, "b.jsonl": LINES}), lzma.compress)


def _issue(data: bytes) -> bytes:
    return book(CHAPTERS | {"a.xhtml": data.decode("latin-1")})


def _recoded(data: bytes, encoding: str) -> bytes:
    return data.decode(errors="replace").encode(encoding, "replace")


KINDS = dict(_kinds())
