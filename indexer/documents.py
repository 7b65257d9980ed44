"""Articles → Batch: analysis of whole articles, the hot path of a reindex."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import chain

import numpy as np

from indexer.analysis import Analyzer
from schemas.article import MOSCOW, Article
from schemas.document import FIELD_GAP, FIELDS, PARAGRAPH, SENTENCE, UNDATED, Batch
from schemas.facets import FACETS

Ancestors = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Values of a facet → the same values and all of their ancestors."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock time has no zone


def texts(article: Article) -> tuple[str, str, str]:
    """What is searched, by FIELDS: captions are paragraphs at the end of the body."""
    return article.title, article.lede, "\n\n".join((article.body, *article.captions))


def seconds(moment: datetime | date | None) -> int:
    """Seconds of Moscow wall-clock time since 1970-01-01T00:00; UNDATED for None."""
    if moment is None:
        return UNDATED
    if isinstance(moment, datetime):
        wall = moment.astimezone(MOSCOW).replace(tzinfo=None)
    else:
        wall = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return (wall - _EPOCH) // timedelta(seconds=1)


def batch(
    articles: Iterable[Article], analyzer: Analyzer, ancestors: Mapping[str, Ancestors]
) -> Batch:
    """The columns of ``articles``; of two with one id, the later. Nothing is deleted."""
    chosen = list({article.id: article for article in articles}.values())
    layout, vocabulary = analyzer.lay_out(list(chain.from_iterable(map(texts, chosen))))
    lengths = layout.lengths.reshape(len(chosen), len(FIELDS))
    starts = np.zeros_like(lengths)
    starts[:, 1:] = np.cumsum(lengths[:, :-1] + FIELD_GAP, axis=1)
    known, tokens = np.unique(layout.forms, return_inverse=True)
    forms = tuple(vocabulary.forms[number] for number in known.tolist())
    return Batch(
        ids=tuple(article.id for article in chosen),
        forms=forms,
        terms=tuple(
            () if form in (SENTENCE, PARAGRAPH) else analyzer.terms(form) for form in forms
        ),
        tokens=tokens.astype(np.uint32),
        positions=(starts.ravel()[layout.texts] + layout.positions).astype(np.uint32),
        ends=np.searchsorted(layout.texts, len(FIELDS) * np.arange(1, len(chosen) + 1)),
        starts=starts.astype(np.uint32),
        lengths=lengths.astype(np.uint32),
        published=np.array([seconds(article.published) for article in chosen], np.int64),
        facets={
            facet.name: _values(chosen, facet.attribute, ancestors.get(facet.name))
            for facet in FACETS
        },
    )


def _values(
    articles: list[Article], attribute: str, ancestors: Ancestors | None
) -> tuple[tuple[str, ...], ...]:
    found = []
    for article in articles:
        value = getattr(article, attribute)
        values = (value,) if isinstance(value, str) else tuple(value)
        found.append(tuple(sorted(set(ancestors(values) if ancestors else values))))
    return tuple(found)
