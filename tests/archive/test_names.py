"""One person, one value: which names are joined, which stay apart, and what can be undone."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.tagging.missing import tags_of
from schemas.article import Article
from schemas.errors import UsageError
from schemas.query import Query


def article(id, day, *people, **fields):
    return Article(id=id, language="ru", title="Заметка", published=day, people=people, **fields)


def made(home, *articles):
    archive = Archive.open(home, create=True)
    archive.add(articles)
    archive.sync()
    return archive


def counts(archive, facet="person", language="ru"):
    page = archive.search(Query(""), language)
    return {count.label: count.count for count in page.facets[facet]}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # months of 2024 in which somebody is named, and whom the facet counts
        ([("1", "Лейла Яндиева"), ("1", "Яндиева")], {"Лейла Яндиева": 2}),
        ([("1", "Лейла Яндиева"), ("1", "Яндиев")], {"Лейла Яндиева": 1, "Яндиев": 1}),
        ([("1", "Хасан Яндиев"), ("5", "Яндиев")], {"Хасан Яндиев": 2}),
        ([("1", "Хасан Яндиев"), ("1", "Магомед Яндиев"), ("1", "Яндиев")],
         {"Хасан Яндиев": 1, "Магомед Яндиев": 1, "Яндиев": 1}),
        ([("1", "Хасан Яндиев"), ("1", "Яндиев"), ("9", "Магомед Яндиев"), ("9", "Яндиев")],
         {"Хасан Яндиев": 2, "Магомед Яндиев": 2}),
        ([("1", "Юнус Цароев"), ("1", "Ю. Цароев"), ("1", "А. Цароев")],
         {"Юнус Цароев": 2, "А. Цароев": 1}),
        ([("1", "Юсуп Гаджиев"), ("1", "Yusup Gadzhiev"), ("2", "Gadzhiev")], {"Юсуп Гаджиев": 3}),
        ([("1", "Герман Галант"), ("1", "Герман Галлант"), ("1", "Герман Галлант")],
         {"Герман Галлант": 3}),
        ([("1", "Владимир Зеленский"), ("1", "Volodymyr Zelenskyy"), ("1", "Zelensky")],
         {"Владимир Зеленский": 3}),
        ([("1", "ruth-gable"), ("1", "Ruth Gable"), ("1", "gable")], {"Ruth Gable": 3}),
        ([("1", "Gable"), ("1", "gable")], {"Gable": 2}),
    ],
)  # fmt: skip
def test_names_of_one_person_are_one_value(tmp_path, names, expected):
    archive = made(
        tmp_path,
        *(
            article(str(number), f"2024-0{month}-15", name)
            for number, (month, name) in enumerate(names)
        ),
    )
    assert counts(archive) == expected


def test_what_is_nearly_always_one_persons_is_so(tmp_path):
    known = [article(f"k{number}", "2024-03-01", "Ислам Цуров") for number in range(19)]
    alone = article("alone", "2024-03-01", "Цуров")
    other = article("other", "2024-03-02", "Муса Цуров")
    archive = made(tmp_path, *known, alone, other)
    assert archive.get("alone").people == ("Ислам Цуров",)
    archive.add([article("more", "2024-03-02", "Муса Цуров")])
    archive.sync()
    assert archive.get("alone").people == ("Цуров",)


def test_an_article_without_a_date_asks_the_whole_archive(tmp_path):
    archive = made(
        tmp_path, article("a", "1999-01-01", "Хасан Яндиев"), article("b", None, "Яндиев")
    )
    assert counts(archive) == {"Хасан Яндиев": 2}


def test_names_of_long_ago_join_nobody(tmp_path):
    archive = made(
        tmp_path, article("a", "1999-01-01", "Хасан Яндиев"), article("b", "2024-01-01", "Яндиев")
    )
    assert counts(archive) == {"Хасан Яндиев": 1, "Яндиев": 1}


def test_the_order_of_arrival_does_not_matter(tmp_path):
    articles = [
        article("a", "2024-01-05", "Яндиев"),
        article("b", "2024-01-06", "Хасан Яндиев"),
        article("c", "2024-02-06", "Khasan Yandiev", "Яндиев"),
        article("d", "2024-02-07", "Лейла Яндиева"),
    ]
    at_once = made(tmp_path / "once", *articles)
    one_by_one = made(tmp_path / "one", articles[-1])
    for each in articles[-2::-1]:
        one_by_one.add([each])
        one_by_one.sync()
    for each in articles:
        assert one_by_one.get(each.id) == at_once.get(each.id)
    assert counts(one_by_one) == counts(at_once) == {"Хасан Яндиев": 3, "Лейла Яндиева": 1}


def test_what_was_given_is_kept_and_comes_back(tmp_path):
    archive = made(
        tmp_path, article("a", "2024-01-05", "Яндиев"), article("b", "2024-01-06", "Хасан Яндиев")
    )
    (tag,) = tags_of(archive.get("a")).people
    assert (tag.value, tag.name, tag.origin, tag.by) == (
        "Хасан Яндиев",
        "Яндиев",
        "given",
        "archive",
    )
    archive.delete(["b"])
    archive.sync()
    assert archive.get("a") == article("a", "2024-01-05", "Яндиев")
    assert counts(archive) == {"Яндиев": 1}


def test_an_article_that_comes_again_as_it_was_stays_joined(tmp_path):
    articles = article("a", "2024-01-05", "Яндиев"), article("b", "2024-01-06", "Хасан Яндиев")
    archive = made(tmp_path, *articles)
    assert archive.add(articles).unchanged == 2
    assert archive.sync().changes == 0
    assert counts(archive) == {"Хасан Яндиев": 2}


def test_two_names_of_one_article_are_one_value_of_it(tmp_path):
    archive = made(tmp_path, article("a", "2024-01-05", "Рамзан Кадыров", "Ramzan Kadyrov"))
    assert archive.get("a").people == ("Рамзан Кадыров",)
    assert counts(archive) == {"Рамзан Кадыров": 1}


def test_organisations_are_joined_by_our_lists(tmp_path):
    spellings = ("Хезболлах", "Hezbollah", "Хезболла", "Союз лыжников")
    archive = made(
        tmp_path,
        *(
            article(str(number), "2024-01-01", organisations=(name,))
            for number, name in enumerate(spellings)
        ),
    )
    assert counts(archive, "organisation") == {"Хезболла": 3, "Союз лыжников": 1}
    assert counts(archive, "organisation", "en") == {"Hezbollah": 3, "Союз лыжников": 1}
    assert archive.resolve("organisation", "Hezbollah") == ("Хезболла",)


def test_a_page_in_english_spells_names_as_the_archive_or_the_lists_do(tmp_path):
    archive = made(
        tmp_path,
        article("a", "2024-01-05", "Юсуп Гаджиев"),
        article("b", "2024-01-05", "Yusup Gadzhiev"),
        article("c", "2024-01-05", "Дональд Трамп"),
        article("d", "2024-01-05", "Vladimir Zelensky", "Владимир Зеленский"),
    )
    assert counts(archive, language="en") == {
        "Yusup Gadzhiev": 2,
        "Donald Trump": 1,
        "Vladimir Zelensky": 1,
    }
    assert archive.resolve("person", "Trump") == ("Дональд Трамп",)


FILE = """
[[person]]
name = "Рамзан Кадыров"
en = "R. Kadyrov"
also = ["Кадыров"]

