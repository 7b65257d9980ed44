"""What is new of an alert: found, as JSON, as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from indexer.archive.alerts.file import Alert
from indexer.page.news import Entry, News
from indexer.page.wording import wording
from schemas.article import MOSCOW


@dataclass(frozen=True, slots=True)
class Report:
    """The articles that came, or came to read otherwise, after ``after`` and up to ``upto``.

    ``public``: where the site is found, "" when nobody said.
    """

    alert: Alert
    after: int
    upto: int
    entries: tuple[Entry, ...]
    public: str

    @property
    def changed(self) -> int:
        """How many of them were known before."""
        return sum(bool(entry.changed) for entry in self.entries)

    @property
    def new(self) -> int:
        """How many of them were not."""
        return len(self.entries) - self.changed

    def json(self) -> dict[str, Any]:
        """The report as plain data, as docs/cli.md describes it."""
        return {
            "alert": self.alert.name,
            "address": self.alert.address or None,
            "after": self.after,
            "upto": self.upto,
            "new": self.new,
            "changed": self.changed,
            "articles": [self._article(entry) for entry in self.entries],
        }

    def text_of_json(self) -> str:
        """The same as one line of text."""
        return json.dumps(self.json(), ensure_ascii=False, separators=(",", ":"))

    def _article(self, entry: Entry) -> dict[str, Any]:
        article = entry.article
        return {
            "id": article.id,
            "change": "changed" if entry.changed else "new",
            "title": article.title,
            "language": article.language,
            "published": article.published.isoformat() if article.published else None,
            "recorded": entry.updated.isoformat(),
            "regions": list(article.regions),
            "topics": list(article.topics),
            "passage": entry.passage,
            "address": self._address(entry) or None,
            "url": article.url,
        }

    def text(self) -> str:
        """The report to be read, in the language of the alert."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        say = wording(self.alert.language)
        counts = (("alert.new", self.new), ("alert.changed", self.changed))
        told = ", ".join(say(key, count=count) for key, count in counts if count)
        yield f"{self.alert.name}: {told}"
        if self.alert.address:
            yield self.alert.address
        for entry in self.entries:
            mark = f" ({say('alert.mark')})" if entry.changed else ""
            yield f"\n{_line(entry.article.title)}{mark}"
            lines = _day(entry.article.published), _line(entry.passage), self._address(entry)
            yield from (f"  {line}" for line in lines if line)

    def _address(self, entry: Entry) -> str:
        return f"{self.public}/articles/{quote(entry.article.id, safe='')}" if self.public else ""


def report(alert: Alert, news: News, after: int, public: str, today: date) -> Report:
    """What came after a sequence, as far as the generation of ``news`` goes."""
    upto = max(after, news.checkpoint)
    return Report(alert, after, upto, news.since(alert.asked(today), after), public)


def _day(published: datetime | date | None) -> str:
    if isinstance(published, datetime):
        return f"{published.astimezone(MOSCOW):%Y-%m-%d %H:%M}"
    return published.isoformat() if published else ""


def _line(text: str) -> str:
    return " ".join(text.split())
