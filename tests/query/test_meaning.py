"""What of a query is compared with articles by its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isnan, nan

import pytest

from indexer.analysis import default_analyzer
from indexer.index.fused import CLOSEST
from indexer.query.meaning import Meaning, Meant, compared, in_one, language_of, meant
from indexer.query.parser import parse


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Who won the war?", "Who won the war?"),
        ("Первый, второй... третий!", "Первый, второй... третий!"),
        ("(war OR oil) -gold", "war oil"),
        ("war !oil", "war"),
        ("oil date:2016 war", "oil war"),
        ('"state oil", gold.', '"state oil", gold.'),
        ("ВЗРЫВ В МАХАЧКАЛЕ", "взрыв в махачкале"),  # which the encoder reads quite otherwise
        ("ФСБ США", "ФСБ США"),  # abbreviations
        ("ФСБ Махачкала", "ФСБ Махачкала"),
        ("=war", None),
        ("-war", None),
        ("", None),
    ],
)
def test_words_and_punctuation_are_meant_operators_are_not(query, text):
    parsed = parse(query, default_analyzer(), {}, date(2026, 11, 1))
    found = meant(parsed, Meaning(), lambda _: None)
    assert (found and found.text) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [("water", "en"), ("вода", "ru"), ("вода H2O", "ru"), ("Ту-154 crash", "en"), ("2017", None)],
)
def test_the_language_of_a_text_is_that_of_most_of_its_letters(text, language):
    assert language_of(text) == language


@dataclass(frozen=True)
class Near:
    """A likeness that is a table."""

    table: dict[str, float]

    def closest(self, limit):
        order = sorted(self.table, key=self.table.__getitem__, reverse=True)
        spoken = [[one for one in order if one[:2] == language] for language in ("ru", "en")]
        return tuple(sorted([id for own in spoken for id in own[:limit]], key=order.index))

    def of(self, ids):
        return tuple(self.table.get(one, nan) for one in ids)


OWN = Near({"ru-a": 0.6, "ru-b": 0.55, "en-c": 0.5})


def beside(id, language):
    """The articles in Russian, by their likeness to one in English."""
    assert (id, language) == ("en-c", "ru")
    return Near({"ru-a": 0.2, "ru-b": 0.9}).of


def test_likeness_to_an_article_that_stands_out_counts_in_the_other_language():
    found = Meant("water", Meaning(lambda _: OWN, beside), {"en": "en-c"}.get)
    assert found.lead == "en-c"
    cosines = found.of(["ru-a", "ru-b", "en-c", "unknown"])
    assert cosines[:3] == pytest.approx((0.8 * 0.6 + 0.2 * 0.2, 0.8 * 0.55 + 0.2 * 0.9, 0.5))
    assert isnan(cosines[3])
    assert found.closest(3) == ("ru-b", "ru-a", "en-c")


@pytest.mark.parametrize(
    ("nearest", "lead", "share"),
    [
        (0.5, 0.6, 0.6),  # nearer to the text than all articles in Russian
        (0.5, 0.52, 0.2),  # hardly nearer
        (0.1, 0.15, 0.2),  # nearer, and far all the same
    ],
)
def test_the_share_of_a_lead_that_is_nearer_than_the_other_language_is_its_nearness(
    nearest, lead, share
):
    own = Near({"ru-a": nearest, "ru-b": 0.05, "en-c": lead})
    found = Meant("water", Meaning(lambda _: own, beside), {"en": "en-c"}.get)
    expected = [(1 - share) * nearest + share * 0.2, (1 - share) * 0.05 + share * 0.9, lead]
    assert found.of(["ru-a", "ru-b", "en-c"]) == pytest.approx(expected)


def test_all_articles_are_compared_once_for_a_page():
    scans = []

    class Counted(Near):
        def closest(self, limit):
            scans.append(limit)
            return super().closest(limit)

    found = Meant("water", Meaning(lambda _: Counted(OWN.table), beside), {"en": "en-c"}.get)
    found.of(["ru-a", "ru-b"])
    found.closest(CLOSEST)
    found.of(["ru-a", "en-c"])
    assert len(scans) == 1


def test_what_is_like_it_may_be_far_from_the_text():
    found = Meant("water", Meaning(lambda _: OWN, beside), {"en": "en-c"}.get)
    assert set(found.closest(1)) == {"ru-b", "en-c"}


@pytest.mark.parametrize(
    ("text", "meaning", "lead"),
    [
        ("water", Meaning(lambda _: OWN, beside), lambda _: None),
        ("water", Meaning(lambda _: OWN, beside), {"ru": "ru-a"}.get),
        ("2017", Meaning(lambda _: OWN, beside), lambda _: "en-c"),
        ("water", Meaning(lambda _: OWN), lambda _: "en-c"),
    ],
)
def test_without_such_an_article_the_text_alone_counts(text, meaning, lead):
    found = Meant(text, meaning, lead)
    assert found.of(["ru-a", "en-c"]) == (0.6, 0.5)
    assert found.closest(1) == ("ru-a", "en-c")


def test_no_article_is_sought_where_nothing_is_known_of_the_text():
    def lead(_):
        pytest.fail("sought")

    found = Meant("water", Meaning(), lead)
    assert found.lead is None
    assert found.closest(3) == ()


ALIKE = Meaning(lambda text: Near({"en-c": len(text) / 100}), edition=lambda: 1)


def read(query):
    return parse(query, default_analyzer(), {}, date(2026, 11, 1))


def test_in_one_language_articles_are_compared_and_none_is_added():
    found = compared(read("who won the war -gold"), 3, ALIKE)
    assert found.text == "who won the war"
    assert found.of(["en-c"]) == (0.15,)
    assert found.closest(50) == ()


@pytest.mark.parametrize(
    ("query", "words", "meaning"),
    [
        ("James Baker", 2, ALIKE),  # by names and by pairs of words nothing is put in order
        ("=war =oil =gold", 3, ALIKE),
        ("war oil gold", 3, Meaning()),
    ],
)
def test_words_alone_say_enough(query, words, meaning):
    assert compared(read(query), words, meaning) is None


def test_where_nothing_is_known_of_the_text_no_article_is_near():
    found = compared(read("war oil gold"), 3, Meaning(edition=lambda: 1))
    assert [isnan(one) for one in found.of(["en-c", "ru-a"])] == [True, True]


def test_meaning_says_more_the_more_words_there_are():
    assert [in_one(words) for words in (3, 4, 9, 30)] == pytest.approx([0.2, 0.3, 0.8, 0.8])
