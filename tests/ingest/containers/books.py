"""EPUBs made for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.ingest.containers.archives import zipped

CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
FACTS = """<dc:title>Вести гор, № 18</dc:title><dc:publisher>Вести гор</dc:publisher>
<dc:language>ru</dc:language><dc:date>2019-05-06</dc:date>
<dc:identifier>urn:issn:1234:18</dc:identifier>"""
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns:epub="x"><head><title/>'
)
BRIDGE = "<p>В Хасавюрте утром открыли мост через реку, сообщили в мэрии города.</p>"
MARKET = "<p>Рынок в центре Буйнакска снова горел ночью, никто не пострадал.</p>"


def chapter(title: str, text: str, body: str = "") -> str:
    """A page of XHTML; ``body``: attributes of its body."""
    return f'{HEAD}</head><body {body}><a id="top"/><h1>{title}</h1>{text}</body></html>'


CHAPTERS = {
    "cover.xhtml": f"{HEAD}</head><body><img src='a.jpg'/></body></html>",
    "nav.xhtml": "<html><body><nav epub:type='toc'><ol><li><a href='a.xhtml'>Мост открыт</a></li>"
    "<li><a href='b.xhtml#x'>Рынок горел</a></li></ol></nav></body></html>",
    "a.xhtml": chapter("Мост открыт", BRIDGE),
    "b.xhtml": chapter("Рынок горел", MARKET),
    "imprint.xhtml": chapter("Редакция", "<p>Главный редактор и все прочие люди из редакции.</p>"),
}


def book(
    chapters: Mapping[str, str] = CHAPTERS,
    facts: str = FACTS,
    more: str = "",
    others: Mapping[str, str] | None = None,
    edit: Callable[[str], str] = str,
) -> bytes:
    """An EPUB of these chapters in their order. ``more``: XML at the end of its package.

    ``edit``: changes the package.
    """
    items = "".join(
        f'<item id="i{at}" href="{name}" media-type="application/xhtml+xml"'
        + (' properties="nav"/>' if name == "nav.xhtml" else "/>")
        for at, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{at}"/>' for at in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" '
        'unique-identifier="uid">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{facts}</metadata>'
        f'<manifest>{items}<item id="p" href="a.jpg" media-type="image/jpeg"/></manifest>'
        f"<spine>{spine}</spine>{more}</package>"
    )
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": edit(package),
        "OEBPS/a.jpg": "no picture",
        **{f"OEBPS/{name}": text for name, text in chapters.items()},
        **(others or {}),
    }
    return zipped({name: text.encode() for name, text in members.items()})
