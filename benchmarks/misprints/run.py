"""Measure help with misprints: ``python -m benchmarks.misprints.run [corpora]``.

Spelling: the share of typed words whose intended word is offered first, and among three, on a
vocabulary of real posts and the intended words. The prices of edits were chosen by looking at the
odd lines; the even lines were held out. Speed: on a vocabulary of a million forms, the size of an
archive of 500,000 articles. Times are processor time.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from benchmarks.corpus import ROOT
from benchmarks.misprints.vocabulary import Stub, enlarged, frequencies, titles
from indexer.analysis import default_analyzer
from indexer.index.contract import Searcher
from indexer.query.help import Lexicon, Suggester, build
from indexer.query.help.keyboard import other_layout
from indexer.query.help.known_words import KnownWords
from indexer.query.help.names import Names
from indexer.query.help.spelling import corrections
from indexer.taxonomy import Taxonomy
from schemas.results import FormCount

FORMS = 1_000_000
ASKED = 400
LONGEST_PREFIX = 8


def main() -> None:
    """Print the figures as lines of a table."""
    corpora = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "corpora"
    real = frequencies(corpora)
    spelling(corpora, dict(real))
    known(corpora)
    large = enlarged(real, FORMS)
    stub = cast("Searcher", Stub(large))
    started = time.process_time()
    lexicon = build(stub.vocabulary(), titles(corpora))
    row("lexicon of", f"{len(lexicon):,} words")
    row("lexicon built in", f"{time.process_time() - started:.1f} s")
    size = sum(getattr(lexicon, name).nbytes for name in Lexicon.__slots__)
    row("lexicon takes", f"{size / 1e6:.0f} MB")
    speed(lexicon, stub, [word for word, _ in real.most_common(ASKED * 20)][::20])


def spelling(corpora: Path, real: dict[str, int]) -> None:
    """How often the intended word of typos-ru.tsv is offered."""
    lines = (corpora / "typos-ru.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [line.lower().replace("ё", "е").split("\t") for line in lines]
    counts = {intended: 1 for _, intended in pairs} | real
    lexicon = build(FormCount(form, counts[form]) for form in sorted(counts))
    for name, chosen in (("odd lines", pairs[::2]), ("even lines, held out", pairs[1::2])):
        started = time.process_time()
        ranks = [
            [one.word for one in corrections(typed, lexicon)].index(intended)
            if intended in [one.word for one in corrections(typed, lexicon)]
            else 9
            for typed, intended in chosen
        ]
        cost = (time.process_time() - started) / len(chosen) / 2
        first, three = np.mean(np.array(ranks) == 0), np.mean(np.array(ranks) < 3)
        row(f"spelling, {name}", f"first {first:.1%}, of three {three:.1%}, {cost * 1e3:.1f} ms")


def known(corpora: Path) -> None:
    """Share of words that are never replaced unasked: of right ones, and of misprints."""
    regions = Taxonomy.default("regions")
    words = KnownWords(default_analyzer(), regions, Names(regions, default_analyzer()).forms)
    lines = (corpora / "typos-ru.tsv").read_text(encoding="utf-8").splitlines()[1:]
    typed, intended = zip(*(line.split("\t") for line in lines), strict=True)
    with gzip.open(corpora / "morphology" / "surnames.jsonl.gz", "rt", encoding="utf-8") as file:
        surnames = [json.loads(line)["lemma"] for line in file]
    for name, chosen in (("surnames", surnames), ("intended", intended), ("misprints", typed)):
        row(f"known: {name}", f"{np.mean([words.has(word) for word in chosen]):.1%}")


def speed(lexicon: Lexicon, searcher: Searcher, words: Sequence[str]) -> None:
    """Times of suggestions and corrections."""
    suggester = Suggester(searcher, default_analyzer(), lexicon, {})
    prefixes = [word[:n] for word in words for n in range(2, min(LONGEST_PREFIX, len(word)) + 1)]
    times("suggestions", suggester.suggest, prefixes)
    times("suggestions, wrong layout", suggester.suggest, [other_layout(p) for p in prefixes])
    misspelt = [word[:2] + word[3:] for word in words if len(word) > 5]
    times("corrections", lambda word: corrections(word, lexicon), misspelt)


def times(name: str, ask: Callable[[str], object], asked: Sequence[str]) -> None:
    """Print the median and the 95th percentile of ``ask``."""
    taken = []
    for one in asked:
        started = time.process_time()
        ask(one)
        taken.append((time.process_time() - started) * 1e3)
    middle, high = np.percentile(taken, [50, 95])
    row(f"{name}, {len(taken)} asked", f"p50 {middle:.1f} ms, p95 {high:.1f} ms")


def row(name: str, value: str) -> None:
    """One line of the table."""
    print(f"{name:<40} {value}")


if __name__ == "__main__":
    main()
