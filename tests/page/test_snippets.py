"""What a snippet shows: the best passage, cut between words, exactly the matched words marked."""

from __future__ import annotations

from datetime import date

import pytest
from effort import work
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.index.columns import texts
from indexer.page.snippets import LONGEST, WIDTH, snippet, snippets
from indexer.query.parser import parse
from schemas.article import Article
from schemas.results import Snippet

FILLER = "На площади было тихо, и прохожие спешили по своим делам мимо закрытых лавок. " * 12


def show(
    query: str, *, title: str = "Новости", lede: str = "", body: str = ""
) -> tuple[Snippet, Snippet]:
    article = Article(id="a", language="ru", title=title, lede=lede, body=body)
    expression = parse(query, default_analyzer(), {}, date(2026, 1, 1)).expression
    return snippet(article, expression, default_analyzer())


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("суд", "Суд в Грозном. В суде и без суда; подсудимый.", ["Суд", "суде", "суда"]),
        ("=суд", "Суд в Грозном. В суде и без суда.", ["Суд"]),
        ("суд -Грозный", "Суд в Грозном.", ["Суд"]),
        ("суд ИЛИ приговор", "Приговор суда", ["Приговор", "суда"]),
        ("«глава региона»", "Глава региона и глава района региона.", ["Глава", "региона"]),
        ("глава республики", "Глава республики, глава района.", ["Глава", "республики", "глава"]),
        ("респ*", "Республика, республики, реформа", ["Республика", "республики"]),
        ("р?форма", "Республика, реформа", ["реформа"]),
        ("суды!=судах", "Суды и судах и суде", ["Суды", "суде"]),
        ("суд /s приговор", "Приговор суда", ["Приговор", "суда"]),
        ("суд РЯДОМ приговор", "Приговор суда", ["Приговор", "суда"]),
        ("карабахский", "Нагорно-Карабахская Республика", ["Карабахская"]),
        ("Нагорно-Карабахский", "В Нагорно-Карабахской Республике", ["Нагорно-Карабахской"]),
        ("court", "The court's ruling; courts", ["court's", "courts"]),
        ("title:суд", "Суд и суды", []),
        ("body:суд", "Суд и суды", ["Суд", "суды"]),
        ("*", "Суд и суды", []),
    ],
)  # fmt: skip
def test_marks_are_the_words_that_match(query: str, text: str, marks: list[str]) -> None:
    assert marked(show(query, body=text)[1]) == marks


def test_the_title_is_whole_and_marked_in_its_own_field() -> None:
    title, passage = show("title:суд", title="Суд над судом", body="Суд")
    assert (title.text, marked(title), marked(passage)) == ("Суд над судом", ["Суд", "судом"], [])


def test_the_passage_with_most_different_words_is_shown() -> None:
    body = f"Суд и суд, суд. {FILLER} Приговор вынес суд. {FILLER} Суд."
    _, passage = show("суд приговор", body=body)
    assert marked(passage) == ["Приговор", "суд"]
    assert passage.text.startswith("…") and passage.text.endswith("…")  # noqa: PT018


def test_a_passage_of_the_lede_is_preferred_to_an_equal_one_of_the_body() -> None:
    assert show("суд", lede="Суд начался.", body="Суд кончился.")[1].text == "Суд начался."
    assert show("суд приговор", lede="Суд.", body="Приговор суда.")[1].text == "Приговор суда."


def test_a_caption_is_searched_with_the_body_and_quoted_by_itself() -> None:
    article = Article(
        id="a", language="ru", title="Новости", body="Суд начался.", captions=("Башня суда.",)
    )  # fmt: skip
    for query, passage in {"башня": "Башня суда.", "суд": "Суд начался."}.items():
        expression = parse(query, default_analyzer(), {}, date(2026, 1, 1)).expression
        assert snippet(article, expression, default_analyzer())[1].text == passage
    assert texts(article)[2] == "Суд начался.\n\nБашня суда."


def test_without_matched_words_the_beginning_is_shown() -> None:
    _, passage = show("", lede="", body=FILLER)
    assert passage.text.startswith("На площади")
    assert passage.text.endswith("…")
    assert WIDTH - 40 < len(passage.text) <= WIDTH + 1
    assert show("", lede="Лид.", body=FILLER)[1].text == "Лид."


def test_a_passage_starts_with_a_sentence_where_one_is_near() -> None:
    _, passage = show("приговор", body=f"{FILLER}Вчера огласили приговор. {FILLER}")
    assert any(passage.text.startswith(f"…{start}") for start in ("На площади", "Вчера огласили"))


def test_a_passage_that_ends_with_its_sentence_has_no_fourth_point() -> None:
    for end, shown in (
        (".", ". …"),
        ("!", "! …"),
        ("?", "? …"),
        ("…", "…"),
        (",", ",…"),
        ("", "…"),
    ):
        _, passage = show("", lede="", body=f"{'слово ' * 38}слово{end} {'долгословие' * 3} и так")
        assert passage.text.endswith(f"слово{shown}")


