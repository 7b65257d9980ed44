"""Whatever JSON or bytes come, each record becomes an article or a rejection, never a crash."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest import Ingest, Rules
from indexer.ingest.field_names import SYNONYMS
from indexer.ingest.formats import jsonl
from indexer.ingest.html import plain_text as page
from indexer.ingest.records import Journal, Record, Rejection, Source
from indexer.ingest.validate import valid_article
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.errors import InputError

RULES = Rules({"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")})
NAMES = [*Article.model_fields, *(name for names in SYNONYMS.values() for name in names)]
ODD_NAMES = ["text", "", "model_config", "__class__", "__dict__", "copy", "self"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["ru", "en", "2017-06-05", "Чечня", "unknown", "A roof", "0001-01-01T00:00+23:59"]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.dictionaries(st.sampled_from(NAMES + ODD_NAMES) | TEXTS, VALUES, max_size=8)
USUAL = st.fixed_dictionaries({"title": TEXTS, "body": TEXTS})


def judged(fields: dict[str, object]) -> Article | InputError:
    try:
        return valid_article(Record("a:1", fields), RULES, Journal())
    except InputError as error:
        return error


@given(FIELDS, USUAL | st.just({}))
def test_any_object(fields, usual):
    before = json.dumps(fields | usual)
    record = json.loads(before)
    found = judged(record)
    assert json.dumps(record) == before
    if isinstance(found, InputError):
        assert found.place == "a:1"
        assert found.hint
    else:
        kept = found.model_dump_json(exclude_defaults=True)
        assert Article.model_validate_json(kept) == found


@given(st.binary(), st.sampled_from(["utf-8", "cp1251"]))
def test_any_bytes_as_json_lines(data, encoding):
    for item in jsonl.read(Source("a", io.BytesIO(data), encoding)):
        assert isinstance(item, Record | Rejection)
        if isinstance(item, Rejection):
            json.dumps(item.record).encode()


@given(st.binary() | st.text(st.characters(exclude_categories=["Cs"])).map(str.encode))
def test_any_bytes_as_a_page(data):
    (item,) = page.read(Source("a", io.BytesIO(data)))
    assert isinstance(item, Record | Rejection)


def test_nothing_at_all():
    assert list(Ingest((), RULES, lambda _: None)) == []
