"""What pages are made of: frame, headline, what they say of themselves for machines."""

from __future__ import annotations

import json
from html import escape

from benchmarks.pages.stories import SITE, Story

HEADLINES = 8
"""How many headlines of other articles stand below one."""


def page(story: Story, body: str, head: str = "", title: str = "") -> str:
    """A whole page, with a menu, a notice of cookies and a footer."""
    title = title or f"{story.title} — {SITE[story.language]}"
    rights = story.words["rights"]
    return (
        f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{head}</head><body>"
        f'<div class="cookie-notice"><p>{story.words["cookies"]}</p></div>{story.menu}{body}'
        f'<footer><p>{rights}</p></footer></body></html>'
    )  # fmt: skip


def ld(story: Story, **more: object) -> str:
    """What JSON-LD says of the article; ``more`` goes over the rest."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.moment.isoformat(),
        "mainEntityOfPage": story.url,
    } | more
    return script(data)


def script(data: object) -> str:
    """Anything as JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def h1(story: Story) -> str:
    """Its headline."""
    return f"<h1>{escape(story.title)}</h1>"


def og(story: Story, kind: str = "article") -> str:
    """What OpenGraph says, with the name of the site in the title."""
    title = escape(f"{story.title} | {SITE[story.language]}")
    return (
        f'<meta property="og:type" content="{kind}"><meta property="og:title" content="{title}">'
        f'<meta property="og:site_name" content="{SITE[story.language]}">'
    )


def more(story: Story, count: int = HEADLINES) -> str:
    """Headlines of other articles below it."""
    return f'<div class="related"><h2>{story.words["more"]}</h2><ul>{story.links(count)}</ul></div>'


def comments(story: Story) -> str:
    """What readers say of it."""
    said = story.words["comment"]
    items = "".join(
        f'<li class="comment"><b>{name}</b> <time datetime="2024-02-0{number}">2024-02-0{number}'
        f"</time><p>{said.format(name)}</p></li>"
        for number, name in enumerate(("Ivan", "Olga", "Peter", "Zarema"), 1)
    )
    heading = f"<h3>{story.words['comments']}</h3>"
    return f'<div id="comments" class="comments">{heading}<ol>{items}</ol></div>'
