"""``sync``, ``reindex``, ``rollback``, ``generations``, ``stats``: the index and its figures."""

from __future__ import annotations

from importlib import metadata

import pytest

from indexer.archive import building, generations
from indexer.archive.generations import Generations
from indexer.cli import INTERRUPTED
from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.kernels import reading
from schemas.errors import VerificationError

VERSION = metadata.version("podshivka")


@pytest.fixture(autouse=True)
def _filled(filled):
    """All tests start with an archive."""


def test_stats(run):
    figures = run("stats", "--json").json
    assert figures["articles"] == 3
    assert figures["index"]["documents"] == 3
    text = run("stats").out
    assert "articles" in text
    assert "index documents" in text


@pytest.mark.parametrize("kernels", ["compiled", "numpy"])
def test_stats_and_version_say_whether_the_kernels_are_compiled(run, monkeypatch, kernels):
    if kernels == "numpy":
        monkeypatch.setattr(reading, "native", None)
    elif reading.native is None:
        pytest.skip("the extension was not built")
    assert run("stats", "--json").json["kernels"] == kernels
    assert f"kernels              {kernels}\n" in run("stats").out
    assert run("--version").out == f"podshivka, version {VERSION} (kernels: {kernels})\n"


def test_reindex_publishes_another_generation_and_rollback_returns(run, lines, articles):
    (first,) = run("generations", "--json").json
    done = run("reindex", "--json").json
    assert (done["documents"], done["changes"]) == (3, 3)
    assert done["generation"] != first["name"]
    assert [one["published"] for one in run("generations", "--json").json] == [False, True]
    assert run("rollback", "--json").json == {"generation": first["name"], "documents": 3}
    assert "* " + first["name"] in run("generations").out
    assert run("search", "--json").json["generation"] == first["name"]


def test_reindex_replaces_a_damaged_index_for_good(run, lines, articles, home):
    run("ingest", lines(*articles))
    damaged = max(home.glob("index/*/MAIN_*.arrays"), key=lambda path: path.stat().st_size)
    damaged.write_bytes(damaged.read_bytes()[:-100])
    assert run("verify").code == 5
    result = run("reindex")
    assert result.code == 0
    assert "g000001 cannot be opened: its answers were not compared" in result.err
    assert run("verify").code == 0
    assert run("search", "--json").json["total"] == 3


def test_rollback_without_an_earlier_generation(run):
    result = run("rollback")
    assert result.code == 1
    assert "there is no earlier generation" in result.err
    assert "(podshivka generations lists them; " in result.err


def test_dry_runs_do_nothing(run):
    before = run("generations", "--json").json
    assert run("reindex", "--dry-run", "--json").json == {"pending": 3}
    assert "0 changes to index; nothing was done" in run("sync", "--dry-run").out
    assert run("generations", "--json").json == before


def test_a_generation_that_fails_verification_is_not_used(run, monkeypatch):
    def fail(*_):
        raise VerificationError("3 articles are missing", hint="podshivka reindex")

    before = run("generations", "--json").json
    monkeypatch.setattr(generations, "verify", fail)
    result = run("reindex")
    assert result.code == 5
    assert "3 articles are missing" in result.err
    assert run("search", "--json").json["total"] == 3
    assert [g for g in run("generations", "--json").json if g["published"]] == before


def test_an_index_of_other_settings_is_refused_until_reindexed(run, home, tmp_path, monkeypatch):
    own = tmp_path / "topics.json"
    own.write_text('[{"id": "economy", "labels": {"ru": "Экономика", "en": "Economy"}}]')
    monkeypatch.setenv("PODSHIVKA_TOPICS", str(own))
    for command in ("search", "sync"):
        result = run(command)
        assert result.code == 1
        assert "podshivka reindex" in result.err
    assert f"outdated: podshivka reindex --home {home}" in run("generations").out
    assert run("reindex").code == 0
    assert run("search", "--json").json["total"] == 3


@pytest.fixture
def begun(run, home, lines, monkeypatch):
    """A reindex that was interrupted when two of its four changes were kept."""
    run("ingest", "--quiet", lines({"language": "en", "title": "A", "body": "Rain."}))
    monkeypatch.setattr(building, "PART", 2)
    with monkeypatch.context() as patch:
        patch.setattr(Generations, "_complete", interrupted)
        patch.setattr(WhooshEngine, "apply", first_part_only(WhooshEngine.apply))
        result = run("reindex")
    assert result.code == INTERRUPTED
    assert "podshivka reindex goes on where this one stopped" in result.err


def interrupted(*_):
    raise KeyboardInterrupt


def first_part_only(apply):
    def applied(engine, name, batches, checkpoint, *, more=False):
        return apply(engine, name, batches, checkpoint, more=more) if more else interrupted()

    return applied


def test_reindex_goes_on_where_it_was_interrupted(run, begun):
    assert "2 articles  up to change 2  not published" in run("generations").out
    assert [one["building"] for one in run("generations", "--json").json] == [False, True]
    assert run("reindex", "--dry-run", "--json").json == {"pending": 2}
    assert run("reindex", "--dry-run", "--anew", "--json").json == {"pending": 4}
    result = run("reindex")
    assert "going on with the unfinished g000002: 2 changes are in it" in result.err
    assert "4 changes indexed; 4 articles can be found" in result.err
    assert run("reindex", "--json").json["resumed"] == 0


def test_reindex_says_how_much_it_did_not_do_again(run, begun):
    done = run("reindex", "--json").json
    assert (done["generation"], done["changes"], done["resumed"]) == ("g000002", 4, 2)


def test_reindex_with_other_settings_says_that_it_starts_anew(run, begun, tmp_path, monkeypatch):
    own = tmp_path / "topics.json"
    own.write_text('[{"id": "economy", "labels": {"ru": "Экономика", "en": "Economy"}}]')
    monkeypatch.setenv("PODSHIVKA_TOPICS", str(own))
    result = run("reindex")
    told = "it was begun with other analysis settings or taxonomies; starting anew"
    assert f"the unfinished g000002 is discarded: {told}" in result.err
    assert run("search", "--json").json["total"] == 4
