"""The static files from memory: style sheet, scripts, fonts, each encoded once and thoroughly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from mimetypes import guess_type

from flask import Blueprint, Response, abort, request

from searchapp.encoding import THOROUGH, accepted, is_text
from searchapp.styles import content, digest, names

static_files = Blueprint("static_files", __name__)

FOREVER = 31_536_000
"""Seconds that a browser may keep a file whose address has its digest: a year."""


@static_files.get("/static/<path:name>")
def file(name: str) -> Response:
    """A static file. Asked for by its digest it is asked for once, otherwise each time anew."""
    if name not in names():
        abort(404)
    bodies, wanted = _bodies(name), accepted()
    encoding = wanted if wanted in bodies else ""
    response = Response(bodies[encoding], mimetype=_type(name))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if len(bodies) > 1:
        response.vary.add("Accept-Encoding")
    response.set_etag(digest(name), weak=True)
    response.cache_control.public = True
    if request.args.get("v") == digest(name):
        response.cache_control.max_age = FOREVER
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


@cache
def _bodies(name: str) -> Mapping[str, bytes]:
    """A file by encoding, "" as it is."""
    body = content(name)
    encoded = {kind: encode(body) for kind, encode in THOROUGH.items() if is_text(_type(name))}
    return {"": body, **{kind: each for kind, each in encoded.items() if len(each) < len(body)}}


def _type(name: str) -> str:
    # woff2 is unknown to Python before 3.14
    known, _ = guess_type(name)
    return "font/woff2" if name.endswith(".woff2") else known or "application/octet-stream"
