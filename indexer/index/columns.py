"""Articles → Batch: analysis of whole articles, the hot path of a reindex."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

import numpy as np

from indexer.analysis import Analyzer
from schemas.article import MOSCOW, Article, read_date
from schemas.document import FIELD_GAP, FIELDS, UNDATED, Batch
from schemas.facets import FACETS, Facet

Ancestors = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Values of a facet → the same values and all of their ancestors."""

Fields = Mapping[str, Any]
"""The fields of an article; those with default values may be left out, moments may be text."""

NAME = 200
"""Characters of an author, source or keyword that are kept as a value of its facet."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock time has no zone


def texts(article: Article) -> tuple[str, str, str]:
    """What is searched, by FIELDS: captions are paragraphs at the end of the body."""
    return _texts(vars(article))


def _texts(fields: Fields) -> tuple[str, str, str]:
    body, captions = fields.get("body", ""), fields.get("captions", ())
    return fields["title"], fields.get("lede", ""), "\n\n".join((body, *captions))


def seconds(moment: datetime | date | None) -> int:
    """Seconds of Moscow wall-clock time since 1970-01-01T00:00; UNDATED for None."""
    if moment is None:
        return UNDATED
    if isinstance(moment, datetime):
        wall = moment.astimezone(MOSCOW).replace(tzinfo=None)
    else:
        wall = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return (wall - EPOCH) // timedelta(seconds=1)


def batch(
    articles: Iterable[Article], analyzer: Analyzer, ancestors: Mapping[str, Ancestors]
) -> Batch:
    """The columns of ``articles``; see ``columns``."""
    return columns(map(vars, articles), analyzer, ancestors)


def columns(
    articles: Iterable[Fields], analyzer: Analyzer, ancestors: Mapping[str, Ancestors]
) -> Batch:
    """The columns of articles (shapes and dtypes: Batch); of two with one id, the later.

    Nothing is deleted. Forms and terms are those of the analyzer's vocabulary, which grows.
    """
    chosen = list({article["id"]: article for article in articles}.values())
    layout, vocabulary = analyzer.lay_out(list(chain.from_iterable(map(_texts, chosen))))
    lengths = layout.lengths.reshape(len(chosen), len(FIELDS))
    starts = np.zeros_like(lengths)
    starts[:, 1:] = np.cumsum(lengths[:, :-1] + FIELD_GAP, axis=1)
    return Batch(
        ids=tuple(article["id"] for article in chosen),
        forms=vocabulary.forms,
        terms=vocabulary.terms,
        tokens=layout.forms.astype(np.uint32),
        positions=(starts.ravel()[layout.texts] + layout.positions).astype(np.uint32),
        ends=np.searchsorted(layout.texts, len(FIELDS) * np.arange(1, len(chosen) + 1)),
        starts=starts.astype(np.uint32),
        lengths=lengths.astype(np.uint32),
        published=np.array([published_of(article) for article in chosen], np.int64),
        facets={
            facet.name: values_of(chosen, facet, ancestors.get(facet.name)) for facet in FACETS
        },
    )


def deletions(ids: Sequence[str]) -> Batch:
    """The batch that deletes ``ids`` and puts nothing."""
    return Batch(
        ids=(),
        forms=(),
        terms=(),
        tokens=np.zeros(0, np.uint32),
        positions=np.zeros(0, np.uint32),
        ends=np.zeros(0, np.int64),
        starts=np.zeros((0, len(FIELDS)), np.uint32),
        lengths=np.zeros((0, len(FIELDS)), np.uint32),
        published=np.zeros(0, np.int64),
        facets={facet.name: () for facet in FACETS},
        deleted=tuple(ids),
    )


def published_of(article: Fields) -> int:
    """When an article appeared, in seconds as in Batch.published."""
    moment = article.get("published")
    return seconds(read_date(moment) if isinstance(moment, str) else moment)


def facet_values(article: Fields, facet: Facet) -> tuple[str, ...]:
    """The values of a facet that an article has, without ancestors."""
    value = article.get(facet.attribute) or ()
    values = (value,) if isinstance(value, str) else tuple(value)
    return tuple(filter(None, map(_in_a_line, values))) if facet.metadata else values


def _in_a_line(name: str) -> str:
    """A name as an address can hold it: printable, at most NAME characters."""
    return " ".join(_UNPRINTABLE.sub(" ", name).split())[:NAME].rstrip()


def values_of(
    articles: Sequence[Fields], facet: Facet, ancestors: Ancestors | None
) -> tuple[tuple[str, ...], ...]:
    """The values of each article with their ancestors; those with the same share one tuple."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = []
    for article in articles:
        key = facet_values(article, facet)
        values = known.get(key)
        if values is None:
            values = known[key] = tuple(sorted(set(ancestors(key) if ancestors else key)))
        found.append(values)
    return tuple(found)
