"""The corpus of the benchmarks: articles of any number, made of real sentences.

Sentences of real Russian and English news keep their order within runs of up to four, so that
words, phrases and neighbourhoods are those of the language; runs are drawn with a fixed seed.
Nothing of the text is kept in the project: the articles are written to ``benchmarks/cache/``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "benchmarks" / "cache"
SOURCES = (
    "telegram-news.jsonl.gz",
    "reuters-21578.jsonl.gz",
    "parallel-news.jsonl",
    "xquad/corpus.jsonl",
)

SEED = 20_010_101
RUSSIAN_SHARE = 0.7
BODY_LENGTH = (120, 1_000)
"""Least and most characters of a body; with title and lede the mean is near 950."""
REGION_SETS, TOPIC_SETS = 1_200, 600
"""Distinct combinations of assigned values, as a real archive of 308,000 articles had
(1,101 and 550)."""
FIRST_DAY, LAST_DAY = datetime(2001, 1, 1), datetime(2026, 11, 1)  # noqa: DTZ001 - wall-clock time

_NOISE = re.compile(
    r"https?://\S+|\]\([^)]*\)|[*_`\[\]<>#|]+|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]"
)
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"«“(—-]?\s?[A-ZА-ЯЁ0-9])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus on disk. ``path``: one article a line, as JSON; ``digest``: of its bytes."""

    path: Path
    articles: int
    digest: str

    def lines(self) -> Iterator[str]:
        """The articles as they stand in the file."""
        with self.path.open(encoding="utf-8") as file:
            yield from file

    def records(self) -> Iterator[dict[str, Any]]:
        """The articles, read."""
        return map(json.loads, self.lines())


def texts(folder: Path) -> Path:
    """The folder of real text beside the project.

    Raises SystemExit with a sentence when it is not there.
    """
    if not all((folder / name).exists() for name in SOURCES):
        raise SystemExit(f"{folder} lacks one of {', '.join(SOURCES)}; set PODSHIVKA_CORPORA")
    return folder


def default_texts() -> Path:
    """Where the real text is: PODSHIVKA_CORPORA, or beside the checkout."""
    return Path(os.environ.get("PODSHIVKA_CORPORA", ROOT.parent / "shared" / "corpora"))


def load(articles: int, folder: Path | None = None, cache: Path = CACHE) -> Corpus:
    """The corpus of that many articles, made when it is not in the cache yet."""
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"corpus-{articles}.jsonl"
    stamp = path.with_suffix(".sha256")
    if not stamp.exists():
        _write(path, make(sentences(texts(folder or default_texts())), articles))
        with path.open("rb") as file:
            stamp.write_text(hashlib.file_digest(file, "sha256").hexdigest(), encoding="ascii")
    return Corpus(path, articles, stamp.read_text(encoding="ascii"))


def _write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def sentences(folder: Path) -> dict[str, list[str]]:
    """All sentences of 20 to 400 characters by language, in the order of their sources."""
    found: dict[str, list[str]] = {"ru": [], "en": []}
    for name in SOURCES:
        path = folder / name
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                language = record.get("lang") or record["_id"][:2]
                for field in ("title", "body", "text"):
                    # Titles of xquad's paragraphs are names of encyclopaedia pages.
                    if field in record and not (field == "title" and "_id" in record):
                        found[language] += _split(record[field])
    return found


def _split(text: str) -> Iterator[str]:
    for piece in _SENTENCE_END.split(text):
        clean = _SPACE.sub(" ", _NOISE.sub(" ", piece)).strip()
        if 20 <= len(clean) <= 400:
            yield clean


def make(pool: dict[str, list[str]], articles: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """That many articles, the same ones for the same pool, number and seed."""
    chance = random.Random(seed)
    regions = _Combinations(chance, "regions", REGION_SETS)
    topics = _Combinations(chance, "topics", TOPIC_SETS)
    days = (LAST_DAY - FIRST_DAY).days
    for number in range(articles):
        language = "ru" if chance.random() < RUSSIAN_SHARE else "en"
        source = pool[language]
        # More articles in later years, as in every archive.
        day = int(days * chance.random() ** 0.7)
        moment = FIRST_DAY + timedelta(days=day, seconds=chance.randrange(86_400))
        yield {
            "id": f"{language}-{number:07}",
            "language": language,
            "title": _title(chance, source),
            "lede": chance.choice(source),
            "body": _body(chance, source),
            "published": moment.isoformat(),  # no zone: Moscow's wall clock
            "regions": regions.draw(),
            "topics": topics.draw(),
        }


def _title(chance: random.Random, source: Sequence[str]) -> str:
    sentence = chance.choice(source)
    return sentence if len(sentence) <= 90 else sentence[:90].rsplit(" ", 1)[0]


def _body(chance: random.Random, source: Sequence[str]) -> str:
    """Runs of one to four neighbouring sentences, a paragraph each."""
    wanted = chance.randint(*BODY_LENGTH)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < wanted:
        start = chance.randrange(len(source))
        paragraphs.append(" ".join(source[start : start + chance.randint(1, 4)]))
    return "\n\n".join(paragraphs)


class _Combinations:
    """Sets of one to three taxonomy ids with their ancestors, few of them very frequent."""

    def __init__(self, chance: random.Random, taxonomy: str, count: int) -> None:
        path = ROOT / "schemas" / "taxonomy" / f"{taxonomy}.json"
        parents = {e["id"]: e["parent"] for e in json.loads(path.read_text(encoding="utf-8"))}
        ids = sorted(parents)
        chance.shuffle(ids)
        weights = [1 / (rank + 2) for rank in range(len(ids))]
        self.chance = chance
        sets: dict[tuple[str, ...], None] = {}
        while len(sets) < count:
            chosen: set[str] = set(chance.choices(ids, weights, k=chance.choice((1, 1, 2, 2, 3))))
            for value in tuple(chosen):
                while (parent := parents[value]) is not None:
                    chosen.add(value := parent)
            sets[tuple(sorted(chosen))] = None
        self.sets = list(sets)
        self.weights = [1 / (rank + 5) for rank in range(count)]
        total = 0.0
        self.cumulative = [total := total + weight for weight in self.weights]

    def draw(self) -> tuple[str, ...]:
        return self.chance.choices(self.sets, cum_weights=self.cumulative)[0]
