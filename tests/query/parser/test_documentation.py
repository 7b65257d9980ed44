"""The examples of docs/query-syntax.md and of the site's help are what they are said to be."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.query.parser import Parsed, parse
from indexer.query.parser.model import DEPTH, LENGTH, WILDCARDS, WORDS
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.query import Query

TEXT = (Path(__file__).parents[3] / "docs" / "query-syntax.md").read_text(encoding="utf-8")
ENGLISH, RUSSIAN = TEXT.split("\n## ")[1:]


class Anybody:
    """Knows every name."""

    def resolve(self, text: str) -> tuple[str, ...]:
        return (text,)


RESOLVERS = {
    "region": Taxonomy.default("regions"),
    "topic": Taxonomy.default("topics"),
    "person": Anybody(),
    "organisation": Anybody(),
    "author": Anybody(),
    "source": Anybody(),
    "keyword": Anybody(),
}
NAMES = ("*", "?", "or", "или", "ё", "е", "lede:", "body:", "лид:", "текст:", "title:", "after:",
         "before:", "после:", "до:")  # fmt: skip
TITLES = (
    "Mayor of Grozny resigns", "The mayor builds schools", "A school in Grozny", "Rain",
    "Мэр Грозного ушёл", "Мэр строит школы", "Школа в Грозном", "Дождь",
)  # fmt: skip
HELP = Path(__file__).parents[3] / "searchapp" / "templates"
RELATIVE = re.compile(
    r"\d[wmyднмг]|week|month|месяц|june|июнь|yesterday|вчера|\"(2|last|this|прошл|эта).*\""
)


def read(text: str) -> Parsed:
    return parse(text, default_analyzer(), RESOLVERS, date(2026, 11, 23))


def cells(section: str) -> list[tuple[str, list[str]]]:
    """For each row of the table the example and the ones given as its like."""
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    split = [re.split(r"(?<!\\)\|", row)[1:3] for row in rows]
    return [(codes(first)[0], codes(second)) for first, second in split]


def codes(text: str) -> list[str]:
    return [code.replace("\\|", "|") for code in re.findall(r"`([^`]+)`", text)]


@pytest.mark.parametrize(
    "example", [first for part in (ENGLISH, RUSSIAN) for first, _ in cells(part)]
)
def test_an_example_is_read_without_a_problem(example: str) -> None:
    parsed = read(example)
    assert parsed.problems == ()
    assert parsed.words or parsed.period or parsed.filters


@pytest.mark.parametrize(
    ("example", "like"),
    [
        (first, like)
        for part in (ENGLISH, RUSSIAN)
        for first, likes in cells(part)
        for like in likes
        if like not in NAMES and not RELATIVE.fullmatch(like) and ":" not in like
    ],
)
def test_what_is_given_as_the_same_is_the_same(example: str, like: str) -> None:
    assert read(like).expression == read(example).expression


@pytest.mark.parametrize("days", [code for code in codes(TEXT) if RELATIVE.fullmatch(code)])
def test_relative_dates_are_dates(days: str) -> None:
    parsed = read(f"after:{days}")
    assert parsed.period.first
    assert parsed.problems == ()


BORROWED = re.compile(r"^- `(.+)` → `(.+)`$", re.MULTILINE)


@pytest.mark.parametrize(("borrowed", "ours"), BORROWED.findall(ENGLISH))
def test_borrowed_syntax_means_what_the_document_says(borrowed: str, ours: str) -> None:
    one, other = read(borrowed), read(ours)
    assert (one.expression, one.period) == (other.expression, other.period)
    assert BORROWED.findall(ENGLISH) == BORROWED.findall(RUSSIAN)


def test_both_languages_show_the_same() -> None:
    pairs = list(zip(cells(ENGLISH), cells(RUSSIAN), strict=True))
    for (english, _), (russian, _) in pairs:
        one, other = read(english), read(russian)
        assert (one.expression, one.filters, one.period) == (
            other.expression, other.filters, other.period,
        )  # fmt: skip


def test_the_documented_budgets_are_the_real_ones() -> None:
    for section in (ENGLISH, RUSSIAN):
        numbers = {int(re.sub(r"\D", "", n)) for n in re.findall(r"\d[\d ,\u00a0]*\d|\d", section)}
        assert {LENGTH, WORDS, WILDCARDS, DEPTH} <= numbers


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    """A few articles."""
    archive = Archive.open(tmp_path_factory.mktemp("documentation"), create=True)
    archive.add(
        Article(id=f"a{n}", language="ru" if n > 3 else "en", title=title, body=title)
        for n, title in enumerate(TITLES)
    )
    archive.sync()
    return archive


def found(archive: Archive, text: str) -> set[str]:
    return {hit.id for hit in archive.search(Query(text)).hits}


EQUATIONS = re.findall(r"^- `([^`]+)` = `([^`]+)`$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("example", "like"), EQUATIONS)
def test_what_is_not_required_is_told_and_finds_as_much(archive, example, like) -> None:
    told = {note.code for note in archive.search(Query(example)).notes}
    assert told & {"function-words", "any-words"}
    assert found(archive, example) == found(archive, like) != set()
    assert archive.search(Query(example, literal=True)).total < len(found(archive, like)) or (
        told == {"function-words"}
    )


def test_both_languages_have_as_many_of_them() -> None:
    assert len(EQUATIONS) == 12
    assert TEXT.index(EQUATIONS[5][0]) < TEXT.index(RUSSIAN) < TEXT.index(EQUATIONS[6][0])


@pytest.mark.parametrize(
    ("word", "form", "written"), [("school", "schools", ENGLISH), ("школа", "школы", RUSSIAN)]
)
def test_forms_found_are_rewritten_as_documented(archive, word, form, written) -> None:
    (forms,) = archive.search(Query(word, forms=True)).forms
    (one,) = (each for each in forms.forms if each.form == form)
    assert {one.alone, one.without, word} <= set(codes(written))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_examples_of_the_help_page_are_read_without_a_problem(language) -> None:
    page = (HELP / f"help.{language}.html").read_text(encoding="utf-8")
    examples = re.findall(r"example\('([^']+)'\)", page)
    assert len(examples) >= 12
    for example in examples:
        assert read(example).problems == (), example
    both = [
        len(re.findall(r"example\('", (HELP / f"help.{each}.html").read_text(encoding="utf-8")))
        for each in ("en", "ru")
    ]
    assert both[0] == both[1]
