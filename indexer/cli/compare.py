"""The commands that compare two indexes, and how a comparison is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from indexer.archive import Archive
from indexer.archive.golden import Answer, Comparison, GoldenAnswer
from indexer.archive.golden.comparison import FIRST, Fault
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, printable
from schemas.errors import VerificationError

MOST = 10
"""Values of a facet, and ids, that are printed; JSON has all of them."""

_FAULTS: dict[Fault, str] = {
    "total": "the total changes by more than {tolerance:.1%}",
    "first-ten": "of the first ten more than {replaced} are others",
    "first": "it does not begin with {first}",
    "at-least": "it finds fewer than {at_least:,}",
}

_EPILOG = """
\b
Each is the name of one ("generations" lists them), or what it is:
  published   the one in use
  previous    the one to which "rollback" returns
  built       the one that "reindex" has built and not published

\b
Examples:
  podshivka compare previous published
  podshivka compare published built --json
"""


@click.command(epilog=_EPILOG)
@click.argument("before", metavar="GENERATION")
@click.argument("after", metavar="GENERATION")
@common_options
@pass_session
def compare(session: Session, *, before: str, after: str) -> None:
    """Compare two indexes: counts and answers.

    The answers are those to the golden queries: the most frequent names, places and words of the
    archive, and the queries in the file golden.toml. "reindex" makes the same comparison before it
    publishes. Articles that were added, changed or deleted between the two are left out of the
    answers.
    """
    found = Archive.open(session.home).compare_generations(before, after)
    if session.json:
        print_json(comparison_json(found))
    else:
        print_comparison(found)


_ENGINES_EPILOG = """
\b
HOME is a copy of this home (backup, restore) with another engine in its settings, whose index
was built by "reindex". The exit code is 5 when a count or an answer differs.

\b
Example:
  podshivka --home first compare-engines second
"""


@click.command("compare-engines", epilog=_ENGINES_EPILOG)
@click.argument("other", metavar="HOME", type=click.Path(path_type=Path))
@common_options
@pass_session
def compare_engines(session: Session, *, other: Path) -> int:
    """Compare the index with that on another engine.

    HOME is a copy of the home whose settings name the other engine. Counts and the answers to the
    golden queries are compared: totals and the first ten articles have to be the same, in the same
    order.
    """
    found = Archive.open(session.home).compare_engines(Archive.open(other))
    if session.json:
        print_json({**comparison_json(found), "identical": found.identical})
    else:
        print_comparison(found)
        click.echo("the same answers" if found.identical else "the answers differ")
    return 0 if found.identical else VerificationError.exit_code


def print_comparison(found: Comparison, *, brief: bool = False) -> None:
    """Print it for people; if ``brief`` only the golden queries that changed too much."""
    for line in _lines(found, brief=brief):
        click.echo(printable(line))


def _lines(found: Comparison, *, brief: bool) -> Iterator[str]:
    had, has = found.documents
    yield f"{found.before} -> {found.after}"
    yield f"articles  {'unknown' if had is None else f'{had:,}'} -> {has:,}"
    if not found.same_analysis:
        yield "built with different analysis settings or taxonomies"
    if found.changed:
        yield f"{counted(found.changed, 'article')} changed between them; the others are compared"
    if found.lost:
        yield f"lost: {counted(len(found.lost), 'article')}, {_listed(found.lost)}"
    for name, values in found.counts.items():
        ordered = sorted(values.items(), key=lambda one: -abs(one[1][0] - one[1][1]))
        pairs = [f"{value} {before:,} -> {after:,}" for value, (before, after) in ordered]
        yield f"{name}: {_listed(pairs, '; ')}"
    every = len(found.answers)
    alike = every - len(found.differing)
    yield f"golden queries answered alike, within what is tolerated: {alike:,} of {every:,}"
    for answer in found.differing if brief else found.answers:
        if answer.faults or _differs(answer):
            yield _line(answer)
            yield from (f"    ! {_fault(fault, answer)}" for fault in answer.faults)


def _listed(values: list[str] | tuple[str, ...], by: str = ", ") -> str:
    more = f"{by}and {len(values) - MOST:,} more" * (len(values) > MOST)
    return by.join(values[:MOST]) + more


def _differs(answer: GoldenAnswer) -> bool:
    return answer.before != answer.after


def _line(answer: GoldenAnswer) -> str:
    asked = answer.asked.query or "all articles"
    if answer.before is None:
        return f"  {asked}: {answer.after.total:,}"
    first = min(FIRST, len(answer.before.first))
    totals = f"{answer.before.total:,} -> {answer.after.total:,}"
    return f"  {asked}: {totals}, {answer.common} of the first {first} stay"


def _fault(fault: Fault, answer: GoldenAnswer) -> str:
    asked = answer.asked
    return _FAULTS[fault].format(
        tolerance=asked.tolerance,
        replaced=asked.replaced,
        first=", ".join(asked.first),
        at_least=asked.at_least,
    )


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The object that scripts rely on."""
    return {
        "before": found.before,
        "after": found.after,
        "documents": _pair(found.documents),
        "same_analysis": found.same_analysis,
        "changed": found.changed,
        "lost": list(found.lost),
        "counts": {
            name: {value: _pair(pair) for value, pair in values.items()}
            for name, values in found.counts.items()
        },
        "golden": [_answer_json(answer) for answer in found.answers],
        "alike": found.alike,
    }


def _pair(pair: tuple[int | None, int]) -> dict[str, int | None]:
    return {"before": pair[0], "after": pair[1]}


def _answer_json(answer: GoldenAnswer) -> dict[str, Any]:
    return {
        "query": answer.asked.query,
        "tolerance": answer.asked.tolerance,
        "replaced": answer.asked.replaced,
        "before": _side(answer.before),
        "after": _side(answer.after),
        "common": answer.common,
        "faults": list(answer.faults),
    }


def _side(answer: Answer | None) -> dict[str, Any] | None:
    return None if answer is None else {"total": answer.total, "first": list(answer.first)}
