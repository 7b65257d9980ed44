"""The forms of a request's words, and what they weigh: asked for once, then remembered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from indexer.index.formula import Formula, Population, formula
from indexer.index.opensearch.asking import PointInTime
from indexer.index.opensearch.facets import EVERY
from indexer.index.opensearch.mapping import Query
from indexer.index.opensearch.matching import Leaf, Matching, unsure
from indexer.index.opensearch.remembered import Remembered
from indexer.index.opensearch.window import stands_close
from indexer.index.opensearch.words import Forms, Words
from schemas.deadline import NEVER, Deadline
from schemas.expression import EXPANSION, Near, Node, Part, Together, Wildcard, Word, parts

REMEMBERED, FEW = 20_000, 200
"""How many words are remembered; how many answers that may be long (wildcards, NEAR)."""

AT_ONCE = 500
"""Articles whose words are read with one request, to see how they stand."""

COUNTED = 5_000
"""Forms of a wildcard whose articles are counted with one request."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many articles a population has, and their mean length."""

    size: int
    average: float


class Expansion(NamedTuple):
    """The forms that a wildcard stands for, and whether those are all that fit."""

    forms: Forms
    whole: bool


class Understood(NamedTuple):
    """An expression with the forms of its words. ``cut``: wildcards with more forms than used."""

    forms: Mapping[Part, Forms]
    cut: tuple[str, ...]
    matching: Matching


class Reading:
    """Reads expressions for one generation. ``among``: a query for its articles."""

    def __init__(self, point: PointInTime, words: Words, among: Query) -> None:
        self._point = point
        self._words = words
        self._among = among
        self._expansions: Remembered[Expansion] = Remembered(FEW)
        self._formulas: Remembered[Formula] = Remembered(REMEMBERED)
        self._close: Remembered[tuple[str, ...]] = Remembered(FEW)
        lengths = {"length": {"sum": {"field": "length"}}}
        told = self._counted({"all": {**_BY_POPULATION, "aggs": lengths}}, NEVER)
        self._populations = {
            bucket["key"]: Sizes(
                bucket["doc_count"], bucket["length"]["value"] / bucket["doc_count"]
            )
            for bucket in told["all"]["buckets"]
        }
        self.documents = sum(each.size for each in self._populations.values())

    def understood(self, node: Node, deadline: Deadline) -> Understood:
        """What ``node`` stands for."""
        every = parts(node)
        words = self._words.forms([part for part in every if isinstance(part, Word)], deadline)
        wildcards = {
            part: self._expansions.get(
                part.pattern, partial(self._expansion, part.pattern, deadline)
            )
            for part in every
            if isinstance(part, Wildcard)
        }
        forms: dict[Part, Forms] = dict(words.items())
        forms |= {part: expansion.forms for part, expansion in wildcards.items()}
        cut = {part.pattern for part, expansion in wildcards.items() if not expansion.whole}
        known: dict[Node, tuple[str, ...]] = {
            each: self._close.get(each, partial(self._standing, each, forms, deadline))
            for each in unsure(node)
        }
        return Understood(forms, tuple(sorted(cut)), Matching(forms, known))

    def formulas(
        self, leaves: Sequence[Leaf], matching: Matching, deadline: Deadline
    ) -> Callable[[Leaf], Formula]:
        """What each of ``leaves`` weighs; one request for all that are new."""
        remembered = self._formulas
        known = remembered.some((leaf, _key(leaf)) for leaf in leaves)
        new = [leaf for leaf in leaves if leaf not in known]
        if new:
            asked = {
                str(at): {"filter": matching.query(leaf), "aggs": {"all": _BY_POPULATION}}
                for at, leaf in enumerate(new)
            }
            told = self._counted(asked, deadline)
            for at, leaf in enumerate(new):
                known[leaf] = remembered[_key(leaf)] = self._formula(told[str(at)])

        def of(leaf: Leaf) -> Formula:
            found = known[leaf]
            weight = leaf.weight if isinstance(leaf, Word) else 1
            return found if weight == 1 else found._replace(weight=weight * found.weight)

        return of

    def _formula(self, told: Mapping[str, Any]) -> Formula:
        counts = {bucket["key"]: bucket["doc_count"] for bucket in told["all"]["buckets"]}
        return formula(
            Population(self._populations[key].size, count, self._populations[key].average)
            for key, count in counts.items()
        )

    def _counted(self, aggregations: Mapping[str, Any], deadline: Deadline) -> Any:
        body = {"size": 0, "query": self._among, "aggs": aggregations}
        return self._point.ask(body, deadline)["aggregations"]

    def _expansion(self, pattern: str, deadline: Deadline) -> Expansion:
        fitting = self._words.fitting(pattern, deadline)
        if len(fitting) > EXPANSION:
            # only then does it matter which forms articles still have, and how many have them
            counts = self.counts(fitting, self._among, deadline)
            fitting = sorted(counts, key=lambda form: (-counts[form], form))
        return Expansion(frozenset(fitting[:EXPANSION]), len(fitting) <= EXPANSION)

    def counts(self, forms: Sequence[str], query: Query, deadline: Deadline) -> dict[str, int]:
        """How many matches of ``query`` have each of the forms, zeros left out."""
        found: dict[str, int] = {}
        for start in range(0, len(forms), COUNTED):
            some = list(forms[start : start + COUNTED])
            terms = {"field": "forms", "include": some, "size": len(some)}
            body = {"size": 0, "query": query, "aggs": {"forms": {"terms": terms}}}
            for bucket in self._point.ask(body, deadline)["aggregations"]["forms"]["buckets"]:
                found[bucket["key"]] = bucket["doc_count"]
        return found

    def _standing(
        self, node: Near | Together, forms: Mapping[Part, Forms], deadline: Deadline
    ) -> tuple[str, ...]:
        """Ids of the articles that match ``node``: what the cluster finds is checked here."""
        maybe = {"bool": {"filter": [self._among, Matching(forms, {}).close(node)]}}
        hits = self._point.scan(maybe, ["id"], deadline, source=True, at_once=AT_ONCE)
        return tuple(
            hit["fields"]["id"][0] for hit in hits if stands_close(node, hit["_source"], forms)
        )


_BY_POPULATION: dict[str, Any] = {"terms": {"field": "population", "size": EVERY}}


def _key(leaf: Leaf) -> Hashable:
    return replace(leaf, weight=1.0) if isinstance(leaf, Word) else leaf
