"""Names of persons in English text: a first name with a surname, or a name after an office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.tagging.lexicon import lists
from indexer.tagging.model import FAIR, LIKELY, SURE, Person
from indexer.tagging.reading import Word

LONGEST_NAME = 4
"""Words of a name at most."""

_NAME = re.compile(r"[A-Z][a-zà-ÿ'’]*(?:[A-Z][a-zà-ÿ]+)?(?:-[A-Z]?[a-z]+)*")
_POSSESSIVE = re.compile("['’]s?$")
_SPACE = {" ", "\u00a0", ". "}


@dataclass(slots=True)
class _Named:
    """A person, the words of each mention, the confidence."""

    name: list[str]
    words: dict[str, None]
    confidence: float

    def is_named(self, name: Sequence[str]) -> bool:
        """Whether ``name`` is this person's surname, or first name and surname."""
        if len(name) == 1:
            return name[0] in {self.name[0], self.name[-1]}
        return name[-1] == self.name[-1] and (len(self.name) == 1 or name[0] == self.name[0])


def find_people(words: Sequence[Word], taken: set[int], known: set[int]) -> list[Person]:
    """The persons in ``words``.

    ``taken``: places in it that name something else; ``known``: that name a well-known person.
    """
    found: list[tuple[list[str], str, float]] = []
    at = 0
    while at < len(words):
        end = _run(words, at, taken)
        if end > at:
            found += _in_run(words, at, end, known)
        at = max(end, at + 1)
    people: list[_Named] = []
    for name, text, confidence in sorted(found, key=lambda one: -len(one[0])):
        person = next((p for p in people if p.is_named(name)), None)
        if person is None:
            if confidence:
                people.append(_Named(name, {text: None}, confidence))
        else:
            person.words[text] = None
            person.confidence = max(person.confidence, confidence)
    return [Person(" ".join(p.name), tuple(p.words), p.confidence) for p in people]


def _run(words: Sequence[Word], at: int, taken: set[int]) -> int:
    """Where a run of capitalised words from ``at`` on ends."""
    end = at
    while (
        end < len(words)
        and end not in taken
        and _NAME.fullmatch(words[end].text)
        and (end == at or (words[end].gap in _SPACE and not words[end].opens))
        and (end == at or not _POSSESSIVE.search(words[end - 1].text))
    ):
        end += 1
        if end < len(words) - 1 and end > at and words[end].form in lists()["particles"]:
            end += words[end + 1].capital
    return end


def _in_run(
    words: Sequence[Word], start: int, end: int, known: set[int]
) -> Iterator[tuple[list[str], str, float]]:
    """Name, words and confidence of the person in words [start, end); confidence 0 for a name
    that counts only if the person is named elsewhere.
    """
    data = lists()
    office = _office_before(words, start)
    for at in range(start, end):
        if words[at].form in data["roles_en"]:
            office, start = True, at + 1
    given = next((at for at in range(start, end) if _is_given(words[at])), end)
    if given < end - 1:
        start = given
    elif words[start : start + 1] and words[start].opens and end - start > 1:
        start += not (office or start in known or _speaks(words, end))
    end = min(end, start + LONGEST_NAME)
    if start >= end or any(word.form in data["things_en"] for word in words[start:end]):
        return
    name = [_POSSESSIVE.sub("", word.text) for word in words[start:end]]
    if len(name) == 1 and words[start].parts and not office:
        return
    if start and words[start - 1].form in data["things_en"]:
        return
    confidence = 0.0
    if given < end - 1:
        confidence = SURE
    elif (
        (office and (len(name) > 1 or given == end))
        or start in known
        or (_described(words, end) and len(name) > 1)
    ):
        confidence = LIKELY
    elif words[start].named and (
        _speaks(words, end) or (len(name) == 2 and _again(words, words[end - 1].form))
    ):
        confidence = FAIR
    yield name, " ".join([word.text for word in words[start:end]]), confidence


def _office_before(words: Sequence[Word], at: int) -> bool:
    if not at or words[at].gap not in _SPACE:
        return False
    return words[at - 1].form in lists()["roles_en"]


def _speaks(words: Sequence[Word], end: int) -> bool:
    """Whether "said" or the like follows, with who it is in between at most."""
    return end < len(words) and words[end].joined and words[end].form in lists()["says_en"]


def _again(words: Sequence[Word], surname: str) -> bool:
    """Whether ``surname`` stands somewhere with a capital and no capitalised word before it."""
    return any(
        word.form == surname and word.capital and not (at and word.joined and words[at - 1].capital)
        for at, word in enumerate(words)
    )


def _is_given(word: Word) -> bool:
    known = lists()["given_en"]
    return word.form in known or bool(word.parts and word.parts[0].form in known)


def _described(words: Sequence[Word], end: int) -> bool:
    """Whether an age, an office or "who" follows: "Olivera Georgijevska, 79"."""
    if end >= len(words) or not words[end].gap.startswith(","):
        return False
    if words[end].form == "who" or (words[end].text.isdigit() and len(words[end].text) == 2):
        return True
    roles = lists()["roles_en"]
    return any(word.form in roles for word in words[end : end + 3])
