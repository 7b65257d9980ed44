"""The words of texts that have one of some forms, with the evidence of what stands around them.

What ``positions.lay_out`` gives, without the words that nobody asks for: a tenth of its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import string_table
from indexer.analysis.positions import TokenColumns, lay_out
from indexer.analysis.string_table import Ids
from indexer.analysis.tokenizer import RUN
from indexer.analysis.vocabulary import PARAGRAPH_ID, SENTENCE_ID, Vocabulary

UNJUDGED, OTHER, SOUGHT = 0, 1, 2
"""What a form is to whoever looks for words; a form that came later is unjudged."""

States = NDArray[np.uint8]
"""By number of the form: UNJUDGED, OTHER or SOUGHT."""

_COLUMNS = (
    "flags", "first", "count", "width", "lower", "upper", "step", "offset", "length",
)  # fmt: skip


class SoughtToken(NamedTuple):
    """A word at [start, end) of text number ``text``, at a position as in the index.

    ``sentence``, ``paragraph``: how many have begun in the text, its own among them.
    """

    text: int
    position: int
    form: int
    start: int
    end: int
    sentence: int
    paragraph: int


class Sought(NamedTuple):
    """The tokens whose forms are sought, text by text in order; the forms that are unjudged.

    ``lengths``: positions that each text takes.
    """

    tokens: list[SoughtToken]
    unjudged: list[int]
    lengths: Ids


def seek(texts: list[str], vocabulary: Vocabulary, states: States) -> Sought:
    """The words of ``texts`` whose forms ``states`` seeks.

    Texts of one position give no tokens where this is compiled, and need not elsewhere: what they
    say is for the analyzer to read (``lone_words``).
    """
    if string_table.native is None:
        return among(lay_out(*vocabulary.find(texts), vocabulary), texts, vocabulary, states)
    found = unjudged = lengths = b""
    with vocabulary.lock:
        missing = [""]
        while missing:
            own = np.zeros(len(vocabulary.forms), np.uint8)
            own[: len(states)] = states
            runs = vocabulary.runs
            arrays = (vocabulary.columns[name].data for name in _COLUMNS)
            found, unjudged, lengths, missing = string_table.native.seek(
                texts, *runs.arrays(), *arrays, own
            )
            if missing:
                vocabulary.learn(missing)
    rows = np.frombuffer(found, np.int64).reshape(-1, len(SoughtToken._fields)).tolist()
    forms: list[int] = np.frombuffer(unjudged, np.uint32).tolist()
    return Sought(list(map(SoughtToken._make, rows)), forms, np.frombuffer(lengths, np.int64))


def among(
    layout: TokenColumns, texts: Sequence[str], vocabulary: Vocabulary, states: States
) -> Sought:
    """The same of texts that were laid out."""
    own = np.zeros(len(vocabulary.forms), np.uint8)
    own[: len(states)] = states
    words = layout.pieces >= 0
    tokens = np.flatnonzero(words & (own[layout.forms] == SOUGHT))
    pieces = layout.pieces[tokens]
    starts = np.array([run.start() for text in texts for run in RUN.finditer(text)], np.int64)
    begin = starts[layout.places[tokens]] + vocabulary.offset.data[pieces]
    columns = (
        layout.texts[tokens],
        layout.positions[tokens],
        layout.forms[tokens],
        begin,
        begin + vocabulary.length.data[pieces],
        _begun(layout, SENTENCE_ID)[tokens],
        _begun(layout, PARAGRAPH_ID)[tokens],
    )
    met = np.unique(layout.forms[words])
    return Sought(
        list(map(SoughtToken, *(column.tolist() for column in columns))),
        met[own[met] == UNJUDGED].tolist(),
        layout.lengths,
    )


def _begun(layout: TokenColumns, marker: int) -> Ids:
    """How many sentences or paragraphs have begun at each token, in its own text."""
    total = np.cumsum(layout.forms == marker)
    firsts = np.searchsorted(layout.texts, layout.texts)
    begun: Ids = total - np.concatenate([[0], total])[firsts]
    return begun
