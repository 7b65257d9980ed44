"""Articles of our own, small ones, in two languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article

Open = Callable[..., Archive]

FLOOD_RU = {
    "id": "flood-ru",
    "language": "ru",
    "title": "В Кумухе снесло мост: эвакуированы 214 жителей",
    "body": "Глава района Магомед Гасанов сообщил, что река Койсу поднялась на 3,5 метра. "
    "Мост длиной 86 метров разрушен, в школе села Убра размещены 214 человек. "
    "Как рассказала учительница Патимат Алиева, вода пришла ночью.",
    "published": "2018-07-10",
}
FLOOD_EN = {
    "id": "flood-en",
    "language": "en",
    "title": "Bridge swept away in Kumukh, 214 residents evacuated",
    "body": "The Koysu river has risen by 3.5 metres, said Magomed Gasanov, head of the district. "
    "The bridge, 86 metres long, was destroyed; people were housed in the school of Ubra. "
    "According to teacher Patimat Alieva, the water came at night.",
    "published": "2018-07-11",
}
OTHER_FLOOD_RU = {
    "id": "other-flood-ru",
    "language": "ru",
    "title": "Паводок в Ахтынском районе: затоплены 40 домов",
    "body": "Глава района Осман Абдулкеримов сообщил, что река Самур поднялась на 2 метра. "
    "Затоплены 40 домов и 12 гектаров садов. Как рассказал житель Хрюга Тагир Азизов, "
    "дорогу размыло утром.",
    "published": "2018-07-11",
}
OTHER_FLOOD_EN = {
    "id": "other-flood-en",
    "language": "en",
    "title": "Downpour floods streets of Vladikavkaz",
    "body": "The Terek has flooded 17 streets, said Boris Albegov, mayor of the city. "
    "Trams stand still at the station of Beslan. Zarina Kokoeva waited 5 hours on a roof.",
    "published": "2018-07-10",
}


def articles(*records: dict[str, object]) -> list[Article]:
    """Records as articles."""
    return [Article.model_validate(record) for record in records]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Opens the archive of this test, with some articles more."""

    def open_(records: Iterable[dict[str, object]] = (), **settings: object) -> Archive:
        archive = Archive(Settings(home=tmp_path, **settings), create=True)  # type: ignore[arg-type]
        archive.add(articles(*records))
        archive.sync()
        return archive

    return open_


def tied(archive: Archive) -> list[tuple[str, str]]:
    """The pairs that are tied."""
    return [tie.pair for tie in archive.twins.every()]
