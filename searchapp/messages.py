"""The words of the interface: JSON files, one a language; plurals, numbers and dates by CLDR."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_group_symbol

from schemas.article import MOSCOW, Language
from schemas.results import Note

Message = str | dict[str, str]
"""A text with {places}, or one for each plural category of the place ``count``."""

SHOWN = 60
"""Characters of the query that a note repeats."""


class Messages:
    """The interface in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = Locale(language)
        self._group = get_group_symbol(self.locale)
        self._plural = self.locale.plural_form
        content = (files("searchapp") / "messages" / f"{language}.json").read_text("utf-8")
        self.texts: dict[str, Message] = json.loads(content)

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The message of ``key`` with its places filled; whole numbers are grouped."""
        message = self.texts[key]
        if isinstance(message, dict):
            message = message[self._plural(int(values["count"]))]
        return message.format(**{name: self._shown(value) for name, value in values.items()})

    def number(self, value: int) -> str:
        """1234 → "1,234", «1 234»."""
        return f"{value:,}".replace(",", self._group)

    def moment(self, value: datetime | date | None) -> str:
        """A day and its time when there is one: "5 June 2017, 10:15"; "" for None."""
        return ", ".join(filter(None, (self.day(value), self.time(value))))

    def day(self, value: datetime | date | None) -> str:
        """A day, of the Moscow calendar: "5 June 2017"; "" for None."""
        if isinstance(value, datetime):
            value = value.astimezone(MOSCOW)
        return format_date(value, "d MMMM y", locale=self.locale) if value else ""

    def time(self, value: datetime | date | None) -> str:
        """The Moscow time of a moment: "10:15"; "" when only the day is known."""
        return f"{value.astimezone(MOSCOW):%H:%M}" if isinstance(value, datetime) else ""

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

    def month(self, day: date) -> str:
        """The month of a day: "June 2017"."""
        return format_date(day, "LLLL y", locale=self.locale)

    def month_short(self, month: str) -> str:
        """The name of a month like 2017-06, in a few letters."""
        return format_date(date.fromisoformat(f"{month}-01"), "LLL", locale=self.locale)

    def _shown(self, value: str | int) -> str:
        return self.number(value) if isinstance(value, int) else value


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


@cache
def messages(language: Language) -> Messages:
    """The interface in ``language``, read once a process."""
    return Messages(language)
