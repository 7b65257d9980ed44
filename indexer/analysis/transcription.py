"""How Russian writes names of other languages: by their sounds, not letter by letter.

Уилсон is Wilson, Сан-Хосе San José, Перуджа Perugia, Цзянсу Jiangsu. A Latin word is rewritten by
the conventions of one language after the other, as if it were of that language. The result has
letters of both alphabets, and is meant for ``indexer.analysis.sound``. Accents have been removed
before: "s" may have been š, and "u" ü.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.analysis.palladius import in_palladius

_SOFT_C = "ce>se ci>si cy>si "
_W = "wa>уa we>уe wi>уi wo>уo wy>уi wu>vu wh>у "
_HARD_GU = "gue>ge gui>gi qu>k "
_ENGLISH = (
    "eau>о sch>sk tch>ch ck>k kn>n wr>r borough>boro ough>о augh>о igh>ай oo>у ow>оу aw>о au>о "
    f"oa>о ew>ю {_W}ee>и ea>и ay>ей ai>ей ham$>hem$ ey$>и$ ie$>и$ {_SOFT_C}"
)
"""What two letters become is Cyrillic where later rules must not change it."""
_MUTE = "es$>s$ e$>$ "
_FRENCH = (
    "tch>ч ch>ш eaux>o eau>o eux>e aux>o au>o oi>ua ai>e ei>e ou>u eu>e gea>жa geo>жo "
    f"{_HARD_GU}ge>жe gi>жi j>ж {_SOFT_C}gna>nia gn>n ill>i h> es$>$ e$>$"
)
_SPANISH = f"{_HARD_GU}ch>ч sh>ш h> j>х x>х ge>хe gi>хi lla>lia llu>liu z>s {_SOFT_C}"
_PORTUGUESE = (
    "lha>lia lho$>liu$ lhos$>lius$ lhe>le lho>lo nha>nia nho$>niu$ nhe>ne nho>no ch>ш sh>ш x>ш "
    f"j>ж {_HARD_GU}ge>жe gi>жi ^h>^ o$>u$ os$>us$ {_SOFT_C}"
)
_ITALIAN = (
    "sci>ши sce>шe ccia>чa ccio>чo cia>чa cio>чo ciu>чu cci>чi cce>чe ci>чi ce>чe ch>k ggia>джa "
    "ggio>джo gia>джa gio>джo giu>джu ggi>джi gge>джe gi>джi ge>джe gh>g gna>nia gne>ne gno>no "
    "gni>ni gli>li zz>ц z>ц qu>kv "
) + " ".join(f"{a}s{b}>{a}z{b}" for a in "aeiou" for b in "aeiou")
_GERMAN = "sch>ш ch>х tz>ц z>ц ck>k ah>a eh>e oh>o uh>u "
_TURKISH = "dj>дж sch>ш s>ш c>ч z>ц j>й u>iu"
_SLAVIC = "dj>дж ch>х cz>ч sz>ш rz>ж c>ц s>ш z>ж j>й ie>e"
"""Like Turkish above, names as they are written without their accents: Polish, Serbian, Czech."""

_CONVENTIONS = (
    f"{_ENGLISH}{_MUTE}",  # Aberdeen, Wilson
    f"{_ENGLISH}{_MUTE}a>e",  # Blackpool, Jackson
    f"{_ENGLISH}{_MUTE}u>a",  # Sutton, Hubble
    f"{_ENGLISH}i>ai y>ai e$>$",  # Tyler, Price
    _FRENCH,  # Bordeaux
    _SPANISH,  # Trujillo
    _PORTUGUESE,  # Guarulhos
    _ITALIAN,  # Perugia
    f"{_GERMAN}ei>ai eu>oi ie>i w>v sa>за se>зe si>зi so>зo su>зu",  # Windsor
    f"{_GERMAN}h>г w>v ie>i",  # Hamilton, as in the past
    f"{_GERMAN}w>v ie>i o>e",  # Röntgen
    _TURKISH,  # Gündoğan
    _SLAVIC,  # Olsztyn, Prešov
)

_JAPANESE = re.compile(
    "^(?:(?:[kgnhbpmr]y|sh|ch|ts|[kgsztdnhbpmrywjf])?[aiueo]|n(?![aiueoy]))+$", re.MULTILINE
)
"""Words of Japanese syllables alone."""
_POLIVANOV = "shi>си sh>с chi>ти ch>т tsu>цu j>дз z>дз"
"""How Russian writes Japanese: Miyazaki, Hiroshige are Миядзаки, Хиросигэ."""


def _parsed(rules: str) -> tuple[tuple[str, str], ...]:
    """Rules of the form "old>new"; ^ and $ are the beginning and the end of a word."""
    pairs = (rule.replace("^", "\n").replace("$", "\n").partition(">") for rule in rules.split())
    return tuple((old, new) for old, _, new in pairs)


_RULES = tuple(map(_parsed, _CONVENTIONS))
_JAPANESE_RULES = _parsed(_POLIVANOV)


def transcribed(forms: str) -> Iterator[str]:
    """``forms``, one a line in lower case, rewritten by each convention."""
    yield in_palladius(forms)
    yield _JAPANESE.sub(lambda word: _rewritten(word[0], _JAPANESE_RULES), forms)
    for rules in _RULES:
        yield _rewritten(f"\n{forms}\n", rules)[1:-1]


def _rewritten(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    for old, new in rules:
        text = text.replace(old, new)
    return text
