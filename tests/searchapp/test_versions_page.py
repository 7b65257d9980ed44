"""What an article said before, its reprints, and its addresses, on the site."""

from __future__ import annotations

import html
import re

import pytest

from indexer.archive import Archive
from schemas.article import Article
from searchapp import create_app


def plain(page: str) -> str:
    """A page without tags, white space collapsed."""
    body = page[page.index("<body") :]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


BODY = (
    "Башня стоит с XIV века. Смету на 12 миллионов рублей ещё считают в Министерстве культуры."
    " Работы начнутся весной, сказал Магомед Абдулаев, и продлятся два года."
)


def tower(**changes) -> Article:
    fields = {"id": "tower", "language": "ru", "title": "Башню восстановят", "body": BODY}
    return Article.model_validate(fields | {"url": "https://old.example/tower"} | changes)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = tmp_path_factory.mktemp("archive")
    (home / "settings.toml").write_text('[hosts]\n"new.example" = ["old.example"]\n')
    archive = Archive.open(home, create=True)
    archive.add([tower(), tower(id="other", title="Башня", published="2017-06-05", url=None)])
    archive.add([tower(body=BODY.replace("весной", "<осенью>"))])
    archive.sync()
    return create_app(archive).test_client()


def test_the_article_leads_to_its_versions(site):
    page = site.get("/articles/tower?ui=en").text
    assert '<a href="/articles/tower/versions?ui=en">2 versions</a>' in page
    assert "versions" not in plain(site.get("/articles/other?ui=en").text)


def test_versions_newest_first_with_what_changed(site):
    page = site.get("/articles/tower/versions?ui=ru").text
    assert "<del>весной</del><ins>&lt;осенью&gt;</ins>" in page
    said = plain(page)
    assert "Версии статьи Башню восстановят" in said
    assert said.index("Версия 2 (текущая)") < said.index("Версия 1")
    assert "Текст" in said
    assert site.get("/articles/nobody/versions").status_code == 404


def test_versions_for_programs(site):
    shape = site.get("/api/v1/articles/tower/versions").json
    assert [version["changed"] for version in shape["versions"]] == [[], ["body"]]


def test_nearly_the_same_is_linked_both_ways(site):
    said = plain(site.get("/articles/tower?ui=en").text)
    assert "Nearly the same text, 5 June 2017: Башня" in said
    assert 'href="/articles/tower?ui=en"' in site.get("/articles/other?ui=en").text
    (found,) = site.get("/api/v1/articles/tower/reprints").json["reprints"]
    assert (found["id"], found["published"]) == ("other", "2017-06-05")
    assert 0.75 <= found["overlap"] < 1


@pytest.mark.parametrize(
    "url", ["https://old.example/tower", "http://www.new.example/tower/?utm_id=1"]
)
def test_any_address_leads_to_the_article(site, url):
    for path in ("/articles", "/api/v1/articles"):
        answer = site.get(path, query_string={"url": url})
        assert (answer.status_code, answer.location) == (302, f"{path}/tower")


@pytest.mark.parametrize("url", ["https://old.example/none", "", "tower"])
def test_an_address_of_nothing(site, url):
    assert site.get("/articles", query_string={"url": url}).status_code == 404


def test_links_lead_to_the_live_host(site):
    page = site.get("/articles/tower").text
    assert 'href="https://new.example/tower"' in page
    assert site.get("/api/v1/articles/tower").json["url"] == "https://new.example/tower"
    hit = site.get("/api/v1/search?q=осенью").json["hits"][0]
    assert hit["url"] == "https://new.example/tower"
