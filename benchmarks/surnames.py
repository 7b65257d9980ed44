"""Surnames that are other words, too: how many of the first ten articles have the surname.

``python -m benchmarks.surnames``; PODSHIVKA_CORPORA names the folder of texts. The surnames are
those of the dictionary that it also knows as another word and that our Russian news has; an
article is right if it has a form of the surname with a capital inside a sentence. Of a surname in
fewer than ten articles, as many are looked at as write it. Fails below GOAL.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pymorphy3

from benchmarks.analysis.corpora import articles, rows
from indexer.analysis import default_analyzer
from indexer.analysis.normalise import normalise
from indexer.archive import Archive
from indexer.index.contract import Searcher
from indexer.query.surnames import as_surname, surnames_first
from schemas.expression import Node, Word
from schemas.query import Request

GOAL = 0.9
TEN = 10
_INSIDE = re.compile(r'(?<![.!?«"] )\b[А-ЯЁ][а-яё]+')
_ENDINGS = {
    ("ов", "ев", "ин", "ын"): ("", "а", "у", "ым", "е", "ой", "ою", "ую", "ы", "ых", "ыми"),
    (): ("", "а", "у", "ом", "ем", "е"),
}


def drawn(corpora: Path) -> Iterator[str]:
    """Surnames of the dictionary that are other words, but no adjectives."""
    parse = pymorphy3.MorphAnalyzer().parse
    for row in rows(corpora / "morphology" / "surnames.jsonl.gz"):
        known = [one for one in parse(row["lemma"]) if one.is_known]
        other = any(not {"Surn", "Patr"} & one.tag.grammemes and one.score > 0.01 for one in known)
        adjective = row["lemma"].endswith(("ий", "ой", "ый"))
        if other and not adjective and any("Surn" in one.tag for one in known):
            yield row["lemma"].title()


def forms(surname: str) -> set[str]:
    """The case forms of a surname, with a capital and without ё."""
    plain = normalise(surname).lower()
    endings = next(e for shapes, e in _ENDINGS.items() if not shapes or plain.endswith(shapes))
    return {(plain + ending).title() for ending in endings}


def precision(found: Iterator[str], surname: str) -> float:
    """The share of texts that write the surname."""
    wanted = forms(surname)
    right = [
        any(word.replace("ё", "е") in wanted for word in _INSIDE.findall(text)) for text in found
    ]
    return sum(right) / len(right)


def first(searcher: Searcher, archive: Archive, node: Node, limit: int) -> Iterator[str]:
    """The texts of the first articles for ``node``."""
    matches = searcher.search(Request(node, limit=limit, facets=False)).matches
    stored = archive.store.get_many([match.id for match in matches])
    return (stored[match.id].body for match in matches)


def main(corpora: Path) -> float:
    """Print the precision without and with the order by surname; the latter."""
    with tempfile.TemporaryDirectory() as home:
        archive = Archive.open(Path(home), create=True)
        archive.add(one for one in articles(corpora) if one.language == "ru")
        archive.sync()
        searcher, rates = archive.searcher(), []
        for surname in sorted(set(drawn(corpora))):
            word: Word = default_analyzer().word(surname)
            alone = as_surname(word)
            limit = min(TEN, searcher.frequency(alone)) if alone else 0
            if limit:
                nodes = word, surnames_first(word)
                shown = (first(searcher, archive, node, limit) for node in nodes)
                rates.append([precision(found, surname) for found in shown])
        before, after = (sum(column) / len(rates) for column in zip(*rates, strict=True))
        print(f"{len(rates)} surnames, right of the first ten: {before:.3f}, now {after:.3f}")
        return float(after)


if __name__ == "__main__":
    sys.exit(main(Path(os.environ["PODSHIVKA_CORPORA"])) < GOAL)
