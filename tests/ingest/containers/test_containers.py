"""Files in files: zip and tar, compressed and within each other."""

from __future__ import annotations

import bz2
import gc
import gzip
import lzma
import random
import tarfile
import tracemalloc
import zipfile

import pytest

from indexer.ingest.files.sources import read_file
from tests.ingest.containers.archives import (
    encrypted_zip,
    last_part,
    line,
    nameless_zip,
    sparse_tar,
    streamed_zip,
    tarred,
    zipped,
)

PAGE = b"A page\nIt rained on the page."
MEMBERS = {"pages/a.txt": PAGE, "b.jsonl": line("one") + line("two")}
TITLES = ["A page", "A roof", "A roof"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.ZIP", zipped(MEMBERS, zipfile.ZIP_STORED)),
        ("a.zip", zipped(MEMBERS, zipfile.ZIP_LZMA)),
        ("a.zip", streamed_zip(MEMBERS)),
        ("a.tar", tarred(MEMBERS)),
        ("a.tar.gz", gzip.compress(tarred(MEMBERS))),
        ("a.tgz", gzip.compress(tarred(MEMBERS))),
        ("a.tar.bz2", bz2.compress(tarred(MEMBERS))),
        ("a.tar.xz", lzma.compress(tarred(MEMBERS))),
        ("a.zip.gz", gzip.compress(zipped(MEMBERS))),
        ("a.tar", tarred({"inner.zip": zipped(MEMBERS)})),
        ("a.zip", zipped({"inner.tgz": gzip.compress(tarred(MEMBERS))})),
        ("a.tar", tarred({f"{name}.gz": gzip.compress(data) for name, data in MEMBERS.items()})),
        ("a.zip", zipped({f"{name}.xz": lzma.compress(data) for name, data in MEMBERS.items()})),
    ],
)
def test_every_way_of_packing_gives_the_same_articles(tmp_path, take, name, content):
    (tmp_path / name).write_bytes(content)
    taken = take(tmp_path)
    assert not taken.rejections
    assert [article.title for article in taken.articles] == TITLES
    assert taken.source.journal.skipped == 0


@pytest.mark.parametrize("name", ["b.jsonl.bz2", "b.jsonl.xz"])
def test_compressed_files_by_themselves(tmp_path, take, name):
    pack = {"bz2": bz2.compress, "xz": lzma.compress}[name.rpartition(".")[2]]
    (tmp_path / name).write_bytes(pack(line("one")))
    assert take(tmp_path / name).article.id == "one"


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.zip", zipped({"b/c.jsonl": b"{}\n{}\nbad\n"}), "a.zip!b/c.jsonl:3"),
        ("a.tar", tarred({"c.jsonl.gz": gzip.compress(b"\nbad\n")}), "a.tar!c.jsonl.gz:2"),
        ("a.tgz", gzip.compress(tarred({"x.zip": zipped({"y.txt": b""})})), "a.tgz!x.zip!y.txt"),
    ],
)
def test_a_fault_is_named_by_archive_member_and_line(tmp_path, take, name, content, place):
    (tmp_path / name).write_bytes(content)
    assert take(tmp_path).rejections[-1].error.place == str(tmp_path / place)


def test_a_container_in_a_container_in_a_container_is_not_opened(tmp_path, take):
    inner = zipped({"b.zip": zipped(MEMBERS), "a.txt": PAGE})
    (tmp_path / "a.zip").write_bytes(zipped({"middle.zip": inner}))
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["A page"]
    assert taken.error.place.endswith("a.zip!middle.zip!b.zip")
    assert "unpack the outermost" in taken.error.hint


def test_members_of_no_format_are_counted_and_otherwise_passed_over(tmp_path, take):
    others = {"x.css": b"", "x.jpg": b"\xff\xd8", "README": b"", "._a.txt": b"\0", "empty/": b""}
    (tmp_path / "a.zip").write_bytes(zipped(MEMBERS | others | {"__MACOSX/._b.jsonl": b"\0"}))
    (tmp_path / "b.tar").write_bytes(tarred({"x.css": b"body {}"}))
    taken = take(tmp_path)
    assert not taken.rejections
    assert len(taken.articles) == 3
    assert taken.source.journal.skipped == 6


