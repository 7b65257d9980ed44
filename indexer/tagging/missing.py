"""What was found in the text → the article's own fields, with where each value comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from indexer.tagging.model import By, Tag, Tags
from indexer.tagging.tagger import Tagger
from indexer.taxonomy import Taxonomy
from schemas.article import Article

KINDS = ("regions", "topics", "people", "organisations")
"""The fields that tagging fills, of an article as of Tags."""

NAMED = ("people", "organisations")
"""The fields whose values are names."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a name is called instead, and what says so."""

    value: str
    by: By


Rename = Callable[[str, str], Renamed | None]
"""A field of NAMED and a name → what it is called instead; None when it is right as it is."""

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
        kind: [_dumped(tag) for tag in getattr(tags, kind)]
        for kind in KINDS
        if not getattr(bare, kind) and getattr(tags, kind)
    }
    values = {kind: tuple(tag["value"] for tag in listed) for kind, listed in kept.items()}
    return bare.model_copy(update=values | ({"tags": kept} if kept else {}))


def renamed(article: Article, rename: Rename) -> Article:
    """``article`` with its people and organisations called as ``rename`` says.

    The field ``tags`` keeps what the article calls them, so that it can be undone: ``rename`` is
    asked for the names as they were given or found, whatever they are called now.
    """
    kept = _tags(article)
    values: dict[str, tuple[str, ...]] = {}
    for kind in NAMED:
        listed = [_renamed(tag, rename(kind, tag.value)) for tag in names_in(article, kind)]
        values[kind] = tuple(dict.fromkeys(tag.value for tag in listed))
        if any(tag.by or tag.origin == "found" for tag in listed):
            kept[kind] = [_dumped(tag) for tag in listed]
        else:
            kept.pop(kind, None)
    bare = article.model_copy(update=values)
    if kept == _tags(article):
        return bare
    if kept:
        return bare.model_copy(update={"tags": kept})
    return Article.model_validate(bare.model_dump(exclude={"tags"}))


def names_in(article: Article, kind: str) -> tuple[Tag, ...]:
    """The people or organisations of ``article`` by the names as they were given or found."""
    kept = _kept(article, kind)
    known = {tag.value for tag in kept}
    given = [_given(value) for value in getattr(article, kind) if value not in known]
    return (*(replace(tag, value=tag.name or tag.value, name="", by="") for tag in kept), *given)


def _renamed(tag: Tag, other: Renamed | None) -> Tag:
    if other is None or other.value == tag.value:
        return tag
    return replace(tag, value=other.value, name=tag.value, by=other.by)


def tags_of(article: Article) -> Tags:
    """The values of ``article`` with their origin, as ``tagged`` and ``renamed`` left them.

    Of a value that the article has by several names the first one.
    """
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
    """Each tag in a line: its kind, whether it was given or found, by which words, how sure.

    And by what, where not by our rules.
    """
    names = zip(("region", "topic", "person", "organisation"), KINDS, strict=True)
    return [
        f"{name:<12} {tag.value}  {tag.origin}"
        + (f" in {', '.join(tag.words)}  {tag.confidence:.2f}" if tag.origin == "found" else "")
        + (f"  by {tag.recogniser}" if tag.recogniser else "")
        + (f"  as {tag.name}, joined by {_BY[tag.by]}" if tag.by else "")
        for name, kind in names
        for tag in getattr(tags, kind)
    ]


_BY = {
    "file": "the operator's file",
    "list": "our lists",
    "spelling": "its spelling",
    "archive": "the archive",
}


def _untagged(article: Article) -> Article:
    """``article`` as it came, without what was found in its text."""
    if not any(_kept(article, kind) for kind in KINDS):
        return article
    rest = {
        kind: tuple(dict.fromkeys(t.value for t in names_in(article, kind) if t.origin == "given"))
        for kind in KINDS
    }
    return Article.model_validate(article.model_dump(exclude={"tags"}) | rest)


def _kept(article: Article, kind: str) -> tuple[Tag, ...]:
    """The tags of one kind that ``tagged`` kept; () if the field "tags" is something else."""
    kept = getattr(article, "tags", None)
    try:
        return _TAGS.validate_python(kept.get(kind, ())) if isinstance(kept, Mapping) else ()
    except ValidationError:
        return ()


def _tags(article: Article) -> dict[str, Any]:
    kept = getattr(article, "tags", None)
    return dict(kept) if isinstance(kept, Mapping) else {}


def _dumped(tag: Tag) -> dict[str, Any]:
    """A tag as an article keeps it."""
    kept = asdict(tag)
    return {key: value for key, value in kept.items() if value or key not in _SELDOM}


_SELDOM = frozenset({"name", "by", "recogniser"})
"""What of a tag is kept where there is something to keep only."""


def _given(value: str) -> Tag:
    return Tag(value, "given", (), 1.0)


def _named(tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """Names on one line, none too long."""
    lines = (replace(tag, value=" ".join(tag.value.split())) for tag in tags)
    return tuple(t for t in lines if t.value.isprintable() and 0 < len(t.value) <= _LONGEST)
