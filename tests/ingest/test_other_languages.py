"""Articles in other languages: rejected by name, or kept under their own, as the operator says."""

from __future__ import annotations

import json

import pytest
from other_languages import TEXTS

from indexer.archive import Archive
from indexer.archive.intake import ingest
from indexer.archive.read_options import ReadOptions
from schemas.query import Query
from searchapp import create_app


def record(code: str, **fields) -> dict:
    title, body = TEXTS[code]
    return {"id": code, "title": title, "body": body, **fields}


@pytest.mark.parametrize("code", TEXTS)
def test_it_is_rejected_and_the_language_is_named(take_records, code):
    error = take_records(record(code)).error
    assert error.code == "unknown-language"
    assert f"({code})" in error.message
    assert "other_languages" in error.hint


def test_a_language_given_does_not_hide_another(take_records):
    error = take_records(record("uk", language="ru")).error
    assert error.message == ("the language is given as 'ru', but the text is in Ukrainian (uk)")
    short = {"title": "Слава Україні", "body": "Героям слава", "language": "ru"}
    assert take_records(short).article.language == "ru"


def test_the_one_of_ours_that_is_given_is_not_doubted_for_the_other(take_records):
    english = {"title": "The court", "body": "The court has ruled on it. " * 5, "language": "ru"}
    assert take_records(english).article.language == "ru"


PAGE = """<html lang="{lang}"><head><meta property="og:title" content="{title}">{more}</head><body>
<article><h1>{title}</h1><p>{body}</p></article></body></html>"""


@pytest.mark.parametrize(
    ("lang", "more", "told"),
    [
        ("bg", "", "Bulgarian"),
        ("", '<meta property="og:locale" content="bg_BG">', "Bulgarian"),
        ("", '<meta name="content-language" content="mk">', "Macedonian"),
        ("en", "", None),
    ],
)
def test_what_a_page_declares_counts_for_a_text_that_does_not_tell(
    tmp_path, take, lang, more, told
):
    path = tmp_path / "page.html"
    text = "Всичко за града на едно място, новини за спорт и култура, вестник за града"
    path.write_text(PAGE.format(lang=lang, more=more, title="Новини за града", body=text))
    taken = take(path)
    if told:
        assert told in taken.error.message
    else:
        assert taken.article.language == "ru"
        assert "language_hint" not in taken.article.model_extra


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    """An archive that keeps them, with tags asked for."""
    home = tmp_path_factory.mktemp("kept")
    (home / "settings.toml").write_text('other_languages = "keep"\n')
    records = [
        *(record(code) for code in ("uk", "de", "ka", "ce")),
        record("be", language="Belarusian", translation_of="ru"),
        {"id": "ru", "title": "Новая школа в Чечне", "body": "В Грозном открыли новую школу."},
    ]
    (home / "in.jsonl").write_text("\n".join(map(json.dumps, records)))
    made = Archive.open(home, create=True)
    report = ingest(made, [home / "in.jsonl"], ReadOptions(tag=True))
    assert (report.new, report.rejected) == (6, 0)
    made.sync()
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("гривень", {"uk"}),
        ("Bundestag", {"de"}),
        ("კანონი", {"ka"}),
        ("language:uk", {"uk"}),
        ("language:German", {"de"}),
        ("язык:чеченский", {"ce"}),
        ("язык:белорусский", {"be"}),
        ("language:uk,de", {"uk", "de"}),
        ("language:ru", {"ru"}),
    ],
)
def test_kept_ones_are_found_under_their_language(archive, query, found):
    assert {hit.id for hit in archive.search(Query(query)).hits} == found


@pytest.mark.parametrize(
    ("interface", "names"),
    [
        ("en", ["Russian", "Belarusian", "Chechen", "German", "Georgian", "Ukrainian"]),
        ("ru", ["Русский", "Белорусский", "Чеченский", "Немецкий", "Грузинский", "Украинский"]),
    ],
)
def test_the_facet_names_them_in_the_language_of_the_interface(archive, interface, names):
    facet = archive.search(Query(""), interface).facets["language"]
    assert [value.label for value in facet] == names
    assert [value.count for value in facet] == [1] * 6


@pytest.mark.parametrize("interface", ["en", "ru"])
def test_every_page_shows_them(archive, interface):
    site = create_app(archive).test_client()
    page = site.get(f"/search?language=uk&ui={interface}").text
    assert {"en": "Ukrainian", "ru": "украинский"}[interface] in page
    for id in ("ru", "be", "ka"):
        assert site.get(f"/articles/{id}?ui={interface}").status_code == 200
    shown = site.get(f"/articles/ru?ui={interface}").text
    assert {"en": "another language: Belarusian", "ru": "языке: белорусский"}[interface] in shown
    assert site.get("/api/v1/search?language=ka").json["total"] == 1
    assert site.get("/api/v1/search?language=elvish").status_code == 400


def test_rules_for_our_languages_find_no_tags_in_others(archive):
    assert archive.get("ru").regions
    for id in ("uk", "de", "ka", "ce", "be"):
        assert not archive.get(id).regions
        assert "tags" not in archive.get(id).model_extra
