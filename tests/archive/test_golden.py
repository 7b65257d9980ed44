"""An index that loses articles or changes answers too much is not published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.archive.golden import Answer, AnswersChangedError
from indexer.archive.golden.comparison import faults
from indexer.archive.golden.file import Golden, GoldenQuery, read_golden
from indexer.archive.golden.standard import standard
from indexer.index import batches
from schemas.article import Article
from schemas.errors import NotFoundError, UsageError, VerificationError

CITIES = ("Grozny", "Derbent", "Nalchik")


def story(number: int, **fields) -> Article:
    fields.setdefault(
        "body", f"The river rose in {CITIES[number % 3]}, said Ivan Petrov of Red Cross."
    )
    return Article(
        id=f"a{number:02}",
        language="en",
        title=f"Otter {number}",
        people=("Ivan Petrov",) if number % 2 else (),
        organisations=('Society "Otter"', "Red Cross"),
        regions=("dagestan",),
        topics=("economy",) if number < 5 else (),
        **fields,
    )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.open(tmp_path, create=True)
    made.add(map(story, range(20)))
    made.sync()
    return made


@pytest.fixture
def golden(archive):
    """Writes the operator's file."""
    return lambda text: (archive.home / "golden.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def forgetful(archive, monkeypatch):
    """Analysis that knows a word no more: articles are there, but not found by it."""
    analyse = batches.fields_of

    def without(data):
        fields = analyse(data)
        return fields | {"body": fields["body"].replace("river", "stream")}

    monkeypatch.setattr(batches, "fields_of", without)


def published(archive: Archive) -> str:
    return archive.engine.published()


# -- before it is published


def test_the_same_answers_are_published(archive):
    comparison = archive.rebuild().comparison
    assert comparison.alike
    assert (comparison.before, comparison.after) == ("g000001", "g000002")
    assert (comparison.documents, comparison.changed, comparison.counts) == ((20, 20), 0, {})
    assert all(answer.before == answer.after for answer in comparison.answers)


def test_the_first_index_of_all_is_compared_with_none(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    assert archive.rebuild().comparison is None


@pytest.mark.usefixtures("forgetful")
def test_other_answers_are_not_published_and_said(archive):
    with pytest.raises(AnswersChangedError, match=r"g000002 answers \d+ of \d+") as refused:
        archive.rebuild()
    assert refused.value.exit_code == 5
    assert published(archive) == "g000001"
    (river,) = (a for a in refused.value.comparison.differing if a.asked.query == "river")
    assert (river.before.total, river.after.total, river.common) == (20, 0, 0)
    assert river.faults == ("total", "first-ten")


@pytest.mark.usefixtures("forgetful")
def test_what_was_refused_stays_to_be_looked_at_and_published(archive):
    with pytest.raises(AnswersChangedError):
        archive.rebuild()
    assert not archive.compare_generations("published", "built").alike
    with pytest.raises(AnswersChangedError):
        archive.rebuild()
    synced = archive.rebuild(anyway=True)
    assert (synced.generation.name, synced.resumed) == ("g000002", 20)
    assert not synced.comparison.alike
    assert published(archive) == "g000002"


@pytest.mark.usefixtures("forgetful")
def test_the_file_says_how_much_may_change(archive, golden):
    golden("tolerance = 1\nreplaced = 10")
    assert archive.rebuild().comparison.alike


@pytest.mark.usefixtures("forgetful")
def test_the_file_may_leave_out_the_standard_queries(archive, golden):
    golden('standard = false\n[[query]]\nquery = "otter"')
    comparison = archive.rebuild().comparison
    assert [answer.asked.query for answer in comparison.answers] == ["otter"]


@pytest.mark.parametrize(
    ("demanded", "fault"),
    [('first = ["a19"]', "first"), ("at_least = 21", "at-least")],
)
def test_the_file_demands_what_no_comparison_would(archive, golden, demanded, fault):
    golden(f'[[query]]\nquery = "river otter 7"\n{demanded}')
    with pytest.raises(AnswersChangedError) as refused:
        archive.rebuild()
    (answer,) = refused.value.comparison.differing
    assert answer.faults == (fault,)
    assert answer.before == answer.after


def test_a_file_with_a_fault_is_noticed_before_anything_is_built(archive, golden):
    golden("tolerance = 2")
    with pytest.raises(UsageError, match="tolerance"):
        archive.rebuild()
    assert len(archive.engine.generations()) == 1


def test_lost_articles_are_not_published(archive, monkeypatch):
    """The store has lost them without a trace, and agrees with what was built."""
    connection = archive.store._connection
    connection.execute("DELETE FROM change WHERE id IN ('a03', 'a04')")
    with pytest.raises(AnswersChangedError, match="lacks 2 articles that g000001 has") as refused:
        archive.rebuild()
    assert refused.value.comparison.lost == ("a03", "a04")
    assert published(archive) == "g000001"


def test_deleted_added_and_changed_articles_are_no_other_answers(archive):
    archive.add([story(20), story(21), story(2, body="Nothing about water.")])
    archive.delete(["a01"])
    comparison = archive.rebuild().comparison
    assert comparison.alike
    assert (comparison.documents, comparison.changed, comparison.lost) == ((19, 21), 3, ())
    assert comparison.counts["language"] == {"en": (19, 21)}
    (river,) = (a for a in comparison.answers if a.asked.query == "river")
    assert river.before == river.after
    assert river.after.total == 18


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: bytes(b ^ 1 for b in data)])
def test_a_damaged_index_does_not_prevent_its_replacement(archive, golden, damage):
    golden('[[query]]\nquery = "otter"\nat_least = 20')
    for path in (archive.home / "index" / "g000001").glob("*.arrays"):
        times = path.stat().st_atime_ns, path.stat().st_mtime_ns
        path.write_bytes(damage(path.read_bytes()))
        os.utime(path, ns=times)
    comparison = archive.rebuild().comparison
    assert (comparison.documents, comparison.alike) == ((None, 20), True)
    assert [answer.before for answer in comparison.answers] == [None]
    assert published(archive) == "g000002"


