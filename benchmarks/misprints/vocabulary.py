"""Vocabularies to measure on: of real posts, and of the size of a large archive's."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from indexer.analysis import default_analyzer
from schemas.results import FormCount, Matches

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SEED = 20_170_605


def posts(corpora: Path) -> Iterator[str]:
    """The texts of telegram-news, then of reuters-21578."""
    with gzip.open(corpora / "telegram-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
    with gzip.open(corpora / "reuters-21578.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield f"{record['title']}\n{record['body']}"


def frequencies(corpora: Path) -> Counter[str]:
    """Forms of the posts and the number of posts that have them."""
    found: Counter[str] = Counter()
    for text in posts(corpora):
        found.update(set(WORD.findall(text.lower().replace("ё", "е"))))
    return found


def titles(corpora: Path) -> list[str]:
    """The first lines of the posts."""
    return [text.split("\n", 1)[0][:150] for text in posts(corpora)]


def enlarged(real: Counter[str], size: int) -> Counter[str]:
    """``real`` and invented forms of its stems and endings, up to ``size``, as rare words are.

    Half of the words of a large archive occur once: names, misprints, compounds.
    """
    chance = random.Random(SEED)
    words = sorted(word for word in real if len(word) > 4)
    found = Counter(real)
    while len(found) < size:
        one, other = chance.choice(words), chance.choice(words)
        made = one[: chance.randint(3, len(one))] + other[-chance.randint(2, 4) :]
        if made not in found:
            found[made] = min(50, int(chance.paretovariate(1.0)))
    return found


class Stub:
    """As much of a Searcher as suggestions need: terms by analysis, no facets."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts

    def vocabulary(self) -> Iterator[FormCount]:
        """The forms in order."""
        return (FormCount(form, self._counts[form]) for form in sorted(self._counts))

    def terms(self, form: str) -> tuple[str, ...]:
        """The terms of a known form."""
        return default_analyzer().terms(form) if form in self._counts else ()

    def values(self, _facet: str) -> dict[str, int]:
        """None."""
        return {}

    def search(self, _request: object) -> Matches:
        """Nothing."""
        return Matches(0, ())
