"""Tar files that end too early, or are packed in a damaged file: all before the damage is read."""

from __future__ import annotations

import gzip

import pytest

from tests.ingest.containers.archives import line, tarred, zipped

LINES = [line(f"a{n}", f"A roof {n}") for n in range(2_000)]
MEMBERS = {"a.jsonl": LINES[0], "b.jsonl": LINES[1]}


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda packed: packed[:-4], "Compressed file ended"),
        (lambda packed: packed[:-8] + bytes(8), "CRC check failed"),
        (lambda packed: packed + b"This is garbage", "Not a gzipped file"),
    ],
)
def test_damage_behind_the_last_member_costs_none(tmp_path, take, spoil, message):
    (tmp_path / "a.tgz").write_bytes(spoil(gzip.compress(tarred(MEMBERS))))
    taken = take(tmp_path)
    assert [article.id for article in taken.articles] == ["a0", "a1"]
    assert message in taken.error.message
    assert taken.error.place == f"{tmp_path / 'a.tgz'}!b.jsonl:1"


def stored(data: bytes) -> bytes:
    """A gzip file in which ``data`` stand as they are."""
    return gzip.compress(data, 0)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["tar", "tgz"])
def test_the_lines_before_the_end_of_a_member_that_is_cut_off(tmp_path, take, pack):
    whole = tarred({"a.jsonl": b"".join(LINES)})
    cut = whole.index(LINES[1_500]) + 20
    name = "a.tar" if pack is bytes else "a.tgz"
    (tmp_path / name).write_bytes(pack(whole[:cut]))
    taken = take(tmp_path)
    assert len(taken.articles) == 1_500
    assert taken.error.code == "damaged"
    assert "ends within this member" in taken.error.message


def test_the_lines_before_the_end_of_a_file_that_is_cut_off(tmp_path, take):
    packed = stored(tarred({"a.jsonl": b"".join(LINES)}))
    (tmp_path / "a.tgz").write_bytes(packed[: packed.index(LINES[300]) + 20])
    taken = take(tmp_path)
    assert len(taken.articles) == 300
    assert taken.error.code == "damaged"


@pytest.mark.parametrize("more", [0, 100])
def test_a_file_that_is_cut_off_between_members_is_called_damaged(tmp_path, take, more):
    packed = stored(tarred(MEMBERS))
    (tmp_path / "a.tgz").write_bytes(packed[: packed.index(b"b.jsonl") + more])
    taken = take(tmp_path)
    assert [article.id for article in taken.articles] == ["a0"]
    assert "Compressed file ended" in taken.error.message


def test_a_cut_tar_within_a_zip_does_not_harm_what_follows(tmp_path, take):
    cut = tarred(MEMBERS)[:1_500]
    (tmp_path / "a.zip").write_bytes(zipped({"a.tar": cut, "b.jsonl": line("after")}))
    taken = take(tmp_path)
    assert [article.id for article in taken.articles] == ["a0", "after"]
    assert taken.error.place.startswith(f"{tmp_path / 'a.zip'}!a.tar")
