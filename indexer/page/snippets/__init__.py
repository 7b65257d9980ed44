"""Stored text and an expression → the passage to show, with the matched words marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from indexer.analysis import Analyzer
from indexer.page.snippets.marks import TextPiece, WantedLeaves, spans, wanted
from indexer.page.snippets.occurrence import Occurrence
from indexer.page.snippets.passage import WIDTH, Worth, best_window, passage, spaced
from schemas.article import Article
from schemas.deadline import NEVER, Deadline
from schemas.expression import Node
from schemas.results import Snippet

__all__ = ["LONGEST", "WIDTH", "snippet", "snippets", "titles"]

BLOCK = 8_000
"""Characters analysed at a time; reading stops with a passage that shows every word."""

OVERLAP = 400
"""Characters that two blocks share, so that no passage is torn; more than WIDTH and a word."""

LONGEST = 400_000
"""Characters of long texts that are read for one page of results: what follows is not quoted."""


def snippet(article: Article, expression: Node, analyzer: Analyzer) -> tuple[Snippet, Snippet]:
    """The title and the passage of the text that shows most of the query's words.

    Marks are the words that match a word, wildcard or phrase of ``expression`` that is not
    excluded; of a phrase only where it occurs whole.
    """
    return snippets([article], expression, analyzer)[0]


def snippets(
    articles: Sequence[Article],
    expression: Node,
    analyzer: Analyzer,
    deadline: Deadline = NEVER,
) -> list[tuple[Snippet, Snippet]]:
    """``snippet`` of each article; analysing all of them at once costs a third.

    The time is bounded: together no more than LONGEST characters are read beyond the beginnings
    of their texts. From the ``deadline`` on nothing is marked.
    """
    words = wanted(expression)
    texts = [piece for article in articles for piece in _texts(article)]
    marks = iter(zip(texts, words.marks(texts, analyzer, deadline), strict=True))
    reader = _Reader(words, analyzer, LONGEST, deadline)
    found = []
    for article in articles:
        _, of_title = next(marks)
        title = Snippet(spaced(article.title), spans(of_title))
        rest = list(islice(marks, 2 + len(article.captions)))
        found.append((title, reader.best(rest)))
    return found


def titles(articles: Sequence[Article], expression: Node, analyzer: Analyzer) -> list[Snippet]:
    """The titles alone, with their marks."""
    texts = [_first_block("title", one.title) for one in articles]
    marks = wanted(expression).marks(texts, analyzer)
    return [
        Snippet(spaced(one.title), spans(found)) for one, found in zip(articles, marks, strict=True)
    ]


def _texts(article: Article) -> list[TextPiece]:
    """The first blocks of the title, then of what a passage can be of: captions come last."""
    bodies = [("body", text) for text in (article.body, *article.captions)]
    fields = [("title", article.title), ("lede", article.lede), *bodies]
    return [_first_block(name, text) for name, text in fields]


def _first_block(name: str, text: str) -> TextPiece:
    """The first block of a field; nearly every text has only this one."""
    end = len(text) if len(text) <= BLOCK else next(_blocks(text))[1]
    return TextPiece(name, text, 0, end)


_NOTHING = Snippet("")


class _Reader:
    """Finds passages, reading ``left`` characters at most beyond the first blocks."""

    def __init__(
        self, words: WantedLeaves, analyzer: Analyzer, left: int, deadline: Deadline
    ) -> None:
        self._words = words
        self._deadline = deadline
        self._analyzer = analyzer
        self._left = left

    def best(self, texts: Sequence[tuple[TextPiece, list[Occurrence]]]) -> Snippet:
        """The best passage of ``texts``, each given with the marks of its first block."""
        best: Worth = (0, 0)
        chosen = _NOTHING
        for text, first in texts:
            if not first and text.end == len(text.text):
                continue  # nothing is marked in a text that was read to its end
            every = self._words.leaves_in(text.field)
            for marks in self._blocks(text, first) if every else ():
                a, b, worth = best_window(marks)
                if worth > best:  # of equal ones the first stays: the lede's before the body's
                    best, chosen = worth, passage(text.text, marks[a:b], marks)
                if worth[0] == every:
                    break
        if best[0]:
            return chosen
        return passage(next((each.text for each, _ in texts if each.text.strip()), ""), [], [])

    def _blocks(self, text: TextPiece, first: list[Occurrence]) -> Iterator[list[Occurrence]]:
        yield first
        if text.end == len(text.text):
            return
        for start, end in islice(_blocks(text.text), 1, None):
            if self._left <= 0 or self._deadline.passed:
                return
            self._left -= end - start
            (marks,) = self._words.marks([text._replace(start=start, end=end)], self._analyzer)
            yield marks


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of the pieces of ``text``: about BLOCK characters, OVERLAP shared."""
    start = 0
    while len(text) - start > BLOCK:
        end = text.rfind(" ", start + BLOCK // 2, start + BLOCK)
        end = end if end > 0 else start + BLOCK
        yield start, end
        # never far back, where there is no space either
        start = max(text.rfind(" ", 0, end - OVERLAP), end - 2 * OVERLAP)
    yield start, len(text)
