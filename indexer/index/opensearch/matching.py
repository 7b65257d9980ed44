"""Expression trees → queries of OpenSearch that find the same articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from indexer.index.opensearch.laid_out import MARKS
from indexer.index.opensearch.mapping import OTHER, Query
from indexer.index.opensearch.spelling import key_of
from indexer.index.opensearch.words import Forms
from schemas.document import FIELDS, PARAGRAPH, SENTENCE
from schemas.expression import And, Ids, Near, Node, Not, Or, Part, Phrase, Together, Wildcard, Word

Leaf = Word | Wildcard | Phrase

NOTHING: Query = {"match_none": {}}
EVERYTHING: Query = {"match_all": {}}

_DISTANCE = "interval.end - interval.start <= {:d}"
"""Scripts of intervals have no parameters; a distance is a number below FIELD_GAP."""


class Matching:
    """Queries that only match. ``forms``: of every word and wildcard of the expression.

    ``known``: ids of the articles that match nodes for which OpenSearch finds too many.
    """

    def __init__(self, forms: Mapping[Part, Forms], known: Mapping[Node, Sequence[str]]) -> None:
        self._forms = forms
        self._known = known

    def query(self, node: Node) -> Query:  # noqa: PLR0911 - one a kind
        """The articles that match ``node``."""
        if node in self._known:
            return with_ids(self._known[node])
        match node:
            case And(children):
                if not children:
                    return EVERYTHING
                return {"bool": {"filter": [self.query(child) for child in children]}}
            case Or(children):
                return any_of([self.query(child) for child in children])
            case Not(child):
                return {"bool": {"must_not": [self.query(child)]}}
            case Ids(ids):
                return with_ids(ids)
            case Near() | Together():
                return self.close(node)
            case Phrase():
                return self._phrase(node)
            case _:
                forms = sorted(self._forms[node])
                return any_of(
                    [{"terms": {field: forms}} for field in fields_of(node)] if forms else []
                )

    def _phrase(self, phrase: Phrase) -> Query:
        if len(phrase.parts) == 1:
            return self.query(phrase.parts[0])
        lines = {field: self.line(phrase, field) for field in FIELDS}
        return any_of(
            [{"match_phrase": {field: {"query": line}}} for field, line in lines.items() if line]
        )

    def line(self, phrase: Phrase, field: str) -> str:
        """The forms of each part, as positions are written; "" where it cannot stand."""
        found = [self.joined(part) if field in fields_of(part) else "" for part in phrase.parts]
        return " ".join(found) if found and all(found) else ""

    def joined(self, part: Part) -> str:
        """The forms that a word stands for, as one word that OpenSearch takes apart."""
        return OTHER.join(sorted(self._forms[part]))

    def close(self, node: Near | Together) -> Query:
        """Articles that have all parts in one stretch of a field."""
        found = []
        for field in FIELDS:
            rules = [self._starts(part, field) for part in node.parts]
            if rules and all(rules):
                # for two equal rules Lucene wants two occurrences
                distinct = {json.dumps(rule, sort_keys=True): rule for rule in rules}
                together = {
                    "intervals": list(distinct.values()),
                    "ordered": False,
                    "filter": _within(node),
                }
                found.append({"intervals": {field: {"all_of": together}}})
        return any_of(found)

    def _starts(self, part: Part | Phrase, field: str) -> Query | None:
        """Where a part begins. For a phrase: its first word anywhere in it, maybe too much."""
        if isinstance(part, Phrase):
            line = self.line(part, field)
            if not line:
                return None
            first: Query = {"query": self.joined(part.parts[0])}
            if len(part.parts) == 1:
                return {"match": first}
            whole = {"match": {"query": line, "ordered": True, "max_gaps": 0}}
            return {"match": {**first, "filter": {"contained_by": whole}}}
        forms = self.joined(part) if field in fields_of(part) else ""
        return {"match": {"query": forms}} if forms else None


def _within(node: Near | Together) -> Query:
    if isinstance(node, Near):
        return {"script": {"source": _DISTANCE.format(node.distance)}}
    marks = MARKS[SENTENCE if node.scope == "sentence" else PARAGRAPH]
    several = {"match": {"query": f"{marks.first} {marks.last}", "ordered": True}}
    stretches = {"any_of": {"intervals": [{"match": {"query": marks.only}}, several]}}
    return {"contained_by": stretches}


def fields_of(part: Word | Wildcard) -> Sequence[str]:
    """The fields that a word is looked for in."""
    return FIELDS if part.field is None else (part.field,)


def any_of(queries: Sequence[Query]) -> Query:
    """What one of them finds; scores are added."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else NOTHING


def with_ids(ids: Iterable[str]) -> Query:
    """The articles of these ids."""
    return {"ids": {"values": sorted({key_of(id) for id in ids})}}


def unsure(node: Node) -> tuple[Near | Together, ...]:
    """The parts of a tree of which ``Matching`` finds too many: those that have phrases."""
    match node:
        case And(nodes) | Or(nodes):
            return tuple(dict.fromkeys(each for one in nodes for each in unsure(one)))
        case Not(child):
            return unsure(child)
        case Near(parts) | Together(parts):
            phrases = any(isinstance(part, Phrase) and len(part.parts) > 1 for part in parts)
            return (node,) if phrases else ()
        case _:
            return ()
