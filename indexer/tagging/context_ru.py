"""What stands around a capitalised Russian word: whether it is a name, and in what case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.tagging.person_names import ANY_CASE, readings
from indexer.tagging.traits import known_surnames, lists, traits
from indexer.tagging.words import TextWord

_LED = frozenset(
    {"ведомства", "комитета", "правительства", "парламента", "фракции", "суда", "министерства"}
    | {"республики", "региона", "области", "края", "страны", "государства", "администрации"}
    | {"управления", "департамента", "сборной", "сената", "думы", "кабмина", "госсовета", "совбеза"}
)
"""What may stand between an office and a surname: глава ведомства Краснов. Not a town or a
company, whose own name would follow: компании Роста."""

LOOK_BACK = 4
"""Words before a name in which its office is looked for: "министр обороны Грузии Ираклий ..."."""

_CYRILLIC = re.compile("(?:(?:[ае][а-я]|эль|аль)-)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё][а-яё]+)*")
_ARTICLE = re.compile("(?:[ае][а-я]|эль|аль)-[А-ЯЁ]")
"""What a name begins with in small letters: аль-Асад, ад-Дейф."""

_INSTITUTION = re.compile(
    "(?:рос|мос|гос|глав|ген|сов|мин|евро|тех|гор|обл|рай|спец|экс|ютуб|теле)"
)
"""What a name of an institution begins with that is one word: Росстандарт, Евросовет."""

_ADJECTIVE = re.compile("(?:ый|ий|ая|яя|ое|ого|его|ому|ему|ую|ых|их)$")

_SHORT = 4
"""Letters below which a surname has to be known."""

GENITIVE = frozenset({"gent"})
"""The case of a name after a noun that is not its office: адвокаты Владислава Бакальчука."""

_SPOKEN = frozenset({"nomn", "datv", "accs"})
"""The cases beside a verb of speech: who says, to whom, whom he names."""

_LOCAL = frozenset({"в", "во", "из", "под", "близ", "возле", "около", "до", "на"})
_PREPOSITIONS = {
    "в": "accs loct", "на": "accs loct", "с": "ablt gent", "со": "ablt gent", "от": "gent",
    "у": "gent", "для": "gent", "из": "gent", "до": "gent", "без": "gent", "против": "gent",
    "около": "gent", "к": "datv", "ко": "datv", "по": "datv", "о": "loct", "об": "loct",
    "при": "loct", "за": "ablt accs", "над": "ablt", "перед": "ablt", "между": "ablt",
    "про": "accs", "через": "accs", "после": "gent", "вместо": "gent", "кроме": "gent",
}  # fmt: skip


def is_name(words: Sequence[TextWord], at: int, taken: set[int]) -> bool:
    """Whether a capitalised Russian word that names nothing else stands at ``at``."""
    return at < len(words) and at not in taken and bool(_CYRILLIC.fullmatch(words[at].text))


def follows(words: Sequence[TextWord], at: int) -> bool:
    """Whether a capitalised word stands at ``at`` with a mere space before it."""
    if at >= len(words) or words[at].gap.strip(" \u00a0") != "":
        return False
    return words[at].capital or bool(_ARTICLE.match(words[at].text))


def quoted(words: Sequence[TextWord], start: int, end: int) -> bool:
    """Whether quotation marks stand around words [start, end): a ship, a firm, a film."""
    if not words[start].gap.endswith(("«", '"', "“", "„")):
        return False
    return end >= len(words) or words[end].gap.startswith(("»", '"', "”", "“"))


def goes_on(words: Sequence[TextWord], at: int) -> bool:
    """Whether a noun or an adjective follows: Строгинская пойма."""
    if at + 1 >= len(words) or not words[at + 1].joined:
        return False
    after = traits(words[at + 1].form)
    return (after.noun or bool(_ADJECTIVE.search(words[at + 1].form))) and not after.verb


def plainly_common(word: TextWord, *, after_given: bool = False) -> bool:
    """Whether the dictionary has the word, and not as a name."""
    known = traits(word.form)
    if known.surnames or (known.given and not after_given):
        return False
    return (known.common and not after_given) or known.patronymic


def has_office(
    words: Sequence[TextWord], at: int, taken: set[int], *, nearest: bool = False
) -> bool:
    """Whether an office or trade stands before: at once, or before its institution or country.

    ``nearest``: nothing but that institution or country stands right before ``at``.
    """
    return _office_at(words, at, taken, nearest=nearest) is not None


def _office_at(
    words: Sequence[TextWord], at: int, taken: set[int], *, nearest: bool
) -> frozenset[str] | None:
    """The cases of the office before ``at``; None when there is none."""
    roles = lists()["roles_ru"]
    counted = 0
    for back in range(1, at + 1):
        gap = words[at - back + 1].gap
        if gap.strip(' "«»') or (back == 1 and gap[-1:] in set('"«“„')) or "\n" in gap:
            return None
        before = words[at - back]
        known = traits(before.form)
        lemmas = known.lemmas | (traits(before.parts[-1].form).lemmas if before.parts else set())
        if before.form in roles or not roles.isdisjoint(lemmas):
            return known.cases or (
                traits(before.parts[-1].form).cases if before.parts else ANY_CASE
            )
        institution = at - back in taken or before.text.isupper()
        led = institution or (back == 1 and before.form in _LED)
        if (nearest and back == 1 and not led) or (before.capital and not institution):
            return None
        counted += at - back not in taken
        if counted == LOOK_BACK:
            return None
    return None


def heads_a_district(words: Sequence[TextWord], at: int) -> bool:
    """Whether a name after the word for a place is that of its head: "глава района Альберт"."""
    if at < 2 or at + 1 >= len(words) or not (words[at].joined and follows(words, at + 1)):
        return False
    streets = lists()["streets_ru"]
    before = words[at - 1]
    return (
        bool(traits(words[at].form).given)
        and not before.capital
        and streets.isdisjoint(traits(before.form).lemmas)
        and has_office(words, at, set())
    )


def described(words: Sequence[TextWord], end: int) -> bool:
    """Whether an office follows after a comma: "Такеши Ивайя, министр иностранных дел"."""
    if end >= len(words) or not words[end].gap.startswith(","):
        return False
    return not lists()["roles_ru"].isdisjoint(traits(words[end].form).lemmas)


def speaks(words: Sequence[TextWord], start: int, end: int) -> bool:
    """Whether a verb of speech stands right before or after."""
    says = lists()["says_ru"]
    around = [words[start - 1]] if start else []
    around += words[end : end + 1]
    return any(not says.isdisjoint(word.terms) for word in around)


def woman_acts(words: Sequence[TextWord], at: int) -> bool:
    """Whether a verb in the feminine past stands at ``at``: "Эстемирова сообщила"."""
    return at < len(words) and words[at].joined and words[at].form.endswith(("ла", "лась"))


def woman_spoke(words: Sequence[TextWord], at: int) -> bool:
    """Whether she said it, with her office in between at most: "заявила министр Набиуллина"."""
    says = lists()["says_ru"]
    for back in range(1, 2 * LOOK_BACK + 1):
        if at < back or not words[at - back + 1].joined:
            return False
        before = words[at - back]
        if not says.isdisjoint(before.terms):
            return before.form.endswith(("ла", "лась"))
        if traits(before.form).given and before.capital:
            return False
    return False


def acts(words: Sequence[TextWord], at: int) -> bool:
    """Whether a verb in the third person or a colon follows: "Бурматов просит", "Песков: ..."."""
    if at + 1 >= len(words):
        return False
    after = words[at + 1]
    return after.gap.startswith(":") or (after.joined and traits(after.form).verb)


def place_before(words: Sequence[TextWord], at: int) -> bool:
    """Whether a preposition stands before that places have: "во Внукове"."""
    return at > 0 and words[at].joined and words[at - 1].form in _LOCAL


def about(words: Sequence[TextWord], at: int) -> bool:
    """Whether "о" or "при" stands before."""
    return at > 0 and words[at].joined and words[at - 1].form in {"о", "об", "обо", "при"}


def no_first_name(word: TextWord) -> bool:
    """Whether an unknown word is not a first name: a town, an institution, an office, a surname."""
    known = traits(word.form)
    if any(lists()["roles_ru"] & traits(part.form).lemmas for part in word.parts):
        return True
    if known.place or known.surnames or _INSTITUTION.match(word.form):
        return True
    return is_known([reading.nominative for reading in readings(word.form)])


def no_surname(word: TextWord) -> bool:
    """Whether a lone word is not a surname: a town, an institution, a syllable."""
    known = traits(word.form)
    if known.surnames:
        return len(word.form) < _SHORT - 1
    return known.place or len(word.form) < _SHORT or bool(_INSTITUTION.match(word.form))


def is_known(nominatives: Iterable[str]) -> bool:
    """Whether a well-known person has one of these surnames."""
    return not known_surnames().isdisjoint(nominatives)


def no_person(words: Sequence[TextWord], at: int) -> bool:
    """Whether the words before say that nobody is meant: Дед Мороз, центр имени Петровского."""
    before = words[max(0, at - LOOK_BACK) : at]
    if any(is_honour(words, place) for place in range(max(0, at - LOOK_BACK), at)):
        return [word.form for word in before[-2:]] != ["по", "имени"] and not is_unhonoured(
            words[at]
        )
    if not before or lists()["beings_ru"].isdisjoint(before[-1].terms):
        return False
    return not any(lists()["roles_ru"] & traits(word.form).lemmas for word in before[:-1])


def is_honour(words: Sequence[TextWord], at: int) -> bool:
    """Whether "имени" stands at ``at``, or "им." with its dot: without one it is a pronoun."""
    if at + 1 >= len(words) or words[at].form not in lists()["honours_ru"]:
        return False
    return words[at].form == "имени" or words[at + 1].gap.startswith(".")


def is_unhonoured(word: TextWord) -> bool:
    """Whether a first name is in no genitive, so that no street is called by it."""
    given = traits(word.form).given
    return bool(given) and all(GENITIVE.isdisjoint(reading.cases) for reading in given)


def cases_before(words: Sequence[TextWord], at: int, taken: set[int]) -> frozenset[str]:
    """The cases that the word before allows; all when it tells nothing."""
    if not at or not words[at].joined:
        return ANY_CASE
    before = words[at - 1]
    if before.form in _PREPOSITIONS:
        return frozenset(_PREPOSITIONS[before.form].split())
    if not lists()["says_ru"].isdisjoint(before.terms) and not traits(before.form).noun:
        return _SPOKEN
    if not lists()["kin_ru"].isdisjoint(traits(before.form).lemmas) and not _full_name(words, at):
        return GENITIVE
    office = _office_at(words, at, taken, nearest=True)
    if office is not None:
        return office
    return GENITIVE if traits(before.form).noun and not before.named else ANY_CASE


def _full_name(words: Sequence[TextWord], at: int) -> bool:
    """Whether a first name stands at ``at``: "его жена Мария" beside "сестра Долматова"."""
    return bool(traits(words[at].form).given)
