"""A wrong value in an address of the search page: the form again, with what was typed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

any_value = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def boxes(page: str) -> list[tuple[str, str]]:
    """The fields of the form, each with what stands in it."""
    found = re.findall(r'<input [^>]*?name="(\w+)"[^>]*?value="([^"]*)"', page)
    return [(name, unescape(value)) for name, value in found]


@pytest.mark.parametrize(
    ("query", "field", "told"),
    [
        ("from=31.02.2017", "Date from", "“31.02.2017” is not a date. Write, for example,"),
        ("to=soon", "Date to", "“soon” is not a date."),
        ("from=2018&to=2017", "Date from", "“Date from” is 2018, “Date to” is 2017."),
        ("from=2018&to=2017&ui=ru", "Дата с", "«Дата с» стоит 2018, в поле «Дата по» — 2017."),
        ("date=unknown&to=2017", "Date", "clear both dates, or remove the tick at “no date”"),
        ("region=atlantis", "Region", "The archive has no “atlantis”."),
        ("person=Ктулху&ui=ru", "Люди", "нет имени или названия «Ктулху»"),
        ("page=0", "Page", "Write a whole number from 1 to 999999999."),
        ("page=-1&ui=ru", "Страница", "Нужно целое число от 1 до 999999999."),
        ("size=1000", "Articles per page", "Write a whole number from 1 to 100."),
        ("sort=score", "Sort by", "“score” cannot be chosen here. best match newest oldest"),
        ("language=xx", "Language", "“xx” cannot be chosen here. Russian English"),
        ("literal=yes", "Exactly as typed", "“yes” cannot be chosen here."),
        ("ui=fr", "Language of the pages", "“fr” cannot be chosen here. Russian English"),
    ],
)
def test_the_field_is_named_as_the_reader_sees_it(text, query, field, told):
    said = text(f"/search?q=x&{query}", 400)
    assert f"Check “{field}”" in said or f"Проверьте поле «{field}»" in said
    assert told in said
    assert "parameter" not in said
    assert "параметр" not in said.lower()


@pytest.mark.parametrize(
    ("name", "value"),
    [("from", "31.02.2017"), ("to", "soon"), ("region", "atlantis"), ("person", "Ктулху"),
     ("page", "0"), ("size", "many"), ("date", "unknown")],
)  # fmt: skip
def test_the_message_belongs_to_the_field_which_keeps_what_was_typed(client, name, value):
    query = {"q": "x", name: value} | ({"to": "2017"} if name == "date" else {})
    answer = client.get("/search", query_string=query)
    assert answer.status_code == 400
    (field,) = re.findall(r'<input [^>]*aria-invalid="true"[^>]*>', answer.text)
    assert boxes(field) == [(name, value)]
    assert 'aria-describedby="message"' in field
    assert len(re.findall(r'id="message"', answer.text)) == 1


def test_all_else_that_was_asked_for_stays_in_the_form(client):
    asked = [
        ("q", "башня"), ("from", "31.02.2017"), ("to", "2018"), ("region", "dagestan"),
        ("region", "chechnya"), ("topic", "culture"), ("sort", "oldest"), ("size", "25"),
        ("ui", "ru"),
    ]  # fmt: skip
    page = client.get("/search", query_string=asked).text
    assert sorted(boxes(page)) == sorted(asked)
    assert "Регион: Дагестан" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [("sort=score", 0), ("page=0&region=dagestan", 0), ("sort=score&to=2018", 2), ("from=x", 2),
     ("date=unknown&to=2017", 2)],
)  # fmt: skip
def test_both_dates_of_a_period_are_shown_if_it_matters(client, query, shown):
    found = [name for name, _ in boxes(client.get(f"/search?q=x&{query}").text)]
    assert len({"from", "to"} & set(found)) == shown


def test_one_wrong_value_of_several_is_put_right_beside_the_others(client, page_links):
    path = "/search?q=x&region=atlantis&region=dagestan"
    found = boxes(client.get(path).text)
    assert [value for name, value in found if name == "region"] == ["atlantis", "dagestan"]
    assert page_links(path)["Search without “Region”"] == {"q": ["x"], "region": ["dagestan"]}


def test_a_better_value_is_one_link_away(page_links):
    assert page_links("/search?q=x&sort=score&size=25")["newest"] == {
        "q": ["x"], "sort": ["newest"], "size": ["25"],
    }  # fmt: skip
    likely = page_links("/search?person=Leila+Yandievo")
    assert likely["Leila Yandieva"] == {"person": ["Leila Yandieva"]}


@any_value
@given(st.text(max_size=100), st.sampled_from(["from", "to", "region", "person", "sort", "page"]))
def test_whatever_is_typed_is_kept_and_escaped(client, value, name):
    answer = client.get("/search", query_string={name: value.encode(errors="replace")})
    # a number of a page that there is not is nothing wrong
    assert answer.status_code in {200, 302, 400, 404 if name == "page" else 400}
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("region=chechnya", "Регион: Чечня"),
        ("region=old-region", "Регион: old-region (нет в списке)"),
        ("not-region=chechnya", "кроме «Регион»: Чечня"),
        ("language=uk", "Язык: украинский"),
        ("not-language=en", "кроме «Язык»: английский"),
        ("all=1", "Варианты одной статьи"),
    ],
)
def test_what_was_chosen_besides_is_told_in_words(client, address, told):
    page = client.get(f"/search?q=суд&page=0&{address}&ui=ru").text
    assert re.search(r'<label for="ticked-1">([^<]*)</label>', page)[1] == told
