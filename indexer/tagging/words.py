"""An article as the words that tagging reads: what each is, where it stands, what a capital tells.

Rules for names need more of a word than an index does: whether its capital letter is evidence
(not at the start of a sentence, of a quotation, or where everything is in capitals), and what
stands between it and the word before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from indexer.analysis import Analyzer, Token
from schemas.article import Article
from schemas.document import EXACT

LONG_TITLE = 200
"""Characters of a title that count as one; what goes beyond is read as the lede."""

LONGEST = 60_000
"""Characters of an article that are read: by then it has said what it is about."""

_ENDS = re.compile(r"[.!?…:;•▪■●]|\n\s*\n|^\s*[-–—]\s|[«“„\"(\[]\s*$|\n")
_ABBREVIATED = frozenset({
    "г", "гг", "ул", "им", "св", "пр", "см", "стр", "тов", "мр", "др", "т", "е", "тыс", "млн",
    "млрд", "р", "руб", "обл", "пос", "дер", "ст", "д", "п", "с", "mr", "mrs", "ms", "dr", "st",
    "sen", "rep", "gov", "gen", "col", "lt", "jr", "sr", "prof", "pres", "rev", "hon",
})  # fmt: skip
_JOINED = re.compile(r"[ \u00a0\u202f-]*")
_LINKED = re.compile(r"[ \u00a0\u202f–—-]*")


_INITIALS = re.compile(
    "[А-ЯЁ]\\.[А-ЯЁ]\\.[ \u00a0]?[А-ЯЁ][а-яё]|(?<=[а-яё][ \u00a0])[А-ЯЁ]\\.[А-ЯЁ]\\."
)
"""Initials without a space between them, beside a surname: М.Б. Евкуров, Евкуров М.Б."""

_SHORT, _FEW = 4, 3
"""Letters of words that have no capital in a headline that gives one to each; words of such one."""


class Zone(IntEnum):
    """Where a word stands."""

    TITLE = 0
    LEDE = 1
    BODY = 2


@dataclass(slots=True)
class TextWord:
    """A word. ``form``: in lower case, normalised; ``key``: the form that analysis gave.

    ``gap``: what stands between it and the word before. ``opens``: its capital is no evidence.
    ``parts``: the words of a hyphenated word.
    """

    text: str
    form: str
    key: str
    terms: tuple[str, ...]
    zone: Zone
    gap: str
    capital: bool
    opens: bool
    parts: list[TextWord] = field(default_factory=list)

    @property
    def joined(self) -> bool:
        """Whether nothing but space parts it from the word before."""
        return self.gap == " " or _JOINED.fullmatch(self.gap) is not None

    @property
    def linked(self) -> bool:
        """Whether nothing but space and dashes parts it: Северная Осетия — Алания."""
        return self.gap == " " or _LINKED.fullmatch(self.gap) is not None

    @property
    def named(self) -> bool:
        """Whether its capital is evidence of a name."""
        return self.capital and not self.opens


def words_of(article: Article, analyzer: Analyzer) -> list[TextWord]:
    """The words of title, lede and body in order; parts of hyphenated words inside of them.

    An article without a lede has the first paragraph of its body as one.
    """
    lede, body = article.lede, article.body[:LONGEST]
    if not lede:
        lede, _, body = body.partition("\n")
    fields = [article.title, lede[:LONGEST], body]
    text = "\n\n".join(fields)
    borders = (
        min(len(fields[0]), LONG_TITLE),
        len(fields[0]) + len(fields[1]) + 4,  # two blank lines
    )
    return _words(text, analyzer.tokens(text), borders)


def _words(text: str, tokens: list[Token], borders: tuple[int, int]) -> list[TextWord]:
    words: list[TextWord] = []
    end, whole = 0, -1
    for token in tokens:
        if "." in token.text and _INITIALS.match(text, token.start):
            continue  # each is a word of its own
        if token.end <= whole:
            part = _word(token, "", Zone.BODY, opens=False)
            part.zone, part.opens = words[-1].zone, words[-1].opens
            words[-1].parts.append(part)
            continue
        gap = text[end : token.start]
        opens = not words or _opens(gap, words[-1])
        place = token.start
        zone = Zone.TITLE if place < borders[0] else Zone(1 + (place >= borders[1]))
        words.append(_word(token, gap, zone, opens=opens))
        end = whole = token.end
    _lower_the_voice(words)
    return words


def _word(token: Token, gap: str, zone: Zone, *, opens: bool) -> TextWord:
    return TextWord(
        text=token.text,
        form=token.form.lower(),
        key=token.form,
        terms=tuple([term for term in token.terms if term[0] != EXACT]),
        zone=zone,
        gap=gap,
        capital=token.text[:1].isupper(),
        opens=opens,
    )


def _opens(gap: str, before: TextWord) -> bool:
    if gap == " " or not _ENDS.search(gap):
        return False
    if gap.startswith(".") and not gap[1:].strip():
        initial = len(before.text) == 1 and before.capital
        return "\n" in gap or not (initial or before.form in _ABBREVIATED)
    return True


def _lower_the_voice(words: list[TextWord]) -> None:
    """Where most of a field is in capitals, or each word has one, a capital is not evidence."""
    for zone in Zone:
        field_words = [word for word in words if word.zone is zone and word.text[0].isalpha()]
        loud = sum(word.text.isupper() and len(word.text) > 1 for word in field_words)
        long = [word for word in field_words if len(word.text) > _SHORT]
        english = all(word.capital and word.text.isascii() for word in long)
        titled = zone is Zone.TITLE and len(long) > _FEW and english
        if (len(field_words) > 2 and 2 * loud > len(field_words)) or titled:
            for word in field_words:
                word.opens = True
