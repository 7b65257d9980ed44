"""``podshivka doctor``: whether all is well, and what to do."""

from __future__ import annotations

from collections import Counter

import click

from indexer.archive.doctor import Finding, Level, examine
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, printable

_COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}


@click.command()
@common_options
@pass_session
def doctor(session: Session) -> int:
    """Examine whether all is well, and say what to do.

    Looks at the installation, the home, the settings, the store and the index. Each line says how
    something is and, after an arrow, what to do about it. Nothing is changed. The exit code is 1 if
    there is an error; warnings are no errors. The store and the index are read to the last byte, so
    a large archive takes a while.
    """
    found: list[Finding] = []
    for finding in examine(session.home):
        found.append(finding)
        if not session.json and not (session.quiet and finding.level == "ok"):
            _print(finding)
    levels = Counter(finding.level for finding in found)
    if session.json:
        _print_json(found, levels)
    else:
        errors, warnings = counted(levels["error"], "error"), counted(levels["warning"], "warning")
        session.say(f"{errors}, {warnings}")
    return 1 if levels["error"] else 0


def _print(finding: Finding) -> None:
    level = click.style(f"{finding.level:<8}", fg=_COLOURS[finding.level])
    hint = f" → {finding.hint}" if finding.hint else ""
    click.echo(f"{level}{finding.area:<14}{printable(finding.text + hint)}")


def _print_json(found: list[Finding], levels: Counter[Level]) -> None:
    shapes = [
        {"area": one.area, "level": one.level, "text": one.text, "hint": one.hint} for one in found
    ]
    print_json({"findings": shapes, "errors": levels["error"], "warnings": levels["warning"]})
