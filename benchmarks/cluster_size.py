"""What articles take on the disk: as text, in the store, in our engine's index, in OpenSearch.

``python -m benchmarks.cluster_size --articles 20000`` starts one node of OpenSearch and writes
``benchmarks/results/DATE-ARTICLES-cluster-size.json``. An index of a cluster is one copy, merged.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import corpus
from benchmarks.adapters.ours import Ours
from benchmarks.reading import taxonomies
from benchmarks.run import RESULTS
from indexer.archive import Archive
from indexer.index.batches import batches
from indexer.index.opensearch.address import ClusterAddress
from indexer.index.opensearch.engine import OpenSearchEngine
from indexer.settings import Settings
from schemas.article import Article
from tests.opensearch.nodes import Cluster, Plan, ports

FIELDS = ("title", "lede", "body")


def main() -> None:
    """Measure all of them, print and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    articles: int = parser.parse_args().articles
    source = corpus.load(articles)
    with tempfile.TemporaryDirectory() as made:
        sizes = {
            "text": sum(_text(record) for record in source.records()),
            "lines": source.path.stat().st_size,
            "store": _store(source, Path(made) / "home"),
            "index": _index(source, Path(made) / "ours"),
            **_cluster(source, Path(made) / "node"),
        }
    record = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": articles,
        "bytes": sizes,
        "bytes_an_article": {name: round(size / articles) for name, size in sizes.items()},
        "bytes_a_byte_of_text": {
            name: round(size / sizes["text"], 2) for name, size in sizes.items()
        },
    }
    text = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{articles}-cluster-size.json"
    path.write_text(text + "\n", encoding="utf-8")
    print(text)


def _text(record: dict[str, str]) -> int:
    return sum(len((record.get(name) or "").encode()) for name in FIELDS)


def _store(source: corpus.Corpus, home: Path) -> int:
    archive = Archive(Settings(home=home), create=True)
    archive.add(Article.model_validate(record) for record in source.records())
    return _size(home)


def _index(source: corpus.Corpus, folder: Path) -> int:
    Ours.build(folder, source, processes=0)
    return _size(folder / "index")


def _cluster(source: corpus.Corpus, folder: Path) -> dict[str, int]:
    """Of the index of articles, and of the index of words."""
    with _node(folder) as cluster:
        engine = OpenSearchEngine(ClusterAddress(cluster.addresses, "size"))
        name = engine.create("benchmark").name
        rows = (("", line) for line in source.lines())
        engine.apply(name, batches(rows, source.articles, taxonomies()), source.articles)
        engine.publish(name)
        sizes = {}
        for part, index in (("cluster", f"size-{name}"), ("cluster_words", f"size-words-{name}")):
            engine.cluster.call("POST", f"/{index}/_forcemerge", None, {"max_num_segments": 1})
            # files that were merged stay on the disk until searches no longer begin with them
            engine.cluster.call("POST", f"/{index}/_refresh")
            engine.cluster.call("POST", f"/{index}/_flush")
            told = engine.cluster.call("GET", f"/{index}/_stats/store")
            sizes[part] = told["_all"]["primaries"]["store"]["size_in_bytes"]
        return sizes


@contextmanager
def _node(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder, Plan(ports(1), heap="1g"))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
