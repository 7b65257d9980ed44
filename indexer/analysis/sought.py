"""The words of texts that have one of some forms, with the evidence of what stands around them.

What ``positions.lay_out`` gives, without the words that nobody asks for: a tenth of its time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import string_table
from indexer.analysis.positions import TokenColumns, lay_out
from indexer.analysis.string_table import Ids
from indexer.analysis.tokenizer import RUN
from indexer.analysis.vocabulary import PARAGRAPH_ID, SENTENCE_ID, Vocabulary

Told = NDArray[np.uint8]
"""By number of the form, 1 for those that need not be told of; a form that came later is new."""

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
    """The tokens whose forms are sought, text by text in order.

    ``untold``: the other forms that were met, but those told of before, each once. ``lengths``:
    positions that each text takes.
    """

    tokens: list[SoughtToken]
    untold: list[int]
    lengths: Ids


def seek(texts: list[str], vocabulary: Vocabulary, sought: Collection[int], told: Told) -> Sought:
    """The words of ``texts`` whose forms are ``sought``, by number.

    Texts of one position give no tokens where this is compiled, and need not elsewhere: what they
    say is for the analyzer to read (``lone_words``).
    """
    if string_table.native is None:
        return among(lay_out(*vocabulary.find(texts), vocabulary), texts, vocabulary, sought, told)
    forms = np.fromiter(sought, np.uint32, len(sought))
    found = untold = lengths = b""
    with vocabulary.lock:
        missing = [""]
        while missing:
            arrays = (vocabulary.columns[name].data for name in _COLUMNS)
            found, untold, lengths, missing = string_table.native.seek(
                texts, *vocabulary.runs.arrays(), *arrays, told, forms
            )
            if missing:
                vocabulary.learn(missing)
    rows = np.frombuffer(found, np.int64).reshape(-1, len(SoughtToken._fields)).tolist()
    new = np.unique(np.frombuffer(untold, np.uint32)).tolist() if untold else []
    return Sought(list(map(SoughtToken._make, rows)), new, np.frombuffer(lengths, np.int64))


def among(
    layout: TokenColumns,
    texts: Sequence[str],
    vocabulary: Vocabulary,
    sought: Collection[int],
    told: Told,
) -> Sought:
    """The same of texts that were laid out."""
    asked = np.zeros(len(vocabulary.forms), np.bool_)
    asked[list(sought)] = True
    words = layout.pieces >= 0
    tokens = np.flatnonzero(words & asked[layout.forms])
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
    known = asked.copy()
    known[: len(told)] |= told > 0
    met = np.unique(layout.forms[words])
    return Sought(
        list(map(SoughtToken, *(column.tolist() for column in columns))),
        met[~known[met]].tolist(),
        layout.lengths,
    )


def _begun(layout: TokenColumns, marker: int) -> Ids:
    """How many sentences or paragraphs have begun at each token, in its own text."""
    total = np.cumsum(layout.forms == marker)
    firsts = np.searchsorted(layout.texts, layout.texts)
    begun: Ids = total - np.concatenate([[0], total])[firsts]
    return begun
