"""The benchmark of pages: its layouts, the format of folders, its scores."""

from __future__ import annotations

import json

import pytest

from benchmarks.pages import folder, layouts, scores
from benchmarks.pages.folder import Page
from benchmarks.pages.readers import Found, ours

PAGE = Page("a", b"", titles=("Мост открыт", "Мост"), day="2019-05-06", text="Мост открыт утром.")


def line(**fields):
    return json.dumps({"file": "a.html", **fields}, ensure_ascii=False)


@pytest.fixture
def saved(tmp_path):
    def save(*lines):
        (tmp_path / "a.html").write_text("<h1>Мост</h1>", encoding="utf-8")
        (tmp_path / folder.NAME).write_text("\n".join(lines), encoding="utf-8")
        return tmp_path

    return save


def test_twenty_layouts_of_articles_in_two_languages_and_four_of_lists():
    pages = layouts.pages()
    articles = [page for page in pages if not page.is_list]
    assert len(layouts.ARTICLES) == 20
    assert len(articles) == 20 * 2 * layouts.EACH
    assert len(pages) - len(articles) == 4 * 2 * layouts.EACH
    assert len({page.data for page in pages}) == len(pages)
    for page in articles:
        shown = page.data.decode()
        assert all(piece in shown or "&" in shown for piece in page.kept), page.name
        assert page.day, page.name


def test_a_folder_says_what_is_right_of_its_pages(saved):
    said = {"title": "Мост", "day": "2019-05-06", "author": "А", "text": "Т", "without": ["М"]}
    said["keywords"] = ["К"]
    all_ = line(url="https://n.example/1", **said)
    one, two = folder.read(saved(all_, line(kind="list", title=["a", "b"], author=["В", "Г"])))
    assert (one.url, one.titles, one.day) == ("https://n.example/1", ("Мост",), "2019-05-06")
    assert one.keywords == ("К",)
    assert (one.text, one.kept, one.left, one.is_list) == ("Т", (), ("М",), False)
    assert (two.titles, two.is_list) == (("a", "b"), True)
    assert (one.authors, two.authors) == (("А",), ("В", "Г"))


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", '{"url": "u"}', line(file="none.html"), line(kind="page"), line(day="6.5.2019"),
     line(dat="2019-05-06")],
)  # fmt: skip
def test_a_line_that_is_not_of_the_format_is_named(saved, bad):
    with pytest.raises(SystemExit, match=r"pages\.jsonl:2"):
        folder.read(saved(line(), bad))


def test_pages_can_be_read_as_if_their_addresses_were_not_known(saved):
    pages = folder.read(saved(line(url="https://n.example/1", title="Мост")))
    (one,) = folder.without_addresses(pages)
    assert (one.url, one.titles) == ("", ("Мост",))


def test_a_folder_without_its_index_is_told(tmp_path):
    with pytest.raises(SystemExit, match="is missing"):
        folder.read(tmp_path)


@pytest.mark.parametrize(
    ("title", "right"),
    [("мост  открыт", True), ("Мост", True), ("Мост открыт | Вести", False), ("", False)],
)
def test_a_title_is_right_whole(title, right):
    assert scores.is_title(PAGE, Found(title=title)) is right


@pytest.mark.parametrize(
    ("authors", "found", "right"),
    [
        (("Анна Иванова",), "анна иванова", True),
        (("Anna Klein", "Otto Noe"), "Otto Noe; Anna Klein", True),
        (("By Anna Klein and Otto Noe",), "Anna Klein, Otto Noe", True),
        (("Anna Klein", "Otto Noe"), "Anna Klein", False),
        (("Anna Klein",), "Anna Klein, Berlin", False),
    ],
)
def test_all_authors_and_nobody_else_are_right(authors, found, right):
    page = Page("a", b"", authors=authors)
    assert scores.is_author(page, Found(author=found)) is right
    table = scores.of([page, Page("b", b"")], [Found(author=found), Found(author="Ida")])
    assert (table["authors"], table["wrong authors"]) == (right, not right)
    assert scores.of([page], [Found()])["authors"] is None


