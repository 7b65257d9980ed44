"""What a reader is told of a query that was helped."""

from __future__ import annotations

from indexer.query.help import HelpedQuery
from schemas.results import Note


def notes_of(helped: HelpedQuery) -> tuple[Note, ...]:
    """What is said of a query that was helped: what was done, then what is offered."""
    return (*(rewrite.note for rewrite in helped.rewrites), *helped.offers)
