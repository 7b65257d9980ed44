"""Answers made smaller on their way, and never otherwise different."""

from __future__ import annotations

import gzip

import brotli
import pytest

from searchapp.encoding import SMALLEST
from searchapp.styles import names

DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),  # what browsers say
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("deflate", ""),
        ("", ""),
        ("br;q=x, ;;;,", ""),
    ],
)
@pytest.mark.parametrize("path", ["/search?q=school", "/api/v1/search", "/static/style.css"])
def test_the_browser_chooses_and_the_text_stays(client, path, accepted, sent):
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding", "") == sent
    assert DECODED[sent](answer.data) == plain.data
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Accept-Encoding" in answer.vary
    assert "Accept-Encoding" in plain.vary
    assert answer.headers["ETag"] == plain.headers["ETag"]
    assert answer.headers["ETag"].startswith("W/"), "other bytes for the same tag: a weak one"


def test_an_error_is_encoded_too(client):
    answer = client.get("/nothing", headers={"Accept-Encoding": "br"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (404, "br")
    assert b"<!doctype html>" in brotli.decompress(answer.data)


def test_what_is_small_streamed_or_no_text_is_sent_as_it_is(client):
    for path in ("/health", "/export.csv", "/static/fonts/regular.woff2"):
        with client.get(path, headers={"Accept-Encoding": "br"}) as answer:
            assert "Content-Encoding" not in answer.headers
    assert len(client.get("/health").data) < SMALLEST


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_what_is_kept_is_as_the_browser_takes_it(client, encoding):
    plain = client.get("/search?q=school").data
    for _ in range(3):
        answer = client.get("/search?q=school", headers={"Accept-Encoding": encoding})
        assert answer.headers.get("Content-Encoding", "") == encoding
        assert DECODED[encoding](answer.data) == plain


def test_static_files_are_asked_for_once(client):
    for name in names() - {"fonts/OFL.txt"}:
        address = f"/static/{name}"
        plain = client.get(address).headers["Cache-Control"]
        assert (plain, "immutable" in plain) == ("public, no-cache", False), name
        tag = client.get(address).headers["ETag"]
        lasting = client.get(address, query_string={"v": tag.removeprefix("W/").strip('"')})
        assert lasting.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["../app.py", "none.css", "fonts/", "", "fonts/../../app.py"])
def test_nothing_else_is_a_static_file(client, name):
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "private, no-cache", "it may come with an upgrade"
    assert "Accept-Language" in answer.vary, "which the page is in"
