"""The words of the interface: complete in both languages."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest

import indexer
from indexer.query.parser.model import Code
from schemas.results import Note
from searchapp.messages import messages
from searchapp.render import Prepared

SAY = {language: messages(language) for language in ("ru", "en")}
ROOT = Path(indexer.__file__).parents[1]
PLURALS = {"ru": {"one", "few", "many", "other"}, "en": {"one", "other"}}


def places(message) -> set[str]:
    forms = message.values() if isinstance(message, dict) else [message]
    return {place for form in forms for place in re.findall(r"{(\w+)}", form)}


def used() -> set[str]:
    """Keys, and beginnings of keys, that templates and code name."""
    sources = [
        path.read_text("utf-8")
        for folder in (
            "searchapp",
            "indexer/page",
            "indexer/export",
            "indexer/archive/alerts",
            "indexer/cli",
        )
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"}
    ]
    found = re.findall(r"""["']([a-z]+\.[a-z0-9.]*)(?:["'{]|$)""", "\n".join(sources))
    return {name for name in found if not name.endswith((".html", ".css", ".svg", ".js"))}


def test_both_languages_say_the_same_things():
    russian, english = SAY["ru"].texts, SAY["en"].texts
    assert russian.keys() == english.keys()
    for key in russian:
        assert places(russian[key]) == places(english[key]), key


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_plural_form_is_there(language):
    for key, message in SAY[language].texts.items():
        if isinstance(message, dict):
            assert set(message) == PLURALS[language], key
            assert "count" in places(message)


def test_every_message_is_used_and_every_used_one_is_there():
    named = used()
    told = SAY["en"].texts
    for key in told:
        assert any(key == name or (name.endswith(".") and key.startswith(name)) for name in named)
    areas = {key.partition(".")[0] for key in told}
    for name in (name for name in named if name.partition(".")[0] in areas):
        assert name in told or any(name.endswith(".") and key.startswith(name) for key in told)


def told() -> set[str]:
    """The code of every note that the source makes."""
    calls = [
        call
        for folder in (ROOT / "indexer", ROOT / "searchapp")
        for path in folder.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args
    ]
    codes = [call.args[0] for call in calls if call.func.id in {"Note", "_note"}]
    return {code.value for code in codes if isinstance(code, ast.Constant)}


def test_every_note_has_words():
    codes = told() | set(get_args(Code))
    assert {"layout", "transliteration", "spelling", "function-words", "any-words"} < codes
    assert {"cut-expansion", "cut-forms", "cut-length", "unknown-region"} < codes
    for language in ("ru", "en"):
        texts = SAY[language].texts
        assert {f"note.{code}" for code in codes} <= texts.keys()
        spoken = {key for key in texts if key.startswith("note.")} - {
            "note.other",
            "note.rewritten",
        }
        assert spoken <= {f"note.{code}" for code in codes}, "words that no note says"
        assert all(SAY[language].note(Note(code, "в", 0, "из", count=2)) for code in codes)


def test_a_note_counts_characters_from_one_and_repeats_little():
    said = SAY["en"].note(Note("unknown-region", text="x" * 500, position=7))
    assert f"“{'x' * 60}…” (character 8)" in said


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (Note("magic", "rflshjd", replacement="кадыров", applied=True),
         "“rflshjd” was searched for as “кадыров”."),
        (Note("novel", "x", position=0), "“x” at character 1 was not read as typed."),
    ],
)  # fmt: skip
def test_a_note_of_a_kind_without_words_of_its_own_is_still_told(note, words):
    assert SAY["en"].note(note) == words


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (0, "0 articles", "0 статей"),
        (1, "1 article", "1 статья"),
        (2, "2 articles", "2 статьи"),
        (5, "5 articles", "5 статей"),
        (11, "11 articles", "11 статей"),
        (21, "21 articles", "21 статья"),
        (104, "104 articles", "104 статьи"),
        (33_112, "33,112 articles", "33\xa0112 статей"),
    ],
)
def test_plurals_are_right(count, english, russian):
    assert SAY["en"]("count.articles", count=count) == english
    assert SAY["ru"]("count.articles", count=count) == russian


def test_what_is_shown_is_told_as_people_tell_it():
    assert SAY["en"].shown(1, 1, 1) == "1 article"
    assert SAY["en"].shown(1, 2, 2) == "2 articles"
    assert SAY["en"].shown(11, 20, 1_027) == "11–20 of 1,027 articles"
    assert SAY["en"].shown(21, 21, 21) == "Article 21 of 21"
    assert SAY["ru"].shown(21, 21, 21) == "Статья 21 из 21"


@pytest.mark.parametrize(
    ("count", "russian"),
    [
        (1, "1–10 из 1 статьи"),
        (2, "1–10 из 2 статей"),
        (5, "1–10 из 5 статей"),
        (21, "1–10 из 21 статьи"),
        (111, "1–10 из 111 статей"),
    ],
)
def test_of_takes_the_genitive(count, russian):
    assert SAY["ru"]("search.browse", first=1, last=10, count=count) == russian


@pytest.mark.parametrize(
    ("moment", "english", "russian"),
    [
        (None, "", ""),
        (date(2017, 6, 5), "5 June 2017", "5 июня 2017"),
        (datetime(2017, 6, 5, 22, 5, tzinfo=UTC), "6 June 2017, 01:05", "6 июня 2017, 01:05"),
        (datetime(2012, 6, 5, 12, 0, tzinfo=UTC), "5 June 2012, 16:00", "5 июня 2012, 16:00"),
    ],
)
def test_moments_are_told_in_moscow_time(moment, english, russian):
    assert SAY["en"].moment(moment) == english
    assert SAY["ru"].moment(moment) == russian


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("ru", "С", "Проверьте поле «С»"),
        ("ru", "кроме «Регион»", "Проверьте поле «кроме „Регион“»"),
        ("ru", "а «б» в «г «д»»", "Проверьте поле «а „б“ в „г «д»“»"),
        ("ru", "а » б", "Проверьте поле «а » б»"),
        ("ru", "« а", "Проверьте поле «« а»"),
        ("en", "the “From” field", "Check “the ‘From’ field”"),
    ],
)
def test_marks_within_marks_are_others(language, value, expected):
    assert SAY[language]("wrong.title", field=value) == expected


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_template_has_its_messages_from_the_start(client, app, language):
    assert client.get(f"/help?ui={language}").status_code == 200
    source = '<b title="{{ say(\'search.button\') }}">{{ say("count.articles", count=2) }}</b>'
    prepared = Prepared(app.jinja_env).preprocess(source, f"{language}/any.html")
    fixed = messages(language)("search.button")
    assert prepared == f'<b title="{fixed}">{{{{ say("count.articles", count=2) }}}}</b>'
    known = {name for _, name in app.jinja_env.cache}
    assert {f"{language}/help.html", f"{language}/base.html"} <= known
