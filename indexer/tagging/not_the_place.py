"""What stands around the name of a place and shows that it is not the place that is meant.

Streets and what is named after a place, ships and films in quotation marks, notices that the law
asks for, the country that a thing was made in or somebody comes from, the ends of a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.analysis import Analyzer
from indexer.tagging.phrases import Phrases
from indexer.tagging.traits import traits
from indexer.tagging.words import TextWord

LOOK_BACK = 12
"""Words before a name in which a list of streets or an opening bracket is looked for."""

_OPENS_QUOTE = re.compile(r"[«“„\"]\s*$")
_BEFORE_QUOTE = re.compile(r"\s+[«“„\"]")
_CLOSES_QUOTE = re.compile(r"^\s*[»”“\"]")
_BRACKET = re.compile(r"[()]")
_LISTED = re.compile(r",?\s+")
_SENTENCE = re.compile(r"[.!?;]\s|\n")
_ADJECTIVE = re.compile(r"(?:ая|ой|ую|ое|ый|ий|их|ых)$")
_LISTS = ("streets", "settlements", "markers", "notices", "made", "ties", "areas", "vehicles")


class Passing:
    """The words of ``regions.toml``'s [context] that tell what a name beside them is."""

    def __init__(self, analyzer: Analyzer, context: dict[str, list[str]]) -> None:
        self._lists = {
            key: Phrases(analyzer, ((text, True) for text in context[key])) for key in _LISTS
        }
        self._prepositions = frozenset(context["prepositions"])

    def is_place_word(self, word: TextWord) -> bool:
        """Whether a name beside ``word`` is that of a street or a place: "проспект", "село"."""
        return self._is("streets", word) or self._is("settlements", word)

    def is_placed(self, words: Sequence[TextWord], start: int) -> bool:
        """Whether the word before says that it is a place: "в Магасе", "город Шали"."""
        before = word_beside(words, start, start - 1)
        if before is None or not words[start].capital:
            return False
        return before.form in self._prepositions or self._tells_place(before)

    def is_street(self, words: Sequence[TextWord], start: int, end: int) -> bool:
        """Whether words [start, end) are the name of a street."""
        before, after = word_beside(words, start, start - 1), word_beside(words, end, end)
        if (before and self._is("streets", before)) or (after and self._is("streets", after)):
            return True
        return self._in_streets(words, start, end)

    def is_other_name(
        self, words: Sequence[TextWord], start: int, end: int, *, guarded: bool
    ) -> bool:
        """Whether words [start, end) are the name of a ship, or part of that of a person."""
        if self._quoted(words, start, end):
            return True
        before = word_beside(words, start, start - 1)
        if before is None or not before.capital:
            return False
        if traits(before.form).given and words[start].capital and end - start == 1:
            return True
        return guarded and before.named and not self._tells_place(before)

    def is_made(self, words: Sequence[TextWord], end: int) -> bool:
        """Whether a thing stands after the adjective before ``end``: "турецкий автомобиль"."""
        after = word_beside(words, end, end)
        if after is None:
            return end < len(words) and _BEFORE_QUOTE.fullmatch(words[end].gap) is not None
        return self._is("made", after)

    def is_tie(self, words: Sequence[TextWord], start: int) -> bool:
        """Whether one comes from there or joins it: "уроженец Италии", "вступление в ЕС"."""
        before = word_beside(words, start, start - 1)
        if before is not None and before.form in self._prepositions:
            before = word_beside(words, start - 1, start - 2)
        return before is not None and self._is("ties", before)

    def is_flight(self, words: Sequence[TextWord], start: int) -> bool:
        """Whether a train or aeroplane is said before: "самолёт, следовавший из Казани в Сочи"."""
        before = words[max(0, start - 5) : start]
        return any(self._is("vehicles", word) for word in before)

    def is_area(self, words: Sequence[TextWord], end: int) -> bool:
        """Whether "область" or the like ends the list: "над Курской, Ростовской и Тульской ..."."""
        for at in range(end, min(end + LOOK_BACK, len(words))):
            word = words[at]
            if not _LISTED.fullmatch(word.gap):
                return False
            if self._is("areas", word):
                return True
            if word.form != "и" and not (word.capital and _ADJECTIVE.search(word.form)):
                return False
        return False

    def _is(self, key: str, word: TextWord) -> bool:
        return self._lists[key].has(word)

    def _tells_place(self, word: TextWord) -> bool:
        return self._is("settlements", word) or self._is("markers", word)

    def _quoted(self, words: Sequence[TextWord], start: int, end: int) -> bool:
        """Whether the name alone stands in quotation marks: подлодка «Новороссийск»."""
        if end >= len(words) or not _OPENS_QUOTE.search(words[start].gap):
            return False
        closed = _CLOSES_QUOTE.search(words[end].gap) is not None
        return closed and not (start and self._tells_place(words[start - 1]))

    def is_noticed(self, words: Sequence[TextWord], start: int, end: int) -> bool:
        """Whether the law has it said: "(запрещена в России)", "в реестре иноагентов РФ"."""
        first = start
        while first > max(0, start - LOOK_BACK) and not _BRACKET.search(words[first].gap):
            first -= 1
        if "(" in words[first].gap and ")" not in words[first].gap:
            last = end
            while last < len(words) and last < end + LOOK_BACK and ")" not in words[last].gap:
                last += 1
            return any(self._is("notices", word) for word in words[first:last])
        near = [word for word in words[max(0, start - 2) : start] if word.joined]
        return len(near) > 1 and self._is("notices", near[0]) and near[1].form in self._prepositions

    def _in_streets(self, words: Sequence[TextWord], start: int, end: int) -> bool:
        """Whether an adjective stands in a list of streets: "улицы Полевая, Краснодарская"."""
        word = words[start]
        if end - start > 1 or not word.capital or not _ADJECTIVE.search(word.form):
            return False
        after = word_beside(words, end, end)
        if after is not None and not after.capital and after.form != "и":
            return False
        for at in range(start - 1, max(-1, start - LOOK_BACK), -1):
            if _SENTENCE.search(words[at + 1].gap):
                return False
            if self._is("streets", words[at]):
                return True
        return False


def word_beside(words: Sequence[TextWord], later: int, wanted: int) -> TextWord | None:
    """The word ``wanted`` if nothing but space stands before the word ``later``."""
    if not 0 <= wanted < len(words) or later >= len(words) or not words[later].joined:
        return None
    return words[wanted]
