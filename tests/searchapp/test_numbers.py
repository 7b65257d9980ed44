"""Every number of a page that is a link equals the total of the page behind it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.resources import as_file, files
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.archive.intake import ingest
from searchapp import create_app
from tests.effort import tries
from tests.two_languages import speak_both

WORDS = [
    "Махачкала", "махачкле", "Makhachkala", "протест", "протесты", "пртоест", "суд", "cel", "court",
    "Kadyrov", "Кадыров", "в", "the", "Dagestan", "школа", "ырзшдл", "vf[fxrfkf", "=суд", "-суд",
    '"в Дагестане"', "Хасавюрт", "OR", "НЕ", "вод*", "Яндиев", "weather", '"суд"',
    "ЖИТЕЛИ НЕ ВЫШЛИ НА ПРОТЕСТ В ДАГЕСТАНЕ", "Суд в Дагестане оставил решение | РБК", "**суд**",
]  # fmt: skip
WRITTEN = [
    "region:Дагестан", "region:Чечня,Ингушетия", "регион:Кавказ", "тема:суды", "language:en",
    "after:2017", "before:2019-03", "date:2018", "after:2024 before:2020", "regin:Чечня",
    "-region:Чечня", "NOT тема:суды", "-language:en",
]  # fmt: skip
CHOSEN = [
    ("region", "dagestan"), ("region", "chechnya"), ("region", "moscow"), ("language", "ru"),
    ("language", "en"), ("from", "2017"), ("to", "2018"), ("from", "2018-03"), ("date", "unknown"),
    ("not-region", "dagestan"), ("not-topic", "courts"), ("not-language", "ru"),
    ("sort", "newest"), ("literal", "1"), ("forms", "1"), ("size", "25"), ("page", "2"),
    ("both", "1"), ("both", "1"), ("not-as", "суд"), ("not-as", "protest"),
]  # fmt: skip
PAIRS = [("court", "суд приговор"), ("protest", "протест митинг"), ("school", "школа")]
addresses = st.tuples(
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.lists(st.sampled_from(WRITTEN), max_size=2),
    st.lists(st.sampled_from(CHOSEN), max_size=3, unique_by=lambda pair: pair[0]),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    archive = Archive.open(tmp_path_factory.mktemp("sample"), create=True)
    with as_file(files("indexer") / "sample" / "articles.jsonl") as sample:
        ingest(archive, [sample])
    archive.sync()
    # some articles are near to every question
    near = {id: n % 17 / 17 for n, id in enumerate(sorted(archive.store.ids()))}
    return create_app(speak_both(archive, PAIRS, lambda _: near)).test_client()


class Links(HTMLParser):
    """The links of a page with what they are called: their label, else their text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._address, self._label, self._text = "", "", ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            given = dict(attributes)
            self._address, self._label = given.get("href") or "", given.get("aria-label") or ""
            self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.found.append((self._address, self._label or self._text))


NUMBER = re.compile(r"(?:.*: (?=[\d,]+(?: of [\d,]+)?$)|.*?(?=[\d,]+ articles?))([\d,]+)")
"""Of bars and values behind a colon; elsewhere before what is counted."""


def numbers(page: str) -> list[tuple[str, str, int]]:
    """(address, label, number of articles) of the links that name one."""
    links = Links()
    links.feed(page)
    found = ((address, label, NUMBER.match(label)) for address, label in links.found)
    return [(a, label, int(n[1].replace(",", ""))) for a, label, n in found if n]


def check(client, pairs: list[tuple[str, str]]) -> int:
    answer = client.get("/search?" + urlencode([*pairs, ("ui", "en")]))
    if answer.status_code in {400, 404}:  # dates without a date; behind the last page
        return 0
    assert answer.status_code == 200
    found = numbers(answer.text)
    for address, label, number in found:
        query = address.partition("?")[2].partition("#")[0]
        assert client.get(f"/api/v1/search?{query}").json["total"] == number, (
            pairs,
            label,
            address,
        )
    return len(found)


@settings(max_examples=tries(200, 8), deadline=None)
@given(addresses)
def test_a_number_is_the_total_behind_it(client, address):
    words, written, chosen = address
    query = " ".join([*words, *written])
    check(client, [*([("q", query)] if query else []), *chosen])


@pytest.mark.parametrize(
    "pairs",
    [
        [("q", "Kukudjanova"), ("region", "vladikavkaz")],
        [("q", "пртоест region:Дагестан"), ("region", "chechnya")],
        [("q", "after:2017 суд"), ("to", "2018")],
        [("q", "суд Махачкла"), ("language", "ru")],
        [("q", "суд Хасавюрт протест"), ("forms", "1")],
        [("q", "суд протест OR школа"), ("forms", "1")],
        [("q", "vf[fxrfkf"), ("region", "dagestan")],
        [("q", "суд -region:Дагестан"), ("not-topic", "courts"), ("region", "chechnya")],
        [("not-region", "chechnya"), ("from", "2017-03"), ("to", "2017-03")],
        [("region", "dagestan"), ("not-region", "dagestan")],
        [("q", "суд школа"), ("both", "1"), ("region", "chechnya")],
        [("q", "court protest"), ("both", "1"), ("not-as", "суд"), ("forms", "1")],
        [("q", "суд OR court"), ("both", "1"), ("language", "en"), ("any", "1")],
    ],
)
def test_pages_that_promised_something_else(client, pairs):
    assert check(client, pairs)
