"""What stands before an XML document: blanks, comments, HTTP headers, warnings of programs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.ingest.records import Source

_DECLARATION = re.compile(rb"(.{0,8192}?)<\?xml\s[^<>]*\?>", re.DOTALL)
_LEFT_OUT = "what stood before the XML declaration was left out"


def without_prologue(data: bytes, source: Source, roots: Iterable[str]) -> bytes:
    """``data``, the beginning of a file, without an XML declaration and all before it.

    The encoding is known, and anything before a declaration would be a fault. Line breaks stay, for
    the numbers of lines. Once a document has begun, with one of ``roots``, a declaration is only
    text.
    """
    found = _DECLARATION.match(data, len(data) - len(data.lstrip()))
    names = "|".join(re.escape(root.rpartition(".")[2]) for root in roots)
    root = rb"<(?:[\w.-]+:)?(?:%s)[\s>]" % names.encode()
    if found is None or re.search(root, found[1]):
        return data
    if found[1].strip():
        source.journal.remark(source.name, _LEFT_OUT)
    return b"\n" * data.count(b"\n", 0, found.end(1)) + data[found.end() :]
