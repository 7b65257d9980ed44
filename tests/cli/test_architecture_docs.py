"""docs/architecture.md speaks of the tree as it is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
NAMED = set(re.findall(r"`((?:indexer|schemas|searchapp|tests|benchmarks|wsgi)[\w/.]*)`", (
    DOCS / "architecture.md").read_text(encoding="utf-8")))  # fmt: skip


def test_what_it_names_is_there():
    assert not [path for path in NAMED if not (ROOT / path).exists()]


def test_every_part_of_the_indexer_is_named():
    parts = [
        f"indexer/{path.name}" + "/" * path.is_dir()
        for path in (ROOT / "indexer").iterdir()
        if path.name not in {"__init__.py", "__pycache__", "py.typed"}
    ]
    assert not [part for part in parts if part not in NAMED]


def test_every_module_of_the_site_is_named():
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    site = text.partition("## The site")[2].partition("\n## ")[0]
    modules = {path.stem for path in (ROOT / "searchapp").glob("*.py")} - {"__init__"}
    assert not [name for name in modules if f"`{name}`" not in site]


def test_each_row_of_a_table_is_about_something_else():
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    for table in re.findall(r"^\|-.*\n((?:\|.*\n)+)", text, re.MULTILINE):
        first = [row.strip("| ").partition(" |")[0] for row in table.splitlines()]
        assert len(first) == len(set(first))


def test_links_between_documents_lead_somewhere():
    for document in DOCS.rglob("*.md"):
        for link in re.findall(r"\]\(([\w./-]+\.md)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
