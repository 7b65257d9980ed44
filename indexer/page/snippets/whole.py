"""A whole article with every place at which it matches a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from indexer.analysis import Analyzer
from indexer.index.columns import texts
from indexer.page.snippets.marks import TextPiece, spans, wanted
from indexer.page.snippets.occurrence import Occurrence
from schemas.article import Article
from schemas.document import FIELDS
from schemas.expression import Node


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """A word or phrase that matches. ``number``: from 1, in order of reading. ``spans``: its words.

    Words of which one is a part of the other, and phrases that overlap, are one place.
    """

    number: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with its places, in order. Offsets are half-open and count code points."""

    text: str
    places: tuple[MarkedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """The texts of an article that are searched, in order of reading: captions before the body."""

    title: MarkedText
    lede: MarkedText
    captions: tuple[MarkedText, ...]
    body: MarkedText

    @property
    def count(self) -> int:
        """How many places there are."""
        texts = (self.title, self.lede, *self.captions, self.body)
        return sum(len(text.places) for text in texts)


def unmarked(article: Article) -> MarkedArticle:
    """The texts without any place."""
    captions = tuple(map(MarkedText, article.captions))
    return MarkedArticle(
        MarkedText(article.title), MarkedText(article.lede), captions, MarkedText(article.body)
    )


def marked(article: Article, expression: Node, analyzer: Analyzer) -> MarkedArticle:
    """The texts with each place that matches a leaf of ``expression`` that is not excluded.

    They are laid out as they are in the index, so that what is marked is what is found.
    """
    pieces = [
        TextPiece(field, text, 0, len(text))
        for field, text in zip(FIELDS, texts(article), strict=True)
    ]
    title, lede, body = wanted(expression).marks(pieces, analyzer)
    numbers = count(1)

    def numbered(text: str, start: int, found: Sequence[Occurrence]) -> MarkedText:
        inside = _within(found, start, start + len(text))
        return MarkedText(text, tuple(MarkedPlace(next(numbers), spans) for spans in inside))

    starts, end = [], len(article.body)
    for caption in article.captions:
        starts.append(end + len("\n\n"))
        end = starts[-1] + len(caption)
    return MarkedArticle(
        numbered(article.title, 0, title),
        numbered(article.lede, 0, lede),
        tuple(numbered(text, at, body) for text, at in zip(article.captions, starts, strict=True)),
        numbered(article.body, 0, body),
    )


def _within(
    found: Sequence[Occurrence], start: int, end: int
) -> Iterator[tuple[tuple[int, int], ...]]:
    """The words of each place in [start, end) of a text, offsets from ``start``."""
    for place in _places(found):
        inside = tuple((a - start, b - start) for a, b in spans(place) if start <= a and b <= end)
        if inside:
            yield inside


def _places(found: Sequence[Occurrence]) -> Iterator[list[Occurrence]]:
    """Occurrences that overlap, together; ``found``: in order of where they start."""
    place: list[Occurrence] = []
    end = 0
    for one in found:
        if place and one.start >= end:
            yield place
            place = []
        place.append(one)
        end = max(end, one.end) if len(place) > 1 else one.end
    if place:
        yield place
