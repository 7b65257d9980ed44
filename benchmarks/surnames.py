"""Surnames that are other words, too: how many of the first ten articles have the surname.

``python -m benchmarks.surnames``; PODSHIVKA_CORPORA names the folder of texts. The surnames are
those of the dictionary that it also knows as another word and that our Russian news has; an
article is right if it has a form of the surname with a capital inside a sentence. Of a surname in
fewer than ten articles, as many are looked at as write it. Fails below GOAL.

Surnames that are adjectives (Московский, Вяземский) are a group of their own, for which a capital
says little: an article is right if one of its forms stands behind a first name or an initial, or
before anything but a noun or another adjective, and only as many are looked at as are right. Of
that group there is a figure, but no goal.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
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
_ADJECTIVE = ("ий", "ой", "ый")
_NEIGHBOURS = re.compile(r"(?:(\w+)\.? )?(?<![.!?«\"] )\b([А-ЯЁ][а-яё]+)(?= ([\w-]+)|)")
_ENDINGS = {
    ("ов", "ев", "ин", "ын"): ("", "а", "у", "ым", "е", "ой", "ою", "ую", "ы", "ых", "ыми"),
    _ADJECTIVE: ("ый", "ий", "ой", "ого", "ому", "ым", "им", "ом", "ая", "ую", "ою", "ые", "ых"),
    (): ("", "а", "у", "ом", "ем", "е"),
}


def drawn(corpora: Path, *, adjectives: bool = False) -> Iterator[str]:
    """Surnames of the dictionary that are other words: those that are adjectives, or the others."""
    parse = _morphology().parse
    for row in rows(corpora / "morphology" / "surnames.jsonl.gz"):
        known = [one for one in parse(row["lemma"]) if one.is_known]
        other = any(not {"Surn", "Patr"} & one.tag.grammemes and one.score > 0.01 for one in known)
        adjective = row["lemma"].endswith(_ADJECTIVE)
        if other and adjective == adjectives and any("Surn" in one.tag for one in known):
            yield row["lemma"].title()


def forms(surname: str) -> set[str]:
    """The case forms of a surname, with a capital and without ё."""
    plain = normalise(surname).lower()
    endings = next(e for shapes, e in _ENDINGS.items() if not shapes or plain.endswith(shapes))
    stem = plain[:-2] if plain.endswith(_ADJECTIVE) else plain
    return {(stem + ending).title() for ending in endings}


@cache
def _morphology() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def _is_of(word: str | None, *grammemes: str) -> bool:
    """Whether the likeliest reading of ``word`` has one of ``grammemes``."""
    first = _morphology().parse(word)[0] if word else None
    return first is not None and not {*grammemes}.isdisjoint(first.tag.grammemes)


def names_a_person(text: str, wanted: set[str]) -> bool:
    """Whether one of the ``wanted`` forms of an adjective is a surname in ``text``."""
    return any(
        (before is not None and (len(before) == 1 or _is_of(before, "Name")))
        or not _is_of(behind, "NOUN", "ADJF")
        for before, word, behind in _NEIGHBOURS.findall(text)
        if word.replace("ё", "е") in wanted
    )


def precision(found: Iterator[str], surname: str) -> float:
    """The share of texts that write the surname."""
    wanted = forms(surname)
    if surname.endswith(_ADJECTIVE):
        named = [names_a_person(text, wanted) for text in found]
        return sum(named) / len(named)
    right = [
        any(word.replace("ё", "е") in wanted for word in _INSIDE.findall(text)) for text in found
    ]
    return sum(right) / len(right)


def first(searcher: Searcher, archive: Archive, node: Node, limit: int) -> Iterator[str]:
    """The texts of the first articles for ``node``."""
    matches = searcher.search(Request(node, limit=limit, facets=False)).matches
    stored = archive.store.get_many([match.id for match in matches])
    return (stored[match.id].body for match in matches)


def borne(searcher: Searcher, archive: Archive, alone: Word, surname: str) -> int:
    """How many articles write ``surname``, of an adjective those in which it is one."""
    count = searcher.frequency(alone)
    if not count or not surname.endswith(_ADJECTIVE):
        return count
    wanted = forms(surname)
    return sum(names_a_person(text, wanted) for text in first(searcher, archive, alone, count))


def measure(archive: Archive, surnames: set[str]) -> tuple[int, float, float]:
    """How many of ``surnames`` there are; the precision without and with the order by surname."""
    searcher, rates = archive.searcher(), []
    for surname in sorted(surnames):
        word: Word = default_analyzer().word(surname)
        alone = as_surname(word)
        limit = min(TEN, borne(searcher, archive, alone, surname)) if alone else 0
        if limit:
            nodes = word, surnames_first(word)
            shown = (first(searcher, archive, node, limit) for node in nodes)
            rates.append([precision(found, surname) for found in shown])
    before, after = (sum(column) / len(rates) for column in zip(*rates, strict=True))
    return len(rates), before, after


def main(corpora: Path) -> float:
    """Print the precision of both groups; that of surnames that are no adjectives."""
    with tempfile.TemporaryDirectory() as home:
        archive = Archive.open(Path(home), create=True)
        archive.add(one for one in articles(corpora) if one.language == "ru")
        archive.sync()
        for adjectives, what in ((True, "surnames that are adjectives"), (False, "surnames")):
            count, before, after = measure(archive, set(drawn(corpora, adjectives=adjectives)))
            print(f"{count} {what}, right of the first ten: {before:.3f}, now {after:.3f}")
        return after


if __name__ == "__main__":
    sys.exit(main(Path(os.environ["PODSHIVKA_CORPORA"])) < GOAL)
