"""What analysis gives for texts that touch each of its rules, and for the sample archive."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from indexer.analysis import default_analyzer
from indexer.index.columns import columns
from indexer.settings import Settings
from indexer.taxonomy import load_taxonomies

TEXTS = (
    # Russian: case forms, homonyms, capitals as evidence
    "Протесты в Дагестане. Дагестану, Дагестаном; дагестанский и Дагестанские",
    "В Шали и Сочи стали жить. Стали Магаса; Магас шёл, газа и Газа",
    "Того же дня он был в Того. Роман Романов и морозы Морозова",
    "люди человека детей ребёнка шёл идти хуже плохой лучших",
    # names that no dictionary knows
    "Яндиев Яндиева Яндиеву Яндиевой Яндиевых; Абдулмуминову Абдулмуминовым",
    "Гулузаде Саакашвили Тер-Петросяна Цечоевы Мальсагова Оздоев Кокойты Хаджимбы",
    "Северо-Осетинской Карачаево-Черкесию Ростов-на-Дону Алхан-Калой Йошкар-Оле",
    "М. Евкуров и М.Евкурову, Ю.-Б. Евкуров. Магомед-Салама Магомедсалам",
    # abbreviations, numbers, signs
    "МВД ООН ФСБ США. Ту-154 44-ФЗ 90-е 5-й COVID-19 10 000 1,5 2019",
    "see http://example.org/a_b?c=d, mail@example.org @name #тег 50% №5 100 руб.",
    # how letters are written
    "ёлка Ёлка ё е Алёна; про\u00adтест удар\u0301ение Cочи Mосква ﬁnance ＡＢＣ",
    "«Эхо Кавказа» “quoted” 'single' it's Kadyrov’s O'Brien Кот-д'Ивуар",
    "КIант КӀант Гӏала СТРОЧНЫМИ заглавными Титул",
    # English
    "Protesters protested in Grozny and Makhachkala; children's organisations organised",
    "Simon Magas Maga Kukudzhanova Kadyrov Chechnya's Abkhazia Nagorno-Karabakh",
    "running ran runs better best U.S. US the of and",
    # sentences, paragraphs, nothing
    "Первое. Второе! Третье? четвёртое… Пятое\n\nНовый абзац\nновая строка",
    "",
    "— … !!!",
    # what scans, typewriters and agencies write
    "сотруд-\r\nники сотруд¬\n  ники об'явление ХХ век, ХIХ, XVIII",
    "O.S.C.E. OSCE Islamization Islamisation congressmen rose Qurʾan",
    "в Дубовой роще, с Дубовым; Толстому",
    "слово¹ CO₂ Алхан-Кала² мин\u200eимизируя Wałęsa Əliyev Straße",
    "М. В. Д. и J. R. R. Tolkien: MPs, US's, the 1990's, F-16s, 582,5км",
    "XIX-го 30-летию тридцатилетие 16-этажный people person tyres tires",
    # other scripts
    "საქართველო Հայաստան 北京 العربية Україна ґанок қала",
)  # fmt: skip


def path(version: int) -> Path:
    """The file of a version."""
    return Path(__file__).with_name(f"terms-{version}.json")


def record() -> dict[str, Any]:
    """Tokens of TEXTS in full, and a digest of the columns of the sample archive."""
    analyzer = default_analyzer()
    return {
        "texts": {
            text: [
                f"{token.position} {token.text} {token.form}: {' '.join(token.terms)}"
                for token in analyzer.tokens(text)
            ]
            for text in TEXTS
        },
        "words": {word: " ".join(analyzer.word(word).terms) for word in _words()},
        "sample": _sample(),
    }


def _words() -> list[str]:
    """Words as one types them: a query's word has more terms than a text's."""
    return sorted({word for text in TEXTS for word in text.lower().split()})


def _sample() -> dict[str, str]:
    """Digests of what an index holds of the sample archive, column by column."""
    lines = (files("indexer") / "sample" / "articles.jsonl").read_text("utf-8").splitlines()
    ancestors = {name: each.ancestors for name, each in load_taxonomies(Settings()).items()}
    batch = columns([json.loads(line) for line in lines], default_analyzer(), ancestors)
    # numbers of forms are private to a vocabulary that other tests have taught: spell them out
    used = sorted(
        {(batch.forms[number], batch.terms[number]) for number in set(batch.tokens.tolist())}
    )
    spelt = "\n".join(batch.forms[number] for number in batch.tokens.tolist())
    return {
        "terms": _digest(repr(used).encode()),
        "forms": _digest(spelt.encode()),
        "facets": _digest(repr(sorted(batch.facets.items())).encode()),
        **{
            name: _digest(getattr(batch, name).astype("<i8").tobytes())
            for name in ("positions", "ends", "starts", "lengths", "published")
        },
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
