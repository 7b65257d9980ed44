"""Answers told again without being made: what may be, and what must never be."""

from __future__ import annotations

import os
import time
from datetime import date

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app, kept
from searchapp.kept import Kept

PATHS = ["/", "/search?q=суд", "/articles/a", "/archive", "/api/v1/search?q=суд", "/feed.atom"]


def article(id: str, title: str = "Суд вынес решение") -> Article:
    body = "Суд в Грозном рассмотрел дело."
    return Article(id=id, language="ru", title=title, body=body, published=date(2019, 5, 6))


@pytest.fixture
def archive(tmp_path) -> Archive:
    made = Archive(Settings(home=tmp_path), create=True)
    made.add([article("a"), article("b")])
    made.sync()
    return made


@pytest.fixture
def client(archive):
    return create_app(archive).test_client()


def made_again(client, monkeypatch, path: str, **headers: str) -> bool:
    """Whether an answer to ``path`` is made anew."""
    made = []
    with monkeypatch.context() as patch:
        view = client.application.view_functions
        for name in list(view):
            patch.setitem(view, name, _noted(view[name], made))
        assert client.get(path, headers=headers).status_code == 200
    return bool(made)


def _noted(view, made):
    def noted(*values, **named):
        made.append(view)
        return view(*values, **named)

    noted.__dict__.update(view.__dict__)
    return noted


def _without(headers, name: str) -> list[tuple[str, str]]:
    return [header for header in headers if header[0] != name]


@pytest.mark.parametrize("path", PATHS)
def test_the_second_answer_is_kept_and_is_the_same_to_the_byte(client, monkeypatch, path):
    first = client.get(path)
    assert made_again(client, monkeypatch, path), "nothing that was asked for once is kept"
    assert not made_again(client, monkeypatch, path)
    again = client.get(path)
    assert again.data == first.data
    late = "Last-Modified"  # told only when it is some seconds ago
    assert _without(again.headers, late) == _without(first.headers, late)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("change", ["add", "change", "delete", "reindex"])
