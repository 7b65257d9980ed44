"""What every answer says to the browser."""

from __future__ import annotations

import re

import pytest

PATHS = [
    "/",
    "/search?q=school",
    "/articles/tower",
    "/help",
    "/api/v1/search",
    "/api/v1/suggest",
    "/health",
    "/nothing",
]


@pytest.mark.parametrize("path", [*PATHS, "/static/style.css", "/robots.txt"])
def test_nothing_is_run_framed_told_or_remembered(client, path):
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/health"])
def test_pages_are_kept_by_no_one_but_the_reader(client, path):
    assert client.get(path).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["/search?q=school", "/articles/tower", "/api/v1/search"])
def test_an_unchanged_page_is_not_sent_twice(client, path):
    tag = client.get(path).headers["ETag"]
    answer = client.get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag


@pytest.mark.parametrize("condition", ["If-None-Match", "If-Match"])
def test_a_page_that_changed_is_told_by_its_tag(client, condition):
    answer = client.get("/api/v1/search", headers={condition: '"of-yesterday"'})
    assert answer.status_code == (200 if condition == "If-None-Match" else 412)


def test_static_files_are_kept_forever_at_an_address_that_changes_with_them(client):
    page = client.get("/").text
    for path in re.findall(r'(?:href|src)="(/static/[^"]*)"', page):
        assert re.search(r"\?v=[0-9a-f]{12}$", path)
        with client.get(path) as answer:
            assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_load_nothing_from_elsewhere_and_hold_no_script_or_style(client, path):
    page = client.get(path).text
    page = re.sub(
        r'<script src="/static/(?:suggest|copy)\.js\?v=[0-9a-f]{12}" defer></script>', "", page
    )
    # a block of data is no script: no browser runs it
    page = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
    assert not re.search(r'(?:src|action|data)="(?:https?:)?//', page)
    assert not re.search(r'<link[^>]+href="(?:https?:)?//(?!podshivka\.example/)', page)
    assert not re.search(r"<script|<style|<img|\sstyle=|\son\w+=", page)


def test_results_are_not_for_search_engines(client):
    assert "Disallow: /search" in client.get("/robots.txt").text
    assert 'name="robots" content="noindex"' in client.get("/search?q=x").text
    assert 'name="robots"' not in client.get("/articles/tower").text


def test_a_browser_that_asks_for_the_old_icon_gets_the_icon(client):
    with client.get("/favicon.ico", follow_redirects=True) as answer:
        assert answer.mimetype == "image/svg+xml"
