"""Hostile and broken input, one row a kind: a clear rejection, or the article that it is."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from indexer.ingest.packed.streams import GRACE
from tests.ingest.containers.archives import line, overlapping_zip, tarred, zipped
from tests.ingest.html import pages
from tests.ingest.html.pages import EN_BODY, EN_TITLE, linked, page

TEXT = "\n\n".join(EN_BODY)
RUSSIAN = "Торговцы в Буйнакске просят навес над рынком"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def record(**fields: object) -> bytes:
    whole = {"language": "en", "title": "A roof", "body": "It rained.", **fields}
    return json.dumps(whole, ensure_ascii=False).encode() + b"\n"


def article(**fields: object) -> bytes:
    return page("", linked(headline=EN_TITLE, articleBody=TEXT, **fields)).encode()


def zeros(count: int) -> bytes:
    """A gzip of ``count`` zeros, made without holding them."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="w") as file:
        for _ in range(count // 2**20):
            file.write(bytes(2**20))
    return packed.getvalue()


def sparse(size: int) -> bytes:
    """A tar whose one member is a hole of ``size`` bytes."""
    info = tarfile.TarInfo("GNUSparseFile.0/hole.jsonl")
    info.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.name": "hole.jsonl",
        "GNU.sparse.size": str(size),
        "GNU.sparse.numblocks": "0",
        "GNU.sparse.map": f"{size},0",
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info)
    return packed.getvalue()


@dataclass(frozen=True)
class Case:
    """A file and what must come of it. ``faults``: a part of the message of each rejection."""

    what: str
    name: str
    content: Callable[[], bytes]
    titles: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    bodies: tuple[str, ...] | None = field(default=None)