def test_names_in_cyrillic_without_unicode_are_those_of_windows(tmp_path, take):
    path = tmp_path / "a.zip"
    packed = zipped({"xxxxxxxx.txt": b""})
    path.write_bytes(packed.replace(b"xxxxxxxx", "Страница".encode("cp866")))
    assert take(path).error.place == f"{path}!Страница.txt"


def test_the_name_of_a_member_need_not_be_text(tmp_path, take):
    name = "мост.txt".encode("cp1251").decode(errors="surrogateescape")
    (tmp_path / "a.tar").write_bytes(tarred({name: b"", "b.txt": PAGE}))
    taken = take(tmp_path)
    assert taken.articles[0].title == "A page"
    assert taken.error.place == rf"{tmp_path}/a.tar!\xec\xee\xf1\xf2.txt"


@pytest.mark.parametrize(
    "name", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "\\a.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_out_is_reported_and_never_followed(tmp_path, take, pack, name):
    inside = tmp_path / "deep" / "folder"
    inside.mkdir(parents=True)
    path = inside / f"a.{'zip' if pack is zipped else 'tar'}"
    path.write_bytes(pack({name: PAGE, "good.txt": PAGE}))
    before = sorted(tmp_path.rglob("*"))
    taken = take(path)
    assert len(taken.articles) == 1
    assert taken.error.place == f"{path}!{name}"
    assert "points outside" in taken.error.message
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (tarfile.SYMTYPE, "it is a link"),
        (tarfile.LNKTYPE, "it is a link"),
        (tarfile.CHRTYPE, "it is a device"),
        (tarfile.BLKTYPE, "it is a device"),
        (tarfile.FIFOTYPE, "it is a device"),
    ],
)
def test_links_and_devices_in_a_tar_are_reported(tmp_path, take, kind, message):
    (tmp_path / "a.tar").write_bytes(tarred(MEMBERS, {"link.txt": kind}))
    taken = take(tmp_path)
    assert len(taken.articles) == 3
    assert message in taken.error.message


def test_a_link_in_a_zip_is_reported(tmp_path, take):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("a.txt", PAGE)
    taken = take(tmp_path)
    assert taken.articles[0].title == "A page"
    assert "it is a link" in taken.error.message


def test_an_encrypted_member_is_reported_with_its_mend(tmp_path, take):
    (tmp_path / "a.zip").write_bytes(encrypted_zip("a.txt"))
    error = take(tmp_path).error
    assert error.message == "it is encrypted"
    assert "password" in error.hint


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.zip", nameless_zip(PAGE), "it has no name"),
        ("a.tar", sparse_tar("a.txt"), "the file is damaged after this place: invalid"),
    ],
)
def test_what_damage_raises_is_one_rejection_and_reading_goes_on(
    tmp_path, take, name, content, message
):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.txt").write_bytes(PAGE)
    taken = take(tmp_path)
    assert taken.articles[0].title == "A page"
    assert taken.error.place.startswith(str(tmp_path / name))
    assert taken.error.message.startswith(message)


def test_the_last_part_of_a_split_zip_is_one_rejection(tmp_path, take):
    (tmp_path / "a.zip").write_bytes(last_part({f"{n}.txt": PAGE for n in range(200)}))
    (tmp_path / "b.txt").write_bytes(PAGE)
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["A page"]
    assert taken.error.message == "it is the last part of a zip file in several parts"
    assert taken.error.place == str(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["a.tar", "a.tgz"])
def test_a_tar_without_end_blocks_is_read_and_told(tmp_path, take, name):
    content = tarred(MEMBERS)
    cut = content.rstrip(b"\0")
    cut += bytes(-len(cut) % 512)
    (tmp_path / name).write_bytes(gzip.compress(cut) if name == "a.tgz" else cut)
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == TITLES
    assert taken.error.message.startswith("it lacks the empty blocks that end a tar file")
    assert taken.error.place == str(tmp_path / name)


