"""How fast and how big: tokens a minute, new forms a second, bytes."""

from __future__ import annotations

import random
import re
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pymorphy3

from indexer.analysis import Analyzer
from indexer.index.columns import batch
from schemas.article import Article

ARTICLES_IN_A_BATCH = 1_000


def tokens_a_minute(analyzer: Analyzer, articles: list[Article]) -> tuple[float, float]:
    """Millions of words a minute of processor time: the first time, and again.

    Raises AssertionError if both passes do not give the same columns.
    """
    (first, seen), (again, same) = (_pass(analyzer, articles) for _ in range(2))
    assert seen == same, "a second pass gives other columns"  # noqa: S101
    return first, again


def _pass(analyzer: Analyzer, articles: list[Article]) -> tuple[float, list[tuple[int, int]]]:
    words, sums = 0, []
    start = time.process_time()
    for first in range(0, len(articles), ARTICLES_IN_A_BATCH):
        made = batch(articles[first : first + ARTICLES_IN_A_BATCH], analyzer, {})
        words += int(made.lengths.sum())
        sums.append((int(made.positions.sum()), int(np.sum(made.tokens))))
    return words * 60 / (time.process_time() - start) / 1e6, sums


def word_forms(posts: list[str]) -> list[str]:
    """The distinct Cyrillic words of ``posts``, lower case."""
    text = "\n".join(posts).lower().replace("ё", "е")
    return sorted(set(re.findall("[а-я]+(?:-[а-я]+)*", text)))


def new_forms_a_second(forms: list[str]) -> float:
    """Forms a second of processor time through an analyzer that has seen none."""
    analyzer = Analyzer()
    start = time.process_time()
    for form in forms:
        analyzer.terms(form)
    return len(forms) / (time.process_time() - start)


def forms_by_pymorphy(forms: list[str]) -> float:
    """Forms a second of processor time through pymorphy3 itself: a measure of the machine."""
    morph = pymorphy3.MorphAnalyzer()
    start = time.process_time()
    for form in forms:
        morph.normal_forms(form)
    return len(forms) / (time.process_time() - start)


def megabytes_with(count: int) -> int:
    """Resident memory of a new process whose analyzer knows ``count`` made-up forms."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_fill, count).result()


def _fill(count: int) -> int:
    analyzer = Analyzer()
    source = random.Random(1)
    syllables = [a + b for a in "бвгджзклмнпрстфхцчш" for b in "аеиоуыя"]
    endings = ("ов", "ова", "ин", "ский", "", "а", "ость", "ение", "ать")
    for _ in range(0, count, 1_000):
        made = ("".join(source.choices(syllables, k=5)) for _ in range(1_000))
        words = [word + source.choice(endings) for word in made]
        analyzer.lay_out([" ".join(words)])
        for word in words:
            analyzer.terms(word)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4_096 // 1_000_000
