"""First names in a Russian text that stand with something else than a surname of their own.

Аркадий и Борис Ротенберги; патриарх Кирилл; Карл III.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.tagging.context_ru import follows, is_name, quoted
from indexer.tagging.full_names_ru import SUBJECT, NameFound
from indexer.tagging.model import LIKELY, SURE
from indexer.tagging.person_names import ANY_CASE, Reading
from indexer.tagging.traits import lists, traits
from indexer.tagging.words import TextWord

_POSSESSIVE = re.compile("(?:[её]в|ов|[иы]н)$")

_SEVERAL = (
    (re.compile("((?:[её]в|ов|[иы]н))(?:ы|ых|ым|ыми)$"), r"\1"),
    (re.compile("([сц]к)(?:ие|их|им|ими)$"), r"\1ий"),
    (re.compile("([бвгджзклмнпрстфхцчшщ])(?:ы|и|ов|ам|ами|ах|ей)$"), r"\1"),
    (re.compile("([ео])$|(швили|дзе|их|ых)$"), r"\g<0>"),
)
"""How the plural of a surname ends, and what of it is one man's."""

_NUMERAL = re.compile("[IVX]{1,5}")

_OF_ROME = frozenset({"римский", "римского", "римскому", "римским"})


def kin(words: Sequence[TextWord], at: int, taken: set[int]) -> tuple[NameFound, ...]:
    """Аркадий и Борис Ротенберги: two first names with one surname in the plural."""
    if at + 3 >= len(words) or words[at + 1].form != "и" or not is_name(words, at, set()):
        return ()
    first, second = _nominative(words[at].form), _nominative(words[at + 2].form)
    last = words[at + 3]
    if not (first and second and words[at + 2].capital and follows(words, at + 3)):
        return ()
    surname = _one_of(last.form) if is_name(words, at + 3, taken) else ""
    if not surname or traits(last.form).given or traits(last.form).patronymic:
        return ()
    return (
        NameFound(first.nominative, _of(surname, first), at, at + 1, SUBJECT, SURE),
        NameFound(second.nominative, _of(surname, second), at + 2, at + 4, SUBJECT, SURE),
    )


def _of(surname: str, given: Reading) -> str:
    """A man's ``surname`` as whoever has this first name bears it."""
    if given.gender != "f":
        return surname
    if surname.endswith(("ский", "цкий")):
        return surname[:-2] + "ая"
    return surname + "а" * bool(_POSSESSIVE.search(surname))


def _one_of(form: str) -> str:
    """The surname of one of several people; "" when ``form`` is no plural of a surname."""
    for plural, one in _SEVERAL:
        if plural.search(form):
            return plural.sub(one, form)
    return ""


def _nominative(form: str) -> Reading | None:
    """The likeliest reading of a first name, a man's before a woman's."""
    found = sorted(traits(form).given, key=lambda r: (r.gender == "f", r.nominative))
    return found[0] if found else None


def titled(words: Sequence[TextWord], at: int, taken: set[int]) -> NameFound | None:
    """Патриарх Кирилл, папа римский Франциск: a title with a first name; Карл III."""
    if not is_name(words, at, taken) or quoted(words, at, at + 1):
        return None
    name = _nominative(words[at].form)
    after = at + 1
    if name and after < len(words) and words[after].joined:
        if _NUMERAL.fullmatch(words[after].text):
            return NameFound(
                name.nominative, words[after].form, at, after + 1, SUBJECT, SURE, eastern=True
            )
        if words[after].capital and not words[after].opens and is_name(words, after, set()):
            return None
    title = _title_before(words, at)
    if title is not None and _is_realm(words[at].form):
        return None
    if title is None or (name is None and traits(words[at].form).lemmas):
        return None
    office = traits(title.form)
    known = min(lists()["titles_ru"] & office.lemmas)
    form, cases = (name.nominative, SUBJECT) if name else (words[at].form, office.cases)
    return NameFound(known, form, at, at + 1, cases or ANY_CASE, LIKELY, eastern=True)


def _is_realm(form: str) -> bool:
    """Whether a form of a first name is also a form of a place name: короля Рима."""
    known = traits(form)
    return known.town and not known.lemmas <= {reading.nominative for reading in known.given}


def _title_before(words: Sequence[TextWord], at: int) -> TextWord | None:
    """The title of who stands at ``at``; None without one."""
    back = at - 1
    if back > 0 and words[at].joined and words[back].form in _OF_ROME:
        back -= 1
    if back < 0 or not words[back + 1].joined:
        return None
    return None if lists()["titles_ru"].isdisjoint(traits(words[back].form).lemmas) else words[back]
