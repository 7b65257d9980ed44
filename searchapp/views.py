"""The pages: search and help; what every site has."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from indexer.export import FORMATS
from searchapp import unfound
from searchapp.asked import asked, count, found, served, today
from searchapp.form import sent, settled
from searchapp.recent import ended
from searchapp.results import ResultsView
from searchapp.visit import visit

pages = Blueprint("pages", __name__)
"""A view raises what its archive and its address raise; errors.py turns that into answers."""


@pages.get("/search")
def search() -> str | tuple[str, int] | AnyResponse:
    """Results, or the whole archive newest first when there are no words."""
    if sent(visit().pairs):
        return redirect(visit().links.here("/search", settled(visit().pairs)))
    address = asked()
    day = today()
    page = found(address, day)
    unfound.note(address, page)
    view = ResultsView(
        page,
        address,
        visit().links,
        visit().say,
        served().taxonomies,
        day,
        count=count,
        ended=ended(served(), day),
    )
    html = render_template("search.html", view=view, formats=FORMATS.values())
    return (html, 404) if view.beyond and page.total else html


@pages.get("/help")
def help() -> str:
    """How to search."""
    return render_template("help.html")


@pages.get("/favicon.ico")
def favicon() -> AnyResponse:
    """The icon, for what names none: JSON opened in a browser."""
    return redirect(visit().links.static("favicon.svg"))
