"""The shapes that scripts rely on: a page of results and an article as JSON.

``podshivka search --json`` and the site's ``/api/v1/search`` print the same object. Offsets in
``highlights`` are half-open and count Unicode code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from typing_extensions import TypedDict

from indexer.ingest.field_names import says_anything
from indexer.page.history import changed
from indexer.page.related import RelatedArticle
from indexer.reprints import Reprint
from indexer.store import Version
from schemas.article import Article
from schemas.query_sets import QuerySets
from schemas.results import FacetCount, Hit, Note, Page, Snippet, WordForms, WrittenForm
from schemas.seen import Since


class HighlightsJson(TypedDict):
    """[start, end) of every matched word in ``title`` and in ``snippet``."""

    title: list[list[int]]
    snippet: list[list[int]]


class HitJson(TypedDict):
    """An article of the result.

    ``published``: a moment with its zone, a bare date (both ISO 8601), or null for "unknown".
    ``regions``, ``topics``: ids of the taxonomies. ``title`` and ``snippet`` are plain text.
    ``missing``: words of the query that the article lacks.
    """

    id: str
    title: str
    language: str
    published: str | None
    regions: list[str]
    topics: list[str]
    score: float
    snippet: str
    highlights: HighlightsJson
    url: str | None
    missing: list[str]


class SomeWordsJson(TypedDict):
    """Articles with some of the words of a query; the members are those of SomeWords."""

    total: int
    hits: list[HitJson]


class FacetJson(TypedDict):
    """A value of a facet and the articles that it would give; the members are of FacetCount."""

    value: str
    label: str
    count: int
    selected: bool
    written: bool
    excluded: bool
    depth: int


class NoteJson(TypedDict):
    """How the query was read where it was not read as typed; the members are those of Note."""

    code: str
    text: str
    position: int | None
    replacement: str
    query: str
    count: int | None
    applied: bool


class QueryFilterJson(TypedDict):
    """A filter that is written in the query; the members are those of QueryFilter."""

    text: str
    without: str


class FormJson(TypedDict):
    """A written form; the members are those of WrittenForm."""

    form: str
    count: int
    without: str
    alone: str


class WordFormsJson(TypedDict):
    """The forms of one word of the query; ``rest``: how many more there are."""

    word: str
    forms: list[FormJson]
    rest: int


class OptionalJson(TypedDict, total=False):
    """What a page has only when it was asked for, or when there is any of it."""

    forms: list[WordFormsJson]
    some_words: SomeWordsJson


class PageJson(OptionalJson):
    """One page of results.

    ``stories``: ids of hits that are versions of one story, translations or nearly the same texts,
    best first; a hit that has no other version on the page is left out.
    ``facets``: every facet, date last, each in display order; of
    persons and organisations the most frequent. A value of the date is a year ("2017"), a month
    ("2017-06") or "unknown".
    """

    total: int
    page: int
    pages: int
    size: int
    sort: str
    hits: list[HitJson]
    facets: dict[str, list[FacetJson]]
    filters: list[QueryFilterJson]
    notes: list[NoteJson]
    all_words: bool
    stories: list[list[str]]
    generation: str


def page_json(page: Page) -> PageJson:
    """The page as plain data, ready for ``json.dumps``."""
    shape: PageJson = {
        "total": page.total,
        "page": page.query.page,
        "pages": page.pages,
        "size": page.query.size,
        "sort": page.query.sort,
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {name: [_count(count) for count in page.facets[name]] for name in page.facets},
        "filters": [{"text": one.text, "without": one.without} for one in page.filters],
        "notes": [note_json(note) for note in page.notes],
        "all_words": page.all_words,
        "stories": [list(ids) for ids in page.stories],
        "generation": page.generation,
    }
    if page.forms is not None:
        shape["forms"] = [_word(word) for word in page.forms]
    if page.some_words is not None:
        hits = [_hit(hit) for hit in page.some_words.hits]
        shape["some_words"] = {"total": page.some_words.total, "hits": hits}
    return shape


def article_json(article: Article) -> dict[str, Any]:
    """The article as it is stored, unknown fields included: what ``podshivka ingest`` takes.

    One that is only a headline has it as ``text``, too, which tells ``ingest`` that nothing is
    missing.
    """
    shape = article.model_dump(mode="json")
    if not (says_anything(article.body) or says_anything(article.lede)):
        shape.setdefault("text", article.title)
    return shape


class VersionJson(TypedDict):
    """What an article said. ``number``: from 1.

    ``recorded``: when it came into the archive, null when that is not known. ``changed``: fields
    that differ from the version before.
    """

    number: int
    recorded: str | None
    changed: list[str]
    article: dict[str, Any]


class ReprintJson(TypedDict):
    """An article that says nearly the same. ``overlap``: share of the shorter text, 0.75 to 1."""

    id: str
    title: str
    published: str | None
    overlap: float


class ReprintsJson(TypedDict):
    """Articles that say nearly the same as one, the closest first."""

    reprints: list[ReprintJson]


def reprints_json(reprints: Sequence[Reprint]) -> ReprintsJson:
    """Reprints as plain data."""
    shapes: list[ReprintJson] = [
        {
            "id": one.article.id,
            "title": one.article.title,
            "published": _iso(one.article.published),
            "overlap": round(one.overlap, 3),
        }
        for one in reprints
    ]
    return {"reprints": shapes}


class RelatedJson(TypedDict):
    """An article of the same subject; ``share`` and ``by`` are those of RelatedArticle."""

    id: str
    title: str
    language: str
    published: str | None
    share: float
    by: str


class RelatedListJson(TypedDict):
    """Articles on the same subject: near in time first, at last those in other languages."""

    related: list[RelatedJson]


def related_json(related: Sequence[RelatedArticle]) -> RelatedListJson:
    """Related articles as plain data."""
    shapes: list[RelatedJson] = [
        {
            "id": one.article.id,
            "title": one.article.title,
            "language": one.article.language,
            "published": _iso(one.article.published),
            "share": round(one.share, 3),
            "by": one.by,
        }
        for one in related
    ]
    return {"related": shapes}


class HistoryJson(TypedDict):
    """All that an article said, oldest first; the last version is what it says now."""

    id: str
    versions: list[VersionJson]


def history_json(id: str, versions: Sequence[Version]) -> HistoryJson:
    """The versions of an article as plain data."""
    articles = [version.article for version in versions]
    shapes: list[VersionJson] = [
        {
            "number": number,
            "recorded": _iso(version.recorded),
            "changed": changed(before, version.article),
            "article": article_json(version.article),
        }
        for number, (before, version) in enumerate(
            zip([None, *articles], versions, strict=False), 1
        )
    ]
    return {"id": id, "versions": shapes}


def _hit(hit: Hit) -> HitJson:
    return {
        "id": hit.id,
        "title": hit.title.text,
        "language": hit.language,
        "published": _iso(hit.published),
        "regions": list(hit.regions),
        "topics": list(hit.topics),
        "score": hit.score,
        "snippet": hit.snippet.text,
        "highlights": {"title": _offsets(hit.title), "snippet": _offsets(hit.snippet)},
        "url": hit.url,
        "missing": list(hit.missing),
    }


def _count(count: FacetCount) -> FacetJson:
    return {
        "value": count.value,
        "label": count.label,
        "count": count.count,
        "selected": count.selected,
        "written": count.written,
        "excluded": count.excluded,
        "depth": count.depth,
    }


def note_json(note: Note) -> NoteJson:
    """A note as plain data."""
    return {
        "code": note.code,
        "text": note.text,
        "position": note.position,
        "replacement": note.replacement,
        "query": note.query,
        "count": note.count,
        "applied": note.applied,
    }


def _word(word: WordForms) -> WordFormsJson:
    return {"word": word.word, "forms": [_form(one) for one in word.forms], "rest": word.rest}


def _form(form: WrittenForm) -> FormJson:
    return {"form": form.form, "count": form.count, "without": form.without, "alone": form.alone}


def _iso(published: datetime | date | None) -> str | None:
    return None if published is None else published.isoformat()


def _offsets(snippet: Snippet) -> list[list[int]]:
    return [[start, end] for start, end in snippet.marks]


class SinceJson(TypedDict):
    """What became of a search since it was seen; the members are those of Seen and Since."""

    at: int
    day: str
    then: int
    now: int
    came: int
    gone: int
    stored: list[str]
    entered: list[str]
    changed: list[str]
    left: list[str]
    withdrawn: int
    unexplained: int
    deleted: int
    same_reading: bool
    compared: bool
    unchanged: bool


def since_json(since: Since) -> SinceJson:
    """What became of a search, for scripts: then + came - gone = now."""
    return {
        "at": since.seen.sequence,
        "day": since.seen.day.isoformat(),
        "then": since.seen.total,
        "now": since.total,
        "came": since.came,
        "gone": since.gone,
        "stored": list(since.stored),
        "entered": list(since.entered),
        "changed": list(since.changed),
        "left": list(since.left),
        "withdrawn": since.withdrawn,
        "unexplained": since.unexplained,
        "deleted": since.deleted,
        "same_reading": since.same_reading,
        "compared": since.compared,
        "unchanged": since.unchanged,
    }


class SetJson(TypedDict):
    """A set of articles: the query that finds it, how many there are, the newest of them."""

    query: str
    total: int
    hits: list[HitJson]


class WholeJson(TypedDict):
    """One of two queries and the articles that it finds."""

    query: str
    total: int


class SetsJson(TypedDict):
    """The sets that two queries make: only_a + both = a, only_b + both = b."""

    a: WholeJson
    b: WholeJson
    only_a: SetJson
    both: SetJson
    only_b: SetJson


def sets_json(found: QuerySets) -> SetsJson:
    """The sets that two queries make, for scripts."""
    return {
        "a": {"query": found.a, "total": found.total_a},
        "b": {"query": found.b, "total": found.total_b},
        "only_a": _set(found.only_a),
        "both": _set(found.both),
        "only_b": _set(found.only_b),
    }


def _set(page: Page) -> SetJson:
    hits = [_hit(hit) for hit in page.hits]
    return {"query": page.query.text, "total": page.total, "hits": hits}
