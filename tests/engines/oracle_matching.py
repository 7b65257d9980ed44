"""What matches, looked up in every document: written from the docstrings of the contract alone."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from indexer.index.contract import WEIGHTS, Generation
from schemas.document import FIELDS, PARAGRAPH, SENTENCE, UNDATED, Batch
from schemas.expression import (
    EXPANSION,
    And,
    Ids,
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

Leaf = Word | Wildcard | Phrase


@dataclass
class Document:
    """One article: (form, position) tokens and columns."""

    id: str
    tokens: list[tuple[str, int]]
    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    published: int
    facets: dict[str, tuple[str, ...]]

    def field(self, position: int) -> int:
        return max(i for i, start in enumerate(self.starts) if position >= start)

    def length(self) -> int:
        return sum(w * n for w, n in zip(WEIGHTS, self.lengths, strict=True))

    def month(self) -> int | None:
        if self.published == UNDATED:
            return None
        day = datetime(1970, 1, 1) + timedelta(seconds=self.published)  # noqa: DTZ001
        return day.year * 12 + day.month - 1


@dataclass
class State:
    """Articles by id, and the terms of each form."""

    documents: dict[str, Document] = field(default_factory=dict)
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def apply(self, batch: Batch) -> None:
        self.terms.update(zip(batch.forms, batch.terms, strict=True))
        for id in batch.deleted:
            self.documents.pop(id, None)
        begin = 0
        for row, id in enumerate(batch.ids):
            end = int(batch.ends[row])
            self.documents[id] = Document(
                id=id,
                tokens=[
                    (batch.forms[batch.tokens[at]], int(batch.positions[at]))
                    for at in range(begin, end)
                ],
                starts=tuple(batch.starts[row].tolist()),
                lengths=tuple(batch.lengths[row].tolist()),
                published=int(batch.published[row]),
                facets={
                    f.name: batch.facets[f.name][row] for f in FACETS if f.name in batch.facets
                },
            )
            begin = end


class OracleMatcher:
    """Which documents match."""

    def __init__(self, state: State, generation: Generation) -> None:
        self.generation = generation
        self._documents = sorted(state.documents.values(), key=lambda d: (-d.published, d.id))
        self._terms = state.terms
        self._wildcards: dict[str, tuple[set[str], bool]] = {}

    # -- occurrences and matches

    def _fits(self, leaf: Word | Wildcard, form: str) -> bool:
        if form in (SENTENCE, PARAGRAPH):
            return False
        if isinstance(leaf, Wildcard):
            return form in self._expansion(leaf.pattern)[0]
        if form in leaf.without:
            return False
        return f"={form}" in leaf.terms or bool(set(self._terms[form]) & set(leaf.terms))

    def _expansion(self, pattern: str) -> tuple[set[str], bool]:
        if pattern not in self._wildcards:
            escaped = re.sub(r"\[", "[[]", pattern)
            fits = re.compile(fnmatch.translate(escaped)).fullmatch
            found = [f.form for f in self.vocabulary_by_count() if fits(f.form.lower())]
            self._wildcards[pattern] = set(found[:EXPANSION]), len(found) > EXPANSION
        return self._wildcards[pattern]

    def _occurrences(self, leaf: Word | Wildcard | Phrase, document: Document) -> list[int]:
        """Positions, one for each occurrence, ascending."""
        if isinstance(leaf, Phrase):
            parts = [set(self._occurrences(part, document)) for part in leaf.parts]
            return [
                start
                for start in sorted(parts[0] if parts else ())
                if all(start + shift in part for shift, part in enumerate(parts))
            ]
        return [
            position
            for form, position in document.tokens
            if self._fits(leaf, form) and leaf.field in (None, FIELDS[document.field(position)])
        ]

    def _near(self, node: Near, document: Document) -> bool:
        parts = [self._occurrences(part, document) for part in node.parts]
        return any(
            all(any(first <= at <= first + node.distance for at in part) for part in parts)
            for first in {at for part in parts for at in part}
        )

    def _together(self, node: Together, document: Document) -> bool:
        marker = SENTENCE if node.scope == "sentence" else PARAGRAPH
        marks = [position for form, position in document.tokens if form == marker]
        places = [
            {sum(mark <= at for mark in marks) for at in self._occurrences(part, document)}
            for part in node.parts
        ]
        return bool(places) and bool(set.intersection(*places))

    def _matches(self, node: Node, document: Document) -> bool:  # noqa: PLR0911 - one a kind
        match node:
            case And(children):
                return all(self._matches(child, document) for child in children)
            case Or(children):
                return any(self._matches(child, document) for child in children)
            case Ids(ids):
                return document.id in ids
            case Not(child):
                return not self._matches(child, document)
            case Near():
                return self._near(node, document)
            case Together():
                return self._together(node, document)
            case _:
                return bool(self._occurrences(node, document))
