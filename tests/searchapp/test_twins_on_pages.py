"""What pages say of articles that are one story in two languages."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp.app import create_app
from tests.searchapp.conftest import plain

RU = {
    "id": "bridge-ru", "language": "ru", "published": "2018-07-10", "regions": ["dagestan"],
    "title": "В Кумухе снесло мост: эвакуированы 214 жителей",
    "body": "Глава района Магомед Гасанов сообщил, что река поднялась на 3,5 метра. "
    "Мост длиной 86 метров разрушен. Учительница Патимат Алиева видела, как пришла вода.",
}  # fmt: skip
EN = {
    "id": "bridge-en", "language": "en", "published": "2018-07-11", "regions": ["dagestan"],
    "title": "Bridge swept away in Kumukh, 214 residents evacuated",
    "body": "The river has risen by 3.5 metres, said Magomed Gasanov, head of the district. "
    "The bridge, 86 metres long, was destroyed. Teacher Patimat Alieva saw the water come.",
}  # fmt: skip

IN_ENGLISH = (
    "This story in English: Bridge swept away in Kumukh, 214 residents evacuated"
    " (tied by this archive, score 0.99 of 1: names Alieva, Gasanov, Kumukh, Magomed, Patimat;"
    " numbers 214, 3.5, 86; subjects Dagestan; 1 day apart)"
)
IN_RUSSIAN = (
    "Эта статья по-русски: В Кумухе снесло мост: эвакуированы 214 жителей"
    " (связаны этим архивом, оценка 0.99 из 1: имена Алиева, Гасанов, Кумухе, Магомед, Патимат;"
    " числа 214, 3.5, 86; темы и места Дагестан; разница 1 день)"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    archive = Archive(Settings(home=tmp_path_factory.mktemp("twins")), create=True)
    archive.add(map(Article.model_validate, (RU, EN)))
    archive.sync()
    return create_app(archive).test_client()


@pytest.mark.parametrize(
    ("address", "language", "said"),
    [
        ("bridge-ru", "en", IN_ENGLISH),
        ("bridge-en", "ru", IN_RUSSIAN),
    ],
)  # fmt: skip
def test_an_article_leads_to_its_twin_and_says_what_ties_them(
    client, address: str, language: str, said: str
) -> None:
    page = client.get(f"/articles/{address}", headers={"Accept-Language": language})
    assert said in plain(page.text)


def test_twins_are_one_entry_and_two_articles(client) -> None:
    found = client.get("/api/v1/search?q=214").json
    assert found["total"] == 2
    assert {tuple(sorted(story)) for story in found["stories"]} == {("bridge-en", "bridge-ru")}
    assert {hit["id"]: hit["also"] for hit in found["hits"]} == {
        "bridge-ru": ["bridge-en"], "bridge-en": ["bridge-ru"],
    }  # fmt: skip
    page = plain(client.get("/search?q=214").text)
    assert "2 articles" in page
    assert page.count("Also in") == 1
