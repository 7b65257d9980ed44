"""The check that a generation holds what the store holds."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.analysis import Analyzer
from indexer.index.contract import Engine, Generation, Searcher
from indexer.index.counts import Counts, counts_of, counts_of_store, differing
from indexer.store import Store
from indexer.taxonomy import Taxonomy
from schemas.errors import VerificationError
from schemas.expression import Word

SAMPLE = 50
"""Articles of which the first word of the title is looked up, spread over the archive."""


def verify(
    engine: Engine,
    store: Store,
    generation: Generation,
    analyzer: Analyzer,
    taxonomies: Mapping[str, Taxonomy],
) -> None:
    """Compare ids and counts by facet and year, and look a sample of articles up by their titles.

    Drops the generation and raises VerificationError, saying what is wrong, when they differ.
    """
    searcher = engine.open(generation.name)
    try:
        wanted, held = set(store.ids()), set(searcher.ids())
        problem = (
            _difference(wanted, held)
            or _miscounted(counts_of_store(store, taxonomies), counts_of(searcher))
            or _unfindable(wanted, store, searcher, analyzer)
        )
    finally:
        searcher.close()
    if problem:
        engine.drop(generation.name)
        raise VerificationError(
            f"generation {generation.name} {problem}",
            hint="the published generation is unchanged; repeat the command",
        )


def _difference(wanted: set[str], held: set[str]) -> str:
    missing, foreign = len(wanted - held), len(held - wanted)
    if not missing and not foreign:
        return ""
    example = min((wanted - held) or (held - wanted))
    return f"lacks {missing} articles of the store and has {foreign} others, for example {example}"


def _miscounted(wanted: Counts, held: Counts) -> str:
    for name, values in differing(wanted, held).items():
        value, (expected, found) = max(values.items(), key=lambda one: abs(one[1][0] - one[1][1]))
        return (
            f"has {found:,} articles of the {name} {value!r}, where the store has {expected:,};"
            f" {len(values):,} values of {name} differ"
        )
    return ""


def _unfindable(wanted: set[str], store: Store, searcher: Searcher, analyzer: Analyzer) -> str:
    ids = sorted(wanted)
    sample = ids[:: max(1, len(ids) // SAMPLE)]
    for article in store.get_many(sample).values():
        tokens = analyzer.tokens(article.title)
        if tokens and searcher.score(Word(tokens[0].terms, "title"), article.id) is None:
            return f"does not find {article.id} by the word {tokens[0].text!r} of its title"
    return ""
