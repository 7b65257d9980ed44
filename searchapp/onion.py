"""The same page as an onion service, which Tor Browser offers to readers of the site."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, request

from searchapp.asked import served

_WRITTEN = "!#$%&'()*+,/:;=?@[]~"


def offer(response: Response) -> None:
    """Name the address of a page at the setting ``onion_url``, in the header Onion-Location.

    The page of an answer to a form has no address.
    """
    onion = served().settings.onion_url
    if not onion or request.method != "GET" or response.mimetype != "text/html":
        return
    query = request.query_string.decode("latin-1")
    response.headers["Onion-Location"] = (
        onion + quote(request.path) + (f"?{quote(query, safe=_WRITTEN)}" if query else "")
    )
