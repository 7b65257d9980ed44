"""Rejected records are set aside so that they can be mended and replayed."""

from __future__ import annotations

import errno
import json
import os

import pytest

from indexer.ingest import RejectedWriter
from indexer.ingest.records import Rejection
from indexer.ingest.rejected.retry import entries, replay
from schemas.errors import InputError, LockedError, StoreError

GOOD = json.dumps({"id": "good", "language": "en", "title": "A roof", "body": "It rained."})


def test_rejected_records_are_set_aside_as_they_came(tmp_path, take):
    path = tmp_path / "a.jsonl"
    wrong = {"id": "x", "title": "No body", "odd": [1]}
    path.write_bytes(json.dumps(wrong).encode() + b"\nnot json\n")
    aside = RejectedWriter(tmp_path / "rejected")
    for rejection in take(path).rejections:
        aside.add(rejection)
    aside.close()
    first, second = map(json.loads, aside.path.read_text().splitlines())
    assert first == {
        "place": f"{path}:1",
        "code": "no-body",
        "reason": "no body",
        "hint": first["mend"],
        "mend": first["mend"],
        "record": wrong,
    }
    assert first["hint"].startswith("add one")
    assert second["record"] == "not json"


def test_a_file_is_retried_only_when_nothing_is_added_to_it_any_more(tmp_path):
    aside = RejectedWriter(tmp_path / "rejected")
    aside.add(Rejection(InputError("no body", place="a:1")))
    first = aside.path
    with pytest.raises(LockedError, match="adding rejected records") as raised:
        replay(first, lambda *_: None)
    assert raised.value.place == str(first)
    aside.add(Rejection(InputError("no body", place="a:2")))
    assert len(first.read_text().splitlines()) == 2
    aside.close()
    aside.add(Rejection(InputError("no body", place="a:3")))
    aside.close()
    assert replay(first, lambda *_: None) == 0
    assert [json.loads(path.read_text())["place"] for path in first.parent.iterdir()] == ["a:3"]


def test_what_was_set_aside_is_on_the_disk_when_it_is_closed(tmp_path, monkeypatch):
    kept = []

    def note(number: int) -> None:
        kept.append(os.fstat(number).st_ino)
        fsync(number)

    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", note)
    aside = RejectedWriter(tmp_path)
    aside.add(Rejection(InputError("no body", place="a:1")))
    assert kept == []
    aside.close()
    assert kept == [aside.path.stat().st_ino, tmp_path.stat().st_ino]


def test_a_disk_that_fails_at_the_end_is_an_error_of_ours(tmp_path, monkeypatch):
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    aside = RejectedWriter(tmp_path)
    aside.add(Rejection(InputError("no body", place="a:1")))
    with pytest.raises(StoreError, match="Input/output error"):
        aside.close()


def test_what_a_retry_leaves_takes_the_place_of_the_file_when_it_is_on_the_disk(tmp_path, disk):
    aside = RejectedWriter(tmp_path)
    for number in (1, 2):
        aside.add(Rejection(InputError("no body", place=f"a:{number}")))
    aside.close()
    synced = []
    disk.before(aside.path.name, lambda partial, _: synced.append(disk.holds(partial)))

    def reject_the_first(items, _, reject):
        reject(next(iter(items)))

    assert replay(aside.path, reject_the_first) == 1
    assert synced == [True]


def test_mended_records_are_accepted(tmp_path, take):
    aside = RejectedWriter(tmp_path / "rejected")
    aside.add(Rejection(InputError("no body", place="a:1", hint="add one"), {"title": "A roof"}))
    aside.add(Rejection(InputError("not JSON", place="a:2"), GOOD[:-1]))
    aside.close()
    path = aside.path
    assert [r.error.message[:8] for r in take(path).rejections] == ["no body", "not JSON"]

    first, second = map(json.loads, path.read_text().splitlines())
    first["record"]["body"] = "It rained."
    second["record"] += "}"
    path.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n")
    assert [article.title for article in take(path).articles] == ["A roof", "A roof"]


