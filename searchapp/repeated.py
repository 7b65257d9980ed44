"""What a page of results repeats by the dozen: its entries, rows of a facet.

Written here as HTML and not in a template, which takes three times as long for it, and these are
much of the time of a page. Each text is escaped once, where it comes in.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from schemas.article import moment_of
from schemas.facets import OPEN
from schemas.results import Hit
from searchapp.entries import Entry
from searchapp.facet_groups import Value
from searchapp.messages import Messages
from searchapp.render import machine, manner, marked, short
from searchapp.results import ResultsView


def item(entry: Entry, view: ResultsView, *, dated: bool, numbered: bool, versions: str) -> Markup:
    """A hit with the other versions of its story.

    ``dated``: it stands under its day, which it need not tell again. ``numbered``: it has a number
    in the result. ``versions``: as HTML.
    """
    hit, say = entry.hit, view.say
    when = "" if dated else _when(hit, view)
    place = f' value="{entry.number}" id="hit{entry.number}"' if numbered else ""
    address = view.hit(hit, entry.number) if numbered else view.links.article(hit.id)
    snippet = (
        f'<p class="snippet" lang="{hit.language}">{marked(hit.snippet)}</p>'
        if hit.snippet.text
        else ""
    )
    return Markup(  # noqa: S704 - texts are escaped
        f'<li{place}><article class="hit{" dated" if dated else ""}">'
        f'{when}<div class="what">{_kicker(hit, view, dated=dated)}'
        f'<h2 lang="{hit.language}"{manner(hit.title.text)}><a href="{escape(address)}">'
        f"{marked(hit.title)}</a></h2>{snippet}{versions}{_missing(hit, say)}"
        "</div></article></li>"
    )


def _when(hit: Hit, view: ResultsView) -> str:
    say = view.say
    if not hit.published:
        return f'<p class="when">{escape(say("article.undated"))}</p>'
    day, time = say.day_and_time(hit.published)
    shown = f"{short(day)}{f' <span>{time}</span>' if time else ''}"
    still = moment_of(hit.published) >= view.soon
    later = f" <span>{escape(say('article.future'))}</span>" if still else ""
    return f'<p class="when"><time datetime="{machine(hit.published)}">{shown}</time>{later}</p>'


def _kicker(hit: Hit, view: ResultsView, *, dated: bool) -> str:
    """What stands above a title: the time of day, another language, regions and topics."""
    say = view.say
    pieces = [f"<i>{short(label)}</i>" for label in view.labels(hit)]
    if hit.language != say.language:
        pieces.insert(0, f'<span class="tongue">{escape(say.tongue(hit.language))}</span>')
    if dated and hit.published and (time := say.time(hit.published)):
        pieces.insert(0, f'<time datetime="{machine(hit.published)}">{time}</time>')
    return f'<p class="kicker">{" ".join(pieces)}</p>' if pieces else ""


def _missing(hit: Hit, say: Messages) -> str:
    if not hit.missing:
        return ""
    words = ", ".join(f"<s>{escape(word)}</s>" for word in hit.missing)
    return f'<p class="missing">{escape(say("hit.missing"))} {words}</p>'


def rows(
    values: tuple[Value, ...], name: str, form: str, say: Messages, *, complete: bool = True
) -> Markup:
    """Values of the facet ``name``. ``form``: id of the form that their boxes belong to.

    ``complete``: whether their numbers are of all articles, and not of those found in time.
    """
    found = (_row(value, name, form, say, complete=complete) for value in values)
    return Markup("\n".join(found))  # noqa: S704


def _row(value: Value, name: str, form: str, say: Messages, *, complete: bool) -> str:
    depth = f' class="depth-{value.depth}"' if value.depth else ""
    if value.excluded:
        return f"<li{depth}><s>{short(value.label)}</s></li>"
    # names that readers have chosen shall not stay in memory
    parts = _written_row if name in OPEN else _known_row
    box, label, without = parts(say, (name, form), value.value, value.label, value.depth)
    state = f"{' checked' if value.selected else ''}{' disabled' if value.written else ''}"
    count = '<span class="count">0</span>' if complete else ""
    if value.count:
        key = "filters.only" if complete else "cut.only"
        only = short(say(key, label=value.label, count=value.count))
        number = say.number(value.count)
        number = number if complete else f"≥ {number}"
        count = f'<a class="count" href="{escape(value.only)}" aria-label="{only}">{number}</a>'
    drawn = f'<i class="{value.length}"></i>' if value.length else ""
    return (
        f"<li{depth}><label>{box}{state}>{label}</label>{count}"
        f"{'' if value.written else without}{drawn}</li>"
    )


def _written_row(
    say: Messages, of: tuple[str, str], value: str, label: str, depth: int
) -> tuple[str, str, str]:
    """What a row has whatever was found: its box, its label, the button that leaves it out.

    ``of``: the facet and the form.
    """
    name, form = of
    own, shown = short(value), short(label)
    if depth:
        shown += f'<span class="unseen">, {short(say("filters.level", level=depth + 1))}</span>'
    title = short(say("filters.without", label=label))
    return (
        f'<input type="checkbox" form="{form}" name="{name}" value="{own}"',
        shown,
        f'<button form="{form}" name="not-{name}" value="{own}" title="{title}"></button>',
    )


_known_row = lru_cache(maxsize=10_000)(_written_row)
"""The same for every page: values of a taxonomy, and languages."""
