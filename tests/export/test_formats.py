"""Files of every format, read by other people's parsers, say what the articles say."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as citeproc_formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from indexer.export import FORMATS, About
from indexer.export.bibtex import key
from indexer.export.comma_separated import COLUMNS
from indexer.export.lines import one_line
from indexer.page.spreadsheet import harmless
from schemas.article import Article

ABOUT = About("башня", date(2026, 11, 29), 1, "g000001", "https://news.example/archive")
NASTY = [
    "Braces {one} and } the other {",
    "100% of $5 & #3 under_score ~ ^ back\\slash \\textbf{x}",
    "He said: \"no\", ‘maybe’, «нет» — ``quoted'' and ,,low and <<guillemets>>",
    "Dashes - -- --- ----, ?` !`",
    "Line\none\r\nand two\u2028three\x85four",
    "TY  - BOOK\nER  - \nTY  - NEWS\nTI  - forged",
    "@article{forged, title={x}}",
    "Emoji 👩‍👩‍👧 🇷🇺, עברית, العربية, \u202ereversed",
    "Ёлки, ѣ, І, é, ß, 漢字, 𝔸",
    "a\ttab and   spaces",
    "</script><b>&amp;",
    "=1+1",
]


def article(**fields) -> Article:
    return Article.model_validate({"id": "a1", "language": "ru", "title": "Башня", **fields})


def written(format, *articles, about=ABOUT) -> str:
    return "".join(FORMATS[format].write(articles, about))


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def entries(text: str):
    library = bibtexparser.parse_string(
        text, append_middleware=[LatexDecodingMiddleware(), MonthIntMiddleware()]
    )
    assert not library.failed_blocks
    return library.entries


def bare(value: str) -> str:
    """A field of BibTeX without the braces that keep it whole.

    pylatexenc reads ``\\textasciicircum`` as the accent alone, which is another character.
    """
    value = value.replace("\u02c6", "^")
    while value.startswith("{") and value.endswith("}"):
        value = value[1:-1]
    return value


# What comes back


@pytest.mark.parametrize("text", NASTY)
def test_ris(text):
    (entry,) = rispy.loads(written("ris", article(title=text, author=text, source=text)))
    assert entry["title"] == one_line(text)
    assert entry["authors"] == [one_line(text)]
    assert entry["secondary_title"] == one_line(text)


@pytest.mark.parametrize("text", NASTY)
def test_bibtex(text):
    (entry,) = entries(written("bib", article(title=text, author=text, lede=text)))
    for field in ("title", "author", "abstract"):
        assert bare(entry[field]) == one_line(text)


@pytest.mark.parametrize("text", NASTY)
def test_csl_json(text):
    (item,) = json.loads(written("csl.json", article(title=text, author=text, lede=text)))
    assert item["title"] == one_line(text)
    assert item["author"] == [{"literal": one_line(text)}]
    assert item["abstract"] == text


@pytest.mark.parametrize("text", NASTY)
def test_csv(text):
    (row,) = rows(written("csv", article(title=text, body=text, people=["А", "Б"])))
    assert row["title"].removeprefix("'") == text
    assert row["body"].removeprefix("'") == text
    assert row["people"] == "А; Б"


@given(st.text(max_size=40).filter(lambda text: text.strip()))
def test_any_title_is_one_entry_everywhere(text):
    one = article(title=f"{text}x")
    assert len(rispy.loads(written("ris", one))) == 1
    assert len(entries(written("bib", one))) == 1
    assert len(json.loads(written("csl.json", one))) == 1
    assert len(rows(written("csv", one))) == 1
    assert json.loads(written("jsonl", one))["title"] == one.title


# Fields


FULL = article(
    author="Патимат Алиева",
    source="Горный вестник",
    published="2017-06-04T23:30:00Z",
    keywords=["башни", "реставрация"],
    lede="Работы начнутся весной.",
    url="https://vestnik.example/1",
    regions=["dagestan"],
)
HERE = "https://news.example/archive/articles/a1"


def test_fields_of_ris():
    (entry,) = rispy.loads(written("ris", FULL))
    assert entry == {
        "type_of_reference": "NEWS",
        "id": "a1",
        "authors": ["Патимат Алиева"],
        "title": "Башня",
        "secondary_title": "Горный вестник",
        "year": "2017",
        "date": "2017/06/05",
        "abstract": "Работы начнутся весной.",
        "keywords": ["башни", "реставрация"],
        "language": "ru",
        "urls": [HERE],
        "original_publication": "https://vestnik.example/1",
        "access_date": "2026/11/29",
    }


def test_fields_of_bibtex():
    (entry,) = entries(written("bib", FULL))
    assert (entry.entry_type, entry.key) == ("article", "a1")
    assert {field.key: bare(field.value) for field in entry.fields} == {
        "author": "Патимат Алиева",
        "title": "Башня",
        "journal": "Горный вестник",
        "year": "2017",
        "date": "2017-06-05",
        "url": HERE,
        "urldate": "2026-11-29",
        "langid": "russian",
        "abstract": "Работы начнутся весной.",
        "keywords": "башни, реставрация",
        "origurl": "https://vestnik.example/1",
    }


def test_csl_json_makes_a_bibliography():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py does not know every field of CSL
        source = CiteProcJSON(json.loads(written("csl.json", FULL)))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, citeproc_formatter.plain)
        bibliography.register(Citation([CitationItem("a1")]))
        (line,) = map(str, bibliography.bibliography())
    assert "Патимат Алиева" in line
    assert "Башня" in line
    assert "2017" in line


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2017-06-04T23:30:00Z", "2017-06-05"), ("2017-06-05", "2017-06-05"), ("unknown", "")],
)
def test_a_day_is_of_the_moscow_calendar(moment, day):
    (row,) = rows(written("csv", article(published=moment)))
    assert row["date"] == day
    assert row["published"] == ("" if not day else moment.replace("Z", "+00:00"))


def test_without_a_public_address_the_published_one_is_cited():
    about = About("", date(2026, 11, 29), 1, "g000001")
    (entry,) = rispy.loads(written("ris", FULL, about=about))
    assert entry["urls"] == ["https://vestnik.example/1"]
    assert "original_publication" not in entry
    (row,) = rows(written("csv", FULL, about=about))
    assert row["permalink"] == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://old.example/1"])
def test_only_addresses_of_the_web_are_cited(url):
    about = About("", date(2026, 11, 29), 1, "g000001")
    (entry,) = rispy.loads(written("ris", article(url=url), about=about))
    assert "urls" not in entry


# Spreadsheets


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", '"=1', "'=1", "«=1»", "\u00a0=1",
        "\ufeff=1", "\u200b=1", "\x00=1", "＝1", "＋1", "－1", "＠x", "\n-1", '" =1', "\t", "- Да?",
    ],
)  # fmt: skip
def test_what_could_be_a_formula_is_harmless(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=b", "1-2", "— Да", "Кто? - Он.", "«Да»", "'t Hooft"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize("column", ["title", "lede", "body", "author", "source", "url"])
def test_no_text_of_an_article_begins_with_a_formula(column):
    (row,) = rows(written("csv", article(**{column: "=1"})))
    assert row[column] == "'=1"


def test_rows_end_as_the_rfc_says_and_cells_may_have_lines():
    text = written("csv", article(body='One\n"two", three'))
    assert text.startswith("\ufeff" + ",".join(COLUMNS) + "\r\n")
    assert text.endswith("\r\n")
    assert '"One\n""two"", three"' in text


# Keys of BibTeX


@pytest.mark.parametrize("id", ["a1", "2017:6.x_y-z"])
def test_a_plain_id_is_the_key(id):
    assert key(id) == id


@pytest.mark.parametrize("id", ["река-№1", "a,b", "a{b", "A1", "ю", "x%y", 'a"b', "a#b=c"])
def test_any_other_id_becomes_a_key_of_its_own(id):
    made = key(id)
    assert re.fullmatch(r"[A-Za-z0-9:._-]+", made)
    assert made.lower() != id.lower()
    (entry,) = entries(written("bib", article(id="x", title=id)).replace("{x,", f"{{{made},"))
    assert entry.key == made


# Text for reading


def test_text_says_what_it_is_and_reads_well():
    text = written("txt", article(**FULL.model_dump() | {"body": "One.\n\nTwo\nlines.\x1b[31m"}))
    assert text.splitlines()[0] == "Podshivka: башня; 2026-11-29; articles: 1; index: g000001"
    assert f"Башня\n\n2017-06-05, Горный вестник, Патимат Алиева\n{FULL.url}\n{HERE}\n\n" in text
    assert "Работы начнутся весной.\n\nOne.\n\nTwo\nlines.[31m\n" in text


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found_is_a_file_too(format):
    text = written(format)
    if format == "csl.json":
        assert json.loads(text) == []
    elif format == "csv":
        assert rows(text) == []
    elif format == "jsonl":
        assert text == ""
    elif format == "ris":
        assert rispy.loads(text) == []
    elif format == "bib":
        assert entries(text) == []
    else:
        assert text.startswith("Podshivka: ")
