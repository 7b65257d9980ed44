"""Queries compared over time: a page, the same as CSV and as JSON.

``q``: a query, repeated for each, five at most. ``as``: ``count`` (default) or ``share``, of all
articles within the filters in each span. The filters, ``from``, ``to``, ``literal`` and ``any`` are
those of a search and hold for every query.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.page.attention import MOST, Attention
from indexer.page.attention_shapes import AttentionJson, attention_csv, attention_json
from searchapp.address import Address, ParameterError
from searchapp.asked import asked, indexed, query_of, served, today
from searchapp.compare_view import CompareView
from searchapp.in_words import in_words
from searchapp.openapi import SEARCH, WORDS, Parameter, described
from searchapp.params import LONGEST_TEXT, choice, printable
from searchapp.visit import visit

compare = Blueprint("compare", __name__)

Shown = Literal["count", "share"]
SHOWN: tuple[Shown, ...] = get_args(Shown)
OTHERS = ("date", "sort", "page", "size", "forms")
"""Parameters of a search that mean nothing here."""
COMPARED = (
    Parameter("q", f"A query, up to {MOST} of them.", WORDS.schema, repeated=True, required=True),
    *(one for one in SEARCH if one.name not in {"q", *OTHERS}),
    Parameter("as", "What the page shows; JSON has both.", {"type": "string", "enum": list(SHOWN)}),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks. ``texts``: distinct, MOST at most; ``twice``, ``beyond``: the rest."""

    texts: tuple[str, ...]
    twice: tuple[str, ...]
    beyond: tuple[str, ...]
    cut: frozenset[str]
    address: Address
    shown: Shown


@compare.get("/compare")
def page() -> str | AnyResponse:
    """The chart, what it says in words, and its table. What cannot be compared is told."""
    ask = _asked()
    links = visit().links
    if any(not value for _, value in visit().pairs):
        texts = (*ask.texts, *ask.twice, *ask.beyond)
        return redirect(links.compare(texts, ask.address, ask.shown))
    attention = _compared(ask) if ask.texts else None
    view = CompareView(
        attention,
        ask.address,
        ask.texts,
        ask.twice,
        ask.beyond,
        ask.cut,
        ask.shown == "share",
        links,
        visit().say,
        in_words().label,
        today(),
    )
    within = in_words()(ask.address) if ask.address.narrows else ""
    return render_template("compare.html", view=view, within=within, most=MOST, section="compare")


@compare.get("/compare.csv")
def table() -> Response:
    """The table: a row for each span, a column for each query."""
    ask = _strictly()
    content = attention_csv(_compared(ask), shares=ask.shown == "share")
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="compare.csv"'
    return answer


@compare.get("/api/v1/compare")
@described(AttentionJson, COMPARED)
def as_json() -> Response:
    """The same for programs."""
    return jsonify(attention_json(_compared(_strictly())))


def _compared(ask: _Asked) -> Attention:
    common = query_of(ask.address, today())
    with indexed():
        return served().attention([replace(common, text=text) for text in ask.texts])


def _asked() -> _Asked:
    address = replace(asked(), text="")
    if address.undated:
        raise ParameterError("date", "unknown", "dated")
    typed = [text for name, raw in visit().pairs if name == "q" and (text := printable(raw))]
    texts = [visit().links.shortened(text[:LONGEST_TEXT].strip(), request.host) for text in typed]
    distinct = list(dict.fromkeys(texts))
    shown = [printable(value) for name, value in visit().pairs if name == "as" and printable(value)]
    return _Asked(
        tuple(distinct[:MOST]),
        tuple(dict.fromkeys(text for text in texts if texts.count(text) > 1)),
        tuple(distinct[MOST:]),
        frozenset(
            text for text, whole in zip(texts, typed, strict=True) if len(whole) > LONGEST_TEXT
        ),
        replace(address, page=1, sort=None, forms=False),
        choice("as", shown[-1] if shown else "count", SHOWN),
    )


def _strictly() -> _Asked:
    """As asked; for programs what cannot be compared is an error."""
    ask = _asked()
    if ask.beyond:
        raise ParameterError("q", ask.beyond[0], "at-most", str(MOST))
    if ask.twice:
        raise ParameterError("q", ask.twice[0], "once")
    if not ask.texts:
        raise ParameterError("q", "", "some")
    return ask
