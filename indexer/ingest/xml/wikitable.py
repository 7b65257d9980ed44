"""Tables of wikitext → their text: a paragraph for each row, the cells apart.

https://www.mediawiki.org/wiki/Help:Tables. Links and templates within were read before.
"""

from __future__ import annotations

import re

_CELLS = re.compile(r"\|\||!!")
_LIST_ITEM = re.compile(r"^[*#:;]+\s*")
_LONGEST = 300
"""Characters of the attributes of a cell, which end with a bar."""


def text(source: str) -> str:
    """What stands in a table. ``source``: between its braces."""
    rows: list[list[str]] = [[]]
    _, _, inner = source.partition("\n")  # the attributes of the table
    for line in map(str.strip, inner.splitlines()):
        if line.startswith("|-"):
            rows.append([])
        elif line.startswith("|+"):
            rows += [[_cell(line[2:])], []]
        elif line.startswith("|"):
            rows[-1] += map(_cell, line[1:].split("||"))
        elif line.startswith("!"):
            rows[-1] += map(_cell, _CELLS.split(line[1:]))
        elif line:  # a cell of several lines
            rows[-1].append(_LIST_ITEM.sub("", line))
    written = (" ".join(filter(None, row)) for row in rows)
    return "\n\n".join(("", *filter(None, written), ""))


def _cell(source: str) -> str:
    """A cell without its attributes."""
    given, bar, rest = source.partition("|")
    shown = rest if bar and "=" in given and len(given) <= _LONGEST else source
    return _LIST_ITEM.sub("", shown.replace("|", " ").strip())
