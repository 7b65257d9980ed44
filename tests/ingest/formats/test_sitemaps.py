"""Sitemaps: the pages that they name lie beside them, as wget lays them out."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

HEAD = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
NEWS = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
BODY = "<p>The town hall of the village paid for a new roof.</p><p>Work starts in July.</p>"


def sitemap(*locs: str) -> str:
    return f"{HEAD}{NEWS}{''.join(f'<url><loc>{loc}</loc></url>' for loc in locs)}</urlset>"


def page(title: str = "A roof for the market", head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{BODY}</body></html>"
    )


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("folder", [".", "hills.example", "mirror/hills.example/maps"])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/a/b.html", "a/b.html"),
        ("/a/b", "a/b"),
        ("/a/b", "a/b.html"),
        ("/a/b", "a/b/index.html"),
        ("/a/b/", "a/b/index.html"),
        ("/a/b/", "a/b.html"),
        ("/a?id=7&amp;x=/y", "a?id=7&x=%2Fy"),
        ("/a?id=7", "a?id=7.html"),
        ("/a?id=7", "a@id=7.html"),
        ("/?p=7", "index.html?p=7"),
        ("/?p=7", "index.php?p=7.html"),
        ("/%D0%BC%D0%BE%D1%81%D1%82", "мост.html"),
        ("/%D0%BC", "%D0%BC"),
        ("/мост", "мост"),
    ],
)
def test_where_pages_are_looked_for(tmp_path, take, folder, address, name):
    pages = tmp_path / "mirror" / "hills.example" if "maps" in folder else tmp_path / folder
    write(pages / name, page())
    path = write(tmp_path / folder / "sitemap.xml", sitemap(f"https://hills.example{address}"))
    article = take(path).article
    assert article.title == "A roof for the market"
    assert article.url == f"https://hills.example{address}".replace("&amp;", "&")


def test_pages_without_a_file_are_counted_once(tmp_path, take):
    write(tmp_path / "a.html", page())
    locs = [f"https://hills.example/{name}" for name in ("a", "b", "c", "d", "e")]
    taken = take(write(tmp_path / "sitemap.xml", sitemap(*locs)))
    assert taken.article if not taken.rejections else len(taken.articles) == 1
    assert taken.error.message == "4 of its addresses have no saved page beside it"
    assert "wget --mirror" in taken.error.hint
    assert "https://hills.example/b, " in taken.error.hint


@pytest.mark.parametrize(
    "loc",
    [
        "https://hills.example/../secret.html",
        "https://hills.example/%2e%2e/secret.html",
        "https://hills.example/..%2fsecret.html",
        "https://../secret.html",
        "https:///secret.html",
        "file:///secret.html",
        "/secret.html",
        "https://hills.example/a%00b",
        "https://[/",
        f"https://hills.example/{'x' * 5000}",
        "",
    ],
)
def test_no_address_leads_out_of_the_mirror(tmp_path, take, loc):
    write(tmp_path / "secret.html", page())
    path = write(tmp_path / "mirror" / "hills.example" / "sitemap.xml", sitemap(loc))
    taken = take(path)
    assert not taken.articles
    assert "1 of its addresses" in taken.error.message


@pytest.mark.parametrize("host", ["home", "home.", "hills.example"])
def test_a_host_that_is_called_like_a_folder_above_is_no_way_out(tmp_path, take, host):
    write(tmp_path / "home" / "secret.html", page())
    write(tmp_path / "hills.example" / "secret.html", page())
    loc = f"https://{host}/secret.html"
    taken = take(write(tmp_path / "home" / "incoming" / "sitemap.xml", sitemap(loc)))
    assert not taken.articles
    assert "1 of its addresses" in taken.error.message


def test_pages_in_a_folder_whose_name_is_not_utf_8_keep_their_addresses(tmp_path, take):
    folder = Path(os.fsdecode(bytes(tmp_path) + "/мост".encode("cp1251")))
    write(folder / "a.html", page())
    path = write(folder / "sitemap.xml", sitemap("https://hills.example/a"))
    taken = take(path, folder)
    assert taken.article.url == "https://hills.example/a"
    assert taken.source.read == 1


def test_what_google_news_is_told_fills_gaps(tmp_path, take):
    news = (
        "<url><loc>https://hills.example/{name}</loc><n:news>"
        "<n:publication><n:name>Hills Daily</n:name><n:language>en</n:language></n:publication>"
        "<n:publication_date>2019-05-05T10:15:00+03:00</n:publication_date>"
        "<n:title>Another title</n:title><n:keywords>roofs, markets</n:keywords></n:news></url>"
    )
    dated = '<meta property="article:published_time" content="2018-01-01T00:00:00Z">'
    write(tmp_path / "a.html", page())
    write(tmp_path / "b.html", page("A second roof", dated))
    content = f"{HEAD}{NEWS}{news.format(name='a')}{news.format(name='b')}</urlset>"
    first, second = take(write(tmp_path / "sitemap.xml", content)).articles
    assert first.title == "A roof for the market"
    assert first.published.isoformat() == "2019-05-05T10:15:00+03:00"
    assert (first.source, first.keywords) == ("Hills Daily", ("roofs", "markets"))
    assert second.published.isoformat() == "2018-01-01T00:00:00+00:00"


def test_an_index_leads_to_packed_sitemaps(tmp_path, take):
    write(tmp_path / "a.html", page())
    write(tmp_path / "b.html", page("A second roof"))
    write(tmp_path / "one.xml", sitemap("https://hills.example/a"))
    write(tmp_path / "two.xml.gz", gzip.compress(sitemap("https://hills.example/b").encode()))
    write(tmp_path / "cut.xml.gz", gzip.compress(sitemap("https://hills.example/b").encode())[:60])
    names = ("one.xml", "two.xml.gz", "cut.xml.gz", "index.xml", "gone.xml")
    entries = "".join(
        f"<sitemap><loc>https://hills.example/{name}</loc></sitemap>" for name in names
    )
    path = write(tmp_path / "index.xml", f"<sitemapindex>{entries}</sitemapindex>")
    taken = take(path)
    assert [article.title for article in taken.articles] == [
        "A roof for the market",
        "A second roof",
    ]
    messages = [rejection.error.message for rejection in taken.rejections]
    assert "damaged" in messages[0]
    assert "its root <sitemapindex>" in messages[1]
    assert messages[2] == "1 of its addresses have no saved page beside it"


def test_a_site_gives_its_ids(tmp_path, take):
    write(tmp_path / "articles/60869.html", page())
    loc = "https://eng.kavkaz-uzel.eu/articles/60869/"
    taken = take(write(tmp_path / "sitemap.xml", sitemap(loc)))
    assert taken.article.id == "caucasian-knot-en-60869"


def test_a_page_without_an_article_is_named(tmp_path, take):
    path = write(tmp_path / "menu.html", "<ul><li>Home</li></ul>")
    taken = take(write(tmp_path / "sitemap.xml", sitemap("https://hills.example/menu.html")))
    assert taken.error.place == str(path)
    assert "no article" in taken.error.message


def test_within_a_folder_the_pages_themselves_are_read(tmp_path, take):
    write(tmp_path / "a.html", page())
    write(tmp_path / "sitemap.xml", sitemap("https://hills.example/a"))
    assert take(tmp_path).article.url is None


@pytest.mark.parametrize("first", ["folder", "sitemap"])
def test_a_page_of_a_sitemap_and_of_a_folder_is_one_article(tmp_path, take, monkeypatch, first):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "all/site/a.html", page())
    write(tmp_path / "all/site/menu.html", "<ul><li>Home</li></ul>")
    write(tmp_path / "all/other.html", page("A second roof"))
    locs = [f"https://hills.example/{name}" for name in ("a", "menu")]
    path = write(tmp_path / "all/site/sitemap.xml", sitemap(*locs))
    given = [Path("all"), path]
    taken = take(*(given if first == "folder" else reversed(given)))
    assert [article.url for article in taken.articles] == ["https://hills.example/a", None]
    assert taken.error.place.endswith("menu.html")
    assert taken.source.read == 3


def test_a_sitemap_in_an_archive_is_said_to_be_skipped_once(tmp_path, take):
    path = tmp_path / "site.zip"
    with zipfile.ZipFile(path, "w") as site:
        site.writestr("sitemap.xml", sitemap("/a", "/b", "/c"))
        site.writestr("a.html", page())
    taken = take(path)
    assert [article.title for article in taken.articles] == ["A roof for the market"]
    said = taken.source.journal.remarks["a sitemap in an archive: skipped, unpack it first"]
    assert said == (f"{path}!sitemap.xml", 1)
