"""Small corpora: readable ones by hand, random ones by hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st

from schemas.document import FIELD_GAP, PARAGRAPH, SENTENCE, UNDATED, Batch
from schemas.expression import (
    And,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Together,
    Wildcard,
    Word,
)
from schemas.facets import FACETS
from schemas.query import BOUNDLESS, NO_DATE, Bounds, Period, Request

DAY = 86_400


@dataclass(frozen=True)
class Doc:
    """An article for tests. Fields are words with spaces between; "a+b" share a position;
    "." starts a sentence and "|" a paragraph, as the first word does."""

    id: str
    title: str = ""
    lede: str = ""
    body: str = ""
    published: int = UNDATED
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gap: int = FIELD_GAP


def terms_of(form: str) -> tuple[str, ...]:
    """Terms of a form: its lower case without a last "s", and a class that many forms share."""
    if form in (SENTENCE, PARAGRAPH):
        return ()
    lowered = form.lower()
    return tuple(sorted({lowered.rstrip("s"), f"first:{lowered[0]}"}))


def batch(docs: Iterable[Doc] = (), deleted: Iterable[str] = ()) -> Batch:
    """A Batch of the articles."""
    docs = list(docs)
    forms: dict[str, int] = {}
    tokens: list[int] = []
    positions: list[int] = []
    ends, starts, lengths = [], [], []
    for doc in docs:
        place, begin, counted = 0, [], []
        for text in (doc.title, doc.lede, doc.body):
            begin.append(place)
            words = 0
            for marker in (SENTENCE, PARAGRAPH) if text else ():
                tokens.append(forms.setdefault(marker, len(forms)))
                positions.append(place)
            for word in text.lstrip(".| ").split():
                if word in ".|":
                    tokens.append(
                        forms.setdefault({".": SENTENCE, "|": PARAGRAPH}[word], len(forms))
                    )
                    positions.append(place)
                    continue
                for form in word.split("+"):
                    tokens.append(forms.setdefault(form, len(forms)))
                    positions.append(place)
                place += 1
                words += 1
            counted.append(words)
            place += doc.gap
        ends.append(len(tokens))
        starts.append(begin)
        lengths.append(counted)
    return Batch(
        ids=tuple(doc.id for doc in docs),
        forms=tuple(forms),
        terms=tuple(map(terms_of, forms)),
        tokens=np.array(tokens, np.uint32),
        positions=np.array(positions, np.uint32),
        ends=np.array(ends, np.int64),
        starts=np.array(starts, np.uint32).reshape(-1, 3),
        lengths=np.array(lengths, np.uint32).reshape(-1, 3),
        published=np.array([doc.published for doc in docs], np.int64),
        facets={f.name: tuple(doc.facets.get(f.name, ()) for doc in docs) for f in FACETS},
        deleted=tuple(deleted),
    )


def filled(engine, *applied):
    name = engine.create("f").name
    for checkpoint, docs in enumerate(applied, 1):
        engine.apply(name, [batch(docs)], checkpoint)
    return engine.open(name)


def ids(matches) -> list[str]:
    return [match.id for match in matches.matches]


def word(*terms, **options) -> Word:
    return Word(terms, **options)


# -- random corpora: few words, so that everything meets everything

WORDS = ("a", "as", "A", "b", "bs", "c", "ab", "абв", "ёж", "Ёж")
TERMS = (
    "a",
    "b",
    "c",
    "ab",
    "абв",
    "first:a",
    "first:b",
    "=a",
    "=A",
    "=bs",
    "none",
    f"={SENTENCE}",
)
PATTERNS = ("*", "a*", "*s", "?", "??", "a?", "ё*", "*б*", "x*", "a*s*", "\u2028", "[ab]")
VALUES = {"region": ("x", "y", "z"), "topic": ("p", "q"), "language": ("ru", "en")}

_word = st.one_of(
    st.sampled_from([*WORDS, ".", "|"]),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=2, unique=True).map("+".join),
)
_text = st.lists(_word, max_size=6).map(" ".join)
_date = st.one_of(
    st.just(UNDATED),
    st.integers(-40, 80).map(lambda days: days * DAY),
    st.integers(-3 * DAY, 70 * DAY),
)
_facets = st.fixed_dictionaries(
    {
        name: st.sets(st.sampled_from(values)).map(sorted).map(tuple)
        for name, values in VALUES.items()
    }
)
IDS = (*"abcdefghij", "ж", "a-1")
docs = st.builds(
    Doc,
    id=st.sampled_from(IDS),
    title=_text,
    lede=_text,
    body=_text,
    published=_date,
    facets=_facets,
    gap=st.sampled_from([FIELD_GAP, FIELD_GAP, FIELD_GAP, 70_000]),
)


def _batch(found: list[Doc], deleted: set[str]) -> Batch:
    by_id = {doc.id: doc for doc in found}
    return batch(by_id.values(), sorted(deleted - set(by_id)))


batches = st.builds(_batch, st.lists(docs, max_size=6), st.sets(st.sampled_from(IDS), max_size=2))
histories = st.lists(st.lists(batches, max_size=3), min_size=1, max_size=4)
"""Each inner list is one apply."""

_field = st.sampled_from([None, None, None, "title", "lede", "body"])
words = st.builds(
    Word,
    terms=st.sets(st.sampled_from(TERMS), min_size=1, max_size=3).map(sorted).map(tuple),
    field=_field,
    without=st.sets(st.sampled_from(WORDS), max_size=1).map(tuple),
    weight=st.sampled_from([1.0, 1.0, 0.3]),
)
parts = st.one_of(words, st.builds(Wildcard, st.sampled_from(PATTERNS), _field))
phrases = st.builds(Phrase, st.lists(parts, min_size=1, max_size=3).map(tuple))
_near_parts = st.lists(st.one_of(parts, phrases), min_size=1, max_size=3).map(tuple)
_flat = st.one_of(
    parts,
    phrases,
    st.builds(Near, _near_parts, st.integers(0, 5)),
    st.builds(Together, _near_parts, st.sampled_from(["sentence", "paragraph"])),
)


def _branch(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    children = st.lists(nodes, max_size=3).map(tuple)
    return st.one_of(st.builds(And, children), st.builds(Or, children), st.builds(Not, nodes))


expressions = st.recursive(_flat, _branch, max_leaves=5)
_day = st.one_of(st.none(), st.dates(*(np.array([-40, 80]) + np.datetime64("1970-01-01")).tolist()))
_filters = st.fixed_dictionaries(
    {},
    optional={
        name: st.sets(st.sampled_from([*values, "nothing"]), max_size=2).map(tuple)
        for name, values in [*VALUES.items(), ("unknown", ("x",))]
    },
)
_periods = st.one_of(st.builds(Period, _day, _day), st.just(NO_DATE))
requests = st.builds(
    Request,
    expression=expressions,
    filters=_filters,
    period=_periods,
    bounds=st.one_of(st.just(BOUNDLESS), st.builds(Bounds, _filters, _periods, _filters)),
    sort=st.sampled_from(["relevance", "relevance", "newest", "oldest"]),
    offset=st.sampled_from([0, 0, 1, 4]),
    limit=st.sampled_from([10, 10, 3, 1]),
    future=st.one_of(st.none(), st.integers(-40, 80).map(lambda day: day * 86_400)),
)
