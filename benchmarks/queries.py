"""The 250 queries: their classes, how they were chosen, and the file that holds them.

They were drawn once from the statistics of the corpus of 100,000 articles
(``python -m benchmarks.queries``) and are data since: every run at every scale asks the same.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from benchmarks import corpus

Kind = Literal[
    "rare", "common", "and2", "and3", "or3", "phrase", "filtered", "prefix", "browse", "newest"
]
KINDS: dict[Kind, str] = {
    "rare": "one word, its written form in 5 to 200 of 100,000 articles",
    "common": "one word, its written form in 5,000 to 30,000 of 100,000 articles",
    "and2": "two words of one article, each in 300 to 15,000",
    "and3": "three words of one article, each in 300 to 15,000",
    "or3": "any of three words, each in 300 to 15,000",
    "phrase": "two or three neighbouring words",
    "filtered": "one word in 300 to 30,000, one region and one year",
    "prefix": "the first four or five letters of a word",
    "browse": "no words: all articles, or those of a region, topic, language or year",
    "newest": "one word in 300 to 30,000, newest first",
}
EACH = 25
FILE = corpus.ROOT / "benchmarks" / "definitions" / "queries.json"

_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[а-яё]{4,}|[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Definition:
    """One query. ``words``: as a reader types them; ``join``: how they must occur.

    ``filters``: one value for each facet named; ``year``: of publication, None for any.
    """

    name: str
    kind: Kind
    words: tuple[str, ...] = ()
    join: Literal["and", "or", "phrase", "prefix"] = "and"
    filters: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    newest: bool = False

    def period(self) -> tuple[date, date] | None:
        """First and last day of the year asked for."""
        return None if self.year is None else (date(self.year, 1, 1), date(self.year, 12, 31))

    def seconds(self) -> tuple[int, int] | None:
        """First and last second of that year since 1970, by the clock on the wall."""
        if (days := self.period()) is None:
            return None
        first, last = (86_400 * (day - date(1970, 1, 1)).days for day in days)
        return first, last + 86_399


def load(path: Path = FILE) -> list[Definition]:
    """The queries of the file."""
    return [
        Definition(
            **entry
            | {"words": tuple(entry["words"]), "filters": tuple(map(tuple, entry["filters"]))}
        )
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]


def save(definitions: list[Definition], path: Path = FILE) -> None:
    """Write the queries, one a line."""
    lines = (json.dumps(asdict(each), ensure_ascii=False) for each in definitions)
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


class Statistics:
    """What a draw needs to know of the corpus: frequencies and some articles to draw from."""

    def __init__(self, source: corpus.Corpus, seed: int) -> None:
        self.chance = random.Random(seed)
        self.frequency: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.sample: list[list[str]] = []
        self.values: dict[str, list[str]] = {"region": [], "topic": []}
        for record in source.records():
            tokens = _TOKEN.findall(record["body"].lower())
            self.frequency.update(set(filter(_WORD.fullmatch, tokens)))
            if self.chance.random() < 20_000 / source.articles:
                self.sample.append(tokens)
                self.pairs.update(set(pairwise(tokens)))
                self.values["region"] += record["regions"]
                self.values["topic"] += record["topics"]
        self.scale = source.articles / 100_000

    def words(self, count: int, least: int, most: int) -> tuple[str, ...]:
        """Distinct words of one article with frequencies (per 100,000) in [least, most]."""
        while True:
            article = self.chance.choice(self.sample)
            fitting = sorted(
                {w for w in article if least <= self.frequency[w] / self.scale <= most}
            )
            if len(fitting) >= count:
                return tuple(self.chance.sample(fitting, count))

    def phrase(self, count: int, least: int) -> tuple[str, ...]:
        """Neighbouring words, every pair of them in ``least`` articles of the sample."""
        while True:
            article = self.chance.choice(self.sample)
            start = self.chance.randrange(max(1, len(article) - count))
            words = tuple(article[start : start + count])
            if (
                len(words) == count
                and all(map(_WORD.fullmatch, words))
                and all(self.pairs[pair] >= least for pair in pairwise(words))
            ):
                return words


def draw(statistics: Statistics) -> Iterator[Definition]:
    """EACH queries of every kind."""
    chance = statistics.chance
    for number in range(EACH):

        def name(kind: str, number: int = number) -> str:
            return f"{kind}-{number:02}"

        word = statistics.words
        yield Definition(name("rare"), "rare", word(1, 5, 200))
        yield Definition(name("common"), "common", word(1, 5_000, 30_000))
        yield Definition(name("and2"), "and2", word(2, 300, 15_000))
        yield Definition(name("and3"), "and3", word(3, 300, 15_000))
        yield Definition(name("or3"), "or3", word(3, 300, 15_000), join="or")
        yield Definition(
            name("phrase"), "phrase", statistics.phrase(2 + number % 2, 3 + number), join="phrase"
        )
        region = ("region", chance.choice(statistics.values["region"]))
        topic = ("topic", chance.choice(statistics.values["topic"]))
        year = chance.randint(2001, 2026)
        yield Definition(
            name("filtered"), "filtered", word(1, 300, 30_000), filters=(region,), year=year
        )
        start = word(1, 100, 30_000)[0][: 4 + number % 2]
        yield Definition(name("prefix"), "prefix", (start,), join="prefix")
        browse: tuple[tuple[tuple[str, str], ...], int | None] = (
            ((), None),
            ((region,), None),
            ((topic,), None),
            ((("language", "ru" if chance.random() < 0.5 else "en"),), year),
            ((region, topic), None),
        )[number % 5]
        yield Definition(name("browse"), "browse", filters=browse[0], year=browse[1], newest=True)
        yield Definition(name("newest"), "newest", word(1, 300, 30_000), newest=True)


if __name__ == "__main__":
    save(sorted(draw(Statistics(corpus.load(100_000), corpus.SEED)), key=lambda each: each.name))
