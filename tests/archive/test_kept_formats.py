"""Archives that earlier versions made: what they ask for, and that their files can be read.

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
from indexer.store import Store
from schemas.errors import OutdatedIndexError
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


BY = {"format-4.tar.xz": "c6745da2c6e4fe9d-33354f090e1a"}
"""The fingerprint of the analysis that made each: its terms are no longer ours."""


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def kept(request, tmp_path):
    with tarfile.open(request.param) as kept:
        kept.extractall(tmp_path, filter="data")
    return tmp_path


@pytest.fixture
def home(kept, request, monkeypatch):
    """As if the analysis were still that of the version that made it: only the files are older."""
    name = request.node.callspec.params["kept"].name
    monkeypatch.setattr(Archive, "fingerprint", BY[name])
    return kept


def found(archive: Archive, text: str) -> set[str]:
    return {hit.id for hit in archive.search(Query(text, size=50)).hits}


def test_it_asks_for_a_reindex_and_answers_after_it(kept):
    archive = Archive.open(kept)
    assert not any(each["current"] for each in archive.stats()["generations"])
    with pytest.raises(OutdatedIndexError, match="podshivka reindex"):
        archive.search(Query("суд"))
    archive.rebuild(anyway=True)  # analysis has changed since, and so have answers
    assert {text: found(archive, text) for text in ANSWERS} == ANSWERS


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


def test_its_store_is_copied_before_it_is_brought_up_to_date(home):
    archive = Archive.open(home)
    assert archive.verify() == []
    archive.sync()
    copy = archive.store.kept
    assert copy is not None
    assert [copy] == list(home.glob("store-version-*.sqlite"))
    assert set(Store(copy).ids()) == set(archive.store.ids())
    assert archive.verify() == []
    again = Archive.open(home)
    again.sync()
    assert again.store.kept is None
