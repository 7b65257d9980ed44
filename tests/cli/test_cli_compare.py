"""``compare``, and what ``reindex`` says of answers that would change."""

from __future__ import annotations

import pytest

from indexer.index import batches


@pytest.fixture(autouse=True)
def _filled(filled):
    """All tests start with an archive."""


@pytest.fixture
def demanding(home):
    """The operator wants more of an answer than there is."""
    (home / "golden.toml").write_text('[[query]]\nquery = "roof"\nat_least = 9\nfirst = ["x"]\n')


@pytest.fixture
def forgetful(filled, monkeypatch):
    """Analysis that knows a word no more."""
    read = batches.fields_of

    def other(data):
        fields = read(data)
        return fields | {"body": fields["body"].replace("Торговцы", "Люди")}

    monkeypatch.setattr(batches, "fields_of", other)


def test_reindex_says_that_answers_stay(run):
    result = run("reindex")
    assert result.code == 0
    assert "golden queries are answered as by g000001" in result.err
    comparison = run("reindex", "--json").json["comparison"]
    assert comparison["alike"] is True
    assert comparison["golden"][0]["query"] == ""


@pytest.mark.usefixtures("forgetful")
def test_reindex_reports_what_would_change_and_changes_nothing(run):
    result = run("reindex")
    assert result.code == 5
    assert "g000001 -> g000002\n" in result.out
    assert "  торговцы: 2 -> 1, 1 of the first 2 stay\n" in result.out
    assert "    ! the total changes by more than 2.0%\n" in result.out
    assert "golden queries otherwise; it is not published" in result.err
    assert "podshivka reindex --publish-anyway" in result.err
    assert run("search", "--json", "люди").json["total"] == 0
    assert run("reindex", "--publish-anyway").code == 0
    assert run("search", "--json", "люди").json["total"] == 1
    assert "торговцы: 2 -> 1" in run("compare", "previous", "published").out


@pytest.mark.usefixtures("demanding")
def test_reindex_reports_to_scripts(run):
    result = run("reindex", "--json")
    assert result.code == 5
    assert result.json["generation"] is None
    (fault,) = (one for one in result.json["comparison"]["golden"] if one["faults"])
    assert fault == {
        "query": "roof",
        "tolerance": 0.02,
        "replaced": 2,
        "before": {"total": 1, "first": ["roof-en"]},
        "after": {"total": 1, "first": ["roof-en"]},
        "common": 1,
        "faults": ["first", "at-least"],
    }
    assert '"type": "AnswersChangedError"' in result.err
    assert '"exit_code": 5' in result.err


@pytest.mark.usefixtures("demanding")
def test_demands_that_are_not_met_are_listed(run):
    out = run("reindex").out
    assert "  roof: 1 -> 1, 1 of the first 1 stay\n" in out
    assert "    ! it does not begin with x\n    ! it finds fewer than 9\n" in out


def test_two_indexes_are_compared(run, lines):
    run("reindex", "--quiet")
    run("ingest", "--quiet", lines({"id": "s", "language": "en", "title": "Snow", "body": "Cold."}))
    out = run("compare", "previous", "published").out
    assert "articles  3 -> 4\n" in out
    assert "1 article changed between them; the others are compared\n" in out
    assert "language: en 1 -> 2\n" in out
    found = run("compare", "--json", "g000001", "g000002").json
    assert found["documents"] == {"before": 3, "after": 4}
    assert found["counts"]["language"] == {"en": {"before": 1, "after": 2}}
    assert (found["changed"], found["lost"], found["alike"]) == (1, [], True)


def test_an_index_that_there_is_not(run):
    result = run("compare", "previous", "published")
    assert result.code == 1
    assert "no generation is previous (podshivka generations lists them)" in result.err


def test_a_wrong_file_is_named(run, home):
    (home / "golden.toml").write_text("query = 1")
    for command in (["reindex"], ["compare", "published", "published"]):
        result = run(*command)
        assert result.code == 2
        assert f"{home}/golden.toml" in result.err
