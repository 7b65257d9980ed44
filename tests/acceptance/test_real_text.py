"""33,000 real articles from files to counts, against counts taken from the files themselves.

At one's desk it is each eighth line of the files: see tests/effort.py.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from effort import FULL

from indexer.analysis import default_analyzer
from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query
from schemas.results import Page

pytestmark = [pytest.mark.corpora, pytest.mark.slow]

FILES = ("telegram-news.jsonl.gz", "reuters-21578.jsonl.gz", "parallel-news.jsonl", "seed-page.txt")
ARTICLES = 15_780 + 16_915 + 246 + 1
EACH = 1 if FULL else 8
"""Of so many lines of a file one is taken."""
MAPPED = ("--map", "keywords=topics", "--unknown-dates")
"""The topics of the English articles are not ours; three of their dates are misprints."""


@pytest.fixture(scope="module")
def given(corpora: Path, tmp_path_factory) -> Path:
    """The folder of the files that are read."""
    if FULL:
        return corpora
    folder = tmp_path_factory.mktemp("given")
    for name in FILES:
        if ".jsonl" in name:
            part = b"".join(lines(corpora / name)[::EACH])
            (folder / name).write_bytes(gzip.compress(part) if name.endswith(".gz") else part)
        else:
            shutil.copy(corpora / name, folder)
    return folder


def lines(path: Path) -> list[bytes]:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines(keepends=True)


@pytest.fixture(scope="module")
def archive(given: Path, tmp_path_factory) -> Archive:
    home = tmp_path_factory.mktemp("real")
    command = [sys.executable, "-c", "from indexer.cli import main; main()", "--home", str(home)]
    paths = [str(given / name) for name in FILES]
    done = subprocess.run(
        [*command, "--json", "ingest", *MAPPED, *paths], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    return Archive.open(home)


@pytest.fixture(scope="module")
def articles(archive: Archive) -> list[Article]:
    return list(archive.store.get_many(list(archive.store.ids())).values())


@pytest.fixture(scope="module")
def terms(articles) -> dict[str, set[str]]:
    """The terms of every article, by the analysis alone."""
    return {article.id: terms_of(article) for article in articles}


def terms_of(article: Article) -> set[str]:
    analyzer = default_analyzer()
    texts = [article.title, article.lede, article.body, *article.captions]
    layout, vocabulary = analyzer.lay_out(texts)
    forms = {vocabulary.forms[form] for form in set(layout.forms[layout.pieces >= 0].tolist())}
    return {term for form in forms for term in analyzer.terms(form)}


def search(archive: Archive, text: str, **query) -> Page:
    return archive.search(Query(text, literal=True, **query))


def facet(page: Page, name: str) -> dict[str, int]:
    return {value.value: value.count for value in page.facets[name] if value.count}


def test_every_article_is_there(archive, articles, given):
    there = 1 + sum(len(lines(given / name)) for name in FILES if ".jsonl" in name)
    assert len(articles) == search(archive, "").total == there
    assert there == ARTICLES or not FULL


def test_the_files_are_stored_as_they_came(archive, given):
    with gzip.open(given / "telegram-news.jsonl.gz", "rt", encoding="utf-8") as file:
        post = json.loads(next(file))
    article = archive.get(post["id"])
    assert article.title == post["text"].split("\n")[0].strip()
    assert article.model_extra["topic"] == post["topic"]


@pytest.mark.parametrize(
    "text",
    ["дагестан", "москва", "правительство", "сша", "oil", "government", "ереван", "суд", "bank"],
)
def test_totals_and_counts_are_those_of_a_count_by_hand(archive, articles, terms, text):
    wanted = set(default_analyzer().word(text).terms)
    found = [article for article in articles if wanted & terms[article.id]]
    page = search(archive, text)
    assert page.total == len(found) > 0
    assert facet(page, "language") == Counter(article.language for article in found)
    assert facet(page, "date") == Counter(
        str(article.published.year) if article.published else "unknown" for article in found
    )


@pytest.mark.parametrize("pair", ["москва полиция", "oil price", "сша украина"])
def test_all_words_must_match(archive, terms, pair):
    one, other = (set(default_analyzer().word(word).terms) for word in pair.split())
    found = sum(1 for held in terms.values() if one & held and other & held)
    assert search(archive, pair).total == found > 0
    either = sum(1 for held in terms.values() if one & held or other & held)
    assert search(archive, pair.replace(" ", " OR ")).total == either
    without = sum(1 for held in terms.values() if one & held and not other & held)
    assert search(archive, pair.replace(" ", " -")).total == without


def test_every_case_form_of_dagestan_finds_the_same(archive, given):
    word = re.compile(r"(?<![\w-])дагестан(?:а|у|ом|е)?(?![\w-])", re.IGNORECASE)
    with gzip.open(given / "telegram-news.jsonl.gz", "rt", encoding="utf-8") as file:
        written = sum(bool(word.search(json.loads(line)["text"])) for line in file)
    forms = ["Дагестан", "Дагестана", "Дагестану", "Дагестаном", "Дагестане", "ДАГЕСТАН"]
    assert {search(archive, form).total for form in forms} == {written}


def test_the_seed_page_is_an_article(archive):
    (hit,) = search(archive, "title:Dagestan title:escape").hits
    article = archive.get(hit.id)
    assert article.title == "Gay from Dagestan describes his escape from Russia"
    assert article.published.isoformat(timespec="minutes") == "2017-06-05T10:15+03:00"
    assert article.language == "en"
    paragraphs = [p for p in (article.lede, *article.body.split("\n\n")) if p]
    assert [paragraph.split()[0] for paragraph in paragraphs] == [
        "People", "A", "Ruslan", "The", "Let",
    ]  # fmt: skip
    assert len(article.captions) == 1
    assert article.captions[0].startswith("A silhouette")


@pytest.mark.parametrize("phrase", ["Full text of the article", "News archive", "niqabs"])
def test_what_surrounds_the_seed_page_is_not_searched(archive, phrase):
    page = search(archive, f'"{phrase}" title:Dagestan')
    assert page.total == 0


def test_pages_follow_each_other_without_gap_or_repetition(archive):
    pages = [search(archive, "ереван", size=7, page=number) for number in range(1, 100)]
    ids = [hit.id for page in pages for hit in page.hits]
    assert len(ids) == len(set(ids)) == pages[0].total
