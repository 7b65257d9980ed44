"""A small archive in both languages, indexed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from indexer.analysis import default_analyzer
from indexer.index.columns import batch
from indexer.index.contract import Searcher
from indexer.index.whoosh import WhooshEngine
from indexer.query.help import Lexicon, QueryHelp, Suggester, build
from indexer.query.parser import Parsed, parse
from indexer.taxonomy import Taxonomy
from schemas.article import Article

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}

RUSSIAN = (
    ("Суд в Грозном оставил Кадырова без охраны", "Кадырову отказали. Кадыров не ответил."),
    ("Встреча Кадырова и Евкурова в Магасе", "Границу обсудили Евкуров и Кадыров."),
    ("Жители Чечни пожаловались на тишину", "Говорит Гаджиев: в Чечне тихо."),
    ("Выставка Гаджиева открылась в Цхинвале", "В Цхинвал приехала Кукуджанова."),
    ("Борьба с паводком: мост у Моздока закрыт", "Мост закрыли. За мостом Басаев чинит баркас."),
    ("Президент посетил школу в Нальчике", "Президент говорил с президентом клуба о школе."),
    ("Мэр Нальчика о войне и мире", "Жизнь в Чечне и война в книгах."),
    ("Яндиева победила на выборах", "За Яндиеву голосовали. Яндиевой вручили мандат."),
)
ENGLISH = (
    ("Gadzhiev exhibition opens", "Most visitors said hello to Gadzhiev."),
    ("Hello from Sukhumi", "Most of the harbour is closed; most boats stay."),
    ("Most bridges near Mozdok are safe", "Gadjiev agreed. The court sat in Sukhum."),
)


@pytest.fixture(scope="session")
def taxonomies() -> dict[str, Taxonomy]:
    return TAXONOMIES


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    return [
        Article(
            id=f"{language}-{number}",
            language=language,
            title=title,
            body=body,
            published=date(2017, 6, 1 + number),
            regions=("chechnya",) if "Чечн" in title + body else (),
        )
        for language, texts in (("ru", RUSSIAN), ("en", ENGLISH))
        for number, (title, body) in enumerate(texts)
    ]


@pytest.fixture(scope="session")
def open_searcher(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Searcher]:
    def index(articles: Sequence[Article]) -> Searcher:
        engine = WhooshEngine(Path(tmp_path_factory.mktemp("index")))
        name = engine.create("test").name
        above = {name: taxonomy.ancestors for name, taxonomy in TAXONOMIES.items()}
        engine.apply(name, [batch(articles, default_analyzer(), above)], 1)
        engine.publish(name)
        return engine.open()

    return index


@pytest.fixture(scope="session")
def searcher(open_searcher: Callable[..., Searcher], articles: list[Article]) -> Searcher:
    return open_searcher(articles)


@pytest.fixture(scope="session")
def lexicon(searcher: Searcher, articles: list[Article]) -> Lexicon:
    return build(searcher.vocabulary(), [article.title for article in articles])


@pytest.fixture(scope="session")
def query_help(searcher: Searcher, lexicon: Lexicon) -> QueryHelp:
    return QueryHelp(searcher, default_analyzer(), lexicon, TAXONOMIES["region"])


@pytest.fixture(scope="session")
def suggester(searcher: Searcher, lexicon: Lexicon) -> Suggester:
    return Suggester(searcher, default_analyzer(), lexicon, TAXONOMIES)


@pytest.fixture(scope="session")
def read() -> Callable[[str], Parsed]:
    return partial(parse, analyzer=default_analyzer(), resolvers=TAXONOMIES, today=date(2026, 1, 1))
