"""Which forms of a vocabulary have a term: learnt of each form when a text with it is met.

A site knows it of all forms that it starts with, before it forks processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from indexer.analysis.sought import Told
from indexer.analysis.string_table import strings
from indexer.analysis.vocabulary import JOINT, Vocabulary

KNOWN_FORMS = 60_000
"""So many forms are remembered by their terms as texts with them are met; then all of these are
forgotten, so that memory is bounded. Each takes some 200 bytes.
"""

_KNOWN: WeakKeyDictionary[Vocabulary, KnownForms] = WeakKeyDictionary()
"""By vocabulary, since numbers are private to it: one that is given up takes its forms along."""


class FormsByTerm:
    """All forms that a vocabulary has, by their terms: some 20 bytes each, in arrays.

    Forked processes share the memory of arrays; that of objects would be copied.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        with vocabulary.lock:
            table = vocabulary.meanings
            meanings = [each.split(JOINT) for each in strings(table.chars, table.ends)]
            meaning = vocabulary.meaning.since(0).copy()
        self._meanings = table
        self.count = len(meaning)
        """So many forms, numbered from 0."""
        codes = np.fromiter((hash(term) for terms in meanings for term in terms), np.int64)
        order = np.argsort(codes, kind="stable")
        self._codes = codes[order]
        """The hash of each term of each meaning, ascending; two terms may have the same."""
        counts = np.fromiter(map(len, meanings), np.int64, len(meanings))
        self._having = np.repeat(np.arange(len(meanings), dtype=np.uint32), counts)[order]
        """Of each of these, the number of the meaning whose term it is."""
        self._forms = np.argsort(meaning, kind="stable").astype(np.uint32)
        self._ends = np.bincount(meaning, minlength=len(meanings)).cumsum().astype(np.uint32)

    def having(self, term: str) -> list[int]:
        """The forms that have ``term``."""
        code = hash(term)
        first, last = (int(self._codes.searchsorted(code, side)) for side in ("left", "right"))
        found: list[int] = []
        for meaning in self._having[first:last].tolist():
            if term in self._meanings[meaning].split(JOINT):
                begin = self._ends[meaning - 1] if meaning else 0
                found += self._forms[begin : self._ends[meaning]].tolist()
        return found


class KnownForms:
    """The forms of one vocabulary by their terms, those that were learnt. Threads may share it."""

    def __init__(self, vocabulary: Vocabulary, began: FormsByTerm | None = None) -> None:
        """``began``: the forms that are known before a text is met."""
        self._terms = vocabulary.terms
        self.began = began
        self.told: Told = np.ones(began.count if began else 0, np.uint8)
        """1 for each form that ``having`` gives by its terms; a new array when there are more."""
        self._by_term: dict[str, list[int]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def having(self, term: str) -> Sequence[int]:
        """The known forms that have ``term``; one may come twice."""
        met = self._by_term.get(term, ())
        return [*self.began.having(term), *met] if self.began else met

    def learn(self, forms: Sequence[int]) -> None:
        """Know these forms, too."""
        before = self.told  # another thread may put a longer one there meanwhile
        known = len(before)
        for form in forms:
            if form >= known or not before[form]:
                for term in self._terms[form]:
                    self._by_term.setdefault(term, []).append(form)
                self._count += 1
        # last: whoever sees that a form is told finds it by its terms
        told = np.zeros(max(known, 1 + max(forms, default=-1)), np.uint8)
        told[:known] = before
        told[list(forms)] = 1
        self.told = told


def known_forms(vocabulary: Vocabulary) -> KnownForms:
    """What is known of the forms of ``vocabulary``."""
    known = _KNOWN.get(vocabulary)
    if known is None or len(known) > KNOWN_FORMS:
        known = _KNOWN[vocabulary] = KnownForms(vocabulary, known.began if known else None)
    return known


def know_all(vocabulary: Vocabulary) -> None:
    """Know all forms that ``vocabulary`` has now, before processes are forked that share this."""
    _KNOWN[vocabulary] = KnownForms(vocabulary, FormsByTerm(vocabulary))


def beginning(vocabulary: Vocabulary, forms: Sequence[int], letter: str) -> list[int]:
    """Those of ``forms`` that in small letters begin with ``letter``: seen by their first alone."""
    numbers = np.array(forms, np.int64)
    ends = vocabulary.forms.ends.data
    firsts = vocabulary.forms.chars.data[np.where(numbers > 0, ends[numbers - 1], 0)]
    alike = [code for code in np.unique(firsts).tolist() if chr(code).lower().startswith(letter)]
    found: list[int] = numbers[np.isin(firsts, alike)].tolist()
    return found
