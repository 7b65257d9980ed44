"""The shapes that scripts rely on: a page of results as JSON.

``podshivka search --json`` and the site's ``/api/v1/search`` print the same object. Offsets in
``highlights`` are half-open and count Unicode code points.
"""

from __future__ import annotations

from typing_extensions import TypedDict

from indexer.page.article_shapes import iso
from schemas.results import FacetCount, Hit, Note, Page, Snippet, WordForms, WrittenForm


class HighlightsJson(TypedDict):
    """[start, end) of every matched word in ``title`` and in ``snippet``."""

    title: list[list[int]]
    snippet: list[list[int]]


class HitJson(TypedDict):
    """An article of the result.

    ``published``: a moment with its zone, a bare date (both ISO 8601), or null for "unknown".
    ``regions``, ``topics``: ids of the taxonomies. ``title`` and ``snippet`` are plain text.
    ``missing``: words of the query that the article lacks. ``also``: ids of the same story in other
    languages, translations and twins, whether the query finds them or not.
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
    also: list[str]


class SomeWordsJson(TypedDict):
    """Articles with some of the words of a query; the members are those of SomeWords."""

    total: int
    hits: list[HitJson]


class ByMeaningJson(TypedDict):
    """Articles that lack the words and are close in meaning; the members are those of ByMeaning."""

    total: int
    after: int
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
    words: list[str]


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
    by_meaning: ByMeaningJson


class PageJson(OptionalJson):
    """One page of results.

    ``stories``: for each hit that has other versions in the result, translations or nearly the same
    texts, the ids of all of these, in its order: on this page, earlier and later ones.
    ``facets``: every facet, date last, each in display order; of
    persons and organisations the most frequent. A value of the date is a year ("2017"), a month
    ("2017-06") or "unknown". ``complete``: false when the time for an answer was over; then there
    are at least ``total`` articles, and at least as many of each value.
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
    complete: bool
    generation: str


def page_json(page: Page) -> PageJson:
    """The page as plain data, ready for ``json.dumps``."""
    shape: PageJson = {
        "total": page.total,
        "page": page.query.page,
        "pages": page.pages,
        "size": page.query.size,
        "sort": page.query.sort,
        "hits": [hit_json(hit) for hit in page.hits],
        "facets": {name: [_count(count) for count in page.facets[name]] for name in page.facets},
        "filters": [{"text": one.text, "without": one.without} for one in page.filters],
        "notes": [note_json(note) for note in page.notes],
        "all_words": page.all_words,
        "stories": [[one.id for one in story] for story in page.stories],
        "complete": page.complete,
        "generation": page.generation,
    }
    if page.forms is not None:
        shape["forms"] = [_word(word) for word in page.forms]
    if page.some_words is not None:
        hits = [hit_json(hit) for hit in page.some_words.hits]
        shape["some_words"] = {"total": page.some_words.total, "hits": hits}
    if page.by_meaning is not None:
        near = page.by_meaning
        hits = [hit_json(hit) for hit in near.hits]
        shape["by_meaning"] = {"total": near.total, "after": near.after, "hits": hits}
    return shape


def hit_json(hit: Hit) -> HitJson:
    """An article of a result as plain data."""
    return {
        "id": hit.id,
        "title": hit.title.text,
        "language": hit.language,
        "published": iso(hit.published),
        "regions": list(hit.regions),
        "topics": list(hit.topics),
        "score": hit.score,
        "snippet": hit.snippet.text,
        "highlights": {"title": _offsets(hit.title), "snippet": _offsets(hit.snippet)},
        "url": hit.url,
        "missing": list(hit.missing),
        "also": [other.id for other in hit.also],
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
        "words": list(note.words),
    }


def _word(word: WordForms) -> WordFormsJson:
    return {"word": word.word, "forms": [_form(one) for one in word.forms], "rest": word.rest}


def _form(form: WrittenForm) -> FormJson:
    return {"form": form.form, "count": form.count, "without": form.without, "alone": form.alone}


def _offsets(snippet: Snippet) -> list[list[int]]:
    return [[start, end] for start, end in snippet.marks]
