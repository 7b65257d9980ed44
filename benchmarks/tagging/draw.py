"""``python -m benchmarks.tagging.draw CORPORA [names|more-names]``: articles to label, with text.

Without a second argument the half "test", labelled in full; with ``names`` the half "names", in
which people and organisations alone are labelled; with ``more-names`` as many again, without those
that ``names`` draws.

A fixed seed, and strata: for every topic some articles that have a word which hints at it (more of
topics that are rare in the corpora), a third that have one which hints at the Caucasus (many of
both are about something else), some of agency news and of parallel news, the rest at random. An
article that develops the rules is not drawn, nor the other language of one, nor a post of which
more than half has been read in an earlier one.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.tagging.labelled import LABELS, SOURCES, article, load, records
from indexer.reprints.overlap import drawing
from schemas.article import Article


@dataclass(frozen=True, slots=True)
class Strata:
    """How many articles of each kind are drawn. ``half``: of the labels; ``seed``: of chance.

    ``hinted``: posts that hint at a topic, ``rare`` where not so many; ``scarce``: that hint more
    strongly at topics of SCARCE. ``read``: halves whose articles are not drawn again;
    ``after``: a draw that comes first, whose articles are not drawn again either.
    """

    half: str
    seed: int
    hinted: int
    caucasus: int
    news: int
    agency: int
    parallel: int
    scarce: int
    rare: Mapping[str, int]
    read: frozenset[str]
    after: Strata | None = None


TEST = Strata(
    half="test",
    seed=20261128,
    hinted=5,
    caucasus=100,
    news=50,
    agency=12,
    parallel=5,
    scarce=7,
    rare={
        "abductions": 10,
        "history": 12,
        "human-rights": 9,
        "interethnic-relations": 10,
        "media": 9,
        "elections": 8,
        "migration": 8,
        "nature-and-ecology": 8,
        "religion": 8,
    },
    read=frozenset({"dev"}),
)
NAMES = Strata(
    half="names",
    seed=20261209,
    hinted=1,
    caucasus=24,
    news=32,
    agency=18,
    parallel=7,
    scarce=0,
    rare={},
    read=frozenset({"dev", "test", "names"}),
)
MORE_NAMES = replace(NAMES, seed=20261210, after=NAMES)

DRAWS = {"names": NAMES, "more-names": MORE_NAMES}
"""The draws that are asked for by name."""

SHORTEST = 60
"""Characters of an article that says enough."""

HINTS = {
    "politics": r"\bпарламент|\bминистр",
    "elections": r"\bвыбор(ы|ах|ов)\b|\bизбира",
    "protests": r"\bмитинг|\bпикет|\bпротест",
    "human-rights": r"правозащит|прав[аоу]? человека|пытк|иноагент|домашне\w+ насили",
    "media": r"журналист|цензур|роскомнадзор|редакци",
    "abductions": r"похи(щен|ти)\w* \w*(люд|челов|девоч|реб|жен|муж|дев)|без вести"
    r"|пропал[аи]? (девоч|мальч|подрост|школьн|женщ|мужч|ребен|ребён)",
    "conflicts": r"\bобстрел|\bперемири|\bбоев\w+ действи",
    "security": r"\bтеракт|\bтеррорист|\bбоевик",
    "crime": r"\bубийств|\bмошенни|\bграб|\bкраж",
    "courts": r"\bсуд\w{0,2} (приговор|отправ|арест|призна|оштраф)|\bприсяжн|\bапелляц",
    "incidents": r"\bпожар|\bдтп\b|\bавари[яюи]\b",
    "disasters": r"землетрясен|наводнен|ураган|цунами|оползн|сель\b|лавин",
    "society": r"\bпенси|многодетн|\bволонт|\bжител",
    "migration": r"\bмигрант|\bбеженц|депортац",
    "education": r"\bшкол|\bуниверситет|\bучен(ые|ых|ым)\b|\bучёны",
    "health": r"\bврач|\bбольниц|\bвакцин|\bболезн",
    "interethnic-relations": r"национальност|межнациональн|этническ|диаспор|антисемит|расис"
    r"|цыган|национализм",
    "religion": r"\bмечет|\bцерк|\bсвященник|\bмусульман|\bпатриарх",
    "culture": r"\bфильм|\bтеатр|\bмузе[йяею]|\bконцерт",
    "history": r"\bархеолог|\bдревн|историческ|великой отечественной|\bвек[ае]\b",
    "economy": r"\bинфляц|\bналог|\bипотек|\bцены\b",
    "nature-and-ecology": r"эколог|животн|заповедник|\bпогод",
    "sport": r"\bматч|\bчемпион|\bсборн",
}
"""What in the text of a post hints at a topic."""

SCARCE = {
    "abductions": r"похити(л|тел)\w* (реб|дев|муж|жен|биз|школь|подр|чел)|похитител"
    r"|взя\w+ в заложник|похищени\w+ (реб|чел|люд|дев)"
    r"|пропавш\w+ (дев|мальч|школь|подр|студ|жен|муж|реб|люд)",
    "interethnic-relations": r"антисемит|ксенофоб|межнацион|националист|скинхед|русофоб|геноцид"
    r"|расис|этническ",
    "media": r"(задерж|арест|уби|погиб|ранен|напа|изби)\w* журналист|журналист\w* (задерж|погиб|ран"
    r"|арест|уби|изби)|цензур|главред|блокировк\w+ (YouTube|ютуб|WhatsApp|Telegram)",
    "human-rights": r"правозащит|политзаключ|пытк|пытал|прав[аоу]? человека|ЛГБТ",
    "disasters": r"землетрясени|наводнени|цунами|извержени|тайфун|оползн|лавин",
    "religion": r"муфти|мечет|патриарх|епископ|церк",
}
"""What hints more strongly at topics that hardly occur among what the other strata draw."""

NEAR = (
    r"дагестан|чечн|чечен|кадыров|ингуш|осети|кабардин|балкар|карача|черкес|адыге|ставропол"
    r"|краснодар|кубан|сочи\b|ростов|волгоград|астрахан|калмык|абхаз|грузи|тбилис|армени|ереван"
    r"|азербайджан|\bбаку\b|карабах|кавказ|махачкал|владикавказ|нальчик|грозн"
)
"""What hints at the Caucasus and the south."""


def main() -> int:
    """Print the drawn articles, one JSON object a line."""
    corpora, *name = sys.argv[1:]
    for one in draw(Path(corpora), DRAWS[name[0]] if name else TEST):
        print(json.dumps({"id": one.id, "title": one.title, "body": one.body}, ensure_ascii=False))
    return 0


def draw(corpora: Path, strata: Strata) -> list[Article]:
    """The articles drawn, without those of ``strata.read`` and ``strata.after``."""
    rows = map(json.loads, LABELS.read_text(encoding="utf-8").splitlines())
    known = {_story(row["id"]) for row in rows if row["set"] in strata.read}
    earlier = draw(corpora, strata.after) if strata.after else []
    known |= {_story(one.id) for one in earlier}
    chance = random.Random(strata.seed)
    developing = [one.article for one in load(corpora) if one.half in strata.read]
    read = {shingle for one in (*developing, *earlier) for shingle in drawing(one).shingles}
    posts, parallel, agency = (
        list(_new((one for one in _articles(corpora / name) if _story(one.id) not in known), read))
        for name in SOURCES
    )
    chosen: dict[str, Article] = {}

    def draw_hinted(hint: str, count: int) -> None:
        word = re.compile(hint, re.IGNORECASE)
        hinted = [p for p in posts if p.id not in chosen and word.search(f"{p.title} {p.body}")]
        chosen.update((one.id, one) for one in chance.sample(hinted, min(count, len(hinted))))

    for topic, hint in HINTS.items():
        draw_hinted(hint, strata.rare.get(topic, strata.hinted))
    draw_hinted(NEAR, strata.caucasus)
    for pool, count in ((posts, strata.news), (agency, strata.agency), (parallel, strata.parallel)):
        stories = sorted({_story(one.id) for one in pool} - chosen.keys())
        some = set(chance.sample(stories, min(count, len(stories))))
        chosen.update((one.id, one) for one in pool if _story(one.id) in some)
    for hint in SCARCE.values():
        draw_hinted(hint, strata.scarce)
    return list(chosen.values())


def _articles(path: Path) -> Iterator[Article]:
    for record in records(path):
        one = article(record)
        if len(one.title) + len(one.body) >= SHORTEST:
            yield one


def _new(articles: Iterable[Article], read: set[int]) -> Iterator[Article]:
    """Those of which at least half is new; what they say is added to what has been ``read``."""
    for one in articles:
        shingles = drawing(one).shingles
        if 2 * len(shingles & read) <= len(shingles):
            read |= shingles
            yield one


def _story(id: str) -> str:
    """What the two languages of an article have in common."""
    return id.removesuffix("-ru").removesuffix("-en") if id.startswith("ntrex") else id


if __name__ == "__main__":
    raise SystemExit(main())
