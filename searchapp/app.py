"""The application: what every request passes through."""

from __future__ import annotations

from flask import Flask, Response, request

from indexer.archive import Archive
from searchapp import errors
from searchapp.articles import articles
from searchapp.render import filters
from searchapp.views import pages
from searchapp.visit import begin, visit

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
"""Nothing is loaded from elsewhere or told to others; our one script is all that runs."""

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
    app.register_blueprint(articles)
    errors.register(app)
    app.before_request(begin)
    app.after_request(_finish)
    app.context_processor(_shared)
    return app


def _shared() -> dict[str, object]:
    current = visit()
    return {"say": current.say, "links": current.links, "switched": current.switched}


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
    if response.status_code == 200 and request.method in {"GET", "HEAD"}:
        response.add_etag()
        response.make_conditional(request)
    return response
