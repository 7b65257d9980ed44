"""``podshivka verify``: compare everything that is kept with its checksums."""

from __future__ import annotations

import click

from indexer.archive import Archive
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, printable
from schemas.errors import VerificationError


@click.command()
@common_options
@pass_session
def verify(session: Session) -> None:
    """Read all that is kept, and name what is damaged.

    Every page of the store and the text of every article, every byte of every index, and what is
    made from them. Each line says what to do. If anything is damaged, the exit code is 5.
    """
    archive = Archive.open(session.home)
    found = archive.verify()
    if session.json:
        print_json(
            {
                "damaged": [
                    {"place": error.place, "message": error.message, "hint": error.hint}
                    for error in found
                ]
            }
        )
    else:
        for error in found:
            click.echo(printable(str(error)))
    if found:
        raise VerificationError(f"{counted(len(found), 'fault')} found", place=str(archive.home))
    session.say("nothing is damaged")