def test_what_changes_the_archive_is_told_at_once(archive, path, change):
    client = create_app(archive).test_client()
    for _ in range(3):
        before = client.get(path).headers["ETag"]
    match change:
        case "add":
            archive.add([article("c")])
            archive.sync()
        case "change":
            archive.add([article("a", "Суд отложил заседание")])
            archive.sync()
        case "delete":
            archive.delete(["b"])
        case "reindex":
            archive.rebuild()
    answer = client.get(path, headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != before
    assert client.get(path).data == answer.data


def test_a_new_address_of_an_article_is_told_before_the_next_sync(archive):
    """It has no sequence of its own: there is nothing to index."""
    client = create_app(archive).test_client()
    url = "https://mirror.example/a"
    paths = ("/api/v1/articles/a", f"/api/v1/search?q={url}")
    before = [client.get(path) for _ in range(3) for path in paths][-2:]
    assert [answer.json.get("total") for answer in before] == [None, 0]
    archive.add([article("a").model_copy(update={"url": url})])
    one, found = (
        client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        for path, answer in zip(paths, before, strict=True)
    )
    assert one.json["url"] == url
    assert found.json["total"] == 1


def test_every_change_is_another_edition_even_if_the_clock_was_put_back(archive):
    """The time of a change is then one nanosecond later than that of the last."""
    later = time.time_ns() + 3600 * 10**9
    os.utime(archive.home / "served", ns=(later, later))
    editions = {archive.edition()}
    for _ in range(3):
        archive.sync()  # names of people may be others
        editions.add(archive.edition())
    assert len(editions) == 4


def test_other_words_languages_days_and_hosts_are_other_answers(client, monkeypatch):
    path = "/search?q=суд"
    for _ in range(3):
        client.get(path, headers={"Accept-Language": "en"})
    assert not made_again(client, monkeypatch, path, **{"Accept-Language": "en"})
    assert made_again(client, monkeypatch, path, **{"Accept-Language": "ru"})
    assert made_again(client, monkeypatch, "/search?q=суды", **{"Accept-Language": "en"})
    assert made_again(client, monkeypatch, path, **{"Accept-Language": "en", "Host": "b.example"})
    monkeypatch.setattr("searchapp.asked.today", lambda: date(2031, 1, 1))
    assert made_again(client, monkeypatch, path, **{"Accept-Language": "en"})


@pytest.mark.parametrize(
    "path", ["/health", "/search?from=2019-13", "/articles/none", "/search?q="]
)
def test_health_errors_and_redirects_are_made_each_time(client, monkeypatch, path):
    for _ in range(3):
        status = client.get(path).status_code
    with monkeypatch.context() as patch:
        patch.setattr(Kept, "find", lambda *_: None)
        assert client.get(path).status_code == status
    assert "W/" not in client.get(path).headers.get("ETag", "")


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_is_told_so_before_anything_is_made(client, path):
    whole = client.get(path)
    tag = whole.headers["ETag"]
    view = client.application.view_functions
    for name in list(view):
        view[name] = lambda **_: pytest.fail("made")
    answer = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert set(answer.vary) == set(whole.vary), "else a cache gives brotli to everybody"


def test_any_tag_at_all_does_not_make_a_page_of_nothing(client):
    assert client.get("/articles/none", headers={"If-None-Match": "*"}).status_code == 404


def test_head_is_answered_from_what_is_kept_and_keeps_nothing(client, monkeypatch):
    for _ in range(5):
        client.head("/search?q=суд")
    assert made_again(client, monkeypatch, "/search?q=суд")
    for _ in range(2):
        client.get("/search?q=суд")
    answer = client.head("/search?q=суд")
    assert answer.data == b""
    assert answer.headers["Content-Length"] == client.get("/search?q=суд").headers["Content-Length"]


def test_an_operator_can_have_nothing_kept(archive, monkeypatch):
    archive.settings = archive.settings.model_copy(update={"answers_kept": 0})
    client = create_app(archive).test_client()
    for _ in range(4):
        assert made_again(client, monkeypatch, "/search?q=суд")


def test_a_cache_in_front_may_keep_pages_when_the_operator_says_so(archive):
    archive.settings = archive.settings.model_copy(update={"shared_cache": 60})
    client = create_app(archive).test_client()
    answer = client.get("/search?q=суд")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    for path in ("/articles/none", "/search?from=x"):
        assert client.get(path).headers["Cache-Control"] == "private, no-cache"


class TestKept:
    def offered(self, kept: Kept, name: str, body: bytes = b"x") -> None:
        for _ in range(2):
            kept.offer(name, (), body)

    def test_the_least_asked_for_goes_first(self):
        kept = Kept(most=3 * 2000)
        for name in "abc":
            self.offered(kept, name, bytes(1000))
        assert kept.find("a")
        self.offered(kept, "d", bytes(1000))
        assert [name for name in "abcd" if kept.find(name)] == ["a", "c", "d"]

    def test_what_is_too_large_is_not_kept_and_drives_out_nothing(self):
        kept = Kept(most=5000)
        self.offered(kept, "a", bytes(1000))
        self.offered(kept, "b", bytes(4001))
        assert kept.find("a")
        assert not kept.find("b")

    def test_nothing_is_told_again_for_long(self, monkeypatch):
        now = [0.0]
        monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
        held = Kept(most=5000)
        self.offered(held, "a")
        now[0] = kept.AGE
        assert held.find("a")
        now[0] += 1
        assert not held.find("a")
        held.offer("a", (), b"y")
        assert held.find("a").body == b"y"

    def test_what_is_old_leaves_memory_though_nobody_asks_for_it(self, monkeypatch):
        """As nobody does for the answers of an archive from which something was deleted."""
        now = [0.0]
        monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])
        held = Kept(most=50_000)
        self.offered(held, "before", b"deleted")
        now[0] = kept.AGE + 1
        self.offered(held, "after")
        assert [answer.body for answer in held._answers.values()] == [b"x"]
        assert held._size == 1 + kept.OVERHEAD

    def test_what_was_asked_for_once_is_forgotten(self, monkeypatch):
        monkeypatch.setattr(kept, "REMEMBERED", 2)
        held = Kept(most=5000)
        for name in "abc":
            held.offer(name, (), b"")
        held.offer("a", (), b"")
        assert not held.find("a")
        held.offer("c", (), b"")
        assert held.find("c")

    def test_keys_do_not_tell_what_was_asked_for(self):
        one, other = Kept(most=5000), Kept(most=5000)
        assert one._key("Эльдар") != other._key("Эльдар")
        assert "Эльдар".encode() not in one._key("Эльдар")
