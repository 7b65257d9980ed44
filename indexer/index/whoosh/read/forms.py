"""The forms of a query's words in the articles that match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Docs, Place
from indexer.index.whoosh.read.evaluate import Evaluation
from indexer.index.whoosh.read.facets import select
from schemas.expression import Node, parts
from schemas.query import Request
from schemas.results import FormCount


def form_counts(
    evaluations: Sequence[Evaluation], expression: Node, request: Request
) -> tuple[FormCount, ...]:
    """Forms of ``expression``'s words in the matches of ``request``, most frequent first."""
    counts: Counter[str] = Counter()
    for evaluation in evaluations:
        segment = evaluation.segment
        docs = select(segment, evaluation.match(request.expression), request).docs
        for form, count in _counts(evaluation, expression, docs):
            counts[segment.forms[form]] += count
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FormCount(form, count) for form, count in ordered)


def _counts(evaluation: Evaluation, expression: Node, docs: Docs) -> Iterator[tuple[int, int]]:
    """Numbers of forms in one segment, with how many of ``docs`` have them."""
    segment = evaluation.segment
    fields: dict[int, set[int]] = {}
    for leaf in parts(expression):
        forms, field, _ = evaluation.lookup.meaning(leaf).places[evaluation.index]
        for form in forms.tolist():
            fields.setdefault(form, set()).add(field)
    for form, asked in fields.items():
        evaluation.deadline.check()  # a wildcard has thousands of them
        alone = np.array([form], np.uint32)
        sets = [reading.common(segment, (Place(alone, field),))[0] for field in asked]
        occurring = sets[0] if len(sets) == 1 else reading.merge(sets, segment.size)
        if count := len(reading.keep(occurring, docs)):
            yield form, count
