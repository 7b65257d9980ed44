"""Which names of a city in GeoNames go into the list of names of cities."""

from __future__ import annotations

import json

import pytest

from indexer.query.help import build_city_names


def city(name, *others, country="GB", people=50_000):
    return {
        "name": name, "countrycode": country, "population": people, "alternatenames": [*others],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (city("Leicester", "Лестер", "Лестър", "Љестер", "Лестері"), {"Лестер"}),
        (city("Székesfehérvár", "Секешфехервар", "Стольный город"), {"Секешфехервар"}),
        (city("Saint-Étienne", "Сент-Этьен", "Сент Етиен"), {"Сент-Этьен"}),
        (city("Aberdeen", "Абердин"), set()),  # they find each other by their sound
        (city("San Diego", "Сан-Диего"), {"Сан-Диего"}),  # whose words do not
        (city("Goa", "Гоа"), set()),
        (city("Oulu", "Оулу"), set()),
        (city("Oulu", "Оулу", people=200_000), {"Оулу"}),
        (city("Mariupol", "Жданов", country="UA"), set()),  # another name
        (city("Lviv", "Львов", "Львив", country="UA"), {"Львов"}),
        (city("Reading", "Рединг"), set()),  # an English word
        (city("Tyre", "Тир"), set()),  # a Russian word
        (city("Miamis", "Маями"), set()),  # a form of one
        (city("Москва", "Москва"), set()),
        (city("Sano", "Сана"), set()),  # a larger city
        (city("Sano", "Сана", people=3_000_000), {"Сана"}),
        (city("Albany", "Албания"), set()),  # a state
        (city("Sofia", "Софи"), set()),  # whose name is another one
        (city("Lindi", "Линда"), set()),  # a person
        (city("Bello", "Белла"), set()),  # another, though Bello is one, too
        (city("Davis", "Дейвис"), {"Дейвис"}),  # the same
    ],
)
def test_a_name_is_kept_if_it_can_only_be_of_that_city(given, kept):
    largest = build_city_names.largest_cities([city("Sanaa", people=2_000_000)])
    assert {russian for _, russian in build_city_names.kept(given, largest)} == kept


def test_the_list_is_written_in_order(tmp_path, monkeypatch):
    cities = tmp_path / "cities.json"
    every = {"1": city("Gloucester", "Глостер"), "2": city("Camden", "Камден", "Кэмден")}
    cities.write_text(json.dumps(every | {"3": city("Bicester", "Бистер")}), "utf-8")
    monkeypatch.setattr(build_city_names, "TARGET", tmp_path / "names.tsv")
    build_city_names.main(cities)
    lines = (tmp_path / "names.tsv").read_text("utf-8").splitlines()
    assert [line for line in lines if line[0] != "#"] == ["Bicester\tБистер", "Gloucester\tГлостер"]
