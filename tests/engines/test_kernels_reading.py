"""Every compiled loop of reading gives what numpy gives, over lists as long as its strides."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from corpus import batch
from synthetic import synthetic
from ways import agreed

from indexer.index.contract import ALIKE, SIGNATURE, WINDOW
from indexer.index.formula import Formula
from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Counted, Place, Postings
from schemas.document import FIELD_GAP
from schemas.facets import FACETS

pytestmark = pytest.mark.skipif(reading.native is None, reason="the extension was not built")

KINDS = {
    "whole": (3_000, FIELD_GAP, 0),
    "some dead": (9_000, FIELD_GAP, 0.1),
    "long articles": (4_000, 70_000, 0.1),
    "rare codes": (4_000, FIELD_GAP, 0.1, 300),
    "three chunks": (140_000, FIELD_GAP, 0.03),
}
"""Articles, positions between two fields, what share of the articles has been deleted, and how
often a word stands in an article at most."""


def built(folder, size: int, gap: int, dead: float, most: int = 6) -> Segment:
    engine = WhooshEngine(folder)
    name = engine.create("f").name
    whole = synthetic(size, seed=size, gap=gap, most=most)
    engine.apply(name, [whole], 1)
    gone = np.random.default_rng(1).random(size) < dead
    if dead:
        engine.apply(name, [batch(deleted=[whole.ids[n] for n in np.flatnonzero(gone)])], 2)
    segment = max(engine.open(name).segments, key=lambda each: each.size)
    assert segment.size > size / 2
    assert segment.wide == (gap != FIELD_GAP)
    assert (segment.live is None) == (not dead)
    assert (len(segment.codes.rare_codes) > 500) == (most > 6)
    return segment


@pytest.fixture(scope="module", params=KINDS)
def segment(request, tmp_path_factory) -> Segment:
    return built(tmp_path_factory.mktemp("kernels"), *KINDS[request.param])


@pytest.fixture
def chance(request) -> np.random.Generator:
    return np.random.default_rng(sum(request.node.name.encode()))


def some(chance, values, size: int) -> np.ndarray:
    """So many of the values, or of the numbers below, in order."""
    values = np.arange(values) if isinstance(values, int) else values
    size = min(size, len(values))
    return np.sort(chance.choice(values, size, replace=False)).astype(np.uint32)


def place(chance, segment, most: int = 4, shift: int = 0) -> Place:
    forms = some(chance, len(segment.forms), chance.integers(1, most + 1))
    return Place(forms, int(chance.integers(-4, 3).clip(-1)), shift)


def places(chance, segment, count: int, most: int = 4) -> tuple[Place, ...]:
    """Words, the rarest first."""

    def postings(term: Place) -> int:
        return sum(end - begin for begin, end in map(segment.posting_range, term.forms.tolist()))

    return tuple(sorted((place(chance, segment, most) for _ in range(count)), key=postings))


def amounts(segment) -> tuple[int, ...]:
    return (0, 1, 7, 60, 400, 2_000, segment.size // 2)


# -- strings and words


def test_strings(segment, chance):
    for table in (segment.forms, segment.term_table, segment.ids):
        indices = some(chance, len(table), 40)
        for raw in [table.raw(int(at)) for at in indices]:
            for key in (raw, raw[:-1], raw + b"0", raw[:-1] + b"~", b""):
                agreed(table.find, key)
                agreed(table.first_from, key)
        agreed(table.some, indices[::-1].copy())
        agreed(table.find, b"~")


def test_forms_of_terms(segment, chance):
    count = len(segment.forms)
    terms = [*(f"t{n}" for n in range(count + 3)), "rest0", "rest2", "many"]
    terms += ["=w", "=w03", "=none", "="]
    for _ in range(200):
        asked = chance.choice(terms, chance.integers(0, 5), replace=False).tolist()
        without = [f"w{n:02}" for n in chance.integers(0, count + 1, chance.integers(0, 3))]
        without += ["w", f"w{chance.integers(count):02}x", "a"][: chance.integers(4)]
        agreed(reading.forms, segment, tuple(asked), tuple(without))


# -- documents and positions


def test_words(segment, chance):
    for form, field in product(range(len(segment.forms)), (-1, 0, 1, 2)):
        term = Place(np.array([form], np.uint32), field)
        docs = agreed(reading.common, segment, (term,))[0]
        assert agreed(reading.frequency, segment, term) == len(docs)
        groups = chance.integers(0, 3, segment.size).astype(np.uint16)
        counts = agreed(reading.frequencies, segment, term, groups, 4)
        assert counts.tolist() == np.bincount(groups[docs], minlength=4).tolist()
        assert agreed(reading.frequency, segment, place(chance, segment)) >= 0


def test_words_in_common(segment, chance):
    with_the_dead = Segment(segment.container.path)
    for count in [1, 2, 2, 2, 3, 4] * 8:
        terms = places(chance, segment, count, most=2)
        agreed(reading.common, segment, terms)
        agreed(reading.common, segment, terms[::-1])
        # what the memory that was lent to the last one still holds is added to these
        agreed(reading.common, with_the_dead, (Place(some(chance, len(segment.forms), 3)),))


def test_words_among_documents(segment, chance):
    for amount in amounts(segment) * 5:
        among = some(chance, segment.everything, amount)
        agreed(reading.common, segment, (place(chance, segment),), among)
        agreed(reading.common, segment, places(chance, segment, 3, most=2), among)


def test_single_documents_among_those_of_each_word(segment, chance):
    """From one on, as far as any stride or half goes."""
    for form in range(len(segment.forms)):
        term = Place(np.array([form], np.uint32))
        docs = reading.common(segment, (term,))[0]
        for first in (0, int(chance.integers(0, 64))):
            for step in (63, 64, 65, 191, 997):
                agreed(reading.common, segment, (term,), docs[first::step].copy())


def test_occurrences(segment, chance):
    for amount, count in product(amounts(segment), (0, 1, 1, 2, 3)):
        among = some(chance, segment.everything, amount)
        parts = tuple(
            each._replace(shift=int(shift))
            for each, shift in zip(
                places(chance, segment, count), chance.permutation(count), strict=True
            )
        )
        agreed(reading.occurrences, segment, parts, among)
        agreed(reading.phrase, segment, parts, among)


def test_words_near_each_other(segment, chance):
    for amount, count in product(amounts(segment), (0, 1, 2, 3, 5)):
        among = some(chance, segment.everything, amount)
        parts = tuple(
            tuple(places(chance, segment, int(chance.integers(1, 3)))) for _ in range(count)
        )
        for distance in (0, 1, 9, 99):
            agreed(reading.near, segment, parts, among, distance)


def test_words_near_each_other_are_found_in_many_documents(segment):
    words = [(Place(np.arange(at, len(segment.forms), 3, dtype=np.uint32)),) for at in range(3)]
    found = [len(reading.near(segment, words, segment.everything, n)) for n in (0, 2, 99)]
    assert 0 < found[1] < found[2] <= len(segment.everything)
    assert found == sorted(found)


def test_sets(segment, chance):
    size = segment.size
    for one, other in product(amounts(segment), repeat=2):
        docs, others = some(chance, size, one), some(chance, size, other)
        kept, dropped = agreed(reading.keep, docs, others), agreed(reading.drop, docs, others)
        assert len(kept) + len(dropped) == len(docs)
        agreed(reading.merge, [docs, others, some(chance, size, 9)], size)
    agreed(reading.merge, [], size)
    assert len(agreed(reading.keep, segment.everything, segment.everything[::70].copy()))


# -- scores


def formula(chance) -> Formula:
    return Formula(chance.random() * 9, chance.random(), chance.random() / 400)


def leaves(chance, segment, count: int) -> list[tuple[Postings, Formula]]:
    terms = [place(chance, segment) for _ in range(count)]
    rows = [reading.common(segment, (term,)) for term in terms]
    return [(Postings(row), formula(chance)) for row in rows]


COUNTS = (1, 2, 10, 50, 700, 200_000)


def test_the_best_of_one_word(segment, chance):
    for _ in range(4):
        for leaf in leaves(chance, segment, 6):
            for k in COUNTS:
                agreed(reading.best, segment, leaf[0].docs, [leaf], k)


def test_the_best_of_words_in_common(segment, chance):
    for count, k in product((2, 3, 4), COUNTS):
        rows = reading.common(segment, places(chance, segment, count, most=2))
        found = [(Postings(rows, row + 1), formula(chance)) for row in range(count)]
        agreed(reading.best, segment, rows[0], found, k)


def test_the_best_of_words_apart(segment, chance):
    for count, k in product((1, 2, 3, 4), COUNTS):
        found = leaves(chance, segment, count)
        docs = reading.merge([leaf.docs for leaf, _ in found], segment.size)
        agreed(reading.best, segment, docs, found, k)
        for amount in amounts(segment):
            agreed(reading.best, segment, some(chance, segment.everything, amount), found, k)


def test_equal_scores_keep_the_order_of_the_documents(segment):
    docs = segment.everything
    same = Formula(2.0, 1.0, 0.0)
    leaf = Postings(np.stack([docs, docs % 3 + 1]))
    twice = Postings(np.stack([docs[1:], docs[1:] % 3 + 1]))
    for k in COUNTS:
        found = agreed(reading.best, segment, docs, [(leaf, same)], k)[0]
        assert len(found) == min(k, len(docs))
        agreed(reading.best, segment, docs, [(leaf, same), (leaf, same)], k)
        agreed(reading.best, segment, docs, [(leaf, same), (twice, same)], k)
        # as many documents, but others
        agreed(reading.best, segment, docs[:-1].copy(), [(twice, same)], k)


def test_gains_and_pages(segment, chance):
    for count, amount in product((1, 2, 3, 5), (0, 1, 2, 20, WINDOW)):
        found = leaves(chance, segment, count)
        docs = reading.merge([leaf.docs for leaf, _ in found], segment.size)
        near = [(places(chance, segment, 1 + n % 2), float(n + 1)) for n in range(count)]
        few = chance.permutation(some(chance, segment.everything, amount))
        agreed(reading.gains, segment, near, few)
        offset = int(chance.choice((0, 10, amount, 200)))
        agreed(reading.page, segment, docs, found, near, (amount, offset, offset + 10))
        agreed(reading.page, segment, docs, found, [], (amount, max(0, amount - 1), amount + 9))
        # fewer than the window, so that all are in it
        agreed(reading.page, segment, np.sort(few), found, near, (WINDOW, 0, amount))


def test_the_order_of_a_window(segment, chance):
    for size in (0, 1, 2, 20, WINDOW):
        for _ in range(40):
            scores = chance.integers(0, 5, size).astype(np.float32)
            gained = chance.integers(0, 3, size) / 2
            signatures = segment.signatures[some(chance, segment.size, size)].copy()
            for row, other in chance.integers(0, size, (size // 3, 2)) if size else ():
                signatures[row] = signatures[other]
                changed = chance.permutation(SIGNATURE)[: SIGNATURE - ALIKE + chance.integers(2)]
                signatures[row, changed] ^= 255
            for ties in (chance.permutation(size), chance.integers(0, 3, size)):
                for kind in (np.int64, np.uint32):
                    agreed(reading.arrange, scores, gained, ties.astype(kind), signatures)


# -- columns


def test_filters(segment, chance):
    for amount in (*amounts(segment), segment.size):
        docs = some(chance, segment.everything, amount)
        columns = [(segment.facets[facet.name], 128 >> at) for at, facet in enumerate(FACETS)]
        filters = [
            (facet.column, chance.random(len(facet.ends)) < 0.6, bit) for facet, bit in columns
        ]
        failed = agreed(reading.failures, docs, filters, segment.size)
        for pardoned in (0, 128, 96, 8, 255):
            agreed(reading.passing, docs, failed, pardoned)


def test_counts(segment, chance):
    for amount in (*amounts(segment), segment.size):
        docs = some(chance, segment.everything, amount)
        given = []
        for facet in segment.facets.values():
            counts = agreed(reading.count, docs, facet, segment.size)
            values, numbers = agreed(reading.occurring, docs, facet, segment.size)
            assert np.array_equal(counts[values], numbers)
            totals = reading.count(segment.everything, facet, segment.size)
            given += [Counted(*facet.views, facet.listed, each) for each in (None, totals)]
        agreed(reading.tally, docs, given, segment.size)


class Few:
    """A facet of 300,000 documents, nearly all of which have the same values."""

    names = ("a", "b", "c")
    column = (np.arange(300_000) % 90_000 == 5).astype(np.uint16)
    views = column, np.array([2, 3], np.uint32), np.array([0, 2, 1], np.uint32)


def test_counts_of_more_documents_than_16_bits_number():
    docs = np.arange(300_000, dtype=np.uint32)
    assert agreed(reading.count, docs, Few, len(docs)).tolist() == [299_996, 4, 299_996]
    assert agreed(reading.occurring, docs, Few, len(docs)).shape == (2, 3)


def test_counts_between_edges(segment, chance):
    for amount, edges in product((*amounts(segment), segment.size), (0, 1, 2, 30, 300)):
        docs = some(chance, segment.everything, amount)
        agreed(reading.between, docs, some(chance, segment.size, edges), list(range(edges)))
