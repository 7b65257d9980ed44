"""What every test can ask for."""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from disk import Disk
from effort import PROFILE
from hypothesis import settings

from indexer.archive import Archive
from indexer.archive.intake import ingest
from indexer.archive.read_options import ReadOptions
from tests.opensearch.fixtures import opensearch_cluster, opensearch_node

__all__ = ["opensearch_cluster", "opensearch_node"]

settings.load_profile(PROFILE)
os.environ.setdefault("PODSHIVKA_NICE", "0")  # else what comes after it would be slow
os.environ.setdefault("PODSHIVKA_QUERY_SECONDS", "600")  # a busy machine cuts no page short
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real text; tests that need it skip when it is absent."""
    folder = Path(os.environ.get("PODSHIVKA_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}")
    return folder


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """The home of an archive of the sample articles."""
    home: Path = tmp_path_factory.mktemp("sample")
    archive = Archive.open(home, create=True)
    with as_file(files("indexer") / "sample") as articles:
        ingest(archive, [articles], ReadOptions(tag=True))
    archive.sync()
    return home


@pytest.fixture
def disk(monkeypatch) -> Disk:
    """What a power cut would leave of what this test writes."""
    return Disk(monkeypatch)


def pytest_make_parametrize_id(val, argname):
    """Long data is named for its argument: archives made for tests differ by the second, workers
    that start one after the other must collect the same tests."""
    return argname if isinstance(val, (bytes, str)) and len(val) > 80 else None
