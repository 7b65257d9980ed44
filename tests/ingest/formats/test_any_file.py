"""Whatever bytes come as whatever format: records and rejections, never an exception."""

from __future__ import annotations

import io
import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.files import sources
from indexer.ingest.formats import jsonl, table
from indexer.ingest.records import Journal, Record, Rejection, Source
from tests.ingest.formats.conftest import FILES

WORDS = """
    <rss> </rss> <channel> </channel> <item> </item> <item/> <title> </title> <link>/a</link>
    <atom:feed> <feed xmlns="http://www.w3.org/2005/Atom"> <entry> </entry> <content type="xhtml">
    <rdf:RDF> </rdf:RDF> <nitf> </nitf> <body> <body.head> <hl1> <body.content> <p> <newsItem>
    </newsItem> <newsMessage> <itemSet> <contentSet> <inlineXML> <nitf xmlns="x"> <urlset> <url>
    <loc>http://a/b</loc> <loc> <sitemapindex> <sitemap> <wp:post_type>post</wp:post_type> <guid>
    <wp:status>publish</wp:status> <wp:author> <content:encoded> </content:encoded> <![CDATA[ ]]>
    &nbsp; &#0; &#xFFFF; &amp; & &lt;b&gt; [caption] [/caption] <!--more--> <!DOCTYPE <!ENTITY
    <?xml ?> xmlns:wp="http://wordpress.org/export/1.2/" xml:lang="ru" мост \0 \x0b \ufeff \ufffe
    <media:description> <pubDate>Mon</pubDate> <category> <description> , ; " "" \n \r \t sep=;
    <NewsML> </NewsML> <NewsItem> </NewsItem> <NewsComponent> </NewsComponent> <ContentItem> <nitf>
    <DataContent> </DataContent> <NewsLines> <HeadLine> </HeadLine> <Role FormalName="Caption"/>
    <mediawiki> </mediawiki> <page> </page> <revision> </revision> <text> [[ ]] {{ }} {{date| ==
    '' |} { } [ ] : {"version":"https://jsonfeed.org/version/1","items":[ {"id":"1","title":"a"} ]}
    "content_html":"<p>a</p>" "type":"public_channel" "messages":[ "text":[ {"type":"link"}
    \\ \\u"""
PIECES = st.sampled_from(WORDS.split(" "))
MADE = st.lists(PIECES, max_size=30).map("".join)
TEXTS = MADE.map(str.encode) | MADE.map(lambda text: text.encode("utf-16"))
READERS = {"xml": sources.READERS[".xml"], "table": table.read, "json": jsonl.read}
FORMATS = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
NAMES = sorted(path.name for path in FILES.iterdir())


def check(reader, data: bytes, encoding: str) -> None:
    for item in reader(Source("a", io.BytesIO(data), encoding, Journal())):
        assert isinstance(item, Record | Rejection)
        if isinstance(item, Rejection):
            assert item.error.message
            assert item.error.place.startswith("a")
            assert item.error.hint
        else:
            json.dumps(item.fields).encode()


@FORMATS
@given(st.binary() | TEXTS, st.sampled_from(["utf-8", "cp1251"]))
def test_any_bytes(reader, data, encoding):
    check(reader, data, encoding)


@cache
def content(name: str) -> bytes:
    return (FILES / name).read_bytes()


@FORMATS
@given(
    st.sampled_from(NAMES),
    st.floats(0, 1),
    st.integers(0, 200),
    st.binary(max_size=8) | PIECES.map(str.encode),
)
def test_any_damage(reader, name, where, length, put):
    data = content(name)
    start = int(where * len(data))
    check(reader, data[:start] + put + data[start + length :], "utf-8")
