"""What the page of compared queries shows: lines, their labels, what they say, the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from babel.numbers import format_percent

from indexer.page.attention import MOST, Attention, Line
from schemas.results import Note
from searchapp.address import Address
from searchapp.chosen import Chosen
from searchapp.compare_labels import Peak, Tick, apart, peaks, ticks
from searchapp.compare_table import folded
from searchapp.links import Links
from searchapp.messages import Messages
from searchapp.params import LONGEST_TEXT
from searchapp.result_links import Choice

LETTERS = "ABCDE"
TOP, HEIGHT, GAP = 24, 240, 20
"""Of the chart, in px: above the lines, of the lines, between the labels at their ends."""
ACROSS = 84
"""Percent of the chart that the lines take; the rest is for the labels at their ends."""
YEARS, LABELS = 8, 4
"""Labels below the chart at most: years, and months and days, which are longer."""
SCALED, SCALE = (0, 50, 100), 5
"""What of the highest value is written at the left edge, in percent; how far above, in px."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of the chart with what is said of it.

    ``points``: in percent of both sides, y downwards. ``peak``: where the highest point lies, in
    percent across and in px down, None without any. ``label``: px down of the label at its end.
    """

    letter: str
    text: str
    url: str
    total: int
    undated: int
    undated_url: str
    said: str
    notes: tuple[str, ...]
    points: str
    peak: tuple[float, float] | None
    label: float


@dataclass(frozen=True)
class CompareView:
    """A comparison as its template reads it. ``attention``: None while there is no query.

    ``texts``: the queries; ``twice``, ``beyond``: typed, and not drawn for that; ``cut``: read in
    part. ``label``: what a value of a facet is called.
    """

    attention: Attention | None
    address: Address
    texts: tuple[str, ...]
    twice: tuple[str, ...]
    beyond: tuple[str, ...]
    cut: frozenset[str]
    share: bool
    links: Links
    say: Messages
    label: Callable[[str, str], str]
    today: date

    @property
    def fields(self) -> list[str]:
        """What stands in the fields of the form: the queries, and empty ones up to MOST."""
        typed = [*self.texts, *self.beyond]
        return typed + [""] * (MOST - len(typed))

    @property
    def letters(self) -> list[str]:
        """What the fields are called; those beyond MOST have a number."""
        return [LETTERS[at] if at < MOST else str(at + 1) for at in range(len(self.fields))]

    size = TOP + HEIGHT + 26
    height = HEIGHT
    scale = SCALE
    across = ACROSS

    @property
    def scaled(self) -> tuple[int, ...]:
        """What is written at the left edge, in percent of the highest; half of one is nothing."""
        return SCALED if self.share or self.highest > 1 else (0, 100)

    def down(self, percent: int) -> float:
        """Where a value of ``percent`` of the highest lies, in px."""
        return TOP + HEIGHT * (1 - percent / 100)

    @property
    def cleared(self) -> str:
        """The address of the same queries without any filter."""
        return self._here(Address(since=self.address.since, until=self.address.until))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters that the form holds besides its fields."""
        own = [("as", "share")] if self.share else []
        rest = replace(self.address, interface=self.links.interface, since="", until="").pairs()
        return rest + own

    @property
    def switched(self) -> str:
        """The address of the same lines as shares, or as numbers."""
        return self.links.compare(self.texts, self.address, "count" if self.share else "share")

    @property
    def csv(self) -> str:
        """The address of the table as CSV."""
        return self.links.compare_csv(self.texts, self.address, self._shown)

    @property
    def json(self) -> str:
        """The address of the same for programs."""
        return self.links.compare_json(self.texts, self.address)

    @cached_property
    def chips(self) -> tuple[Choice, ...]:
        """The filters in words, each with the address without it."""
        chosen = Chosen(self.address, self.say, self.label, self.today)
        return tuple(Choice(label, self._here(rest)) for label, rest in chosen.values())

    def _here(self, address: Address) -> str:
        return self.links.compare(self.texts, address, self._shown)

    @property
    def _shown(self) -> str:
        return "share" if self.share else "count"

    @cached_property
    def spans(self) -> tuple[str, ...]:
        """What the spans are called."""
        found = self.attention
        return tuple(self._name(first) for first, _ in found.spans) if found else ()

    @cached_property
    def values(self) -> tuple[tuple[float, ...], ...]:
        """Of each line what is drawn: numbers of articles, or shares of all."""
        found = self.attention
        if not found:
            return ()
        return tuple(
            line.shares(found.every) if self.share else tuple(map(float, line.counts))
            for line in found.lines
        )

    @cached_property
    def highest(self) -> float:
        """The value at the top of the chart."""
        return max((value for values in self.values for value in values), default=0.0)

    def written(self, value: float) -> str:
        """A value in words: a number, or percent."""
        if not self.share:
            return self.say.number(round(value))
        return format_percent(value, "0.00%", locale=self.say.locale)

    @cached_property
    def lines(self) -> tuple[Drawn, ...]:
        """The lines in the order of the queries."""
        found = self.attention
        if not found:
            return ()
        ends = apart(
            [self._down(values[-1]) if values else 0.0 for values in self.values],
            gap=GAP,
            top=TOP,
            bottom=TOP + HEIGHT,
        )
        return tuple(
            self._drawn(number, line, ends[number]) for number, line in enumerate(found.lines)
        )

    def _drawn(self, number: int, line: Line, end: float) -> Drawn:
        values = self.values[number]
        top = values.index(max(values)) if line.total else None
        last = max(1, len(values) - 1)
        points = [(100 * at / last, 100 * self._part(value)) for at, value in enumerate(values)]
        if len(points) == 1:
            points.append((100.0, points[0][1]))
        undated = replace(self._alone(line), since="", until="").without_date()
        return Drawn(
            LETTERS[number],
            line.query.text,
            self.links.results(self._during(line, 0, -1)) if line.total else "",
            line.total,
            line.undated,
            self.links.results(undated),
            self._said(values, top),
            tuple(self._notes(line)),
            " ".join(f"{x:.2f},{100 - y:.2f}" for x, y in points),
            None if top is None else (ACROSS * top / last, self._down(values[top])),
            end,
        )

    def _said(self, values: Sequence[float], top: int | None) -> str:
        if top is None:
            return ""
        key = "compare.peak.share" if self.share else "compare.peak"
        return self.say(key, span=self.spans[top], value=self.written(values[top]))

    def _notes(self, line: Line) -> Iterator[str]:
        notes = line.notes
        if line.query.text in self.cut:
            notes = (Note("cut-length", position=LONGEST_TEXT), *notes)
        for note in notes:
            yield self.say.told(note)

    @property
    def summary(self) -> str:
        """Which query is ahead, and in how many spans; "" when there is nothing to compare."""
        found = self.attention
        if not found or len(found.lines) < 2 or not any(line.total for line in found.lines):
            return ""
        most = max(found.lines, key=lambda line: line.total)
        counts = zip(*(line.counts for line in found.lines), strict=True)
        at = found.lines.index(most)
        ahead = sum(
            each[at] > max(count for other, count in enumerate(each) if other != at)
            for each in counts
        )
        key = f"compare.ahead.{found.unit}"
        return self.say(key, text=most.query.text, count=len(found.spans), ahead=ahead)

    @property
    def rows(self) -> Iterator[tuple[str, tuple[str, str], tuple[tuple[str, str], ...]]]:
        """Of each row its name, all articles and the value of each line, with their addresses.

        A row is a span, or several together in which nothing is found.
        """
        found = self.attention
        if not found:
            return
        for first, last in folded(found):
            name, until = self.spans[first], self.spans[last]
            if name != until:
                name = self.say("chip.period", since=name, until=until)
            cells = tuple(
                (
                    self.written(values[first]),
                    self.links.results(self._during(line, first, last)) if values[first] else "",
                )
                for values, line in zip(self.values, found.lines, strict=True)
            )
            every = sum(found.every[first : last + 1])
            all_url = self.links.results(self.address.during(*self._days(first, last)))
            yield name, (self.say.number(every), all_url if every else ""), cells

    @property
    def all(self) -> tuple[str, str]:
        """All articles of all spans, with their address."""
        found = self.attention
        total = sum(found.every) if found else 0
        url = self.links.results(self.address.during(*self._days(0, -1))) if total else ""
        return self.say.number(total), url

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """The labels below the chart."""
        years = self.attention is not None and self.attention.unit == "year"
        return ticks(self.spans, across=ACROSS, most=YEARS if years else LABELS)

    @cached_property
    def peaks(self) -> tuple[Peak, ...]:
        """The letters at the highest points of the lines."""
        points = [(line.letter, *line.peak) for line in self.lines if line.peak]
        return peaks(points, [self.down(part) - SCALE for part in self.scaled], across=ACROSS)

    def _part(self, value: float) -> float:
        return value / self.highest if self.highest else 0.0

    def _down(self, value: float) -> float:
        return TOP + HEIGHT * (1 - self._part(value))

    def _alone(self, line: Line) -> Address:
        return replace(self.address, text=line.query.text)

    def _during(self, line: Line, first: int, last: int) -> Address:
        return self._alone(line).during(*self._days(first, last))

    def _days(self, first: int, last: int) -> tuple[str, str]:
        assert self.attention  # noqa: S101 - it is asked for its lines
        spans = self.attention.spans
        return spans[first][0].isoformat(), spans[last][1].isoformat()

    def _name(self, first: date) -> str:
        unit = self.attention.unit if self.attention else "year"
        if unit == "day":
            return self.say.day(first)
        return str(first.year) if unit == "year" else self.say.month(first)
