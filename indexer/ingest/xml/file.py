"""XML files of every kind that is read here: the root element says which."""

from __future__ import annotations

from itertools import chain
from types import MappingProxyType

from indexer.ingest.records import Items, Reader, Rejection, Source
from indexer.ingest.xml import feeds, mediawiki, newsml, newsml1, nitf, opml, sitemap
from indexer.ingest.xml import stream as xmlstream

_FORMATS = (feeds, mediawiki, newsml, newsml1, nitf, sitemap)
_WANTED = MappingProxyType(
    {root: one for format in (*_FORMATS, opml) for root, one in format.ROOTS.items()}
)
_READERS = MappingProxyType({root: format.read for format in _FORMATS for root in format.ROOTS})


def read(source: Source, read_json: Reader) -> Items:
    """The records of a feed, an export, a message, a document, or of the pages of a sitemap.

    ``read_json`` reads the feeds in JSON that a list of feeds names.
    """
    count = 0
    for item in _items(source, read_json):
        count += 1
        yield item
    if not count:
        source.journal.remark(source.name, "it has no articles")


def _items(source: Source, read_json: Reader) -> Items:
    finds = xmlstream.read_elements(source, _WANTED)
    for found in finds:
        if isinstance(found, Rejection):
            yield found
        else:
            root = found.path.partition("/")[0]
            given = chain((found,), finds)
            if root in opml.ROOTS:
                yield from opml.read(given, source, read_json)
            else:
                yield from _READERS[root](given, source)
