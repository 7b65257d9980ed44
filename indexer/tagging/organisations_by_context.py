"""Organisations in a Russian text that are on no list, and without a noun, by their context.

A source ("по данным Gas Infrastructure"), one with a director ("гендиректор «Кода»"), one that acts
as a company does ("AirBaltic разработала"), and one that plays against another («А» — «Б»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.tagging.latin_names import is_latin_capital, is_space, latin_run
from indexer.tagging.listed_organisations import OPENING, closing
from indexer.tagging.model import Organisation
from indexer.tagging.traits import lists, morphology, traits
from indexer.tagging.words import TextWord

TOLD = 0.75
"""Confidence of an organisation that only its context tells."""

_ABBREVIATION = re.compile("[А-ЯЁ]{3,6}")
_SCORE = re.compile(r"[^\w\n]*\d{1,3}\s*[-–—:]\s*\d{1,3}[^\w\n]*|[»\"”]\s*[-–—]\s*[«\"“]")
"""What stands between two clubs that play against each other."""

_ENOUGH = 3
"""Different words of sport that make an article one about it."""

_FORMS = frozenset({"ADJF", "PRTF"})


@dataclass(frozen=True, slots=True)
class ContextWords:
    """``officers``: people of a company; ``players``: of a club; ``sources``: before a source.

    ``sport``: words of articles about sport; ``never``: abbreviations that name no organisation.
    """

    officers: frozenset[str]
    players: frozenset[str]
    sources: frozenset[str]
    sport: frozenset[str]
    never: frozenset[str]

    def is_name(self, word: TextWord) -> bool:
        """Whether an abbreviation may be a name: it is no word and no place."""
        known = traits(word.form)
        return word.text not in self.never and not (known.common or known.town or known.place)


def told_organisations(words: Sequence[TextWord], data: ContextWords) -> Iterator[Organisation]:
    """The organisations in ``words``."""
    sport = _is_sport(words, data.sport)
    for at in range(len(words)):
        if not words[at].capital:
            continue
        if words[at].gap[-1:] in OPENING:
            end = closing(words, at)
            played = bool(end) and sport and _plays(words, at)
            case = "nomn" if played else _case_before(words, at, data, sport=sport)
            # an adjective alone is no full name: «Небесно-голубых»
            if end and case and not (end == at + 1 and _is_adjective(words[at].form)):
                yield Organisation(_nominative(words, at, end, case), at, end, TOLD)
        elif is_latin_capital(words[at]):
            end = _whole(words, latin_run(words, at))
            if not _is_inside(words, at, end) and (
                _case_before(words, at, data, sport=False) or _acts(words, at, end)
            ):
                yield Organisation(" ".join(w.text for w in words[at:end]), at, end, TOLD)
        elif _is_unknown(words, at, data) and _case_before(words, at, data, sport=False):
            yield Organisation(words[at].text, at, at + 1, TOLD)


def _whole(words: Sequence[TextWord], end: int) -> int:
    """Where a Latin name ends if its first part ends at ``end``: Razom for Ukraine."""
    if end + 1 < len(words) and words[end].form in {"for", "of"} and words[end].joined:
        return max(end, latin_run(words, end + 1)) if is_latin_capital(words[end + 1]) else end
    return end


def _is_sport(words: Sequence[TextWord], sport: frozenset[str]) -> bool:
    return len({term for word in words for term in word.terms if term in sport}) >= _ENOUGH


def _case_before(words: Sequence[TextWord], at: int, data: ContextWords, *, sport: bool) -> str:
    """The case of the name at ``at`` if what stands before it means an organisation, else ""."""
    if at and _signs(words, at):
        return "nomn"
    if not at or not is_space(words[at].gap.rstrip(OPENING) or " "):
        return ""
    before, further = words[at - 1], words[at - 2].form if at > 1 else ""
    case = ""
    if before.form in _TOLD:
        case = "gent" * (further == "по")
    elif before.form in {"в", "во"} and further in data.sources:
        case = "loct"
    elif not data.officers.isdisjoint(before.terms) and traits(before.form).noun:
        case = "gent"
    elif before.form == "из" and at > 1 and not data.officers.isdisjoint(words[at - 2].terms):
        case = "gent"  # менеджер из КРОК
    elif sport:
        case = (
            "gent" if not data.players.isdisjoint(before.terms) else _AGAINST.get(before.form, "")
        )
    return case or "nomn" * (before.form in data.sources)


def _signs(words: Sequence[TextWord], at: int) -> bool:
    """Whether a dash separates what was said from the name at ``at``, which ends the line.

    "Дом разрушен, — Al Hadath."
    """
    if not _SAID.fullmatch(words[at].gap.rstrip(OPENING)):
        return False
    end = closing(words, at) if words[at].gap[-1:] in OPENING else 0
    end = end or max(latin_run(words, at), at + 1)
    return end == len(words) or "\n" in words[end].gap


_SAID = re.compile(", [–—-] ")

_TOLD = frozenset({"данным", "информации", "сведениям"})
"""After "по" and before the name of the source."""

_AGAINST = {"против": "gent", "над": "ablt"}
"""What stands before the other club, and the case of that club."""


def _plays(words: Sequence[TextWord], at: int) -> bool:
    """Whether a score or a dash joins the quotation at ``at`` to another one."""
    end = closing(words, at)
    if not end:
        return False
    return _joins(words, end) or _joins_back(words, at)


def _joins(words: Sequence[TextWord], end: int) -> bool:
    """Whether another quotation follows the one that ends at ``end``: «А» 1 - 0 «Б»."""
    gap = ""
    for at in range(end, min(end + 3, len(words))):
        gap += words[at].gap
        if words[at].gap[-1:] in OPENING:
            return _SCORE.fullmatch(gap) is not None and words[at].capital
        gap += words[at].text
    return False


def _joins_back(words: Sequence[TextWord], at: int) -> bool:
    """Whether another quotation ends before the one at ``at`` and is joined to it."""
    for end in range(at, max(0, at - 3), -1):
        if words[end].gap[:1] in _CLOSED:
            return _joins(words, end)
    return False


_CLOSED = frozenset('»"”')


def _is_inside(words: Sequence[TextWord], at: int, end: int) -> bool:
    """Whether a Latin word is part of a longer name, or has a Russian half or number: CoViD-19."""
    if any(word.parts and not word.text.replace("-", "").isalpha() for word in words[at:end]):
        return True
    if not all(word.text.isascii() for word in words[at:end]):
        return True
    before = words[at - 1].text[0].isascii() if at else False
    return before and (is_space(words[at].gap) or "&" in words[at].gap)


def _acts(words: Sequence[TextWord], start: int, end: int) -> bool:
    """Whether a feminine verb follows a Latin name: it agrees with "компания", left out here."""
    if end >= len(words) or not is_space(words[end].gap) or not _is_womans(words[end].form):
        return False
    name = words[start:end]
    if name[-1].form.endswith("a") or any(w.form in lists()["given_en"] for w in name):
        return False
    if not all(word.text.isalpha() for word in name):
        return False
    return not words[start].joined or _leaves_open(words[start - 1].form)


@lru_cache(maxsize=20_000)
def _leaves_open(form: str) -> bool:
    """Whether the name of one that acts may follow, and not a part of another phrase."""
    return morphology().parse(form)[0].tag.POS in {"ADVB", "CONJ", "PRCL"}


@lru_cache(maxsize=20_000)
def _is_womans(form: str) -> bool:
    found = morphology().parse(form)
    return bool(found) and found[0].is_known and {"VERB", "past", "femn"} in found[0].tag


def _is_unknown(words: Sequence[TextWord], at: int, data: ContextWords) -> bool:
    """Whether an abbreviation is no word, no place and no legal form before a name."""
    word = words[at]
    if not (word.named and _ABBREVIATION.fullmatch(word.text)):
        return False
    if not data.is_name(word):
        return False
    return at + 1 == len(words) or words[at + 1].gap[-1:] not in OPENING


def _nominative(words: Sequence[TextWord], start: int, end: int, case: str) -> str:
    """The quoted name in the nominative: «Деловой России» → Деловая Россия."""
    name = [word.text for word in words[start:end]]
    if case != "nomn":
        noun = start
        while noun + 1 < end and _is_adjective(words[noun].form):
            noun += 1
        plain, gender = _in_nominative(words[noun].form, case)
        before = range(start, noun) if plain else ()
        forms = [*(_adjective(words[at].form, case, gender) for at in before), plain]
        if all(forms):
            for at, form in enumerate(forms):
                name[at] = _as_written(form, name[at])
    gaps = ["", *(word.gap for word in words[start + 1 : end])]
    return "".join(gap + text for gap, text in zip(gaps, name, strict=True))


@lru_cache(maxsize=20_000)
def _is_adjective(form: str) -> bool:
    return morphology().parse(form)[0].tag.POS in _FORMS


@lru_cache(maxsize=20_000)
def _in_nominative(form: str, case: str) -> tuple[str, str]:
    """The noun ``form``, which stands in ``case``, in the nominative, and its gender or number."""
    for parse in morphology().parse(form):
        if case in parse.tag and parse.tag.POS == "NOUN":
            found = parse.inflect({"nomn"})
            if found and (parse.is_known or "sing" in parse.tag):
                return found.word, "plur" if "plur" in parse.tag else str(parse.tag.gender)
    return "", ""


@lru_cache(maxsize=20_000)
def _adjective(form: str, case: str, gender: str) -> str:
    """The adjective ``form``, which stands in ``case``, in the nominative; "" if it is none."""
    for parse in morphology().parse(form):
        if parse.tag.POS in _FORMS and case in parse.tag and gender in parse.tag:
            found = parse.inflect({"nomn"})
            return str(found.word) if found else ""
    return ""


def _as_written(plain: str, text: str) -> str:
    return (
        plain.upper()
        if text.isupper() and len(text) > 1
        else plain[:1].upper() * text[0].isupper() + plain[:1] * text[0].islower() + plain[1:]
    )
