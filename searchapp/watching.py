"""How the site is: /health and /ready for programs that watch it, numbers for Prometheus.

The numbers are told at an address of their own (the setting ``metrics``), where nothing else is: a
proxy that hands the site to the world does not hand them on.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request

from indexer.archive import Archive
from indexer.index.contract import Generation
from schemas.errors import PodshivkaError
from searchapp.asked import indexed, served
from searchapp.counts import Counts
from searchapp.figures import MEDIA_TYPE, exposition
from searchapp.logs import tell
from searchapp.serving.answer import LISTENER

watching = Blueprint("watching", __name__)

FLEETING = {"/health", "/ready", "/metrics"}
"""Paths whose answers nobody may keep."""

NOWHERE = "none"
"""The endpoint of a request that leads to no page."""

REHEARSED = "podshivka.rehearsed"
"""In the environment of a request that a process makes of itself, to be quick later: no visit."""

PAUSE = 1.0
"""Seconds between looks at the memory that a process holds."""


@watching.get("/health")
def health() -> Response:
    """What this process serves: 200 when it can answer, 503 when not."""
    with indexed():
        return jsonify(served().health())


@watching.get("/ready")
def ready() -> Response:
    """200 when this process answers searches now, 503 when not."""
    with indexed():
        served().check_ready()
    return jsonify({"ready": True})


def register(app: Flask) -> None:
    """Have ``app`` count what it answers. All of its pages are registered."""
    names = {rule.endpoint for rule in app.url_map.iter_rules()}
    app.extensions["counts"] = Counts([*sorted(names), NOWHERE])
    app.before_request(_arrive)
    app.after_request(_count)


def counts() -> Counts:
    """The numbers of the site."""
    found: Counts = current_app.extensions["counts"]
    return found


def _arrive() -> Response | None:
    g.arrived = time.perf_counter()
    if not is_for_watchers(request.environ, served().settings.metrics):
        return None
    g.watcher = True
    if request.path != "/metrics":
        return Response("", HTTPStatus.NOT_FOUND, mimetype="text/plain")
    archive = served()
    try:
        archive.check_ready()
        state = archive.state()
    except PodshivkaError:
        state = None
    _note_process(archive)
    return Response(exposition(counts(), state), content_type=MEDIA_TYPE)


def is_for_watchers(environ: Mapping[str, Any], wanted: str) -> bool:
    """Whether a request came to the address ``wanted``, the setting ``metrics``; "" is none.

    What the request says of its host does not count: a client may say anything.
    """
    listener = environ.get(LISTENER)
    if not wanted or not isinstance(listener, tuple):  # a path in the file system
        return False
    host, port = listener[:2]
    return wanted in {f"{host}:{port}", f"[{host}]:{port}"}


def _count(response: Response) -> Response:
    if "watcher" in g or REHEARSED in request.environ:
        return response
    arrived = g.get("arrived")  # not by an answer that was given before any page was asked
    seconds = None if arrived is None else time.perf_counter() - arrived
    counts().note(request.endpoint or NOWHERE, response.status_code, seconds)
    _note_process(served())
    return response


def _note_process(archive: Archive) -> None:
    """What this process serves and holds."""
    own = current_app.extensions.setdefault("watched", _Watched(counts()))
    own.look(archive.serving())


class _Watched:
    """What was last noted of this process."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._served: Generation | None = None
        self._looked = 0.0

    def look(self, served: Generation | None) -> None:
        """Note what has changed: tell of another generation, count the memory now and then."""
        if served is not None and served is not self._served:
            before, self._served = self._served, served
            self._counts.set("generation", int(re.sub(r"\D", "", served.name) or 0))
            self._counts.set("articles", served.documents)
            self._counts.set("checkpoint", served.checkpoint)
            if before is not None and before.name != served.name:
                tell(
                    "generation-switched",
                    generation=served.name,
                    articles=served.documents,
                    checkpoint=served.checkpoint,
                )
        now = time.monotonic()
        if now - self._looked > PAUSE:
            self._looked = now
            self._counts.set("memory", _memory())


def _memory() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
