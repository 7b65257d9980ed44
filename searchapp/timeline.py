"""The date as a facet: bars of years, months or days, each with the address that chooses it.

A page has dozens of bars, which are written as HTML here: see ``repeated``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from indexer.page.facets import UNDATED
from indexer.page.timeline import NARROWEST, WIDEST, joined, within
from schemas.results import Chart, FacetCount, Page, Span, Unit
from searchapp.messages import Messages
from searchapp.render import short
from searchapp.styles import length, length_behind
from searchapp.variants import Variants

LABELLED = 5
"""Years whose label is shown when space is short: the first, the last, multiples of this."""
FEW = 8
"""Bars whose labels always have space."""
SELECTED = ' class="selected"', ' aria-current="true"'
"""Attributes of a chosen bar, and of its link."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars with what they say. ``kinds``: classes of the table, by which it is drawn.

    ``columns``: how many bars. ``labels``, ``bars``: the cells of its two rows. ``behind``: whether
    all articles of the archive are drawn behind those of the result, and the caption says so.
    ``above``: the year whose days are shown, and ``up`` its address; "" for other charts.
    """

    unit: Unit
    kinds: str
    caption: str
    columns: int
    labels: Markup
    bars: Markup
    behind: bool
    up: str = ""
    above: str = ""


@dataclass(frozen=True)
class Timeline:
    """The counts of a page by time. On a phone only the last of the charts has space."""

    page: Page
    here: Variants
    say: Messages

    @cached_property
    def charts(self) -> tuple[BarChart, ...]:
        """The whole result, then the chosen period; each for wide screens and for phones."""
        charts = self.page.charts
        return tuple(
            drawn
            for number, chart in enumerate(charts)
            for drawn in self._drawn(chart, last=number == len(charts) - 1)
        )

    def _drawn(self, chart: Chart, *, last: bool) -> Iterator[BarChart]:
        step, spans = joined(chart, WIDEST)
        fits = len(spans) <= NARROWEST
        yield self._chart(chart, step, spans, narrow=last and fits, wide=True)
        if last and not fits:
            yield self._chart(chart, *joined(chart, NARROWEST), narrow=True, wide=False)

    @property
    def undated(self) -> FacetCount | None:
        """Articles of the result without a date; None when there are none and none were chosen."""
        found = (count for count in self.page.facets["date"] if count.value == UNDATED)
        return next(found, None)

    @property
    def undated_url(self) -> str:
        """The address that chooses them."""
        return self.here.results({"from": "", "to": "", "date": UNDATED, "page": ""})

    def _chart(
        self, chart: Chart, step: int, spans: Sequence[Span], *, narrow: bool, wide: bool
    ) -> BarChart:
        behind = any(span.every != span.count for span in spans)
        minor = _minor(chart.unit, spans, wide=wide)
        labels, bars = self._cells(chart.unit, spans, minor, wide=wide, behind=behind)
        room = "" if narrow and wide else " wide" if wide else " narrow"
        kinds = f"{room}{' behind' * behind}{' sparse' * bool(minor)}"
        year, up = "", ""
        if chart.unit == "day" and spans[0].first.year == spans[-1].last.year:
            year = str(spans[0].first.year)
            up = Markup(year).join(self.here.between())  # noqa: S704 - digits
        return BarChart(
            chart.unit,
            f"{chart.unit}s{self._density(spans)}{kinds}",
            self._caption(chart, step),
            len(spans),
            labels,
            bars,
            behind and wide,
            up,
            year,
        )

    def _density(self, spans: Sequence[Span]) -> str:
        """Room of a bar: 1,140 px among all of them, some 6.7 px a character of its number."""
        if len(spans) < FEW:
            return " few"
        widest = len(self.say.number(max(span.count for span in spans))) + 1
        return " dense" if len(spans) * widest > 170 or len(spans) > 30 else ""

    def _caption(self, chart: Chart, step: int) -> str:
        first, last = chart.spans[0].first, chart.spans[-1].last
        if step > 1:
            return self.say(f"timeline.{chart.unit}s.together", count=step)
        if chart.unit == "day" and (first.year, first.month) == (last.year, last.month):
            return self.say("timeline.days.of", month=self.say.month(first))
        if chart.unit == "month" and first.year == last.year:
            return self.say("timeline.months.of", year=str(first.year))
        return self.say(f"timeline.{chart.unit}s")

    def _cells(
        self, unit: Unit, spans: Sequence[Span], minor: set[int], *, wide: bool, behind: bool
    ) -> tuple[Markup, Markup]:
        """The headings of the columns, and the bars, each with the address that chooses it.

        Cells and headings end where the next one begins.

        A chart only for phones has no room for numbers, nor for the whole archive behind.
        """
        highest = max(span.count for span in spans) or 1
        all_highest = max(span.every for span in spans) or 1
        chosen = self._chosen(unit, spans)
        before, inside, after = self.here.between()
        said = self.say.pattern("timeline.bar.of" if behind else "timeline.bar")
        number = self.say.number
        labels, bars, last = [], [], len(spans) - 1
        for at, span in enumerate(spans):
            named = _named(self.say, unit, span.first, span.last)
            label = named.label if at else named.first_label
            shown = bool(minor) and at not in minor
            labels.append(_heading(label, named.name, span, named=shown, last=at == last))
            lengths = [length(span.count, highest)] if span.count else []
            if behind and wide and not span.folded:
                lengths.append(length_behind(span.every, all_highest))
            drawn = f' class="{" ".join(lengths)}"' if lengths else ""
            if not span.count:
                none = self.say("timeline.none", count=span.every) if behind else "0"
                kind = ' class="folded"' if span.folded else ' class="selected"' * chosen(span)
                bars.append(f'<td{kind}><span class="unseen">{none}</span><b{drawn}></b>')
                continue
            kind, current = SELECTED if chosen(span) else ("", "")
            href = f"{before}{named.since}{inside}{named.until}{after}"
            count, every = number(span.count), number(span.every)
            bar = f"<b{drawn}>{count if wide else ''}</b>"
            name = short(said.format(label=named.name, count=count, every=every))
            bars.append(f'<td{kind}><a href="{href}" aria-label="{name}"{current}>{bar}</a>')
        return Markup("".join(labels)), Markup("".join(bars))  # noqa: S704 - all is escaped

    def _chosen(self, unit: Unit, spans: Sequence[Span]) -> Callable[[Span], bool]:
        """Which bars are chosen: none while the period holds all of them."""
        period = self.page.query.period
        if not period or period.undated:
            return lambda _: False
        if all(within(span, period) for span in spans) and len(spans) > 1 and unit != "year":
            return lambda _: False
        return lambda span: not span.folded and within(span, period)


def _heading(label: str, name: str, span: Span, *, named: bool, last: bool) -> str:
    """The heading of a bar; that of the last one may reach to the left.

    ``named``: whether it is shown even when space is short and others are not.
    """
    kind = ' class="named"' if named else ""
    if span.folded:
        unseen = f'<span class="unseen">{short(name)}</span>'
        return f'<th{kind}><bdi aria-hidden="true">…</bdi>{unseen}'
    shown = short(label)
    return f"<th{kind}>{f'<bdi>{shown}</bdi>' if last else shown}"


class _Named(NamedTuple):
    """What some years, months or days are called.

    ``first_label``: under the first bar of a chart, ``label``: under any other. ``since``,
    ``until``: as addresses name the first and the last of them.
    """

    first_label: str
    label: str
    name: str
    since: str
    until: str


@lru_cache(maxsize=10_000)
def _named(say: Messages, unit: Unit, first: date, last: date) -> _Named:
    """The same for every page: charts of other searches have the same years and months."""
    names = [_name(say, unit, day) for day in (first, last)]
    name = names[0] if names[0] == names[1] else say("chip.period", since=names[0], until=names[1])
    label = str(first.day if unit == "day" else first.year)
    short = say.month_short(f"{first:%Y-%m}") if unit == "month" else label
    later = short if unit == "month" and first.month != 1 else label
    return _Named(short, later, name, _value(unit, first), _value(unit, last))


def _name(say: Messages, unit: Unit, day: date) -> str:
    if unit == "day":
        return say.day(day)
    return str(day.year) if unit == "year" else say.month(day)


def _value(unit: Unit, day: date) -> str:
    """A day as an address names the unit that it lies in."""
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[unit]]


def _minor(unit: Unit, spans: Sequence[Span], *, wide: bool) -> set[int]:
    """Bars without a label when space is short."""
    if len(spans) <= FEW:
        return set()
    if unit == "year" and wide:
        labelled = _labelled([span.first.year for span in spans])
        return {at for at, span in enumerate(spans) if span.first.year not in labelled}
    step = -(-len(spans) // FEW) if not wide or unit == "day" else 1 if len(spans) <= 12 else 3
    return {at for at in range(len(spans)) if at % step}


def _labelled(years: Sequence[int]) -> set[int]:
    """Years whose labels have space on a phone: no two beside each other unless there are few."""
    ends = {years[0], years[-1]}
    inside = {year for year in years if year % LABELLED == 0}
    return ends | {year for year in inside if all(abs(year - end) > 2 for end in ends)}
