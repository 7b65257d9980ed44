"""Queries compared over time: exact, without JavaScript, and what cannot be compared is told."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from schemas.article import Article
from schemas.errors import UsageError
from schemas.query import Query
from searchapp import create_app
from tests.effort import tries

WORDS = ("снег", "дождь", "лёд", "ветер", "туман", "град")


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    """300 articles from 2010 to 2018, every eleventh without a date."""
    made = Archive.open(tmp_path_factory.mktemp("compared"), create=True)
    made.add(
        Article(
            id=f"{n}",
            language="ru",
            title=" ".join(word for at, word in enumerate(WORDS) if n % (at + 2) == 0) or "Погода",
            published=None if n % 11 == 0 else date(2010, 3, 1) + timedelta(11 * n),
            regions=("dagestan",) if n % 3 else ("chechnya",),
        )
        for n in range(300)
    )
    made.sync()
    return made


@pytest.fixture(scope="module")
def client(archive):
    return create_app(archive).test_client()


def get(client, path: str, *queries: str, **others: str):
    pairs = [*(("q", query) for query in queries), *others.items(), ("ui", "en")]
    return client.get(f"{path}?{urlencode(pairs)}")


def total(client, address: str) -> int:
    query = unescape(address).partition("?")[2].partition("#")[0]
    return client.get(f"/api/v1/search?{query}").json["total"]


def table(page: str) -> list[list[tuple[str, str]]]:
    """Of each row of the table the cells: (address, text)."""
    inside = re.search(r'<table class="compared">.*?</table>', page, re.DOTALL)[0]
    return [
        [
            (m[1] or "", m[2] or m[3])
            for m in re.finditer(r'<td>(?:<a href="([^"]*)">([^<]*)</a>|([^<]*))</td>', row)
        ]
        for row in re.findall(r"<tr>.*?</tr>", inside, re.DOTALL)[1:]
    ]


periods = st.sampled_from(
    [{}, {"from": "2012"}, {"to": "2013-07-15"}, {"from": "2012-05-09", "to": "2013-02-02"},
     {"from": "2012-05-09", "to": "2012-06-20"}, {"from": "2011", "to": "2017-03"},
     {"from": "1990", "to": "2030"}]
)  # fmt: skip
filters = st.sampled_from(
    [{}, {"region": "dagestan"}, {"not-region": "dagestan"}, {"any": "1"}, {"literal": "1"}]
)
texts = st.lists(
    st.sampled_from([*WORDS, "снег ветер", "снег -ветер", "лед after:2013", "снегг", "*", "-снег"]),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip


@settings(max_examples=tries(30, 4), deadline=None)
@given(texts, periods, filters)
def test_every_number_of_the_table_is_the_total_behind_it(client, queries, period, chosen):
    page = get(client, "/compare", *queries, **period, **chosen)
    assert page.status_code == 200
    if "None of these queries" in page.text:
        return
    rows = table(page.text)
    for row in rows[:: max(1, len(rows) // 5)]:
        for address, text in row:
            if address:
                assert total(client, address) == int(text.replace(",", "")), address
            else:
                assert text == "0"
    for column in zip(*rows, strict=True):
        *counts, last = (int(text.replace(",", "")) for _, text in column)
        assert sum(counts) == last


def test_spans_in_which_nothing_is_found_are_one_row(client):
    page = get(client, "/compare", "снег after:2016", "дождь before:2012").text
    names = re.findall(r'<tr><th scope="row">([^<]*)</th>', page)
    years = ["2010", "2011", "2012 – 2015", "2016", "2017", "2018", "2019"]
    assert names == [*years, "Total, articles"]
    *_, (address, every) = table(page)[2]
    assert total(client, address) == int(every) > 50


@pytest.mark.parametrize(
    ("period", "unit", "spans"),
    [
        ({}, "year", 10),
        ({"from": "2012", "to": "2014"}, "month", 36),
        ({"from": "2012-03", "to": "2014"}, "month", 34),
        ({"from": "2012-03-05", "to": "2012-04-05"}, "day", 32),
        ({"from": "2012-03-05", "to": "2016"}, "year", 5),
    ],
)
def test_the_unit_follows_the_span(client, period, unit, spans):
    found = get(client, "/api/v1/compare", "снег", **period).json
    assert (found["unit"], len(found["spans"])) == (unit, spans)
    if period:
        assert found["spans"][0]["first"].startswith(period["from"])


def csv_rows(text: str) -> list[list[str]]:
    """The cells of a file that begins with the mark of UTF-8."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_csv_json_page_and_library_say_the_same(client, archive):
    page = table(get(client, "/compare", "снег", "дождь").text)
    shape = get(client, "/api/v1/compare", "снег", "дождь").json
    rows = csv_rows(get(client, "/compare.csv", "снег", "дождь").text)
    assert rows[0] == ["from", "to", "all", "снег", "дождь"]
    assert [row[3:] + row[2:3] for row in rows[1:]] == [[t for _, t in row] for row in page[:-1]]
    assert [line["counts"] for line in shape["lines"]] == [
        [int(row[column]) for row in rows[1:]] for column in (3, 4)
    ]
    assert [span["every"] for span in shape["spans"]] == [int(row[2]) for row in rows[1:]]
    found = archive.attention([Query("снег"), Query("дождь")])
    assert [line.total for line in found.lines] == [line["total"] for line in shape["lines"]]
    assert found.lines[0].total + found.lines[0].undated == archive.count(Query("снег"))


