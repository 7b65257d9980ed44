"""Archives that earlier versions made open, answer and roll back without a reindex.

kept/format-4.tar.xz was made on 28 November 2026 by the last version that had no number of its
analysis: 18 articles of the sample archive, a reindex, then six more, one change and one deletion.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
import whoosh.index
from whoosh.query import Term

from indexer.archive import Archive
from schemas.query import Query

KEPT = sorted((Path(__file__).parent / "kept").glob("format-*.tar.xz"))

ANSWERS = {
    "Дагестаном": {"undated", "agul-village-vote-ru", "makhachkala-blackout-street-en"},
    "суд": {"kukudzhanova-trial-ru", "karabakh-mines-en"},
    "арест Аушева": {"karabakh-mines-en"},
    "region:dagestan": {
        "agul-village-vote-ru",
        "derbent-river-faiths-ru",
        "makhachkala-blackout-street-en",
        "kukudzhanova-trial-ru",
        "derbent-jug-ru",
    },
}
"""What the published generation of format 4 answers."""

DELETED = "stavropol-spring-water-ru"


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def home(request, tmp_path):
    with tarfile.open(request.param) as kept:
        kept.extractall(tmp_path, filter="data")
    return tmp_path


def found(archive: Archive, text: str) -> set[str]:
    return {hit.id for hit in archive.search(Query(text, size=50)).hits}


def test_it_answers_as_the_version_that_made_it(home):
    archive = Archive.open(home)
    assert {text: found(archive, text) for text in ANSWERS} == ANSWERS
    assert archive.search(Query("")).total == 24
    assert archive.suggest("даге")
    assert all(each["current"] for each in archive.stats()["generations"])


def test_it_takes_changes_without_a_reindex(home):
    archive = Archive.open(home)
    archive.delete(["undated"])
    assert archive.sync().changes == 1
    assert found(archive, "Дагестаном") == ANSWERS["Дагестаном"] - {"undated"}


def test_it_rolls_back(home):
    archive = Archive.open(home)
    assert archive.rollback().documents == 17  # one was deleted since
    page = archive.search(Query("источники Ессентуков", literal=True))
    assert (page.total, page.generation) == (0, "g000001")


def test_whoosh_itself_reads_what_was_published_or_changed(home):
    """Its table of contents is pickled with the names of our modules, so it is written anew."""
    archive = Archive.open(home)
    generation = archive.rollback()
    index = whoosh.index.open_dir(home / "index" / generation.name)
    with index.searcher() as searcher:
        hits = searcher.search(Term("term", "суд"), limit=None)
        assert "kukudzhanova-trial-ru" in {hit["id"] for hit in hits}
        deleted = searcher.search(Term("term", "ессентуки"), limit=None)
        assert DELETED not in {hit["id"] for hit in deleted}
