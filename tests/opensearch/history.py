"""Changes of an index one after the other, and what is right to answer after each."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus import DAY, Doc, batch, word

from indexer.index.contract import Searcher
from indexer.index.whoosh import WhooshEngine
from schemas.document import Batch
from schemas.expression import And, Near, Not, Phrase, Together, Wildcard
from schemas.query import Request
from schemas.results import Matches

FORMS = ("a", "as", "b", "bs", "ab", "c", "абв", "ёж", "д", "е")
REQUESTS = (
    Request(),
    Request(word("a")),
    Request(And((word("b"), Not(word("c")))), filters={"region": ("x", "y")}),
    Request(Phrase((word("a"), word("b")))),
    Request(Near((word("a"), word("абв")), 3), sort="newest"),
    Request(Together((word("c"), word("ёж")), "sentence"), offset=3, limit=5),
    Request(Wildcard("a*"), filters={"topic": ("p",)}),
)
"""One of each kind that asks the cluster in a way of its own."""


def _doc(chance: random.Random, id: str) -> Doc:
    def text(words: int) -> str:
        return " ".join(chance.choice((*FORMS, ".")) for _ in range(words))

    return Doc(
        id,
        text(3),
        text(5),
        text(30),
        chance.randrange(400) * DAY,
        {
            "region": tuple(sorted(chance.sample(("x", "y", "z"), chance.randrange(3)))),
            "topic": (chance.choice("pq"),),
            "language": (chance.choice(("ru", "en")),),
        },
    )


@dataclass(frozen=True)
class History:
    """``changes[n]`` leads from checkpoint n to n + 1; ``answers[n]`` are right at checkpoint n."""

    changes: tuple[Batch, ...]
    answers: tuple[tuple[Matches, ...], ...]
    ids: tuple[frozenset[str], ...] = field(repr=False)

    def wrong(self, searcher: Searcher) -> list[str]:
        """Which answers of a searcher are not those of its checkpoint."""
        checkpoint = searcher.generation.checkpoint
        wrong = []
        for number, request in enumerate(REQUESTS):
            given = _seen(searcher.search(request))
            if given != _seen(self.answers[checkpoint][number]):
                fits = [
                    at for at, every in enumerate(self.answers) if given == _seen(every[number])
                ]
                wrong.append(
                    f"request {number} at checkpoint {checkpoint}: right at {fits}: {given}"
                )
        return wrong


def _seen(matches: Matches) -> tuple[object, ...]:
    return (
        matches.total,
        [match.id for match in matches.matches],
        matches.facets,
        matches.months,
        matches.complete,
    )


@cache
def history(size: int, changes: int, seed: int = 0) -> History:
    """``size`` articles at once, then ``changes`` of new, changed and deleted ones.

    Our other engine answers, which gives what the oracle gives (tests/engines).
    """
    with tempfile.TemporaryDirectory() as folder:
        return _written(WhooshEngine(Path(folder)), size, changes, seed)


def _written(engine: WhooshEngine, size: int, changes: int, seed: int) -> History:
    chance = random.Random(seed)  # noqa: S311
    numbers = iter(range(1_000_000))
    made = [batch(_doc(chance, f"n{next(numbers):06}") for _ in range(size))]
    name = engine.create("f").name
    answers: list[tuple[Matches, ...]] = []
    ids: list[frozenset[str]] = []
    there: list[str] = []
    for checkpoint in range(changes + 2):
        searcher = engine.open(name)
        answers.append(tuple(map(searcher.search, REQUESTS)))
        ids.append(frozenset(searcher.ids()))
        if checkpoint > changes:
            break
        if checkpoint:
            there = sorted(ids[-1])
            changed, deleted = there[checkpoint % 7 :: 50], there[3 + checkpoint % 11 :: 90]
            fresh = [f"n{next(numbers):06}" for _ in range(8)]
            changed = sorted({*changed, *fresh} - set(deleted))
            made.append(batch((_doc(chance, id) for id in changed), deleted))
        engine.apply(name, [made[-1]], checkpoint + 1)
    return History(tuple(made), tuple(answers), tuple(ids))


def use_all(searcher: Searcher) -> None:
    """Ask a searcher everything that can be asked, and close it."""
    wanted = REQUESTS[1]
    for request in REQUESTS:
        searcher.search(request)
    ids = sorted(searcher.ids())
    searcher.ranks(wanted, ids[:3])
    searcher.counts("region", wanted)
    searcher.forms(wanted.expression, wanted)
    searcher.score(wanted.expression, ids[0])
    searcher.frequency(wanted.expression)
    searcher.values("region")
    searcher.terms("a")
    searcher.near_duplicates(ids[:3], 5)
    list(searcher.vocabulary())
    list(searcher.near_duplicate_pairs())
    searcher.verify()
    searcher.close()
