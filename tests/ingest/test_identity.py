"""One article, several pages: copies are merged, nothing flips, what is known costs nothing."""

from __future__ import annotations

import json
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from indexer.ingest import Ingest, Rules, Sites
from indexer.ingest.identity.copies import join_copies
from indexer.ingest.identity.seen import sketch
from indexer.store import Store
from indexer.taxonomy import Taxonomy
from schemas.article import Article

TAXONOMIES = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}
TEXT = "Forty traders have signed a letter to the town hall. It has promised to answer. " * 3
PAGE = {"language": "en", "title": "Traders ask for a roof", "body": TEXT}
ONE, TWO, THREE = (f"https://{host}.example/articles/5" for host in ("one", "two", "three"))


class Home:
    """A store, and passes of records into it."""

    def __init__(self, folder: Path, **hosts: tuple[str, ...]) -> None:
        self.folder = folder
        self.sites = Sites({host.replace("_", "."): others for host, others in hosts.items()})
        self.store = Store(folder / "store.sqlite", create=True)

    def take(self, *records: dict[str, object]) -> dict[str, int]:
        """The counts of one pass that are not 0."""
        path = self.folder / "records.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        source = Ingest([path], Rules(TAXONOMIES, sites=self.sites), lambda _: None)
        source.known = self.store.at
        outcome = self.store.put(source, partial(join_copies, sites=self.sites))
        counts = {
            "new": outcome.new,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "duplicates": source.repeated + source.copies,
            "rejected": source.rejected,
        }
        assert sum(counts.values()) == source.read == len(records)
        return {name: count for name, count in counts.items() if count}

    @property
    def article(self):
        """The only one."""
        (id,) = self.store.ids()
        return self.store.get_many([id])[id]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def page(url: str, **changes: object) -> dict[str, object]:
    return PAGE | {"url": url} | changes


SPELLINGS = [
    "https://one.example/articles/5",
    "http://www.one.example/articles/5/",
    "https://ONE.example/articles/5?utm_source=x#top",
    "https://m.one.example/articles/5",
    "https://one.example/articles/5/amp",
]


def test_one_address_in_many_spellings_is_one_article(home):
    assert home.take(*map(page, SPELLINGS)) == {"new": 1, "duplicates": 4}
    assert home.article.url == SPELLINGS[0]
    assert len(home.article.addresses) == 3  # www., m. and amp; slash and tracking are no others


@pytest.mark.parametrize("url", SPELLINGS)
def test_so_it_is_when_they_come_one_after_the_other(home, url):
    home.take(page(ONE))
    assert home.take(page(url)) == {"unchanged": 1}
    assert home.store.sequence == 1


def test_ten_mirrors_of_a_known_site_are_one_article(home):
    names = ("www.kavkaz-uzel.eu", "m.kavkaz-uzel.eu", "www.kavkaz-uzel.ru", "kavkaz-uzel.eu")
    hosts = (*names, "kavkaz-uzel.media", "kavkaz-uzel.org", "kavkaz-uzel.work")
    hosts += ("kavkazuzel.com", "caucasianknot.net", "api.kutest.org")
    pages = [page(f"https://{host}/articles/5/", language="ru") for host in hosts]
    assert home.take(*pages) == {"new": 1, "duplicates": 9}
    assert home.article.id == "caucasian-knot-ru-5"
    assert len({home.article.url, *home.article.addresses}) == 10
    assert home.take(*pages) == {"unchanged": 1, "duplicates": 9}
    assert home.store.sequence == 1


def test_mirrors_that_the_operator_names(tmp_path):
    home = Home(tmp_path, two_example=("one.example",))
    assert home.take(page(ONE), page(TWO)) == {"new": 1, "duplicates": 1}
    assert home.article.url == TWO
    assert home.article.addresses == (ONE,)


def test_hosts_that_nobody_named_are_different_sites(home):
    assert home.take(page(ONE), page(TWO)) == {"new": 2}


def test_an_article_is_known_by_any_of_its_addresses(home):
    home.take(page(ONE, addresses=[TWO]))
    assert home.take(page(TWO)) == {"unchanged": 1}
    assert home.take(page(TWO, body=f"{TEXT} And so on.")) == {"changed": 1}
    assert len(home.store) == 1


