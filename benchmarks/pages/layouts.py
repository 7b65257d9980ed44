"""Twenty layouts of articles and four of lists, as sites have them; all were written for this.

Of each article: the title, the day, the whole text, and pieces of menus, cards, comments and
notices that are not of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from itertools import cycle

from benchmarks.pages import parts
from benchmarks.pages.folder import Page
from benchmarks.pages.stories import SITE, Story, stories

EACH = 3
"""Pages of a layout in each language."""


def pages() -> list[Page]:
    """All pages, in both languages."""
    made = list(_articles())
    return [*made, *_lists()]


def _articles() -> Iterator[Page]:
    drawn = {language: cycle(_of(language)) for language in SITE}
    for name, layout in ARTICLES.items():
        for language in SITE:
            for _ in range(EACH):
                story = next(drawn[language])
                address = f"{story.moment:/%Y/%m/%d/}story" if name == "date-in-address" else ""
                url = f"https://herald.example{address}" if address else story.url
                yield Page(
                    name=f"{name}-{language}-{story.number}",
                    data=layout(story).encode(),
                    url=url,
                    titles=(story.title,),
                    day=story.day,
                    text=story.text,
                    kept=(story.lede, *story.paragraphs),
                    left=(*story.others[: parts.HEADLINES], *_of_the_site(story)),
                )


def _of_the_site(story: Story) -> list[str]:
    words = story.words
    return [words["cookies"], words["rights"], words["paywall"], words["comment"].partition(",")[0]]


def _lists() -> Iterator[Page]:
    for name, layout in LISTS.items():
        for language in SITE:
            for story in _of(language)[:EACH]:
                path = "" if name == "front" else f"{language}/society/"
                yield Page(
                    name=f"{name}-{language}-{story.number}",
                    data=layout(story).encode(),
                    url=f"https://herald.example/{path}",
                    is_list=True,
                )


def _of(language: str) -> list[Story]:
    return [story for story in stories(20) if story.language == language]


def _json_ld(story: Story) -> str:
    body = f"<article>{parts.h1(story)}{story.prose}</article><aside>{story.cards(3)}</aside>"
    return parts.page(story, body, parts.ld(story, articleBody=story.text))


def _json_ld_teaser(story: Story) -> str:
    body = f'<div class="story">{parts.h1(story)}{story.prose}</div>{parts.more(story)}'
    return parts.page(story, body, parts.ld(story, articleBody=f"{story.lede[:60]}…"))


def _json_ld_graph(story: Story) -> str:
    graph = [
        {"@type": "WebSite", "name": SITE[story.language], "url": "https://herald.example/"},
        {"@type": "WebPage", "url": story.url, "datePublished": story.moment.isoformat()},
        {"@type": "BreadcrumbList", "itemListElement": []},
    ]
    head = parts.og(story) + parts.script({"@context": "https://schema.org", "@graph": graph})
    body = f'{parts.h1(story)}<div class="entry-content">{story.prose}</div>{story.cards(6)}'
    return parts.page(story, body, head)


def _microdata(story: Story) -> str:
    return parts.page(story, (
        '<div itemscope itemtype="http://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{escape(story.title)}</h1>'
        f'<meta itemprop="datePublished" content="{story.moment.isoformat()}">'
        f'<div itemprop="articleBody">{story.prose}</div></div>{parts.more(story)}'
    ))  # fmt: skip


def _microdata_nested(story: Story) -> str:
    return parts.page(story, (
        '<div itemscope itemtype="http://schema.org/Article">'
        f'<h1 itemprop="name headline">{escape(story.title)}</h1>'
        f'<time itemprop="datePublished" datetime="{story.day}">{story.long_date}</time>'
        f'<div itemprop="articleBody"><div class="in" itemprop="articleBody">{story.prose}</div>'
        f"</div></div><aside>{story.cards(4, 'div')}</aside>"
    ))  # fmt: skip


def _open_graph(story: Story) -> str:
    head = parts.og(story) + (
        f'<meta property="article:published_time" content="{story.moment.isoformat()}">'
    )
    body = (
        f'<div class="c12"><h2>{escape(story.title)}</h2><div class="c13">{story.prose}</div></div>'
    )
    return parts.page(story, body + parts.more(story), head)


def _bare(story: Story) -> str:
    date = f'<p class="d">{story.long_date}</p>'
    return parts.page(
        story, f"<main>{parts.h1(story)}{date}<div>{story.prose}</div></main>{parts.more(story)}"
    )


def _time_element(story: Story) -> str:
    date = f'<time datetime="{story.moment.isoformat()}">{story.long_date}</time>'
    body = f"<article><header>{parts.h1(story)}{date}</header>{story.prose}</article>"
    return parts.page(story, body + f'<div class="cards">{story.cards(6)}</div>')


def _hentry(story: Story) -> str:
    date = f'<abbr class="published" title="{story.moment.isoformat()}">{story.moment:%H:%M}</abbr>'
    return parts.page(story, (
        f'<div class="hentry"><h3 class="entry-title">{escape(story.title)}</h3>'
        f'<div class="entry-content">{story.prose}</div><p>{story.words["by"]} {date}</p></div>'
        f"{parts.more(story)}"
    ))  # fmt: skip


def _date_in_address(story: Story) -> str:
    return parts.page(
        story, f'<div class="post">{parts.h1(story)}{story.prose}</div>{parts.more(story)}'
    )


def _dublin_core(story: Story) -> str:
    head = f'<meta name="dcterms.issued" content="{story.day}">'
    return parts.page(story, f'<div id="text">{parts.h1(story)}{story.prose}</div>', head)


def _tables(story: Story) -> str:
    text = "".join(f'<p align="justify">{escape(one)}' for one in (story.lede, *story.paragraphs))
    return parts.page(story, (
        f'<table width="900"><tr><td width="200"><ul>{story.links(6)}</ul></td><td>'
        f"<font size=2>{story.moment:%d.%m.%Y}</font><br>"
        f"<font size=4><b>{escape(story.title)}</b></font>"
        f"{text}</td></tr></table>"
    ), title=story.title)  # fmt: skip


def _line_breaks(story: Story) -> str:
    text = "<br><br>".join(map(escape, (story.lede, *story.paragraphs)))
    date = f'<div class="when">{story.long_date}</div>'
    return parts.page(
        story,
        f'<div id="w">{parts.h1(story)}{date}<div class="t">{text}</div></div>{parts.more(story)}',
    )


def _live_blog(story: Story) -> str:
    updates = "".join(
        f'<div class="update"><h3>{story.moment.hour}:{10 + at}</h3><p>{escape(one)}</p></div>'
        for at, one in enumerate(story.paragraphs)
    )
    body = f"<article>{parts.h1(story)}<p>{escape(story.lede)}</p>{updates}</article>"
    head = parts.ld(
        story, **{"@type": "LiveBlogPosting", "coverageStartTime": story.moment.isoformat()}
    )
    return parts.page(story, body, head)


def _print_page(story: Story) -> str:
    return (
        f"<html><head><title>{escape(story.title)}</title></head><body>"
        f"<p>{story.words['printed']}</p><hr><h1>{escape(story.title)}</h1><p>{story.long_date}</p>"
        f"{story.prose}<hr></body></html>"
    )


def _paywall(story: Story) -> str:
    notice = f'<div class="paywall subscribe"><p>{story.words["paywall"]}</p></div>'
    body = f'<article>{parts.h1(story)}<div class="body">{story.prose}</div>{notice}</article>'
    return parts.page(story, body, parts.ld(story, isAccessibleForFree=False))


def _cards_within(story: Story) -> str:
    date = f'<span class="date">{story.long_date}</span>'
    side = f'<aside class="more">{story.cards(3)}</aside>'
    first, *rest = (story.lede, *story.paragraphs)
    text = f"<p>{escape(first)}</p>{side}" + "".join(f"<p>{escape(one)}</p>" for one in rest)
    return parts.page(story, f"<article>{parts.h1(story)}{date}{text}</article>")


def _with_comments(story: Story) -> str:
    date = f'<div class="meta">{story.words["published"]} {story.long_date}</div>'
    body = (
        f'<div class="post">{parts.h1(story)}{date}<div class="content">{story.prose}</div></div>'
    )
    return parts.page(story, body + parts.comments(story))


def _photo(story: Story) -> str:
    figure = f'<figure><img src="/i.jpg"><figcaption>{story.words["photo"]}</figcaption></figure>'
    date = f'<time datetime="{story.day}">{story.long_date}</time>'
    return parts.page(
        story, f"<main>{parts.h1(story)}{date}{figure}{story.prose}{parts.more(story)}</main>"
    )


def _two_headings(story: Story) -> str:
    name = f'<h1 class="logo"><a href="/">{SITE[story.language]}</a></h1>'
    date = f"<p>{story.words['published']} {story.long_date}</p>"
    article = f'<div id="content">{parts.h1(story)}{date}{story.prose}</div>'
    return parts.page(story, f'{name}{article}<div class="side">{story.cards(5, "div")}</div>')


def _front(story: Story) -> str:
    top = f"<div><h1>{escape(story.title)}</h1><p>{escape(story.lede)}</p></div>"
    return parts.page(story, top + story.cards(12), title=SITE[story.language])


def _section(story: Story) -> str:
    return parts.page(
        story,
        f"<h1>{SITE[story.language]}</h1>{story.cards(15, 'div')}",
        parts.og(story, "website"),
    )


def _dated_links(story: Story) -> str:
    rows = "".join(
        f'<div class="row"><span>{story.moment:%d.%m.%Y}</span>'
        f' <a href="/n/{at}">{escape(one)}</a></div>'
        for at, one in enumerate(story.others)
    )
    return parts.page(story, f"<h1>{story.words['more']}</h1>{rows}")


def _blog(story: Story) -> str:
    near = [replace(story, title=title) for title in story.others[:6]]
    posts = "".join(
        f'<article><h2><a href="/n/{at}">{escape(one.title)}</a></h2>'
        f'<time datetime="{one.day}"></time>'
        f"<p>{escape(one.lede)}</p><p>{escape(one.paragraphs[0])}</p></article>"
        for at, one in enumerate(near)
    )
    return parts.page(story, posts, title=SITE[story.language])


Layout = Callable[[Story], str]
ARTICLES: dict[str, Layout] = {
    "json-ld": _json_ld,
    "json-ld-teaser": _json_ld_teaser,
    "json-ld-graph": _json_ld_graph,
    "microdata": _microdata,
    "microdata-nested": _microdata_nested,
    "open-graph": _open_graph,
    "bare": _bare,
    "time-element": _time_element,
    "hentry": _hentry,
    "date-in-address": _date_in_address,
    "dublin-core": _dublin_core,
    "tables": _tables,
    "line-breaks": _line_breaks,
    "live-blog": _live_blog,
    "print": _print_page,
    "paywall": _paywall,
    "cards-within": _cards_within,
    "comments": _with_comments,
    "photo": _photo,
    "two-headings": _two_headings,
}
LISTS: dict[str, Layout] = {
    "front": _front,
    "section": _section,
    "dated-links": _dated_links,
    "blog": _blog,
}
