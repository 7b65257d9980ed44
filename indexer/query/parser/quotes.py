"""Quotation marks of many languages: what opens a phrase and what closes it."""

from __future__ import annotations

import re

_PAIRS = {
    '"': '"“”„‟', "“": '”"“', "”": '”"', "‟": '”"', "„": '“”"', "＂": "＂", "❝": "❞", "〝": "〞〟",
    "«": '»"', "‹": "›", "「": "」", "『": "』", "《": "》", "〈": "〉",
}  # fmt: skip
"""Each opening quotation mark and what may close it."""

MARKS = "".join(dict.fromkeys("".join((*_PAIRS, *_PAIRS.values()))))
"""Every mark that ends a word."""

_REVERSED = {"»": "[«»]", "›": "[‹›]"}
"""Marks that close in one language and open in another: »Glawa«, »Chef»."""

_OPENING = re.compile(r"(?<!\w).(?=\w)")

_SINGLE = re.compile(r"[‘‚](?=\w)([^‘’‚]+(?:’\w[^‘’‚]*)*)[’‘](?!\w)")
"""A single mark is an apostrophe, too: it opens before a word and closes after one."""

_STRAIGHT = re.compile(r"'(\w[^']*\w)'(?!\w)")


class Quotes:
    """The phrases of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._unclosed: set[str] = set()
        """Opening marks known to have no closing one from here to the end.

        Without it each of many open marks would search the rest of the text again.
        """

    def are_at(self, at: int) -> bool:
        """Whether a quotation mark, open or closing, stands at ``at``."""
        sign = self._text[at]
        return sign in MARKS or (sign in "‘‚" and _SINGLE.match(self._text, at) is not None)

    def straight_at(self, at: int) -> bool:
        """Whether words in 'straight single marks' begin at ``at``: those are apostrophes."""
        found = _STRAIGHT.match(self._text, at)
        return found is not None and any(map(str.isspace, found[1]))

    def closing(self, at: int) -> int:
        """Where the mark is that closes the one at ``at``, -1 when there is none."""
        sign = self._text[at]
        if single := _SINGLE.match(self._text, at):
            return single.end() - 1
        if sign in self._unclosed:
            return -1
        if sign in _PAIRS:
            found = re.compile(f"[{_PAIRS[sign]}]").search(self._text, at + 1)
        elif sign in _REVERSED and _OPENING.match(self._text, at):
            found = re.compile(rf"(?<=\S){_REVERSED[sign]}(?!\w)").search(self._text, at + 1)
        else:
            return -1
        if found is None:
            self._unclosed.add(sign)
            return -1
        return found.start()
