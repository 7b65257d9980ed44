"""Flip bits of an index as a disk does it, the file's time kept, and search: ``python -m
tests.fuzz.flips 500``. Prints how many answers were right, refused or wrong, before the file was
checked and after, and how many processes crashed; ends with 1 when a checked file gave a wrong
answer or a process crashed.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from indexer.archive import Archive
from indexer.page.json_shapes import page_json
from schemas.article import Article
from schemas.errors import PodshivkaError
from schemas.query import Query

QUERIES = [
    *("floods", "river rose", '"the river"', "river NEAR/3 rose", "волга", "берег* OR the", "*"),
    *("flood* -kazan", "title:floods", "floods kazan 7", "кино", "river SENTENCE again", "a OR e*"),
]
FILTERS: list[dict[str, tuple[str, ...]]] = [{}, {"author": ("Ann 1",)}]


def archive_in(folder: Path, articles: int = 300) -> Archive:
    """A small archive in two segments, of which one has dead articles."""
    archive = Archive.open(folder, create=True)
    for part in range(2):
        archive.add(
            Article(
                id=f"a{n}",
                language=("ru", "en")[n % 2],
                title=f"Floods in Kazan {n}",
                lede="The river rises" if n % 3 else "Кино и театр",
                body="Волга вышла из берегов. The river rose again.\n\n" * (1 + n % 4),
                published=f"20{10 + n % 9}-01-{1 + n % 28:02}" if n % 7 else None,
                authors=(f"Ann {n % 5}",),
                tags=("floods", f"t{n % 11}"),
            )
            for n in range(part, articles, 2)
        )
        archive.sync()
    archive.delete([f"a{n}" for n in range(0, articles, 20)])
    archive.sync()
    return archive


def answers(archive: Archive) -> list[Any]:
    """What the queries find: totals, ids, scores, counts, words."""
    found: list[Any] = []
    for text in QUERIES:
        for filters in FILTERS:
            for sort in ("relevance", "newest"):
                page = archive.search(Query(text, filters=filters, sort=sort, forms=True))
                found.append(page_json(page))
    return found


def flip(path: Path, chance: random.Random) -> int:
    """Change one byte, the size and the time kept; where."""
    before = path.stat()
    at = chance.randrange(before.st_size)
    with path.open("r+b") as file:
        file.seek(at)
        (old,) = file.read(1)
        file.seek(at)
        file.write(bytes([chance.choice([old ^ 1 << chance.randrange(8), 255 ^ old])]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return at


def outcome(folder: Path, right: list[Any], *, checked: bool) -> str:
    """Search the archive in a process of its own: right, refused, wrong, fault or crash."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_search, args=(folder, right, checked, theirs)
    )
    process.start()
    theirs.close()
    try:
        said: str = ours.recv() if ours.poll(120) else "hangs"
    except EOFError:
        said = "crash"
    process.kill()
    process.join()
    return said


def _search(folder: Path, right: list[Any], checked: bool, out: Any) -> None:
    try:
        archive = Archive.open(folder)
        if checked:
            archive.searcher().verify()
        out.send("right" if answers(archive) == right else "wrong")
    except PodshivkaError:
        out.send("refused")
    except BaseException as error:  # noqa: BLE001 - told to the parent
        out.send(f"fault {type(error).__name__}: {error}")


def main(count: int) -> int:
    """Flip and search so many times."""
    chance = random.Random(count)  # noqa: S311 - damage that can be repeated
    told: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    with tempfile.TemporaryDirectory() as home:
        source = Path(home, "sound")
        archive = archive_in(source)
        right = answers(archive)
        archive.store.close()
        for number in range(count):
            folder = Path(shutil.copytree(source, Path(home, "copy")))
            path = chance.choice(sorted(folder.glob("index/*/MAIN_*.arrays")))
            at = flip(path, chance)
            for checked, said in told.items():
                how = outcome(folder, right, checked=checked)
                said[how] += 1
                if how not in {"right", "refused"}:
                    when = "checked" if checked else "unchecked"
                    sys.stdout.write(f"{number} {path.name} {at} {when} {how}\n")
            shutil.rmtree(folder)
    for checked, said in told.items():
        sys.stdout.write(f"{'checked' if checked else 'unchecked'}: {dict(said)}\n")
    bad = {"crash", "hangs", "wrong"} & set(told[True]) or {"crash", "hangs"} & set(told[False])
    return 1 if bad or any(how.startswith("fault") for said in told.values() for how in said) else 0


if __name__ == "__main__":
    raise SystemExit(main(int([*sys.argv, "500"][1])))
