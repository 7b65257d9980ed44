"""Which files are read: folders, links, what cannot be opened; nothing is read twice."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest

from indexer.ingest import check_paths
from indexer.ingest.files import sources
from indexer.ingest.files.found import bytes_in
from indexer.ingest.files.sources import read_file
from indexer.ingest.records import Record
from schemas.errors import PodshivkaError, UsageError

GOOD = json.dumps({"id": "good", "language": "en", "title": "A roof", "body": "It rained."})


@pytest.mark.parametrize("name", ["missing", "missing.jsonl", "empty", "notes.docx"])
def test_a_path_with_nothing_to_read_is_refused_before_anything_is_read(tmp_path, take, name):
    (tmp_path / "empty" / "deep").mkdir(parents=True)
    (tmp_path / "notes.docx").touch()
    (tmp_path / "good.jsonl").write_text(GOOD)
    with pytest.raises(UsageError) as caught:
        take(tmp_path / "good.jsonl", tmp_path / name)
    assert caught.value.place == str(tmp_path / name)
    assert caught.value.hint


def test_folders_are_read_in_order_with_everything_below(tmp_path, take):
    for name in ("b/2.txt", "b/1.txt", "a/x/3.TXT", "c.txt", "c.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Page {name}\nText.")
    titles = [article.title for article in take(tmp_path).articles]
    assert titles == ["Page a/x/3.TXT", "Page b/1.txt", "Page b/2.txt", "Page c.txt"]


def test_a_name_that_is_not_utf_8_is_read_and_named_by_its_bytes(tmp_path, take):
    folder = Path(os.fsdecode(bytes(tmp_path) + "/мост".encode("cp1251")))
    folder.mkdir()
    (folder / "good.jsonl").write_text(f"{GOOD}\nbad\n{GOOD.replace('rained', 'snowed')}\n")
    taken = take(folder)
    assert taken.articles[0].id == "good"
    place = rf"{tmp_path}/\xec\xee\xf1\xf2/good.jsonl"
    assert [one.error.place for one in taken.rejections] == [f"{place}:2", f"{place}:3"]
    assert taken.rejections[1].error.message.endswith(f"at {place}:1")


def test_a_reader_that_fails_is_reported_and_the_next_file_is_read(tmp_path, take, monkeypatch):
    def failing(source):
        yield Record(f"{source.name}:1", json.loads(GOOD))
        raise AssertionError("no case for this")

    monkeypatch.setattr(sources, "READERS", sources.READERS | {".jsonl": failing})
    (tmp_path / "a.jsonl").touch()
    (tmp_path / "b.txt").write_text("A page\nIt snowed.")
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["A roof", "A page"]
    assert taken.error.message == "reading it failed: AssertionError: no case for this"
    assert taken.error.place == str(tmp_path / "a.jsonl:1")


@pytest.mark.parametrize("wrapped", ["", ".gz", ".zip"])
def test_a_missing_package_is_not_a_fault_of_the_file(tmp_path, take, monkeypatch, wrapped):
    def failing(source):
        raise ImportError("no module named 'lxml_html_clean'")
        yield

    monkeypatch.setattr(sources, "READERS", sources.READERS | {".jsonl": failing})
    if wrapped == ".zip":
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
            file.writestr("a.jsonl", GOOD)
    else:
        pack = gzip.compress if wrapped else bytes
        (tmp_path / f"a.jsonl{wrapped}").write_bytes(pack(GOOD.encode()))
    with pytest.raises(PodshivkaError) as caught:
        take(tmp_path)
    assert caught.value.exit_code == 1
    assert caught.value.message.startswith("the installation is incomplete: no module")
    assert caught.value.place.startswith(str(tmp_path / "a."))
    assert "podshivka doctor" in caught.value.hint


def test_a_link_that_leads_in_a_circle_is_named_and_the_rest_is_read(tmp_path, take):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.txt").write_text("A roof\nIt rained.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    taken = take(tmp_path)
    assert taken.articles[0].title == "A roof"
    assert taken.error.place == str(tmp_path / "a" / "loop")
    assert "leads back" in taken.error.message


@pytest.mark.parametrize("home", [".", "archive"])
def test_the_folders_of_an_archive_are_not_read(tmp_path, take, home):
    rejected = tmp_path / home / "rejected"
    rejected.mkdir(parents=True)
    (rejected / "a.jsonl").write_text('{"title": "Rejected", "body": "It grows."}\n')
    (tmp_path / home / "store.sqlite").touch()
    (tmp_path / "page.txt").write_text("A roof\nIt rained.")
    assert [article.title for article in take(tmp_path).articles] == ["A roof"]
    assert [article.title for article in take(rejected).articles] == ["Rejected"]


def test_a_folder_that_two_links_lead_to_is_read_once(tmp_path, take):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "page.txt").write_text("A roof\nIt rained.")
    (tmp_path / "z-link").symlink_to(tmp_path / "real")
    taken = take(tmp_path)
    assert len(taken.articles) == 1
    assert taken.source.repeated == 0


def test_folders_may_lie_deep(tmp_path, take):
    folder = tmp_path
    for _ in range(1200):
        folder /= "d"
        folder.mkdir()
    (folder / "page.txt").write_text("A roof\nIt rained.")
    assert take(tmp_path).article.title == "A roof"
    (folder / "page.txt").unlink()
    while folder != tmp_path:  # too deep for those who clean up
        folder.rmdir()
        folder = folder.parent


def test_files_that_cannot_be_opened_are_named(tmp_path, take):
    (tmp_path / "good.txt").write_text("A roof\nIt rained.")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    taken = take(tmp_path)
    assert len(taken.articles) == 1
    places = [Path(rejection.error.place).name for rejection in taken.rejections]
    assert places == ["broken.txt", "pipe.txt"]


def test_standard_input_needs_no_check():
    check_paths([Path("-")])


def test_reading_reports_every_byte_on_the_disk(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress((GOOD + "\n").encode() * 1000))
    seen: list[int] = []
    assert sum(1 for _ in read_file(path, "utf-8", seen.append)) == 1000
    assert sum(seen) == bytes_in([path]) == path.stat().st_size
