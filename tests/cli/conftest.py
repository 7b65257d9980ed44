from __future__ import annotations

import copy
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from indexer.cli import main

ROOT = Path(__file__).resolve().parents[2]
MAIN = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from indexer.cli import main
raise SystemExit(main())
"""
PROGRAM = [sys.executable, "-P", "-c", MAIN]
"""The command as a terminal starts it: tests that run in the background ignore SIGINT, and hand
that down to what they start."""

ARTICLES = [
    {
        "id": "roof-ru",
        "language": "ru",
        "title": "Торговцы в Буйнакске просят навес",
        "lede": "Сорок торговцев подписали письмо в мэрию.",
        "body": "Прилавки стоят под дождём с 2012 года.\n\nМэрия обещала ответить.",
        "published": "2016-03-09T18:40+03:00",
        "regions": ["dagestan"],
        "topics": ["economy"],
        "url": "https://archive.example/1",
        "section": {"page": 3},
    },
    {
        "id": "roof-en",
        "language": "en",
        "title": "Traders in Buynaksk ask for a roof",
        "body": "Forty traders have signed a letter to the town hall.",
        "published": "2016-03-10",
        "regions": ["dagestan"],
        "topics": ["economy", "protests"],
        "translation_of": "roof-ru",
    },
    {
        "id": "rain-ru",
        "language": "ru",
        "title": "Дождь размыл дорогу",
        "body": "В Чечне дождь размыл дорогу к мэрии. Торговцы ждут.",
        "regions": ["chechnya"],
    },
]


@dataclass
class Result:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output."""
        (line,) = self.out.splitlines()
        return json.loads(line)

    @property
    def objects(self) -> list[Any]:
        """The objects on standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys, monkeypatch) -> Callable[..., Result]:
    """Run a command in this process."""

    def call(*arguments: str | Path, data: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    """Where the archive of this test lies; nothing is there yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PODSHIVKA_HOME", str(folder))
    return folder


@pytest.fixture
def lines(tmp_path) -> Callable[..., Path]:
    """A file of JSON lines: ``lines(record, ..., name=...)``; a text is a line as it is."""

    def write(*records: object, name: str = "articles.jsonl") -> Path:
        path = tmp_path / name
        path.write_text(
            "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records)
        )
        return path

    return write


@pytest.fixture
def articles() -> list[dict[str, Any]]:
    """What ``filled`` holds."""
    return copy.deepcopy(ARTICLES)


@pytest.fixture
def file(lines) -> Path:
    """ARTICLES as a file."""
    return lines(*ARTICLES, name="given.jsonl")


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """An archive with ARTICLES in it, to copy."""
    folder = tmp_path_factory.mktemp("template")
    path = folder / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, ARTICLES)))
    assert main(["ingest", "--quiet", "--home", str(folder / "home"), str(path)]) == 0
    return folder / "home"


@pytest.fixture
def filled(home, template) -> None:
    """The archive of this test has ARTICLES in it."""
    shutil.copytree(template, home)


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[bytes]]:
    """Start a command as a process of its own, killed at the end of the test."""
    started: list[subprocess.Popen[bytes]] = []

    def call(*arguments: str | Path, **options: Any) -> subprocess.Popen[bytes]:
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | options
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen([*PROGRAM, *map(str, arguments)], env=environment, **pipes)
        started.append(process)
        return process

    yield call
    for process in started:
        process.kill()
        process.communicate()
