"""The forms that words and wildcards stand for, from the index of words, and remembered."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indexer.index.opensearch.asking import AT_ONCE
from indexer.index.opensearch.cluster import Cluster
from indexer.index.opensearch.documents import MARKERS
from indexer.index.opensearch.remembered import Remembered
from indexer.index.opensearch.told import RefusedError
from indexer.index.wildcard import fitting
from schemas.deadline import NEVER, Deadline
from schemas.document import EXACT
from schemas.expression import Word

REMEMBERED = 20_000
"""Words."""

Forms = frozenset[str]


class Words:
    """The forms that articles of a generation have, or had. ``index``: its name.

    Remembers the forms of words. That there may be more by now does not matter: a searcher reads
    an older state.
    """

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._known: Remembered[Forms] = Remembered(REMEMBERED)

    def forms(self, words: Iterable[Word], deadline: Deadline) -> dict[Word, Forms]:
        """The forms of each of ``words``; one request for all that are not remembered."""
        words = tuple(words)
        found = self._known.some((word, _key(word)) for word in words)
        new = [word for word in words if word not in found]
        if not new:
            return found
        terms = {term for word in new for term in word.terms}
        exact = sorted(term[len(EXACT) :] for term in terms if term.startswith(EXACT))
        others = sorted(term for term in terms if not term.startswith(EXACT))
        query = {"bool": {"should": [{"terms": {"terms": others}}, {"terms": {"form": exact}}]}}
        by_term: dict[str, set[str]] = {}
        for form, of_form in self._read(query, deadline):
            for term in (*of_form, EXACT + form):
                by_term.setdefault(term, set()).add(form)
        for word in new:
            forms = {form for term in word.terms for form in by_term.get(term, ())}
            found[word] = self._known[_key(word)] = frozenset(forms - {*word.without} - MARKERS)
        return found

    def fitting(self, pattern: str, deadline: Deadline) -> list[str]:
        """All forms that match a wildcard, whether an article still has them or not."""
        stem = pattern[:-1]
        if not pattern.strip("*"):
            query: Any = {"match_all": {}}
        elif pattern[-1] == "*" and not {"*", "?"} & {*stem}:
            query = {"prefix": {"folded": {"value": stem}}}
        else:
            return self._fitting_with_gaps(pattern, deadline)
        return [form for form, _ in self._read(query, deadline)]

    def _fitting_with_gaps(self, pattern: str, deadline: Deadline) -> list[str]:
        try:
            return [form for form, _ in self._read(_gaps(pattern), deadline)]
        except RefusedError as error:
            if "Determinizing" not in error.reason:
                raise
        # many ? after a * make more states than a node allows; without them they are few
        wider = _gaps(re.sub(r"[*?]+", "*", pattern))
        forms = [form for form, _ in self._read(wider, deadline)]
        lines = "\n".join(form.lower() for form in forms)
        return [forms[at] for at in fitting(lines, pattern)]

    def terms(self, forms: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The terms of some forms; those that no article ever had are left out."""
        query = {"terms": {"form": list(forms)}}
        return {form: tuple(terms) for form, terms in self._read(query, NEVER)}

    def _read(self, query: Any, deadline: Deadline) -> Iterator[tuple[str, list[str]]]:
        body: dict[str, Any] = {
            "query": query,
            "size": AT_ONCE,
            "sort": ["form"],
            "_source": ["form", "terms"],
            "track_total_hits": False,
        }
        params = {"allow_partial_search_results": "false"}
        while True:
            answer = self._cluster.call("POST", f"/{self._index}/_search", body, params, deadline)
            hits = answer["hits"]["hits"]
            yield from ((hit["_source"]["form"], hit["_source"]["terms"]) for hit in hits)
            if len(hits) < AT_ONCE:
                return
            body["search_after"] = hits[-1]["sort"]


@dataclass(frozen=True)
class RecentForms:
    """Forms that articles have, and their terms, all fetched when the first is wanted."""

    words: Words
    forms: frozenset[str]

    @cached_property
    def terms(self) -> dict[str, tuple[str, ...]]:
        """By form."""
        return self.words.terms(sorted(self.forms))


def _gaps(pattern: str) -> Any:
    return {"wildcard": {"folded": {"value": pattern.replace("\\", "\\\\")}}}


def _key(word: Word) -> Hashable:
    return word.terms, word.without
