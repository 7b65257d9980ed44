"""Run a coverage-guided fuzzer (Atheris, libFuzzer) until it finds a fault or is told to stop.

``pip install atheris``, then ``python -m tests.fuzz query -max_total_time=600`` or
``python -m tests.fuzz analysis -max_total_time=600``. What follows the target is handed to
libFuzzer: a folder as the last argument keeps what was learnt, a file repeats one input,
``-timeout=5`` calls five seconds a fault. Any exception is one: these ways promise none.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["indexer", "schemas"]):
    from indexer.analysis import default_analyzer
    from indexer.analysis.normalise import LONGEST
    from indexer.archive import Archive
    from indexer.page.json_shapes import page_json
    from schemas.article import Article
    from schemas.query import Query

SAMPLE = Path(__file__).parents[2] / "indexer" / "sample" / "articles.jsonl"
ARTICLES = 40
_PIECES = (
    'суд Суды Чечня кадыр* к?д * ? ( ) " « » = - + | & ! != , . : / /s /p /5 NEAR/3 РЯДОМ OR ИЛИ '
    "И NOT НЕ АБЗАЦ title: лид: region: тема: language:ru before:2017 after:7d до:вчера суд!=суды "
    "date:2016..2017 Махачкла Kukudjanova Сухуми ghjntcns руддщ Ростов-на-Дону а-б М.Евкуров "
    "\ud800 \0 и\u0301 ﷽ 👍"
)
PIECES = _PIECES.split(" ")


def text_of(data: bytes) -> str:
    """Bytes → text: as they are, as code points or as pieces of the query language."""
    kind, rest = data[:1], data[1:]
    if kind < b"\x40":
        return rest.decode(errors="surrogateescape")
    if kind < b"\x80":
        return atheris.FuzzedDataProvider(rest).ConsumeUnicode(len(rest))
    between = " " if kind < b"\xe0" else ""
    return between.join(PIECES[byte % len(PIECES)] for byte in rest)


def analysis(data: bytes) -> None:
    """Tokens lie in the text; forms are bounded; every form has terms."""
    text = text_of(data)
    analyzer = default_analyzer()
    for token in analyzer.tokens(text):
        assert text[token.start : token.end] == token.text
        assert 0 < len(token.form) <= LONGEST
        assert len(token.terms) > 1
    analyzer.word(text, alone=True)
    analyzer.exact(text)


def query(archive: Archive) -> Callable[[bytes], None]:
    """Parse, help, search, page, explanation and suggestions of one query."""

    def run(data: bytes) -> None:
        text = text_of(data)
        for literal in (False, True):
            page = archive.search(Query(text, literal=literal, forms=True))
            assert len(page.hits) == min(page.total, page.query.size)
            assert all(
                0 <= (note.position or 0) <= len(text) for note in page.notes if not note.query
            )
            json.dumps(page_json(page))
        archive.explain(Query(text), page.hits[0].id if page.hits else "none")
        assert len(archive.suggest(text)) <= 8

    return run


def sample(folder: str) -> Archive:
    """The first ARTICLES of the sample archive."""
    archive = Archive.open(Path(folder), create=True)
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:ARTICLES]
    archive.add(Article.model_validate(json.loads(line)) for line in lines)
    archive.sync()
    return archive


def main() -> None:
    """Hand the command line to libFuzzer, which ends the process."""
    name = sys.argv[1] if len(sys.argv) > 1 else "query"
    options = [sys.argv[0], "-max_len=4096", *sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        targets: dict[str, Callable[[], Any]] = {
            "analysis": lambda: analysis,
            "query": lambda: query(sample(folder)),
        }
        atheris.Setup(options, targets[name]())
        atheris.Fuzz()


if __name__ == "__main__":
    main()
