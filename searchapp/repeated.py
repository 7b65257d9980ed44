"""What a page of results repeats by the dozen: its entries, and the rows of facets.

Written here as HTML and not in a template, which takes three times as long for it, and these are
much of the time of a page. Each text is escaped once, where it comes in. Items of lists end where
the next one begins, which HTML allows.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from schemas.article import moment_of
from schemas.facets import OPEN
from schemas.results import Hit
from searchapp.entries import Entry
from searchapp.facet_groups import Value
from searchapp.links import href
from searchapp.messages import Messages
from searchapp.render import machine, manner, marked, short
from searchapp.results import ResultsView


def item(
    entry: Entry, view: ResultsView, *, dated: bool, versions: str, numbered: int | None
) -> Markup:
    """A hit with the other versions of its story.

    ``dated``: it stands under its day, which it need not tell again. ``versions``: as HTML.
    ``numbered``: the number that the list gives it by itself, 0 if the list counts otherwise; None:
    it has no number in the result.
    """
    hit, say = entry.hit, view.say
    when, kind = ("", ' class="dated"') if dated else (_when(hit, view), "")
    if numbered is None:
        place, address = "", href(view.links.article(hit.id))
    else:
        own = "" if entry.number == numbered else f' value="{entry.number}"'
        place, address = f'{own} id="hit{entry.number}"', view.hit(hit, entry.number)
    tongue = "" if hit.language == say.language else f' lang="{hit.language}"'
    snippet = f"<p{tongue}>{marked(hit.snippet)}</p>" if hit.snippet.text else ""
    return Markup(  # noqa: S704 - texts are escaped
        f"<li{place}><article{kind}>"
        f"{when}<div>{_kicker(hit, view, dated=dated)}"
        f'<h2{tongue}{manner(hit.title.text)}><a href="{address}">'
        f"{marked(hit.title)}</a></h2>{snippet}{versions}{_missing(hit, say)}"
        "</div></article>"
    )


def _when(hit: Hit, view: ResultsView) -> str:
    say = view.say
    if not hit.published:
        return f"<p>{escape(say('article.undated'))}</p>"
    day, time = say.day_and_time(hit.published)
    shown = f"{short(day)}{f' <span>{time}</span>' if time else ''}"
    still = moment_of(hit.published) >= view.soon
    later = f" <span>{escape(say('article.future'))}</span>" if still else ""
    return f'<p><time datetime="{machine(hit.published)}">{shown}</time>{later}</p>'


def _kicker(hit: Hit, view: ResultsView, *, dated: bool) -> str:
    """What stands above a title: the time of day, another language, regions and topics."""
    say = view.say
    labels = ", ".join(map(short, view.labels(hit)))
    pieces = [labels] if labels else []
    if hit.language != say.language:
        pieces.insert(0, f'<span class="tongue">{escape(say.tongue(hit.language))}</span>')
    if dated and hit.published and (time := say.time(hit.published)):
        pieces.insert(0, f"<time>{time}</time>")  # of the day that it stands under
    return f"<p>{' '.join(pieces)}</p>" if pieces else ""


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
    return Markup("".join(found))  # noqa: S704


def _row(value: Value, name: str, form: str, say: Messages, *, complete: bool) -> str:
    kinds = [f"depth-{value.depth}"] * bool(value.depth) + [value.length] * bool(value.length)
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    if value.excluded:
        return f"<li{kind}><s>{short(value.label)}</s>"
    # the names that readers look at must not stay in memory
    parts = _written_row if name in OPEN else _known_row
    box, label, without = parts(say, (name, form), value.value, value.label, value.depth)
    state = f"{' checked' if value.selected else ''}{' disabled' if value.written else ''}"
    count = "<span>0</span>" if complete else ""
    if value.count and value.alone:
        count = f"<span>{say.number(value.count)}</span>"
    elif value.count:
        key = "filters.only" if complete else "cut.only"
        only = short(say(key, label=value.label, count=value.count))
        number = say.number(value.count)
        number = number if complete else f"≥ {number}"
        count = f'<a href="{value.only}" aria-label="{only}">{number}</a>'
    return f"<li{kind}><label>{box}{state}>{label}</label>{count}{'' if value.written else without}"


def _written_row(
    say: Messages, of: tuple[str, str], value: str, label: str, depth: int
) -> tuple[str, str, str]:
    """What a row has whatever was found: its box, its label, and the button that excludes it.

    ``of``: the facet and the form.
    """
    name, form = of
    own = short(value)
    level = f"<i>, {short(say('filters.level', level=depth + 1))}</i>" if depth else ""
    title = short(say("filters.without", label=label))
    return (
        f'<input type="checkbox" form="{form}" name="{name}" value="{own}"',
        f"{short(label)}{level}",
        f'<button form="{form}" name="not-{name}" value="{own}" title="{title}"></button>',
    )


_known_row = lru_cache(maxsize=10_000)(_written_row)
"""The same, remembered: values of a taxonomy, and languages, of which there are few."""
