"""OpenSearch as it comes: one node, one shard, asked over its own HTTP interface.

Its documents have stems instead of words, which a tokenizer separates at spaces, so that it finds
what tantivy's stemmers find. It sends ids and counts, no texts.
"""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from benchmarks import corpus
from benchmarks.adapters.tantivy import stemmer
from benchmarks.bare.stems import Stems, stems
from benchmarks.count import FACETS, Answer
from benchmarks.queries import Definition
from tests.opensearch.nodes import Cluster, Plan, ports

INDEX = "bare"
AT_ONCE = 1_000
"""Articles of one request."""
ALL = 10_000
"""More values than any facet has, so that every count is exact."""

_ANALYSIS = {
    "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 10_000}},
    "analyzer": {"stems": {"type": "custom", "tokenizer": "spaces"}},
}
_FIELDS = {
    "text": {"type": "text", "analyzer": "stems", "position_increment_gap": 100},
    "published": {"type": "long"},
    "month": {"type": "integer"},
    **{name: {"type": "keyword"} for name in FACETS},
}


@contextmanager
def serving(source: corpus.Corpus) -> Iterator[tuple[int, int]]:
    """A node with the articles: its port, and the id of its process."""
    folder = corpus.CACHE / "bare-opensearch"
    shutil.rmtree(folder, ignore_errors=True)
    cluster = Cluster(folder, Plan(ports(1), heap="2g"))
    try:
        cluster.start()
        (node,) = cluster.nodes
        _fill(node.port, source)
        pid = node.pid()
        if pid is None:
            raise SystemExit(f"the node has ended: {node.log}")
        yield node.port, pid
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _fill(port: int, source: corpus.Corpus) -> None:
    """Index the articles into one segment."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    index = {"number_of_shards": 1, "number_of_replicas": 0, "analysis": _ANALYSIS}
    mappings = {"_source": {"enabled": False}, "properties": _FIELDS}
    _call(connection, "PUT", f"/{INDEX}", json.dumps({"settings": index, "mappings": mappings}))
    lines: list[str] = []
    for number, article in enumerate(stems(source), 1):
        lines += (json.dumps({"index": {"_id": article.id}}), _document(article))
        if number % AT_ONCE == 0 or number == source.articles:
            told = _call(connection, "POST", f"/{INDEX}/_bulk", "\n".join(lines) + "\n")
            if told["errors"]:
                raise SystemExit(f"OpenSearch has not taken every article: {told['items'][:1]}")
            lines.clear()
    _call(connection, "POST", f"/{INDEX}/_forcemerge?max_num_segments=1")
    _call(connection, "POST", f"/{INDEX}/_refresh")


def _document(article: Stems) -> str:
    numbers = {"published": article.seconds, "month": article.month}
    return json.dumps({"text": article.texts, **numbers, **article.facets}, ensure_ascii=False)


def _call(
    connection: http.client.HTTPConnection, method: str, path: str, body: str = ""
) -> dict[str, Any]:
    kind = {"Content-Type": "application/json"} if body else {}
    connection.request(method, path, body.encode(), kind)
    response = connection.getresponse()
    told: dict[str, Any] = json.load(response)
    if response.status >= http.client.BAD_REQUEST:
        raise SystemExit(f"{path}: {told}")
    return told


def address_of(definition: Definition) -> str:
    """A query as OpenSearch takes it, all of it in the address."""
    narrowed = _filters(definition)
    fields = (*FACETS, "month")
    # a choice in a facet does not narrow its own counts
    counts = {name: _counts(name, narrowed) for name in fields}
    asked: dict[str, Any] = {
        "size": 10,
        "track_total_hits": True,
        "query": _words(definition),
        "aggs": counts,
    }
    if narrowed:
        asked["post_filter"] = {"bool": {"filter": list(narrowed.values())}}
    if definition.newest:
        asked["sort"] = [{"published": "desc"}]
    body = quote(json.dumps(asked, ensure_ascii=False, separators=(",", ":")), safe=":,()*")
    shown = "hits.total.value,hits.hits._id,aggregations.**.buckets"
    return (
        f"/{INDEX}/_search?request_cache=false&filter_path={shown}"
        f"&source_content_type=application%2Fjson&source={body}"
    )


def _words(definition: Definition) -> dict[str, Any]:
    words = definition.words
    if not words:
        return {"match_all": {}}
    if definition.join == "prefix":
        return {"prefix": {"text": words[0]}}
    text = " ".join(map(stemmer(), words))
    if definition.join == "phrase":
        return {"match_phrase": {"text": text}}
    return {"match": {"text": {"query": text, "operator": definition.join}}}


def _filters(definition: Definition) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        name: {"term": {name: value}} for name, value in definition.filters
    }
    if (period := definition.seconds()) is not None:
        found["month"] = {"range": {"published": {"gte": period[0], "lte": period[1]}}}
    return found


def _counts(name: str, narrowed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    counted = {"terms": {"field": name, "size": ALL}}
    others = [each for other, each in narrowed.items() if other != name]
    return {"filter": {"bool": {"filter": others}}, "aggs": {"n": counted}} if others else counted


def read(body: bytes) -> Answer:
    """The answer of OpenSearch."""
    told = json.loads(body)
    counts = {
        name: {each["key"]: each["doc_count"] for each in found.get("n", found)["buckets"]}
        for name, found in told["aggregations"].items()
    }
    hits = told["hits"].get("hits", [])
    months = counts.pop("month")
    return Answer(
        told["hits"]["total"]["value"], tuple(each["_id"] for each in hits), counts, months
    )
