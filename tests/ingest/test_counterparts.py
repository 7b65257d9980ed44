"""The same story in the other language, by the links of its page."""

from __future__ import annotations

import pytest

from indexer.ingest import Ingest, Rules, Sites
from indexer.ingest.validate import id_of
from indexer.taxonomy import Taxonomy

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}
SITES = Sites(
    {
        "news.example": ["mirror.example"],
        "en.news.example": [],
        "new-mirror.example": ["kavkaz-uzel.eu"],
    }
)
TEXTS = {
    "ru": ("Мост в Гагре закроют на зиму", "Мост через реку закроют до весны из-за ремонта опор. "),
    "en": ("Bridge in Gagra to be closed", "The bridge over the river is closed until spring. "),
}
RU, EN = "https://news.example/bridge", "https://en.news.example/the-bridge"


def link(kind, address, language=""):
    return f'<link rel="{kind}" {f"hreflang={language!r}" if language else ""} href="{address}">'


def page(language, *links, lang=None, body=""):
    title, text = TEXTS[language]
    html = f"<html{f' lang={lang!r}' if lang else ''}>"
    shown = f"<article><h1>{title}</h1><p>{text * 5}</p>{body}</article>"
    return f"{html}<head><title>{title}</title>{''.join(links)}</head><body>{shown}</body></html>"


def take(folder, *pages, known=lambda *_: ()):
    for number, text in enumerate(pages):
        (folder / f"{number}.html").write_text(text)
    rejected = []
    source = Ingest([folder], Rules(TAXONOMIES, sites=SITES), rejected.append, known=known)
    found = list(source)
    assert rejected == []
    return found


def test_the_pages_of_both_languages_lead_to_each_other(tmp_path):
    ru, en = take(
        tmp_path,
        page("ru", link("canonical", RU), link("alternate", EN, "en"), lang="ru"),
        page("en", link("canonical", EN), link("alternate", RU, "ru-RU"), lang="en"),
    )
    assert (ru.translation_of, en.translation_of) == (en.id, ru.id)


@pytest.mark.parametrize(
    ("links", "lang"),
    [
        ([link("alternate", EN, "en"), link("alternate", RU, "ru")], None),
        ([link("alternate", RU, "ru"), link("alternate", EN, "en-GB")], "en"),
        ([link("canonical", EN), link("alternate", RU, "ru")], "en"),
        ([link("canonical", EN), link("alternate", "//news.example/bridge", "ru")], "en"),
        ([link("canonical", EN), link("alternate", "https://m.news.example/bridge/", "ru")], "en"),
        ([link("canonical", EN), link("alternate", "http://mirror.example/bridge", "ru")], "en-US"),
    ],
)
def test_however_a_page_says_it(tmp_path, links, lang):
    (found,) = take(tmp_path, page("en", link("canonical", EN), *links, lang=lang))
    assert found.translation_of == id_of(RU, "ru", SITES)


@pytest.mark.parametrize(
    "links",
    [
        [],
        [link("alternate", EN, "en")],
        [link("alternate", "https://news.example/", "ru")],
        [link("alternate", "https://elsewhere.example/bridge", "ru")],
        [link("alternate", "https://www.kavkaz-uzel.eu/rubric/5", "ru")],
        [link("alternate", RU, "de")],
        [link("alternate", RU, "x-default")],
        [link("stylesheet", RU, "ru")],
    ],
)
def test_what_leads_to_no_article_that_anybody_told_us_of(tmp_path, links):
    (found,) = take(tmp_path, page("en", link("canonical", EN), *links, lang="en"))
    assert found.translation_of is None


def test_an_article_that_the_archive_has_under_another_id(tmp_path):
    def known(keys, language):
        return ["old-7"] if language == "ru" and "news.example/bridge" in keys else []

    text = page("en", link("canonical", EN), link("alternate", RU, "ru"), lang="en")
    (found,) = take(tmp_path, text, known=known)
    assert found.translation_of == "old-7"


@pytest.mark.parametrize(
    "address",
    ["https://www.kavkaz-uzel.eu/articles/12/", "https://new-mirror.example/articles/12"],
)
@pytest.mark.parametrize("how", ["alternate", "original"])
def test_a_profile_tells_the_number_of_the_article_on_any_mirror(tmp_path, address, how):
    own = link("canonical", "https://eng.kavkaz-uzel.eu/articles/5/")
    if how == "alternate":
        text = page("en", own, link("alternate", address, "ru"))
    else:
        text = page("en", own, body=f'<p><a href="{address}">click here</a></p>')
    (found,) = take(tmp_path, text)
    assert found.translation_of == "caucasian-knot-ru-12"
    assert found.model_extra["counterpart"] == address
