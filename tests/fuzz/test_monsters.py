"""The whole way of a monstrous query: work is bounded and what is cut is told.

Work is counted in calls of functions and of the engine, which are the same on every machine. A
fuzzer looks for what is not in this table: ``python -m tests.fuzz``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.index.contract import Searcher
from indexer.page.json_shapes import page_json
from indexer.query.parser import parse
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.query import Query

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}
TITLES = ("Суд в Грозном", "Жители Шали вышли на площадь", "Yandiev in court", "Протесты в Чечне")

# (what is typed, what is told to be cut)
MONSTERS = {
    "a word of a million letters": ("я" * 1_000_000, {"cut-length"}),
    "a paste of ten thousand words": ("слово " * 10_000, {"cut-length", "cut-words"}),
    "ten thousand distinct words": (" ".join(map("слово{}".format, range(10_000))), {"cut-length"}),
    "parentheses ten thousand deep": ("(" * 10_000 + "суд" + ")" * 10_000, {"cut-depth"}),
    "a thousand wildcards": ("с*д " * 1_000, {"cut-wildcards"}),
    "wildcards in one word": ("*с" * 1_000, {"cut-wildcards"}),
    "misspelt words": ("судд чечнни протисты " * 5, set()),
    "a thousand NEARs": ("суд NEAR/5 " * 1_000 + "суд", {"cut-near"}),
    "surrogates": ("\ud800\udfff" * 5_000, set()),
    "NOT": ("НЕ " * 3_000 + "суд", set()),
    "filters": ("region:Чечня " * 500, {"cut-filters"}),
    "quotation marks": ('"суд" ' * 2_000, {"cut-words"}),
    "hyphens": ("суд-" * 3_000, set()),
    "exclusions": ("суд!=" + "суда," * 3_000, set()),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    home: Path = tmp_path_factory.mktemp("home")
    made = Archive.open(home, create=True)
    made.add(
        Article(id=f"a{number}", language="ru", title=title, body=title)
        for number, title in enumerate(TITLES)
    )
    made.sync()
    return made


def calls(run: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called and left."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(("typed", "cut"), MONSTERS.values(), ids=MONSTERS)
def test_a_monster_gets_a_page_that_says_what_is_cut(archive, typed: str, cut: set[str]):
    page = archive.search(Query(typed, forms=True))
    assert cut <= {note.code for note in page.notes}
    assert page_json(page)["total"] == page.total
    assert json.dumps(page_json(page))
    assert archive.explain(Query(typed)).total == page.total
    archive.suggest(typed)


@pytest.mark.parametrize("typed", [typed for typed, _ in MONSTERS.values()], ids=MONSTERS)
def test_the_engine_is_asked_a_bounded_number_of_times(archive, typed: str, monkeypatch):
    asked: Counter[str] = Counter()
    searcher: Searcher = archive.searcher()
    for name in ("search", "frequency", "terms"):
        whole = getattr(searcher, name)

        def counted(*given, _name=name, _whole=whole):
            asked[_name] += 1
            return _whole(*given)

        monkeypatch.setattr(searcher, name, counted)
    archive.search(Query(typed))
    assert asked["search"] <= 64
    assert asked["frequency"] <= 256
    assert asked["terms"] <= 2_000


@pytest.mark.parametrize("unit", ["слово ", "я", "а-", "(", "а*б? ", "НЕ ", "«", "\ud800", "т.е."])
def test_work_is_linear_in_the_length(unit: str):
    analyzer = default_analyzer()

    def work(size: int) -> tuple[int, int]:
        text = unit * (size // len(unit))
        analyzer.tokens(text)
        return (
            calls(lambda: analyzer.tokens(text)),
            calls(lambda: parse(text, analyzer, TAXONOMIES, date(2026, 11, 23))),
        )

    work(4_000)
    for small, large in zip(work(4_000), work(16_000), strict=True):
        assert large <= 4.4 * small + 2_000
