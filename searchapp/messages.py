"""The messages of the site, added to those of indexer.page.wording; dates by CLDR."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files

from babel.dates import format_date

from indexer.language import name_of
from indexer.page.wording import Wording, read_messages
from schemas.article import MOSCOW, Language


class Messages(Wording):
    """The interface in one language."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        for part in (files("searchapp") / "messages" / language).iterdir():
            self.texts = self.texts | read_messages(part)

    def moment(self, value: datetime | date | None) -> str:
        """A day and its time when there is one: "5 June 2017, 10:15"; "" for None."""
        return ", ".join(filter(None, self.day_and_time(value)))

    def day_and_time(self, value: datetime | date | None) -> tuple[str, str]:
        """A day and its time, "" when there is none; converts a moment to Moscow time only once."""
        if not isinstance(value, datetime):
            return self.day(value), ""
        there = value.astimezone(MOSCOW)
        return self.day(there.date()), f"{there.hour:02}:{there.minute:02}"

    def day(self, value: datetime | date | None) -> str:
        """A day, of the Moscow calendar: "5 June 2017"; "" for None."""
        if isinstance(value, datetime):
            value = value.astimezone(MOSCOW).date()
        return _formatted(self.language, "d MMMM y", value) if value else ""

    def weekday(self, day: date) -> str:
        """The day of the week: "Monday"."""
        return format_date(day, "EEEE", locale=self.locale)

    def time(self, value: datetime | date | None) -> str:
        """The Moscow time of a moment: "10:15"; "" when only the day is known."""
        return self.day_and_time(value)[1]

    def tongue(self, code: str) -> str:
        """The name of the language of an article."""
        return name_of(code, self.language)

    def counterpart(self, code: str) -> str:
        """What leads to the same story in the language ``code``."""
        key = f"article.counterpart.{code}"
        if key in self.texts:
            return self(key)
        return self("article.counterpart", language=self.tongue(code))

    def also(self, code: str) -> str:
        """What leads from a hit to the same story in the language ``code``."""
        key = f"stories.also.{code}"
        if key in self.texts:
            return self(key)
        return self("stories.also", language=self.tongue(code))

    def month(self, day: date) -> str:
        """The month of a day: "June 2017"."""
        return _formatted(self.language, "LLLL y", day)

    def dateline(self, day: date | None) -> str:
        """A day with its weekday: "Monday, 5 June 2017"; the words for no date for None."""
        if day is None:
            return self("article.undated")
        text = format_date(day, "EEEE, d MMMM y", locale=self.locale)
        return text[:1].upper() + text[1:]

    def day_and_month(self, day: date) -> str:
        """A day of every year: "5 June"."""
        return format_date(day, "d MMMM", locale=self.locale)

    def weekdays(self) -> list[tuple[str, str]]:
        """The days of a week from Monday, in a few letters and in full."""
        days = (date(2018, 1, number) for number in range(1, 8))  # the first one was a Monday
        return [
            (
                format_date(day, "ccc", locale=self.locale),
                format_date(day, "cccc", locale=self.locale),
            )
            for day in days
        ]

    def month_short(self, month: str) -> str:
        """The name of a month like 2017-06, in a few letters."""
        return format_date(date.fromisoformat(f"{month}-01"), "LLL", locale=self.locale)


@lru_cache(maxsize=10_000)
def _formatted(language: Language, pattern: str, day: date) -> str:
    # Babel reads the pattern anew each time, and a page has the same days again and again
    return format_date(day, pattern, locale=language)


@cache
def messages(language: Language) -> Messages:
    """The interface in ``language``, read once a process."""
    return Messages(language)