def test_nor_does_one_that_is_gone(archive):
    shutil.rmtree(archive.home / "index" / "g000001")
    assert archive.rebuild().comparison is None


# -- the counts of the store


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("regions", ["chechnya"], "region"),
        ("published", "2016-01-01", "has 1 articles of the year '2016', where the store has 0"),
        ("people", ["Somebody"], "9 articles of the person 'Ivan Petrov', where the store has 10"),
    ],
)
def test_an_index_that_counts_otherwise_than_the_store_is_discarded(
    archive, monkeypatch, field, value, told
):
    read = batches.fields_of

    def other(data):
        fields = read(data)
        return fields | ({field: value} if fields["id"] == "a07" else {})

    monkeypatch.setattr(batches, "fields_of", other)
    with pytest.raises(VerificationError, match=told):
        archive.rebuild(anyway=True)
    assert [each.name for each in archive.engine.generations()] == ["g000001"]


# -- two generations


def test_generations_have_names_and_roles(archive):
    archive.rebuild()
    for before, after in (("previous", "published"), ("g000001", "g000002")):
        comparison = archive.compare_generations(before, after)
        assert (comparison.before, comparison.after) == ("g000001", "g000002")


@pytest.mark.parametrize("name", ["previous", "built", "g000009", "../store.sqlite"])
def test_a_generation_that_there_is_not(archive, name):
    with pytest.raises(NotFoundError, match=name):
        archive.compare_generations("published", name)


def test_another_analysis_is_said(archive, monkeypatch):
    monkeypatch.setitem(vars(archive), "fingerprint", "other")
    assert not archive.rebuild().comparison.same_analysis


# -- the queries