CASES = [
    Case(
        "a truncated gzip",
        "a.jsonl.gz",
        lambda: gzip.compress(b"".join(line(str(n), f"T{n}") for n in range(3)), 0)[:-8],
        ("T0", "T1", "T2"),
        ("damaged after this place",),
    ),
    Case(
        "a bomb of gzip",
        "a.jsonl.gz",
        lambda: gzip.compress(line("one")) + zeros(4 * GRACE),
        ("A roof",),
        ("more than 200 times its size",),
    ),
    Case("a bomb of gzip as a page", "a.html.gz", lambda: zeros(2 * GRACE), (), ("32 MiB",)),
    Case(
        "a bomb in a bomb",
        "a.zip",
        lambda: zipped({"a.txt": EN_TITLE.encode() + b"\nText.", "b.jsonl.gz": zeros(4 * GRACE)}),
        (EN_TITLE,),
        ("more than 200 times its size",),
    ),
    Case(
        "a zip whose members share their data",
        "a.zip",
        lambda: overlapping_zip(3, 2**20),
        (),
        ("it shares its data with other members",) * 3,
    ),
    Case(
        "a tar with a hole",
        "a.tar",
        lambda: sparse(2**40),
        (),
        ("more than 200 times its size",),
    ),
    Case(
        "a name that leads out of a zip",
        "a.zip",
        lambda: zipped({"../../evil.txt": b"Evil\nText.", "good.jsonl": line("good")}),
        ("A roof",),
        ("its name points outside the archive",),
    ),
    Case(
        "a name that leads out of a tar, and a link to a password",
        "a.tar",
        lambda: tarred({"/etc/evil.txt": b"Evil\nText."}, {"passwd.txt": tarfile.SYMTYPE}),
        (),
        ("it is a link", "its name points outside the archive"),
    ),
    Case(
        "a page with no article",
        "a.html",
        lambda: page("<ul><li><a href='/'>Home</a></li></ul>").encode(),
        (),
        ("there is no article on this page",),
    ),
    Case(
        "a page with ten",
        "a.html",
        lambda: pages.listing(10).encode(),
        (),
        ("this page lists 10 articles",),
    ),
    Case(
        "a date in the year 20017",
        "a.jsonl",
        lambda: record(published="20017-06-05"),
        (),
        ("'20017-06-05' is not a date",),
    ),
    Case(
        "a body of 5 MB",
        "a.jsonl",
        lambda: record(body="It rained. " * 500_000),
        ("A roof",),
        (),
        (("It rained. " * 500_000).strip(),),
    ),
    Case("a body of 10 characters", "a.jsonl", lambda: record(body="It rained."), ("A roof",)),
    Case("a page of 10 characters", "a.txt", lambda: b"Title\nText", ("Title",), (), ("Text",)),
    Case(
        "a title of a million characters",
        "a.jsonl",
        lambda: record(title="т" * 1_000_000),
        (),
        ("title: write 2000 characters or fewer",),
    ),
    Case(
        "two encodings in one file",
        "a.jsonl",
        lambda: record(title=RUSSIAN) + record(title=RUSSIAN[:-7]).decode().encode("cp1251"),
        (RUSSIAN, RUSSIAN[:-7]),
    ),
    Case(
        "two encodings on one page",
        "a.txt",
        lambda: RUSSIAN.encode() + b"\n" + RUSSIAN.encode("koi8-r"),
        (RUSSIAN,),
        (),
        (RUSSIAN,),
    ),
    Case(
        "NUL bytes in a line",
        "a.jsonl",
        lambda: b"\0" * 9 + b"\n" + line("a"),
        ("A roof",),
        ("NUL",),
    ),
    Case("NUL bytes on a page", "a.txt", lambda: b"Title\nTe\0xt", (), ("a NUL byte at byte 8",)),
    Case("NUL bytes in a saved page", "a.html", lambda: article() + b"\0", (), ("a NUL byte",)),
    Case(
        "marks of writing direction in a title",
        "a.jsonl",
        lambda: record(title=f"Road{BIDI} opened"),
        ("Road opened",),
    ),
    Case(
        "marks of writing direction on a page",
        "a.html",
        lambda: article(articleSection=BIDI).replace(b'headline": "', b'headline": "\xe2\x80\xae'),
        (EN_TITLE,),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_hostile_file(tmp_path, take, case):
    folder = tmp_path / "given"
    folder.mkdir()
    path = folder / case.name
    path.write_bytes(case.content())
    before = sorted(tmp_path.rglob("*"))
    tracemalloc.start()
    begun = time.process_time()
    taken = take(path)
    seconds, peak = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert tuple(article.title for article in taken.articles) == case.titles
    if case.bodies is not None:
        assert tuple(article.body for article in taken.articles) == case.bodies
    faults = [rejection.error for rejection in taken.rejections]
    assert len(faults) == len(case.faults), faults
    for error, part in zip(faults, case.faults, strict=True):
        assert part in error.message
        assert error.hint
        assert error.place.startswith(str(path))
    assert peak < 160 * 2**20
    assert seconds < 30
    assert sorted(tmp_path.rglob("*")) == before


def test_a_loop_of_links(tmp_path, take):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.txt").write_text("Title\nText.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["Title"]
    places = sorted(Path(rejection.error.place).name for rejection in taken.rejections)
    assert places == ["self.txt", "up"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.tar"])
def test_a_file_that_grows_while_it_is_read(tmp_path, take, name):
    """What stands there when its end is reached is read; a half line is rejected, no more."""
    path = tmp_path / name
    pack = {"jsonl": bytes, "gz": gzip.compress, "tar": lambda data: tarred({"a.jsonl": data})}
    lines = [record(id=f"a{n}", body=f"{n} " * 2_000) for n in range(60)]
    packed = pack[name.rpartition(".")[2]](b"".join(lines))
    half = len(packed) // 2
    path.write_bytes(packed[:half])

    def grow(_: int) -> None:
        nonlocal half
        with path.open("ab") as file:
            file.write(packed[half : half + 30_000])
        half += 30_000

    grown = take(path, report=grow)
    assert not grown.rejections
    assert len(grown.articles) == 60
    path.write_bytes(packed[: len(packed) // 3])
    assert len(take(path).rejections) <= 2


def test_a_file_that_goes_while_it_is_read(tmp_path, take):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(record(id=f"a{n}", body=f"{n} " * 2_000) for n in range(60)))
    assert len(take(path, report=lambda _: path.unlink(missing_ok=True)).articles) == 60


def test_a_folder_that_may_not_be_read(tmp_path, take):
    (tmp_path / "page.txt").write_text("Title\nText.")
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0)
    taken = take(tmp_path)
    assert [article.title for article in taken.articles] == ["Title"]
    if os.geteuid():  # nothing is locked for root
        assert taken.error.place == str(locked)
    locked.chmod(0o700)


def test_a_zip_of_many_members_needs_little_memory(tmp_path, take):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number}.css", b"")
    tracemalloc.start()
    taken = take(tmp_path / "a.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken.source.journal.skipped == 3_000
    assert peak < 3_000 * 1_000 + 2**20
