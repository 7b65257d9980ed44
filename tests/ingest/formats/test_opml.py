"""OPML: the feeds that a list names lie beside it; it says what they are called."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

RSS = """<rss version="2.0"><channel><title>Вести дня :: RSS</title>{}</channel></rss>"""
ITEM = (
    "<item><title>{}</title><link>https://{}/1</link><description>Открыли.</description>{}</item>"
)


def feed(host: str, title: str, more: str = "") -> bytes:
    return RSS.format(ITEM.format(title, host, more)).encode()


def outline(address: str, name: str = "", inside: str = "") -> str:
    return f'<outline type="rss" text="{name}" xmlUrl="{address}">{inside}</outline>'


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def write_list(tmp_path):
    def run(*outlines: str, name: str = "feeds.opml") -> Path:
        body = "".join(outlines)
        head = "<head><title>Mine</title></head>"
        return write(tmp_path / name, f'<opml version="2.0">{head}<body>{body}</body></opml>')

    return run


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://vesti.example/rss.xml", "vesti.example/rss.xml"),
        ("https://vesti.example/feed/", "vesti.example/feed/index.html"),
        ("http://vesti.example/feed", "feed"),
        ("https://vesti.example/rss?all=1", "vesti.example/rss?all=1"),
    ],
)
def test_a_feed_has_the_name_that_the_list_gives_it(tmp_path, take, write_list, address, name):
    write(tmp_path / name, feed("vesti.example", "Мост"))
    article = take(write_list(outline(address, "Вести гор"))).article
    assert (article.title, article.source) == ("Мост", "Вести гор")


def test_what_an_item_or_a_feed_calls_itself(tmp_path, take, write_list):
    write(tmp_path / "a/1", feed("a", "Мост", "<source>ТАСС</source>"))
    write(tmp_path / "b/1", feed("b", "Рынок"))
    taken = take(write_list(outline("http://a/1", "Первая"), outline("http://b/1")))
    assert [one.source for one in taken.articles] == ["ТАСС", "Вести дня :: RSS"]


def test_folders_of_a_list(tmp_path, take, write_list):
    for host in "abc":
        write(tmp_path / host / "1", feed(host, f"Мост {host}"))
    inner = outline("http://b/1", "B", outline("http://c/1", "C"))
    listed = write_list(outline("http://a/1", "A"), f'<outline text="Folder">{inner}</outline>')
    assert [one.source for one in take(listed).articles] == ["A", "B", "C"]


def test_feeds_without_a_file_are_one_rejection(tmp_path, take, write_list):
    write(tmp_path / "a/1", feed("a", "Мост"))
    listed = write_list(
        *(outline(f"http://gone.example/{n}") for n in range(300)), outline("http://a/1", "A")
    )
    taken = take(listed)
    assert len(taken.articles) == 1
    assert taken.error.message == "300 of its addresses have no saved feed beside it"
    assert taken.error.code == "no-page"
    assert "http://gone.example/0, http://gone.example/1" in taken.error.hint


@pytest.mark.parametrize("address", ["http://../1", "file:///etc/passwd", "http://a/../../1", "x"])
def test_no_address_leads_out_of_the_folder(tmp_path, take, write_list, address):
    write(tmp_path / "1", feed("a", "Мост"))
    taken = take(write_list(outline(address), name="deep/feeds.opml"))
    assert not taken.articles
    assert taken.error.code == "no-page"


def test_a_feed_is_read_once(tmp_path, take, write_list):
    path = write(tmp_path / "a/rss.xml", feed("a", "Мост"))
    listed = write_list(outline("http://a/rss.xml", "A"))
    taken = take(path, listed)
    assert (taken.article.source, taken.source.read) == ("A", 1)
    taken = take(tmp_path)  # in a folder the feeds are read instead
    assert (taken.article.source, taken.source.read) == ("Вести дня :: RSS", 1)


@pytest.mark.parametrize("name", ["a/feed.json", "a/feed", "a/feed/index.html", "a/feed.json.gz"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf\n  "])
def test_a_feed_may_be_in_json(tmp_path, take, write_list, name, before):
    item = {"id": "https://a/1", "title": "Мост", "content_text": "Открыли.", "language": "ru"}
    version = "https://jsonfeed.org/version/1.1"
    whole = before + json.dumps({"version": version, "title": "F", "items": [item]}).encode()
    path = write(tmp_path / name, gzip.compress(whole) if name.endswith(".gz") else whole)
    address = f"https://{name.removesuffix('index.html')}"
    known = [path] if path.suffix else []
    taken = take(write_list(outline(address, "Вести гор")), *known)
    assert (taken.article.title, taken.article.source) == ("Мост", "Вести гор")
    assert not taken.rejections
    assert taken.source.read == 1


def test_what_is_no_feed_is_read_as_what_it_is(tmp_path, take, write_list):
    nitf = "<nitf><body><body.head><hedline><hl1>Мост</hl1></hedline></body.head>{}</body></nitf>"
    text = "<body.content><p>Открыли мост.</p></body.content>"
    path = write(tmp_path / "a/1.xml", nitf.format(text))
    taken = take(write_list(outline("http://a/1.xml", "A")), path)
    assert [one.title for one in taken.articles] == ["Мост"]
    assert taken.error.code == "bad-xml"


def test_what_a_list_names_may_be_packed_or_damaged_or_another_list(tmp_path, take, write_list):
    write(tmp_path / "a/1.gz", gzip.compress(feed("a", "Мост")))
    write(tmp_path / "b/1.gz", b"\x1f\x8b\x08 is how gzip begins")
    write_list(outline("http://a/1.gz", "A"))
    taken = take(
        write_list(
            outline("http://a/1.gz", "A"),
            outline("http://b/1.gz", "B"),
            outline("http://c/feeds.opml", "itself"),
            name="c/feeds.opml",
        )
    )
    assert not taken.articles  # the folder is another
    write(tmp_path / "feeds.opml", (tmp_path / "c/feeds.opml").read_bytes())
    taken = take(tmp_path / "feeds.opml")
    assert [one.source for one in taken.articles] == ["A"]
    assert {one.error.code for one in taken.rejections} == {"damaged", "bad-xml"}


def test_a_list_in_an_archive_is_told(tmp_path, take):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.opml", f"<opml><body>{outline('http://a/1')}</body></opml>")
    taken = take(tmp_path)
    assert not taken.rejections
    assert any(remark.startswith("a list of feeds") for remark in taken.source.journal.remarks)
