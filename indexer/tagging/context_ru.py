"""What stands around a capitalised Russian word: whether it is a name, and in what case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.tagging.declension import ANY_CASE
from indexer.tagging.lexicon import lists, traits
from indexer.tagging.reading import Word

LOOK_BACK = 4
"""Words before a name in which its office is looked for: "министр обороны Грузии Ираклий ..."."""

_CYRILLIC = re.compile("[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё][а-яё]+)*")
_ATTRIBUTE = frozenset({"gent"})
"""The case of a name after a noun that is not its office: адвокаты Владислава Бакальчука."""

_PREPOSITIONS = {
    "в": "accs loct", "на": "accs loct", "с": "ablt gent", "со": "ablt gent", "от": "gent",
    "у": "gent", "для": "gent", "из": "gent", "до": "gent", "без": "gent", "против": "gent",
    "около": "gent", "к": "datv", "ко": "datv", "по": "datv", "о": "loct", "об": "loct",
    "при": "loct", "за": "ablt accs", "над": "ablt", "перед": "ablt", "между": "ablt",
    "про": "accs", "через": "accs", "после": "gent", "вместо": "gent", "кроме": "gent",
}  # fmt: skip


def is_name(words: Sequence[Word], at: int, taken: set[int]) -> bool:
    """Whether a capitalised Russian word that names nothing else stands at ``at``."""
    return at < len(words) and at not in taken and bool(_CYRILLIC.fullmatch(words[at].text))


def follows(words: Sequence[Word], at: int) -> bool:
    """Whether a capitalised word stands at ``at`` with a mere space before it."""
    return at < len(words) and words[at].capital and words[at].gap.strip(" \u00a0") == ""


def quoted(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether quotation marks stand around words [start, end): a ship, a firm, a film."""
    if not words[start].gap.endswith(("«", '"', "“", "„")):
        return False
    return end >= len(words) or words[end].gap.startswith(("»", '"', "”", "“"))


def goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether a word that is no verb of speech follows: Строгинская пойма."""
    follows = at + 1 < len(words) and words[at + 1].joined
    return follows and lists()["says_ru"].isdisjoint(words[at + 1].terms)


def plainly_common(word: Word, *, after_given: bool = False) -> bool:
    """Whether the dictionary has the word, and not as a name."""
    known = traits(word.form)
    if known.surnames or (known.given and not after_given):
        return False
    return (known.common and not after_given) or known.patronymic


def has_office(words: Sequence[Word], at: int, taken: set[int], *, nearest: bool = False) -> bool:
    """Whether an office or trade stands before: at once, or before its institution or country."""
    roles = lists()["roles_ru"]
    for back in range(1, LOOK_BACK + 1):
        if at < back or (
            not words[at - back + 1].joined and words[at - back + 1].gap.strip(' "«»')
        ):
            return False
        before = words[at - back]
        if before.form in roles or not roles.isdisjoint(traits(before.form).lemmas):
            return True
        institution = at - back in taken or before.text.isupper()
        if (nearest and not institution) or (before.capital and not institution):
            return False
    return False


def speaks(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a verb of speech stands right before or after."""
    says = lists()["says_ru"]
    around = [words[start - 1]] if start else []
    around += words[end : end + 1]
    return any(not says.isdisjoint(word.terms) for word in around)


def woman_acts(words: Sequence[Word], at: int) -> bool:
    """Whether a verb in the feminine past stands at ``at``: "Эстемирова сообщила"."""
    return at < len(words) and words[at].joined and words[at].form.endswith(("ла", "лась"))


def woman_spoke(words: Sequence[Word], at: int) -> bool:
    """Whether a verb of speech in the feminine past stands before: "заявила Набиуллина"."""
    if not at or not words[at].joined or not words[at - 1].form.endswith(("ла", "лась")):
        return False
    return not lists()["says_ru"].isdisjoint(words[at - 1].terms)


def no_person(words: Sequence[Word], at: int) -> bool:
    """Whether the words before say that nobody is meant: Дед Мороз, центр имени Петровского."""
    before = words[max(0, at - LOOK_BACK) : at]
    if any(word.form in lists()["honours_ru"] for word in before):
        return True
    return bool(before) and not lists()["beings_ru"].isdisjoint(before[-1].terms)


def cases_before(words: Sequence[Word], at: int) -> frozenset[str]:
    """The cases that the word before allows; all when it tells nothing."""
    if not at or not words[at].joined:
        return ANY_CASE
    before = words[at - 1]
    if before.form in _PREPOSITIONS:
        return frozenset(_PREPOSITIONS[before.form].split())
    known = traits(before.form)
    if not lists()["roles_ru"].isdisjoint(known.lemmas):
        return known.cases or _ATTRIBUTE
    return _ATTRIBUTE if known.noun and not before.named else ANY_CASE
