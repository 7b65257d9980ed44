"""Runs of texts → forms at positions, with sentences, paragraphs and the evidence of capitals.

All in arrays: no token costs work in Python. The loop is compiled where the extension was built;
else numpy takes several passes to the same columns.

A capital letter is *evidence* when a lower-case word would have had none: after another word of
the sentence with nothing but spaces or a comma between, after an initial or an abbreviation
("г. Шали"), or when the word is a sentence of its own. At the start of a sentence, after a
quotation mark, a dash or a colon it is not, and the form is that of the lower-case word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import string_table
from indexer.analysis.tokenizer import Flag
from indexer.analysis.vocabulary import PARAGRAPH_ID, SENTENCE_ID, Vocabulary

Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]

_COLUMNS = ("flags", "first", "count", "width", "lower", "upper", "step")


@dataclass(frozen=True, slots=True)
class Words:
    """The runs that are words, w of them, in k texts."""

    runs: Ids
    """w ids of runs in the vocabulary."""
    places: Ids
    """w indices among all runs of all texts."""
    texts: Ids
    """w indices of the text."""
    sentence: Mask
    """w: a sentence starts here."""
    paragraph: Mask
    """w: a paragraph starts here."""
    evidence: Mask
    """w: a capital letter here is evidence of a name."""


@dataclass(frozen=True, slots=True)
class TokenColumns:
    """Tokens of k texts in order, markers included (``piece`` -1)."""

    lengths: Ids
    """k: positions that each text takes."""
    forms: Numbers
    """t ids of forms in the vocabulary."""
    positions: Numbers
    """t positions; each text starts at 0."""
    texts: Numbers
    """t indices of the text."""
    pieces: Numbers
    """t ids of pieces in the vocabulary, -1 for a marker."""
    places: Numbers
    """t indices of the run among all runs of all texts."""


def word_columns(runs: Ids, counts: Ids, vocabulary: Vocabulary) -> Words:
    """Which runs are words, and what stands around them.

    ``runs``: ids of the runs of all texts; ``counts``: runs in each text (Vocabulary.find).
    """
    flags = vocabulary.flags.data[runs]
    places = np.flatnonzero(flags & Flag.WORD)
    texts = np.repeat(np.arange(len(counts)), counts)[places]
    previous = np.concatenate([[-1], places[:-1]])
    first = np.concatenate([[True], texts[1:] != texts[:-1]])[: len(places)]
    ends, paragraphs = (
        _between(flags & Flag.END, places, previous),
        _between(flags & Flag.PARAGRAPH, places, previous),
    )
    gap = places - previous - 1
    before = flags[previous] if len(flags) else flags  # -1 has no place in an empty array
    dotted = (gap == 1) & (before & Flag.ABBREVIATION > 0) & (flags[places - 1] & Flag.DOT > 0)
    paragraph = first | (paragraphs > 0)
    own = flags[places]
    sentence = paragraph | ((ends > 0) & (own & Flag.UPPER > 0) & ~dotted)
    alone = sentence & np.concatenate([sentence[1:], [True]])[: len(places)]
    evidence = (~sentence & ((gap == 0) | dotted)) | alone
    return Words(runs[places], places, texts, sentence, paragraph, evidence)


def lone_words(layout: TokenColumns) -> Ids:
    """Indices of the tokens that are the one word of their text."""
    lone = np.flatnonzero(layout.lengths == 1)
    last: Ids = np.searchsorted(layout.texts, lone, "right") - 1
    return last


def _between(mask: NDArray[Any], places: Ids, previous: Ids) -> Ids:
    """How many runs of ``mask`` there are between each word and the previous one."""
    total = np.concatenate([[0], np.cumsum(mask > 0)])
    counted: Ids = total[places] - total[previous + 1]
    return counted


def lay_out(runs: Ids, counts: Ids, vocabulary: Vocabulary) -> TokenColumns:
    """The tokens of texts whose runs ``Vocabulary.find`` has found."""
    if string_table.native is None:
        return _laid_out(runs, counts, vocabulary)
    known = (vocabulary.columns[name].data for name in _COLUMNS)
    *columns, lengths = string_table.native.lay_out(runs, counts, *known)
    forms, *others = (np.frombuffer(each, np.int32) for each in columns)
    # the analyzer puts other forms where a word is a text of its own
    return TokenColumns(np.frombuffer(lengths, np.int64), forms.copy(), *others)


def _laid_out(runs: Ids, counts: Ids, vocabulary: Vocabulary) -> TokenColumns:
    found = word_columns(runs, counts, vocabulary)
    width = vocabulary.width.data[found.runs].astype(np.int64)
    lengths = np.bincount(found.texts, width, len(counts)).astype(np.int64)
    starts = np.cumsum(lengths) - lengths
    base = np.cumsum(width) - width - starts[found.texts]
    pieces = vocabulary.count.data[found.runs].astype(np.int64)
    markers = found.sentence.astype(np.int64) + found.paragraph
    size = pieces + markers
    ends = np.cumsum(size)
    word = np.repeat(np.arange(len(size)), size)
    index = np.arange(len(word)) - (ends - size)[word] - markers[word]
    marker = index < 0
    piece = np.where(marker, -1, vocabulary.first.data[found.runs][word] + index)
    lower, upper = vocabulary.lower.data[piece], vocabulary.upper.data[piece]
    forms = np.where(found.evidence[word], upper, lower).astype(np.int64)
    forms[marker] = np.where(index[marker] == -1, SENTENCE_ID, PARAGRAPH_ID)
    step = np.where(marker, 0, vocabulary.step.data[piece])
    columns = forms, base[word] + step, found.texts[word], piece, found.places[word]
    return TokenColumns(lengths, *(each.astype(np.int32) for each in columns))
