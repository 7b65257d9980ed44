"""What was found in the text → the article's own fields, with where each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from pydantic import TypeAdapter, ValidationError

from indexer.tagging.model import Tag, Tags
from indexer.tagging.tagger import Tagger
from indexer.taxonomy import Taxonomy
from schemas.article import Article

KINDS = ("regions", "topics", "people", "organisations")
"""The fields that tagging fills, of an article as of Tags."""

_LONGEST = 200
"""Characters of a name that an article may have."""

_TAGS = TypeAdapter(tuple[Tag, ...])


def tagged(article: Article, tagger: Tagger, taxonomies: Mapping[str, Taxonomy]) -> Article:
    """``article`` with what is found in its text where it came without; of ids, the known ones.

    What tagging found before is found anew. The field ``tags`` keeps what was found: value,
    origin, words and confidence of each region, topic, person and organisation.
    """
    bare = _untagged(article)
    found = tagger.tag(bare)
    tags = Tags(
        # the rules are ours, the taxonomies may be an operator's
        tuple(tag for tag in found.regions if tag.value in taxonomies["region"]),
        tuple(tag for tag in found.topics if tag.value in taxonomies["topic"]),
        *(_named(getattr(found, kind)) for kind in ("people", "organisations")),
    )
    kept = {
        kind: [asdict(tag) for tag in getattr(tags, kind)]
        for kind in KINDS
        if not getattr(bare, kind) and getattr(tags, kind)
    }
    values = {kind: tuple(tag["value"] for tag in listed) for kind, listed in kept.items()}
    return bare.model_copy(update=values | ({"tags": kept} if kept else {}))


def tags_of(article: Article) -> Tags:
    """The values of ``article`` with their origin, as ``tagged`` left them."""
    return Tags(
        *(
            tuple(
                next((tag for tag in _kept(article, kind) if tag.value == value), _given(value))
                for value in getattr(article, kind)
            )
            for kind in KINDS
        )
    )


def tag_lines(tags: Tags) -> list[str]:
    """Each tag in a line: its kind, whether it was given or found, by which words, how sure."""
    names = zip(("region", "topic", "person", "organisation"), KINDS, strict=True)
    return [
        f"{name:<12} {tag.value}  {tag.origin}"
        + (f" in {', '.join(tag.words)}  {tag.confidence:.2f}" if tag.origin == "found" else "")
        for name, kind in names
        for tag in getattr(tags, kind)
    ]


def _untagged(article: Article) -> Article:
    """``article`` without what was found in its text."""
    found = {kind: {tag.value for tag in _kept(article, kind)} for kind in KINDS}
    if not any(found.values()):
        return article
    rest = {
        kind: tuple(v for v in getattr(article, kind) if v not in found[kind]) for kind in KINDS
    }
    return Article.model_validate(article.model_dump(exclude={"tags"}) | rest)


def _kept(article: Article, kind: str) -> tuple[Tag, ...]:
    """The tags of one kind that ``tagged`` kept; () if the field "tags" is something else."""
    kept = getattr(article, "tags", None)
    try:
        return _TAGS.validate_python(kept.get(kind, ())) if isinstance(kept, Mapping) else ()
    except ValidationError:
        return ()


def _given(value: str) -> Tag:
    return Tag(value, "given", (), 1.0)


def _named(tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """Names on one line, none too long."""
    lines = (replace(tag, value=" ".join(tag.value.split())) for tag in tags)
    return tuple(t for t in lines if t.value.isprintable() and 0 < len(t.value) <= _LONGEST)
