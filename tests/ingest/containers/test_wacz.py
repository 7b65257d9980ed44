"""WACZ: of the zip file, or its folder, only the crawl is read."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from tests.ingest.containers.archives import tarred, zipped
from tests.ingest.containers.test_crawl_damage import NEXT, OTHER, TITLES, titles
from tests.ingest.containers.test_warc import UNNAMED, record

PAGES = b'{"format": "json-pages-1.0", "id": "pages", "title": "All"}\n{"url": "http://a/"}\n'
PARTS = {
    "datapackage.json": b'{"profile": "data-package", "resources": []}',
    "pages/pages.jsonl": PAGES,
    "pages/extraPages.jsonl": PAGES,
    "indexes/index.cdx.gz": gzip.compress(b"eu,kavkaz-uzel)/ 2019 {}"),
    "archive/a.warc.gz": gzip.compress(record(UNNAMED)),
    "archive/b.warc": OTHER,
    "logs/a.txt": b"A log\nIt says nothing.",
}
WACZ = zipped(PARTS, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.wacz", WACZ),
        ("a.zip", WACZ),
        ("a.wacz", WACZ[:-20]),
        ("a.zip", zipped({"x/a.wacz": WACZ})),
        ("a.tar", tarred({"a.wacz": WACZ})),
        ("a.wacz.gz", gzip.compress(WACZ)),
    ],
    ids=["wacz", "zip", "cut off", "in a zip", "in a tar", "packed"],
)
def test_each_crawl_is_read_once_and_nothing_else(tmp_path, take, name, content):
    (tmp_path / name).write_bytes(content)
    taken = take(tmp_path)
    assert titles(taken) == TITLES
    assert taken.source.repeated == 0
    assert taken.source.journal.skipped == 0
    assert len(taken.rejections) == (content == WACZ[:-20])


def test_one_that_was_unpacked(tmp_path, take):
    for name, content in PARTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    taken = take(tmp_path)
    assert titles(taken) == TITLES
    assert not taken.rejections


def test_a_crawl_that_the_directory_names_twice(tmp_path, take):
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr("archive/a.warc", OTHER)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("archive/a.warc", OTHER)
    taken = take(tmp_path)
    assert taken.article.url == NEXT
    assert taken.source.repeated == 0


def test_one_without_a_crawl_is_one_rejection(tmp_path, take):
    (tmp_path / "a.wacz").write_bytes(zipped({"pages/pages.jsonl": PAGES}))
    assert take(tmp_path).error.message == "it holds no crawl in archive/"
