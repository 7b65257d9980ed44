"""What made pages tell of: sample articles, and the words of a site around them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
SITE = {"en": "Hill Herald", "ru": "Горный вестник"}
_MENU = {
    "en": ("Home", "Politics", "Business", "Sport", "Opinion", "Subscribe", "Our archive"),
    "ru": ("Главная", "Политика", "Деньги", "Спорт", "Мнения", "Подписка", "Наш архив"),
}
WORDS = {
    "en": {
        "published": "Published:", "more": "Read also", "comments": "Comments",
        "by": "By our staff",
        "cookies": "We use cookies to make this site better. Read our policy of cookies.",
        "paywall": "This article is for subscribers. Subscribe for one euro a month to read on.",
        "printed": "Printed from the site of the Hill Herald", "photo": "A view from the road",
        "rights": "All rights reserved. Reprints need a link to the editors.",
        "comment": "I have lived here for forty years and have never heard of such a thing, {}.",
    },
    "ru": {
        "published": "Опубликовано:", "more": "Читайте также", "comments": "Комментарии",
        "by": "Наш корреспондент",
        "cookies": "Мы используем файлы cookie, чтобы сайт работал лучше. Подробнее о правилах.",
        "paywall": "Статья доступна подписчикам. Оформите подписку, чтобы читать дальше.",
        "printed": "Распечатано с сайта газеты «Горный вестник»", "photo": "Вид с дороги",
        "rights": "Все права защищены. При перепечатке нужна ссылка на редакцию.",
        "comment": "Живу здесь сорок лет и ничего подобного ещё ни разу не слышал, {}.",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Story:
    """An article that is put on a page. ``others``: headlines of the site's other articles."""

    number: int
    language: str
    title: str
    lede: str
    paragraphs: tuple[str, ...]
    moment: datetime
    others: tuple[str, ...]

    @property
    def day(self) -> str:
        """In ISO 8601."""
        return self.moment.date().isoformat()

    @property
    def url(self) -> str:
        """An address without a date."""
        return f"https://herald.example/{self.language}/news/story-{self.number}.html"

    @property
    def words(self) -> dict[str, str]:
        """What stands around the text."""
        return WORDS[self.language]

    @property
    def month(self) -> str:
        """Its name as in a date."""
        return _MONTHS[self.language].split()[self.moment.month - 1]

    @property
    def long_date(self) -> str:
        """As readers of the language write it."""
        day, time = self.moment.day, f"{self.moment:%H:%M}"
        if self.language == "ru":
            return f"{day} {self.month} {self.moment.year}, {time}"
        return f"{self.month} {day}, {self.moment.year} {time}"

    @property
    def prose(self) -> str:
        """Its text as elements."""
        return "".join(f"<p>{escape(one)}</p>" for one in (self.lede, *self.paragraphs))

    @property
    def text(self) -> str:
        """Its text, a line for each paragraph."""
        return "\n".join((self.lede, *self.paragraphs))

    @property
    def menu(self) -> str:
        """The rubrics of the site."""
        items = "".join(f'<li><a href="/r/{name}">{name}</a></li>' for name in _MENU[self.language])
        return f'<div class="menu"><ul>{items}</ul></div>'

    def cards(self, count: int, tag: str = "article") -> str:
        """Cards of other articles, each with a linked heading and some words."""
        return "".join(
            f'<{tag} class="card"><h3><a href="/news/{at}">{escape(title)}</a></h3>'
            f"<p>{escape(title[:40])}…</p></{tag}>"
            for at, title in enumerate(self.others[:count])
        )

    def links(self, count: int) -> str:
        """Headlines of other articles, as links."""
        return "".join(
            f'<li><a href="/news/{at}">{escape(title)}</a></li>'
            for at, title in enumerate(self.others[:count])
        )


@cache
def samples() -> tuple[dict[str, Any], ...]:
    """The sample articles that have a day, a lede and a text."""
    lines = (files("indexer") / "sample" / "articles.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return tuple(one for one in found if "T" in one["published"] and "lede" in one)


def stories(count: int) -> Iterator[Story]:
    """``count`` stories of each language; every other one has the texts of two articles."""
    for language in SITE:
        chance = random.Random(15)
        own = [one for one in samples() if one["language"] == language]
        for number, one in enumerate(chance.sample(own, count)):
            others = [other for other in own if other is not one]
            more = others[number]["body"].split("\n") if number % 2 else []
            titles = [other["title"] for other in others if other is not others[number]]
            texts = [text for text in (*one["body"].split("\n"), *more) if text]
            moment = datetime.fromisoformat(one["published"])
            chosen = tuple(chance.sample(titles, 30))
            yield Story(number, language, one["title"], one["lede"], tuple(texts), moment, chosen)
