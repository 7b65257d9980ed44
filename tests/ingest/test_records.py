"""Records → articles: names of fields, derived values, taxonomies, ids, duplicates."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.ingest import read_mapping
from indexer.ingest.field_names import SYNONYMS
from indexer.ingest.validate import PARTIAL
from schemas.article import Article
from schemas.errors import UsageError

STORY = {"id": "a1", "language": "en", "title": "A roof", "body": "The town hall paid."}
POST = {"id": "p1", "lang": "ru", "text": "Навес построят\n\nМэрия нашла деньги."}


def without(*names: str, **changes: object) -> dict[str, object]:
    return {name: value for name, value in STORY.items() if name not in names} | changes


# Names


@pytest.mark.parametrize(
    ("ours", "theirs"), [(ours, theirs) for ours, names in SYNONYMS.items() for theirs in names]
)
def test_a_synonym_is_taken_for_a_missing_field_of_ours(take_records, ours, theirs):
    value = {"published": "2020-01-02", "updated": "2020-01-02", "language": "en"}.get(ours, "x y")
    article = take_records(without(ours, **{theirs: value})).article
    got = getattr(article, ours)
    assert got in (value, (value,), date(2020, 1, 2))
    assert theirs not in article.model_extra


def test_a_field_of_ours_wins_and_the_synonym_is_kept(take_records):
    article = take_records(without(headline="Other", summary="In short", lede="")).article
    assert article.title == "A roof"
    assert article.lede == "In short"
    assert article.model_extra == {"headline": "Other"}


def test_unknown_fields_are_kept_as_they_came(take_records):
    extra = {"topic": "political", "places": ["usa"], "deep": {"a": [1, None, 2.5, True]}}
    assert take_records(STORY | extra).article.model_extra == extra


def test_map_reads_like_an_assignment(take_records):
    article = take_records(STORY | {"topics": ["cocoa", "grain"]}, mapped=("keywords=topics",))
    assert article.article.keywords == ("cocoa", "grain")
    assert article.article.topics == ()


def test_map_comes_before_synonyms_and_may_swap(take_records):
    fields = {"language": "en", "title": "The town hall paid.", "body": "A roof"}
    article = take_records(fields, mapped=("title=body", "body=title")).article
    assert (article.title, article.body) == ("A roof", "The town hall paid.")


def test_map_may_name_a_field_that_is_not_ours(take_records):
    article = take_records(STORY | {"topics": ["cocoa"]}, mapped=("themes=topics",)).article
    assert article.model_extra == {"themes": ["cocoa"]}


def test_map_overwrites_nothing(take_records):
    taken = take_records(
        STORY | {"topics": ["cocoa"], "keywords": ["own"]}, mapped=("keywords=topics",)
    )
    assert "has both keywords and topics" in taken.error.message
    assert "--map original_keywords=keywords" in taken.error.hint


@pytest.mark.parametrize("pairs", [["topics"], ["=topics"], ["topics="], ["a=b", "a=c"]])
def test_what_is_no_mapping(pairs):
    with pytest.raises(UsageError):
        read_mapping(pairs)


# Title and body


def test_a_post_has_its_first_line_for_title(take_records):
    article = take_records(POST).article
    assert (article.title, article.body) == ("Навес построят", "Мэрия нашла деньги.")
    assert "text" not in article.model_extra


def test_a_post_may_be_a_headline_only(take_records):
    article = take_records(POST | {"text": "Навес построят"}).article
    assert (article.title, article.body) == ("Навес построят", "")


def test_text_beside_a_title_is_the_body(take_records):
    article = take_records(without("body", text="The town hall paid.")).article
    assert (article.title, article.body) == ("A roof", "The town hall paid.")


def test_text_beside_title_and_body_is_kept(take_records):
    assert take_records(STORY | {"text": "Third"}).article.model_extra == {"text": "Third"}


def test_a_lede_is_enough_text(take_records):
    assert take_records(without("body", lede="In short")).article.lede == "In short"


def test_a_title_is_one_line(take_records):
    assert take_records(STORY | {"title": " A \n roof\t"}).article.title == "A roof"


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (without("title"), "no title"),
        (without(title="  "), "no title"),
        (without(title=None), "no title"),
        (without("body"), "no body"),
        (without(body=" \n "), "no body"),
        ({}, "no title"),
        ({"text": " — "}, "no title"),
        (without(title=["A roof"]), "title is not text"),
        (without(body={"html": "<p>"}), "body is not text"),
        (without(author={"name": "X"}), "author is not text"),
        (without(keywords=[1]), "keywords is not a list of texts"),
        (without(title="x" * 2001), "title: write 2000 characters or fewer"),
        (without(id="a b"), "id: it has a character that is not allowed"),
        (without(id="a/b"), "id: it has a character that is not allowed"),
        (without(id=["a"]), "id is not text"),
        (without(id=True), "id is not text"),
        (without(translation_of="a b"), "translation_of: "),
        (without(language="de"), "the language 'de' is neither ru nor en"),
        (without("language", title="1", body="2"), "of a text without words"),
    ],
)
def test_what_is_no_article_says_so_with_place_and_mend(take_records, record, message):
    error = take_records(record).error
    assert message in error.message
    assert error.place.endswith("records.jsonl:1")
    assert error.hint


# Values


def test_authors_in_a_list_are_one_line(take_records):
    assert take_records(STORY | {"authors": ["A. B.", "C. D."]}).article.author == "A. B., C. D."


def test_one_value_is_a_list_of_one(take_records):
    assert take_records(STORY | {"keywords": "roof"}).article.keywords == ("roof",)


def test_repeated_and_empty_values_count_once(take_records):
    article = take_records(STORY | {"keywords": ["roof", " roof ", "", None, "market"]}).article
    assert article.keywords == ("roof", "market")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-06-05T10:15+03:00", "2017-06-05T10:15:00+03:00"),
        ("2017-06-05T10:15:00", "2017-06-05T10:15:00+03:00"),
        ("2013-06-05 10:15", "2013-06-05T10:15:00+04:00"),
        ("2017-06-05T07:15:00Z", "2017-06-05T07:15:00+00:00"),
        ("2017-06-05", "2017-06-05"),
        ("05.06.2017", "2017-06-05"),
        ("5.6.2017", "2017-06-05"),
        ("05.06.2017 10:15", "2017-06-05T10:15:00+03:00"),
        ("05.06.2017, 10:15", "2017-06-05T10:15:00+03:00"),
        ("05.06.2013 0:00:30", "2013-06-05T00:00:30+04:00"),
        ("5 июня 2017", "2017-06-05"),
        (" 5  Июня 2017 ", "2017-06-05"),
        ("5 июня 2017, 10:15", "2017-06-05T10:15:00+03:00"),
        ("5 июня 2017 10:15", "2017-06-05T10:15:00+03:00"),
        ("5 июня 2017 г., 10:15", "2017-06-05T10:15:00+03:00"),
        ("5 июня 2017 года", "2017-06-05"),
        ("10:15, 5 июня 2017", "2017-06-05T10:15:00+03:00"),
        ("5 June 2017", "2017-06-05"),
        ("5 июня 2017 в 10:15", "2017-06-05T10:15:00+03:00"),
        ("10:15 5 июня 2017", "2017-06-05T10:15:00+03:00"),
        ("05.06.2017 10:15 (МСК)", "2017-06-05T10:15:00+03:00"),
        ("Пн, 5 июня 2017 10:15:00 +0300", "2017-06-05T10:15:00+03:00"),
        ("понедельник, 5 июня 2017", "2017-06-05"),
        ("Mon, 05 Jun 2017 10:15:00 GMT", "2017-06-05T10:15:00+00:00"),
        ("Mon, 5 Jun 17 10:15 EST", "2017-06-05T10:15:00-05:00"),
        ("Mon Jun  5 10:15:00 2017", "2017-06-05T10:15:00+03:00"),
        ("June 5, 2017", "2017-06-05"),
        ("Jun 5, 2017, 9:15 PM", "2017-06-05T21:15:00+03:00"),
        ("Monday, June 5th, 2017 at 12:15 am", "2017-06-05T00:15:00+03:00"),
        ("2017-06-05 10:15:00 UTC", "2017-06-05T10:15:00+00:00"),
        ("2017-06-05T10:15:00.250+0400", "2017-06-05T10:15:00.250000+04:00"),
        ("2017-06-05 10:15 UTC+04:00", "2017-06-05T10:15:00+04:00"),
        ("2017-6-5", "2017-06-05"),
        ("2017-6-5T9:15Z", "2017-06-05T09:15:00+00:00"),
        ("2017/06/05", "2017-06-05"),
        ("2017.6.5 9:15", "2017-06-05T09:15:00+03:00"),
        ("20170605", "2017-06-05"),
        (20170605, "2017-06-05"),
        ("201706051015", "2017-06-05T10:15:00+03:00"),
        (1496646900, "2017-06-05T07:15:00+00:00"),
        (1496646900.0, "2017-06-05T07:15:00+00:00"),
        ("1496646900", "2017-06-05T07:15:00+00:00"),
        (1496646900000, "2017-06-05T07:15:00+00:00"),
    ],
)
def test_dates(take_records, text, expected):
    assert take_records(STORY | {"published": text}).article.published.isoformat() == expected


@pytest.mark.parametrize("nothing", ["unknown", "", None, "Unknown"])
def test_an_unknown_date(take_records, nothing):
    assert take_records(STORY | {"published": nothing}).article.published is None


@pytest.mark.parametrize(
    "nonsense",
    [
        *("soon", "2017-02-31", "20017-06-05", 1496, 5_000_000_000, True, ["2017"]),
        *(
            "10:15",
            "2017-13-05",
            "2017-6-31",
            "201706311015",
            "June 31, 2017",
            "0001-01-01",
        ),
        *("5 июня 2017 10:15 XYZ", "2017-06-05 10:15 +99:00", "5 June, 10:15"),
        *("06/05/2017", "5/6/2017", "06-05-2017", "05.06.17", "31.02.2017", "05.13.2017"),
        *(
            "05.06.2017 25:00",
            "05.06.2017 10:15 PM",
            "05.06.1517",
            "5 июня",
            "в 2017",
            "13.2017",
            "2517",
        ),
    ],
)
def test_what_is_no_date_is_rejected_or_on_request_unknown(take_records, nonsense):
    record = STORY | {"published": nonsense}
    error = take_records(record).error
    assert error.message.startswith("published: ")
    assert error.hint.startswith("write 2017-06-05T10:15+03:00, 2017-06-05 or unknown, or add")
    article = take_records(record, unknown_dates=True).article
    assert article.published is None
    assert article.model_extra == {"published_given": nonsense}


@pytest.mark.parametrize(
    "given",
    [
        2017,
        "2017",
        "2017-06",
        "2017.6",
        "06.2017",
        "June 2017",
        "Jun. 2017",
        "июнь 2017 г.",
        "1703",
    ],
)
def test_a_year_or_a_month_names_no_day_and_costs_no_article(take_records, given):
    taken = take_records(STORY | {"published": given, "updated": given})
    article = taken.article
    assert (article.published, article.updated) == (None, None)
    assert article.model_extra == {"published_given": given, "updated_given": given}
    assert list(taken.source.journal.remarks) == [PARTIAL]


def test_an_address_that_no_browser_would_send_costs_no_article(take_records):
    most, long = (f"https://news.example/{'x' * (length - 21)}" for length in (2_000, 2_001))
    article = take_records(STORY | {"url": long, "addresses": [most, long, "b"]}).article
    assert (article.url, article.addresses) == (None, (most, "b"))
    assert article.model_extra == {"url_given": long, "addresses_given": [long]}
    article = take_records(STORY | {"url": most}).article
    assert (article.url, article.model_extra) == (most, {})


def test_regions_and_topics_by_id_label_or_alias(take_records):
    article = take_records(
        STORY
        | {"regions": ["dagestan", "Чечня", "Орджоникидзе"], "topics": ["Protests", "протесты"]}
    ).article
    assert article.regions == ("dagestan", "chechnya", "vladikavkaz")
    assert article.topics == ("protests",)


def test_what_is_in_no_taxonomy_becomes_a_keyword_and_is_counted(take_records):
    told = {"regions": ["dagestn", "chechnya"], "topics": ["cocoa"], "keywords": ["beans"]}
    taken = take_records(STORY | told, STORY | {"id": "a2", "title": "B", "topics": "cocoa"})
    first, second = taken.articles
    assert (first.regions, first.topics) == (("chechnya",), ())
    assert first.keywords == ("beans", "dagestn", "cocoa")
    assert second.keywords == ("cocoa",)
    assert taken.source.journal.unlisted == {("region", "dagestn"): 1, ("topic", "cocoa"): 2}


def test_of_a_record_that_is_rejected_no_value_is_counted(take_records):
    taken = take_records(STORY | {"topics": ["cocoa"], "language": "xx"})
    assert taken.error.code == "unknown-language"
    assert not taken.source.journal.unlisted


def test_on_request_what_is_in_no_taxonomy_is_rejected_with_what_was_meant(take_records):
    error = take_records(STORY | {"regions": ["dagestn"]}, listed=True).error
    assert "regions: 'dagestn' is not in the taxonomy" in error.message
    assert "did you mean dagestan" in error.hint
    assert "--map keywords=regions" in error.hint
    assert error.place.endswith("records.jsonl:1")


@pytest.mark.parametrize("told", [{}, {"language": ""}, {"language": "und"}, {"lang": None}])
def test_the_language_of_a_text_that_does_not_tell(take_records, told):
    assert take_records(without("language", **told)).article.language == "en"


# Ids and duplicates


def test_a_number_is_an_id(take_records):
    assert take_records(STORY | {"id": 17}).article.id == "17"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"url": "https://a.example/1", "title": "B", "body": "C"}, True),
        ({"url": "https://a.example/2"}, False),
    ],
)
def test_an_article_without_id_is_known_by_its_address(take_records, change, same):
    record = without("id", url="https://a.example/1")
    first = take_records(record).article.id
    assert (take_records(record | change).article.id == first) == same


@pytest.mark.parametrize(
    ("published", "change", "same"),
    [
        ("2020-01-02T03:04Z", {"body": "Other"}, True),
        ("2020-01-02T03:04Z", {"published": "2020-01-02T06:04+03:00"}, True),
        ("2020-01-02T03:04Z", {"title": "Other"}, False),
        ("2020-01-02", {"body": "Other"}, False),
        ("unknown", {"body": "Other"}, False),
        ("unknown", {"keywords": ["roof"]}, True),
    ],
)
def test_else_by_title_and_moment_or_by_all_it_says(take_records, published, change, same):
    record = without("id", published=published)
    first = take_records(record).article.id
    assert (take_records(record | change).article.id == first) == same


def test_a_repeated_record_counts_once(take_records):
    taken = take_records(STORY, STORY, STORY | {"id": "a2"})
    assert [article.id for article in taken.articles] == ["a1", "a2"]
    assert (taken.source.read, taken.source.repeated, taken.source.rejected) == (3, 1, 0)


def test_another_article_under_the_same_id_is_rejected(take_records):
    taken = take_records(STORY, STORY | {"title": "Other"})
    assert [article.title for article in taken.articles] == ["A roof"]
    assert "'a1' already came with other content, at" in taken.error.message
    assert taken.error.place.endswith(":2")


def test_every_article_is_the_same_when_it_comes_again_as_it_is_kept(take_records):
    article = take_records(
        STORY | {"published": "2017-06-05T10:15", "regions": ["Чечня"], "odd": {"x": 1}}
    ).article
    again = take_records(article.model_dump(mode="json")).article
    assert again.model_dump_json() == article.model_dump_json()
    assert isinstance(again, Article)


@pytest.mark.parametrize("field", ["title", "body", "text", "author"])
def test_controls_in_records_stand_for_the_quotes_of_windows(take_records, field):
    record = {"title": "A", "body": "It rained."} if field != "text" else {"title": "A"}
    article = take_records(record | {"language": "en", field: "It\x92s \x93wet\x94"}).article
    assert getattr(article, "body" if field == "text" else field) == "It’s “wet”"


def test_controls_in_lists_stand_for_the_quotes_of_windows(take_records):
    article = take_records({"title": "A", "body": "It rained.", "keywords": ["it\x92s"]}).article
    assert article.keywords == ("it’s",)
