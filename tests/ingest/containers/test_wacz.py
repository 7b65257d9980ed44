"""WACZ: of its own parts, in the zip file or its folder, only the crawl is read."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping
from pathlib import Path

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
    "archive/readme.txt": b"A note\nIt says nothing at all.",
    "datapackage-digest.json": b"{}",
    "fuzzy.json": b"{}",
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
    _write(tmp_path, PARTS, unpacked=True)
    taken = take(tmp_path)
    assert titles(taken) == TITLES
    assert not taken.rejections


STORY = b'{"title": "Bridge", "body": "The bridge over the river was opened.", "source": "A"}'
MORE = {"articles.jsonl": STORY, "logs/crawl.log": b"It says nothing.", "pages.txt": b""}


@pytest.mark.parametrize("name", ["a.wacz", "a.zip", "a.wacz/"])
def test_what_is_no_part_of_it_is_read_or_counted(tmp_path, take, name):
    _write(tmp_path / name, PARTS | MORE, unpacked=name.endswith("/"))
    taken = take(tmp_path)
    assert sorted(titles(taken)) == sorted([*TITLES, "Bridge"])
    assert [one.error.place.endswith("pages.txt") for one in taken.rejections] == [True]
    assert taken.source.journal.skipped == (not name.endswith("/"))  # of a folder none are


@pytest.mark.parametrize("name", ["a.zip", "a/"])
def test_a_data_package_with_an_archive_but_no_crawl_is_none(tmp_path, take, name):
    parts = {"archive/a.txt": b"Market\nThe market burned down.", "pages/b.jsonl": STORY}
    package = {"datapackage.json": PARTS["datapackage.json"]}
    _write(tmp_path / name, package | parts | {"c.jsonl": STORY}, unpacked=name.endswith("/"))
    taken = take(tmp_path)
    assert sorted(titles(taken)) == ["Bridge", "Market"]
    assert taken.source.repeated == 1


def _write(path: Path, parts: Mapping[str, bytes], *, unpacked: bool) -> None:
    if not unpacked:
        path.write_bytes(zipped(parts))
        return
    for name, content in parts.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)


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
