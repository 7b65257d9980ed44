"""What was found in the text → the article's own fields, with where each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from indexer.tagging.model import Tags
from indexer.taxonomy import Taxonomy
from schemas.article import Article


def filled(article: Article, tags: Tags, taxonomies: Mapping[str, Taxonomy]) -> Article:
    """``article`` with found regions and topics, of those in ``taxonomies``, where it has none.

    Its field ``tags`` keeps what was found: value, origin, words and confidence of each region,
    topic, person and organisation.
    """
    found = {
        name: [asdict(tag) for tag in getattr(tags, name) if tag.origin == "found"]
        for name in ("regions", "topics", "people", "organisations")
    }
    return article.model_copy(
        update={
            "regions": tuple(t.value for t in tags.regions if t.value in taxonomies["region"]),
            "topics": tuple(t.value for t in tags.topics if t.value in taxonomies["topic"]),
            "tags": {name: values for name, values in found.items() if values},
        }
    )
