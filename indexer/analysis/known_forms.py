"""Which forms of a vocabulary have a term: learnt of forms as texts with them are met."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from indexer.analysis.sought import Told
from indexer.analysis.vocabulary import Vocabulary

KNOWN_FORMS = 60_000
"""So many forms are remembered by their terms; then all are forgotten, so that memory is bounded.

Each takes some 200 bytes.
"""

_KNOWN: WeakKeyDictionary[Vocabulary, KnownForms] = WeakKeyDictionary()
"""By vocabulary, since numbers are private to it: one that is given up takes its forms along."""


class KnownForms:
    """The forms of one vocabulary by their terms, those that were learnt. Threads may share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._terms = vocabulary.terms
        self.told: Told = np.zeros(0, np.uint8)
        """1 for each form that ``having`` gives by its terms; another array when more are."""
        self._by_term: dict[str, list[int]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def having(self, term: str) -> Sequence[int]:
        """The known forms that have ``term``; one may come twice."""
        return self._by_term.get(term, ())

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
        known = _KNOWN[vocabulary] = KnownForms(vocabulary)
    return known


def beginning(vocabulary: Vocabulary, forms: Sequence[int], letter: str) -> list[int]:
    """Those of ``forms`` that in small letters begin with ``letter``: seen by their first alone."""
    numbers = np.array(forms, np.int64)
    ends = vocabulary.forms.ends.data
    firsts = vocabulary.forms.chars.data[np.where(numbers > 0, ends[numbers - 1], 0)]
    alike = [code for code in np.unique(firsts).tolist() if chr(code).lower().startswith(letter)]
    found: list[int] = numbers[np.isin(firsts, alike)].tolist()
    return found
