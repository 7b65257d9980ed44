"""The API says what it does, and does what it says."""

from __future__ import annotations

from datetime import UTC, datetime, time

import jsonschema
import pytest
from openapi_spec_validator import validate

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import MOSCOW
from schemas.errors import UsageError
from searchapp import create_app
from searchapp.asked import today
from searchapp.messages import messages
from searchapp.openapi import SEARCH, operations
from searchapp.params import NAMES
from searchapp.problems import PARAMETER_CODES

WITHOUT = {"/api/v1/openapi.json", "/api/v1/try/<name>"}
"""The document itself, and what leads from a form to an operation."""

ANSWERS = [
    ("/api/v1/search", "/api/v1/search?q=school&size=3&forms=1"),
    ("/api/v1/search", "/api/v1/search?q=old+tower+penguin"),
    ("/api/v1/search", "/api/v1/search?q=school+sxhool&sort=newest"),
    ("/api/v1/suggest", "/api/v1/suggest?q=sch"),
    ("/api/v1/articles/{id}", "/api/v1/articles/tower"),
    ("/api/v1/articles/{id}/versions", "/api/v1/articles/tower/versions"),
    ("/api/v1/dates", "/api/v1/dates"),
    ("/api/v1/dates/{year}", "/api/v1/dates/2017"),
    ("/api/v1/dates/{year}/{month}", "/api/v1/dates/2017/06?size=1&page=2"),
    ("/api/v1/dates/{year}/{month}/{day}", "/api/v1/dates/2017/06/05"),
    ("/api/v1/dates/unknown", "/api/v1/dates/unknown"),
    ("/api/v1/articles/{id}/reprints", "/api/v1/articles/school-01/reprints"),
]


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json


def test_is_valid_and_names_the_public_address(document):
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "https://podshivka.example"}]


def test_every_route_is_described(app, document):
    rules = (rule.rule.replace("<path:", "<") for rule in app.url_map.iter_rules())
    routes = {rule for rule in rules if rule.startswith("/api/")}
    assert {path.replace("{", "<").replace("}", ">") for path in document["paths"]} == (
        routes - WITHOUT
    )


def test_a_search_takes_the_parameters_of_its_address():
    assert [parameter.name for parameter in SEARCH] == list(NAMES)


@pytest.mark.parametrize(("path", "address"), ANSWERS)
def test_an_answer_has_the_shape_that_is_promised(client, document, path, address):
    answer = client.get(address)
    assert answer.status_code == 200
    promised = document["paths"][path]["get"]["responses"]["200"]
    schema = promised["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json, {**schema, "components": document["components"]})


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/search?page=-1", 400, "bad-number"),
        ("/api/v1/search?page=1000000000", 400, "bad-number"),
        ("/api/v1/search?from=2017-02-30", 400, "bad-date"),
        ("/api/v1/search?from=2018&to=2017", 400, "bad-period"),
        ("/api/v1/search?region=atlantis", 400, "unknown-value"),
        ("/api/v1/search?person=nobody", 400, "unknown-value"),
        ("/api/v1/search?sort=best", 400, "unknown-value"),
        ("/api/v1/search?serch=a", 400, "unknown-parameter"),
        ("/api/v1/search?cursor=x", 400, "bad-cursor"),
        ("/api/v1/search?cursor=x&page=2", 400, "bad-cursor"),
        ("/api/v1/articles/none", 404, "not-found"),
        ("/api/v1/articles/none/versions", 404, "not-found"),
        ("/api/v1/articles?url=https://none.example", 404, "not-found"),
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/try/nothing", 404, "not-found"),
        ("/api/v1/try/article_as_json", 400, "missing-value"),
    ],
)
def test_an_error_has_one_shape_and_a_code_that_stays(client, document, address, status, code):
    answer = client.get(address)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    shape = {"$ref": "#/components/schemas/FailureJson", "components": document["components"]}
    jsonschema.validate(answer.json, shape)


