"""Measure analysis, print the table, fail where a goal is missed.

``python -m benchmarks.analysis [speed] [quality]``; PODSHIVKA_CORPORA names the folder of texts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.analysis.adjectives import adjectives
from benchmarks.analysis.corpora import articles, names, news, places
from benchmarks.analysis.measures import FILES, contexts, over_reach, reunion
from benchmarks.analysis.speed import (
    forms_by_pymorphy,
    megabytes_with,
    new_forms_a_second,
    tokens_a_minute,
    word_forms,
)
from indexer.analysis import Analyzer

Goals = list[tuple[str, bool]]


def speed(corpora: Path) -> Goals:
    """Tokens a minute, new forms a second, memory."""
    forms = word_forms(news(corpora))
    fresh = max(new_forms_a_second(forms) for _ in range(3))
    print(f"| new forms a second and core, of {len(forms)}, best of three | {fresh:.0f} |")
    print(f"| the same by MorphAnalyzer.normal_forms | {forms_by_pymorphy(forms):.0f} |")
    megabytes = megabytes_with(500_000)
    print(f"| memory of a process with 500,000 forms known | {megabytes} MB |")
    first, again = tokens_a_minute(Analyzer(), articles(corpora))
    print(f"| million tokens a minute and core, first time | {first:.1f} |")
    print(f"| million tokens a minute and core, vocabulary known | {again:.1f} |")
    return [
        ("memory under 300 MB", megabytes < 300),
        ("12 million tokens a minute", again >= 12),
        ("50,000 new forms a second", fresh >= 50_000),
    ]


def quality(corpora: Path) -> Goals:
    """Form pairs that meet, names confused, posts found too many, adjectives lost."""
    analyzer, goals = Analyzer(), []
    confused: dict[str, set[tuple[str, str, str]]] = {file: set() for file in FILES}
    print("\n| names | written in | form pairs that meet | names wholly tied | pairs confused |")
    print("|---|---|---|---|---|")
    for file in FILES:
        least = 1.0 if file.startswith("unknown") else 0.995
        for context in contexts():
            found = reunion(analyzer, names(corpora, file), context)
            print(
                f"| {file.partition('.')[0]} | {context} | {found.pairs:.2%} | {found.whole:.2%} "
                f"| {len(found.confused)} |"
            )
            goals.append((f"{file} in {context}", found.pairs >= least))
            if file.startswith("unknown"):
                goals.append((f"{file} in {context}, confused", not found.confused))
            confused[file] |= set(found.confused)
    for file, pairs in confused.items():
        for one, other, term in sorted(pairs):
            print(f"    {file.partition('.')[0]}: {one} and {other} by {term}")
    print("\n| 300 places | posts found / posts that name it | recall |\n|---|---|---|")
    for way, reach in over_reach(analyzer, news(corpora), places(corpora), 300).items():
        print(f"| {way} | {reach.ratio:.4f} | {reach.recall:.4f} |")
        if "others" not in way:
            goals.append((f"places {way}", reach.ratio <= 1.03))
    pairs_of_words = adjectives(analyzer, news(corpora))
    written, share = pairs_of_words.written, pairs_of_words.share
    print(f"\n| capitalised adjective + noun, of {written} | {share:.2%} lost |")
    goals.append(("capitalised adjectives", share <= 0.003))
    return goals


def main() -> int:
    """Run what the command line asks for; 1 when a goal is missed."""
    corpora = Path(os.environ.get("PODSHIVKA_CORPORA", "../shared/corpora"))
    parts = {"speed": speed, "quality": quality}
    goals = [goal for part in sys.argv[1:] or parts for goal in parts[part](corpora)]
    missed = [goal for goal, reached in goals if not reached]
    print("\n" + (f"missed: {', '.join(missed)}" if missed else "all goals reached"))
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
