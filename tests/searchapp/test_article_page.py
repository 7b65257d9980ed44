"""The page of an article."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from indexer.archive import Archive
from schemas.article import Article
from searchapp.app import create_app
from searchapp.render import manner


def test_shows_what_the_article_holds(text):
    said = text("/articles/tower")
    for part in (
        "Старую башню в Дагестане <b>восстановят</b>",
        "Работы начнутся весной.",
        "Башня стоит с XIV века.",
        "Смету <script>alert(1)</script> ещё считают.",
        "5 June 2017, 10:15 (Moscow time)",
        "Патимат Алиева",
        "Горный вестник",
        "Pictures Башня до работ. Снимок автора",
        "Notices Материал создан лицом",
        "https://vestnik.example/tower",
        "https://mirror.example/tower",
        "https://podshivka.example/articles/tower",
    ):
        assert part in said


def test_its_text_is_escaped(client):
    page = client.get("/articles/tower").text
    assert "<script>" not in page
    assert "<p>Смету &lt;script&gt;" in page


def test_says_in_which_language_each_part_is(client):
    page = client.get("/articles/tower").text
    assert '<html lang="en">' in page
    assert '<article class="article railed" lang="ru">' in page


@pytest.mark.parametrize(
    ("title", "attribute"),
    [
        ("Старую башню восстановят", ""),
        ("EXXON <XON> CUTS HEATING OIL", ' class="loud"'),
        ("В МОСКВЕ СНЕГ, сообщает МЧС", ""),
        ("ООН, НАТО", ""),  # too few letters to judge by
        ("В МОСКВЕ СНЕГ — МЧС", ' class="loud"'),
        ("Долгий " * 20, ' class="long"'),
        ("ДОЛГИЙ " * 20, ' class="long loud"'),
    ],
)
def test_titles_in_capitals_and_long_ones_are_set_smaller(title, attribute):
    assert manner(title) == attribute


def test_notices_stand_apart_from_the_text(client):
    page = client.get("/articles/tower").text
    assert page.index('class="body"') < page.index('<aside class="notices"')


def test_its_regions_and_topics_have_pages(client):
    page = client.get("/articles/tower?ui=ru").text
    assert '<a href="/regions/dagestan?ui=ru">Дагестан</a>' in page
    assert '<a href="/topics/culture?ui=ru">Культура</a>' in page


def test_the_story_in_the_other_language_is_one_link_away_both_ways(client):
    assert '<a href="/articles/tower-en" lang="en"' in client.get("/articles/tower").text
    assert '<a href="/articles/tower" lang="ru"' in client.get("/articles/tower-en").text


def test_a_date_alone_has_no_time_and_unknown_is_said(text):
    assert "6 June 2017 This story" in text("/articles/tower-en")
    assert "no date" in text("/articles/" + quote("река-№1"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2019-06", "no date; given as “2019-06”"),
        (2019, "no date; given as “2019”"),
        ("<i>soon</i>", "no date; given as “&lt;i&gt;soon&lt;/i&gt;”"),
        ({"year": 2019}, "<span>no date</span>"),
    ],
)
def test_a_date_that_names_no_day_is_told_as_it_was_given(tmp_path, given, said):
    archive = Archive.open(tmp_path, create=True)
    archive.add([Article(id="a", language="en", title="A roof", body="B", published_given=given)])
    archive.sync()
    assert said in create_app(archive).test_client().get("/articles/a?ui=en").text


def test_only_web_addresses_become_links(client):
    page = client.get("/articles/tower-en").text
    assert 'href="javascript:' not in page
    assert "<span>javascript:alert(1)</span>" in page
    assert 'href="https://vestnik.example/tower" rel="external noreferrer noopener"' in (
        client.get("/articles/tower").text
    )


HERE = "https://podshivka.example/articles/tower"


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "/articles/tower?ui=ru",
            (
                "Ссылка по ГОСТ Р 7.0.5 Патимат Алиева. Старую башню в Дагестане",
                f"// Горный вестник. 2017. 5 июня. URL: {HERE} (дата обращения: ",
                f"восстановят</b>», Патимат Алиева, Горный вестник, 5 июня 2017, {HERE}",
            ),
        ),
        (
            "/articles/tower?ui=en",
            (
                "Citation, Chicago note Патимат Алиева, “Старую башню в Дагестане",
                f"</b>,” Горный вестник, June 5, 2017, {HERE}.",
                f"</b>”, Патимат Алиева, Горный вестник, 5 June 2017, {HERE}",
                "For reference managers RIS · BibTeX · CSL-JSON",
            ),
        ),
    ],
)
def test_can_be_cited(text, address, lines):
    page = text(address)
    for line in lines:
        assert line in page


def test_the_files_for_reference_managers_are_there(client):
    page = client.get("/articles/tower?ui=en").text
    for address in re.findall(r'href="(/articles/tower/cite\.[^"]+)"', page):
        assert client.get(unescape(address)).status_code == 200
    assert page.count("/articles/tower/cite.") == 3


def test_any_id_has_an_address(client):
    hit = client.get("/api/v1/search?q=река").json["hits"][0]
    assert hit["id"] == "река-№1"
    assert client.get("/articles/" + quote(hit["id"])).status_code == 200


def test_people_and_organisations_have_pages(client, text):
    page = client.get("/articles/tower-en").text
    assert 'href="/people/Leila%20Yandieva"' in page
    assert "People Leila Yandieva Organisations Society of Old Towers" in text("/articles/tower-en")
    assert "<dt>People" not in client.get("/articles/tower").text


def test_what_was_found_in_the_text_is_marked(client, text):
    said = text("/articles/tower-en")
    assert "Culture ° (found in the text)" in said
    assert "Dagestan °" not in said
    assert "by the rules of this archive" in said
    assert 'title="Found in the text by the words: tower"' in client.get("/articles/tower-en").text
    assert "found in the text" not in text("/articles/tower")


@pytest.mark.parametrize("field", ["people", "organisations"])
def test_a_name_that_a_model_alone_saw_is_marked_as_such(tmp_path, field):
    archive = Archive.open(tmp_path, create=True)
    tag = {"origin": "found", "words": ["Leila"], "confidence": 0.8}
    tags = [tag | {"value": "Leila A", "recogniser": "seer 1"}, tag | {"value": "Leila B"}]
    named = {field: ("Leila A", "Leila B")}
    article = Article(id="a", language="en", title="A roof", body="B", tags={field: tags}, **named)
    archive.add([article])
    archive.sync()
    page = create_app(archive).test_client().get("/articles/a?ui=en").text
    assert 'title="Recognised as a name in the text by a trained model (seer 1): Leila"' in page
    assert 'Leila A<span aria-hidden="true">°°</span>' in page
    assert 'Leila B<span aria-hidden="true">°</span>' in page
    assert "<dt>°°</dt><dd>Not given by the source; a trained model recognised it" in page


@pytest.mark.parametrize(
    ("shown", "address"),
    [
        ("Патимат Алиева", {"author": ["Патимат Алиева"]}),
        ("Горный вестник", {"source": ["Горный вестник"]}),
        ("реставрация", {"keyword": ["реставрация"]}),
    ],
)
def test_what_an_article_came_with_leads_to_others_of_the_same(client, page_links, shown, address):
    assert page_links("/articles/tower")[shown] == address
    found = client.get("/api/v1/search", query_string=address).json
    assert [hit["id"] for hit in found["hits"]] == ["tower"]
