"""Who tries an example of the help page or of the document in the demo finds something."""

from __future__ import annotations

import json
import re
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "query-syntax.md").read_text(encoding="utf-8")
HELP = {
    language: unescape((ROOT / f"searchapp/templates/help.{language}.html").read_text("utf-8"))
    for language in ("en", "ru")
}
NOT_THERE = re.compile(
    r"(person|человек|organisation|организация|author|автор|source|источник|keyword|ключевое):|(date|дата):\"|(after|после):(7d|неделя)"
)
"""The sample has no names and keywords as facets, and grows older: nothing of last week."""


def examples(page: str) -> list[str]:
    return re.findall(r"example\('([^']+)'\)", page)


def rows(text: str) -> list[str]:
    return [row for row in re.findall(r"(?m)^\| `([^`]+)`", text) if not NOT_THERE.match(row)]


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Archive:
    archive = Archive.open(tmp_path_factory.mktemp("sample"), create=True)
    lines = (files("indexer") / "sample" / "articles.jsonl").read_text("utf-8").splitlines()
    archive.add(Article.model_validate(json.loads(line)) for line in lines)
    archive.sync()
    return archive


@pytest.mark.parametrize("example", sorted({*examples(HELP["en"]), *examples(HELP["ru"])}))
def test_an_example_of_the_help_page_finds_something(sample, example) -> None:
    assert sample.search(Query(example)).total


@pytest.mark.parametrize("example", sorted(set(rows(DOCUMENT))))
def test_an_example_of_the_document_finds_something(sample, example) -> None:
    assert sample.search(Query(example.replace("\\|", "|"))).total


@pytest.mark.parametrize(
    ("example", "code"),
    [
        ("zylbtd", "layout"),
        ("Yandiev", "transliteration"),
        ("Сухуми", "transliteration"),
        ("Махачкла", "corrected"),
    ],
)
def test_help_that_is_shown_in_the_document_is_given(sample, example, code) -> None:
    assert DOCUMENT.count(f"`{example}`") == 2
    page = sample.search(Query(example))
    assert page.total
    assert code in {note.code for note in page.notes}


def test_both_help_pages_show_as_much() -> None:
    assert len(examples(HELP["en"])) == len(examples(HELP["ru"])) >= 18
    assert len(rows(DOCUMENT)) >= 40
