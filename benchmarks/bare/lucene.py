"""A bare server around Lucene: ``Lucene.java``, with the jars that a node of OpenSearch has."""

from __future__ import annotations

import http.client
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import corpus
from benchmarks.adapters.tantivy import stemmer
from benchmarks.bare.stems import stems
from benchmarks.queries import Definition
from benchmarks.serving import PORT
from tests.opensearch.jars import Jars, compiled

PATIENCE = 600
"""Seconds that indexing and starting may take."""


@contextmanager
def serving(source: corpus.Corpus, queries: Sequence[Definition]) -> Iterator[int]:
    """Answers ``GET /NUMBER`` on PORT. Yields the id of the process that answers.

    It has a thread a client, at most 32. The index, of one segment, is made if there is none.
    """
    with tempfile.TemporaryDirectory() as made:
        articles, asked = Path(made) / "articles", Path(made) / "queries"
        index = corpus.CACHE / f"bare-lucene-{source.articles}"
        if not index.exists():
            _write_articles(articles, source)
        asked.write_text("".join(map(_line, queries)), encoding="utf-8")
        jars = compiled(Path(__file__).with_name("Lucene.java"), Path(made))
        with subprocess.Popen(_command(jars, index, articles, asked)) as server:
            try:
                _wait(server)
                yield server.pid
            finally:
                server.terminate()


def _command(jars: Jars, index: Path, articles: Path, asked: Path) -> list[str]:
    flags = [
        "-XX:+UseSerialGC",
        "-Xms1g",
        "-Xmx1g",
        "--enable-native-access=ALL-UNNAMED",
        *jars.flags,
    ]
    command = [str(jars.java.command), *flags, "-cp", jars.class_path, "Lucene"]
    return [*command, str(index), str(articles), str(asked), str(PORT)]


def _write_articles(path: Path, source: corpus.Corpus) -> None:
    with path.open("w", encoding="utf-8") as file:
        for each in stems(source):
            facets = (" ".join(each.facets[name]) for name in ("language", "region", "topic"))
            parts = (each.id, *each.texts, str(each.seconds), str(each.month), *facets)
            file.write("\t".join(parts) + "\n")


def _line(definition: Definition) -> str:
    """A query as ``Lucene.java`` reads it."""
    words = definition.words
    if definition.join != "prefix":
        words = tuple(map(stemmer(), words))
    filters = " ".join(f"{name}={value}" for name, value in definition.filters)
    first, last = definition.seconds() or ("", "")
    order = "newest" if definition.newest else ""
    return (
        "\t".join((definition.join, " ".join(words), filters, str(first), str(last), order)) + "\n"
    )


def _wait(server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            http.client.HTTPConnection("127.0.0.1", PORT).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server around Lucene does not answer")
