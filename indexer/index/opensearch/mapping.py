"""How the two indices of a generation are laid out: its articles, and the forms of its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.facets import FACETS

Query = Mapping[str, Any]
"""What OpenSearch is asked, in its own language of queries."""

LAYOUT = 2
"""Number of the layout: raise it when indices of the earlier one cannot be read."""

OTHER, EMPTY = "\ue000", "\ue001"
"""Between the forms of one position; an empty position. Analysis makes no forms with them."""

FILTERS: dict[str, Any] = {
    "empty": {"type": "stop", "stopwords": [EMPTY]},
    "forms": {
        "type": "pattern_capture",
        "preserve_original": False,
        "patterns": [f"([^{OTHER}]+)"],
    },
}

MOST_CHARACTERS = 1_000_000
"""Of all forms of a query's word, joined; the default of 255 would cut them."""

SETTINGS: dict[str, Any] = {
    # no refresh before the end of an apply: then all that it wrote becomes visible
    "refresh_interval": "-1",
    "max_result_window": 1_000_000_000,
    "max_terms_count": 65_536,
    # by default a deletion is forgotten after a minute: a request that was late could undo it
    "gc_deletes": "1h",
    # frequencies as they are, for the formula of the contract
    "similarity": {
        "frequency": {"type": "scripted", "script": {"source": "doc.freq * query.boost"}}
    },
    "analysis": {
        "tokenizer": {"positions": {"type": "whitespace", "max_token_length": MOST_CHARACTERS}},
        "filter": FILTERS,
        "analyzer": {
            "positions": {"type": "custom", "tokenizer": "positions", "filter": list(FILTERS)}
        },
    },
}

_KEYWORD = {"type": "keyword"}
_TEXT = {"type": "text", "analyzer": "positions", "similarity": "frequency", "norms": False}

PROPERTIES: dict[str, Any] = {
    "id": _KEYWORD,
    "title": _TEXT,
    "lede": _TEXT,
    "body": _TEXT,
    # weighted, as in the formula
    "length": {"type": "integer", "index": False},
    # Moscow's wall clock as if it were UTC: months then need no zone. Left out when undated
    "published": {"type": "date", "format": "epoch_second"},
    **{facet.name: _KEYWORD for facet in FACETS},
    # the apply that put it: who sees one that is not completed sees a part of a change
    "attempt": {"type": "long", "index": False},
    # all values of contract.POPULATION as one
    "population": _KEYWORD,
    # distinct forms, to be counted
    "forms": {"type": "keyword", "index": False},
    # each byte with its number: "3:255"
    "signature": _KEYWORD,
}

SOURCE = ("title", "lede", "body")
"""The fields kept to be read back: forms at their positions."""

WORD_SETTINGS: dict[str, Any] = {
    "refresh_interval": "-1",
    "number_of_shards": 1,
    "max_terms_count": 65_536,
    "max_result_window": 1_000_000_000,
}

WORD_PROPERTIES: dict[str, Any] = {
    "form": _KEYWORD,
    # only looked up, never sorted by or counted
    "folded": {**_KEYWORD, "doc_values": False},
    "terms": {**_KEYWORD, "doc_values": False},
}
