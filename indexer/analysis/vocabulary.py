"""What is known of each run of characters: looked up once, then read from arrays.

A text is runs (see ``tokenizer.RUN``). For each distinct run the vocabulary keeps, in columns, its
flags and its pieces; for each piece its form without and with the evidence of a capital letter;
for each form its terms. Numbers are private to one Vocabulary; what they stand for depends on the
run alone. So what one process has learnt another can take over: ``since`` and ``absorb``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.string_table import Column, Ids, Table
from indexer.analysis.tokenizer import Flag, RunPiece, flags, pieces
from schemas.document import PARAGRAPH, SENTENCE

PARAGRAPH_ID, SENTENCE_ID = 0, 1
"""Numbers of the two markers among the forms."""

Columns = Mapping[str, NDArray[Any]]
"""The arrays of a vocabulary, or their ends, by name."""

BY_RUN: Mapping[str, type[np.generic]] = {
    "flags": np.uint8,
    "first": np.uint32,
    "count": np.uint8,
    "width": np.uint8,
}
"""``first``, ``count``: the pieces of a run; ``width``: positions that it takes."""

BY_PIECE: Mapping[str, type[np.generic]] = {
    "lower": np.uint32,
    "upper": np.uint32,
    "step": np.uint8,
    "offset": np.uint8,
    "length": np.uint8,
}
"""``lower``, ``upper``: forms without and with evidence; the others as in tokenizer.RunPiece."""

TABLES = ("runs", "forms", "meanings")
"""Tables of strings: runs, forms, and lists of terms that forms have."""

KINDS: Mapping[str, type[np.generic]] = {
    **{f"{name}.{part}": np.uint32 for name in TABLES for part in ("chars", "ends")},
    **BY_RUN,
    **BY_PIECE,
    "meaning": np.uint32,
}
"""Names and types of all columns; ``meaning``: of each form."""

_WORD = Flag.WORD.value
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.$")
"""What stands before a name in М.Евкуров."""
JOINT = "\n"
"""Between two terms of a form: no form has it."""


class Terms(Sequence[tuple[str, ...]]):
    """The terms of each form by its number; () for a marker.

    ``meaning``: the number of each form's meaning in ``meanings``. The vocabulary itself is not
    kept: what is known by vocabulary has these, and would keep every one that was given up.
    """

    def __init__(self, meaning: Column, meanings: Table) -> None:
        self._meaning = meaning
        self._meanings = meanings

    def __len__(self) -> int:
        return self._meaning.size

    def __getitem__(self, number: Any) -> Any:
        if not 0 <= number < self._meaning.size:
            raise IndexError(number)
        joined = self._meanings[int(self._meaning.data[number])]
        return tuple(joined.split(JOINT)) if joined else ()


class NumberMap:
    """The numbers here of the forms and meanings of another vocabulary."""

    def __init__(self, forms: int = 0, meanings: int = 0) -> None:
        """``forms``, ``meanings``: how many both vocabularies began with."""
        self.forms, self.meanings = (
            Column(np.arange(count, dtype=np.uint32), count) for count in (forms, meanings)
        )


class Vocabulary:
    """Runs, their pieces, forms and terms. Threads may share it.

    ``capital``: form → the form to use where a capital letter is evidence. ``terms``: of a form.
    """

    def __init__(
        self,
        capital: Callable[[str], str],
        terms: Callable[[str], tuple[str, ...]],
        known: Mapping[str, Column] | None = None,
    ) -> None:
        """``known``: what ``columns`` of another vocabulary gave, or None to start with nothing."""
        self._capital = capital
        self._terms = terms
        self.lock = Lock()
        """Held by whoever reads several columns together with the runs."""
        self.columns: Mapping[str, Column] = known or {
            name: Column.of(kind) for name, kind in KINDS.items()
        }
        self.runs, self.forms, self.meanings = (
            Table(self.columns[f"{name}.chars"], self.columns[f"{name}.ends"]) for name in TABLES
        )
        self.flags, self.first, self.count, self.width = map(self.columns.__getitem__, BY_RUN)
        self.lower, self.upper, self.step, self.offset, self.length = map(
            self.columns.__getitem__, BY_PIECE
        )
        self.meaning = self.columns["meaning"]
        self.terms = Terms(self.meaning, self.meanings)
        if not known:
            self._forms([PARAGRAPH, SENTENCE], lambda _: ())

    def __len__(self) -> int:
        return len(self.runs)

    def find(self, texts: list[str]) -> tuple[Ids, Ids]:
        """Numbers of all runs of all texts, end to end, and how many runs each text has."""
        with self.lock:
            runs, counts, where, missing = self.runs.find(texts)
            if missing:
                runs[where] = self.learn(missing)
        return runs, counts

    def form(self, form: str) -> int:
        """The number of ``form``."""
        with self.lock:
            return int(self._forms([form], self._terms)[0])

    def learn(self, runs: list[str]) -> Ids:
        """The numbers of ``runs``, after learning those that are new. Under the lock."""
        kinds, counts, widths, steps, offsets, lengths = ([] for _ in range(6))
        lower, upper = [], []
        for run in dict.fromkeys(runs):
            flag = flags(run)
            parts = pieces(run) if flag & _WORD else []
            kinds.append(flag if parts else flag & ~_WORD)
            counts.append(len(parts))
            widths.append(parts[-1].step + 1 if parts else 0)
            for piece in parts:
                evident = self._upper(piece)
                initial = piece.offset and _INITIAL.search(run, 0, piece.offset)
                lower.append(evident if initial else piece.form)
                upper.append(evident)
                steps.append(piece.step)
                offsets.append(piece.offset)
                lengths.append(len(piece.text))
        # only now: an error while a run is read must not leave it half known
        forms = self._forms(lower + upper, self._terms)
        self.first.extend(np.cumsum(counts) - counts + self.lower.size)
        self.flags.extend(kinds)
        self.count.extend(counts)
        self.width.extend(widths)
        self.lower.extend(forms[: len(lower)])
        self.upper.extend(forms[len(lower) :])
        self.step.extend(steps)
        self.offset.extend(offsets)
        self.length.extend(lengths)
        return self.runs.numbers(runs)

    def _upper(self, piece: RunPiece) -> str:
        """Its form where its capital is evidence: that of Шали may be, that of МВД is not."""
        titled = piece.text[0].isupper() and piece.text[1:2].islower()
        return self._capital(piece.form) if titled else piece.form

    def _forms(self, forms: list[str], terms: Callable[[str], tuple[str, ...]]) -> Ids:
        """The numbers of ``forms``, with the meanings of those that are new."""
        known = len(self.forms)
        numbers = self.forms.numbers(forms)
        if len(self.forms) > known:
            new = dict.fromkeys(
                form for form, n in zip(forms, numbers.tolist(), strict=True) if n >= known
            )
            meanings = [JOINT.join(terms(form)) for form in new]
            self.meaning.extend(self.meanings.numbers(meanings))
        return numbers

    def sizes(self) -> Mapping[str, int]:
        """How many items each column has: a mark for ``since``."""
        return {name: column.size for name, column in self.columns.items()}

    def since(self, mark: Mapping[str, int]) -> Columns:
        """What was learnt since the mark; with ends of strings from 0 on."""
        news = {name: column.since(mark[name]) for name, column in self.columns.items()}
        for name in TABLES:
            news[f"{name}.ends"] = news[f"{name}.ends"] - np.uint32(mark[f"{name}.chars"])
        return news

    def trimmed(self, most: int) -> Mapping[str, Column]:
        """The columns of the first ``most`` runs, without forms that none of them has."""
        with self.lock:
            runs = min(most, len(self.runs))
            pieces = int(self.count.data[:runs].sum(dtype=np.int64))
            named = (self.columns[name].data[:pieces] for name in ("lower", "upper"))
            forms = 1 + max(SENTENCE_ID, *(int(each.max(initial=0)) for each in named))
            sizes = dict.fromkeys(BY_RUN, runs) | dict.fromkeys(BY_PIECE, pieces)
            sizes |= {"meaning": forms, "runs.ends": runs, "forms.ends": forms}
            sizes["meanings.ends"] = 1 + int(self.meaning.data[:forms].max())
            for name in TABLES:
                ends = self.columns[f"{name}.ends"].data[: sizes[f"{name}.ends"]]
                sizes[f"{name}.chars"] = int(ends[-1]) if len(ends) else 0
            return {name: Column(column.data, sizes[name]) for name, column in self.columns.items()}

    def absorb(self, learnt: Columns, numbers: NumberMap, most: int) -> None:
        """Take over what another vocabulary has learnt: forms, and up to ``most`` runs.

        ``learnt`` must follow without a gap on what ``numbers`` maps already.
        """
        with self.lock:
            numbers.meanings.extend(_united(self.meanings, learnt, "meanings"))
            known = len(self.forms)
            forms = _united(self.forms, learnt, "forms")
            numbers.forms.extend(forms)
            self.meaning.extend(numbers.meanings.data[learnt["meaning"][forms >= known]])
            if len(self.runs) < most:
                self._absorb_runs(learnt, numbers)

    def _absorb_runs(self, learnt: Columns, numbers: NumberMap) -> None:
        known = len(self.runs)
        new = _united(self.runs, learnt, "runs") >= known
        count = learnt["count"][new]
        pieces = np.repeat(new, learnt["count"])
        self.first.extend(np.cumsum(count, dtype=np.int64) - count + self.lower.size)
        for name in ("flags", "count", "width"):
            self.columns[name].extend(learnt[name][new])
        for name in ("lower", "upper"):
            self.columns[name].extend(numbers.forms.data[learnt[name][pieces]])
        for name in ("step", "offset", "length"):
            self.columns[name].extend(learnt[name][pieces])


def _united(table: Table, learnt: Columns, name: str) -> Ids:
    return table.united(learnt[f"{name}.chars"], learnt[f"{name}.ends"])
