"""Names that are called otherwise, among other words: required, relaxed, excluded, missing."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query

RUSSIAN = {
    "осетия": "Взрыв произошёл в Северной Осетии, сообщили власти.",
    "минобороны": "В Минобороны рассказали об учениях.",
    "мид": "Об этом заявили в МИДе России.",
    "сша": "Власти США ответили на запрос.",
    "снегопад": "Сильный снегопад прошёл в горах.",
    "март": "В марте ждут паводка, март будет тёплым.",
    "нато": "Генсек НАТО выступил в Брюсселе.",
    "корея": "Выставка открылась в Корее.",
    "виктория": "Виктория приехала в город.",
    "рютте": "Генсек Рютте выступил.",
    "минюст": "Минюст внёс организацию в список.",
}
ENGLISH = {
    "north": "The road to the north was closed.",
    "explosion": "An explosion was heard near Paris.",
    "states": "The United States replied.",
    "court": "Snow fell in the court.",
    "core": "The Core of the plan did not change.",
    "inn": "They met at the Holiday Inn in town.",
    "mart": "A mart opened in town.",
    "victory": "A victory at sea.",
    "route": "The route was changed.",
    "defence": "The Ministry of Defence replied.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    made = Archive.open(tmp_path_factory.mktemp("names"), create=True)
    for language, texts in (("ru", RUSSIAN), ("en", ENGLISH)):
        made.add(
            Article(id=id, language=language, title="—", body=text) for id, text in texts.items()
        )
    made.sync()
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a name of several words is one thing, also where any of the words will do
        ("North Ossetia explosion", {"осетия": ("explosion",), "explosion": ("North Ossetia",)}),
        ("снегопад United States", {"снегопад": ("United States",), "сша": ("снегопад",),
                                    "states": ("снегопад",)}),
        # small words are a part of it
        ("Ministry of Defence", {"минобороны": (), "defence": ()}),
        ("ministry of justice", {"минюст": ()}),
        # what is required stays so under its other names
        ("+США снегопад", {"сша": ("снегопад",), "states": ("снегопад",)}),
        ("+Elon снегопад", {}),
        ("+(США OR паводок) снегопад", {"сша": ("снегопад",), "states": ("снегопад",),
                                        "март": ("снегопад",)}),
        # words tied together are no name
        ("North Ossetia NEAR/5 explosion", {"north": ("Ossetia NEAR/5 explosion",)}),
        # abbreviations in other letters and cases
        ("US", {"сша": (), "states": ()}),
        ("U.S. replied", {"states": ()}),
        ("власти U.S.", {"сша": ()}),
        ("us", {}),
        ("Nato", {"нато": ()}),
        ("МИДу", {"мид": ()}),
        ("Foreign Ministry", {"мид": ()}),
        # sound joins names of the same sound, not their case forms or words
        ("Корее", {"корея": ()}),
        ("Inn", {"inn": ()}),
        ("mart", {"mart": ()}),
        ("core", {"core": ()}),
        ("Victory", {"victory": ()}),
        ("Rutte", {"рютте": ()}),
    ],
)  # fmt: skip
def test_what_is_found_and_what_it_lacks(archive, text, found):
    page = archive.search(Query(text, size=50))
    assert {hit.id: hit.missing for hit in page.hits} == found