def test_in_one_pass_too(home):
    assert home.take(page(ONE, addresses=[TWO]), page(TWO)) == {"new": 1, "duplicates": 1}


def test_the_id_that_was_given_wins_over_that_of_the_address(home):
    home.take(page(ONE, id="mine"))
    assert home.take(page(f"{ONE}/")) == {"unchanged": 1}
    assert home.take(page(ONE, id="other")) == {"new": 1}


def test_another_language_at_the_same_address_is_another_article(home):
    home.take(page(ONE))
    assert home.take(page(ONE, language="ru")) == {"new": 1}


# Which copy is kept

SHORT = TEXT[:60]


@pytest.mark.parametrize("order", [1, -1])
def test_the_fuller_copy_is_kept_in_whatever_order_they_come(tmp_path, order):
    home = Home(tmp_path, three_example=("one.example", "two.example"))
    pages = [page(ONE, body=SHORT), page(TWO)][::order]
    assert home.take(*pages) == {"new": 1, "duplicates": 1}
    assert (home.article.url, home.article.body) == (TWO, TEXT.strip())
    assert home.article.addresses == (ONE,)


@pytest.mark.parametrize("order", [1, -1])
def test_the_copy_of_the_live_host_is_kept_though_it_is_shorter(tmp_path, order):
    home = Home(tmp_path, one_example=("two.example",))
    home.take(*[page(ONE, body=SHORT), page(TWO)][::order])
    assert (home.article.url, home.article.body) == (ONE, SHORT.strip())


def test_of_copies_elsewhere_the_one_that_was_updated_later(tmp_path):
    home = Home(tmp_path, three_example=("one.example", "two.example"))
    home.take(page(ONE), page(TWO, body=SHORT, updated="2020-01-02"))
    assert home.article.body == SHORT.strip()


def test_what_the_kept_copy_lacks_comes_from_the_other(tmp_path):
    home = Home(tmp_path, three_example=("one.example", "two.example"))
    home.take(page(ONE, body=SHORT, published="2020-01-02", author="A. B."), page(TWO))
    assert (home.article.body, home.article.author) == (TEXT.strip(), "A. B.")
    assert home.article.published.isoformat() == "2020-01-02"


COPIES = [
    page(ONE, body=SHORT),
    page(TWO),
    page(THREE, body=f"{TEXT} Share this page."),
    page(f"{ONE}?utm_source=x", body=SHORT.upper()),
]


@pytest.mark.parametrize("first", range(len(COPIES)))
def test_what_came_once_is_unchanged_for_ever(tmp_path, first):
    home = Home(tmp_path, two_example=("one.example", "three.example"))
    pages = COPIES[first:] + COPIES[:first]
    home.take(*pages)
    before, kept = home.store.sequence, home.article
    assert home.take(*pages) == {"unchanged": 1, "duplicates": 3}
    for one in pages:
        assert home.take(one) == {"unchanged": 1}
    assert home.take(*reversed(pages)) == {"unchanged": 1, "duplicates": 3}
    assert (home.store.sequence, home.article) == (before, kept)
    assert len(home.store.history(kept.id)) == 1


def test_a_mirror_that_comes_alone_adds_its_address_and_nothing_to_index(tmp_path):
    home = Home(tmp_path, one_example=("two.example",))
    home.take(page(ONE))
    assert home.take(page(TWO, body=SHORT)) == {"unchanged": 1}
    assert home.article.addresses == (TWO,)
    assert (home.store.sequence, home.article.body) == (1, TEXT.strip())


def test_the_newer_state_of_a_page_counts_and_its_old_copies_stay_known(tmp_path):
    home = Home(tmp_path, one_example=("two.example",))
    home.take(page(ONE), page(TWO))
    assert home.take(page(ONE, body=SHORT)) == {"changed": 1}
    assert home.take(page(TWO)) == {"unchanged": 1}
    assert (home.article.body, home.article.addresses) == (SHORT.strip(), (TWO,))
    assert home.take(page(ONE)) == {"changed": 1}  # what was withdrawn may come back


