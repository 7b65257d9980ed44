"""Chinese names: pinyin in Cyrillic letters, by the system of Palladius. Jiangsu → цзянсу.

The system gives each syllable one spelling. Which initials and finals go together is not checked.
"""

from __future__ import annotations

import re
from functools import cache

_INITIALS = {
    "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г",
    "k": "к", "h": "х", "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш", "r": "ж",
    "z": "цз", "c": "ц", "s": "с",
}  # fmt: skip
_FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань",
    "en": "энь", "ang": "ан", "eng": "эн", "ong": "ун", "er": "эр", "i": "и", "ia": "я", "ie": "е",
    "iao": "яо", "iu": "ю", "ian": "янь", "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн",
    "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй", "uan": "уань", "un": "унь",
    "uang": "уан", "ue": "юэ", "ve": "юэ", "v": "юй",
}  # fmt: skip
_BARE = {
    "ya": "я", "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян",
    "ying": "ин", "yong": "юн", "yi": "и", "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь",
    "wa": "ва", "wo": "во", "wai": "вай", "wei": "вэй", "wan": "вань", "wen": "вэнь", "wang": "ван",
    "weng": "вэн", "wu": "у",
}  # fmt: skip
"""Syllables that begin with y or w."""
_OPEN = ("a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er")
"""Finals that are syllables by themselves, at the beginning or after an apostrophe."""
_HISSING = {"zi": "цзы", "ci": "цы", "si": "сы"}
_SOFT = {"u": "юй", "ue": "юэ", "uan": "юань", "un": "юнь"}
"""What u becomes after j, q and x, where it stands for ü."""


@cache
def _syllables() -> dict[str, str]:
    found = {
        initial + final: start + end
        for initial, start in _INITIALS.items()
        for final, end in _FINALS.items()
    }
    found |= {i + final: _INITIALS[i] + end for i in "jqx" for final, end in _SOFT.items()}
    return found | _BARE | _HISSING | {"hui": "хуэй"}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a word that consists of syllables, one a line, and of one of its syllables."""
    open_ones, closed = (
        "|".join(sorted(each, key=lambda syllable: -len(syllable)))
        for each in (_OPEN, _syllables())
    )
    # the first letter of a syllable is tested first: most words fail at once
    syllable = f"(?=[b-df-hj-np-tw-z])(?:{closed})"
    word = f"(?:(?:{open_ones})'?)?(?:{syllable}'?|(?<=')(?:{open_ones})'?)+"
    return re.compile(f"^{word}$", re.MULTILINE), re.compile(f"{syllable}|{open_ones}")


def in_palladius(forms: str) -> str:
    """``forms``, one a line in lower case, with those that are pinyin in Cyrillic letters."""
    word, syllable = _patterns()
    known = _syllables() | {final: _FINALS[final] for final in _OPEN}

    def written(found: re.Match[str]) -> str:
        return syllable.sub(lambda one: known[one[0]], found[0])

    return word.sub(written, forms)
