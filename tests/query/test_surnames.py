"""A surname that is another word, too: first as a surname; alone when that is asked for."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.query import Query
from tests.short_texts import archive_of_notes

TEXTS = {
    "frost": "Ударил мороз. От морозов лопнули трубы, мороза ждали, мороз крепчал.",
    "frosts": "Тридцать градусов морозов, и снова мороз, мороз, мороз.",
    "man": "Об этом заявил депутат Морозов на заседании городской думы, где обсуждали бюджет.",
    "case": "Решение принял судья, и адвокат Морозова подал жалобу в вышестоящую инстанцию города.",
    "woman": "Мэр вручила грамоту учительнице Морозовой за многолетний труд в сельской школе.",
    "other": "Иван Иванов, тёзка художника, приехал.",
    "wolves": "Стая волков напала на отару; волков ищут, на волков охотятся.",
    "volkov": "Депутат Волков выступил на заседании комитета по бюджету и налогам.",
    "beetle": "Нашли редкого жука, жук был жив; жук, жук и ещё один жук.",
    "zhuk": "Выступил Иван Жук и рассказал собравшимся о планах на будущий год и о ремонте дорог.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    return archive_of_notes(tmp_path_factory.mktemp("surnames"), TEXTS)


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("Морозов", {"man", "case", "woman"}, {"frost", "frosts"}),
        ("Волков", {"volkov"}, {"wolves"}),
        ("Морозова", {"man", "case", "woman"}, {"frost", "frosts"}),
        ("Жук", {"zhuk"}, {"beetle"}),
        ("морозов", {"man", "case", "woman", "frost", "frosts"}, set()),
        ("мороз", {"frost", "frosts", "man"}, set()),
        ("surname:Морозов", {"man", "case", "woman"}, set()),
        ("фамилия:морозов", {"man", "case", "woman"}, set()),
        ("Морозов -surname:Морозов", {"frost", "frosts"}, set()),
        ("surname:Иванов", {"other"}, set()),
    ],
)
def test_articles_with_the_surname_come_first(archive, text, first, then):
    found = [hit.id for hit in archive.search(Query(text)).hits]
    assert set(found[: len(first)]) == first
    assert set(found[len(first) :]) == then


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Морозов", ("surname:Морозов", 3)),
        ("суд OR Морозов", ("суд OR surname:Морозов", 3)),
        ("Жук", ("surname:Жук", 1)),
        ("жук", None),
        ("Иванов", None),
        ("surname:Морозов", None),
    ],
)
def test_the_surname_alone_is_one_click_away(archive, text, offered):
    notes = [note for note in archive.search(Query(text)).notes if note.code == "surname"]
    assert [(note.query, note.count) for note in notes] == ([offered] if offered else [])
    if offered:
        assert archive.count(Query(offered[0])) == offered[1]
