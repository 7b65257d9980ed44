"""The list of cities is made from GeoNames: which names go into it."""

from __future__ import annotations

import json

from indexer.query.help import build_cities

CITIES = {
    "1": {"countrycode": "UZ", "alternatenames": ["Gurlan", "Гурлан", "Гурлан шаҳри", "Гур"]},
    "2": {"countrycode": "RU", "alternatenames": ["Moscow", "Москва", "Масква"]},
    "3": {"countrycode": "CN", "alternatenames": ["Юэян"]},
}


def test_names_of_one_cyrillic_word_that_the_dictionary_lacks(tmp_path, monkeypatch):
    cities = tmp_path / "cities.json"
    cities.write_text(json.dumps(CITIES), "utf-8")
    assert list(build_cities.names(cities, build_cities.NEAR)) == [
        {"гурлан", "гур"},
        {"москва", "масква"},
    ]
    monkeypatch.setattr(build_cities, "TARGET", tmp_path / "cities.txt")
    build_cities.main(cities, cities)
    lines = (tmp_path / "cities.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if line[0] != "#"] == ["гурлан", "юэян"]
