"""``podshivka show``: one article, by its id or an address, with its earlier versions."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from indexer.archive import Archive
from indexer.cli.query_options import decoded, not_found
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import counted, day, print_json, printable
from indexer.export.about import original, permalink
from indexer.page.article_shapes import article_json, history_json, related_json
from indexer.page.citation import STYLES, Style
from indexer.page.citation import cite as citation
from indexer.page.history import Comparison, DiffPart
from indexer.page.related import RelatedArticle
from indexer.store import Version
from indexer.tagging.missing import tag_lines, tags_of
from schemas.article import MOSCOW, Article, Language, is_future
from schemas.errors import UsageError

_STYLES = {"same": None, "out": "red", "in": "green"}
_MARKS = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}


@click.command()
@click.argument("id")
@click.option("--history", is_flag=True, help="Print earlier versions and what changed.")
@click.option("--related", is_flag=True, help="Print articles on the same subject instead.")
@click.option("--cite", type=click.Choice(STYLES), help="Print how to cite it.")
@common_options
@pass_session
def show(session: Session, *, id: str, history: bool, related: bool, cite: Style | None) -> None:
    """Print one article, by id or address.

    Any address that the article has or had will do. With --json, the output is a line that
    "ingest" accepts. The link points to the live host.
    """
    chosen = [name for name, on in (("--history", history), ("--related", related)) if on]
    chosen += ["--cite"] if cite else []
    if len(chosen) > 1:
        raise UsageError(
            f"{' and '.join(chosen)} are not printed together",
            place=chosen[-1],
            hint=f"leave out {' or '.join(chosen)}",
        )
    archive = Archive.open(session.home)
    found = decoded(id)
    if "/" in found:  # no id has one: it is an address
        found = archive.at(found) or ""
    article = archive.get(found)
    if article is None:
        raise not_found(decoded(id))
    if cite:
        _print_citation(session, archive, article, cite)
    elif history:
        _print_history(session, article.id, archive.store.history(article.id))
    elif related:
        _print_related(session, archive.related(article))
    elif session.json:
        print_json(article_json(archive.sites.shown(article)))
    else:
        _print(archive.sites.shown(article))


def _print_citation(session: Session, archive: Archive, article: Article, style: Style) -> None:
    shown = archive.sites.shown(article)
    address = permalink(archive.settings.public_url, shown.id) or original(shown)
    words: Language = "ru" if shown.language == "ru" else "en"
    line = citation(shown, style, address, datetime.now(MOSCOW).date(), words)
    if session.json:
        print_json({"style": style, "citation": line})
    else:
        click.echo(printable(line))


def _print(article: Article) -> None:
    future = ("dated in the future",) if is_future(article.published, datetime.now(UTC)) else ()
    tags = (day(article.published), *future, article.language, *article.regions, *article.topics)
    parts = (
        ", ".join(tags),
        article.lede,
        article.body,
        *article.captions,
        *article.notices,
        article.url or "",
        "\n".join(tag_lines(tags_of(article))),
    )
    title = click.style(printable(article.title), bold=True)
    click.echo("\n\n".join((title, *(_lines(part) for part in parts if part))))


def _print_related(session: Session, related: tuple[RelatedArticle, ...]) -> None:
    if session.json:
        print_json(related_json(related))
        return
    for one in related:
        article = one.article
        about = f"{article.id}  {day(article.published)}  {article.language}  {one.share:.2f}"
        click.echo(f"{about}  {printable(article.title)}")
    session.say(counted(len(related), "related article"))


def _print_history(session: Session, id: str, versions: list[Version]) -> None:
    if session.json:
        print_json(history_json(id, versions))
        return
    comparison = Comparison()
    for number in range(len(versions), 0, -1):
        version = versions[number - 1]
        now = ", current" if number == len(versions) else ""
        recorded = day(version.recorded) if version.recorded else "on an unknown day"
        click.echo(f"version {number}, recorded {recorded}{now}")
        if number > 1:
            for change in comparison.changes(versions[number - 2].article, version.article):
                for passage in change.passages:
                    click.echo(f"  {change.field}: {''.join(map(_piece, passage))}")


def _piece(piece: DiffPart) -> str:
    text = _MARKS[piece.kind].format(printable(piece.text))
    return click.style(text, fg=_STYLES[piece.kind])


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.splitlines()))
