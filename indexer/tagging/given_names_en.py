"""First names of our Russian lists as English texts write them: Мальсаг is Malsag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
        "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip

_OTHERWISE = (
    ("dzh", "j"),
    ("kh", "h"),
    ("iya", "ia"),
    ("ay", "ai"),
    ("ey", "ei"),
)
"""Other spellings that newspapers use: Jambulat, Hava, Zulfia, Aina, Leila."""

_SHORTEST = 4
"""Letters of the shortest name that is kept: shorter ones are often something else."""

_WORDS = frozenset(
    {
        "born", "dale", "emir", "ermine", "grant", "lens", "mads", "mane", "martins", "mate",
        "mete", "olive", "rend", "taker", "tale", "vine", "volga", "jihad", "memphis", "lincoln",
        "boston", "harem", "hose", "alias", "asia", "tata", "morgan", "ante",
        "jinni", "joys", "vera", "girts", "israel", "muslim", "bern", "chester", "eden", "troy",
        "naira", "semen", "rein", "shein", "tasnim", "fizuli", "sana",
        "nazi", "medina", "salem", "sakura", "kurban", "shiva", "matlab", "gazi",
    }
)  # fmt: skip
"""Spellings that are an English word or a place rather than a name."""


def in_latin_letters(names: Iterable[str]) -> Iterator[str]:
    """The spellings of Russian ``names``, in small letters, that English texts have."""
    for name in names:
        spelt = {name.translate(_LETTERS)}
        for russian, other in _OTHERWISE:
            spelt |= {one.replace(russian, other) for one in spelt}
        yield from (one for one in spelt if len(one) >= _SHORTEST and one not in _WORDS)
