"""What others wrote stays text on a page of results: names, labels, titles and queries."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import quote_plus

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app
from searchapp.facet_groups import SHOWN

MARKS = ("<xss>", '"onxss="1', "'onxss='у реки", "&quot;onxss=1", "</a><xss>", "<xss a")


class Elements(HTMLParser):
    """Elements and attributes of a page that are none of ours, and the texts of bare paragraphs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.strange: list[str] = []
        self.labels: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.strange += [name for name in (tag, *(name for name, _ in attrs)) if "xss" in name]

    def handle_data(self, data):
        if self.get_starttag_text() == "<p>":
            self.labels.append(data)


def called(mark: str) -> str:
    return f"Мост {mark} и Ко"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """For each mark an article that has it everywhere, of a topic that the operator calls so.

    All topics but the first are parts of it.
    """
    home = tmp_path_factory.mktemp("escaping")
    topics = [
        {
            "id": f"topic-{at}",
            "labels": dict.fromkeys(("ru", "en"), called(mark)),
            "parent": "topic-0" if at else None,
        }
        for at, mark in enumerate(MARKS)
    ]
    (home / "topics.json").write_text(json.dumps([{**topic, "aliases": []} for topic in topics]))
    archive = Archive(Settings(home=home / "home", topics=home / "topics.json"), create=True)
    archive.add(
        Article(
            id=f"a{at}",
            language="ru",
            title=called(mark),
            body=f"Открыт {called(mark)}.",
            topics=(f"topic-{at}",),
            people=(called(mark),),
        )
        for at, mark in enumerate(MARKS)
    )
    archive.sync()
    return create_app(archive).test_client()


@pytest.mark.parametrize("at", range(len(MARKS)))
@pytest.mark.parametrize("rest", ["", "&q={}", "&q=мост&topic=topic-{}", "&not-topic=topic-{}"])
def test_a_name_is_text_wherever_it_stands(client, at, rest):
    value = at if "topic" in rest else quote_plus(called(MARKS[at]))
    found = Elements(client.get(f"/search?ui=ru{rest.format(value)}").text)
    assert not found.strange
    assert "not" in rest or called(MARKS[at]) in found.labels


def test_what_is_added_to_a_name_is_no_text(client):
    page = client.get("/search?ui=ru").text
    assert page.count("<i>, уровень 2</i></label>") == SHOWN - 1
    assert "&lt;i" not in page
