"""How a query was read, what it weighs, and why an article is found or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan

from indexer.index.columns import facet_values, seconds
from indexer.index.contract import Searcher
from indexer.index.fused import FusedSearcher
from indexer.page.wording import wording
from indexer.query.meaning import Meant
from indexer.query.parser import Parsed, notation
from indexer.tagging.missing import tag_lines, tags_of
from indexer.tagging.model import Tags
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.document import FIELDS
from schemas.expression import EVERYTHING, And, Near, Node, Not, Or, Phrase, Together, Word, scoring
from schemas.facets import FACETS
from schemas.query import Filters, Period, Request
from schemas.results import FormCount, Note

NO_TAGS = Tags()
FORMS = 10
"""Written forms listed of one part, the most frequent."""


@dataclass(frozen=True, slots=True)
class Part:
    """A scoring part of the query. ``frequency``: articles that have it, no filters.

    ``score``: what it adds to the article's score, None when the article lacks it or none is asked.
    """

    query: str
    terms: tuple[str, ...]
    frequency: int
    forms: tuple[FormCount, ...]
    score: float | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an article is not found.

    ``code``: "unknown" (there is no such article), "pending" (not indexed yet), "missing" (a part
    of the query that it lacks), "elsewhere" (it has the word, but not in that field), "apart" (it
    has the words, but not so), "excluded" (it has what must not be), "filter", "dated", "undated",
    "period".
    ``text``: the part of the query or the filter that it speaks of.
    """

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands when its meaning counts. ``number``: by words and meaning, from 1.

    ``by_words``: its number by words alone. ``likeness``: of its meaning to that of the query,
    about a cosine; None when it is not known. ``fused``: by which the first articles are put in
    order; None when it stands behind them, where words decide. ``lead``: the id of the article that
    stands out in the language of the query, if likeness to it counts for those of the other
    language; None when there is none.
    """

    number: int
    by_words: int
    likeness: float | None
    fused: float | None
    lead: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """``score``, ``proximity``, ``reasons`` and ``tags`` are of the article ``id``, if any.

    ``score``: the scores of the parts and ``proximity``, what their being near each other adds.
    ``place``: of an article that is found; None when its meaning does not count.
    """

    query: str
    reading: str
    notes: tuple[Note, ...]
    request: Request
    total: int
    parts: tuple[Part, ...]
    id: str | None = None
    score: float | None = None
    proximity: float = 0.0
    reasons: tuple[Reason, ...] = ()
    tags: Tags = NO_TAGS
    place: Place | None = None


def explain(
    parsed: Parsed, request: Request, searcher: Searcher, notes: Sequence[Note] = ()
) -> Explanation:
    """How ``parsed``, searched by ``request``, was read, and what its parts weigh.

    ``notes``: what the reader is told of it.
    """
    leaves = scoring(request.expression)
    return Explanation(
        query=parsed.text,
        reading=notation(request.expression),
        notes=tuple(notes),
        request=request,
        total=searcher.search(replace(request, offset=0, limit=0, facets=False)).whole().total,
        parts=tuple(_part(leaf, searcher) for leaf in leaves),
    )


def explain_article(
    explanation: Explanation,
    id: str,
    article: Article | None,
    searcher: Searcher,
    taxonomies: Mapping[str, Taxonomy],
) -> Explanation:
    """``explanation`` with why the article ``id`` is found or not; ``article`` as stored."""
    request = explanation.request
    if article is None:
        reasons = [Reason("unknown", id)]
    elif searcher.score(EVERYTHING, id) is None:
        reasons = [Reason("pending", id)]
    else:
        reasons = [
            *_lacking(request.expression, id, searcher),
            *_filtered(request, article, taxonomies),
        ]
    leaves = scoring(request.expression)
    parts = tuple(
        replace(part, score=searcher.score(leaf, id))
        for part, leaf in zip(explanation.parts, leaves, strict=True)
    )
    score = None if reasons else searcher.score(request.expression, id)
    apart = sum(part.score or 0.0 for part in parts)
    # scores are rounded to float32, so that the difference may come out a trace below 0
    proximity = 0.0 if score is None else max(0.0, round(score - apart, 3))
    return replace(
        explanation,
        parts=parts,
        id=id,
        score=score,
        proximity=proximity,
        reasons=tuple(reasons),
        tags=tags_of(article) if article else NO_TAGS,
        place=None if reasons else _place(request, id, searcher),
    )


def _place(request: Request, id: str, searcher: Searcher) -> Place | None:
    """Where an article that is found stands, if its meaning counts."""
    likeness = request.likeness
    first = FusedSearcher(searcher).fused(request)
    if likeness is None or not first:
        return None
    fused = next((each.fused for each in first if each.match.id == id), None)
    own = likeness.of([id])[0]
    number, by_words = (
        next(iter(searcher.ranks(asked, [id]))) + 1
        for asked in (request, replace(request, likeness=None))
    )
    lead = likeness.lead if isinstance(likeness, Meant) else None
    return Place(number, by_words, None if isnan(own) else own, fused, lead)


def _part(leaf: Node, searcher: Searcher) -> Part:
    terms = leaf.terms if isinstance(leaf, Word) else ()
    forms = searcher.forms(leaf, Request(expression=leaf))[:FORMS]
    return Part(notation(leaf), terms, searcher.frequency(leaf), forms, None)


def _lacking(node: Node, id: str, searcher: Searcher) -> Iterator[Reason]:
    """What of ``node`` keeps the article away, () when it matches."""
    if searcher.score(node, id) is not None:
        return
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _lacking(child, id, searcher)
        case Phrase(parts) | Near(parts) | Together(parts):
            missing = [reason for part in parts for reason in _lacking(part, id, searcher)]
            yield from missing or [Reason("apart", notation(node))]
        case Not(child):
            yield Reason("excluded", notation(child))
        case _:
            yield Reason(_where(node, id, searcher), notation(node))


def _where(node: Node, id: str, searcher: Searcher) -> str:
    if isinstance(node, Word) and node.field in FIELDS:
        anywhere = searcher.score(replace(node, field=None), id)
        return "missing" if anywhere is None else "elsewhere"
    return "missing"


def _filtered(
    request: Request, article: Article, taxonomies: Mapping[str, Taxonomy]
) -> Iterator[Reason]:
    for facet, excluded in request.bounds.without.items():
        if not set(excluded).isdisjoint(_values(facet, article, taxonomies)):
            yield Reason("filter", f"-{facet}:{','.join(excluded)}")
    for filters, period in _narrowings(request):
        yield from _without_values(filters, article, taxonomies)
        yield from _outside(period, article)


def _narrowings(request: Request) -> tuple[tuple[Filters, Period], ...]:
    """What the words of the query ask for, then what was chosen."""
    return (request.bounds.filters, request.bounds.period), (request.filters, request.period)


def _without_values(
    filters: Filters, article: Article, taxonomies: Mapping[str, Taxonomy]
) -> Iterator[Reason]:
    for facet in FACETS:
        chosen = filters.get(facet.name, ())
        if chosen and set(chosen).isdisjoint(_values(facet.name, article, taxonomies)):
            yield Reason("filter", f"{facet.name}:{','.join(chosen)}")


def _values(name: str, article: Article, taxonomies: Mapping[str, Taxonomy]) -> Iterable[str]:
    facet = next(facet for facet in FACETS if facet.name == name)
    values = facet_values(vars(article), facet)
    return taxonomies[name].ancestors(values) if name in taxonomies else values


def _outside(period: Period, article: Article) -> Iterator[Reason]:
    if not period:
        return
    start, end = period.seconds()
    moment = seconds(article.published)
    if period.undated:
        if article.published is not None:
            yield Reason("dated", "")
    elif article.published is None:
        yield Reason("undated", "")
    elif (start is not None and moment < start) or (end is not None and moment >= end):
        yield Reason("period", f"{period.first or ''}..{period.last or ''}")


_REASONS = {
    "unknown": "there is no article {text}",
    "pending": "it is stored but not in the index yet: podshivka sync",
    "missing": "it does not have {text}",
    "elsewhere": "it has the word, but not as {text}",
    "apart": "it has the words, but not as {text}",
    "excluded": "it has {text}, which the query excludes",
    "filter": "the filter {text} excludes it",
    "dated": "it has a date, and the query asks for articles without one",
    "undated": "it has no date, and the query names a period",
    "period": "it was published outside {text}",
}


def render(explanation: Explanation) -> str:
    """The explanation as lines of text."""
    lines = [f"query    {explanation.query}", f"read as  {explanation.reading}"]
    for filters, period in _narrowings(explanation.request):
        lines += [f"filter   {facet}: {', '.join(v)}" for facet, v in filters.items() if v]
        if period.undated:
            lines.append("period   without a date")
        elif period:
            lines.append(f"period   {period.first or '…'} to {period.last or '…'}")
    excluded = explanation.request.bounds.without.items()
    lines += [f"without  {facet}: {', '.join(values)}" for facet, values in excluded]
    lines += [f"note     {wording('en').told(note)}" for note in explanation.notes]
    lines.append(f"found    {explanation.total}")
    for part in explanation.parts:
        lines += _rendered(part)
    if explanation.id is not None:
        lines += [*_verdict(explanation), *tag_lines(explanation.tags)]
    return "\n".join(lines)


def _rendered(part: Part) -> Iterator[str]:
    score = "" if part.score is None else f"  score {part.score:.3f}"
    articles = wording("en")("count.articles", count=part.frequency)
    yield f"part     {part.query}  in {articles}{score}"
    if part.terms:
        yield f"         terms {', '.join(part.terms)}"
    if part.forms:
        forms = ", ".join(f"{found.form} {found.count}" for found in part.forms)
        yield f"         forms {forms}"


def _verdict(explanation: Explanation) -> Iterator[str]:
    if not explanation.reasons:
        near = f", {explanation.proximity:.3f} of it for proximity" if explanation.proximity else ""
        yield f"article  {explanation.id} is found, score {explanation.score or 0.0:.3f}{near}"
        if explanation.place:
            yield f"place    {_told(explanation.place)}"
            if explanation.place.lead:
                yield f"lead     {explanation.place.lead}: likeness to it counts, too"
        return
    yield f"article  {explanation.id} is not found:"
    for reason in explanation.reasons:
        yield f"         {_REASONS[reason.code].format(text=reason.text)}"


def _told(place: Place) -> str:
    """A place in words."""
    near = "unknown" if place.likeness is None else f"{place.likeness:.3f}"
    fused = f"together {place.fused:.3f}" if place.fused is not None else "too far behind to count"
    return (
        f"{place.number} by words and meaning, {place.by_words} by words alone; "
        f"likeness {near}, {fused}"
    )
