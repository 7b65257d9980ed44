"""Messages in both languages about how a query was read. The site adds its own messages to them.

One JSON file per language: a key names a purpose; plural forms are the categories of CLDR.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from babel import Locale
from babel.numbers import get_group_symbol

from indexer.page.wording.quotes import quoted
from schemas.article import Language
from schemas.results import Note

Message = str | dict[str, str]
"""A text with {places}, or one for each plural category of the place ``count``."""

_COUNTS = 10_000
"""Numbers whose plural category is remembered."""

SHOWN = 60
"""Characters of the query that a note repeats."""


class Wording:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = Locale(language)
        self._group = get_group_symbol(self.locale)
        # Babel tries all rules each time
        self._plural = lru_cache(_COUNTS)(self.locale.plural_form)
        self.texts = read_messages(files(__name__) / f"{language}.json")

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The message of ``key`` with its places filled; whole numbers are grouped."""
        message = self.texts[key]
        if not values and isinstance(message, str):
            return message  # most of a page, and there is nothing to fill in
        if isinstance(message, dict):
            message = message[self._plural(int(values["count"]))]
        shown = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        return quoted(message.format(**shown), self.language)

    def pattern(self, key: str) -> str:
        """The message of ``key`` with its placeholders, to be filled by the dozen.

        Raises TypeError for a message with plural forms.
        """
        message = self.texts[key]
        if not isinstance(message, str):
            raise TypeError(f"{key} depends on a number")
        return message

    def number(self, value: int) -> str:
        """1234 → "1,234", «1 234»."""
        # most are small, and writing one with groups takes four times as long
        return f"{value:d}" if 0 <= value < 1000 else f"{value:,}".replace(",", self._group)

    def shown(self, first: int, last: int, count: int) -> str:
        """Which articles of ``count`` are shown: "2 articles", "11–20 of 27 articles"."""
        if (first, last) == (1, count):
            return self("count.articles", count=count)
        if first == last:
            return self("search.one", first=first, count=count)
        return self("search.browse", first=first, last=last, count=count)

    def note(self, note: Note) -> str:
        """How the query was read, in words; characters are counted from 1."""
        key = f"note.{note.code}"
        if key not in self.texts:
            key = "note.rewritten" if note.applied else "note.other"
        return self(
            key,
            text=_shortened(note.text),
            replacement=_shortened(note.replacement),
            position=(note.position or 0) + 1,
            count=note.count or 0,
        )

    def told(self, note: Note) -> str:
        """A note in a line: what was done, or what may have been meant."""
        if note.query and not note.applied and note.code != "surname":
            return f"{self('note.spelling')}: {self.offer(note)}"
        return self.note(note)

    def offer(self, note: Note) -> str:
        """Another query that may have been meant, with the articles that it brings."""
        return f"{note.query} ({self('count.articles', count=note.count or 0)})"


def read_messages(file: Traversable) -> dict[str, Message]:
    """The messages of a file."""
    found: dict[str, Message] = json.loads(file.read_text("utf-8"))
    return found


@cache
def wording(language: Language) -> Wording:
    """The words of ``language``, read once a process."""
    return Wording(language)


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