def test_an_article_that_moves_keeps_its_old_address(home):
    home.take(page(ONE, id="a"))
    home.take(page(TWO, id="a", body=f"{TEXT} More."))
    assert (home.article.url, home.article.addresses) == (TWO, (ONE,))


# What is no copy


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Rain has come", "body": "A river rose above its banks. Bridges were closed."},
        {"title": PAGE["title"], "body": "A river has risen. Its banks are under water."},
    ],
)
def test_other_content_at_the_same_address_is_rejected(home, other):
    assert home.take(page(ONE), page(ONE, **other)) == {"new": 1, "rejected": 1}


REVISIONS = [
    {"id": "urn:a:5", "updated": ""},
    {"id": "urn:a:5", "updated": "2019-05-05T12:00:00Z", "title": "Traders ask again"},
    {"id": "urn:a:5", "updated": "2019-05-05T14:00:00Z", "title": "Traders get a roof"},
]
"""What an agency sends, and sends again: one id, no address."""


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_revisions_without_addresses_the_last_is_kept_in_whatever_order(home, order):
    records = [PAGE | {k: v for k, v in REVISIONS[at].items() if v} for at in order]
    assert home.take(*records) == {"new": 1, "duplicates": 2}
    assert home.article.title == "Traders get a roof"
    assert home.take(*records) == {"unchanged": 1, "duplicates": 2}
    assert home.article.title == "Traders get a roof"


def test_an_earlier_revision_that_comes_alone_is_no_correction(home):
    first, second, third = (PAGE | {k: v for k, v in one.items() if v} for one in REVISIONS)
    home.take(second)
    assert home.take(third) == {"changed": 1}
    assert home.take(second) == {"unchanged": 1}
    assert home.article.title == "Traders get a roof"
    # of a record that does not say when, nobody knows that it is older
    assert home.take(first) == {"changed": 1}


def test_an_id_that_names_no_agency_is_nobodys_word_for_a_revision(home):
    first, second, third = (PAGE | one | {"id": "5"} for one in REVISIONS)
    assert home.take(first, second) == {"new": 1, "rejected": 1}
    assert home.take(third) == {"changed": 1}
    assert home.take(second) == {"changed": 1}  # the year may have been wrong in the third


def test_revisions_that_have_nothing_in_common_are_two_articles(home):
    first, _, third = (PAGE | {k: v for k, v in one.items() if v} for one in REVISIONS)
    assert home.take(first, third | {"body": "Quite another text. " * 20}) == {
        "new": 1,
        "rejected": 1,
    }


def test_other_content_under_the_same_id_without_addresses_is_rejected(home):
    records = PAGE | {"id": "a"}, PAGE | {"id": "a", "body": f"{TEXT} More."}
    assert home.take(*records) == {"new": 1, "rejected": 1}


def test_the_front_page_is_nobodys_address(home):
    records = [
        page("https://one.example/", title=f"Story {n}", body=f"It is the {n}th.") for n in (1, 2)
    ]
    assert home.take(*records) == {"new": 2}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Дождь размыл дорогу!", "дождь размыл дорогу."),
        ("«Рынок» города — закрыт… надолго", "Рынок города закрыт! Надолго"),
        ("The roof of the market is new.", "THE ROOF, of the market, is new"),
        ("Ёлку привезли на площадь", "ёлку\u00a0привезли на площадь"),
        ("№ 5 Улица закрыта на ремонт", "№5 улица закрыта на ремонт"),
    ],
)
def test_a_sketch_has_neither_punctuation_nor_case(one, other):
    first, second = (
        sketch(Article(id="a", language="ru", title="Т", body=body)) for body in (one, other)
    )
    assert first == second != b""


def test_a_sketch_is_of_sentences_not_of_lines_or_short_ones():
    text = "Дождь размыл дорогу. Ура! В селе чинят мост, построенный в 2.5 метра.\nОн старый."
    drawn = sketch(Article(id="a", language="ru", title="Новость дня", body=text))
    assert len(drawn) == 4 * 2
