"""Damage files of every kind and ingest them: ``python -m tests.fuzz.damage 10000 [SEED]``.

Each damaged file is read between two good ones. Only rejections may come of it, and articles; the
good ones must be taken; time and memory must stay bounded. Prints each kind of fault once, with the
seed that repeats it, and what became of the files; ends with 1 if there was a fault.
"""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.ingest import Ingest, Rejection, Rules
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from tests.fuzz.damaged_files import KINDS
from tests.ingest.containers.archives import line

SECONDS = 20
"""Processor time that a small file may take at most."""

MEMORY = 500 * 1024
"""Kilobytes by which the process may grow at most over all files."""

_ODD = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_RULES = Rules({"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")})


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class HangError(BaseException):
    """A file took longer than it may; no reader may catch it."""


@dataclass
class Outcome:
    """What became of the files: ``told`` by code, and ``faults`` by kind with the first number.

    ``before``: kilobytes that the process had taken at most.
    """

    told: Counter[str] = field(default_factory=Counter)
    faults: dict[str, int] = field(default_factory=dict)
    slowest: tuple[float, int] = (0, 0)
    most: tuple[int, int] = (0, 0)
    """Seconds, and rejections, and the number of the file."""
    before: int = field(default_factory=_peak)


def damaged(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """``data`` with one to four faults, such as disks, transfers and bad programs make."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(found) + 1)
        length = min(chance.choice((1, 2, 4, 30, 500, 5_000)), len(found) - at)
        kind = chance.randrange(8)
        if kind == 0 and at < len(found):
            found[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del found[at : at + length]
        elif kind == 2:
            found[at:at] = chance.randbytes(length)
        elif kind == 3:
            found[at:at] = found[at : at + length] * chance.choice((1, 2, 50))
        elif kind == 4:
            del found[at:]
        elif kind == 5:
            start = chance.randrange(len(other) + 1)
            found[at : at + length] = other[start : start + length]
        elif kind == 6:
            size = chance.choice((1, 2, 4, 8))
            odd = chance.choice(_ODD) & (256**size - 1)
            found[at : at + size] = odd.to_bytes(size, "little")
        else:
            found[at : at + length] = bytes(length)
    return bytes(found)


def damaged_number(data: bytes, chance: random.Random) -> bytes:
    """``data`` in which a number that is written out is another."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return data
    at = chance.choice(digits)
    new = chance.choice((b"", b"-1", b"0", b"9" * 30, b"9" * 5_000, b"1e9", b"\xd9\xa3", b"0x10"))
    return data[:at] + new + data[at + 1 :]


def stretched(data: bytes, chance: random.Random) -> bytes:
    """``data`` in which a few bytes are repeated many times: what takes their square is slow."""
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + chance.choice((1, 2, 3, 8, 40, 200))] or b" "
    return data[:at] + piece * (chance.choice((20_000, 200_000)) // len(piece)) + data[at:]


def fault_of(files: Mapping[str, bytes], folder: Path, outcome: Outcome, number: int) -> str:
    """Ingest the files; "" if nothing but articles and rejections came, else the kind of fault."""
    good = {"0.jsonl": line("first", "The first"), "zz.jsonl": line("last", "The last")}
    paths = []
    for name, content in sorted((good | dict(files)).items()):
        (folder / name).write_bytes(content)
        paths.append(folder / name)
    rejections: list[Rejection] = []
    begun = time.process_time()
    try:
        with _alarm():
            articles = list(Ingest(paths, _RULES, rejections.append))
    except HangError:
        return "it takes too long"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"raises {_kind(error)}"
    outcome.slowest = max(outcome.slowest, (time.process_time() - begun, number))
    outcome.most = max(outcome.most, (len(rejections), number))
    outcome.told.update(one.error.code for one in rejections)
    outcome.told["article"] += len(articles) - len(good)
    if _peak() - outcome.before > MEMORY:
        return "it takes too much memory"
    return _lost(articles, rejections) or next(filter(None, map(_fault_of, rejections)), "")


def _lost(articles: list[Article], rejections: list[Rejection]) -> str:
    """Whether the good articles are missing, or something cannot be kept."""
    # a damaged file may come with the id of a good one
    ids = {one.id for one in articles} | {one.error.code for one in rejections}
    if not {"first", "last"} <= ids and "same-id" not in ids:
        return "good articles are lost"
    for article in articles:
        article.model_dump_json().encode()
    return ""


def _fault_of(rejection: Rejection) -> str:
    """What is wrong with a rejection."""
    error = rejection.error
    if not (error.message and error.hint and error.place):
        return f"a rejection without place or hint: {error.message[:60]}"
    json.dumps(rejection.record, ensure_ascii=False).encode(errors="surrogatepass")
    return error.message[:120] if "reading it failed" in error.message else ""


@contextmanager
def _alarm() -> Any:
    def ring(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _kind(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = trace and f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return f"{type(error).__name__} at {where}: {str(error)[:80]}"


def one(number: int, folder: Path, outcome: Outcome) -> dict[str, bytes]:
    """Damage a file, the number of which says how, and ingest it; gives it."""
    chance = random.Random(number)  # noqa: S311 - damage that can be repeated
    name = chance.choice(sorted(KINDS))
    kind = KINDS[name]
    other = KINDS[chance.choice(sorted(KINDS))].inside
    inside, pack = kind.inside, kind.pack
    way = chance.randrange(5)
    if way == 0:
        content = damaged(pack(inside), chance, pack(other))
    elif way == 1:
        content = pack(damaged_number(inside, chance))
    elif way == 2:
        content = pack(stretched(inside, chance))
    elif way == 3:
        content = damaged(pack(damaged(inside, chance, other)), chance, other)
    else:
        content = pack(damaged(inside, chance, other))
    files = {name: content}
    fault = fault_of(files, folder, outcome, number)
    if fault:
        outcome.faults.setdefault(f"{name}: {fault}", number)
    return files


def run(numbers: range, show: Callable[[str], Any]) -> Outcome:
    """Damage and ingest a file for each number."""
    outcome = Outcome()
    for number in numbers:
        known = len(outcome.faults)
        with tempfile.TemporaryDirectory() as folder:
            one(number, Path(folder), outcome)
        if len(outcome.faults) > known:
            show(f"{number} {list(outcome.faults)[-1]}")
    return outcome


def main(count: int, start: int = 0) -> int:
    """Damage and ingest so many files."""

    def show(text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    outcome = run(range(start, start + count), show)
    show(f"{count} files: {dict(outcome.told.most_common())}")
    seconds, slowest = outcome.slowest
    took = f"number {slowest} took {seconds:.1f} s; {_peak() // 1024} MiB"
    show(f"{len(outcome.faults)} faults; {took}")
    show(f"number {outcome.most[1]} gave {outcome.most[0]} rejections")
    return int(bool(outcome.faults))


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:] or ["10000"])))
