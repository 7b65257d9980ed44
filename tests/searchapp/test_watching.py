"""How the site is: health, readiness, numbers."""

from __future__ import annotations

import multiprocessing
import os
import re
from datetime import UTC, datetime

import pytest

from indexer.archive import Archive
from indexer.settings import Settings, load_settings
from schemas.article import Article
from schemas.errors import ForeignIndexError, StoreError, UsageError
from searchapp import create_app
from searchapp.counts import BOUNDS, ROWS, Counts
from searchapp.figures import exposition
from searchapp.serving.answer import LISTENER
from searchapp.watching import REHEARSED

WATCHER = "http://127.0.0.1:9464"
AT = {LISTENER: ("127.0.0.1", 9464)}


def article(id: str, title: str = "River") -> Article:
    return Article.model_validate({"id": id, "language": "en", "title": title, "body": "Text."})


@pytest.fixture
def own(tmp_path):
    """An archive of this test alone, whose numbers are told at WATCHER."""
    archive = Archive(Settings(home=tmp_path / "home", metrics="127.0.0.1:9464"), create=True)
    archive.add([article("a"), article("b")])
    archive.sync()
    return archive


@pytest.fixture
def visitor(own):
    return create_app(own).test_client()


def numbers(client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """What Prometheus reads, by its own parser."""
    parser = pytest.importorskip("prometheus_client.parser", reason="is in requirements/dev.txt")
    answer = client.get("/metrics", base_url=WATCHER, environ_base=AT)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    found = {}
    for family in parser.text_string_to_metric_families(answer.text):
        assert family.type in {"counter", "gauge", "histogram"}
        assert family.documentation
        for sample in family.samples:
            key = sample.name, tuple(sorted(sample.labels.items()))
            assert key not in found
            found[key] = sample.value
    return found


def test_what_a_process_asks_itself_is_no_visit(visitor):
    visitor.get("/search?q=river", environ_base={REHEARSED: True})
    visitor.get("/search?q=river")
    told = numbers(visitor)
    asked = [value for (name, _), value in told.items() if name == "podshivka_requests_total"]
    assert asked == [1]


def test_health_tells_what_is_served_and_since_when(own, visitor):
    health = visitor.get("/health").json
    assert health["status"] == "ok"
    assert (health["generation"], health["published"]) == ("g000001", "g000001")
    assert (health["documents"], health["checkpoint"], health["pending"]) == (2, 2, 0)
    since = datetime.fromisoformat(health["since"])
    assert health["age"] <= (datetime.now(UTC) - since).total_seconds()
    assert health["waiting_since"] is None


def test_health_tells_how_far_the_index_is_behind_the_store(own, visitor):
    before = datetime.now(UTC).replace(microsecond=0)
    own.add([article("c"), article("a", "Another river")])
    own.delete(["b"])
    health = visitor.get("/health").json
    assert (health["status"], health["pending"]) == ("behind", 3)
    assert datetime.fromisoformat(health["waiting_since"]) >= before
    own.sync()
    assert visitor.get("/health").json["status"] == "ok"


def test_other_tags_do_not_make_an_old_article_wait_for_ever(own, visitor):
    own.retag([article("a").model_copy(update={"topics": ("culture",)})])
    health = visitor.get("/health").json
    assert (health["status"], health["pending"]) == ("behind", 1)
    assert health["waiting_since"] is None


def test_an_index_that_is_not_the_published_one_is_told(own, visitor, monkeypatch):
    assert visitor.get("/ready").status_code == 200
    served = own.searcher()
    monkeypatch.setattr(own.engine, "published", lambda: "g000002")
    monkeypatch.setattr(own, "searcher", lambda: served)
    assert own.state().status == "other"


@pytest.mark.parametrize(
    ("method", "error"),
    [
        ("count", ForeignIndexError("damaged")),
        ("count", StoreError("damaged")),
        ("count", ZeroDivisionError("nobody knows")),
    ],
)
def test_a_site_that_cannot_search_is_not_ready(own, visitor, monkeypatch, method, error):
    assert visitor.get("/ready").json == {"ready": True}

    def fail(*_):
        raise error

    monkeypatch.setattr(own, method, fail)
    answer = visitor.get("/ready")
    assert answer.status_code >= 500
    assert answer.json["error"]["id"]


def test_an_archive_without_an_index_is_not_ready(tmp_path):
    client = create_app(Archive.open(tmp_path, create=True)).test_client()
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 503


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_neither_is_kept_by_anybody(visitor, path):
    first = visitor.get(path)
    assert first.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers
    assert visitor.get(path, headers={"If-None-Match": "*"}).status_code == 200


def test_requests_are_counted_by_kind_of_page_and_of_status(visitor):
    for path in (
        "/search?q=river",
        "/search?q=x",
        "/search?from=x",
        "/no/such/page",
        "/articles/a",
    ):
        visitor.get(path)
    found = numbers(visitor)

    def total(endpoint, status):
        return found["podshivka_requests_total", (("endpoint", endpoint), ("status", status))]

    assert total("pages.search", "2xx") == 2
    assert total("pages.search", "4xx") == 1
    assert total("articles.article", "2xx") == 1
    assert total("none", "4xx") == 1


def test_durations_are_a_histogram(visitor):
    for _ in range(3):
        visitor.get("/search?q=river")
    found = numbers(visitor)
    name, endpoint = "podshivka_request_seconds", ("endpoint", "pages.search")
    buckets = [
        found[f"{name}_bucket", (endpoint, ("le", bound))]
        for bound in (*(f"{bound:g}" for bound in BOUNDS), "+Inf")
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == found[f"{name}_count", (endpoint,)] == 3
    assert found[f"{name}_sum", (endpoint,)] > 0


def test_what_is_served_and_the_lag_are_numbers(own, visitor):
    visitor.get("/")
    own.add([article("c")])
    found = numbers(visitor)
    assert found["podshivka_lag_changes", ()] == 1
    assert found["podshivka_ready", ()] == 1
    assert found["podshivka_workers", ()] == 1
    (worker,) = {labels for name, labels in found if name == "podshivka_worker_articles"}
    assert found["podshivka_worker_articles", worker] == 2
    assert found["podshivka_worker_generation", worker] == 1
    assert found["podshivka_worker_memory_bytes", worker] > 10_000_000


def test_of_a_process_that_has_no_index_open_no_index_is_told():
    counts = Counts(["page"])
    counts.set("memory", 5)  # as that of the connections does
    told = exposition(counts, None)
    assert "podshivka_workers 1" in told
    assert re.search(r"^podshivka_worker_memory_bytes\{.*\} 5$", told, re.MULTILINE)
    assert not re.search("^podshivka_worker_(generation|articles|checkpoint){", told, re.MULTILINE)


def test_a_site_that_can_serve_nothing_says_so(tmp_path):
    archive = Archive(Settings(home=tmp_path, metrics="127.0.0.1:9464"), create=True)
    client = create_app(archive).test_client()
    client.get("/")
    found = numbers(client)
    assert found["podshivka_ready", ()] == 0
    assert found["podshivka_faults_total", ()] == 1


MARKER = "тайныйзапрос"


@pytest.mark.parametrize(
    "path",
    [
        f"/search?q={MARKER}",
        f"/{MARKER}",
        f"/people/{MARKER}",
        f"/articles/{MARKER}",
        f"/export.{MARKER}",
        f"/search?{MARKER}=1",
    ],
)
def test_no_client_can_write_into_a_label(visitor, path):
    before = numbers(visitor).keys()
    visitor.get(path, headers={"User-Agent": MARKER, "X-Forwarded-For": MARKER})
    visitor.open(path, method="BREW")
    assert MARKER not in str(numbers(visitor).keys())
    endpoints = {dict(labels).get("endpoint") for _, labels in numbers(visitor).keys() - before}
    assert endpoints <= {*visitor.application.view_functions, "none", None}


@pytest.mark.parametrize(
    "listener", [("127.0.0.1", 8000), ("127.0.0.1", 9465), ("::1", 9464, 0, 0), "/run/site.sock"]
)
def test_the_numbers_are_nowhere_else_whatever_a_client_says(visitor, listener):
    answer = visitor.get("/metrics", base_url=WATCHER, environ_base={LISTENER: listener})
    assert answer.status_code == 404
    assert "podshivka_" not in answer.text


@pytest.mark.parametrize("path", ["/", "/search?q=river", "/health", "/metrics/x"])
def test_nothing_else_is_where_the_numbers_are(visitor, path):
    answer = visitor.get(path, base_url=WATCHER, environ_base=AT)
    assert (answer.status_code, answer.data) == (404, b"")


def test_without_the_setting_there_are_no_numbers(client):
    answer = client.get("/metrics", base_url=WATCHER, environ_base=AT)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("", True),
        ("127.0.0.1:9464", True),
        ("[::1]:9464", True),
        ("localhost:9464", False),
        ("127.0.0.1", False),
        ("127.0.0.1:99999", False),
        ("127.0.0.1:0", False),
        ("999.0.0.1:9464", False),
        ("[nonsense]:9464", False),
    ],
)
def test_the_setting_is_the_number_of_an_address(tmp_path, monkeypatch, text, taken):
    monkeypatch.setenv("PODSHIVKA_METRICS", text)
    if taken:
        assert load_settings(tmp_path).metrics == text
        return
    with pytest.raises(UsageError):
        load_settings(tmp_path)


