"""What an article says that has no language."""

from __future__ import annotations

import pytest

from indexer.twins.facts import facts
from indexer.twins.name_keys import name_keys
from indexer.twins.numerals import joined, number
from schemas.article import Article


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("путина", "putin's"), ("эрдоганом", "erdogan"), ("трампа", "trump"),
        ("кавано", "kavanaugh"), ("джонсоном", "johnson"), ("уэльса", "wales"),
        ("лондоне", "london"), ("уильямс", "williams"), ("хиллари", "hillary"),
        ("спенсер", "spencer"), ("ирана", "iran's"), ("медведева", "medvedev"),
        ("махачкале", "makhachkala"), ("маккейн", "mccain"), ("фейсбук", "facebook"),
        ("шали", "shali"), ("баку", "baku"), ("уиллоуби", "willoughby"), ("марлоу", "marlow"),
        ("гадисова", "hadisov"),
    ],
)  # fmt: skip
def test_a_name_has_a_key_that_is_the_same_in_both_alphabets_and_all_cases(
    russian: str, english: str
) -> None:
    assert name_keys(russian) & name_keys(english)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("кадыров", "kadyan"),
        ("алиев", "obama"),
        ("москва", "london"),
        ("иванов", "petrov"),
        ("шали", "шуша"),
    ],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert not name_keys(one) & name_keys(other)


@pytest.mark.parametrize("word", ["", "ли", "May", "а"])
def test_a_word_that_is_too_short_has_no_key(word: str) -> None:
    assert name_keys(word.lower()) == frozenset()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("7", "7"), ("семеро", "7"), ("seven", "7"), ("четырёх", "4"), ("100", "100"),
        ("155,221", "155221"), ("1,234,567.5", "1234567.5"), ("3,5", "3.5"), ("3.50", "3.5"),
        ("05", "5"), ("0,5", "0.5"), ("1", None), ("0", None), ("одна", None), ("word", None),
    ],
)  # fmt: skip
def test_a_number_is_the_same_in_digits_and_words_of_both_languages(
    written: str, found: str | None
) -> None:
    assert number(written) == found


def test_thousands_that_a_space_divides_are_one_number() -> None:
    assert joined("12 000 рублей, 5 июня 2017") == "12000 рублей, 5 июня 2017"


def article(title: str, body: str = "", **fields: object) -> Article:
    return Article.model_validate(
        {"id": "a", "language": "en", "title": title, "body": body} | fields
    )


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    found = facts(
        article("Fire in Shali", "Stalls burnt. Witnesses called Umarov. “Help came late.”")
    )
    assert [*found.names] == ["Shali", "Umarov"]


def test_a_headline_in_capitals_tells_no_names() -> None:
    assert not facts(article("Fire Destroys Old Market Stalls")).names


def test_what_the_archive_knows_of_an_article_is_the_same_in_both_languages() -> None:
    found = facts(article("Fire", regions=["chechnya"], topics=["incidents"], people=["А. Умаров"]))
    assert found.marks == {"region:chechnya", "topic:incidents", "person:А. Умаров"}


def test_a_very_long_article_is_read_from_its_beginning() -> None:
    found = facts(article("Report", "Report of Kadyan. " * 100_000 + "Signed by Umarov."))
    assert [*found.names] == ["Kadyan"]
    assert found.words < 5_000
