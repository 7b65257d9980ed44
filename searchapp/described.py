"""A search in words, for a sentence: «протесты»; Region: Dagestan; from 1 January 2015."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexer.taxonomy import Taxonomy
from schemas.query import Period, Query
from searchapp.messages import Messages


def described(
    query: Query, say: Messages, taxonomies: Mapping[str, Taxonomy], labels: Mapping[str, str]
) -> str:
    """``labels``: how names are spelt, if not as values."""
    return "; ".join(_parts(query, say, taxonomies, labels)) or say("seen.everything")


def _parts(
    query: Query, say: Messages, taxonomies: Mapping[str, Taxonomy], labels: Mapping[str, str]
) -> Iterator[str]:
    if query.text:
        yield say("seen.words", text=query.text)
    for name, values in query.filters.items():
        known = taxonomies.get(name)
        shown = (
            say.tongue(value)
            if name == "language"
            else known.label(value, say.language)
            if known
            else labels.get(value, value)
            for value in values
        )
        yield f"{say(f'facet.{name}')}: {', '.join(shown)}"
    if query.period:
        yield _period(query.period, say)
    if query.literal:
        yield say("seen.literal")
    if query.any_words:
        yield say("seen.any")


def _period(period: Period, say: Messages) -> str:
    if period.undated:
        return say("article.undated")
    if period.first and period.first == period.last:
        return say.day(period.first)
    kind = "period" if period.first and period.last else "since" if period.first else "until"
    return say(f"chip.{kind}", since=say.day(period.first), until=say.day(period.last))
