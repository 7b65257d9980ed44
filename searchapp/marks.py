"""An article with the places of a search → HTML: marks, with steps from one place to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup, escape

from indexer.page.snippets.whole import MarkedArticle, MarkedPlace, MarkedText
from searchapp.messages import Messages

STEPS = 300
"""Places that have steps; what follows is marked alone: each step is some 200 bytes of the page."""

_BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: MarkedText) -> Iterator[MarkedText]:
    """The paragraphs of a text, what stands between blank lines, each with its places."""
    places = list(text.places)
    for start, end in _trimmed(text.text):
        inside = []
        while places and places[0].spans[0][0] < end:
            place = places.pop(0)
            here = tuple(span for span in place.spans if span[1] <= end)
            inside.append(replace(place, spans=tuple((a - start, b - start) for a, b in here)))
            if rest := place.spans[len(here) :]:  # a phrase goes on in the next paragraph
                places.insert(0, MarkedPlace(0, rest))
        yield MarkedText(text.text[start:end], tuple(inside))


def _trimmed(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of the paragraphs without the space around them."""
    starts = [0, *(blank.end() for blank in _BLANK_LINES.finditer(text))]
    ends = [*(blank.start() for blank in _BLANK_LINES.finditer(text)), len(text)]
    for start, end in zip(starts, ends, strict=True):
        part = text[start:end]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


class Marks:
    """Writes the texts of one article; ``found``: all of them, ``say``: the words of the steps."""

    def __init__(self, found: MarkedArticle, say: Messages) -> None:
        self.count = found.count
        self._last = min(found.count, STEPS)
        self._say = say

    def __call__(self, text: MarkedText) -> Markup:
        """``text``, escaped, each place with its marks, its anchor and its steps."""
        return Markup("").join(self._pieces(text))

    def _pieces(self, text: MarkedText) -> Iterator[Markup]:
        at = 0
        for place in text.places:
            start, end = place.spans[0][0], place.spans[-1][1]
            yield escape(text.text[at:start])
            words = Markup("").join(_marked(text.text, place))
            yield self._anchored(words, place.number) if 0 < place.number <= STEPS else words
            at = end
        yield escape(text.text[at:])

    def _anchored(self, words: Markup, number: int) -> Markup:
        steps = Markup(" ").join(self._steps(number))
        return Markup(
            '<span class="place" id="m{}">{}<span class="steps" lang="{}">{}</span></span>'
        ).format(number, words, self._say.language, steps)

    def _steps(self, number: int) -> Iterator[Markup]:
        link = Markup('<a href="#m{}" aria-label="{}">{}</a>')
        if number > 1:
            yield link.format(number - 1, self._say("marks.previous"), "←")
        yield Markup("<span>{}</span>").format(
            self._say("marks.number", number=number, count=self.count)
        )
        if number < self._last:
            yield link.format(number + 1, self._say("marks.next"), "→")


def _marked(text: str, place: MarkedPlace) -> Iterator[Markup]:
    at = place.spans[0][0]
    for start, end in place.spans:
        yield escape(text[at:start])
        yield Markup("<mark>{}</mark>").format(text[start:end])
        at = end
