"""Our search from elsewhere: in a browser's search field, on another site's page, behind a link.

All of it needs the setting ``public_url``: elsewhere, a path leads nowhere. Without it the
description and oEmbed are not found, and pages do not name them.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, jsonify, render_template, request
from lxml import etree
from markupsafe import Markup

from schemas.errors import CutShortError
from schemas.results import Hit
from searchapp.address import Address, ParameterError
from searchapp.asked import asked, indexed, query_of, served, today
from searchapp.feed_formats import OPENSEARCH
from searchapp.in_words import in_words
from searchapp.links import Links
from searchapp.params import printable, query_pairs, read_text
from searchapp.visit import visit

elsewhere = Blueprint("elsewhere", __name__)

TERMS = "{searchTerms}"
"""Where a browser puts the words of a search (OpenSearch 1.1)."""

HEADLINES = 3
"""Articles that a link to a search shows on another site."""

WIDTH, HEIGHT = 600, 240
"""Pixels that it takes there, if the other site has as much room."""

KEPT_FOR = 3600
"""Seconds for which another site may keep what it was told of a search."""


@elsewhere.get("/opensearch.xml")
def description() -> Response:
    """What a browser reads to add this search to its own."""
    links, say = _public(), visit().say
    root = etree.Element(f"{{{OPENSEARCH}}}OpenSearchDescription", nsmap={None: OPENSEARCH})

    def add(name: str, text: str = "", **attributes: str) -> None:
        element = etree.SubElement(root, f"{{{OPENSEARCH}}}{name}", attributes)
        element.text = text or None

    add("ShortName", say("site.name"))
    add("Description", say("site.tagline"))
    add("InputEncoding", "UTF-8")
    add("Image", links.absolute(links.static("favicon.svg")), type="image/svg+xml")
    own, feed = links.search(Address()), links.feed(Address(), "atom", say.language)
    for type, path in (
        ("text/html", own),
        ("application/atom+xml", feed),
        ("application/x-suggestions+json", links.here("/opensearch/suggestions", ())),
    ):
        joint = "&" if "?" in path else "?"
        add("Url", type=type, template=f"{links.absolute(path)}{joint}q={TERMS}")
    address = links.absolute(links.opensearch())
    add("Url", type="application/opensearchdescription+xml", rel="self", template=address)
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return Response(body, mimetype="application/opensearchdescription+xml")


@elsewhere.get("/opensearch/suggestions")
def suggestions() -> Response:
    """Completions as browsers take them: the words, then a list of them."""
    text = read_text(visit().pairs)
    with indexed():
        found = served().suggest(text)
    response = jsonify([text, [one.text for one in found]])
    response.mimetype = "application/x-suggestions+json"
    return response


@elsewhere.get("/embed")
def embed() -> str:
    """The line of HTML that puts a search box on another site, with filters if any are chosen."""
    address = replace(asked(), page=1)
    address.query(today())  # what makes no sense is told here, not on the other site
    kept = [pair for pair in replace(address, text="").pairs() if pair[0] != "ui"]
    links, say = visit().links, visit().say
    pairs = [*kept, *([("ui", links.interface)] if links.interface else [])]
    hidden = Markup("").join(
        Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
        for name, value in pairs
    )
    line = Markup(
        '<form action="{}" method="get" role="search" aria-label="{}">{}'
        '<input type="search" name="q" aria-label="{}" maxlength="2000">'
        '<button type="submit">{}</button></form>'
    )
    target = links.here("/search", ())
    label, button = say("embed.label", site=say("site.name")), say("search.button")
    return render_template(
        "embed.html",
        line=str(line.format(links.absolute(target), label, hidden, label, button)),
        preview=line.format(target, label, hidden, label, button),
        narrows=replace(address, text="").narrows,
        searched=in_words()(replace(address, text="")),
    )


@elsewhere.get("/oembed")
def oembed() -> Response:
    """What another site shows in place of a link to a search (oEmbed 1.0)."""
    if request.args.get("format", "json") != "json":
        abort(501)  # as the specification wants it
    links = _public()
    url = printable(request.args.get("url", ""))
    if not url:
        raise ParameterError("url", url, "needed")
    path, _, asked_for = url.partition("#")[0].partition("?")
    if path != f"{links.public}/search":
        raise ParameterError("url", url, "search", links.absolute(links.search(Address("…"))))
    address = asked(query_pairs(asked_for.encode(errors="replace")))
    day = today()
    query = replace(query_of(address, day), sort="newest", page=1, size=HEADLINES)
    with indexed():
        page = served().search(query, visit().say.language)
    if not page.complete:
        raise CutShortError
    say, title = visit().say, in_words()(address)
    own = links.absolute(links.search(replace(address, page=1)))
    counted = say("embed.counted", count=page.total, date=say.day(day))
    html = Markup('<blockquote><p><a href="{}">{}</a></p>{}<p>{}</p></blockquote>').format(
        own, title, _headlines(page.hits, links), counted
    )
    return jsonify(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": say("site.name"),
            "provider_url": links.absolute(links.home()),
            "cache_age": KEPT_FOR,
            "html": str(html),
            "width": min(WIDTH, _room("maxwidth", WIDTH)),
            "height": min(HEIGHT, _room("maxheight", HEIGHT)),
        }
    )


def _headlines(hits: tuple[Hit, ...], links: Links) -> Markup:
    lines = (
        Markup('<li><a href="{}" lang="{}">{}</a>{}</li>').format(
            links.absolute(links.article(hit.id)),
            hit.language,
            hit.title.text,
            f", {visit().say.day(hit.published)}" if hit.published else "",
        )
        for hit in hits
    )
    listed = Markup("").join(lines)
    return Markup("<ul>{}</ul>").format(listed) if listed else Markup("")


def _room(name: str, usual: int) -> int:
    text = request.args.get(name, str(usual))
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 9 or not int(text):
        raise ParameterError(name, text, "number", "999999999")
    return int(text)


def _public() -> Links:
    links = visit().links
    if not links.public:
        abort(404)
    return links
