"""Which articles say nearly the same: reprints and updates do, reports by one template do not."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.reprints import _top
from indexer.reprints.overlap import drawing, overlap
from schemas.article import Article

FIRE = (
    "В посёлке Дорохово загорелась гостиница «Заря», сообщили в пресс-службе МЧС. Площадь пожара"
    " составила 600 квадратных метров, его тушат 30 спасателей и 8 машин. Постояльцев вывели на"
    " улицу, о пострадавших не сообщалось. Прокуратура Рузы начала проверку."
)
WEATHER = (
    "Сегодня в {place} ожидается облачная погода с прояснениями, местами небольшой дождь, ветер"
    " западный, {wind} метров в секунду. Температура воздуха днём {day} градусов тепла, ночью"
    " {night}. Атмосферное давление {pressure} миллиметров ртутного столба."
)
CASUALTIES = (
    "В результате обстрела {place} погибли {dead} человека, ещё {hurt} ранены, сообщил глава"
    " администрации {head}. Повреждены жилые дома, школа и больница. На месте работают спасатели и"
    " медики, пострадавшим оказывают помощь."
)


def article(body: str, title: str = "Новость дня", id: str = "a", **fields) -> Article:
    return Article(id=id, language="ru", title=title, body=body, **fields)


def alike(one: str, other: str) -> float:
    return overlap(drawing(article(one)), drawing(article(other)))


@pytest.mark.parametrize(
    "reprint",
    [
        FIRE,
        FIRE.upper().lower(),
        FIRE.replace("ё", "е").replace(",", " —"),
        f"{FIRE} Читайте подробности: https://news.example/15",
        FIRE.replace("сообщили в пресс-службе МЧС", "передаёт пресс-служба МЧС"),
        f"{FIRE}\n\nГостиницу построили при советской власти. Её собирались чинить весной.",
        FIRE.partition(" Прокуратура")[0],
        f"Подробности.\n\n{FIRE}",
    ],
)
def test_a_reprint_is_nearly_the_same(reprint):
    assert alike(FIRE, reprint) >= 0.75
    assert alike(reprint, FIRE) == alike(FIRE, reprint)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            WEATHER.format(place="Грозном", wind=5, day=18, night=9, pressure=745),
            WEATHER.format(place="Грозном", wind=7, day=21, night=11, pressure=740),
        ),
        (
            WEATHER.format(place="Грозном", wind=5, day=18, night=9, pressure=745),
            WEATHER.format(place="Нальчике", wind=5, day=18, night=9, pressure=745),
        ),
        (
            CASUALTIES.format(place="Шуши", dead="два", hurt="пять", head="Абаев"),
            CASUALTIES.format(place="Шуши", dead="четыре", hurt="семь", head="Абаев"),
        ),
        (
            CASUALTIES.format(place="Шуши", dead=2, hurt=5, head="Абаев"),
            CASUALTIES.format(place="Гори", dead=2, hurt=5, head="Цаликов"),
        ),
        (FIRE, FIRE.replace("Дорохово", "Тучково").replace("600", "900")),
        (
            FIRE,
            "Дорогу в горах размыло, жители села ждут бульдозер вторые сутки и носят воду вёдрами.",
        ),
        ("Дождь размыл дорогу.", "Дождь размыл мост."),
    ],
)
def test_another_report_is_not(one, other):
    assert alike(one, other) == 0.0


def test_the_beginning_of_a_text_is_wholly_in_it():
    assert alike(FIRE.partition(" Прокуратура")[0], FIRE) == 1.0


def test_parts_of_a_series_differ_by_the_number_in_the_title():
    parts = [drawing(article(FIRE, f"Рассказы о горах. Часть {n}")) for n in (1, 2)]
    assert overlap(*parts) == 0.0


def test_short_texts_are_alike_only_when_they_are_the_same():
    assert alike("Дождь размыл дорогу.", "Дождь размыл дорогу!") == 1.0


def test_notices_and_captions_do_not_count():
    marked = article(FIRE, notices=("ДАННОЕ СООБЩЕНИЕ СОЗДАНО",) * 9, captions=("Фото 17 Иванова",))
    assert drawing(marked) == drawing(article(FIRE))


# In an archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    archive = Archive.open(tmp_path_factory.mktemp("archive"), create=True)
    update = f"{FIRE}\n\nПожар потушили к утру, сообщили спасатели."
    archive.add(
        [
            article(FIRE, id="first"),
            article(update, id="update"),
            article(f"{update} Причину ищут.", id="third"),
            *(
                article(
                    WEATHER.format(place="Грозном", wind=n, day=n + 9, night=n, pressure=700 + n),
                    id=f"w{n}",
                )
                for n in range(3, 9)
            ),
            article(
                "Навес над рынком достроили в срок, торговцы вернулись на свои места.", id="other"
            ),
        ]
    )
    archive.sync()
    return archive


def test_the_reprints_of_an_article_the_closest_first(archive):
    found = archive.reprints(archive.get("update"))
    assert {reprint.article.id for reprint in found} == {"first", "third"}
    overlaps = [reprint.overlap for reprint in found]
    assert overlaps == sorted(overlaps, reverse=True)
    assert overlaps[0] > 0.9
    assert len(archive.reprints(archive.get("update"), limit=1)) == 1


@pytest.mark.parametrize("id", ["w3", "other"])
def test_an_article_without_reprints(archive, id):
    assert archive.reprints(archive.get(id)) == ()


def test_the_groups_of_an_archive(archive):
    assert archive.duplicates() == [["first", "third", "update"]]


def test_a_long_chain_of_a_group_becomes_short():
    above = {f"{number + 1:05}": f"{number:05}" for number in range(10_000)}
    for _ in range(14):  # halved each time
        assert _top(above, "10000") == "00000"
    assert above["10000"] == "00000"
    assert above.keys() == {f"{number:05}" for number in range(1, 10_001)}


def test_without_an_index_there_are_none(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.add([article(FIRE)])
    assert archive.reprints(archive.get("a")) == ()
