"""A small archive with known counts, and a client of the site over it."""

from __future__ import annotations

import html
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app

PUBLIC = "https://podshivka.example"
"""Where the archive of these tests is found in the world."""

SPECIAL = [
    {
        "id": "tower",
        "language": "ru",
        "title": "Старую башню в Дагестане <b>восстановят</b>",
        "lede": "Работы начнутся весной.",
        "body": "Башня стоит с XIV века.\n\nСмету <script>alert(1)</script> ещё считают.",
        "published": "2017-06-05T10:15:00+03:00",
        "regions": ["dagestan"],
        "topics": ["culture"],
        "author": "Патимат Алиева",
        "source": "Горный вестник",
        "keywords": ["башни", "реставрация"],
        "url": "https://vestnik.example/tower",
        "addresses": ["https://mirror.example/tower"],
        "captions": ["Башня до работ. Снимок автора"],
        "notices": ["Материал создан лицом, о котором закон велит предупреждать."],
        "desk": "culture-3",
    },
    {
        "id": "tower-en",
        "language": "en",
        "title": "Old tower in Dagestan to be restored",
        "body": "Works start in spring.",
        "published": "2017-06-06",
        "regions": ["dagestan"],
        "topics": ["culture"],
        "people": ["Leila Yandieva"],
        "organisations": ["Society of Old Towers"],
        "tags": {
            "topics": [
                {"value": "culture", "origin": "found", "words": ["tower"], "confidence": 0.8}
            ]
        },
        "translation_of": "tower",
        "url": "javascript:alert(1)",
    },
    {
        "id": "река-№1",
        "language": "ru",
        "title": "Справка: река",
        "body": "Река течёт через Чечню.",
        "published": "unknown",
        "regions": ["chechnya"],
    },
]
SERIES = [
    {
        "id": f"school-{number:02}",
        "language": "ru" if number % 2 else "en",
        "title": f"Школа номер {number}" if number % 2 else f"School number {number}",
        "body": "Школа открыта. The school is open.",
        "published": f"20{10 + number % 3}-{1 + number % 12:02}-10",
        "regions": ["chechnya"] if number % 3 else ["ingushetia"],
        "topics": ["education"],
    }
    for number in range(24)
]


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """27 articles: three special ones, 24 about schools in 2010-2012, twelve of them Russian."""
    home = tmp_path_factory.mktemp("archive")
    archive = Archive(Settings(home=home, public_url=PUBLIC), create=True)
    archive.add(Article.model_validate(record) for record in (*SPECIAL, *SERIES))
    archive.sync()
    return archive


@pytest.fixture(scope="session")
def app(archive):
    """The site over that archive."""
    return create_app(archive)


@pytest.fixture
def client(app):
    """A browser that prefers English."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB, en;q=0.9"
    return client


@pytest.fixture
def text(client):
    """What a page says, without its tags."""

    def read(path: str, status: int = 200) -> str:
        answer = client.get(path)
        assert answer.status_code == status, answer.text
        return plain(answer.text)

    return read


def plain(page: str) -> str:
    """A page without tags, white space collapsed."""
    body = page[page.index("<body") :]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def links(page: str) -> dict[str, dict[str, list[str]]]:
    """The visible text (or label) of each link and the parameters of its address."""
    found = {}
    for attributes, content in re.findall(r"<a\s([^>]*)>(.*?)</a>", page, re.DOTALL):
        href = unescape(re.search(r'href="([^"]*)"', attributes)[1])
        label = re.search(r'aria-label="([^"]*)"', attributes)
        text = label[1] if label else " ".join(re.sub(r"<[^>]*>", " ", content).split())
        found[unescape(text)] = parse_qs(urlsplit(href).query)
    return found


@pytest.fixture
def page_links(client):
    """The links of a page."""
    return lambda path: links(client.get(path).text)