def test_each_keyword_is_judged_for_itself():
    page, found = (
        Page("a", b"", keywords=("Мост", "Река")),
        Found(keywords=("#мост", "Суд", "Вода")),
    )
    table = scores.of([page, Page("b", b"")], [found, Found(keywords=("Ещё",))])
    assert (table["keywords"], table["wrong keywords"]) == (0.5, 0.6667)
    assert scores.of([page], [Found("М")])["keywords"] is None


def test_our_keywords_include_topics_of_the_taxonomy():
    text = "Суд рассмотрел дело о пастбище. " * 20
    tags = '<a rel="tag" href="/1">Река</a> <a rel="category tag" href="/2">Политика</a>'
    found = ours(Page("a", f"<article><h1>Мост</h1><p>{text}</p>{tags}</article>".encode()))
    assert found.keywords == ("Политика", "Река")


def test_a_reader_that_refuses_all_pages_accepts_no_list():
    lists = [Page("a", b"", is_list=True)]
    assert scores.of(lists, [Found(refused="list-page")])["lists accepted"] == 0
    assert scores.of(lists, [Found(day="2019-05-06")])["lists accepted"] is None


def test_quotes_and_dashes_make_no_other_title():
    assert scores.is_title(Page("a", b"", titles=("«Мост» — всё",)), Found(title='"Мост" - всё'))


def test_words_of_the_text_are_counted_with_repetition():
    assert scores.agreement(PAGE, Found(text="Утром открыт мост")) == 1
    assert scores.agreement(PAGE, Found(text="мост мост мост")) == pytest.approx(1 / 3)
    assert scores.agreement(PAGE, Found()) == 0


def test_pieces_stand_for_a_text_that_is_not_known():
    page = Page("a", b"", kept=("мост", "утром"), left=("меню", "ещё"))
    assert scores.agreement(page, Found(text="Мост. Меню.")) == 0.5
    assert scores.agreement(Page("a", b""), Found(text="Мост")) is None


def test_a_reader_is_not_judged_by_what_it_does_not_look_for():
    found = scores.of([PAGE, Page("b", b"", is_list=True)], [Found(day="2019-05-06"), Found()])
    assert (found["days"], found["titles"], found["text"], found["lists accepted"]) == (
        1, None, None, None,
    )  # fmt: skip


def test_refused_and_accepted():
    pages = [PAGE, PAGE, PAGE, Page("b", b"", is_list=True)]
    given = [Found(refused="list-page"), Found(refused="no-article"), Found("М", "", "м")]
    found = scores.of(pages, [*given, Found("М", "", "м")])
    assert (found["articles refused as lists"], found["articles refused"]) == (0.3333, 0.6667)
    assert found["lists accepted"] == 1


def test_our_reader_is_the_one_of_saved_pages():
    page = layouts.pages()[0]
    found = ours(page)
    assert scores.is_title(page, found)
    assert found.day == page.day
    assert scores.agreement(page, found) == 1
    assert ours(Page("a", b"<p></p>")).refused == "no-article"


def test_a_description_is_text_where_the_page_shows_it():
    lede, text = "Мост строили три года и открыли в понедельник.", "Первым проехал автобус. " * 9
    head = (
        f'<html><head><meta name="description" content="{lede}"><title>Мост открыт</title></head>'
    )
    body = f"<body><article><h1>Мост открыт</h1>{{}}<p>{text}</p></article></body></html>"
    hidden = Page("a", f"{head}{body.format('')}".encode())
    shown = Page("a", f"{head}{body.format(f'<p>{lede}</p>')}".encode())
    assert (lede in ours(hidden).text, lede in ours(shown).text) == (False, True)
    entities = lede.encode("ascii", "xmlcharrefreplace").decode()
    assert lede in ours(Page("a", f"{head}{body.format(f'<p>{entities}</p>')}".encode())).text
