"""Persons that the recogniser sees in a Russian text, beside those that rules found.

It knows what a name looks like where no list has it, and the rules what it is called: a name of
several words that it alone sees is added, to be declined as those of the rules are. Of a single
word it is wrong too often to be heard, for or against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.tagging.context_ru import (
    cases_before,
    follows,
    is_name,
    no_person,
    plainly_common,
    quoted,
)
from indexer.tagging.full_names_ru import STRICT, SURNAME, NameFound, shaped
from indexer.tagging.model import LIKELY
from indexer.tagging.person_names import readings
from indexer.tagging.recogniser import Seen
from indexer.tagging.traits import lists, traits
from indexer.tagging.words import TextWord

_INITIAL = re.compile("[А-ЯЁ]")


def with_seen(
    found: Sequence[NameFound],
    words: Sequence[TextWord],
    taken: set[int],
    seen: Sequence[Seen],
    agree: Callable[[NameFound], bool],
) -> list[NameFound]:
    """The mentions ``found`` by rules, and those that are seen alone or in full.

    ``agree``: whether first name and surname can be one's.
    """
    kept, added = list(found), []
    for one in seen:
        mention = None
        if one.kind == "person":
            mention = _mention(words, one.start, one.end, taken)
        if mention is None or not agree(mention):
            continue
        beside = [own for own in kept if own.start < mention.end and own.end > mention.start]
        if all(_is_part(own, mention) for own in beside):
            kept = [own for own in kept if own not in beside]
            added.append(mention)
    return kept + [one for one in added if not _is_alone(one, kept + added)]


def _is_alone(mention: NameFound, every: Sequence[NameFound]) -> bool:
    """Whether it is only a particle and a surname of somebody who is named in full: Ле Пен."""
    if mention.given not in lists()["particles"]:
        return False
    own = {reading.nominative for reading in readings(mention.surname)}
    return any(
        other.given not in lists()["particles"]
        and mention.given in {name.lower() for name in other.middle}
        and not own.isdisjoint(reading.nominative for reading in readings(other.surname))
        for other in every
    )


def _is_part(own: NameFound, mention: NameFound) -> bool:
    """Whether the rules found only one word of the name, or took a middle name for a surname.

    Кристин Блейси Форд; Ламин Ямаль, whose first word they know as a surname.
    """
    if own.given:
        return own.start == mention.start and own.end < mention.end
    return own.start >= mention.start and own.end <= mention.end


def _mention(words: Sequence[TextWord], start: int, end: int, taken: set[int]) -> NameFound | None:
    """The name in words [start, end) as rules would have found it; None when it is none."""
    while end - start > 1 and not _begins(words, start):
        start += 1
    end = _joined(words, start, end)
    if end - start > 2 and words[start].opens and _is_word(words[start]):
        start += 1  # "Гримёрка Наташи Королёвой"
    first, last = words[start], words[end - 1]
    if end - start < 2 or quoted(words, start, end) or not is_name(words, end - 1, set()):
        return None
    if traits(last.form).patronymic or no_person(words, start) or _is_street(words, start):
        return None
    if first.form not in lists()["particles"] and not traits(first.form).given:
        common = _is_word(first) or (end - start == 2 and plainly_common(last))
        if common or not taken.isdisjoint(range(start, end)):
            return None
    middle = tuple(
        word.text
        for word in words[start + 1 : end - 1]
        if not (traits(word.form).patronymic or _INITIAL.fullmatch(word.text))
    )
    given, surname = first.form, last.form
    if end - start == 2 and _is_turned(first, last):
        given, surname = surname, given
    mention = NameFound(
        given, surname, start, end, cases_before(words, start, taken), LIKELY, middle=middle
    )
    mention.leads, mention.seen = first.opens, True
    mention.eastern = end - start == 2 and first.form in lists()["families_ru"]  # Ли Кайфу
    return mention


def _begins(words: Sequence[TextWord], at: int) -> bool:
    """Whether a name may begin at ``at``: with a capital, and with nobody's office or title."""
    word = words[at]
    if not (is_name(words, at, set()) or _INITIAL.fullmatch(word.text)):
        return word.form in lists()["particles"] and word.capital
    titles = lists()["roles_ru"] | lists()["titles_ru"] | lists()["courtesies_ru"]
    return titles.isdisjoint({word.form, *traits(word.form).lemmas})


def _joined(words: Sequence[TextWord], start: int, end: int) -> int:
    """Where the words from ``start`` on end that nothing but space, or an initial's dot, parts."""
    for at in range(start + 1, end):
        dot = words[at].gap.strip() == "." and _INITIAL.fullmatch(words[at - 1].text)
        particle = words[at].joined and words[at].form in lists()["particles"]
        if not (dot or particle or follows(words, at)):
            return at
    return end


def _is_street(words: Sequence[TextWord], at: int) -> bool:
    """Whether a street is called so: "на проспекте Мохаммеда Али"."""
    if not at or not words[at].joined:
        return False
    return not lists()["streets_ru"].isdisjoint(traits(words[at - 1].form).lemmas)


def _is_word(word: TextWord) -> bool:
    """Whether the dictionary has it as a word and not as a name, as парк-усадьба its last half."""
    halves = word.text.split("-")
    if len(halves) > 1 and halves[-1].islower() and traits(halves[-1]).common:
        return True
    return plainly_common(word) and not traits(word.form).given


def _is_turned(first: TextWord, last: TextWord) -> bool:
    """Whether the surname comes first: Гаджиев Магомед, Исмаилов Зубайдулло; not Леброн Джеймс."""
    known = traits(last.form)
    if known.surnames or known.common or traits(first.form).given:
        return False
    shapes = [reading.nominative for reading in readings(first.form)]
    if known.given:
        return bool(traits(first.form).surnames) or any(map(SURNAME.search, shapes))
    return any(map(STRICT.search, shapes)) and not shaped(last)
