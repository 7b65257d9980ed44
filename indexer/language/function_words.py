"""Function words of other languages: a text that langdetect tells to be in one has some of them.

Without that, tables of figures are Swedish, and a headline in Russian is Bulgarian.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_WORDS = {
    "af": "die en van het is nie vir dat met wat hy te was sy aan op ook deur na om",
    "bg": "се са е че със във като ще съм бе който която които през след още това тази този беше",
    "ca": "el la de que els les amb per una del és dels al han ha seva aquest com més",
    "cs": "a se na je že v s z do o byl jako pro by ale za při které který jsou od podle",
    "cy": "yn y yr i a o ar wedi ei gan bod mae am fod fel oedd ac eu",
    "da": "og i at det en den til er som på de med han af for ikke der var et har blev",
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es"
    " werden aus er hat dass sie nach wird bei einer um noch wie einem über einen am wurde",
    "es": "de la que el en y los se del las por un para con una su al lo como más pero sus le ha",
    "et": "ja on ei et oli kui see ka mis ta oma aga või kes selle välja pole",
    "fi": "ja on ei että se oli hän mutta ovat joka kun myös sen tai niin mukaan ole",
    "fr": "de la le et les des en un du une que est dans qui pour par sur au il pas plus ce ne se"
    " avec sont aux son été cette",
    "hr": "i je u na se da su za od s kako koji koja je bio će iz što nije kao o",
    "hu": "a az és hogy nem is egy volt meg de ez már csak el mint szerint vagy azt ki még",
    "id": "yang dan di dengan untuk dari ini pada itu dalam tidak akan telah oleh juga ke kepada",
    "it": "di che la il e un per è una del in non sono della con ha dei le si al alla nel gli più",
    "lt": "ir kad į su yra iš bet kaip už tai nuo buvo apie jis po dėl",
    "lv": "un ir no ar ka par uz kas bija bet tas gan viņš pie tika lai",
    "mk": "се е од да со за ќе дека што беше го ги како по кој до",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om hij ook als door bij uit"
    " naar heeft worden wordt maar nog",
    "no": "og i det er på en til av for at som de med han har ikke ble den et fra om",
    "pl": "w i na z że się do nie to jest o jak od za po przez dla są ale był oraz tym jego która",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como ao foi pela",
    "ro": "de și în la a pe cu că din o nu pentru este care un mai au sa fost prin se s-a",
    "sk": "a sa na je že v s z do o bol ako pre by ale za pri ktoré ktorý sú od podľa",
    "sl": "in je na da v za se so pa z s ki bi ne od tudi ni po še bil",
    "so": "ka oo ku ee waxaa ayaa uu la in iyo waa si laga ah lagu loo",
    "sq": "të e në dhe për me një nga që është u si ka i së tij kjo",
    "sv": "och i att det som en på är av för med till den har de inte om ett han var från",
    "sw": "na ya wa kwa ni katika la za kuwa cha hiyo huo yake kwamba hii baada",
    "tl": "ang ng sa na mga at ay ni si para kay nang ito kanyang hindi siya",
    "tr": "ve bir bu da için de ile olarak çok daha gibi olan sonra kadar ne en olduğu tarafından",
    "uk": "і в на що з у до не та за як це від про його для був є із також після",
    "vi": "và của là có trong không được cho một các người những với đã này từ khi",
}  # fmt: skip
_OUR_WORDS = """и в на с до не за как от да о по из что у
    a i in is on to at as an for was we he by of and or the de"""
_OURS = frozenset(_OUR_WORDS.split())
_LANGUAGES: dict[str, list[str]] = {}
"""The languages of each function word that ours do not have."""
for _code, _words in _WORDS.items():
    for _word in set(_words.split()) - _OURS:
        _LANGUAGES.setdefault(_word, []).append(_code)

SHARE = 0.08
"""Share of words that are function words of its language in what is hardly anything else."""


def borne_out(words: Sequence[str]) -> set[str]:
    """The languages that ``words``, in lower case, have function words of, which ours have not."""
    found = Counter(code for word in words for code in _LANGUAGES.get(word, ()))
    least = max(2, SHARE * len(words))
    return {code for code, count in found.items() if count >= least}
