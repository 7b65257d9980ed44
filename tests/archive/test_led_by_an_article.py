"""An article that stands out in the language typed leads to close ones in the other language."""

from __future__ import annotations

import pytest

from indexer.page.explain import render
from indexer.query.meaning import leading
from schemas.query import Query
from tests.two_languages import archive_of, speak_both

TEXTS = {
    "en-flood": ("en", "Flood in the village", "The flood took a bridge in the village."),
    "en-other": ("en", "Weather", "A flood is likely, and wind, and hail, in every village."),
    "en-hail": ("en", "Hail", "Hail fell on the market in the morning."),
    "en-more": ("en", "Hail", "Hail broke windows of a school at night."),
    "ru-other": ("ru", "Погода", "Возможен паводок в каждом селе."),
    "ru-hail": ("ru", "Град", "Град побил виноградники."),
    "ru-version": ("ru", "Паводок", "Паводок снёс мост, жители села эвакуированы."),
}
PAIRS = [("flood", "паводок"), ("village", "село"), ("hail", "град")]
NEAR = {"en-flood": 0.7, "en-other": 0.4, "ru-other": 0.5, "ru-version": 0.49}
"""To the text of the query: without a lead the wrong article is the nearer one."""

LIKE = {"ru-version": 0.9, "ru-other": 0.1}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    def beside(id, language):
        return LIKE if (id, language) == ("en-flood", "ru") else {}

    archive = archive_of(tmp_path_factory.mktemp("led"), TEXTS)
    return speak_both(archive, PAIRS, lambda _: NEAR, beside)


def led(archive, text="flood village", **options):
    """The lead of a query in both languages."""
    query = Query(text, both=True, **options)
    place = archive.explain(query, archive.search(query).hits[0].id).place
    return place and place.lead


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("flood village", "en-flood"),  # in its title, too: far above the other
        ("(flood OR bridge)", "en-flood"),
        ("паводок село", "ru-version"),
        ("-bridge flood", "en-other"),  # what is excluded leads nowhere
        ("hail", None),  # two are as good
        ("hail windows", "en-more"),  # the only one with both
        ("language:ru flood", "en-flood"),  # what is chosen does not hide what leads there
        ("-language:en flood", "en-flood"),
        ("-language:ru flood", None),  # nothing of the other language is wanted
        ("language:en flood", None),
    ],
)
def test_an_article_leads_if_it_stands_out(archive, text, lead):
    assert led(archive, text) == lead


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("flood village", ["ru-version", "ru-other"]),
        ("flood village -bridge", ["ru-other", "ru-version"]),  # another one leads: to nothing
    ],
)
def test_its_version_stands_higher(archive, text, order):
    hits = archive.search(Query(text, {"language": ("ru",)}, both=True)).hits
    assert [hit.id for hit in hits] == order


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_what_stands_out_is_told_by_score_in_any_order(archive, sort):
    request = (
        archive._serving.current().pages.reader.read(Query("hail OR windows", sort=sort)).request
    )
    assert leading(archive.searcher(), request, "en") == "en-more"


def test_counts_do_not_depend_on_it(archive):
    both = archive.search(Query("flood village", both=True))
    assert both.total == 4


def test_choices_hold_for_it(archive):
    assert led(archive, filters={"language": ("ru",)}) == "en-flood"
    assert led(archive, filters={"language": ("en",)}) is None


def test_an_explanation_names_it(archive):
    explained = render(archive.explain(Query("flood village", both=True), "ru-version"))
    assert "lead     en-flood" in explained
