"""WordPress exports: what is a published article, and what the editor saved of it."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from effort import work

from indexer.ingest.files import sources
from indexer.ingest.records import Journal, Record, Source
from indexer.ingest.xml import wxr
from tests.ingest.formats.conftest import FILES


def test_an_export(take_file):
    path, about = take_file("wordpress.xml").articles
    assert path.title == "В Теберде открыли тропу"
    assert path.lede == "Шесть километров и три моста."
    assert path.body == (
        "Тропа длиной 6 км ведёт к озеру.\nНа ней [sic] три моста.\n\n"
        "«Мы ждали этого десять лет», — сказал лесник.\n\nВход бесплатный."
    )
    assert path.captions == ("Тропа над озером. Фото автора",)
    assert path.url == "https://listok.example/2018/05/tropa/"
    assert path.published.isoformat() == "2018-05-05T06:30:00+00:00"
    assert path.updated.isoformat() == "2018-05-06T07:00:00+00:00"
    assert (path.author, path.source) == ("Мадина Хубиева", "Листок ущелья")
    assert (path.topics, path.keywords) == (("society",), ("Теберда",))
    assert path.regions == ("karachay-cherkessia",)
    assert path.language == "ru"
    assert path.model_extra == {"post_id": "41"}

    assert about.body == "Листок выходит с 2011 года."
    assert about.captions == ("Первый номер",)
    assert about.published.isoformat() == "2011-01-02T10:00:00+03:00"
    assert about.author == "unknown-login"
    assert about.model_extra == {"post_id": "2", "post_type": "page"}


def test_what_is_no_published_article_is_counted_not_rejected():
    journal = Journal()
    with (FILES / "wordpress.xml").open("rb") as stream:
        items = list(sources.READERS[".xml"](Source("a", stream, journal=journal)))
    assert all(isinstance(item, Record) for item in items)
    assert journal.remarks == {
        "of the type attachment, not an article: skipped": ("a:57", 2),
        "not published to everyone: skipped": ("a:59", 2),
    }


@pytest.mark.parametrize(
    ("saved", "text", "captions"),
    [
        ("Раз.\n\nДва.", "Раз.\n\nДва.", []),
        ("Раз.\nДва.", "Раз.\nДва.", []),
        ("<b>Раз.</b>\n\nДва.\nТри.", "Раз.\n\nДва.\nТри.", []),
        ("<p>Раз\nи два.</p>\n\n<p>Три.</p>", "Раз и два.\n\nТри.", []),
        ("<!-- wp:paragraph -->\n<p>Раз.</p>\n<!-- /wp:paragraph -->", "Раз.", []),
        ("<!-- nothing -->", "", []),
        ('[caption id="a"]<img /> Под ней[/caption]Раз.', "Раз.", ["Под ней"]),
        ('[caption caption="Под ней"]<img />[/caption]Раз.', "Раз.", ["Под ней"]),
        ("Раз.\n\n[caption]Под[/caption]\n\nДва.", "Раз.\n\nДва.", ["Под"]),
        ("Раз.\n\n[caption]<i>Под</i>[/caption]\n\nДва.", "Раз.\n\nДва.", ["Под"]),
        ("Раз.\n\n\n\n\nДва.", "Раз.\n\nДва.", []),
        ("[caption]Раз.", "[caption]Раз.", []),
        ("Раз.[/caption]", "Раз.", []),
        ('Раз. [gallery]\n[gallery ids="1,2"] Два.', "Раз.\nДва.", []),
        ("Раз. [embed]https://a.example/v[/embed] Два.", "Раз. Два.", []),
        ("[quote]Раз.[/quote] Два.", "Раз. Два.", []),
        ("Раз [sic], два […] и [Чечня].", "Раз [sic], два […] и [Чечня].", []),
        ("A &amp; B &#8212; C", "A & B — C", []),
    ],
)
def test_what_the_editor_saved(saved, text, captions):
    assert wxr.html_text(saved) == (text, captions)


@pytest.mark.parametrize("hostile", ["[caption]", "[caption", "[a ====", "[a]", "[/a]", "[audio"])
def test_no_text_keeps_the_shortcodes_busy(hostile):
    assert work(lambda: wxr.html_text(hostile * (1_000_000 // len(hostile)))) < 400


class Endless(io.RawIOBase):
    """An export of ``size`` bytes that is made while it is read: one post among many drafts."""

    def __init__(self, size: int) -> None:
        head, *items = (FILES / "wordpress.xml").read_bytes().split(b"<item>")
        post, draft = b"<item>" + items[0], b"<item>" + items[4]
        long_draft = draft.replace(
            "Ещё нет.".encode(), b"<![CDATA[%s]]>" % ("<p>Ещё нет. ".encode() * 2_000)
        )
        self._block = post + 40 * long_draft
        self._left, self.posts = size // len(self._block), 0
        self._ready = io.BytesIO(head)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        count = self._ready.readinto(buffer)
        if count == 0 and self._left:
            self._left -= 1
            self.posts += 1
            end = b"" if self._left else b"</channel></rss>"
            self._ready = io.BytesIO(self._block + end)
            count = self._ready.readinto(buffer)
        return count


def count(stream: Endless) -> int:
    items = list(sources.READERS[".xml"](Source("a", io.BufferedReader(stream))))
    assert all(isinstance(item, Record) for item in items)
    return len(items)


def test_memory_does_not_grow_with_an_export():
    peaks = []
    for size in (5_000_000, 20_000_000):
        stream = Endless(size)
        tracemalloc.start()
        assert count(stream) == stream.posts > 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert max(peaks) < 8_000_000


def test_an_export_of_200_megabytes_takes_seconds():
    stream = Endless(200_000_000)
    found = []
    assert work(lambda: found.append(count(stream))) < 700
    assert found == [stream.posts]
    assert stream.posts > 100
