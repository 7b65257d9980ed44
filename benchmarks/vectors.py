"""Vectors of meaning beside plain BM25: how fast they are made, how large they are, how fast asked.

``python -m benchmarks.vectors --articles 20000`` encodes some articles of the corpus, writes as
many made-up vectors as there are articles (in groups, as subjects are), and asks them and our
engine in turns. ``--alone``: without the engine, whose index of 500,000 articles takes a while.
Answers are compared with all vectors, and likenesses with numpy in double precision. Writes
``benchmarks/results/DATE-ARTICLES-vectors.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import corpus
from benchmarks.adapters.ours import Ours
from benchmarks.build import build
from benchmarks.queries import load
from benchmarks.run import RESULTS, machine
from indexer.vectors import nearest
from indexer.vectors.encoder import encoder
from indexer.vectors.manifest import Manifest
from indexer.vectors.packed import (
    DIMENSIONS,
    KINDS,
    WHOLE,
    Packed,
    Whole,
    numbers_of,
    packed,
    signs_of,
)
from indexer.vectors.part import Part, open_part, write_part
from indexer.vectors.parts import LARGEST
from indexer.vectors.pieces import MOST, pieces
from indexer.vectors.rows import LANGUAGES, Entry, rows_of
from indexer.vectors.table import Table

ENCODED = 300
"""Articles that are encoded, for the rate."""
QUESTIONS = 20
SUBJECTS, SPREAD = 400, 0.7
"""Groups of made-up vectors, and the share of the subject in each of its vectors."""
LIMIT = 100
"""Nearest articles of each language that are asked for."""

Calls = Mapping[str, Callable[[int], object]]
"""What is asked, by name; the number is that of the question."""


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--alone", action="store_true", help="without the engine")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = _made(Path(folder), options.articles)
        questions = [numbers_of(table.parts[0].vectors[n])[WHOLE] for n in range(QUESTIONS)]
        calls: dict[str, Callable[[int], object]] = {
            "closest": lambda n: table.closest(questions[n], LIMIT),
            "closest, brute force": lambda n: _brute(table, questions[n], LIMIT),
            "of 100": lambda n: table.cosines(questions[n], some),
        }
        some = [id for id, _ in table.closest(questions[0], LIMIT // 2)]
        if not options.alone:
            calls["BM25"] = _engine(options.articles)
        if (own := encoder()) is not None:
            texts = [each.name for each in load()][:QUESTIONS]
            calls["a question encoded"] = lambda n: own.question(texts[n % len(texts)])
        record = {
            "date": datetime.now(UTC).isoformat(timespec="minutes"),
            "machine": machine(),
            "articles": options.articles,
            "loops": "numpy" if nearest.native is None else "compiled",
            "bytes": table.manifest.bytes,
            "recall": _recall(table, questions),
            "faults": _faults(table, questions),
            "encoding": _encoding(),
            "processor": (found := _times(calls)),
            "ratios": _ratios(found, "BM25" if "BM25" in found else "closest, brute force"),
        }
    path = RESULTS / f"{str(record['date'])[:10]}-{options.articles}-vectors.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"))


def _made(folder: Path, articles: int) -> Table:
    """A table of so many articles, in parts as large as they become."""
    random = np.random.default_rng(corpus.SEED)
    subjects = random.standard_normal((SUBJECTS, 1, DIMENSIONS))
    parts: list[Part] = []
    for start in range(0, articles, LARGEST):
        count = min(LARGEST, articles - start)
        drawn = subjects[random.integers(0, SUBJECTS, count)] * SPREAD
        vectors = drawn + random.standard_normal((count, KINDS + MOST, DIMENSIONS), np.float32)
        entries = (
            Entry(f"article-{start + n:012}", n, None, LANGUAGES[1 + n % 2], packed(*one))
            for n, one in enumerate((each[:KINDS], each[KINDS:]) for each in vectors)
        )
        parts.append(write_part(folder, f"{start}.part", rows_of(entries)))
    manifest = Manifest("made up", parts=tuple(parts))
    return Table.of(manifest, [open_part(folder, part) for part in parts])


def _engine(articles: int) -> Callable[[int], object]:
    source = corpus.load(articles)
    folder = corpus.CACHE / f"ours-{articles}"
    if not (folder / "index").exists():
        print(f"indexing {articles} articles")
        build("ours", source, folder, len(os.sched_getaffinity(0)))
    ours = Ours(folder, source)
    asked = [ours.prepare(each) for each in load()]
    return lambda n: ours.run(asked[n * 4 % len(asked)])


def _brute(table: Table, question: Whole, limit: int) -> list[tuple[float, str]]:
    """The same as Table.closest, with nothing left out."""
    found: list[tuple[float, str]] = []
    for language in range(1, len(LANGUAGES)):
        own: list[tuple[float, str]] = []
        for rows in table.parts:
            cosines = nearest.cosines(rows, question)
            cosines = np.where(rows.languages == language, cosines, -np.inf)
            best = np.argpartition(-cosines, min(limit, len(cosines) - 1))[:limit]
            own += [(-float(cosines[row]), rows.id(row)) for row in best.tolist()]
        found += sorted(own)[:limit]
    return sorted(found)


def _likeness(rows: Packed, asked: NDArray[np.floating]) -> NDArray[np.float64]:
    """How near rows are to a question, in double precision."""
    whole = numbers_of(rows)[:, WHOLE].astype(float)
    signs = 2.0 * np.unpackbits(signs_of(rows), axis=2, bitorder="little") - 1
    near = whole @ asked / np.linalg.norm(whole, axis=1)
    piece = (signs @ asked).max(axis=1) * nearest.LIKE
    return np.minimum((near + piece) / 2 / np.linalg.norm(asked), 1)


def _recall(table: Table, questions: Sequence[Whole]) -> float:
    """The share of the nearest by brute force that are found."""
    shares = []
    for question in questions:
        right = {id for _, id in _brute(table, question, LIMIT)}
        shares.append(len(right & {id for id, _ in table.closest(question, LIMIT)}) / len(right))
    return round(statistics.mean(shares), 4)


def _faults(table: Table, questions: Sequence[Whole]) -> int:
    """Cosines of the nearest that are other than in double precision."""
    faults = 0
    for question in questions:
        for id, cosine in table.closest(question, 5):
            (entry,) = table.entries([id])
            right = _likeness(entry.vectors[None], question.astype(float)) if entry else np.ones(1)
            faults += abs(right.item() - cosine) > 0.01
    return faults


def _encoding() -> dict[str, float]:
    """How fast articles are encoded, by processor time; {} without an encoder."""
    own = encoder()
    if own is None:
        return {}
    records = islice(corpus.load(20_000).records(), ENCODED)
    texts = [pieces(each["title"], each.get("lede", ""), each["body"]) for each in records]
    begun = time.process_time()
    for each in texts:
        own.of_pieces(each)
    spent = time.process_time() - begun
    pieces_ = sum(map(len, texts))
    return {"articles a second": round(ENCODED / spent, 1), "pieces": round(pieces_ / spent, 1)}


def _times(calls: Calls) -> dict[str, dict[str, float]]:
    """Milliseconds of processor time, all calls in turns at each question."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(-5, QUESTIONS):  # the first ones warm
        for name, call in calls.items():
            begun = time.thread_time()
            call(max(0, number))
            if number >= 0:
                taken[name].append((time.thread_time() - begun) * 1e3)
    return {name: _summary(found) for name, found in taken.items()}


def _summary(found: Sequence[float]) -> dict[str, float]:
    p95 = float(np.percentile(found, 95))
    return {"p50": round(statistics.median(found), 3), "p95": round(p95, 3)}


def _ratios(found: Mapping[str, Mapping[str, float]], beside: str) -> dict[str, Any]:
    least = found[beside]["p50"]
    return {f"{name} / {beside}": round(each["p50"] / least, 2) for name, each in found.items()}


if __name__ == "__main__":
    main()