def test_processes_add_up_and_what_a_dead_one_counted_stays():
    counts = Counts(["page", "none"])
    fork = multiprocessing.get_context("fork")
    for rounds in range(3):
        workers = [fork.Process(target=_work, args=(counts,)) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert counts.counted()["page"].statuses == (0, 400 * (rounds + 1), 0, 0, 0)
        assert counts.counters()["faults"] == 4 * (rounds + 1)
    assert [own["articles"] for own in counts.gauges().values()] == [0]


def test_who_takes_over_a_row_has_nothing_of_what_the_dead_one_was():
    counts = Counts(["page"])
    fork = multiprocessing.get_context("fork")
    for _ in range(ROWS):  # one for every row: numbers of processes follow each other
        worker = fork.Process(target=counts.set, args=("articles", 7))
        worker.start()
        worker.join()
    counts.add("faults")
    assert [own["articles"] for own in counts.gauges().values()] == [0]
    assert counts.counters()["faults"] == 1


def _work(counts: Counts) -> None:
    counts.set("articles", os.getpid())
    counts.add("faults")
    for _ in range(100):
        counts.note("page", 200, 0.001)


def test_more_processes_than_rows_are_counted_all_the_same():
    counts = Counts(["page"])
    counts.note("page", 200, None)
    for row in range(ROWS):
        counts._numbers[row * counts._width] = os.getppid()
    counts._owner = 0
    counts.note("page", 204, 99)
    assert counts.counted()["page"].statuses == (0, 2, 0, 0, 0)
    assert counts.counted()["page"].durations == (*[0] * len(BOUNDS), 1)
