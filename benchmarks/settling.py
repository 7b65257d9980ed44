"""What it costs to find the twins of a whole archive, without vectors.

``python -m benchmarks.settling --articles 100000``; PODSHIVKA_CORPORA names the folder of texts.
The archive is made up: what two articles of the news say is mixed, half of each, and every sixth
article is a twin of the one before it. Prints the seconds of processor time that the comparison
takes, how many ties it finds, and a digest of all of them, with their scores and reasons: equal for
equal ties.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.twins import texts
from indexer.store import Store
from indexer.twins.facts import Facts, facts
from indexer.twins.noted import State, notes
from indexer.twins.said import Said
from indexer.twins.settle import RULES, Settling
from indexer.twins.table import tie_table
from indexer.vectors.kept import KeptVectors

SOURCES = 2_500
"""Articles of each language whose facts are mixed."""
FIRST_DAY = 730_000


def main() -> None:
    """Make the archive, settle its twins, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--a-day", type=int, default=100)
    options = parser.parse_args()
    found = texts(Path(os.environ["PODSHIVKA_CORPORA"]), None, SOURCES)
    sources = [list(map(facts, some)) for some in (found.russian, found.english)]
    with tempfile.TemporaryDirectory() as folder:
        ties, said = Path(folder) / "twins.sqlite", Path(folder) / "facts.sqlite"
        with closing(Store(Path(folder) / "articles.sqlite", create=True)) as store:
            with notes(said) as own:
                for at, (language, each) in enumerate(made(options.articles, sources)):
                    own.note(f"{at:08}", FIRST_DAY + at // options.a_day, language, each, None)
                own.mark(State(str(RULES), checkpoint=store.sequence))
            settling = Settling(ties, said, store, KeptVectors(Path(folder) / "vectors"), Said())
            begun = time.process_time()
            settling.run()
            taken = time.process_time() - begun
        with tie_table(ties) as table:
            every = sorted(map(repr, table.every()))
    digest = hashlib.sha256("\n".join(every).encode()).hexdigest()
    print(f"{options.articles} articles: {taken:.1f} s, {len(every)} ties, {digest[:16]}")


def made(count: int, sources: Sequence[Sequence[Facts]]) -> Iterator[tuple[str, Facts]]:
    """Languages, and what articles say."""
    chance = random.Random(5)
    said = language = None
    for at in range(count):
        if said is not None and at % 6 == 5:
            language = "ru" if language == "en" else "en"
            said = _told_again(said, chance)
        else:
            language = chance.choice(("ru", "en"))
            pool = chance.choice(sources)
            said = _mixed(chance.choice(pool), chance.choice(pool), chance)
        yield language, said


def _mixed(one: Facts, other: Facts, chance: random.Random) -> Facts:
    names = dict([*list(one.names.items())[::2], *list(other.names.items())[::2]])
    numbers = {*sorted(one.numbers)[::2], *sorted(other.numbers)[::2]}
    marks = {f"region:{chance.randrange(90)}" for _ in range(2)}
    return Facts(names, frozenset(numbers), frozenset(marks), max(one.words, other.words))


def _told_again(said: Facts, chance: random.Random) -> Facts:
    """Four fifths of the names and numbers."""
    names = {word: keys for word, keys in said.names.items() if chance.random() < 0.8}
    numbers = frozenset(each for each in sorted(said.numbers) if chance.random() < 0.8)
    return Facts(names, numbers, said.marks, said.words)


if __name__ == "__main__":
    main()
