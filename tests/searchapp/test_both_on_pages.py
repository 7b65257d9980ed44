"""A search in both languages: what is offered, how it was read, what is counted and what is not."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from schemas.query import Query
from searchapp import create_app
from tests.searchapp.conftest import links, plain
from tests.two_languages import archive_of, speak_both

PAIRS = [("abduction", "похищение увод"), ("village", "село")]
NEAR = {"far": 0.3, "kidnap": 0.9, "ru-1": 0.8, "en-1": 0.7, "ransom": 0.6}
TEXTS = {
    "ru-1": ("ru", "Похищение в селе", "Похищение произошло ночью."),
    "ru-2": ("ru", "Увод скота", "Увод скота у жителей."),
    "en-1": ("en", "Abduction in a village", "The abduction took place at night."),
    "en-2": ("en", "Abduction of a teacher", "The abduction is being investigated."),
    "kidnap": ("en", "Man kidnapped", "Gunmen took him away."),
    "ransom": ("ru", "Потребовали выкуп", "За жителя потребовали выкуп."),
    "far": ("en", "Harvest begins", "Apples are ripe."),
}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """Seven articles, of which two have the word in English, two a translation of it."""
    archive = archive_of(tmp_path_factory.mktemp("both"), TEXTS)
    return speak_both(archive, PAIRS, lambda text: NEAR if "abduction" in text else {})


@pytest.fixture
def client(spoken):
    client = create_app(spoken).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def ask(client):
    """The answer of the API."""
    return lambda query: client.get(f"/api/v1/search?{query}").json


def ids(hits) -> set[str]:
    return {hit["id"] for hit in hits}


# -- one language, with an offer


@pytest.mark.parametrize(
    ("query", "told", "link"),
    [
        ("q=abduction", "2 more articles in Russian: show both languages", "show both languages"),
        ("q=похищение&ui=en", "2 more articles in English: show both", "show both languages"),
        ("q=abduction&ui=ru", "Ещё 2 статьи на русском: показать на", "показать на двух языках"),
    ],
)
def test_the_other_language_is_offered_with_what_it_brings(client, query, told, link):
    page = client.get(f"/search?{query}").text
    assert told in plain(page)
    asked = links(page)[link]
    assert asked.pop("both") == ["1"]
    assert asked == parse_qs(query)


@pytest.mark.parametrize("query", ["q=kidnapped", "q=abduction&literal=1", "q==abduction", ""])
def test_nothing_is_offered_where_there_is_nothing(client, query):
    assert "more article" not in plain(client.get(f"/search?{query}").text)


def test_nothing_is_read_in_both_languages_unasked(ask):
    found = ask("q=abduction")
    assert ids(found["hits"]) == {"en-1", "en-2"}
    assert "by_meaning" not in found
    [note] = found["notes"]
    assert (note["code"], note["count"], note["words"]) == ("both-languages", 2, [])


# -- both


def test_the_page_says_how_the_words_were_read_and_each_can_be_left_out(client):
    page = client.get("/search?q=abduction&both=1").text
    box = re.search(r'<aside class="notes both".*?</aside>', page, re.DOTALL)[0]
    assert "abduction → похищение × , увод × 2 more articles" in " ".join(
        re.sub(r"<[^>]*>", " ", box).split()
    )
    assert '<span lang="en">abduction</span>' in box
    assert '<span lang="ru">похищение</span>' in box
    asked = {"q": ["abduction"], "both": ["1"]}
    refuse = links(page)["Leave out “увод”"]
    assert refuse == asked | {"not-as": ["увод"]}
    assert links(page)["Search only for the words as typed"] == {"q": ["abduction"]}


def test_a_translation_that_was_left_out_can_be_had_again(client, ask):
    left = "q=abduction&both=1&not-as=увод"
    assert ids(ask("q=abduction&both=1")["hits"]) == {"en-1", "en-2", "ru-1", "ru-2"}
    assert ids(ask(left)["hits"]) == {"en-1", "en-2", "ru-1"}
    page = client.get(f"/search?{left}").text
    assert links(page)["Search for “увод” again"] == {"q": ["abduction"], "both": ["1"]}
    assert ">увод<" not in re.search(r'<ul>\s*<li><span lang="en">.*?</ul>', page, re.DOTALL)[0]


def test_where_no_translation_is_known_the_page_says_so(client):
    page = client.get("/search?q=harvest&both=1").text
    assert "No translation of these words is known" in plain(page)
    assert links(page)["Search only for the words as typed"] == {"q": ["harvest"]}


def test_hits_in_another_language_than_the_page_are_marked(client):
    page = client.get("/search?q=abduction&both=1").text
    entries = re.findall(r"<article.*?</article>", page, re.DOTALL)
    for entry in entries:
        russian = 'h2 lang="ru"' in entry
        assert russian == ('class="tongue">Russian' in entry), entry


def test_a_long_query_has_links_for_its_first_translations_only(client):
    words = "+".join(["abduction", "village"] * 30)
    page = client.get(f"/search?q={words}&both=1").text
    assert page.count('aria-label="Leave out') <= 20
    assert len(page) < 300_000


# -- what means the same and has other words


def test_articles_close_in_meaning_stand_apart_and_are_in_no_number(client, ask):
    found = ask("q=abduction&both=1")
    near = found["by_meaning"]
    assert [hit["id"] for hit in near["hits"]] == ["kidnap", "ransom"]
    assert near["total"] == 2
    assert [hit["score"] for hit in near["hits"]] == [0.9, 0.6]
    assert found["total"] == 4
    assert sum(one["count"] for one in found["facets"]["language"]) == 4
    assert client.get("/export.jsonl?q=abduction&both=1").text.count("\n") == 4
    assert client.get("/feed.json?q=abduction&both=1").json["_podshivka"]["total"] == 4
    page = client.get("/search?q=abduction&both=1").text
    assert "2 articles close in meaning" in plain(page)
    apart = page[page.index('aria-labelledby="near"') :]
    assert "/articles/kidnap?" in apart or '/articles/kidnap"' in apart
    assert 'id="hit' not in apart


@pytest.mark.parametrize(
    "query",
    [
        "q=abduction",
        "q=abduction&both=1&page=2&size=2",
        "q=abduction&both=1&sort=newest",
        "q=abduction&both=1&literal=1",
        "q==abduction&both=1",
        "q=harvest&both=1",
        "both=1",
    ],
)
def test_they_belong_to_the_first_page_of_words_in_both_languages(ask, query):
    near = ask(query).get("by_meaning")
    assert (near is not None) == query.endswith("sort=newest")


def test_filters_and_exclusions_hold_for_them(ask):
    def near(query):
        found = ask(query).get("by_meaning", {"hits": ()})
        return ids(found["hits"])

    assert near("q=abduction&both=1&language=ru") == {"ransom"}
    assert near("q=abduction+-gunmen&both=1") == {"ransom"}
    assert near("q=abduction+%2Bvillage&both=1") == set()


def test_the_nearest_stand_before_the_first_that_lacks_words_and_is_less_near(spoken, client, ask):
    query = "q=abduction+урожаи+в+яблонь&both=1"  # typed in Russian for the most part
    found = ask(query)
    assert not found["all_words"]
    assert found["by_meaning"]["after"] == 3
    assert [hit["id"] for hit in found["hits"]][3:] == ["en-1"]
    page = client.get(f"/search?{query}").text
    assert "</li> <li>No article has all of these words" in page  # notes stand in one line
    first, near = page.index('id="hit'), page.index('aria-labelledby="near"')
    rest = page.index("1 article has some of the words")
    assert first < near < rest < page.index('<ol class="hits" start="4">')
    shown = list(dict.fromkeys(re.findall(r'href="/articles/([a-z0-9-]+)', page)))
    archive_page = spoken.search(Query("abduction урожаи в яблонь", both=True, apart=False))
    assert shown == [hit.id for hit in archive_page.listed]
    behind = client.get("/search?q=abduction&both=1").text
    assert behind.index('id="hit') < behind.index('aria-labelledby="near"')
    assert ask("q=abduction&both=1")["by_meaning"]["after"] == 4


# -- the order


def test_the_first_articles_stand_by_words_and_meaning(ask):
    both = [hit["id"] for hit in ask("q=abduction&both=1&all=1")["hits"]]
    assert both[0] in {"ru-1", "en-1"}
    pages = [ask(f"q=abduction&both=1&size=1&page={n}")["hits"][0]["id"] for n in range(1, 5)]
    assert pages == both
    cursor = ask("q=abduction&both=1&size=2")["next"]
    assert [hit["id"] for hit in ask(f"q=abduction&both=1&size=2&cursor={cursor}")["hits"]] == both[
        2:
    ]


def test_a_cursor_of_one_language_is_none_of_both(ask):
    cursor = ask("q=abduction&size=1")["next"]
    assert ask(f"q=abduction&size=1&both=1&cursor={cursor}")["error"]["code"] == "foreign-cursor"


# -- every door


@pytest.mark.parametrize(
    "path",
    ["/search", "/export.csv", "/feed.atom", "/compare", "/private", "/facets/language", "/seen"],
)
def test_every_door_takes_it(client, path):
    answer = client.get(f"{path}?q=abduction&both=1&not-as=увод")
    assert answer.status_code == (400 if path == "/seen" else 200)


def test_a_permalink_names_it_and_counts_as_the_page_does(client):
    page = client.get("/search?q=abduction&both=1&not-as=увод").text
    address = re.search(r"/seen\?[^\s<\"]*", page)[0]
    asked = parse_qs(urlsplit(unescape(address)).query)
    assert (asked["both"], asked["not-as"], asked["total"]) == (["1"], ["увод"], ["3"])


def test_the_private_form_takes_it(client):
    page = client.post("/private", data={"q": "abduction", "both": "1"}).text
    assert "4 articles" in plain(page)
    assert re.search(r'name="both" value="1" checked', page)


def test_answers_told_again_are_those_of_the_same_languages(client):
    for _ in range(3):
        totals = [
            client.get(f"/api/v1/search?q=abduction{more}").json["total"]
            for more in ("", "&both=1", "&both=1&not-as=увод")
        ]
        assert totals == [2, 4, 3]
