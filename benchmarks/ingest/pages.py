"""Pages of a realistic size, 60-100 kB with menus and side bars, from the sample articles."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files
from typing import Any

from indexer.taxonomy import Taxonomy
from schemas.article import MOSCOW

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_HOSTS = {"en": "https://eng.kavkaz-uzel.eu", "ru": "https://www.kavkaz-uzel.eu"}
_TEXTS = 4
"""Texts of sample articles that make the text of one page: some 2,500 characters."""

_FACETS = {"regions": Taxonomy.default("regions"), "topics": Taxonomy.default("topics")}


@dataclass(frozen=True)
class Page:
    """A page and what must come of it."""

    html: str
    expected: dict[str, Any]


def pages(count: int, *, known: bool = True) -> Iterator[Page]:
    """``count`` different pages; ``known``: under the addresses and in the layout of a profile."""
    chance = random.Random(5)
    samples = _samples()
    for number in range(count):
        one = samples[number % len(samples)]
        texts = [other["body"] for other in samples if other["language"] == one["language"]]
        yield _page(number, one, "\n\n".join(chance.sample(texts, _TEXTS)), chance, known=known)


def _samples() -> list[dict[str, Any]]:
    """The sample articles that are dated to the minute and have all that a page shows."""
    lines = (files("indexer") / "sample" / "articles.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [one for one in found if "T" in one["published"] and one["topics"] and "lede" in one]


def _page(
    number: int, one: dict[str, Any], body: str, chance: random.Random, *, known: bool
) -> Page:
    language = one["language"]
    moment = datetime.fromisoformat(one["published"]).astimezone(MOSCOW).replace(second=0)
    title = f"{one['title']} ({number})"
    url = f"{_HOSTS[language]}/articles/{number}/" if known else f"https://herald.example/{number}"
    month = _MONTHS[language].split()[moment.month - 1]
    regions, topics = (
        ", ".join(taxonomy.label(id, language) for id in one[name])
        for name, taxonomy in _FACETS.items()
    )
    block = {True: "article__{}", False: "c-{}"}[known].format
    html = f"""<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">
<title>{escape(title)}</title><link rel="canonical" href="{url}">{_HEAD}</head><body>
{_menu(chance)}<div class="page"><article class="news">
<span class="{block("date")}">{moment:%H:%M}, {moment.day} {month} {moment.year}</span>
<h1 class="{block("title")}">{escape(title)}</h1>
<p class="{block("lede")}">{escape(one["lede"])}</p><div class="{block("body")}">
{"".join(f"<p>{escape(text)}</p>" for text in body.split(chr(10)))}</div>
<p class="facets">{regions} &gt; {topics}</p></article>{_side(chance)}</div></body></html>"""
    expected = {
        "title": title,
        "body": body,
        "lede": one["lede"],
        "published": moment,
        "regions": tuple(one["regions"]),
        "topics": tuple(one["topics"]),
    }
    return Page(html, expected if known else {"title": title})


_HEAD = "<style>" + ".b{margin:0;padding:1px 2px}.b:hover{color:#123}" * 150 + "</style>"


def _menu(chance: random.Random) -> str:
    items = "".join(
        f'<li class="menu__item menu__item_{n % 5}"><a class="menu__link" href="/rubric/{n}">'
        f'<span class="menu__text">Rubric {chance.random():.6f}</span></a></li>'
        for n in range(chance.randrange(150, 220))
    )
    return f'<div class="top"><ul class="menu">{items}</ul></div><script>{"f(1,2);" * 900}</script>'


def _side(chance: random.Random) -> str:
    items = "".join(
        f'<div class="side__item"><p class="side__date">August {n % 28 + 1}, 2019 22:19</p>'
        f'<a class="side__link" href="/articles/{n}"><img class="side__image" src="/i/{n}.jpg">'
        f"Village {n} gets a road</a><p>A driver of {chance.random()} opened the road.</p></div>"
        for n in range(chance.randrange(120, 180))
    )
    return f'<div class="side"><h3>All news</h3>{items}</div>'