@pytest.mark.parametrize("left_out", ["hint", "mend"])
def test_a_line_that_has_one_name_of_the_hint_is_read_and_retried(tmp_path, take, left_out):
    aside = RejectedWriter(tmp_path / "rejected")
    fault = InputError("no body", place="a:1", hint="add one", code="no-body")
    aside.add(Rejection(fault, {"title": "A roof"}))
    aside.close()
    kept = json.loads(aside.path.read_text())
    del kept[left_out]
    aside.path.write_text(json.dumps(kept) + "\n")
    assert [r.error.code for r in take(aside.path).rejections] == ["no-body"]
    assert [entry.error.hint for entry in entries(aside.path)] == ["add one"]


def test_a_record_that_was_not_kept_says_so(tmp_path, take):
    aside = RejectedWriter(tmp_path)
    aside.add(Rejection(InputError("not UTF-8", place="page.txt")))
    aside.close()
    assert "correct the source file and ingest it" in take(aside.path).error.hint


def test_nothing_rejected_makes_no_file(tmp_path):
    aside = RejectedWriter(tmp_path / "rejected")
    aside.close()
    assert aside.path is None
    assert not (tmp_path / "rejected").exists()


def test_two_in_the_same_second_do_not_share_a_file(tmp_path):
    paths = set()
    for number in range(3):
        aside = RejectedWriter(tmp_path)
        aside.add(Rejection(InputError(f"x{number}")))
        aside.close()
        paths.add(aside.path)
    assert len(paths) == 3


def test_a_disk_that_takes_nothing_more_is_an_error_of_ours(tmp_path):
    (tmp_path / "rejected").touch()
    with pytest.raises(StoreError, match="cannot be set aside"):
        RejectedWriter(tmp_path / "rejected").add(Rejection(InputError("x")))


def test_what_was_damaged_in_a_feed_is_read_again_from_the_file(tmp_path, take):
    item = {"id": "1", "title": "A roof", "content_html": "<p>It rained.</p>"}
    feed = {"version": "https://jsonfeed.org/version/1", "items": [item, item | {"id": "2"}]}
    path = tmp_path / "feed.json"
    good = json.dumps(feed)
    path.write_text(good.replace('"id": "2"', '"id": "2'))
    aside = RejectedWriter(tmp_path / "rejected")
    for rejection in take(path).rejections:
        aside.add(rejection)
    aside.close()
    path.write_text(good)
    found = []
    assert replay(aside.path, lambda items, *_: found.extend(items)) == 0
    # that the file ended early was told of its only line, on which the first record is, too
    assert [one.place for one in found] == [f"{path}:1", f"{path}:1#2"]
    assert {one.fields["body"] for one in found} == {"It rained."}


def test_the_same_records_again_make_no_second_file(tmp_path):
    def aside(*places: str) -> RejectedWriter:
        writer = RejectedWriter(tmp_path)
        for place in places:
            writer.add(Rejection(InputError("no body", place=place)))
        return writer

    first, again, other, longer = aside("a:1"), aside("a:1"), aside("a:2"), aside("a:1", "a:2")
    for writer in (first, again, other, longer):
        writer.close()
    assert again.path == first.path
    assert set(tmp_path.iterdir()) == {first.path, other.path, longer.path}


def test_the_same_records_stay_while_another_command_has_the_earlier_file(tmp_path):
    first, again, last = (RejectedWriter(tmp_path) for _ in range(3))
    for writer in (first, again):
        writer.add(Rejection(InputError("no body", place="a:1")))
    again.close()  # the first is still written to, and may get other lines
    assert again.path.exists()
    assert again.path != first.path
    first.close()
    assert first.path == again.path

    def while_retried(*_: object) -> None:
        last.add(Rejection(InputError("no body", place="a:1")))
        last.close()

    assert replay(again.path, while_retried) == 0
    assert list(tmp_path.iterdir()) == [last.path]