def test_shares_are_of_all_articles_within_the_filters(client):
    shape = get(client, "/api/v1/compare", "снег", region="chechnya").json
    (line,) = shape["lines"]
    for count, share, span in zip(line["counts"], line["shares"], shape["spans"], strict=True):
        assert share == pytest.approx(count / span["every"], abs=1e-6)
    page = get(client, "/compare", "снег", "*", region="chechnya", **{"as": "share"}).text
    assert "100.00%" in page
    assert "largest share in 2010: 100.00%" in page
    rows = csv_rows(get(client, "/compare.csv", "*", **{"as": "share"}).text)
    assert {row[3] for row in rows[1:]} == {"1.000000"}


def test_in_words_it_says_who_is_ahead_when_each_was_highest_and_who_has_no_date(client):
    page = " ".join(re.sub(r"<[^>]*>", "", get(client, "/compare", "снег", "град").text).split())
    assert "“снег” has the most articles; it is ahead in 10 of 10 years." in page
    assert re.search(r"A “снег”: \d+ articles; most in 20\d\d: \d+\.", page)
    assert "14 articles without a date" in page


def test_the_lines_have_letters_and_dashes_of_their_own(client):
    page = get(client, "/compare", *WORDS[:5]).text
    for letter in "ABCDE":
        assert page.count(f'class="line-{letter}"') == 2
        assert page.count('<text class="end" x="85%"') == 5
    heights = [float(y) for y in re.findall(r'class="end"[^>]* y="([\d.]+)"', page)]
    ordered = sorted(heights)
    assert all(b - a >= 19.9 for a, b in pairwise(ordered))
    style = client.get("/static/style.css").text
    dashes = [re.search(rf"\.line-{x} {{([^}}]*)}}", style)[1] for x in "BCDE"]
    assert len(set(dashes)) == 4


def test_a_query_that_was_not_read_as_typed_says_so_beside_its_line(client):
    page = get(client, "/compare", "снег OR", "ничего-нет-такого", "region:Нигде град").text
    items = re.findall(r'<b>[A-C]</b>.*?(?=<svg class="sample"|</section|<h2)', page, re.DOTALL)
    assert "problems" in items[0]
    assert "0 articles" in items[1]
    assert "Нигде" in items[2]


def test_six_queries_and_one_twice_are_told_and_the_rest_is_drawn(client):
    page = get(client, "/compare", *WORDS).text
    assert "Only 5 queries can be compared at a time; left out: град." in page
    assert page.count('class="end"') == 5
    assert 'value="град"' in page
    page = get(client, "/compare", "снег", "снег", "лёд").text
    assert "“снег” is there more than once" in page
    assert page.count('class="end"') == 2


@pytest.mark.parametrize("path", ["/compare.csv", "/api/v1/compare"])
@pytest.mark.parametrize(
    ("queries", "said"),
    [
        (WORDS, "At most 5 queries"),
        (("снег", "снег"), "can be there once"),
        ((), "Give one query or more"),
        (("", " "), "Give one query or more"),
    ],
)
def test_programs_are_refused_what_cannot_be_compared(client, path, queries, said):
    answer = get(client, path, *queries)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize(
    "query",
    ["date=unknown", "from=nonsense", "from=2015&to=2012", "as=length", "region=atlantis"],
)
def test_a_wrong_value_is_told(client, query):
    for path in ("/compare", "/compare.csv", "/api/v1/compare"):
        assert client.get(f"{path}?q=x&ui=en&{query}").status_code == 400


def test_the_api_refuses_a_parameter_that_there_is_not(client):
    for name in ("page", "sort", "nothing"):
        assert client.get(f"/api/v1/compare?q=x&{name}=1").status_code == 400


def test_without_a_query_there_is_the_form_and_empty_fields_leave_the_address(client):
    page = get(client, "/compare").text
    assert page.count('name="q" value=""') == 5
    assert "Write up to five queries" in page
    answer = client.get("/compare?q=&q=a&q=&from=&to=2015")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/compare?q=a&to=2015"


def test_nothing_found_is_said(client):
    assert "None of these queries finds an article" in get(client, "/compare", "ъъъъ").text


def test_filters_are_chips_and_kept(client):
    page = get(client, "/compare", "снег", region="dagestan", **{"not-region": "chechnya"}).text
    assert 'type="hidden" name="region" value="dagestan"' in page
    assert "Remove the filter: Region: Dagestan" in page
    assert "Remove the filter: not Chechnya" in page


@pytest.mark.parametrize("typed", ["=1+1", "+снег", "-снег", "@снег", "«=1»", "＝1"])
def test_no_cell_is_a_formula(client, typed):
    rows = csv_rows(get(client, "/compare.csv", typed).text)
    assert rows[0][3] == f"'{typed}"


def test_what_was_typed_is_escaped(client):
    page = get(client, "/compare", "<b>x</b>", '"><script>').text
    assert "<b>x" not in page
    assert "<script>" not in page


def test_the_search_page_leads_here_with_its_query_and_filters(client):
    page = client.get("/search?q=снег&region=dagestan&page=2&ui=en").text
    assert 'href="/compare?region=dagestan&q=снег&ui=en">Compare over time' in page


def test_the_search_page_of_what_has_no_date_leads_here_without_that_filter(client):
    page = client.get("/search?q=снег&date=unknown&all=1&forms=1&size=25&sort=newest&ui=en").text
    assert 'href="/compare?q=снег&ui=en">Compare over time' in page
    assert client.get("/compare?q=снег&ui=en").status_code == 200


def test_the_library_refuses_what_cannot_be_compared(archive):
    for queries in ([], [Query("a")] * 2, [Query(word) for word in WORDS]):
        with pytest.raises(UsageError):
            archive.attention(queries)
