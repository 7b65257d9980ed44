"""The worker under gunicorn."""

from __future__ import annotations

import gc

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import ThreadWorker

from indexer.archive import Archive
from searchapp import create_app
from searchapp.gunicorn_worker import ArchiveWorker


@pytest.fixture
def loaded(monkeypatch):
    """Load a worker of this archive, up to its first request."""

    def load(archive: Archive) -> None:
        app = create_app(archive)
        monkeypatch.setattr(ThreadWorker, "load_wsgi", lambda self: setattr(self, "wsgi", app))
        worker = ArchiveWorker(0, 0, [], None, 30, Config(), None)
        try:
            worker.load_wsgi()
        finally:
            worker.tmp.close()

    yield load
    gc.unfreeze()


def test_a_worker_has_everything_open_before_its_first_request(archive, loaded):
    fresh = Archive.open(archive.home)
    assert "analyzer" not in vars(fresh)
    loaded(fresh)
    assert {"analyzer", "taxonomies", "fingerprint"} <= set(vars(fresh))
    assert fresh._serving._served is not None


def test_the_garbage_collector_leaves_alone_what_was_loaded(archive, loaded):
    assert gc.get_freeze_count() == 0
    loaded(Archive.open(archive.home))
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 10_000


def test_an_archive_that_cannot_be_searched_yet_is_no_reason_not_to_serve(tmp_path, loaded):
    loaded(Archive.open(tmp_path, create=True))
