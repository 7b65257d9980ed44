"""What the documents promise is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from indexer.cli import podshivka
from indexer.ingest import READERS, SYNONYMS

DOCS = Path(__file__).resolve().parents[2] / "docs"
CLI = (DOCS / "cli.md").read_text(encoding="utf-8")
INGEST = (DOCS / "ingest.md").read_text(encoding="utf-8")
CONTEXT = click.Context(podshivka)
COMMANDS = podshivka.list_commands(CONTEXT)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    assert f"| `{name}" in CLI


def test_the_list_of_commands_cuts_no_sentence_short(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    listed = CliRunner().invoke(podshivka, ["--help"]).output.partition("Commands:")[2]
    assert all(name in listed for name in COMMANDS)
    assert "..." not in listed


def test_every_command_stands_once_in_the_table_of_commands():
    table = CLI.partition("\n## ")[0]
    rows = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert len(rows) > len(COMMANDS)  # some have commands of their own
    assert sorted(rows) == sorted(set(rows))


def test_every_option_of_search_is_documented():
    search = podshivka.get_command(CONTEXT, "search")
    for parameter in search.params:
        for option in parameter.opts:
            assert option in CLI or parameter.param_type_name == "argument"


def test_every_documented_option_exists():
    known = {
        option
        for name in COMMANDS
        for parameter in podshivka.get_command(CONTEXT, name).params
        for option in parameter.opts
    }
    others = {"--help", "--version", "--mirror"}
    assert set(re.findall(r"--[a-z][a-z-]+", CLI + INGEST)) <= known | others


def test_the_table_of_synonyms():
    rows = {
        row[0]: tuple(row[1:])
        for line in INGEST.split("## Names of other archives")[1].splitlines()
        if line.startswith("| `") and (row := re.findall(r"`(\w+)`", line))
    }
    assert rows == dict(SYNONYMS)


def test_every_suffix_that_is_read():
    for suffix in READERS:
        assert f"`{suffix}`" in INGEST


def test_the_shape_of_a_page_has_every_member(run, filled):
    page = run("search", "--json", "торговцев").json
    counts = page["facets"]["language"][0]
    for member in (*page, *page["hits"][0], *page["facets"], *counts):
        assert f'"{member}":' in CLI
