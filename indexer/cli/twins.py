"""``podshivka twins``: which Russian and English articles are versions of one story."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from indexer.archive import Archive
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, printable
from indexer.page.twin_words import score_words, tie_json
from indexer.twins.tie import Tie
from indexer.wrong_values import why_unread
from schemas.errors import UsageError

_EPILOG = """
\b
Examples:
  podshivka twins
  podshivka twins --json
  podshivka twins --check known.txt
"""


@click.command(epilog=_EPILOG)
@click.option(
    "--check",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Compare the ties with pairs that you know: two ids a line.",
)
@common_options
@pass_session
def twins(session: Session, *, check: Path | None) -> None:
    """List articles that are one story in two languages.

    Each line has both ids, the score, and what tied them: a page itself, the operator's file, or
    this archive (found). explain --twin says why.
    """
    archive = Archive.open(session.home)
    ties = archive.twins.pairs(archive.store)
    if check is not None:
        _compare(session, ties, _known(check))
        return
    for tie in ties:
        if session.json:
            print_json(tie_json(tie))
        else:
            score = score_words(tie.score) if tie.source == "found" else "   -"
            click.echo(printable(f"{tie.one}  {tie.other}  {score}  {tie.source}"))
    session.say(counted(len(ties), "tie"))


def _known(path: Path) -> list[tuple[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        hint = "name a text file with two ids on each line"
        raise UsageError(why_unread(error), place=str(path), hint=hint) from None
    found = []
    for number, line in enumerate(lines, 1):
        ids = line.split("#")[0].split()
        if ids and len(ids) != 2:
            raise UsageError(
                f"there are {len(ids)} ids",
                place=f"{path}, line {number}",
                hint="write two ids a line, with a space between them; # begins a remark",
            )
        if ids:
            found.append((ids[0], ids[1]))
    return found


def _compare(session: Session, ties: Sequence[Tie], known: Sequence[tuple[str, str]]) -> None:
    """Ties of articles that the file does not name are neither right nor wrong."""
    wanted = {frozenset(pair) for pair in known}
    named = {id for pair in known for id in pair}
    ours = {frozenset(tie.pair) for tie in ties if not named.isdisjoint(tie.pair)}
    right, wrong, missing = ours & wanted, ours - wanted, wanted - ours
    listed = {
        name: sorted(sorted(pair) for pair in pairs)
        for name, pairs in (("wrong", wrong), ("missing", missing))
    }
    precision = len(right) / len(ours) if ours else None
    recall = len(right) / len(wanted) if wanted else None
    if session.json:
        print_json({"right": len(right), "precision": precision, "recall": recall, **listed})
        return
    for name, pairs in listed.items():
        for pair in pairs:
            click.echo(printable(f"{name:<9}{'  '.join(pair)}"))
    click.echo(f"right    {len(right):,} of {len(ours):,} ties, {len(wanted):,} are known")
