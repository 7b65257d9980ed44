"""Articles → Batch: analysis of whole articles, the hot path of a reindex."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

import numpy as np

from indexer.analysis import Analyzer, split
from indexer.analysis.tokenizer import RAW
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
    """The columns of ``articles``; of two with one id, the later. Ids deleted: none."""
    chosen = list({article.id: article for article in articles}.values())
    vocabulary: dict[str, int] = {}
    tokens: list[int] = []
    positions: list[int] = []
    ends, starts, lengths = [], [], []
    for article in chosen:
        position = -FIELD_GAP
        begin, counted = [], []
        for text in texts(article):
            position += FIELD_GAP
            begin.append(position)
            boundary = [PARAGRAPH, SENTENCE]
            for raw in RAW.findall(text):
                pieces = split(raw)
                if not pieces:
                    boundary = [PARAGRAPH, SENTENCE] if raw.isspace() else boundary or [SENTENCE]
                    continue
                for step, form in [(0, b) for b in boundary] + [(p[0], p[3]) for p in pieces]:
                    tokens.append(vocabulary.setdefault(form, len(vocabulary)))
                    positions.append(position + step)
                boundary = []
                position += pieces[-1][0] + 1
            counted.append(position - begin[-1])
        ends.append(len(tokens))
        starts.append(begin)
        lengths.append(counted)
    markers = {SENTENCE, PARAGRAPH}
    shape = (len(chosen), len(FIELDS))
    return Batch(
        ids=tuple(article.id for article in chosen),
        forms=tuple(vocabulary),
        terms=tuple(() if form in markers else analyzer.terms(form) for form in vocabulary),
        tokens=np.array(tokens, np.uint32),
        positions=np.array(positions, np.uint32),
        ends=np.array(ends, np.int64),
        starts=np.array(starts, np.uint32).reshape(shape),
        lengths=np.array(lengths, np.uint32).reshape(shape),
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
