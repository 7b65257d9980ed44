"""What the site answers before a request waits: what costs no work, and that there is no room.

Told at once are answers kept in memory, "not modified" and static files, so that they are there
when the site has more to do than it can. The process of the connections keeps the answers that pass
through it; of the archive it opens nothing, and is told the edition by the one that makes answers.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from contextlib import suppress
from http import HTTPStatus
from itertools import product
from typing import Any

from flask import Flask, Response, request
from werkzeug.test import EnvironBuilder

from indexer.archive import Archive
from schemas.errors import PodshivkaError
from searchapp import errors
from searchapp.address import ParameterError
from searchapp.clients import Clients
from searchapp.kept import METHODS, REMEMBERED, Kept, told_again
from searchapp.params import LANGUAGES
from searchapp.serving.desk import Desk, Limits
from searchapp.visit import begin
from searchapp.watching import FLEETING, REHEARSED, is_for_watchers

REFUSALS = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS)
STATIC = "/static/"
TELLING = ("RAW_URI", "HTTP_HOST", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING")
"""What of a request decides whether its answer is that of another."""

OFTEN = 0.1
"""Seconds between looks at the archive's edition: an old one is not used, only not told yet."""

OFFERED = "podshivka.offered"
"""In a request's environment: an answer's name among those that may be kept, and its headers."""

Edition = tuple[str | int | None, ...]


class Offered(Kept):
    """Keeps nothing in this process: the answer is offered to the other one."""

    def offer(self, name: str, headers: tuple[tuple[str, str], ...], body: bytes) -> None:  # noqa: ARG002
        """Note an answer that may be kept."""
        request.environ[OFFERED] = name, headers


class SiteDesk(Desk):
    """The desk of a site."""

    def __init__(self, app: Flask, archive: Archive) -> None:
        settings = archive.settings
        self.limits = Limits(settings.connections, settings.waiting, settings.client_seconds)
        self._app = app
        self._archive = archive
        self._clients = Clients(settings.trusted_proxy)
        self._keeps = settings.answers_kept > 0
        self._asked: OrderedDict[int, None] = OrderedDict()
        self._known: tuple[Edition, Edition] | None = None
        self._looked = 0.0

    def client(self, environ: dict[str, Any]) -> bytes | None:
        """What tells the client from others, None if that is not known."""
        return self._clients.client(environ)

    def is_proxy(self, peer: Any) -> bool:
        """Whether the operator named the proxy at this address."""
        return self._clients.trusts(peer[0] if isinstance(peer, tuple) else "")

    def at_once(self, environ: dict[str, Any]) -> Any:
        """The answer, if nothing has to be searched, opened or rendered for it."""
        if environ["REQUEST_METHOD"] not in METHODS:
            return None
        if environ["PATH_INFO"].startswith(STATIC):
            return self._app
        if is_for_watchers(environ, self._archive.settings.metrics):
            return None  # a page is told again only where pages are
        if not self._may_be_known(environ) or not self._is_current():
            return None
        with self._app.request_context(environ):
            try:
                begin()
            except ParameterError:
                return None
            response = told_again()
            return self._app.process_response(response) if response else None

    def goes_first(self, environ: dict[str, Any]) -> bool:
        """Whether a program asks that watches the site."""
        return environ["PATH_INFO"] in FLEETING

    def refused(self, environ: dict[str, Any], status: HTTPStatus, seconds: int) -> Response:
        """The page, or the JSON, that asks to come again."""
        with self._app.request_context(environ):
            with suppress(ParameterError):  # of a language that we do not speak
                begin()
            return self._app.process_response(errors.refused(status, seconds))

    def serve(self) -> None:
        """Have the pages of refusals ready: the first of each takes longest."""
        for language, status in product(LANGUAGES, REFUSALS):
            spoken = [("Accept-Language", language)]
            asked = EnvironBuilder("/search", headers=spoken, environ_base={REHEARSED: True})
            self.refused(asked.get_environ(), status, 1)

    def make(self) -> None:
        """Offer what may be kept to the other process."""
        self._app.extensions["kept"] = Offered(0)

    def noted(self, environ: dict[str, Any]) -> Any:
        """What may be kept, and the edition as of now."""
        return environ.get(OFFERED), self._seen()

    def learn(self, noted: Any, body: bytes) -> None:
        """Keep an answer, if it was asked for before; know the edition."""
        offered, self._known = noted
        if self._known:
            edition = self._known[1]
            self._app.extensions["edition"] = lambda: edition
        if offered and body:
            self._app.extensions["kept"].offer(*offered, body)

    def _may_be_known(self, environ: dict[str, Any]) -> bool:
        """Whether it is worth looking for an answer, which takes a third of a millisecond."""
        if "HTTP_IF_NONE_MATCH" in environ:
            return True
        if not self._keeps or self.goes_first(environ):
            return False
        # numbers with a secret of this run, as those by which answers are kept
        asked = hash(tuple(environ.get(name) for name in TELLING))
        if asked in self._asked:
            return True
        self._asked[asked] = None
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return False

    def _is_current(self) -> bool:
        return self._known is not None and self._archive.edition_state() == self._known[0]

    def _seen(self) -> tuple[Edition, Edition] | None:
        """The state of the archive and its edition, if they belong together."""
        if time.monotonic() - self._looked < OFTEN:
            return self._known
        self._looked = time.monotonic()
        state = self._archive.edition_state()
        if state is None:
            return None
        if self._known and self._known[0] == state:
            return self._known
        try:
            edition = self._archive.edition()
        except PodshivkaError:
            return None
        self._known = (state, edition) if self._archive.edition_state() == state else None
        return self._known


def register(app: Flask, archive: Archive) -> None:
    """Have the site's processes ask here first."""
    app.extensions["desk"] = SiteDesk(app, archive)
