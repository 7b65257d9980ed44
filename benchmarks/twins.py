"""Twins among other articles: how many are found, and how many ties are false.

``python -m benchmarks.twins``; PODSHIVKA_CORPORA names the folder of texts. The parallel news are
put among Russian posts and English reports, all of a few days, a pair up to three days apart; the
English page is whole, or its title and three sentences, or its title and one. ``half``: of half of
the pairs one of the two is left out, so that what is nearest to the other is something else.
Fails below GOALS.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.analysis.corpora import rows
from indexer.twins.facts import facts
from indexer.twins.judge import judge
from indexer.twins.sketch import Sketch, Vectors
from indexer.vectors.encoder import Encoder, encoder
from indexer.vectors.packed import numbers_of
from indexer.vectors.pieces import pieces
from schemas.article import Article

GOALS = {"whole": 0.99, "three": 0.985, "lede": 0.96}
"""Harmonic mean of precision and recall, with an encoder, by what is left of the English page."""

FALSE = 0.001
"""The part of the articles without a twin that may get one."""

SENTENCES = {"whole": None, "three": 3, "lede": 1}
OTHERS = 400
"""Articles of each language that are no twins."""

A_DAY = 50
"""Of them, of a day."""

SEEDS = (1, 2, 3)


@dataclass
class Texts:
    """Articles by id, and their sketches, which are made once."""

    pairs: dict[str, tuple[Article, Article]]
    russian: Sequence[Article]
    english: Sequence[Article]
    own: Encoder | None
    _known: dict[tuple[str, str], tuple[Any, Vectors | None]] = field(default_factory=dict)

    def sketch(self, article: Article, day: int, size: str = "whole") -> Sketch:
        """An article of some day, cut to a size."""
        at = article.id, size
        if at not in self._known:
            body = "\n".join(article.body.split("\n")[: SENTENCES[size]])
            cut = article.model_copy(update={"body": body})
            self._known[at] = facts(cut), self._vectors(cut)
        return Sketch(article.id, day, *self._known[at])

    def _vectors(self, article: Article) -> Vectors | None:
        found = self.own and self.own.of_pieces(pieces(article.title, article.body))
        if found is None:
            return None
        whole = numbers_of(found).astype(np.float32)
        vectors: Vectors = whole / np.linalg.norm(whole, axis=1, keepdims=True)
        return vectors


@dataclass(frozen=True)
class Score:
    """``lone``: articles without a twin."""

    right: int
    wrong: int
    missing: int
    lone: int

    @property
    def mean(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missing)

    def __add__(self, other: Score) -> Score:
        """Of several drawings."""
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missing + other.missing,
            self.lone + other.lone,
        )

    def __str__(self) -> str:
        """A row."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / (self.right + self.missing)
        return (
            f"precision {precision:.3f}  recall {recall:.3f}  mean {self.mean:.4f}"
            f"  false {self.wrong} of {self.lone} without a twin"
        )


def texts(corpora: Path, own: Encoder | None, others: int = OTHERS) -> Texts:
    """The parallel news, and as many others of each language, drawn with one seed."""
    pairs: dict[str, dict[str, Article]] = {}
    for row in rows(corpora / "parallel-news.jsonl"):
        found = Article(id=row["id"], language=row["lang"], title=row["title"], body=row["body"])
        pairs.setdefault(row["pair"], {})[row["lang"]] = found
    drawing = random.Random(7)
    russian = drawing.sample(list(rows(corpora / "telegram-news.jsonl.gz")), others)
    english = drawing.sample(list(rows(corpora / "reuters-21578.jsonl.gz")), others)
    return Texts(
        {pair: (each["ru"], each["en"]) for pair, each in pairs.items()},
        list(map(_post, russian)),
        [
            Article(id=row["id"], language="en", title=row["title"] or "-", body=row["body"])
            for row in english
        ],
        own,
    )


def measured(found: Texts, size: str, seed: int, *, half: bool = False) -> Score:
    """One drawing: dates, and which of the pairs are there as one article alone."""
    chance = random.Random(seed)
    days = max(1, len(found.russian) // A_DAY)
    russian: list[Sketch] = []
    english: list[Sketch] = []
    wanted: set[tuple[str, str]] = set()
    lone = set(chance.sample(sorted(found.pairs), len(found.pairs) // 2 if half else 0))
    for pair, (ours, other) in found.pairs.items():
        day = chance.randrange(days)
        sides = {"ru", "en"} if pair not in lone else {chance.choice(("ru", "en"))}
        if "ru" in sides:
            russian.append(found.sketch(ours, day))
        if "en" in sides:
            english.append(found.sketch(other, day + chance.randint(-3, 3), size))
        if len(sides) > 1:
            wanted.add((ours.id, other.id))
    russian += _dated(found, found.russian, chance, days)
    english += _dated(found, found.english, chance, days)
    got = {(one.russian, one.english) for one in judge(russian, english) if one.tied}
    alone = len(russian) + len(english) - 2 * len(wanted)
    return Score(len(got & wanted), len(got - wanted), len(wanted - got), alone)


def _dated(
    found: Texts, some: Iterable[Article], chance: random.Random, days: int
) -> Iterator[Sketch]:
    return (found.sketch(article, chance.randrange(days)) for article in some)


def _post(row: dict[str, Any]) -> Article:
    title, _, body = row["text"].partition("\n")
    return Article(id=row["id"], language="ru", title=title[:300].strip() or "-", body=body)


def main() -> int:
    """Measure, print, and say whether the goals are met."""
    corpora = Path(os.environ["PODSHIVKA_CORPORA"])
    good = True
    for own, name in ((encoder(), "with vectors"), (None, "names and numbers alone")):
        if name == "with vectors" and own is None:
            print("without the extra: podshivka[semantic]")
            continue
        found = texts(corpora, own)
        for size in SENTENCES:
            for half in (False, True):
                score = sum(
                    map(partial(measured, found, size, half=half), SEEDS), Score(0, 0, 0, 0)
                )
                label = f"{name}, {size}{', half' * half}"
                print(f"{label:<38}{score}", flush=True)
                if own and not half:
                    good &= score.mean >= GOALS[size] and score.wrong <= FALSE * score.lone
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
