"""Related coverage in the other language: by meaning, near in time first, and no nonsense."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.article import Article

OWN = Article(id="own", language="en", title="Snow court sea", published="2020-01-10")


def russian(id: str, title: str, published: str | None = "2020-01-11") -> Article:
    return Article(id=id, language="ru", title=title, published=published)


@pytest.fixture
def archive(tmp_path, model) -> Archive:
    made = Archive.open(tmp_path / "home", create=True)
    made.add(
        [
            OWN,
            russian("same", "Снег суд море"),
            russian("half", "Снег суд парк", "2020-01-12"),
            russian("month", "Снег суд море дом", "2020-02-12"),
            russian("year", "Снег суд море сад", "2021-02-12"),
            russian("undated", "Суд море снег лес", None),
            russian("third-in-a-year", "Снег сад дом", "2021-02-12"),
            russian("nonsense", "Лес сад дом"),
            russian("another", "Театр завод рынок", "2020-01-10"),
        ]
    )
    made.sync()
    return made


def related(archive: Archive, article: Article, limit: int = 30) -> list[tuple[str, str]]:
    return [(one.article.id, one.by) for one in archive.related(article, limit)]


def test_near_in_time_first_and_nothing_that_is_not_alike(archive):
    archive.make_vectors()
    found = related(archive, OWN)
    assert [id for id, _ in found] == ["same", "half", "month", "year", "undated"]
    assert {by for _, by in found} == {"meaning"}
    assert next(one.share for one in archive.related(OWN)) == pytest.approx(1, abs=1e-3)


def test_a_third_of_what_is_shown_at_most(archive):
    archive.make_vectors()
    assert [id for id, _ in related(archive, OWN, 6)] == ["same", "half"]


def test_of_an_article_without_a_date_all_times_are_one(archive):
    undated = OWN.model_copy(update={"published": None})
    archive.add([undated])
    archive.make_vectors()
    archive.sync()
    assert related(archive, undated)[0] == ("same", "meaning")


def test_translations_are_left_out(archive):
    archive.add([russian("same", "Снег суд море").model_copy(update={"translation_of": "own"})])
    archive.make_vectors()
    archive.sync()
    assert "same" not in dict(related(archive, OWN))


def test_without_vectors_names_count(archive):
    named = {"people": ("Юсуп Гаджиев",), "regions": ("dagestan",)}
    archive.add([OWN.model_copy(update=named), russian("names", "Парк").model_copy(update=named)])
    archive.sync()
    assert related(archive, OWN.model_copy(update=named)) == [("names", "names")]
    archive.make_vectors()
    assert ("names", "names") not in related(archive, OWN.model_copy(update=named))


def test_answers_made_before_there_were_vectors_are_of_another_edition(archive):
    before = archive.edition(), archive.edition_state()
    archive.make_vectors()
    after = archive.edition(), archive.edition_state()
    assert after[0] != before[0]
    assert after[1] != before[1]
    assert (archive.edition(), archive.edition_state()) == after
