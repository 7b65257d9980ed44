"""What tagging writes into an article, and what it leaves alone."""

from __future__ import annotations

import pytest
from effort import tries
from other_processes import printed

from indexer.analysis import default_analyzer
from indexer.store import Store
from indexer.tagging import Tag, Tagger, Tags
from indexer.tagging.missing import tag_lines, tagged, tags_of
from indexer.taxonomy import Taxonomy
from schemas.article import Article

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}
TEXT = "Адвокат Хасан Яндиев заявил, что митинг в Магасе разогнали. Так пишет РИА Новости."


@pytest.fixture(scope="module")
def tagger():
    return Tagger(default_analyzer())


def story(**given):
    return Article(id="a", language="ru", title="Митинг в Магасе", body=TEXT, **given)


def test_each_kind_that_is_missing_is_found(tagger):
    found = tagged(story(), tagger, TAXONOMIES)
    assert "ingushetia" in found.regions
    assert found.topics == ("protests",)
    assert found.people == ("Хасан Яндиев",)
    assert found.organisations == ("РИА Новости",)
    assert set(found.tags) == {"regions", "topics", "people", "organisations"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("regions", "chechnya"),
        ("topics", "sport"),
        ("people", "Лейла Яндиева"),
        ("organisations", "Комитет сёл"),
    ],
)
def test_what_is_given_stays_alone(tagger, kind, value):
    found = tagged(story(**{kind: (value,)}), tagger, TAXONOMIES)
    assert getattr(found, kind) == (value,)
    assert kind not in found.tags
    assert getattr(tags_of(found), kind) == (Tag(value, "given", (), 1.0),)


def test_a_tagged_article_survives_the_store_and_is_tagged_the_same_again(tagger):
    found = tagged(story(people=("Лейла Яндиева",)), tagger, TAXONOMIES)
    stored = Article.model_validate_json(found.model_dump_json(exclude_defaults=True))
    assert tags_of(stored) == tags_of(found)
    again = tagged(stored, tagger, TAXONOMIES)
    assert again.model_dump_json() == found.model_dump_json()


@pytest.mark.parametrize(
    "name", ["Союз\nматерей", "Союз\tматерей", "х" * 201, "Союз \u202eматерей", " "]
)
def test_a_name_that_an_article_cannot_have_is_mended_or_left_out(name):
    class Finds:
        def tag(self, article):
            return Tags(organisations=(Tag(name, "found", (name,), 0.8),))

    found = tagged(story(), Finds(), TAXONOMIES)
    read = Article.model_validate_json(found.model_dump_json())
    assert read.organisations in ((), ("Союз матерей",))


@pytest.mark.parametrize("tags", ["x", ["x"], {"people": "x"}, {"people": [{"value": 1}]}])
def test_a_field_tags_that_is_not_ours_tells_nothing(tags):
    article = Article.model_validate(story(people=("А",)).model_dump() | {"tags": tags})
    assert tags_of(article).people == (Tag("А", "given", (), 1.0),)


def test_a_line_says_where_a_tag_is_from():
    tags = Tags(
        regions=(Tag("dagestan", "given", (), 1.0),),
        people=(Tag("Хасан Яндиев", "found", ("Яндиеву", "Хасан Яндиев"), 0.95),),
    )
    assert tag_lines(tags) == [
        "region       dagestan  given",
        "person       Хасан Яндиев  found in Яндиеву, Хасан Яндиев  0.95",
    ]


def test_the_same_text_has_the_same_tags_in_every_process():
    code = (
        "from indexer.analysis import default_analyzer as a; from indexer.tagging import tag;"
        "from schemas.article import Article;"
        "print(tag(Article(id='a', language='en', title='Rally in Grozny',"
        " body='Ramzan Kadyrov said the rally was illegal. Memorial disagreed.'), a()))"
    )
    said = printed(code, range(1, tries(4, 2) + 1))
    assert len(said) == 1


def test_an_article_that_is_tagged_keeps_no_version_of_itself_untagged(tagger, tmp_path):
    store = Store(tmp_path / "store.sqlite", create=True)
    store.put([story()])
    store.put([tagged(story(), tagger, TAXONOMIES)])
    (only,) = store.history("a")
    assert only.article.topics == ("protests",)
    store.put([story(lede="Иначе.")])
    assert len(store.history("a")) == 2
    store.close()
