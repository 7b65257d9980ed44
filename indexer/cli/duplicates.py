"""``podshivka duplicates``: groups of near-duplicate articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from indexer.archive import Archive
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, day, print_json, printable
from schemas.article import Article


@click.command()
@common_options
@pass_session
def duplicates(session: Session) -> None:
    """List groups of near-duplicate articles.

    These are reprints, updates and copies under other ids: three quarters of the shorter text
    appear in the longer one, with the same numbers and names. With --json, prints one object
    per group.
    """
    archive = Archive.open(session.home)
    count = 0
    for articles in _groups(archive):
        count += 1
        if session.json:
            print_json({"articles": [_shape(archive.sites.shown(one)) for one in articles]})
            continue
        for article in articles:
            click.echo(f"{article.id}  {day(article.published)}  {printable(article.title)}")
        click.echo()
    session.say(counted(count, "group"))


def _groups(archive: Archive) -> Iterator[list[Article]]:
    for ids in archive.duplicates():
        found = archive.store.get_many(ids)
        yield [found[id] for id in ids if id in found]


def _shape(article: Article) -> dict[str, Any]:
    published: datetime | date | None = article.published
    return {
        "id": article.id,
        "title": article.title,
        "language": article.language,
        "published": published.isoformat() if published else None,
        "url": article.url,
    }
