"""Filters, chips and the timeline of the page of results: exact, and each one link away."""

from __future__ import annotations

import re

import pytest

from indexer.archive import Archive
from schemas.article import Article
from searchapp import create_app


def test_filters_have_exact_counts_and_their_own_choice_does_not_narrow_them(text):
    assert "Chechnya , level 2 17" in text("/search")
    chosen = text("/search?region=ingushetia")
    assert "8 articles" in chosen
    assert "Chechnya , level 2 17" in chosen
    assert "English 4" in chosen


def test_values_of_a_filter_are_alternatives(text):
    assert " 25 articles " in text("/search?region=ingushetia&region=chechnya")


def test_a_chosen_value_is_ticked_even_when_nothing_is_left(client):
    page = client.get("/search?q=tower&region=chechnya").text
    assert re.search(r'name="region" value="chechnya" checked>', page)


def test_a_filter_may_be_named_as_people_name_it(client):
    page = client.get("/search", query_string={"region": "Республика Дагестан"}).text
    assert 'name="region" value="dagestan" checked>' in page


def test_each_filter_in_use_is_a_chip_that_takes_it_away(page_links):
    found = page_links("/search?q=x&region=dagestan&region=chechnya&topic=culture&from=2017&page=2")
    assert found["Remove the filter: Region: Dagestan"] == {
        "q": ["x"],
        "region": ["chechnya"],
        "topic": ["culture"],
        "from": ["2017"],
    }
    assert found["Remove the filter: from 2017"] == {
        "q": ["x"],
        "region": ["dagestan", "chechnya"],
        "topic": ["culture"],
    }
    assert found["Clear all"] == {"q": ["x"]}


@pytest.mark.parametrize(
    ("period", "chip"),
    [
        ("from=2017&to=2017", "2017"),
        ("from=2017-06&to=2017-06", "June 2017"),
        ("from=05.06.2017&to=2017-06-05", "5 June 2017"),
        ("from=2016&to=2017-06", "2016 – June 2017"),
        ("to=2017", "until 2017"),
        ("from=2017-06-05", "from 5 June 2017"),
    ],
)
def test_a_period_is_told_in_words(text, period, chip):
    assert f"{chip} ×" in text(f"/search?{period}")


def test_one_value_alone_is_one_link_away(page_links):
    found = page_links("/search?q=школа&region=ingushetia&page=2")
    assert found["Only Chechnya: 16"] == {"q": ["школа"], "region": ["chechnya"]}


def test_years_are_a_table_of_links_and_a_chosen_one_opens_its_months(client, page_links):
    assert page_links("/search")["2011: 8"] == {"from": ["2011"], "to": ["2011"]}
    assert '<table class="timeline months' not in client.get("/search").text
    found = page_links("/search?from=2011&to=2011")
    assert found["2011: 8"] == {"from": ["2011"], "to": ["2011"]}
    assert found["February 2011: 2"] == {"from": ["2011-02"], "to": ["2011-02"]}
    assert "8 articles" in client.get("/search?from=2011&to=2011").text


def test_empty_years_between_two_are_drawn_and_the_undated_are_counted(text):
    page = text("/search")
    assert "2010 2011 2012 2013 2014 2015 2016 2017" in page
    assert "1 article without a date" in page


def test_the_undated_are_one_link_away_and_back(client, text, page_links):
    found = page_links("/search?from=2011&to=2011&page=1")
    assert found["1 article without a date"] == {"date": ["unknown"]}
    assert "1 article" in text("/search?date=unknown")
    page = client.get("/search?date=unknown").text
    assert 'name="date" value="unknown" checked>' in page
    assert page_links("/search?date=unknown")["1 article without a date"] == {"date": ["unknown"]}
    assert page_links("/search?q=река&date=unknown")["Remove the filter: no date"] == {
        "q": ["река"]
    }
    assert page_links("/search?q=school&date=unknown")["0 articles without a date"] == {
        "q": ["school"], "date": ["unknown"]
    }  # fmt: skip
    assert client.get("/api/v1/search?date=unknown").json["facets"]["date"][-1] == {
        "value": "unknown", "label": "no date", "count": 1, "selected": True, "written": False,
        "excluded": False, "depth": 0,
    }  # fmt: skip


def test_a_value_is_excluded_by_a_parameter_or_in_words(client, text, page_links):
    found = page_links("/search?q=школа&not-region=ingushetia&page=2")
    assert found["Remove the filter: not Ingushetia"] == {"q": ["школа"]}
    assert found["Only Chechnya: 16"] == {
        "q": ["школа"], "region": ["chechnya"], "not-region": ["ingushetia"]
    }  # fmt: skip
    page = client.get("/search", query_string={"not-region": "Ингушетия", "ui": "en"}).text
    assert 'type="hidden" name="not-region" value="ingushetia"' in page
    assert "<s>Ingushetia</s>" in page
    totals = {
        client.get("/api/v1/search", query_string=query).json["total"]
        for query in (
            {"q": "школа", "not-region": "ingushetia"},
            {"q": "школа -region:Ингушетия"},
            {"q": "школа", "region": "chechnya"},
        )
    }
    assert totals == {16}


