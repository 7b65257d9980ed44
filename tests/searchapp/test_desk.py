"""What the site answers at once, and what it says to those for whom there is no time."""

from __future__ import annotations

import json
import shutil
from http import HTTPStatus

import pytest
from werkzeug.test import Client, EnvironBuilder

from indexer.archive import Archive
from searchapp import create_app
from searchapp.problems import CODES
from searchapp.serving.answer import LISTENER

BUSY, MANY = HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS


@pytest.fixture
def own(archive, tmp_path):
    """A copy of the archive, of which articles may be deleted."""
    shutil.copytree(archive.home, tmp_path / "own")
    return Archive.open(tmp_path / "own")


@pytest.fixture
def sites(own):
    """The site in the process of the connections, and in that which makes answers."""
    both = [create_app(Archive.open(own.home)) for _ in range(2)]
    both[1].extensions["started"] = both[0].extensions["started"]  # before one forks the other
    both[1].extensions["desk"].make()
    both[1].extensions["desk"]._seen()
    return both


@pytest.fixture
def desk(sites):
    return sites[0].extensions["desk"]


def environ(path: str, **headers: str) -> dict:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    made = EnvironBuilder(path, headers=named).get_environ()
    return made | {"RAW_URI": path}


@pytest.fixture
def ask(sites):
    """Ask both processes as gunicorn's worker does; whether it was told at once, and the answer."""
    desk, maker = (site.extensions["desk"] for site in sites)

    def call(path: str, **headers: str):
        asked = environ(path, **headers)
        if app := desk.at_once(asked):
            return True, Client(app).get(path) if path.startswith("/static") else app
        noted = {}

        def seen(environment, start_response):
            noted["environ"] = environment
            return sites[1](environment, start_response)

        answer = Client(seen).open(EnvironBuilder(environ_overrides=asked, path=path))
        maker._looked = -1.0
        desk.learn(maker.noted(noted["environ"]), answer.get_data())
        return False, answer

    return call


@pytest.mark.parametrize("path", ["/search?q=tower", "/api/v1/search?q=tower", "/"])
def test_what_was_asked_for_twice_is_told_at_once(ask, path):
    told = [ask(path) for _ in range(4)]
    assert [at_once for at_once, _ in told] == [False, False, True, True]
    first, last = told[0][1], told[3][1]
    assert last.get_data() == first.get_data()
    assert dict(last.headers) == dict(first.headers)


def test_what_a_browser_has_is_told_at_once(ask):
    _, answer = ask("/search?q=tower")
    at_once, again = ask("/search?q=tower", If_None_Match=answer.headers["ETag"])
    assert (at_once, again.status_code) == (True, 304)


def test_nothing_is_told_at_once_that_may_have_changed(ask, own):
    for _ in range(3):
        ask("/search?q=tower")
    own.delete(["tower"])
    at_once, answer = ask("/search?q=tower")
    assert not at_once
    assert b"/articles/tower?" not in answer.get_data()


def test_nothing_is_told_at_once_where_the_numbers_are(ask, desk, own, monkeypatch):
    for _ in range(3):
        ask("/search?q=tower")
    settings = own.settings.model_copy(update={"metrics": "127.0.0.1:9464"})
    monkeypatch.setattr(desk._archive, "settings", settings)
    told = [
        desk.at_once(environ("/search?q=tower") | {LISTENER: ("127.0.0.1", port)})
        for port in (8000, 9464)
    ]
    assert [each is not None for each in told] == [True, False]


def test_static_files_are_told_at_once(desk, sites):
    assert desk.at_once(environ("/static/style.css")) is sites[0]


@pytest.mark.parametrize("path", ["/health", "/search?q=never+asked", "/search?ui=xx"])
def test_what_has_to_be_made_is_not(desk, path):
    assert [desk.at_once(environ(path)) for _ in range(3)] == [None] * 3


def test_what_watches_the_site_goes_first(desk):
    assert desk.goes_first(environ("/health"))
    assert not desk.goes_first(environ("/search"))


@pytest.mark.parametrize(
    ("status", "language", "title"),
    [
        (BUSY, "en", "Too many readers at once"),
        (BUSY, "ru", "Слишком много читателей"),
        (MANY, "en", "Too many searches at once"),
        (MANY, "ru", "Слишком много запросов"),
    ],
)
def test_who_is_turned_away_is_told_in_the_readers_language(desk, status, language, title):
    page = desk.refused(environ("/search?q=a", Accept_Language=language), status, 7)
    assert (page.status_code, page.headers["Retry-After"]) == (status, "7")
    assert title in page.get_data(as_text=True)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    chosen = desk.refused(environ(f"/search?ui={language}", Accept_Language="de"), status, 7)
    assert title in chosen.get_data(as_text=True)


@pytest.mark.parametrize(("status", "code"), [(BUSY, "overloaded"), (MANY, CODES[429])])
def test_programs_are_told_so_as_json(desk, status, code):
    answer = desk.refused(environ("/api/v1/search?q=a"), status, 7)
    assert json.loads(answer.get_data())["error"]["code"] == code


def test_the_page_of_a_refusal_knows_nothing_of_who_came_before(desk):
    for path in ("/search?q=secretword", "/search?q=other"):
        page = desk.refused(environ(path), BUSY, 7).get_data(as_text=True)
        assert "secretword" not in page


def test_nothing_but_answers_asked_for_twice_is_kept(ask, sites):
    ask("/search?q=tower")
    assert not sites[0].extensions["kept"]._answers
    ask("/search?q=tower")
    assert len(sites[0].extensions["kept"]._answers) == 1
    assert not sites[1].extensions["kept"]._answers
