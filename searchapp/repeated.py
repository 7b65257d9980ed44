"""What a page of results repeats by the dozen: rows of a facet, bars of a timeline, as HTML.

Written here and not in a template, which takes three times as long for it: these were a third of
the time of a page. Each text is escaped once, where it comes in.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from searchapp.facet_groups import Value
from searchapp.messages import Messages
from searchapp.timeline import Bar, BarChart


def rows(
    values: tuple[Value, ...], name: str, form: str, say: Messages, *, complete: bool = True
) -> Markup:
    """Values of the facet ``name``. ``form``: id of the form that their boxes belong to.

    ``complete``: whether their numbers are of all articles, and not of those found in time.
    """
    found = (_row(value, name, form, say, complete=complete) for value in values)
    return Markup("\n".join(found))  # noqa: S704


def _row(value: Value, name: str, form: str, say: Messages, *, complete: bool) -> str:
    label, own = escape(value.label), escape(value.value)
    depth = f' class="depth-{value.depth}"' if value.depth else ""
    if value.excluded:
        return f"<li{depth}><s>{label}</s></li>"
    state = f"{' checked' if value.selected else ''}{' disabled' if value.written else ''}"
    level = (
        f'<span class="unseen">, {say("filters.level", level=value.depth + 1)}</span>'
        if value.depth
        else ""
    )
    count = '<span class="count">0</span>' if complete else ""
    if value.count:
        key = "filters.only" if complete else "cut.only"
        only = escape(say(key, label=value.label, count=value.count))
        address, number = escape(value.only), say.number(value.count)
        number = number if complete else f"≥ {number}"
        count = f'<a class="count" href="{address}" aria-label="{only}">{number}</a>'
    without = ""
    if not value.written:
        title = escape(say("filters.without", label=value.label))
        button = f'<button form="{form}" name="not-{name}" value="{own}"'
        without = f'{button} title="{title}"></button>'
    drawn = f'<i class="{value.length}"></i>' if value.length else ""
    return (
        f'<li{depth}><label><input type="checkbox" form="{form}" name="{name}" value="{own}"'
        f"{state}>{label}{level}</label>{count}{without}{drawn}</li>"
    )


def labels(chart: BarChart) -> Markup:
    """The headings of the columns of a timeline."""
    last = len(chart.bars) - 1
    heads = (_label(bar, last=at == last) for at, bar in enumerate(chart.bars))
    return Markup("\n".join(heads))  # noqa: S704 - texts are escaped


def _label(bar: Bar, *, last: bool) -> str:
    minor = ' class="minor"' if bar.minor else ""
    if bar.folded:
        name = escape(bar.name)
        return f'<th{minor}><bdi aria-hidden="true">…</bdi><span class="unseen">{name}</span></th>'
    label = escape(bar.label)
    return f"<th{minor}>{f'<bdi>{label}</bdi>' if last else label}</th>"


def bars(chart: BarChart) -> Markup:
    """The bars of a timeline, each with the address that chooses it."""
    return Markup("\n".join(map(_bar, chart.bars)))  # noqa: S704 - texts are escaped


def _bar(bar: Bar) -> str:
    kind = ' class="selected"' if bar.selected else ' class="folded"' if bar.folded else ""
    drawn = f'<i class="{bar.lengths}"></i>' if bar.lengths else ""
    said = escape(bar.said)
    if not bar.url:
        return f'<td{kind}><span class="unseen">{said}</span>{drawn}</td>'
    current = ' aria-current="true"' if bar.selected else ""
    return (
        f'<td{kind}><a href="{escape(bar.url)}" aria-label="{said}"{current}>'
        f'<span class="number">{bar.number}</span>{drawn}</a></td>'
    )
