"""The application: what every request passes through."""

from __future__ import annotations

from flask import Flask, Response, g, request

from indexer.archive import Archive
from schemas.article import Language
from searchapp import errors
from searchapp.links import Links
from searchapp.messages import messages
from searchapp.params import LANGUAGES, decode, read_interface
from searchapp.render import filters
from searchapp.views import pages

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
"""Nothing is loaded from elsewhere, nothing is run, nothing is told to others."""

FOREVER = 31_536_000
"""Seconds that a browser may keep a file whose address has its digest."""


def create_app(archive: Archive) -> Flask:
    """A site that reads ``archive``. It never writes and keeps nothing of its readers."""
    app = Flask(__name__)
    app.extensions["archive"] = archive
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # of the default provider
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(filters())
    app.register_blueprint(pages)
    errors.register(app)
    app.before_request(_read_interface)
    app.after_request(_finish)
    app.context_processor(_shared)
    return app


def _read_interface() -> None:
    """Settle the language first, so that a wrong parameter can be told in it."""
    preferred = request.accept_languages.best_match(LANGUAGES)
    g.say = messages("ru" if preferred == "ru" else "en")
    g.links = Links(request.script_root, None)
    g.pairs = decode(request.query_string)
    chosen = read_interface(g.pairs)
    if chosen:
        g.say, g.links = messages(chosen), Links(request.script_root, chosen)


def _shared() -> dict[str, object]:
    return {"say": g.say, "links": g.links, "switch": _switch}


def _switch(language: Language) -> str:
    """This page with its interface in ``language``."""
    rest = [(name, value) for name, value in g.pairs if name != "ui" and value]
    links: Links = g.links
    return links.here(request.path, [*rest, ("ui", language)])


def _finish(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.endpoint == "static":
        response.cache_control.public = True
        response.cache_control.max_age = FOREVER
        response.cache_control.immutable = True
        return response
    response.vary.add("Accept-Language")
    response.cache_control.private = True
    response.cache_control.no_cache = True
    if response.status_code == 200 and request.method in {"GET", "HEAD"}:  # noqa: PLR2004
        response.add_etag()
        response.make_conditional(request)
    return response
