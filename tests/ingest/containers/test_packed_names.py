"""Files that are not packed as their names say: browsers unpack, servers pack, people rename."""

from __future__ import annotations

import bz2
import gzip
import lzma

import pytest

from tests.ingest.containers.archives import line, tarred, zipped
from tests.ingest.containers.test_warc import PAGE, record

OTHERWISE = "not packed as its name says: read as its first bytes say"
LINES = line("one") + line("two")
PAGES = {"a.txt": b"A page\nIt rained.", "b.jsonl": line("two")}
FEED = (
    "<rss><channel><item><title>Мост</title><description>Открыли мост.</description></item>"
    "<item><title>Школа</title><description>Закрыли школу.</description></item></channel></rss>"
).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", gzip.compress(LINES)),
        ("a.jsonl", bz2.compress(LINES)),
        ("a.jsonl", lzma.compress(LINES)),
        ("a.xml", gzip.compress(FEED)),
        ("a.tar", gzip.compress(tarred(PAGES))),
        ("a.jsonl.bz2", gzip.compress(LINES)),
        ("a.jsonl.gz", LINES),
        ("a.rss.xz", FEED),
        ("a.rss.gz", FEED.decode().encode("cp1251")),
        ("a.tgz", tarred(PAGES)),
        ("a.tar.bz2", gzip.compress(tarred(PAGES))),
        ("a.warc", gzip.compress(record()) + gzip.compress(record(PAGE + b" "))),
        ("a.zip", zipped({"a.jsonl": gzip.compress(LINES)})),
        ("a.tar", tarred({"a.jsonl.gz": LINES})),
    ],
)
def test_what_is_packed_otherwise_than_its_name_says_is_read(tmp_path, take, name, content):
    (tmp_path / name).write_bytes(content)
    taken = take(tmp_path / name)
    assert not taken.rejections
    assert taken.source.read == 2
    assert OTHERWISE in taken.source.journal.remarks


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl", "a.tgz"])
def test_what_is_packed_as_its_name_says_needs_no_remark(tmp_path, take, name):
    content = {"a.jsonl.gz": gzip.compress(LINES), "a.jsonl": LINES}
    (tmp_path / name).write_bytes(content.get(name) or gzip.compress(tarred(PAGES)))
    taken = take(tmp_path)
    assert taken.source.read == 2
    assert OTHERWISE not in taken.source.journal.remarks


@pytest.mark.parametrize(
    "content", [b"\x1f\x8c" + gzip.compress(LINES)[2:], b"", b"PK\3\4", b"\xff" * 600]
)
def test_what_is_no_text_is_called_damaged_and_not_read_as_one(tmp_path, take, content):
    (tmp_path / "a.jsonl.gz").write_bytes(content)
    taken = take(tmp_path)
    assert not taken.articles
    assert len(taken.rejections) <= 1
    assert {one.error.code for one in taken.rejections} <= {"damaged"}
    assert OTHERWISE not in taken.source.journal.remarks


def test_a_text_may_begin_as_bzip2_does(tmp_path, take):
    (tmp_path / "a.txt").write_text("BZh and others met\nThey spoke of the bridge of the city.")
    assert take(tmp_path).article.title == "BZh and others met"


@pytest.mark.parametrize("name", ["a.txt", "a.xml", "a.json", "a.html", "a.csv"])
def test_a_zip_file_with_another_suffix_is_named(tmp_path, take, name):
    (tmp_path / name).write_bytes(zipped(PAGES))
    taken = take(tmp_path)
    assert taken.error.message == "it is a zip file with another suffix"
    assert ".zip" in taken.error.hint


def test_a_packed_feed_that_a_list_names_is_read(tmp_path, take):
    (tmp_path / "n.example").mkdir()
    (tmp_path / "n.example" / "a.rss").write_bytes(gzip.compress(FEED))
    (tmp_path / "a.opml").write_text(
        '<opml><body><outline text="N" xmlUrl="https://n.example/a.rss"/></body></opml>'
    )
    taken = take(tmp_path / "a.opml")
    assert [article.title for article in taken.articles] == ["Мост", "Школа"]
