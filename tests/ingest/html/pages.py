"""Pages that we wrote after the layouts of an agency's site; every article is invented."""

from __future__ import annotations

import json
from html import escape
from typing import Any

NAVIGATION = """<div class="app-banner"><a href="/">Кавказский узел</a>
<p>Скачайте приложение - работает без VPN!</p><p><a>Скачать</a> <a>Скачать</a></p></div>
<nav><ul><li><a href="/rubric/11">All news</a></li>
<li><a href="/abhazia">Abkhazia</a></li></ul></nav>"""

TAIL = """<div class="aside"><h3>All news</h3>
<p>June 16, 2024 19:05</p><p>June 15, 2024 23:10</p>
<ul><li><a href="/articles/68001">Bridge in Gagra to be closed for winter</a></li></ul>
<p>LEGAL TEXTS</p><p>Find Caucasian Knot partners:</p></div>"""

MARK_OLD = (
    "ДАННОЕ СООБЩЕНИЕ (МАТЕРИАЛ) СОЗДАНО И (ИЛИ) РАСПРОСТРАНЕНО ИНОСТРАННЫМ СРЕДСТВОМ МАССОВОЙ "
    "ИНФОРМАЦИИ, ВЫПОЛНЯЮЩИМ ФУНКЦИИ ИНОСТРАННОГО АГЕНТА"
)
MARK_NEW = (
    "НАСТОЯЩИЙ МАТЕРИАЛ (ИНФОРМАЦИЯ) ПРОИЗВЕДЕН, РАСПРОСТРАНЕН И (ИЛИ) НАПРАВЛЕН ИНОСТРАННЫМ "
    'АГЕНТОМ ООО "Вестник", ЛИБО КАСАЕТСЯ ДЕЯТЕЛЬНОСТИ ИНОСТРАННОГО АГЕНТА ООО "Вестник". 18+'
)

EN_TITLE = "Court in Nalchik adjourns hearing on pasture dispute"
EN_LEDE = "Farmers from two villages of Kabardino-Balkaria claim the same slope."
EN_BODY = [
    "The judge gave both sides until January to bring maps. The farmers say that there are none.",
    'Let us remind you that in spring villagers told the "Caucasian Knot" of a new fence.',
    "The administration of the district has declined to comment.",
]
RU_TITLE = "Суд в Нальчике отложил спор о пастбище"
RU_LEDE = "Фермеры двух сёл Кабардино-Балкарии претендуют на один склон."
RU_BODY = [
    'Как писал "Кавказский узел", забор на склоне появился в апреле за одну ночь.',
    "Судья дал сторонам время до января, чтобы принести карты. По словам фермеров, карт нет.",
    "Администрация района от комментариев отказалась.",
]


def paragraphs(texts: list[str]) -> str:
    return "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def page(body: str, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="ru"><head><meta charset="{charset}">{head}</head>'
        f"<body>{body}</body></html>"
    )


def linked(**fields: Any) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def desktop_en(date: str = "15:57, 24 December 2013", original: str = "") -> str:
    """EN 2013-2025: date, heading, lede, text, source, closing note, all news."""
    closing = original or (
        "This article was originally published on the Russian page of 24/7 Internet agency "
        "'Caucasian Knot' on December 24, 2013 at 10:49 am MSK. To access the full text of the "
        'article, <a href="http://www.kavkaz-uzel.ru/articles/235711/">click here</a>.'
    )
    head = (
        '<link rel="canonical" href="http://eng.kavkaz-uzel.eu/articles/26767/">'
        f"<title>Caucasian Knot | {EN_TITLE}</title>"
    )
    return page(
        f"""{NAVIGATION}<div class="content"><article>
<span class="article__date">{date}</span><h1 class="article__title">{EN_TITLE}</h1>
<p class="article__lede">{EN_LEDE}</p>
<div class="article__body"><figure><img src="x.jpg"><figcaption>Slope near Nalchik. Photo by
Aslan Invented for the "Caucasian Knot"</figcaption></figure>{paragraphs(EN_BODY)}
<p>Author: Madina Invented<br>Source: CK correspondent</p><p>{closing}</p>
<p>Know more? Do not be silent!</p><p>Send a message, photo or video to us</p></div>
<p class="facets">Kabardino-Balkaria, North-Caucasian Federal District &gt; Society, Slopes</p>
</article></div>{TAIL}""",
        head,
    )


def desktop_ru(
    notice: str = MARK_NEW, address: str = "https://www.kavkaz-uzel.eu/articles/335233"
) -> str:
    head = f'<link rel="canonical" href="{address}"><meta property="og:title" content="{RU_TITLE}">'
    return page(
        f"""{NAVIGATION}<article><h1 itemprop="headline">{RU_TITLE}</h1>
<div class="article-date">16:58, 7 октября 2013</div><div class="article-text"><p>{notice}</p>
<p>Склон у села. Фото: Аслан Выдуманный для "Кавказского узла"</p>
{paragraphs([RU_LEDE, *RU_BODY])}<p>Источник: корреспондент "Кавказского узла"</p>
<p>Знаешь больше? Не молчи!</p><p>Отправь сообщение, фото или видео</p></div></article>{TAIL}""",
        head,
    )


def mobile_ru() -> str:
    """The date glued to the heading, and nothing that a selector would find but the heading."""
    return page(
        f"""{NAVIGATION}<div class="m"><h1>10:00 / 04.10.2018{RU_TITLE}</h1>
<div><div>{MARK_NEW}</div>{paragraphs([RU_LEDE, *RU_BODY])}</div></div>{TAIL}""",
        '<link rel="canonical" href="https://m.kavkaz-uzel.eu/articles/326202/">'
        "<title>Кавказский узел</title>",
    )


def bare_en() -> str:
    """A layout that no selector knows: only the order of the lines tells."""
    return page(
        f"""{NAVIGATION}<table><tr><td>Slope. Photo by the "Caucasian Knot" correspondent<br>
<b>05 June 2017, 10:15</b><br><br><font size="5">{EN_TITLE}</font><br><br>{EN_LEDE}<br><br>
{"<br><br>".join(EN_BODY)}<br><br>Full text of the article is available on the Russian page of
24/7 Internet agency ‘Caucasian Knot’.</td></tr></table>{TAIL}""",
        '<base href="https://eng.kavkaz-uzel.eu/">'
        '<meta property="og:url" content="https://eng.kavkaz-uzel.eu/articles/39578/">',
    )


def listing(count: int = 10, address: str = "https://eng.kavkaz-uzel.eu/rubric/10?page=3") -> str:
    items = "".join(
        f"""<div class="news-item"><p>August {number}, 2019 22:19</p>
<h2><a href="/articles/{48000 + number}">Village {number} gets a road</a></h2>
<p>The road to village {number} was opened by its oldest inhabitant,
who is {80 + number}.</p></div>"""
        for number in range(1, count + 1)
    )
    return page(NAVIGATION + items + TAIL, f'<link rel="canonical" href="{address}">')


def front_en() -> str:
    items = "".join(
        f"""<li class="news-item"><a href="/articles/{27000 + number}">Village {number} gets a road
</a> Apr 19 2014, 20:4{number}; CK correspondent<br>Krasnodar region, South Federal District &gt;
Society</li>"""
        for number in range(1, 6)
    )
    return page(
        f"{NAVIGATION}<ul>{items}</ul>{TAIL}",
        '<link rel="canonical" href="http://eng.kavkaz-uzel.ru/">',
    )
