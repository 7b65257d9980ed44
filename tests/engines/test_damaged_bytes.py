"""Bytes that change in a published file: an error that names it, never a crash."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from corpus import DAY, Doc, batch

from indexer.archive import Archive
from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files import segment_files
from indexer.index.whoosh.files.container import Container
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.write import segment_writer
from schemas.article import Article
from schemas.errors import ForeignIndexError
from schemas.expression import And, Near, Or, Phrase, Wildcard, Word
from schemas.facets import FACETS
from schemas.query import Query, Request

ARRAYS = [
    *("ids", "id_ends", "id_hashes", "id_docs", "published", "lengths", "signatures", "starts"),
    *("forms", "form_ends", "folded", "terms", "term_ends"),
    *("form_terms", "form_terms_ends", "term_forms", "term_forms_ends"),
    *("run_ends", "run_chunks", "run_postings", "lows", "codes", "positions", "blocks"),
    *("rare_postings", "rare_codes", "triples"),
    *(f"{part}_{facet.name}" for facet in FACETS for part in ("column", "values", "ends", "names")),
    *(f"names_{facet.name}_ends" for facet in FACETS),
]
X, Y, Z = Word(("x",)), Word(("y",)), Word(("z", "first:t"))
REQUESTS = [
    *map(Request, (X, And((X, Y)), Or((X, Z)), Phrase((X, Y)), Near((X, Z), 3), Wildcard("t*"))),
    *map(Request, (Word(("x",), "title"), Or((Word(("=title",)), Wildcard("?"))))),
    Request(filters={FACETS[0].name: ("red", "blue")}),
    Request(And((Y, X)), sort="newest", filters={FACETS[-1].name: ("red",)}),
    Request(sort="oldest"),
]


def docs() -> list[Doc]:
    values = [("red",), ("blue", "green"), (), ("red", "green")]
    return [
        Doc(
            f"d{n}",
            "title x" if n % 3 else f"name{n % 7} z",
            "y x" * (n % 2),
            "x y z " * (1 + n % 5),
            published=n * DAY,
            facets={facet.name: values[n % 4] for facet in FACETS},
        )
        for n in range(90)
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    engine = WhooshEngine(folder)
    name = engine.create("f").name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment_writer, "COMMON", 4)  # of seven codes
        engine.apply(name, [batch(docs())], 1)
    engine.publish(name)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    archive = Archive.open(folder, create=True)
    archive.add(
        Article(
            id=f"a{n}",
            language=("ru", "en")[n % 2],
            title=f"Floods in Kazan {n}",
            lede="The river rises",
            body="Волга вышла из берегов. The river rose again.",
            published=f"2024-01-{1 + n % 9:02}",
            authors=(f"Ann {n % 3}",),
            tags=("floods",),
        )
        for n in range(20)
    )
    archive.sync()
    return folder


def copied(source: Path, to: Path) -> Path:
    return Path(shutil.copytree(source, to / "copy"))


def segment(folder: Path) -> Path:
    (path,) = folder.rglob("*.arrays")
    return path


def damage(path: Path, array: str, seed: int = 0) -> None:
    """Change one in 40 elements of an array."""
    content = bytearray(path.read_bytes())
    dtype, length, begin, _ = Container(path)._arrays[array]
    size = np.dtype(dtype).itemsize
    chance = random.Random(f"{array} {seed}")  # noqa: S311 - damage that can be repeated
    for _ in range(1 + length // 40):
        at = begin + chance.randrange(length) * size
        content[at : at + size] = chance.choice((b"\xff" * size, chance.randbytes(size)))
    path.write_bytes(content)


def unnoticed(path: Path, array: str, seed: int = 0) -> None:
    """The same as a disk does it: the file is as old as it was."""
    before = path.stat()
    damage(path, array, seed)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_the_table_is_complete(built):
    assert sorted(Container(segment(built))._arrays) == sorted(ARRAYS)


def test_hashes_of_ids_are_whole_numbers(built):
    """As fractions some would equal nothing, not even themselves."""
    assert Container(segment(built)).array("id_hashes").dtype == np.dtype("<u8")


@pytest.mark.parametrize("array", ARRAYS)
def test_a_file_that_was_written_to_is_not_searched(built, tmp_path, array):
    folder = copied(built, tmp_path)
    path = segment(folder)
    damage(path, array)
    with pytest.raises(ForeignIndexError, match=f"{path}.*array {array}.*podshivka reindex"):
        WhooshEngine(folder).open()


def test_every_process_says_so_that_is_forked_from_one_that_has_looked(home, tmp_path):
    folder = copied(home, tmp_path)
    path = segment(folder)
    unnoticed(path, "positions")
    archive = Archive.open(folder)
    archive.settle()
    for _ in range(2):
        with pytest.raises(ForeignIndexError, match=f"{path}.*podshivka reindex --home {folder}"):
            archive.search(Query("floods"))
    archive.rebuild()
    assert archive.search(Query("floods")).total == 20


def test_what_is_sound_is_served(home, tmp_path):
    archive = Archive.open(copied(home, tmp_path))
    archive.settle()
    assert archive.search(Query("floods")).total == 20


def test_damage_gets_no_new_checksums(built, tmp_path):
    folder = copied(built, tmp_path)
    unnoticed(segment(folder), "positions")
    engine = WhooshEngine(folder)
    name = engine.published()
    with pytest.raises(ForeignIndexError, match="positions"):
        engine.apply(name, [batch([Doc("new", "x")])], 2)
    assert engine.generations()[0].checkpoint == 1


def test_an_error_of_another_cause_goes_on(built, monkeypatch):
    def short(*_):
        raise MemoryError

    searcher = WhooshEngine(built).open()
    monkeypatch.setattr(reading, "common", short)
    with pytest.raises(MemoryError):
        searcher.search(Request(X))


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"\xff\xff\x00", b"\xff\xff\x00\x00\x00\x00\x00"]
)
def test_a_mask_of_live_documents_has_its_size(tmp_path, content):
    path = tmp_path / "live"
    path.write_bytes(content)
    with pytest.raises(ForeignIndexError, match="has the wrong size"):
        segment_files._read_live(path, 16)
    live = np.arange(16) % 3 > 0
    path.write_bytes(segment_files.live_file(live))
    assert segment_files._read_live(path, 16).tolist() == live.tolist()
    path.write_bytes(segment_files.live_file(live)[:2])  # as an earlier version wrote it
    assert segment_files._read_live(path, 16).tolist() == live.tolist()
