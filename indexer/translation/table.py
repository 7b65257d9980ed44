"""What words of one language stand for in the other: a table of one generation's terms.

A look-up is a search among hashes, in arrays that processes map into memory and share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer import array_folder

DRAFT = ".translations-"
"""Prefix of the folders in which a table is written before it takes its place."""

_EMPTY: Mapping[str, NDArray[Any]] = MappingProxyType(
    {
        "near_firsts": np.zeros(1, np.uint32),
        "near_targets": np.zeros(0, np.uint32),
        "near_scores": np.zeros(0, np.uint8),
    }
)
"""Of a table without near words."""

SCALE = 255
"""The score of what is certain, as it is kept."""


@dataclass(frozen=True, slots=True)
class Translation:
    """``term`` of the other language, ``written`` as people write it. ``score``: 0 to 1."""

    term: str
    written: str
    score: float


@dataclass(frozen=True, slots=True)
class Strings:
    """n texts as arrays: in UTF-8, one after the other, and where each ends."""

    text: NDArray[np.uint8]
    ends: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        start = self.ends.item(number - 1) if number else 0
        return str(self.text.data[start : self.ends.item(number)], "utf-8")

    @classmethod
    def of(cls, texts: Sequence[str]) -> Strings:
        """``texts`` as arrays."""
        encoded = [text.encode() for text in texts]
        ends = np.cumsum([len(one) for one in encoded], dtype=np.uint32)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), ends.astype(np.uint32))


@dataclass(frozen=True, slots=True)
class Translations:
    """n terms of both languages, in the order of their hashes, with what each stands for."""

    hashes: NDArray[np.uint32]
    """n: the hash of each term; several may have the same."""

    text: NDArray[np.uint8]
    """The terms in UTF-8, one after the other."""
    ends: NDArray[np.uint32]
    """n: where each term ends in ``text``."""
    written: NDArray[np.uint8]
    """How each term is written, in UTF-8."""
    written_ends: NDArray[np.uint32]
    """n: where each ends in ``written``."""
    firsts: NDArray[np.uint32]
    """n + 1: where the translations of each term begin in ``targets``."""
    targets: NDArray[np.uint32]
    """m: terms, by number; of each term the best translation first."""
    scores: NDArray[np.uint8]
    """m: how good each is, up to SCALE."""
    near_firsts: NDArray[np.uint32]
    """n + 1: where the words near to each term begin in ``near_targets``."""
    near_targets: NDArray[np.uint32]
    """k: terms, by number; of each term the nearest first."""
    near_scores: NDArray[np.uint8]
    """k: how near each is, up to SCALE."""
    made_by: NDArray[np.uint8]
    """What it was made by, in UTF-8: the same makes the same of the same words."""

    def __len__(self) -> int:
        return len(self.ends)

    def of(self, term: str) -> tuple[Translation, ...]:
        """What ``term`` stands for in the other language, the best first."""
        return self._others(term, self.firsts, self.targets, self.scores)

    def near(self, term: str) -> tuple[Translation, ...]:
        """Words of the other language that may mean ``term``, the nearest first.

        Not all of them do: they say which articles are the likeliest, never which are found.
        """
        return self._others(term, self.near_firsts, self.near_targets, self.near_scores)

    def _others(
        self,
        term: str,
        firsts: NDArray[np.uint32],
        targets: NDArray[np.uint32],
        scores: NDArray[np.uint8],
    ) -> tuple[Translation, ...]:
        terms = Strings(self.text, self.ends)
        hashed = _hash(term)
        number = int(np.searchsorted(self.hashes, hashed))
        while number < len(terms) and self.hashes.item(number) == hashed and terms[number] != term:
            number += 1
        if number == len(terms) or terms[number] != term:
            return ()
        written = Strings(self.written, self.written_ends)
        first, end = firsts[number : number + 2].tolist()
        rows = zip(targets[first:end].tolist(), scores[first:end].tolist(), strict=True)
        return tuple(Translation(terms[n], written[n], score / SCALE) for n, score in rows)

    def terms(self) -> Iterator[str]:
        """All terms, those that are translated and those that are translations."""
        names = Strings(self.text, self.ends)
        return map(names.__getitem__, range(len(names)))

    @property
    def maker(self) -> str:
        """What it was made by: the model and the rules."""
        return str(self.made_by.data, "utf-8")

    def save(self, folder: Path) -> None:
        """Write the arrays to a new ``folder``, durably, all or nothing. Raises OSError."""
        arrays = {item.name: getattr(self, item.name) for item in fields(self)}
        array_folder.save(folder, arrays, DRAFT)

    @classmethod
    def open(cls, folder: Path) -> Translations:
        """Map what ``save`` wrote, also by rules that kept no near words.

        Raises what array_folder.UNREADABLE says when it is damaged.
        """
        sums = array_folder.checksums(folder)
        near = {name for name in _EMPTY if name not in sums}
        found: dict[str, NDArray[Any]] = {
            one.name: array_folder.mapped(folder, one.name, sums)
            for one in fields(cls)
            if one.name not in near
        }
        if near == _EMPTY.keys():
            none = np.zeros(len(found["ends"]) + 1, np.uint32)
            found.update({**_EMPTY, "near_firsts": none})
        return cls(**found)

    def fitted(self, terms: Iterable[str]) -> Translations:
        """The same without the terms that are not among ``terms``."""
        kept = set(terms)
        names = Strings(self.text, self.ends)
        pairs, near = (
            {
                term: [(one.term, one.score) for one in of(term) if one.term in kept]
                for term in self.terms()
                if term in kept
            }
            for of in (self.of, self.near)
        )
        written = Strings(self.written, self.written_ends)
        shown = {names[n]: written[n] for n in range(len(names))}
        return table(pairs, shown, self.maker, near)


Pairs = Mapping[str, Sequence[tuple[str, float]]]


def table(
    pairs: Pairs, written: Mapping[str, str], maker: str, near: Pairs | None = None
) -> Translations:
    """The table of ``pairs``: of each term the terms it stands for, with scores from 0 to 1.

    ``written``: how terms are shown, those that differ from themselves. ``near``: of each term
    others that may mean it.
    """
    every = {
        term
        for some in (pairs, near or {})
        for source, found in some.items()
        if found
        for term in (source, *(other for other, _ in found))
    }
    terms = sorted(every, key=lambda term: (_hash(term), term))
    numbers = {term: number for number, term in enumerate(terms)}
    firsts, targets, scores = _rows(terms, numbers, pairs)
    near_firsts, near_targets, near_scores = _rows(terms, numbers, near or {})
    names, shown = Strings.of(terms), Strings.of([written.get(term, term) for term in terms])
    return Translations(
        hashes=np.fromiter(map(_hash, terms), np.uint32, len(terms)),
        text=names.text,
        ends=names.ends,
        written=shown.text,
        written_ends=shown.ends,
        firsts=firsts,
        targets=targets,
        scores=scores,
        near_firsts=near_firsts,
        near_targets=near_targets,
        near_scores=near_scores,
        made_by=np.frombuffer(maker.encode(), np.uint8),
    )


def _rows(
    terms: Sequence[str], numbers: Mapping[str, int], pairs: Pairs
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint8]]:
    """Where the others of each term begin, which they are, the best first, and their scores."""
    ordered = [sorted(pairs.get(term, ()), key=_best_first) for term in terms]
    return (
        np.cumsum([0, *map(len, ordered)]).astype(np.uint32),
        np.array([numbers[o] for found in ordered for o, _ in found], np.uint32),
        np.array([round(SCALE * min(s, 1.0)) for found in ordered for _, s in found], np.uint8),
    )


def _hash(term: str) -> np.uint32:
    # of the arrays' own type: else a search would copy them into another
    return np.uint32(crc32(term.encode()))


def _best_first(one: tuple[str, float]) -> tuple[float, str]:
    return -one[1], one[0]
