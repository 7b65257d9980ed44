"""Members of zip files that programs pack or name in their own ways."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.ingest.containers.archives import (
    last_part_of_zip64,
    line,
    otherwise_named_zip,
    strangely_packed_zip,
    zipped,
)
from tests.ingest.containers.books import CHAPTERS, book

PAGE = b"A page\nIt rained on the page."


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("a.txt", b"b.txt"),
        ("мост.txt", "мостмост".encode("cp866")),
    ],
)
def test_a_member_that_the_directory_names_differently_is_read(tmp_path, take, name, within):
    (tmp_path / "a.zip").write_bytes(otherwise_named_zip(name, within, PAGE))
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["A page"]
    assert not taken.rejections


def test_chapters_that_the_directory_names_differently_are_read(tmp_path, take):
    packed = book(CHAPTERS)
    (tmp_path / "a.epub").write_bytes(packed)
    whole = [article.title for article in take(tmp_path / "a.epub").articles]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for info in archive.infolist():
            at = info.header_offset + 30
            packed = packed[:at] + b"?" + packed[at + 1 :]
    (tmp_path / "b.epub").write_bytes(packed)
    taken = take(tmp_path / "b.epub")
    assert [article.title for article in taken.articles] == whole != []
    assert not taken.rejections


def test_a_member_that_cannot_be_unpacked_here_is_not_called_damaged(tmp_path, take):
    members = {"a.jsonl": line("one"), "b.txt": PAGE}
    (tmp_path / "a.zip").write_bytes(strangely_packed_zip(members, "a.jsonl", 9))
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["A page"]
    assert taken.error.place == f"{tmp_path / 'a.zip'}!a.jsonl"
    assert taken.error.message == "it is compressed by a method that cannot be read (deflate64)"
    assert "another program" in taken.error.hint
    assert taken.error.code == "unreadable"


def test_the_last_part_of_a_split_zip_of_any_size_is_named(tmp_path, take):
    (tmp_path / "a.zip").write_bytes(last_part_of_zip64({"a.txt": PAGE}))
    taken = take(tmp_path)
    assert not taken.articles
    assert taken.error.message == "it is the last part of a zip file in several parts"


@pytest.mark.parametrize(
    ("name", "cut"),
    [("Мост.txt", "Мост.txt"), ("xxxx.txt", "Мост.txt")],
    ids=["utf-8", "cp866"],
)
def test_names_in_a_zip_that_lost_its_directory(tmp_path, take, name, cut):
    packed = zipped({name: b"photo", "b.bin": bytes(99)}, zipfile.ZIP_STORED)
    packed = packed.replace(b"xxxx", "Мост".encode("cp866"))
    (tmp_path / "a.zip").write_bytes(packed[: packed.index(b"PK\1\2") + 9])
    taken = take(tmp_path)
    assert taken.rejections[0].error.place == f"{tmp_path / 'a.zip'}!{cut}"
