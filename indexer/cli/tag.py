"""``podshivka tag``: tag stored articles that came without tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click

from indexer.archive import Archive
from indexer.archive.intake import find_tags
from indexer.cli.index import bring_up
from indexer.cli.ingest import stored_so_far
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, print_json, progress
from indexer.cli.way_given import gives_way
from indexer.store import BATCH
from indexer.tagging.recogniser import recogniser_name
from schemas.article import Article


@click.command()
@click.option("--no-sync", is_flag=True, help="Only store; index later with sync.")
@click.option("--dry-run", is_flag=True, help="Only count the articles that would change.")
@common_options
@pass_session
@gives_way
def tag(session: Session, *, no_sync: bool, dry_run: bool) -> None:
    """Tag the articles that are already stored.

    Finds regions, topics, people and organisations in the texts of articles that came without
    them, as "ingest --tag" does. Tags found earlier are found anew, so run it after the rules
    change. An article ingested again unchanged keeps its tags; a changed one needs
    "ingest --tag".

    With the extra podshivka[names] a trained model also finds names in Russian texts: run this
    once after the extra is installed, updated or removed.
    """
    archive = Archive.open(session.home)
    with progress("tagging", len(archive.store), quiet=session.quiet) as advance:
        stored = _stored(archive, advance)
        if dry_run:
            changed = _changes(archive, stored)
        else:
            with stored_so_far(archive):
                found = find_tags(stored, archive.taxonomies)
                changed = archive.retag(archive.names.named(found)).changed
    if not (dry_run or no_sync):
        # Even if nothing changed: a run that was killed may have left articles unindexed.
        bring_up(archive, session)
    if session.json:
        print_json({"changed": changed, "recogniser": recogniser_name()})
    else:
        if own := recogniser_name():
            session.say(f"names in Russian texts: by the rules and by {own}")
        session.say(f"{counted(changed, 'article')} {'would be ' * dry_run}changed")


def _stored(archive: Archive, advance: Callable[[int], None]) -> Iterator[Article]:
    ids = list(archive.store.ids())
    for start in range(0, len(ids), BATCH):
        articles = archive.store.get_many(ids[start : start + BATCH])
        yield from articles.values()
        advance(len(articles))


def _changes(archive: Archive, stored: Iterator[Article]) -> int:
    before: list[str] = []

    def noted() -> Iterator[Article]:
        # each article is given before the next one is asked for
        for article in stored:
            before[:] = [article.model_dump_json()]
            yield article

    found = archive.names.named(find_tags(noted(), archive.taxonomies))
    return sum(article.model_dump_json() not in before for article in found)
