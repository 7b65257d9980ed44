"""``podshivka dossier``: all about one region, topic, person or organisation."""

from __future__ import annotations

import pytest


@pytest.fixture
def named(run, lines, articles):
    """Two articles, in which a person has two spellings."""
    run(
        "ingest",
        lines(
            articles[0] | {"people": ["Юсуп Гаджиев"], "organisations": ["ЕСПЧ"]},
            articles[1] | {"people": ["Yusup Gadzhiev"]},
        ),
    )


def test_a_dossier_for_people_to_read(run, named):
    out = run("dossier", "person", "Гаджиеву").out
    assert out.startswith("Yusup Gadzhiev\nperson, 2 articles\n")
    assert "written: Yusup Gadzhiev 1; Юсуп Гаджиев 1" in out
    assert "with organisation: European Court of Human Rights 1" in out
    assert "\nlatest:\n" in out
    assert "roof-ru" in out


def test_a_dossier_for_programs(run, named):
    found = run("dossier", "--json", "--ui", "ru", "region", "дагестан").json
    assert found["value"] == "dagestan"
    assert found["label"] == "Дагестан"
    assert found["total"] == len(found["latest"])


def test_an_unknown_name_is_told_with_the_likely_ones(run, named):
    result = run("dossier", "person", "Гаджив")
    assert result.code == 1
    assert "did you mean Юсуп Гаджиев" in result.err


def test_a_kind_that_there_is_not(run, named):
    assert run("dossier", "colour", "red").code == 2
