"""Settings: where each comes from, what is wrong with it, and that all are documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from indexer.settings import Settings, load_settings
from indexer.taxonomy import Taxonomy

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = [
    line.split("|")[1:-1] for line in DOCS.splitlines() if "`PODSHIVKA_" in line and "|" in line
]
BLOCKS = dict(re.findall(r"```(toml|json)\n(.*?)```", DOCS, re.DOTALL))


def test_every_setting_is_documented_with_its_variable_and_default():
    rows = {re.search(r"PODSHIVKA_(\w+)", row[1])[1].lower(): row for row in ROWS}
    assert rows.keys() == Settings.model_fields.keys()
    for name, field in Settings.model_fields.items():
        assert name == "home" or f"`{name}`" in rows[name][0]
        default = "[]" if field.default == () else str(field.default).lower()
        assert default in {"", "none"} or f"`{default}`" in rows[name][2].lower()


def test_the_examples_are_valid(tmp_path):
    assert tomllib.loads(BLOCKS["toml"]).keys() <= Settings.model_fields.keys()
    own = tmp_path / "regions.json"
    own.write_text(BLOCKS["json"])
    taxonomy = Taxonomy.load(own)
    assert taxonomy.resolve("старая гавань") == "port-town"
    assert taxonomy.ancestors(["port-town"]) == ("north", "port-town")


@pytest.mark.usefixtures("filled")
def test_what_is_wrong_in_the_file_is_named_there(run, home):
    file = home / "settings.toml"
    for text, told in {
        "keep = 'many'": f"{file}: setting keep: write a whole number (correct it)",
        "keep = 0": f"{file}: setting keep: write 1 or more",
        "log = 'xml'": f"{file}: setting log: write 'text' or 'json' (correct it)",
        "trusted_proxy = '::1'": f"{file}: setting trusted_proxy: write a list, such as [",
        "hosts = ['a']": f"{file}: setting hosts: write a table of names and values",
        "public_url = 'x'": f"{file}: setting public_url: write an address such as",
        "engine = 'lucene'": "engine: there is no such engine (write whoosh, or opensearch+http",
        "kept = 2": f"{file}: there is no setting kept (use answers_kept, api_origins, ",
        "keep = ": f"{file}: not valid TOML",
        "topics = '/no/such/file'": "/no/such/file: the taxonomy cannot be read",
    }.items():
        file.write_text(text)
        result = run("stats")
        assert result.code == 2
        assert result.err.startswith(f"podshivka: {told}"), text


def test_a_list_in_the_environment_that_is_not_json_is_named_there(run, home, filled, monkeypatch):
    monkeypatch.setenv("PODSHIVKA_TRUSTED_PROXY", "127.0.0.1")
    result = run("stats")
    assert result.code == 2
    assert result.err == (
        "podshivka: PODSHIVKA_TRUSTED_PROXY: it is not JSON"
        ' (write JSON, such as ["127.0.0.1"], or unset this variable)\n'
    )


def test_a_search_without_its_taxonomy_names_the_mend(run, home, filled):
    (home / "settings.toml").write_text("regions = '/no/such/file'")
    result = run("search", "x")
    assert result.code == 2
    assert "(name an existing file, or remove the setting" in result.err


@pytest.mark.parametrize("variable", ["PODSHIVKA_KEEP", "podshivka_keep"])
def test_what_is_wrong_in_the_environment_is_named_there(run, home, filled, monkeypatch, variable):
    (home / "settings.toml").write_text("keep = 3")
    monkeypatch.setenv(variable, "many")
    result = run("stats")
    assert result.code == 2
    assert result.err.startswith(
        "podshivka: PODSHIVKA_KEEP: write a whole number (correct or unset"
    )
    assert "settings.toml" not in result.err


def test_the_environment_wins_over_the_file(home, filled, monkeypatch):
    (home / "settings.toml").write_text("keep = 3")
    assert load_settings(home).keep == 3
    monkeypatch.setenv("PODSHIVKA_KEEP", "4")
    assert load_settings(home).keep == 4
