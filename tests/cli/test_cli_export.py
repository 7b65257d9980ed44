"""``podshivka export``: files of a whole result."""

from __future__ import annotations

import csv
import errno
import io
import json
import stat
import tempfile

import pytest

from indexer.archive import Archive
from indexer.export import FORMATS
from schemas.query import Query


def test_everything_a_query_finds_is_written(run, filled):
    result = run("export", "торговцев")
    assert result.code == 0
    rows = list(csv.DictReader(io.StringIO(result.out.removeprefix("\ufeff"))))
    total = run("search", "--json", "торговцев").json["total"]
    assert [row["id"] for row in rows] == ["roof-ru", "rain-ru"]
    assert len(rows) == total


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--region", "чечня"], ["rain-ru"]),
        (["--language", "en"], ["roof-en"]),
        (["--from", "2016-03-10"], ["roof-en"]),
        (["--undated"], ["rain-ru"]),
        (["--sort", "oldest"], ["roof-ru", "roof-en", "rain-ru"]),
        (["--sort", "date"], ["roof-en", "roof-ru", "rain-ru"]),
        ([], ["roof-en", "roof-ru", "rain-ru"]),
        (["--any", "traders", "дождь"], ["rain-ru", "roof-en", "roof-ru"]),
        (["мэрия", "-Чечня"], ["roof-ru"]),
    ],
)
def test_the_options_are_those_of_search(run, filled, options, ids):
    found = [one["id"] for one in run("export", "--format", "jsonl", *options).objects]
    assert sorted(found) == sorted(ids)
    assert found == [hit["id"] for hit in run("search", "--json", *options).json["hits"]]


@pytest.mark.parametrize("format", FORMATS)
def test_the_name_of_a_file_tells_its_format(run, filled, tmp_path, format):
    file = tmp_path / f"found.{format}"
    assert run("export", "--output", file).code == 0
    asked = run("export", "--format", format).out
    assert file.read_bytes().decode() == asked


def test_a_file_is_replaced_whole_and_others_may_read_it(run, filled, tmp_path):
    file = tmp_path / "found.csv"
    file.write_text("old")
    result = run("export", "--output", file)
    assert "3 articles in" in result.err
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) > 3
    assert stat.S_IMODE(file.stat().st_mode) & 0o400
    assert sorted(each.name for each in tmp_path.iterdir()) == ["found.csv", "home"]


def test_a_file_that_fails_leaves_the_old_one(run, filled, tmp_path, monkeypatch):
    file = tmp_path / "found.csv"
    file.write_text("old")
    whole = Archive.whole

    def meanwhile(archive, query):
        result = whole(archive, query)
        archive.delete(["roof-ru"])
        return result

    monkeypatch.setattr(Archive, "whole", meanwhile)
    result = run("export", "--output", file)
    assert result.code == 1
    assert "1 of 3 articles were deleted" in result.err
    assert "export them again" in result.err
    assert file.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["found.csv", "home"]


def test_a_folder_that_is_not_there(run, filled, tmp_path):
    result = run("export", "--output", tmp_path / "nowhere" / "found.csv")
    assert result.code == 2
    assert result.err == (
        f"podshivka: --output: there is no folder {tmp_path / 'nowhere'}"
        " (make it first, or choose another place)\n"
    )


def test_a_file_that_cannot_be_made_has_the_name_that_was_asked_for(
    run, filled, tmp_path, monkeypatch
):
    def refuse(**_):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / ".found.csv.x7"))

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    result = run("export", "--output", tmp_path / "found.csv")
    assert result.code == 1
    assert result.err.startswith(
        f"podshivka: {tmp_path / 'found.csv'}: Permission denied (it belongs to "
    )


def test_an_unknown_format(run, filled):
    result = run("export", "--format", "pdf")
    assert result.code == 2
    assert "csl.json" in result.err


def test_jsonl_makes_the_same_archive_again(run, filled, lines, tmp_path):
    run(
        "ingest",
        lines(
            {"id": "headline", "text": "Мэрия: дождь кончился", "language": "ru"},
            {
                "id": "sign",
                "title": "Дождь кончился",
                "text": "Дождь кончился",
                "body": "…",
                "language": "ru",
            },
            {"id": "lede", "title": "Мэрия и дождь", "lede": "Идёт\u2028дождь.", "language": "ru"},
        ),
    )
    taken = tmp_path / "taken.jsonl"
    run("export", "--output", taken)
    other = tmp_path / "other"
    assert run("ingest", "--home", other, taken).code == 0
    ours, theirs = (
        {one.id: one for one in Archive.open(home).articles(Query(""))}
        for home in (tmp_path / "home", other)
    )
    assert ours == theirs
    assert len(ours) == 6
    headline = next(
        one for one in map(json.loads, taken.read_bytes().splitlines()) if one["id"] == "headline"
    )
    assert headline["title"] == "Мэрия: дождь кончился"


def test_a_file_names_regions_as_readers_know_them(run, filled):
    assert "region: Chechnya;" in run("export", "--region", "чечня", "--format", "txt").out