def test_a_line_break_is_a_space() -> None:
    assert show("суд", body="Первый\nсуд\n\nвторой")[1].text == "Первый суд  второй"


def test_a_phrase_is_found_wherever_a_long_text_is_divided() -> None:
    for before in range(7_500, 8_300, 7):
        words = ("слово " * 2_000)[:before]
        _, passage = show('"верховный суд"', body=f"{words} верховный суд {words}")
        assert marked(passage) == ["верховный", "суд"]


@settings(deadline=None)
@given(
    st.text(max_size=600),
    st.lists(st.sampled_from(["суд", "суда", " ", ". ", "приговор", "\n\n", "а-б"]), max_size=400),
    st.sampled_from(["суд", "суд приговор", '"суд приговор"', "су*", "а-б", "-суд", "=суда", ""]),
)
def test_whatever_the_text_marks_lie_in_order_inside_of_it(
    noise: str, words: list[str], query: str
) -> None:
    for body in (noise + "".join(words), "".join(words) + noise):
        for found in show(query, body=body):
            flat = [offset for mark in found.marks for offset in mark]
            assert flat == sorted(flat)
            assert all(0 <= start < end <= len(found.text) for start, end in found.marks)
            assert len(found.text) <= max(WIDTH + 3, len("Новости"))
            inside = found.text.strip("…")
            assert inside in " ".join(f" {body} Новости ".splitlines()) or inside in "".join(
                " " if c.isspace() else c for c in body + "Новости"
            )


def test_a_passage_is_cut_between_words() -> None:
    for before in range(0, 400, 13):
        body = FILLER[:before].rsplit(" ", 1)[0] + " приговор " + FILLER
        _, passage = show("приговор", body=body)
        assert set(passage.text.strip("…").split()) <= set(body.split())
        assert "приговор" in marked(passage)


@pytest.mark.parametrize("length", range(1, 40))
def test_a_passage_has_every_whole_word_that_it_has_room_for(length: int) -> None:
    for first in range(1, length + 2):
        words = ["ж" * first, *(["ж" * length] * WIDTH)]
        _, passage = show("", body=" ".join(words))
        room = (WIDTH - first) // (length + 1)
        assert passage.text == " ".join(words[: room + 1]) + "…"


@pytest.mark.parametrize("left", range(6))
def test_a_text_that_fits_is_shown_whole(left: int) -> None:
    body = "ж" * 99 + " " + "ж" * (WIDTH - 100 - left)
    assert show("", body=body)[1].text == body
    assert show("", body=f" {body}" + "\n" * left)[1].text.strip() == body


def test_a_passage_about_a_word_ends_with_the_last_whole_word_that_it_has_room_for() -> None:
    for length in range(1, 30):
        body = "Тихо. " * 60 + "Приговор " + " ".join(["ж" * length] * WIDTH)
        _, passage = show("приговор", body=body)
        start = body.index(passage.text.strip("…"))
        end = start + len(passage.text.strip("…"))
        assert body[end].isspace()
        assert end <= start + WIDTH < end + 1 + length


def test_many_articles_at_once_give_what_each_gives() -> None:
    bodies = ["", "Суд и приговор.", FILLER * 12 + "Суд вынес приговор.", "Ничего.", "«Суд»"]
    articles = [
        Article(id="a", language="ru", title=f"Суд {body[:9]}", lede=body[3:40], body=body)
        for body in bodies
    ]
    expression = parse('суд "вынес приговор"', default_analyzer(), {}, date(2026, 1, 1)).expression
    assert snippets(articles, expression, default_analyzer()) == [
        snippet(article, expression, default_analyzer()) for article in articles
    ]


def test_an_article_takes_little_time() -> None:
    body = (FILLER + "Суд вынес приговор. ") * 1
    show("суд приговор", body=body)
    assert work(lambda: [show("суд приговор", body=body) for _ in range(50)]) < 60


def test_a_long_text_is_read_to_a_bound_shared_by_the_page() -> None:
    far = "слово " * (LONGEST // 6 - 4_000) + "приговор"
    assert marked(show("приговор", body=far)[1]) == ["приговор"]
    too_far = "слово " * (LONGEST // 6 + 4_000) + "приговор"
    assert show("приговор", body=too_far)[1].text.startswith("слово слово")
    articles = [
        Article(id=id, language="ru", title="Новости", body=body)
        for id, body in (("a", too_far), ("b", far), ("c", "Скорый приговор"))
    ]
    expression = parse("приговор", default_analyzer(), {}, date(2026, 1, 1)).expression
    found = snippets(articles, expression, default_analyzer())
    assert [marked(passage) for _, passage in found] == [[], [], ["приговор"]]


def test_a_page_of_five_megabyte_articles_takes_bounded_time() -> None:
    bodies = (FILLER * 5_500, "а" * 5_000_000, "суд" + "\n" * 5_000_000, "суд " * 1_250_000)
    articles = [Article(id="a", language="ru", title="Новости", body=body) for body in bodies]
    expression = parse("суд приговор", default_analyzer(), {}, date(2026, 1, 1)).expression
    assert work(lambda: snippets(articles, expression, default_analyzer())) < 400
