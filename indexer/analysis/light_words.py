"""Words of a query that say little of what is asked: of a question "what", of any text "the".

Such words may be rare in an archive of short texts, so their frequency does not give them away.
"""

from __future__ import annotations

LIGHT = 0.3
"""The weight of such a word beside others: docs/decisions/0008-ranking.md."""

_ENGLISH = """
a about after also an and another any are as at be been before being between both but by did do does
doing done during each for from had has have having he her his how if in into is it its me more most
my of on onto only or other our out she should so some such than that the their them then there
these they this those through to until up very was we were what when where whether which while who
whom whose why with without would you your
"""
_RUSSIAN = """
а без бы был была были было быть в вам вас весь во вокруг вы где для до его ее ей ему если еще ещё
её же за зачем и из или им их к как какая какие каким какими каких какого какое какой каком какому
какую ко когда которая которого которое которой котором которому которую которые который которым
которыми которых кто куда ли между мы на над нам нас не него ней нем ни них но нём о об обо он она
они оно от откуда перед по под после почему при про с сколько со так также тем то того тоже той тот
у уже чего чей чем через что чьи чья чьё эта эти этим этих это этого этой этом этому этот я
"""
_LIGHT = frozenset((_ENGLISH + _RUSSIAN).split())


def weight(text: str) -> float:
    """LIGHT for such a word, 1 for any other; in capitals it is a name: WHO, IT."""
    light = text.lower() in _LIGHT and not (len(text) > 1 and text.isupper())
    return LIGHT if light else 1.0
