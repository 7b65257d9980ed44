"""Items without an address, under ids that hold within their site alone: 1, 2, 3 …"""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.archive.intake import IntakeReport, ingest

TEXTS = ["Мост через Аргун открыли утром.", "Дорогу в Цунту расчистили к вечеру."]
OTHERS = ["Рынок в Буйнакске горел ночью.", "Школу в Хасавюрте закрыли из-за снега."]


def feed(site: str, *texts: str, hour: int = 10) -> str:
    items = "".join(
        f"<item><guid isPermaLink='false'>{at}</guid><title>{text}</title>"
        f"<description>{text} Об этом сообщили в районе.</description>"
        f"<pubDate>Mon, {at:02} May 2019 {hour}:00:00 +0300</pubDate></item>"
        for at, text in enumerate(texts, 1)
    )
    return (
        f"<rss version='2.0'><channel><title>{site}</title><link>https://{site}.example/</link>"
        f"{items}</channel></rss>"
    )


def export(site: str, text: str) -> str:
    return (
        "<rss xmlns:wp='http://wordpress.org/export/1.2/' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>{site}</title><link>https://{site}.example</link><item><title>{text}</title>"
        f"<content:encoded>{text} Об этом сообщили.</content:encoded><wp:post_id>1</wp:post_id>"
        "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item></channel></rss>"
    )


@pytest.fixture
def archive(tmp_path):
    return Archive.open(tmp_path / "home", create=True)


@pytest.fixture
def take_in(tmp_path, archive):
    def run(**files: str) -> IntakeReport:
        for name, content in files.items():
            (tmp_path / f"{name}.xml").write_text(content)
        return ingest(archive, [tmp_path / f"{name}.xml" for name in files])

    return run


def counts(report: IntakeReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.rejected


def as_before(archive: Archive) -> None:
    """Bring articles under the ids that their files give, as older versions did."""
    stored = archive.store.get_many(list(archive.store.ids()))
    archive.store.delete(list(stored))
    archive.store.put(
        one.model_copy(update={"id": id.rpartition("-")[2]}) for id, one in stored.items()
    )


def test_two_sites_with_the_same_ids_do_not_replace_each_other(take_in):
    gory, lesa = feed("gory", *TEXTS), feed("lesa", *OTHERS)
    assert counts(take_in(gory=gory, lesa=lesa)) == (4, 0, 0, 0)
    assert counts(take_in(lesa=lesa)) == (0, 0, 2, 0)
    assert counts(take_in(morya=feed("morya", *OTHERS))) == (2, 0, 0, 0)


def test_two_feeds_of_a_site_have_one_id_for_an_article(take_in):
    politics = feed("gory", TEXTS[0]).replace(".example/", ".example/politics")
    politics = politics.replace("//gory", "//www.gory").replace("<title>gory", "<title>Politics")
    report = take_in(gory=feed("gory", *TEXTS))
    assert counts(report) == (2, 0, 0, 0)
    report = take_in(politics=politics)
    assert (report.new, report.rejected) == (0, 0)


def test_numbers_of_wordpress_hold_within_a_site(take_in):
    report = take_in(gory=export("gory", TEXTS[0]), lesa=export("lesa", OTHERS[0]))
    assert counts(report) == (2, 0, 0, 0)


def test_an_article_that_an_archive_has_under_the_id_of_its_file_stays_there(archive, take_in):
    gory, lesa = feed("gory", *TEXTS), feed("lesa", *OTHERS)
    take_in(gory=gory)
    as_before(archive)
    assert sorted(archive.store.ids()) == ["1", "2"]
    assert counts(take_in(gory=gory)) == (0, 0, 2, 0)
    assert counts(take_in(lesa=lesa)) == (2, 0, 0, 0)
    assert counts(take_in(gory=gory, lesa=lesa)) == (0, 0, 4, 0)
    assert archive.store.get_many(["1"])["1"].title == TEXTS[0]


@pytest.mark.parametrize(
    "again",
    [
        feed("gory", "Мост на Аргуне закрыли на ремонт.", TEXTS[1]),
        feed("gory", *TEXTS, hour=11),
    ],
    ids=["another text", "another hour"],
)
def test_a_correction_of_such_an_article_replaces_it(archive, take_in, again):
    take_in(gory=feed("gory", *TEXTS))
    as_before(archive)
    report = take_in(gory=again)
    assert (report.new, report.rejected) == (0, 0)
    assert report.changed
