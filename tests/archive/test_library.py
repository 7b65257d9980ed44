"""docs/library.md does what it says, as a program of its own."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path

import indexer
from indexer.archive import Archive
from schemas.query import Query

ROOT = Path(indexer.__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "library.md").read_text("utf-8")


def test_whatever_the_document_calls_exists(tmp_path):
    archive = Archive.open(tmp_path / "home", create=True)
    called = set(re.findall(r"`archive\.(\w+)", DOCUMENT))
    assert len(called) > 25
    assert sorted(name for name in called if not hasattr(archive, name)) == []
    imported = re.findall(r"`(\w+)\([^`]*`[^`]* from `([\w.]+)`", DOCUMENT)
    assert len(imported) >= 3
    for name, module in imported:
        assert hasattr(import_module(module), name), (name, module)


def test_the_program_of_the_document_runs(tmp_path):
    (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    with as_file(files("indexer") / "sample" / "articles.jsonl") as sample:
        shutil.copy(sample, tmp_path / "articles.jsonl")
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("118 new, 0 rejected\n")
    page = Archive.open(tmp_path / "home").search(Query("протесты в Дагестане"))
    assert f"{page.total} articles; the first: {page.hits[0].title.text}" in run.stdout
    with (tmp_path / "found.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    assert len(rows) == page.total
    assert [row[0] for row in rows[: len(page.hits)]] == [hit.id for hit in page.hits]
