"""The application: what every request passes through."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.json.provider import JSONProvider
from pydantic_core import from_json, to_json

from indexer.archive import Archive
from schemas.article import MOSCOW
from searchapp import desk, errors, kept, onion, openapi, unfound, watching
from searchapp.api import api
from searchapp.articles import articles
from searchapp.asked import served, today
from searchapp.by_date import by_date
from searchapp.compare import compare
from searchapp.dates_api import dates_api
from searchapp.dossiers import dossiers
from searchapp.elsewhere import elsewhere
from searchapp.encoding import encode
from searchapp.exports import exports
from searchapp.facets import facets
from searchapp.feeds import feeds
from searchapp.front import front
from searchapp.kept import METHODS, keep
from searchapp.private import private
from searchapp.render import InBothLanguages, Prepared, Templates, filters
from searchapp.repeated import item, rows
from searchapp.sections import sections
from searchapp.seen import seen
from searchapp.sets import sets
from searchapp.sitemaps import sitemaps
from searchapp.static_files import static_files
from searchapp.views import pages
from searchapp.visit import begin, visit

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
"""Nothing is loaded from elsewhere or told to others; only scripts of our own run."""

CONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
"""What a request compares an entity tag, or the date of a change, with."""

MEGABYTE = 1_000_000

SETTLED = timedelta(seconds=2)
"""Age from which a change is told by its date, which has whole seconds: two could share one."""


class _Json(JSONProvider):
    """JSON as pydantic writes it: the bytes of ``json.dumps``, in a quarter of the time."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """``obj`` as text."""
        return to_json(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """What a text says."""
        return from_json(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """An answer with the JSON of what ``jsonify`` was given."""
        body = to_json(self._prepare_response_obj(args, kwargs)) + b"\n"
        return Response(body, mimetype="application/json")


def create_app(archive: Archive) -> Flask:
    """A site that reads ``archive``. It never writes and keeps nothing of its readers."""
    app = Flask(__name__, static_folder=None)
    app.extensions["archive"] = archive
    app.extensions["edition"] = archive.edition
    app.extensions["started"] = datetime.now(UTC)  # with these settings, in this version
    app.json = _Json(app)
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Prepared)
    if app.jinja_env.loader is not None:
        app.jinja_env.loader = InBothLanguages(app.jinja_env.loader)
    app.jinja_env.filters.update(filters())
    app.jinja_env.globals.update(item=item, rows=rows, sections=sections)
    app.register_blueprint(static_files)
    app.register_blueprint(pages)
    app.register_blueprint(articles)
    app.register_blueprint(api)
    app.register_blueprint(feeds)
    app.register_blueprint(exports)
    app.register_blueprint(elsewhere)
    app.register_blueprint(facets)
    app.register_blueprint(compare)
    app.register_blueprint(front)
    app.register_blueprint(sitemaps)
    app.register_blueprint(by_date)
    app.register_blueprint(dates_api)
    app.register_blueprint(dossiers)
    app.register_blueprint(seen)
    app.register_blueprint(sets)
    app.register_blueprint(private)
    app.register_blueprint(watching.watching)
    errors.register(app)
    watching.register(app)
    unfound.register(app, archive.settings.nothing_found)
    app.before_request(begin)
    kept.register(app, archive.settings.answers_kept * MEGABYTE)
    app.before_request(_know_parameters)
    app.after_request(_finish)
    app.context_processor(_shared)
    desk.register(app, archive)
    return app


def _shared() -> dict[str, object]:
    current = visit()
    return {
        "say": current.say,
        "links": current.links,
        "path": request.script_root + request.path,
        "switched": current.switched,
        "counted": served().settings.nothing_found > 0,
    }


def _know_parameters() -> None:
    if request.endpoint:
        openapi.check(current_app.view_functions[request.endpoint], visit().pairs)


def _open_to_other_sites(response: Response) -> None:
    """Let pages of the sites that the operator names read an answer of the API."""
    allowed = served().settings.api_origins
    if not allowed:
        return
    headers = response.headers
    response.vary.add("Origin")
    origin = "*" if "*" in allowed else request.headers.get("Origin", "")
    if origin in allowed:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def _date(response: Response) -> None:
    """Say since when the answer may be as it is: relative dates change it at midnight."""
    midnight = datetime.combine(today(), time.min, MOSCOW)
    latest = max(served().changed(), midnight, current_app.extensions["started"])
    if datetime.now(UTC) - latest > SETTLED:
        response.last_modified = latest


def _finish(response: Response) -> Response:
    headers = response.headers
    # a static file says all of this itself; that there is none is told as on any page
    if not request.path.startswith("/static/") or response.status_code not in {200, 304}:
        encode(response)
        keep(response)
        if request.path in watching.FLEETING or request.method == "POST":
            headers["Cache-Control"] = "no-store"
        else:
            _say_for_how_long(response)
            _compare(response)
        onion.offer(response)
    headers.extend(HEADERS)
    return response


def _say_for_how_long(response: Response) -> None:
    """Who may keep the answer: the reader, and for a while a cache if the operator wants it."""
    headers, seconds = response.headers, served().settings.shared_cache
    response.vary.add("Accept-Language")  # which decides where the address names no language
    lasting = seconds and response.status_code in {200, 304} and g.get("tag")
    shared = f"public, max-age=0, s-maxage={seconds}" if lasting else "private, no-cache"
    headers.add("Cache-Control", "no-store" if "cut" in g else shared)
    if request.path.startswith("/api/"):
        _open_to_other_sites(response)


def _compare(response: Response) -> None:
    """Send nothing of an answer that the reader has already."""
    if response.status_code != 200 or request.method not in METHODS or "cut" in g:
        return
    if request.path.startswith("/api/"):
        _date(response)
    response.add_etag()
    # comparing tags that nobody sent took 0.1 ms of each answer
    if not CONDITIONS.isdisjoint(request.environ):
        response.make_conditional(request)
