"""Commands that read: search, show, analyze."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Unpack

import click

from indexer.analysis import Token, default_analyzer
from indexer.archive import Archive
from indexer.cli.permalink import permalink_of
from indexer.cli.query_options import (
    SORTS,
    Asked,
    filters,
    narrowing,
    not_as,
    period,
    speaking,
    typed,
)
from indexer.cli.session import Session, common_options, pass_session
from indexer.cli.terminal import day, print_json, printable
from indexer.language import OURS
from indexer.page.json_shapes import page_json
from indexer.page.wording import Wording, wording
from schemas.article import Language
from schemas.query import Query, Sort
from schemas.results import FacetCount, Hit, Page, Snippet

_EPILOG = """
\b
Examples:
  podshivka search протесты в Дагестане
  podshivka search '"свобода слова" -Москва' --from 2015 --to 2017
  podshivka search --region dagestan --region чечня --topic protests --sort newest
  podshivka search --permalink elections --to today
  podshivka search --json --limit 100 --page 2 elections | jq -r '.hits[].title'

The options of facets, from --region to --language, may be repeated; an article then needs at
least one of the values. Regions and topics are ids, labels or aliases. --from and --to take a
year, a month or a day (2017, 2017-06, 2017-06-05, 05.06.2017) or an age (30d, 2 weeks). Without
words, every article is found, newest first.
"""

FACET_VALUES = 12
"""Values of a facet that are shown to people; --json gives all."""

NUMBER = click.IntRange(1, 999_999_999)
"""Pages, and hits per page: their product is an offset that the engine can count to."""


# Unknown options are words: -word excludes one.
@click.command(epilog=_EPILOG, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY]")
@narrowing
@speaking
@click.option("--sort", type=click.Choice(list(SORTS)), help="Order; date means newest.")
@click.option("--limit", type=NUMBER, default=10, show_default=True, help="Hits per page.")
@click.option("--page", type=NUMBER, default=1, show_default=True, help="Page number.")
@click.option("--literal", is_flag=True, help="No automatic help, such as corrections.")
@click.option("--any", "any_words", is_flag=True, help="Articles with any of the words.")
@click.option("--permalink", is_flag=True, help="Print an address that tells later what changed.")
@click.option("--forms", is_flag=True, help="List the forms found of each word.")
@click.option(
    "--ui", type=click.Choice(OURS), default="en", show_default=True, help="Language of labels."
)
@common_options
@pass_session
def search(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    words: Sequence[str],
    sort: str | None,
    limit: int,
    page: int,
    literal: bool,
    any_words: bool,
    permalink: bool,
    forms: bool,
    ui: Language,
    **given: Unpack[Asked],
) -> None:
    """Search for words and "phrases"; -word excludes.

    All words must match, in any form. The query language is the same as on the site.
    """
    text = typed(words)
    archive = Archive.open(session.home)
    order: Sort = SORTS[sort] if sort else ("relevance" if text.strip() else "newest")
    query = Query(
        text=text,
        filters=filters(archive, given),
        period=period(given),
        sort=order,
        page=page,
        size=limit,
        literal=literal,
        any_words=any_words,
        both=given["both"],
        not_as=not_as(given),
        forms=forms,
    )
    found = archive.search(query, ui)
    if permalink:
        click.echo(permalink_of(archive, found))
    elif session.json:
        print_json(page_json(found))
    else:
        _print_page(found, wording(ui))


def _print_hits(hits: Sequence[Hit], say: Wording) -> None:
    for hit in hits:
        tags = (day(hit.published), hit.language, *hit.regions, *hit.topics)
        click.echo(f"\n{_marked(hit.title, bold=True)}")
        click.echo(f"  {hit.id}  {', '.join(tags)}")
        click.echo(f"  {_marked(hit.snippet)}")
        if hit.missing:
            click.echo(f"  {say('hit.missing')} {printable(', '.join(hit.missing))}")


def _print_page(page: Page, say: Wording) -> None:
    click.echo(_heading(page, say))
    for title, count, hits in lists(page):
        if title:
            click.echo(f"\n{say(title, count=count)}")
        _print_hits(hits, say)
    click.echo()
    for note in page.notes:
        click.echo(printable(say.told(note)))
    for word in page.forms or ():
        listed = ", ".join(f"{printable(one.form)} {one.count:,}" for one in word.forms)
        more = f" and {word.rest:,} more" if word.rest else ""
        click.echo(f"forms of {printable(word.word)}: {listed}{more}")
    for name, counts in page.facets.items():
        if counts:
            click.echo(f"{name}: {', '.join(map(_count, counts[:FACET_VALUES]))}")


def lists(page: Page) -> Iterator[tuple[str, int, Sequence[Hit]]]:
    """What a page lists, with what stands above it: a message, and its count."""
    some, near = page.some_words, page.by_meaning
    after = near.after if near else 0
    for title, count, hits in (
        ("", page.total, page.hits),
        *([("some.title", some.total, some.hits)] if some else []),
    ):
        if near is None or after >= len(hits):
            yield title, count, hits
            after -= len(hits)
            continue
        if after:
            yield title, count, hits[:after]
        yield "near.title", near.total, near.hits
        yield "some.title", count - after, hits[after:]
        near = None
    if near:
        yield "near.title", near.total, near.hits


def _heading(page: Page, say: Wording) -> str:
    if page.hits:
        first = (page.query.page - 1) * page.query.size + 1
        return say.shown(first, first + len(page.hits) - 1, page.total)
    if page.total:
        return say("search.beyond", page=page.query.page, count=page.pages)
    return say("search.nothing")


def _marked(text: Snippet, *, bold: bool = False) -> str:
    """Text for a terminal, its marks in another style."""
    pieces, done = [], 0
    for start, end in text.marks:
        pieces.append(click.style(printable(text.text[done:start]), bold=bold))
        pieces.append(click.style(printable(text.text[start:end]), bold=bold, fg="yellow"))
        done = end
    return "".join([*pieces, click.style(printable(text.text[done:]), bold=bold)])


def _count(value: FacetCount) -> str:
    return f"{value.label} {value.count:,}{'*' * value.selected}"


@click.command()
@common_options
@pass_session
def analyze(session: Session) -> None:
    """Print the tokens and terms of text.

    Reads lines from standard input. With --json, prints one object per line:
    {"tokens": [{"text", "start", "end", "position", "terms"}]}. Offsets count characters of the
    line; a byte that is not UTF-8 counts as one character.
    """
    analyzer = default_analyzer()
    for line in sys.stdin.buffer:
        tokens = analyzer.tokens(line.decode(errors="replace").rstrip("\r\n"))
        if session.json:
            print_json({"tokens": [_token(token) for token in tokens]})
        else:
            for token in tokens:
                place = f"{token.position:>4} {token.start:>5}–{token.end:<5}"
                click.echo(f"{place} {token.text:<24} {' '.join(token.terms)}")
            click.echo()


def _token(token: Token) -> dict[str, object]:
    return {
        "text": token.text,
        "start": token.start,
        "end": token.end,
        "position": token.position,
        "terms": list(token.terms),
    }
