"""CSV and TSV: the first row names the fields; a bad row costs itself alone."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from indexer.ingest.records import LIMIT

HEAD = "title,body\n"
GOOD = "Навес,Дождь идёт весь день\n"


def test_a_table_as_excel_writes_it_in_russia(take_file):
    article = take_file("table.csv").article
    assert article.title == "Навес над рынком"
    assert article.body == 'Деньги нашлись.\n\nРаботы начнутся "в июле".'
    assert article.published.isoformat() == "2017-06-05"
    assert article.keywords == ("рынок", "навес")
    assert article.url == "https://vestnik.example/7"


@pytest.mark.parametrize(
    "content",
    [
        HEAD + GOOD,
        "\ufeff" + HEAD + GOOD,
        (HEAD + GOOD).replace("\n", "\r\n"),
        (HEAD + GOOD).replace("\n", "\r"),
        (HEAD + GOOD).replace(",", ";"),
        (HEAD + GOOD).replace(",", "\t"),
        "sep=|\n" + (HEAD + GOOD).replace(",", "|"),
        "\n\n" + HEAD + "\n\n" + GOOD + "\n,\n",
        (HEAD + GOOD).encode("cp1251"),
        (HEAD + GOOD).encode("koi8-r"),
        (HEAD + GOOD).encode("utf-16"),
        'title,body\n"Навес","Дождь идёт весь день"',
    ],
)
def test_how_tables_are_written(take_as, content):
    article = take_as("a.csv", content).article
    assert (article.title, article.body) == ("Навес", "Дождь идёт весь день")


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("keywords", "a; b;", "keywords", ("a", "b")),
        ("tags", "a|b; c", "keywords", ("a", "b; c")),
        ("regions", "Чечня;Дагестан", "regions", ("chechnya", "dagestan")),
        ("captions", "Один; два|Три", "captions", ("Один; два", "Три")),
        ("author", "A; B", "author", "A; B"),
        ("", "x", "model_extra", {"column_3": "x"}),
        ("views", "7", "model_extra", {"views": "7"}),
        ("views", "", "model_extra", {}),
    ],
)
def test_columns(take_as, column, cell, field, value):
    article = take_as("a.csv", f'title,body,{column}\nA roof,It rained,"{cell}"\n').article
    assert getattr(article, field) == value


def test_columns_are_mapped(take_as):
    content = "Заголовок\tТекст\nНавес\tДождь идёт\n"
    taken = take_as("a.tsv", content, mapped=("title=Заголовок", "body=Текст"))
    assert (taken.article.title, taken.article.body) == ("Навес", "Дождь идёт")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("one\n", "1 cells, but the first row has 2"),
        ("a,b,c\n", "3 cells, but the first row has 2"),
        ('"open,b\n', "not a row: "),
        ('"a "b" c",d\n', "not a row: ',' expected after '\"'"),
        ("a\0b,c\n", "a NUL byte"),
        (",b\n", "no title"),
        ("a,\n", "no body"),
        (b"\xd0\xbf\xff\xfe\x98\x98,b\n", "is not UTF-8"),
    ],
)
@pytest.mark.parametrize("after", [GOOD, 'Навес,"Дождь идёт весь день"\n'])
def test_a_bad_row_costs_itself_alone(take_as, row, message, after):
    row = row if isinstance(row, bytes) else row.encode()
    content = HEAD.encode() + b'First,"It\nrained"\n' + row + after.encode()
    taken = take_as("a.csv", content)
    assert [article.title for article in taken.articles] == ["First", "Навес"]
    assert message in taken.error.message
    assert taken.error.place.endswith("a.csv:4")
    assert taken.error.hint


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("\n \n", "the file is empty"),
        ("title,title\na,b\n", "two columns are called title"),
    ],
)
def test_a_table_that_names_no_fields(take_as, content, message):
    assert message in take_as("a.csv", content).error.message


def test_a_cell_may_be_as_long_as_an_article(take_as):
    body = "дождь " * 1_000_000
    article = take_as("a.csv", f'title,body\nНавес,"{body}"\n').article
    assert len(article.body) == len(body.strip())


def test_a_row_longer_than_any_article(tmp_path, take):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b'title,body\nLong,"')
        for _ in range(LIMIT // 2**20 + 8):
            file.write(b"It rained, and rained. " * 45_590)
        file.write(b'"\nA roof,At last\n')
    tracemalloc.start()
    taken = take(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.title for article in taken.articles] == ["A roof"]
    assert "longer than 32 MiB" in taken.rejections[0].error.message
    assert peak < 8 * LIMIT


@pytest.mark.parametrize("row", ['"a\n', '"a,b\n', '"a"b\n', '""",\n', '","\n'])
def test_no_quotes_keep_us_busy(take_as, row):
    start = time.process_time()
    taken = take_as("a.csv", HEAD + row * 5_000)
    assert taken.rejections
    assert time.process_time() - start < 10


def test_a_first_row_of_one_endless_word_does_not_keep_us_busy(take_as):
    start = time.process_time()
    taken = take_as("a.csv", f"{'x' * 120_000},b\n1,2\n")
    assert not taken.articles
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "first",
    [
        "v1;20190506;Мост открыт;2",
        "Мост открыт;https://v.example/1",
        "Мост открыт;2019-05-06",
        "Мост открыт;6.05.2019",
        "Мост открыт;В городе утром открыли мост через реку",
    ],
)
def test_a_table_without_names_of_fields_is_one_fault(take_as, first):
    error = take_as("a.csv", f"{first}\n" * 3).error
    assert error.message == "its first row names no fields"
    assert "title, body, date" in error.hint


def test_a_column_may_be_called_by_a_sentence_beside_one_that_is_known(take_as):
    text = "title;body;Что вы можете сказать о мосте\nМост открыт;Его открыли.;Мост\n"
    assert take_as("a.csv", text).article.title == "Мост открыт"