def test_a_result_is_read_to_its_end(client):
    found, address = [], "/api/v1/search?q=school&sort=oldest&size=7"
    page = client.get(address).json
    while page["next"]:
        found += [hit["id"] for hit in page["hits"]]
        page = client.get(f"{address}&cursor={page['next']}").json
    found += [hit["id"] for hit in page["hits"]]
    assert len(found) == len(set(found)) == page["total"] == 24


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_operation_can_be_tried_without_a_script(app, client, language):
    page = client.get(f"/api?ui={language}").text
    for path, name, _ in operations(app):
        assert path in page
        assert f'action="/api/v1/try/{name}"' in page
        assert messages(language)(f"api.of.{name}") in page


@pytest.mark.parametrize(
    ("form", "leads"),
    [
        ("article_as_json?id=a/b%3Fc", "/api/v1/articles/a%2Fb%3Fc"),
        ("versions_as_json?id=%D1%8F&ui=", "/api/v1/articles/%D1%8F/versions"),
        ("search?q=school&region=&size=5", "/api/v1/search?q=school&size=5"),
    ],
)
def test_a_form_leads_to_what_it_fills_in(client, form, leads):
    answer = client.get(f"/api/v1/try/{form}")
    assert (answer.status_code, answer.headers["Location"]) == (302, leads)


@pytest.mark.parametrize(
    ("setting", "origin", "allowed"),
    [
        ((), "https://a.example", None),
        (("https://a.example",), "https://a.example", "https://a.example"),
        (("https://a.example",), "https://b.example", None),
        (("*",), "https://b.example", "*"),
    ],
)
def test_pages_of_other_sites_read_it_if_the_operator_says_so(archive, setting, origin, allowed):
    client = create_app(Archive(Settings(home=archive.home, api_origins=setting))).test_client()
    api = client.get("/api/v1/search?q=school", headers={"Origin": origin})
    assert api.headers.get("Access-Control-Allow-Origin") == allowed
    asked_first = client.options("/api/v1/search?q=school", headers={"Origin": origin})
    assert asked_first.headers.get("Access-Control-Allow-Origin") == allowed
    page = client.get("/search?q=school", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in page.headers


@pytest.mark.parametrize("wrong", ['["news.example"]', '["https://a.example/"]', '["null"]'])
def test_an_origin_that_is_none_is_refused(tmp_path, monkeypatch, wrong):
    monkeypatch.setenv("PODSHIVKA_API_ORIGINS", wrong)
    with pytest.raises(UsageError, match="no origin"):
        Archive.open(tmp_path, create=True)


def test_every_kind_of_wrong_parameter_has_a_code():
    told = {
        key.removeprefix("error.expected.") for key in messages("en").texts if ".expected." in key
    }
    assert set(PARAMETER_CODES) == told


def test_an_answer_has_the_date_since_when_it_may_be_so(archive, monkeypatch):
    app = create_app(archive)
    client = app.test_client()
    path = "/api/v1/search?q=school"
    assert "Last-Modified" not in client.get(path).headers  # it may change within this second
    monkeypatch.setitem(app.extensions, "started", datetime(2020, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(type(archive), "changed", lambda _: datetime(2021, 1, 1, tzinfo=UTC))
    dated = client.get(path)
    assert dated.last_modified == datetime.combine(today(), time.min, MOSCOW)
    since = {"If-Modified-Since": dated.headers["Last-Modified"]}
    assert client.get(path, headers=since).status_code == 304
    before = {"If-Modified-Since": "Sat, 01 Jan 2022 00:00:00 GMT"}
    assert client.get(path, headers=before).status_code == 200
    assert "Last-Modified" not in client.get("/search?q=school").headers


@pytest.mark.parametrize(("ui", "heading"), [("ru", "Статьи дня"), ("en", "The articles of a day")])
def test_the_page_names_operations_in_the_language_of_the_reader(client, ui, heading):
    page = client.get(f"/api?ui={ui}").text
    assert f'<h2 id="op-day_as_json">{heading}</h2>' in page