def test_a_box_beside_a_value_excludes_it(client):
    page = client.get("/search?q=школа&ui=en").text
    button = re.search(r'<button form="s" name="not-region" value="chechnya"[^>]*>', page)[0]
    assert 'form="s" name="not-region"' in button
    assert 'title="Without Chechnya"' in button


@pytest.mark.parametrize(
    ("parameter", "value", "shown", "said"),
    [
        (
            "not-region",
            "atlantis",
            "The archive has no “atlantis”",
            "The archive has no such value",
        ),
        ("not-language", "nothing", "“nothing” cannot be chosen here", "It can be: ru, en."),
        ("not-person", "Yandaeva", ">Leila Yandieva</a>", "Perhaps you mean: Leila Yandieva."),
    ],
)
def test_an_excluded_value_that_there_is_not_is_said(client, parameter, value, shown, said):
    for path, words in (("/search", shown), ("/api/v1/search", said), ("/facets/region", said)):
        answer = client.get(path, query_string={parameter: value, "ui": "en"})
        assert answer.status_code == 400
        assert words in answer.text


def test_facets_but_region_and_topic_are_folded_until_something_of_them_is_chosen(client):
    page = client.get("/search?ui=en").text
    folded = re.findall(r"<summary>(.*?)</summary>", page)
    assert "Language" in folded
    assert not {"Region", "Topic", "People", "Author"} & set(folded)
    for facet, name in (("person", "People"), ("author", "Author")):
        assert f'<a href="/facets/{facet}?ui=en">{name}</a>' in page
    chosen = client.get("/search?language=ru&ui=en").text
    assert "<summary>Language</summary>" not in chosen
    assert "<legend>Language</legend>" in chosen


def test_people_and_organisations_are_filters_where_there_are_any(client, text):
    assert '<a href="/facets/person?q=tower">People</a>' in client.get("/search?q=tower").text
    assert 'name="person" value="Leila Yandieva"' in client.get("/facets/person?q=tower").text
    assert "1 article" in text("/search?person=Leila+Yandieva")
    assert "People: Leila Yandieva" in text("/search?person=Leila+Yandieva")
    assert "/facets/person" not in client.get("/search?q=Смету").text


@pytest.mark.parametrize("typed", ["Leila Yandieva", "Яндиевой", "yandieva", "Яндиев"])
def test_a_person_in_an_address_may_be_named_as_in_a_query(client, typed):
    page = client.get("/search", query_string={"person": typed}).text
    assert 'name="person" value="Leila Yandieva" checked>' in page
    assert client.get("/api/v1/search", query_string={"person": typed}).json["total"] == 1


def test_a_value_to_the_letter_means_it_alone(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    names = ("Рамзан Кадыров", "Кадыров", "Адам Кадыров")
    archive.add(
        Article(id=str(number), language="ru", title="Дождь", people=(name,))
        for number, name in enumerate(names)
    )
    archive.sync()
    client = create_app(archive).test_client()
    for asked, total in (("Кадыров", 1), ("Рамзан Кадыров", 1), ("Кадырова", 3)):
        assert client.get("/api/v1/search", query_string={"person": asked}).json["total"] == total


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        ("person", "Yandaeva", "Perhaps you mean: Leila Yandieva."),
        ("organisation", "Society of New Sheds and Sties", "The filters on the search page list"),
        ("person", "Зюзюкин", "The filters on the search page list who is named."),
    ],
)
def test_a_name_that_no_article_has_is_said(client, parameter, value, said):
    answer = client.get("/api/v1/search", query_string={parameter: value, "ui": "en"})
    assert answer.status_code == 400
    assert answer.json["error"]["parameter"] == parameter
    assert said in answer.json["error"]["hint"]


def test_a_facet_whose_one_value_all_articles_have_is_left_out(client):
    assert "<summary>Language</summary>" in client.get("/search?q=школа&ui=en").text
    assert "Language" not in client.get("/search?q=tower&ui=en").text
    chosen = client.get("/search?q=tower&language=en&ui=en").text
    assert "<legend>Language</legend>" in chosen
    excluded = client.get("/search?q=tower&not-language=ru&ui=en").text
    assert "<legend>Language</legend>" in excluded


def test_the_number_of_a_value_that_is_chosen_alone_is_no_link_to_the_same_page(page_links):
    assert "Only Chechnya: 16" in page_links("/search?q=школа&ui=en")
    assert "Only Chechnya: 16" not in page_links("/search?q=школа&region=chechnya&ui=en")
    both = page_links("/search?q=школа&region=chechnya&region=ingushetia&ui=en")
    assert both["Only Chechnya: 16"]["region"] == ["chechnya"]
