"""An article as a search leads to it: marks, the way back, the hits before and after."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from indexer.page.snippets.whole import MarkedArticle, MarkedPlace, MarkedText
from searchapp.marks import STEPS, Marks, paragraphs
from searchapp.messages import messages


def listed(page: str) -> list[str]:
    """The addresses of the hits of a page of results, in order."""
    return [unescape(url) for url in re.findall(r'<h2[^>]*><a href="([^"]*)"', page)]


def step(page: str, rel: str) -> str | None:
    """The address of the hit before (rel="prev") or after (rel="next") that of a page."""
    found = re.search(rf'<a href="([^"]*)" rel="{rel}"', page)
    return unescape(found[1]) if found else None


def marked(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


@pytest.mark.parametrize(
    "search",
    [
        "q=school&size=5",  # several pages
        "q=школа&sort=oldest&size=10",
        "region=ingushetia&size=3",  # without words
        "all=1&q=" + quote("Дагестан"),  # versions of one story
        "q=School+number+4&size=25",  # a second list follows
        "from=2011&to=2011",
        "not-region=ingushetia&size=10&all=1",
    ],
)
def test_hits_follow_each_other_as_they_are_listed(client, search):
    hits, number = [], 1
    while found := listed(client.get(f"/search?{search}&page={number}").text):
        hits, number = hits + found, number + 1
    assert len(set(hits)) == len(hits) > 1
    walked = [hits[0]]
    while url := step(client.get(walked[-1]).text, "next"):
        walked.append(url)
        assert step(client.get(url).text, "prev") == walked[-2]
    assert walked == hits


def test_a_search_for_everything_is_not_carried_along(client):
    assert all("?" not in url for url in listed(client.get("/").text))
    assert "trail" not in client.get("/articles/tower?n=3").text


def test_the_way_back_is_the_same_page_at_the_hit(client):
    hits = listed(client.get("/search?q=school&size=5&page=3").text)
    page = client.get(hits[1]).text
    back = unescape(re.search(r'<a href="([^"]*)">← Back', page)[1])
    assert back == "/search?q=school&page=3&size=5#hit12"
    assert 'id="hit12"' in client.get(back).text


def test_it_says_which_article_of_how_many_it_is(client, text):
    total = client.get("/api/v1/search?q=school").json["total"]
    assert f"article 2 of {total}" in text(listed(client.get("/search?q=school").text)[1])


def test_a_place_in_the_second_list_is_said_apart(client, text):
    found = client.get("/api/v1/search?q=School+number+4&size=25").json
    hits = listed(client.get("/search?q=School+number+4&size=25").text)
    assert 0 < found["total"] < 25
    first = text(hits[found["total"]])
    assert f"article 1 of {len(found['some_words']['hits'])} listed with some" in first
    assert "page=" not in hits[found["total"]]


@pytest.mark.parametrize("number", [2, 9, 40, 999_999_999])
def test_a_number_that_is_no_longer_right_says_nothing_wrong(client, text, number):
    first = listed(client.get("/search?q=school&size=5").text)[0]
    moved = first.replace("n=1", f"n={number}")
    said = text(moved)
    assert "Back to the results" in said
    if number < 26:  # near enough to be found again
        assert "article 1 of" in said
    else:
        assert "Next article" not in said
        assert not re.search(r"article \d", said)


def test_an_article_that_the_search_does_not_find_has_a_way_back_alone(text):
    said = text("/articles/tower?q=school&n=1")
    assert "Back to the results" in said
    assert "Next article" not in said
    assert "Words of your search" not in said


def test_words_are_marked_in_title_lede_body_and_captions(client, text):
    url = "/articles/tower?q=" + quote("башня OR работы OR снимок")
    assert marked(client.get(url).text) == ["башню", "Работы", "Башня", "работ", "Снимок", "Башня"]
    assert "Words of your search: 6 places" in text(url)


def test_marks_lead_to_each_other(client):
    page = client.get("/articles/tower?q=" + quote("башня")).text
    for number, (before, after) in {1: (None, 2), 2: (1, 3), 3: (2, None)}.items():
        steps = re.search(
            rf'id="m{number}"><mark>.*?<span class="steps"[^>]*>(.*?)</span></span>', page
        )
        targets = re.findall(r'href="#m(\d)"', steps[1])
        assert targets == [str(n) for n in (before, after) if n]
        assert f"{number} of 3" in steps[1]


def test_marks_can_be_left_out(client, page_links):
    url = "/articles/tower?ui=ru&q=" + quote("башня")
    assert "Читать без пометок" in page_links(url)
    assert "<mark>" not in client.get("/articles/tower?ui=ru").text


def test_what_is_marked_is_escaped(client):
    page = client.get("/articles/tower?q=alert&n=1").text
    assert "<script>" not in page
    assert "<mark>alert</mark>" in page


def test_only_the_bare_page_is_for_search_engines(client):
    page = client.get("/articles/tower?q=tower&n=1").text
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://podshivka.example/articles/tower">' in page
    assert "noindex" not in client.get("/articles/tower?ui=ru").text


def test_the_words_stay_in_the_search_box(client):
    assert 'value="tower &lt;b&gt;"' in client.get("/articles/tower?q=tower+%3Cb%3E").text


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("n", "0"), ("n", "-1"), ("n", "x"), ("n", "1" * 12), ("from", "никогда"), ("region", "mars")],
)
def test_a_wrong_value_is_an_error_that_names_it(client, parameter, value):
    answer = client.get(f"/articles/tower?q=tower&{parameter}={value}")
    assert answer.status_code == 400
    assert parameter in answer.text


def test_a_place_that_crosses_paragraphs_has_one_anchor():
    text = MarkedText("a b\n\nc d", (MarkedPlace(1, ((2, 3), (5, 6))),))
    first, second = paragraphs(text)
    article = MarkedArticle(MarkedText(""), MarkedText(""), (), text)
    write = Marks(article, messages("en"))
    assert 'id="m1"><mark>b</mark>' in write(first)
    assert write(second) == "<mark>c</mark> d"


def test_paragraphs_keep_their_places():
    text = MarkedText(
        "\n\n  aa b\n \nb c  ", (MarkedPlace(1, ((7, 8),)), MarkedPlace(2, ((11, 12),)))
    )
    assert list(paragraphs(text)) == [
        MarkedText("aa b", (MarkedPlace(1, ((3, 4),)),)),
        MarkedText("b c", (MarkedPlace(2, ((0, 1),)),)),
    ]


def test_a_text_of_very_many_places_has_steps_for_the_first_only():
    places = tuple(MarkedPlace(n, ((n, n + 1),)) for n in range(1, STEPS + 3))
    text = MarkedText("x" * (STEPS + 4), places)
    page = Marks(MarkedArticle(text, MarkedText(""), (), MarkedText("")), messages("en"))(text)
    assert page.count("<mark>") == STEPS + 2
    assert page.count("id=") == STEPS
    assert f'href="#m{STEPS + 1}"' not in page


def test_the_article_before_and_after_in_its_region_and_topic_are_links(client, archive):
    page = client.get("/articles/school-04").text
    found = archive.before_and_after(archive.get("school-04"))
    for kind, other in (("older", found.older), ("newer", found.newer)):
        item = page[page.index(f'<li class="{kind}">') :]
        assert f'<a href="/articles/{other.id}"' in item[: item.index("</li>")]


def test_related_articles_are_listed_and_given_to_programs(client, archive):
    found = client.get("/api/v1/articles/school-02/related").json["related"]
    expected = archive.related(archive.get("school-02"))
    assert [one["id"] for one in found] == [one.article.id for one in expected]
    page = client.get("/articles/school-02").text
    assert ("On the same subject" in page) == bool(found)
    assert client.get("/api/v1/articles/nothing/related").status_code == 404