def test_the_standard_queries_are_the_most_frequent_of_the_archive(archive):
    asked = [each.query for each in standard(archive.searcher(), Golden())]
    assert len(asked) == len(set(asked))
    assert asked[0] == ""
    assert 'person:"Ivan Petrov"' in asked
    assert 'region:"dagestan"' in asked
    assert 'topic:"economy"' in asked
    assert "river" in asked
    assert not {"the", "was", "in"} & set(asked)
    assert not any("Society" in query for query in asked), "it could not be quoted"


def test_standard_queries_have_no_numbers_and_no_function_words(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.add(story(at, body="On 123456 a B2B river.") for at in range(9))
    archive.sync()
    asked = {each.query for each in standard(archive.searcher(), Golden()) if ":" not in each.query}
    assert asked - {""} == {"otter", "river"}


def test_every_standard_query_finds_something(archive):
    answers = archive.rebuild().comparison.answers
    assert all(answer.after.total for answer in answers)


def test_an_empty_archive_has_golden_queries_too(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.sync()
    assert archive.rebuild().comparison.alike


TEN = tuple(f"a{number}" for number in range(10))


@pytest.mark.parametrize(
    ("asked", "before", "after", "found"),
    [
        (GoldenQuery(""), Answer(100, TEN), Answer(102, TEN), ()),
        (GoldenQuery(""), Answer(100, TEN), Answer(103, TEN), ("total",)),
        (GoldenQuery(""), Answer(100, TEN), Answer(97, TEN), ("total",)),
        (GoldenQuery("", tolerance=0), Answer(100, TEN), Answer(101, TEN), ("total",)),
        (GoldenQuery(""), Answer(0, ()), Answer(1, ("a",)), ("total",)),
        (GoldenQuery(""), Answer(100, TEN), Answer(100, (*TEN[2:], "x", "y")), ()),
        (GoldenQuery(""), Answer(100, TEN), Answer(100, (*TEN[3:], *"xyz")), ("first-ten",)),
        (GoldenQuery("", replaced=0), Answer(100, TEN), Answer(100, TEN[::-1]), ()),
        (GoldenQuery("", first=("a1",)), None, Answer(100, TEN), ("first",)),
        (GoldenQuery("", first=("a0", "a1")), None, Answer(100, TEN), ()),
        (GoldenQuery("", at_least=101), None, Answer(100, TEN), ("at-least",)),
    ],
)
def test_what_is_beyond_the_tolerances(asked, before, after, found):
    assert faults(asked, before, after, after) == found


# -- the file


def test_without_a_file_the_defaults_hold(tmp_path):
    assert read_golden(tmp_path / "golden.toml") == Golden()


def test_a_query_has_the_tolerances_of_the_file_or_its_own(tmp_path):
    path = tmp_path / "golden.toml"
    path.write_text(
        'tolerance = 0.1\n[[query]]\nquery = "суд"\nfirst = ["a"]\n'
        '[[query]]\nquery = "b"\ntolerance = 0\nreplaced = 5\nat_least = 3\n',
        encoding="utf-8",
    )
    assert read_golden(path) == Golden(
        (
            GoldenQuery("суд", 0.1, 2, ("a",)),
            GoldenQuery("b", 0, 5, at_least=3),
        ),
        tolerance=0.1,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[query]", "not valid TOML"),
        ("strict = true", "there is no 'strict' (use query, standard, tolerance, replaced)"),
        ('[[query]]\nquery = "a"\nlimit = 3', "query 1: there is no 'limit'"),
        ('[[query]]\nquery = "a"\n[[query]]\nat_least = 3', "query 2: query: it is missing"),
        ("tolerance = 1.5", "tolerance: write 1 or less"),
        ("query = 3", "query: "),
        ("\xff".encode("latin-1"), "not UTF-8"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path, text, told):
    path = tmp_path / "golden.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as fault:
        read_golden(path)
    assert told in str(fault.value)
    assert str(path) in fault.value.place
