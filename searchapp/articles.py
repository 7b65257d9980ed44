"""The pages of one article: what it says, what it said before; by its id or any address of it."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from indexer.archive import Archive
from indexer.export import CITED, FORMATS
from indexer.index.columns import facet_values
from indexer.page.article_shapes import (
    HistoryJson,
    RelatedListJson,
    ReprintsJson,
    article_json,
    history_json,
    related_json,
    reprints_json,
)
from indexer.page.citation import citations
from indexer.page.history import Comparison
from indexer.page.snippets.whole import unmarked
from indexer.page.twin_words import twin_words
from indexer.tagging.missing import tags_of
from schemas.article import Article
from schemas.facets import FACETS
from searchapp.asked import served, today
from searchapp.marks import Marks, paragraphs
from searchapp.openapi import Parameter, described
from searchapp.reading import trail
from searchapp.structured import ArticleHead
from searchapp.visit import visit

articles = Blueprint("articles", __name__)

ADDRESS = Parameter("url", "Any address of the article.", {"type": "string"}, required=True)


@articles.get("/articles")
def by_address() -> AnyResponse:
    """The article that stands, or once stood, at ``url``."""
    return redirect(visit().links.article(_id_at(request.args.get("url", ""))))


@articles.get("/api/v1/articles")
@described(None, (ADDRESS,), fails=(404,))
def by_address_as_json() -> AnyResponse:
    """The same for programs."""
    return redirect(visit().links.article_json(_id_at(request.args.get("url", ""))))


@articles.get("/articles/<id>")
def article(id: str) -> str:
    """One article."""
    found, archive = _article(id), served()
    shown = archive.sites.shown(found)
    counterparts, lasting = archive.counterparts(found), visit().links.lasting()
    came = trail(archive, found, today())
    texts = came.found.marked if came else unmarked(found)
    return render_template(
        "article.html",
        article=shown,
        trail=came,
        texts=texts,
        paragraphs=tuple(paragraphs(texts.body)),
        marked=Marks(texts, visit().say),
        counterparts=counterparts,
        ties=_ties(archive, found),
        head=ArticleHead(shown, _permalink(found), counterparts, lasting, archive.taxonomies),
        reprints=archive.reprints(found),
        related=archive.related(found),
        before_and_after=archive.before_and_after(found),
        versions=archive.store.versions(id),
        taxonomies=archive.taxonomies,
        labels=archive.labels(visit().say.language),
        tags=tags_of(found),
        metadata={f.name: facet_values(vars(found), f) for f in FACETS if f.metadata},
        citations=citations(shown, _permalink(found), today(), visit().say.language),
        permalink=_permalink(found),
        cited=[FORMATS[name] for name in CITED],
        today=today(),
    )


def _ties(archive: Archive, article: Article) -> dict[str, str]:
    """By id, what ties an article to versions of its story where no page says it."""
    say, labels = visit().say, archive.taxonomies

    def label(facet: str, value: str) -> str:
        return labels[facet].label(value, say.language) if facet in labels else value

    return {tie.beside(article.id): twin_words(tie, say, label) for tie in archive.ties(article)}


@articles.get("/articles/<id>/versions")
def versions(id: str) -> str:
    """What the article said before, newest first, and what changed."""
    found = _article(id)
    history = served().store.history(id)
    comparison = Comparison()
    newest_first = reversed(list(enumerate(zip([None, *history], history, strict=False), 1)))
    changed = [
        (number, now.recorded, comparison.changes(before.article, now.article) if before else ())
        for number, (before, now) in newest_first
    ]
    return render_template("versions.html", article=found, versions=changed)


@articles.get("/api/v1/articles/<id>")
@described(Article, fails=(404,))
def article_as_json(id: str) -> Response:
    """One article as it is stored, its link on the live host."""
    return jsonify(article_json(served().sites.shown(_article(id))))


@articles.get("/api/v1/articles/<id>/reprints")
@described(ReprintsJson, fails=(404,))
def reprints_as_json(id: str) -> Response:
    """The articles that say nearly the same, the closest first."""
    return jsonify(reprints_json(served().reprints(_article(id))))


@articles.get("/api/v1/articles/<id>/related")
@described(RelatedListJson, fails=(404,))
def related_as_json(id: str) -> Response:
    """Articles of the same subject: near in time first, then those in other languages."""
    return jsonify(related_json(served().related(_article(id))))


@articles.get("/api/v1/articles/<id>/versions")
@described(HistoryJson, fails=(404,))
def versions_as_json(id: str) -> Response:
    """All that the article said, as ``podshivka show --history --json`` prints it."""
    return jsonify(history_json(_article(id).id, served().store.history(id)))


def _id_at(address: str) -> str:
    id = served().at(address)
    if id is None:
        abort(404)
    return id


def _article(id: str) -> Article:
    found = served().get(id)
    if found is None:
        abort(404)
    return found


def _permalink(article: Article) -> str:
    links = visit().links.lasting()
    return links.absolute(links.article(article.id))
