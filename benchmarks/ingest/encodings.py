"""How often the letters of real Russian texts tell in which encoding they are.

``python -m benchmarks.ingest.encodings`` writes posts of the corpora in each encoding, whole and in
pieces of 100 characters, and counts what is told right, not at all, and wrong. It fails if a whole
text is told wrong.
"""

from __future__ import annotations

import codecs
import gzip
import json
from collections import Counter
from collections.abc import Iterator

from benchmarks import corpus
from indexer.ingest.text.letter_statistics import CYRILLIC, likely

TEXTS = 3_000
PIECE = 100


def texts() -> Iterator[str]:
    """The texts of the first posts."""
    path = corpus.default_texts() / "telegram-news.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for _, line in zip(range(TEXTS), file, strict=False):
            yield json.loads(line)["text"]


def told(text: str, encoding: str) -> str:
    """What becomes of a text that is written in ``encoding``; what it lacks is left out."""
    found = likely(text.encode(encoding, "ignore"))
    if found is None:
        return "undecided"
    return "right" if codecs.lookup(found) == codecs.lookup(encoding) else "wrong"


def main() -> None:
    """Print a row for each encoding."""
    read = list(texts())
    for encoding in CYRILLIC:
        whole = Counter(told(text, encoding) for text in read)
        pieces = Counter(told(text[:PIECE], encoding) for text in read)
        for what, counts in ("whole", whole), (f"{PIECE} characters", pieces):
            row = "  ".join(f"{name} {counts[name]}" for name in ("right", "undecided", "wrong"))
            print(f"{encoding:12} {what:15} {row}")
        assert not whole["wrong"], encoding  # noqa: S101 - the answers of a benchmark are checked


if __name__ == "__main__":
    main()
