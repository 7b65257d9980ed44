"""A key of how a name sounds, the same for its spellings in both alphabets.

Гаджиев, Gadzhiev, Gadjiev and Gadzhiyev have one key; so have Цхинвали and Tskhinvali. The key
keeps consonants and vowels; what transliteration schemes disagree on (й, ы, ь, double letters,
"dzh" and "dj") becomes one. Keys are made for a whole text at once, one word a line: every rule
is one replacement in one long string.
"""

from __future__ import annotations

import re

from indexer.analysis.transcription import transcribed

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "J", "з": "z", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "H", "ц": "C", "ч": "X", "ш": "W", "щ": "W", "ъ": "",
        "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ё": "e", "і": "i", "ї": "i", "є": "e",
    }
)  # fmt: skip

_LATIN = (
    ("shch", "W"), ("shh", "W"), ("sch", "W"), ("tch", "X"), ("zh", "J"), ("kh", "H"), ("ch", "X"),
    ("sh", "W"), ("ts", "C"), ("tz", "C"), ("tc", "C"), ("cz", "C"), ("ph", "f"), ("th", "t"),
    ("gh", "g"), ("ck", "k"),
)  # fmt: skip
"""Groups of letters, longer ones first. Capitals are sounds: later rules do not divide them."""

_SINGLE = (("q", "k"), ("w", "v"), ("c", "k"), ("h", "H"), ("yo", "e"), ("ye", "e"))

_Rules = tuple[tuple[str, str], ...]
_ENGLISH: tuple[_Rules, _Rules] = (), (("x", "ks"), ("j", "J"))
_READINGS: tuple[tuple[_Rules, _Rules], ...] = (
    _ENGLISH,
    ((), (("x", "H"), ("j", "J"))),
    ((), (("x", "ks"), ("dj", "J"), ("j", "y"))),
    ((("tch", "X"), ("ch", "W")), (("x", "ks"), ("dj", "J"), ("j", "J"))),
    (
        (("schtsch", "W"), ("tsch", "X"), ("dsch", "J"), ("sch", "W"), ("ch", "H"), ("z", "C")),
        (("x", "ks"), ("j", "y")),
    ),
    ((("ch", "H"), ("c", "C")), (("x", "H"), ("j", "y"))),
    ((("ie", "e"), ("chov", "chev")), (("x", "ks"), ("j", "J"))),
)
"""How the letters that languages differ in are read: in English; x as х; j as й, as scholars write
it; in French, German, Czech; ie as ье, o as ё. Rules before and after the groups of letters."""
_SCHOLARLY = 3
"""How many of these are of English, or of scholars."""
_FOREIGN = 5
"""Letters from which a form may be of another language."""

_SIGNS = re.compile("['`ʹʺ]")
_BOTH = (("тс", "ц"), ("йо", "е"), ("дз", "dz"), ("дж", "J"), ("dJ", "J"), ("ou", "u"))
"""The first four are of Cyrillic letters, the others of what these have become."""
_FINAL = re.compile("(o|e)ff$", re.MULTILINE)
_DOUBLE = re.compile(r"([a-df-zA-Z])\1+")
"""Of two e both stay: Andrew is not Андреев."""
_ENDING = re.compile("[aeiou]+$", re.MULTILINE)
_CASES = re.compile("[aeiou](?:[aeiou]|(?<=[aeiou])(?:g(?=o)|[mH]))*$", re.MULTILINE)
"""The endings of all cases: of Ивлеевой, Явлинского, Кадыровым, Ессентуках."""
_ROOT = 2
"""Signs that a key keeps at least when its endings are taken off."""
_FLEETING = re.compile("[eo](?=[Ck]$)", re.MULTILINE)
"""A vowel that other cases lack: Череповец, Череповце."""
_SHORTEST, _LONG = 4, 6
"""Signs of a key whose final i may be missing; of a stem that makes a name by itself."""


def keys(forms: str) -> str:
    """The keys of ``forms``, one a line; forms in lower case, one a line."""
    return _of(forms, _ENGLISH)


def keys_of_readings(forms: str) -> tuple[str, ...]:
    """The keys of ``forms`` (one a line): several where a Latin letter has several readings.

    A short form alone is not read as in other languages than English: City is not ЦИТО.
    """
    readings = _READINGS if len(forms) >= _FOREIGN else _READINGS[:_SCHOLARLY]
    return tuple(dict.fromkeys(_of(forms, reading) for reading in readings))


def keys_of_names(forms: str) -> tuple[str, ...]:
    """More keys of Latin ``forms`` (one a line): as Russian writes names of other languages.

    They only join a Latin word with a Cyrillic one: that Russian may write two Latin words alike
    says nothing.
    """
    if len(forms) < _FOREIGN:
        return ()
    return tuple(dict.fromkeys(_of(text, _ENGLISH) for text in transcribed(forms)))


def roots(keys: str) -> str:
    """What the keys of all case forms of a name have in common; ``keys``, one a line."""
    roots = _FLEETING.sub("", _CASES.sub("", keys)).split("\n")
    return "\n".join(
        root if len(root) >= _ROOT else key[:_ROOT]
        for key, root in zip(keys.split("\n"), roots, strict=True)
    )


def sound_alike(one: str, other: str) -> bool:
    """Whether two keys are of one name.

    They are when they differ in a final i alone (Сухум, Sukhumi), in long names in any final vowels
    (Нагорный, Nagorno; Кадыров, Kadyrova).
    """
    if one == other:
        return True
    bare = one.rstrip("i")
    if len(bare) >= _SHORTEST - 1 and bare == other.rstrip("i"):
        return min(len(one), len(other)) >= _SHORTEST
    stem = _ENDING.sub("", one)
    return len(stem) >= _LONG and stem == _ENDING.sub("", other)


def _of(forms: str, reading: tuple[_Rules, _Rules]) -> str:
    text = _SIGNS.sub("", _FINAL.sub(r"\1v", forms))
    before, after = reading
    for old, new in (*before, *_LATIN, *after, *_SINGLE, *_BOTH[:4]):
        text = text.replace(old, new)
    text = text.translate(_CYRILLIC).replace("y", "i")
    for old, new in _BOTH[4:]:
        text = text.replace(old, new)
    return _DOUBLE.sub(r"\1", text)