def noisy(count: int) -> dict[str, bytes]:
    """Members that do not compress well, so that half a file holds half of them."""
    chance = random.Random(1)  # noqa: S311 - no secret
    return {
        f"{n:03}.jsonl": line(f"a{n}", body=" ".join(f"{chance.random()}" for _ in range(200)))
        for n in range(count)
    }


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("a.zip", lambda members: zipped(members, zipfile.ZIP_STORED)),
        ("a.zip", streamed_zip),
        ("a.tar", tarred),
        ("a.tgz", lambda members: gzip.compress(tarred(members))),
        ("a.tar.bz2", lambda members: bz2.compress(tarred(members), 1)),
        ("a.tar.xz", lambda members: lzma.compress(tarred(members))),
        ("a.zip.gz", lambda members: gzip.compress(zipped(members))),
    ],
    ids=["zip", "stored", "streamed", "tar", "tgz", "tar.bz2", "tar.xz", "zip.gz"],
)
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_of_a_truncated_archive_what_came_before_is_accepted(tmp_path, take, name, pack, share):
    packed = pack(noisy(300))
    (tmp_path / name).write_bytes(packed[: int(len(packed) * share)])
    taken = take(tmp_path)
    assert 300 * share - 100 < len(taken.articles) < 300
    *lines, rest = taken.rejections
    assert rest.error.code == "damaged"
    assert rest.error.place.startswith(str(tmp_path / name))
    assert len(lines) <= 1


@pytest.mark.parametrize("name", ["../../out.txt", "photo.jpg", "folder.ini"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_is_cut_off_in_a_member_that_nobody_reads(tmp_path, take, name, method):
    noise = random.Random(1).randbytes(200_000)  # noqa: S311 - no secret
    packed = zipped({"a.txt": PAGE, name: noise}, method)
    (tmp_path / "a.zip").write_bytes(packed[: len(packed) // 2])
    taken = take(tmp_path)
    assert len(taken.articles) == 1
    assert "the file ends within this member" in taken.rejections[-1].error.message


@pytest.mark.parametrize("name", ["../../out.txt", "photo.jpg", "a.txt"])
def test_a_bomb_in_a_zip_that_lost_its_directory(tmp_path, take, name):
    packed = zipped({name: bytes(200_000_000), "b.txt": PAGE})
    (tmp_path / "a.zip").write_bytes(packed[:-30])
    taken = take(tmp_path)
    assert not taken.articles
    assert taken.rejections[-1].error.code == "too-much"


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.tar.xz", "a.tar.bz2"])
@pytest.mark.parametrize("content", [b"", b"no archive at all" * 100, b"PK\3\4", b"\x1f\x8b\x08"])
def test_what_is_no_archive_is_one_rejection(tmp_path, take, name, content):
    (tmp_path / name).write_bytes(content)
    taken = take(tmp_path)
    assert not taken.articles
    assert "damaged" in taken.error.message


def test_a_damaged_member_of_a_zip_does_not_harm_the_others(tmp_path, take):
    packed = bytearray(zipped({"a.txt": PAGE * 50, "b.txt": PAGE}, zipfile.ZIP_STORED))
    packed[100] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(packed)
    taken = take(tmp_path)
    assert len(taken.articles) == 1
    assert taken.error.place.endswith("a.zip!a.txt")


def test_a_damaged_member_within_a_tar_does_not_harm_the_others(tmp_path, take):
    packed = gzip.compress(PAGE)
    (tmp_path / "a.tar").write_bytes(tarred({"a.txt.gz": packed[:-9], "b.txt": PAGE}))
    taken = take(tmp_path)
    assert len(taken.articles) == 1
    assert taken.error.place.endswith("a.tar!a.txt.gz")


def test_a_damaged_header_within_a_tar_is_no_silent_end(tmp_path, take):
    packed = bytearray(tarred({"a.txt": PAGE, "b.txt": PAGE, "c.txt": PAGE}))
    packed[1024 + 10] ^= 0xFF
    (tmp_path / "a.tar").write_bytes(packed)
    taken = take(tmp_path)
    assert len(taken.articles) == 1
    assert "damaged" in taken.error.message


@pytest.mark.parametrize("name", ["a.tar", "a.tgz"])
def test_memory_does_not_grow_with_the_members(tmp_path, take, name):
    def peak(count: int) -> int:
        members = {f"{n}.jsonl": line(str(n)) for n in range(count)}
        packed = tarred(members)
        (tmp_path / name).write_bytes(gzip.compress(packed) if name == "a.tgz" else packed)
        del members, packed
        gc.collect()
        tracemalloc.start()
        assert sum(1 for _ in read_file(tmp_path / name, "utf-8", lambda _: None)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(4_000)  # fills what has a bound: the reader of JSON keeps 16,384 short strings
    assert peak(4_000) < peak(400) + 100_000  # 100 bytes a member would be 360,000
