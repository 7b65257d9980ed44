"""Bad input: each fault has a place, a reason and a mend; all else is accepted."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from pathlib import Path

import pytest

from indexer.ingest import check, check_encoding, jsonl
from indexer.ingest.records import LIMIT
from indexer.ingest.sources import read, size
from schemas.errors import UsageError

GOOD = json.dumps({"id": "good", "language": "en", "title": "A roof", "body": "It rained."})
RUSSIAN = {
    "id": "ru",
    "language": "ru",
    "title": "Навес",
    "body": "Весь день шёл дождь над городом",
}


def line(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"not json", "no JSON: "),
        (b'{"title": "cut', "no JSON: EOF while parsing a string at column 14"),
        (b'{"a": 1} {"b": 2}', "no JSON: trailing characters"),
        (b'{"a": NaN}', "no JSON: "),
        (b'{"title": "\\ud83d"}', "no JSON: "),
        (b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}", "no JSON: recursion limit"),
        (b"[1, 2]", "it holds a list, not an object"),
        (b'"text"', "it holds a text, not an object"),
        (b"1.5", "it holds a number, not an object"),
        (b"true", "it holds true or false, not an object"),
        (b"null", "it holds null, not an object"),
        (b'{"title": "nul \\u0000 inside"}', "a NUL character"),
        (b'{"deep": [{"\\u0000": 1}]}', "a NUL character"),
        (b'{"title": "nul \x00 inside"}', "a NUL byte at byte 15"),
        (b"\x00\x00\x00\x00", "a NUL byte at byte 0"),
        (line(RUSSIAN).decode().encode("cp1251"), "it looks like windows-1251"),
        (line(RUSSIAN).decode().encode("koi8-r"), "it looks like koi8-r"),
        (b"\xff\xfe{", "byte 0xff at byte 0 is not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path, take, bad, message):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n" + bad + b"\n" + GOOD.encode() + b"\n")
    taken = take(path)
    assert [article.id for article in taken.articles] == ["good"]
    assert message in taken.error.message
    assert taken.error.place == f"{path}:2"
    assert taken.error.mend


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n\r\n",
        GOOD.encode() + b"\n" + GOOD.replace("good", r"\\u0000").encode(),
    ],
    ids=["no line end", "BOM and CRLF", "an escaped backslash before u0000"],
)
def test_what_looks_bad_and_is_not(tmp_path, take, content):
    (tmp_path / "a.jsonl").write_bytes(content)
    assert take(tmp_path).articles[0].id == "good"
    assert not take(tmp_path).rejections


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r"])
def test_with_its_encoding_a_file_is_read(tmp_path, take, encoding):
    (tmp_path / "a.jsonl").write_bytes(line(RUSSIAN).decode().encode(encoding))
    (tmp_path / "b.txt").write_bytes("Навес\nВесь день шёл дождь.".encode(encoding))
    taken = take(tmp_path, encoding=encoding)
    assert [article.title for article in taken.articles] == ["Навес", "Навес"]


@pytest.mark.parametrize("encoding", ["utf-16", "no-such", "idna", "gb18030", "rot13", "a\0b"])
def test_an_encoding_that_cannot_be_read_by_line_is_refused(encoding):
    with pytest.raises(UsageError):
        check_encoding(encoding)


def test_a_line_of_100_megabytes_is_rejected_in_bounded_memory(tmp_path, take):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"title": "')
        for _ in range(100):
            file.write(b"x" * 2**20)
        file.write(b'"}\n' + GOOD.encode())
    tracemalloc.start()
    taken = take(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.id for article in taken.articles] == ["good"]
    assert taken.error.place == f"{path}:1"
    assert "longer than 32 MiB" in taken.error.message
    assert peak < 2.5 * LIMIT
    assert len(taken.rejections[0].record) < 1000


def test_a_long_body_is_read(tmp_path, take):
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(RUSSIAN | {"body": "дождь " * 1_000_000}))
    assert len(take(path).article.body) > 5_000_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01\x02" * 100, "a NUL byte at byte 0"),
        ("Навес\nДождь".encode("utf-16"), "byte 0xff at byte 0"),
        ("Навес\nВесь день шёл дождь над городом".encode("cp1251"), "windows-1251"),
        (b"x" * (LIMIT + 1), "longer than 32 MiB"),
    ],
    ids=["empty", "binary", "utf-16", "windows-1251", "long"],
)
def test_a_bad_page_is_named_and_the_others_are_read(tmp_path, take, content, message):
    (tmp_path / "bad.txt").write_bytes(content)
    (tmp_path / "good.txt").write_text("A roof\nIt rained.")
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["A roof"]
    assert taken.error.place == str(tmp_path / "bad.txt")
    assert message in taken.error.message or "NUL" in taken.error.message
    assert taken.error.mend


def test_a_truncated_gzip_gives_what_came_before_and_its_place(tmp_path, take):
    packed = gzip.compress(b"".join(line(RUSSIAN | {"id": f"a{n}"}) + b"\n" for n in range(9000)))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    taken = take(path)
    assert len(taken.articles) > 1000
    *lines, rest = taken.rejections
    assert "damaged after this place" in rest.error.message
    assert rest.error.place.startswith(f"{path}:")
    assert len(lines) <= 1


@pytest.mark.parametrize("content", [b"", b"no gzip at all"])
def test_what_is_no_gzip(tmp_path, take, content):
    (tmp_path / "a.jsonl.gz").write_bytes(content)
    taken = take(tmp_path)
    assert not taken.articles
    assert bool(taken.rejections) == bool(content)


def test_a_packed_page_is_read(tmp_path, take):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"A roof\nIt rained."))
    assert take(tmp_path).article.title == "A roof"


@pytest.mark.parametrize("name", ["missing", "missing.jsonl", "empty", "notes.docx"])
def test_a_path_with_nothing_to_read_is_refused_before_anything_is_read(tmp_path, take, name):
    (tmp_path / "empty" / "deep").mkdir(parents=True)
    (tmp_path / "notes.docx").touch()
    (tmp_path / "good.jsonl").write_text(GOOD)
    with pytest.raises(UsageError) as caught:
        take(tmp_path / "good.jsonl", tmp_path / name)
    assert caught.value.place == str(tmp_path / name)
    assert caught.value.mend


def test_folders_are_read_in_order_with_everything_below(tmp_path, take):
    for name in ("b/2.txt", "b/1.txt", "a/x/3.TXT", "c.txt", "c.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Page {name}\nText.")
    titles = [article.title for article in take(tmp_path).articles]
    assert titles == ["Page a/x/3.TXT", "Page b/1.txt", "Page b/2.txt", "Page c.txt"]


def test_a_link_that_leads_in_a_circle_is_named_and_the_rest_is_read(tmp_path, take):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.txt").write_text("A roof\nIt rained.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    taken = take(tmp_path)
    assert taken.articles[0].title == "A roof"
    assert taken.error.place == str(tmp_path / "a" / "loop")
    assert "leads back" in taken.error.message


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
    check([Path("-")])


def test_reading_reports_every_byte_on_the_disk(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress((GOOD + "\n").encode() * 1000))
    seen: list[int] = []
    assert sum(1 for _ in read(path, "utf-8", seen.append)) == 1000
    assert sum(seen) == size([path]) == path.stat().st_size


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "count", "options"),
    [
        ("telegram-news.jsonl.gz", 15_780, {}),
        ("reuters-21578.jsonl.gz", 16_915, {"mapped": ("keywords=topics",), "unknown_dates": True}),
        ("parallel-news.jsonl", 246, {}),
    ],
)
def test_the_real_archives_are_accepted_whole(take, corpora, name, count, options):
    taken = take(corpora / name, **options)
    assert not taken.rejections
    assert taken.source.repeated == 0
    assert len(taken.articles) == count


def test_json_lines_are_streamed():
    class Endless:
        def readline(self, limit: int) -> bytes:
            return GOOD.encode() + b"\n"

    records = jsonl.read(jsonl.Source("endless", Endless()))
    assert next(records).place == "endless:1"
    assert next(records).place == "endless:2"
