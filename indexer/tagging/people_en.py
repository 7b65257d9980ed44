"""Names of persons in English text: a first name with a surname, or a name after an office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.tagging.model import FAIR, LIKELY, SURE, Person
from indexer.tagging.names_en import INITIALS, POSSESSIVE, SPACE, is_initial, name_run, written
from indexer.tagging.traits import lists
from indexer.tagging.words import TextWord

LONGEST_NAME = 4
"""Words of a name at most."""


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
        if list(name) == self.name[-len(name) :]:  # Edward Glover is R. Edward Glover
            return True
        if name[-1] != self.name[-1]:
            return False
        surname = len(self.name) == 1 or name[0].lower() in lists()["particles"]
        return surname or name[0] == self.name[0]


def find_people(
    words: Sequence[TextWord], taken: set[int], known: set[int], *, sure: bool = False
) -> list[Person]:
    """The persons in ``words``.

    ``taken``: places in it that name something else; ``known``: that name a well-known person.
    ``sure``: only first names with surnames: Latin letters in a Russian text are mostly brands.
    """
    found: list[tuple[list[str], str, float]] = []
    at = 0
    while at < len(words):
        end = name_run(words, at, taken)
        if end > at and not (sure and _is_brand(words, at, end)):
            found += _in_run(words, at, end, known)
        at = max(end, at + 1)
    if sure:
        found = [one for one in found if one[2] == SURE]
    people: list[_Named] = []
    # the fullest first: surnames alone are then counted to whom they belong
    for name, text, confidence in sorted(found, key=lambda one: -len(one[0])):
        person = next((p for p in people if p.is_named(name)), None)
        if person is None:
            if confidence:
                full = _fullest(name, found) if len(name) == 1 else name
                people.append(_Named(full, {text: None}, confidence))
        else:
            person.words[text] = None
            person.confidence = max(person.confidence, confidence)
    return [Person(" ".join(p.name), tuple(p.words), p.confidence) for p in people]


def _fullest(surname: list[str], found: Sequence[tuple[list[str], str, float]]) -> list[str]:
    """The name with a first name that nothing else spoke for, of whom a surname alone names."""
    full = [name for name, _, _ in found if len(name) in {2, 3} and name[-1:] == surname]
    alike = {tuple(name) for name in full}
    return full[0] if len(alike) == 1 else surname


def _is_brand(words: Sequence[TextWord], at: int, end: int) -> bool:
    """Whether quotation marks or a word before tell a brand: виски Jack Daniels."""
    if words[at].gap[-1:] in set("«\"“„'") or end - at == 1:
        return True
    if not (_is_given(words[at]) or words[at].form in lists()["roles_en"]):
        return len(words[at].text) > 1  # Super Mario Odyssey
    return bool(at and not lists()["beings_ru"].isdisjoint(words[at - 1].terms))


def _in_run(
    words: Sequence[TextWord], start: int, end: int, known: set[int]
) -> Iterator[tuple[list[str], str, float]]:
    """Name, words and confidence of the person in words [start, end).

    Confidence 0 is that of a name which counts only if the person is named elsewhere.
    """
    if eastern := _eastern(words, start, end):
        name = written(words, start, eastern)
        yield name, " ".join(word.text for word in words[start:eastern]), LIKELY
        return
    if end - start > 1 and POSSESSIVE.sub("", words[end - 1].form) == _OF_A_PRESIDENT:
        end -= 1
    start, office, given = _begin(words, start, end, known)
    if start >= end or _is_thing(words, start, end):
        return
    end = min(end, start + LONGEST_NAME)
    while end > start and len(words[end - 1].text) == 1:
        end -= 1
    if start == end:
        return
    name = written(words, start, end)
    if len(name) == 1 and words[start].parts and not office:
        return
    confidence = _confidence(words, start, end, office=office, known=start in known)
    yield name, " ".join([word.text for word in words[start:end]]), SURE if given else confidence


_OF_A_PRESIDENT = "administration"
"""What stands behind the name of a president: the Reagan Administration."""


def _is_thing(words: Sequence[TextWord], start: int, end: int) -> bool:
    """Whether a word of [start, end), or the one before, is that of a thing: St. Joe Minerals."""
    before = start - 1 if start and words[start].gap in SPACE else start
    things, departments = lists()["things_en"], lists()["departments_en"]
    forms = [POSSESSIVE.sub("", word.form) for word in words[before:end]]
    return not things.isdisjoint(forms) or not departments.isdisjoint(forms[start - before :])


SYLLABLES = re.compile(
    "(?:(?:zh|ch|sh|kw|hw|[bpmfdtnlgkhjqxzcsrwy])?"
    "(?:i?ang|i?ong|uang|[eiu]ng|ing|iao|uai|uan|ian|[aeiouü]{1,2}[nmkplt]?|y[aeou]{1,2}[nk]?)){1,2}"
)
"""What a given name in two syllables at most looks like: Jinping, Jong."""

_SURNAME = re.compile(
    "(?:shvili|adze|idze|[iyao]eva?|(?:[a-z]{2}[^aeiou]|[iy])ova?|enko|[^aeiou]sky|skiy|skaya|skii|"
    "chuk|ovich|evich|[a-z]{3}yan|[a-z]{3}ian|oglu|zadeh?|ovic|owski|owska|sson|opoulos)$"
)
"""What many surnames end in, and hardly anything else: beside it any capitalised word is a first
name."""


def _eastern(words: Sequence[TextWord], start: int, end: int) -> int:
    """Where a name with the family first ends; 0 when there is none: Xi Jinping, Kim Jong Un."""
    if words[start].form not in lists()["families_en"]:
        return 0
    last = start + 1
    while last < min(end, start + 3) and all(
        SYLLABLES.fullmatch(part) for part in words[last].form.split("-")
    ):
        last += 1
    if last != end or last == start + 1 or any(_is_given(w) for w in words[start + 1 : last]):
        return 0
    if words[start].opens and last == start + 2 and words[start].form in lists()["given_en"]:
        return 0
    return last


def _begin(
    words: Sequence[TextWord], start: int, end: int, known: set[int]
) -> tuple[int, bool, bool]:
    """Where the name begins in a run; whether an office stands before it, a first name in it."""
    office = _office_before(words, start)
    if _is_department(words, start):  # Secretary of Defense Caspar Weinberger
        office, start = True, start + 1
    for at in range(start, end):
        if words[at].form in lists()["roles_en"]:
            office, start = True, at + 1
    given = next((at for at in range(start, end) if _is_given(words[at])), end)
    if given == end and end - start > 1 and _is_initial(words, start):
        told = office or _is_said(words, start) or _described(words, end)
        if not told and INITIALS.fullmatch(words[start].text):  # E.F. Hutton is a firm
            return end, office, False
        given = start
    if given < end - 1:
        while given > start and _is_initial(words, given - 1):  # R. Edward Glover
            given -= 1
        return given, office, True
    if end - start > 1 and words[start].opens:
        told = office or start in known or _speaks(words, end) or _described(words, end)
        start += not told
    return start, office, False


def _is_department(words: Sequence[TextWord], at: int) -> bool:
    """Whether the word at ``at`` is what the office before it is for: Secretary of Defense."""
    if at < 2 or words[at - 1].form != "of":
        return False
    return words[at - 2].form in lists()["roles_en"] and words[at].form in lists()["departments_en"]


def _is_initial(words: Sequence[TextWord], at: int) -> bool:
    """Whether an initial with its dot stands at ``at``: W.P. Stiritz."""
    dotted = words[at + 1].gap.startswith(".") and is_initial(words[at])
    return dotted and (not at or words[at].gap in {" ", "\u00a0", "\n\n", ", "})


def _confidence(
    words: Sequence[TextWord], start: int, end: int, *, office: bool, known: bool
) -> float:
    """How sure words [start, end), without a known first name and a surname, name a person."""
    several = end - start > 1
    if end - start == 2 and not words[start].opens and _SURNAME.search(words[end - 1].form):
        return LIKELY
    if known or (office and (several or not _is_given(words[start]) or _is_titled(words, start))):
        return LIKELY
    if several and _described(words, end):
        return LIKELY
    if _SURNAME.search(words[end - 1].form) is None and not _once_a_man(words):
        return 0.0
    if not (several and words[start].named):
        return 0.0
    again = end - start == 2 and _again(words, words[end - 1].form)
    return FAIR if again or _speaks(words, end) else 0.0


def _is_titled(words: Sequence[TextWord], at: int) -> bool:
    """Whether a title before it makes a first name alone a person: King Baudouin."""
    return words[at - 1].form in lists()["titles_en"]


def _once_a_man(words: Sequence[TextWord]) -> bool:
    """Whether "he" or "she" occurs: where nobody does, who "said" something is a company."""
    return any(word.form in _PRONOUNS for word in words)


_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "who"})


def _office_before(words: Sequence[TextWord], at: int) -> bool:
    if not at or words[at].gap not in SPACE:
        return False
    if words[at].gap == ". " and words[at].opens:  # of a sentence: "her deputy. The commission"
        return False
    return words[at - 1].form in lists()["roles_en"]


def _speaks(words: Sequence[TextWord], end: int) -> bool:
    """Whether "said" or the like follows, with who it is in between at most."""
    return end < len(words) and words[end].joined and words[end].form in lists()["says_en"]


def _is_said(words: Sequence[TextWord], at: int) -> bool:
    """Whether "said" or the like stands right before: said K.Y. Yeung."""
    return at > 0 and words[at].gap in SPACE and words[at - 1].form in lists()["says_en"]


def _again(words: Sequence[TextWord], surname: str) -> bool:
    """Whether ``surname`` stands somewhere with a capital and no capitalised word beside it."""
    return any(
        word.form == surname
        and word.named
        and not (at and word.joined and words[at - 1].capital)
        and not (at + 1 < len(words) and words[at + 1].joined and words[at + 1].capital)
        for at, word in enumerate(words)
    )


def _is_given(word: TextWord) -> bool:
    known = lists()["given_en"]
    return word.form in known or bool(word.parts and word.parts[0].form in known)


def _described(words: Sequence[TextWord], end: int) -> bool:
    """Whether an age, an office or "who" follows: "Olivera Georgijevska, 79"."""
    if end >= len(words) or not words[end].gap.startswith(","):
        return False
    if words[end].form == "who" or (words[end].text.isdigit() and len(words[end].text) == 2):
        return True
    roles = lists()["roles_en"]
    return any(word.form in roles for word in words[end : end + 3])