[[organisation]]
name = "Совет сёл"
also = ["Комитет сёл"]

[apart]
person = ["Яндиев"]
"""


def test_the_operators_file_wins_and_can_be_taken_back(tmp_path):
    articles = (
        article("a", "2024-01-05", "Кадыров"),
        article("b", "2024-01-05", "Адам Кадыров"),
        article("c", "2024-01-05", "Хасан Яндиев", organisations=("Комитет сёл",)),
        article("d", "2024-01-05", "Яндиев"),
    )
    archive = made(tmp_path, *articles)
    assert counts(archive) == {"Адам Кадыров": 2, "Хасан Яндиев": 2}
    (tmp_path / "names.toml").write_text(FILE, encoding="utf-8")
    filed = Archive.open(tmp_path)
    filed.sync()
    assert counts(filed, language="en") == {
        "R. Kadyrov": 1,
        "Adam Kadyrov": 1,
        "Хасан Яндиев": 1,
        "Яндиев": 1,
    }
    assert filed.get("c").organisations == ("Совет сёл",)
    assert tags_of(filed.get("a")).people[0].by == "file"
    (tmp_path / "names.toml").unlink()
    again = Archive.open(tmp_path)
    again.sync()
    assert counts(again) == counts(archive)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[person]]\nname = \n", 2, "not TOML"),
        ('[[person]]\nname = "А Б"\nnick = ["В"]\n', 3, "there is no 'nick'"),
        ('[[person]]\nname = "А Б"\n\n[[person]]\nalso = ["В"]\n', 4, "name"),
        ('[[people]]\nname = "А Б"\n', 1, "there is no 'people'"),
        ('[[person]]\nname = "А Б"\n[[person]]\nname = "Г Д"\nalso = ["А Б"]\n', 5, "'А Б'"),
        ('[[person]]\nname = "А Б"\nalso = ["В"]\n[apart]\nperson = ["В"]\n', 5, "stay apart"),
    ],
)  # fmt: skip
def test_a_fault_of_the_file_is_told_with_its_line(tmp_path, text, line, said):
    archive = Archive.open(tmp_path, create=True)
    archive.add([article("a", "2024-01-05", "Яндиев")])
    (tmp_path / "names.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        archive.sync()
    assert error.value.place == f"{tmp_path / 'names.toml'}, line {line}"
    assert said in error.value.message
    assert error.value.hint


def test_a_lost_table_is_made_anew(tmp_path):
    made(tmp_path, article("a", "2024-01-05", "Яндиев"), article("b", "2024-01-06", "Хасан Яндиев"))
    (tmp_path / "names.sqlite").unlink()
    again = Archive.open(tmp_path)
    assert again.sync().changes == 0
    assert counts(again) == {"Хасан Яндиев": 2}
