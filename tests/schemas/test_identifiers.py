"""Ids of articles, regions and topics: whatever can stand in an address."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from schemas.article import Article


def article(**members) -> Article:
    return Article.model_validate({"id": "a", "language": "en", "title": "Snow"} | members)


@pytest.mark.parametrize(
    "id", ["a", "...", ".a", "a..", "2017-06-05", "река-№1", "a:b@c", "x" * 200]
)
def test_what_can_be_an_id(id):
    assert article(id=id).id == id


@pytest.mark.parametrize(
    ("id", "message"),
    [
        (".", "'.' cannot be used in an address"),
        ("..", "'..' cannot be used in an address"),
        (" .. ", "'..' cannot be used in an address"),
        ("", "at least 1 character"),
        ("a b", "should match pattern"),
        ("a/b", "should match pattern"),
        ("a?b", "should match pattern"),
        ("a#b", "should match pattern"),
        ("a\x00", "should match pattern"),
        ("x" * 201, "at most 200 characters"),
    ],
)
def test_what_cannot(id, message):
    for members in ({"id": id}, {"translation_of": id}, {"regions": [id]}, {"topics": [id]}):
        with pytest.raises(ValidationError, match=message):
            article(**members)
