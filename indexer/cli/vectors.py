"""``podshivka vectors``: what articles mean, so that they are found in either language."""

from __future__ import annotations

import click

from indexer.archive import Archive
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, progress
from indexer.cli.way_given import gives_way
from indexer.vectors.encoder import EXTRA, is_installed
from schemas.errors import UsageError

KEPT = "what was made is kept; podshivka vectors goes on where this one stopped"
"""Shown when the making of vectors was interrupted."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count the changes that would be looked at.")
@common_options
@pass_session
@gives_way
def vectors(session: Session, *, dry_run: bool) -> None:
    """Make vectors of what articles mean, and translate words.

    All articles that lack vectors get them. Vectors connect articles of both languages: for queries
    that are to find both, for related coverage, and to tell which articles are one story. They need
    the extra podshivka[semantic], which works offline. After the first run, every sync makes those
    of new articles; run the command again only for many new articles at a time, or for a new
    version of the encoder. An article takes some 20 to 50 ms.

    The words of the index are encoded first, some minutes at most, and become the table by which
    queries are read in both languages. Searches go on meanwhile; syncs and deletions wait until the
    words are done.

    If the command is interrupted or killed, run it again: it goes on where it was. Articles that
    have not changed cost nothing.
    """
    archive = Archive.open(session.home)
    if not is_installed():
        hint = f"python -m pip install '{EXTRA}'"
        raise UsageError("there is no encoder to make vectors with", hint=hint)
    pending = archive.vectors_pending()
    if dry_run:
        if session.json:
            print_json({"pending": pending})
        else:
            click.echo(f"{counted(pending, 'change')} to look at; nothing was done")
        return
    try:
        if archive.engine.published():
            archive.translate(lambda total: progress("encoding words", total, quiet=session.quiet))
        with progress("encoding", pending, quiet=session.quiet) as advance:
            made = archive.make_vectors(advance)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(KEPT) from None
    table = archive.vectors.read()
    articles = len(table) if table else 0
    if session.json:
        print_json({"encoded": made.encoded, "refused": made.refused, "articles": articles})
        return
    if made.mended:
        session.say("some vectors were damaged and have been made anew")
    if made.refused:
        session.say(
            f"the encoder gave nothing that can be compared for {counted(made.refused, 'article')}"
        )
    session.say(
        f"{counted(made.encoded, 'article')} encoded; {counted(articles, 'article')} have vectors"
    )
