"""How an article is cited: the rules, and what happens where something is missing."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.page.citation import STYLES, citations, cite
from schemas.article import Article

URL = "https://news.example/articles/a1"
TODAY = date(2026, 11, 29)


def article(**fields) -> Article:
    return Article.model_validate({"id": "a1", "language": "ru", "title": "Башня", **fields})


FULL = {
    "author": "Патимат Алиева",
    "source": "Горный вестник",
    "published": "2017-06-05T10:15+03:00",
}
ENGLISH = {
    "language": "en",
    "title": "Old tower",
    "author": "Leila Yandieva",
    "source": "The Herald",
    "published": "2017-06-06",
}
ENDS = f"URL: {URL} (дата обращения: 29.11.2026)."


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (FULL, f"Патимат Алиева. Башня // Горный вестник. 2017. 5 июня. {ENDS}"),
        (ENGLISH, f"Leila Yandieva. Old tower // The Herald. 2017. 6 June. {ENDS}"),
        (FULL | {"author": None}, f"Башня // Горный вестник. 2017. 5 июня. {ENDS}"),
        (FULL | {"source": None}, f"Патимат Алиева. Башня. 2017. 5 июня. {ENDS}"),
        (FULL | {"published": None}, f"Патимат Алиева. Башня // Горный вестник. {ENDS}"),
        ({}, f"Башня. {ENDS}"),
        ({"title": "Кто виноват?"}, f"Кто виноват? {ENDS}"),
        ({"title": "И вот…"}, f"И вот… {ENDS}"),
        (FULL | {"title": "Где?"}, f"Патимат Алиева. Где? // Горный вестник. 2017. 5 июня. {ENDS}"),
        ({"author": "Алиева П. М."}, f"Алиева П. М. Башня. {ENDS}"),
        (
            FULL | {"title": "Это всё."},
            f"Патимат Алиева. Это всё // Горный вестник. 2017. 5 июня. {ENDS}",
        ),
        ({"title": "Это «всё»."}, f"Это «всё». {ENDS}"),
        ({"title": "Мэрия и др."}, f"Мэрия и др. {ENDS}"),
        ({"title": "Вот..."}, f"Вот... {ENDS}"),
        ({"title": "Две\nстроки"}, f"Две строки. {ENDS}"),
        ({"language": "de", "published": "2017-03-01"}, f"Башня. 2017. 1 März. {ENDS}"),
        ({"language": "zzz", "published": "2017-03-01"}, f"Башня. 2017. 1 March. {ENDS}"),
        ({"published": "2017-06-04T23:30Z"}, f"Башня. 2017. 5 июня. {ENDS}"),
    ],
)
def test_gost(fields, line):
    assert cite(article(**fields), "gost", URL, TODAY, "en") == line


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (ENGLISH, f"Leila Yandieva, “Old tower,” The Herald, June 6, 2017, {URL}."),
        (FULL, f"Патимат Алиева, “Башня,” Горный вестник, June 5, 2017, {URL}."),
        (ENGLISH | {"author": None}, f"“Old tower,” The Herald, June 6, 2017, {URL}."),
        (ENGLISH | {"source": None}, f"Leila Yandieva, “Old tower,” June 6, 2017, {URL}."),
        (
            ENGLISH | {"published": None},
            f"Leila Yandieva, “Old tower,” The Herald, accessed November 29, 2026, {URL}.",
        ),
        ({"title": "Who?"}, f"“Who?,” accessed November 29, 2026, {URL}."),
        ({"title": 'A "no" (“yes”)'}, f"“A ‘no’ (‘yes’),” accessed November 29, 2026, {URL}."),
        ({"title": '"No" to it'}, f"“‘No’ to it,” accessed November 29, 2026, {URL}."),
        ({"title": "It is done."}, f"“It is done,” accessed November 29, 2026, {URL}."),
        ({"title": "«Нет»"}, f"“«Нет»,” accessed November 29, 2026, {URL}."),
    ],
)
def test_chicago(fields, line):
    assert cite(article(**fields), "chicago", URL, TODAY, "ru") == line


@pytest.mark.parametrize(
    ("fields", "language", "line"),
    [
        (FULL, "ru", f"«Башня», Патимат Алиева, Горный вестник, 5 июня 2017, {URL}"),
        (FULL, "en", f"“Башня”, Патимат Алиева, Горный вестник, 5 June 2017, {URL}"),
        ({}, "ru", f"«Башня», {URL}"),
        ({"title": "Это «Нет»"}, "ru", f"«Это „Нет“», {URL}"),
        ({"title": "A “no”"}, "en", f"“A ‘no’”, {URL}"),
    ],
)
def test_plain(fields, language, line):
    assert cite(article(**fields), "plain", URL, TODAY, language) == line


def test_without_an_address_none_is_given():
    assert citations(article(**FULL), "", TODAY, "ru") == {
        "gost": "Патимат Алиева. Башня // Горный вестник. 2017. 5 июня.",
        "chicago": "Патимат Алиева, “Башня,” Горный вестник, June 5, 2017.",
        "plain": "«Башня», Патимат Алиева, Горный вестник, 5 июня 2017",
    }


def test_every_style_is_there():
    assert tuple(citations(article(), URL, TODAY, "en")) == STYLES
