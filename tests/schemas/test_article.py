"""An article: what is accepted, what is kept, what the JSON Schema says."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import jsonschema
import pytest
from pydantic import ValidationError

from schemas.article import MOSCOW, Article, first_future, is_future, read_date
from schemas.generate import FOLDER, documents, main

NOW = datetime(2026, 3, 10, 1, tzinfo=UTC)
LEAST = {"id": "a", "language": "ru", "title": "Заголовок"}


def sample() -> list[dict]:
    text = (files("indexer") / "sample" / "articles.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2017-06-05T10:15+03:00", "2017-06-05T10:15:00+03:00"),
        ("2017-06-05T10:15", "2017-06-05T10:15:00+03:00"),
        ("2013-07-01T12:00", "2013-07-01T12:00:00+04:00"),  # Moscow's time from 2011 to 2014
        ("2002-07-01T12:00", "2002-07-01T12:00:00+04:00"),  # summer time
        ("2017-06-05T07:15Z", "2017-06-05T07:15:00+00:00"),
        (" 2017-06-05 ", "2017-06-05"),
        ("1925-06-21T12:00", "1925-06-21T12:00:00+02:00"),
        # clocks in Moscow were 2:30:17 ahead, which JSON cannot say
        ("1861-03-05T10:00", "1861-03-05T07:29:43+00:00"),
        ("1703-01-13", "1703-01-13"),
    ],
)
def test_dates_have_a_zone_and_it_is_moscow_when_none_is_given(written, read):
    assert read_date(written).isoformat() == read


@pytest.mark.parametrize("written", ["1861-03-05T23:59:59", "1917-11-08T00:00:00"])
def test_a_time_before_there_were_zones_is_stored_to_the_second(written):
    article = Article.model_validate({**LEAST, "published": written})
    again = Article.model_validate_json(article.model_dump_json()).published
    assert again.astimezone(MOSCOW).replace(tzinfo=None).isoformat() == written


@pytest.mark.parametrize(
    ("moment", "future"),
    [
        (NOW + timedelta(hours=23), False),
        (datetime(2026, 3, 11, 23, 59, 59, tzinfo=MOSCOW), False),
        (datetime(2026, 3, 12, 0, tzinfo=MOSCOW), True),
        (date(2026, 3, 11), False),
        (date(2026, 3, 12), True),
        (date(1703, 1, 13), False),
        (None, False),
    ],
)
def test_a_date_is_in_the_future_when_it_is_later_than_tomorrow(moment, future):
    assert is_future(moment, NOW) == future


def test_what_is_in_the_future_changes_at_midnight_in_moscow_and_no_sooner():
    """An answer is told again by its day, in which nothing may come to be the present."""
    day = datetime(2026, 3, 10, tzinfo=MOSCOW)
    last = day + timedelta(days=1, microseconds=-1)
    assert first_future(day) == first_future(last.astimezone(UTC)) == day + timedelta(days=2)
    assert first_future(day + timedelta(days=1)) == day + timedelta(days=3)


@pytest.mark.parametrize("written", ["", "unknown", "Unknown ", None])
def test_an_unknown_date_is_legal(written):
    assert Article.model_validate({**LEAST, "published": written}).published is None


def test_a_date_alone_stays_a_date():
    found = Article.model_validate({**LEAST, "published": "2017-06-05"}).published
    assert type(found) is date


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "20017-06-05",
        "2017-13-05",
        "1517-06-05",
        "2017-06-05T25:00",
        "2017-W23-99",
        "5",
    ],
)
def test_what_is_no_date_is_refused_with_a_mend(written):
    with pytest.raises(ValidationError, match=r"is not a date|is outside 1600-2100"):
        Article.model_validate({**LEAST, "published": written})


@pytest.mark.parametrize(
    "fault",
    [
        {"id": ""},
        {"id": "a b"},
        {"id": "a/b"},
        {"id": "x" * 201},
        {"language": "de-AT"},
        {"language": ""},
        {"title": "  "},
        {"title": "x" * 2_001},
        {"regions": "dagestan"},
        {"regions": ["a b"]},
    ],
)
def test_what_no_article_has_is_refused(fault):
    with pytest.raises(ValidationError):
        Article.model_validate({**LEAST, **fault})


def test_unknown_fields_are_kept_not_lost():
    article = Article.model_validate({**LEAST, "rubric": {"n": [1, 2]}})
    again = Article.model_validate_json(article.model_dump_json())
    assert again.model_extra == {"rubric": {"n": [1, 2]}}
    assert again == article


def test_the_schema_in_the_tree_is_what_the_model_says():
    assert main(["--check"]) == 0
    for name, document in documents().items():
        assert json.loads((FOLDER / name).read_text("utf-8")) == document


def test_the_sample_archive_fits_the_schema_and_a_bad_article_does_not():
    schema = json.loads((FOLDER / "article.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert [error for record in sample() for error in validator.iter_errors(record)] == []
    assert list(validator.iter_errors({**LEAST, "language": "german"}))
    assert list(validator.iter_errors({"id": "a", "language": "ru"}))
