"""Names across alphabets: ``python -m benchmarks.names LIST.mo …``.

LIST.mo: translations of English names into Russian, as gettext's tools write them. We measured on
lists that nobody of this project wrote: those of libgweather (places with a weather station),
iso-codes (iso_3166-2: states and provinces) and kgeography, from the packages of Debian.

An archive is made with an article for each name of one word, in both languages. Each name is asked
for, and is wrong if it does not find the article with the name in the other alphabet. "Others"
counts the names that also find a name in the other alphabet that the list does not have for them.
By a checksum of the pair, half of the pairs were looked at while rules and lists were made; the
other half was held out.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

from babel.messages.mofile import read_mo

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query

HALVES = ("looked at", "held out")
SHOWN = 100
_LATIN = re.compile(r"(?=[^\W\d_a-z])(?:[^\W\d_А-яЁё]|['’-]){3,}")
_CYRILLIC = re.compile(r"[А-ЯЁ](?:[а-яёА-ЯЁ]|['’-])+")
_Pair = tuple[str, str]


def pairs(path: Path) -> Iterator[_Pair]:
    """The names of one word in English and in Russian."""
    with path.open("rb") as file:
        for message in read_mo(file):
            english, russian = message.id, message.string
            named = isinstance(english, str) and isinstance(russian, str)
            if named and _LATIN.fullmatch(english) and _CYRILLIC.fullmatch(russian):
                yield english, russian


def archive_of(names: Iterable[_Pair], folder: Path) -> tuple[Archive, dict[str, str]]:
    """An archive with an article for each name, and the id of each."""
    texts: dict[str, tuple[str, str]] = {}
    for english, russian in names:
        texts[english] = "en", f"Yesterday they said {english} here in town."
        texts[russian] = "ru", f"Вчера вечером сказали про {russian} здесь."
    ids = {name: str(number) for number, name in enumerate(sorted(texts))}
    archive = Archive.open(folder, create=True)
    archive.add(
        Article(id=ids[name], language="en" if language == "en" else "ru", title="—", body=body)
        for name, (language, body) in texts.items()
    )
    archive.sync()
    return archive, ids


def measure(names: list[_Pair], archive: Archive, ids: dict[str, str]) -> None:
    """Print how many names do not find theirs in the other alphabet, and how many find others."""
    others: dict[str, set[str]] = defaultdict(set)
    for english, russian in names:
        others[english].add(ids[russian])
        others[russian].add(ids[english])
    cyrillic = {number for name, number in ids.items() if _CYRILLIC.fullmatch(name)}
    counts: Counter[tuple[str, str, int]] = Counter()
    for english, russian in names:
        half = crc32(f"{english}\t{russian}".encode()) % len(HALVES)
        for way, asked, wanted in (
            ("English to Russian", english, russian),
            ("Russian to English", russian, english),
        ):
            page = archive.search(Query(asked, size=SHOWN))
            relaxed = any(note.code == "any-words" for note in page.notes)
            found = {hit.id for hit in page.hits if not (hit.missing or relaxed)}
            crossed = found & cyrillic if asked == english else found - cyrillic
            counts[way, "asked", half] += 1
            counts[way, "wrong", half] += ids[wanted] not in found
            counts[way, "others", half] += bool(crossed - others[asked])
    for way in sorted({way for way, _, _ in counts}):
        for half, name in enumerate(HALVES):
            wrong, asked, other = (counts[way, key, half] for key in ("wrong", "asked", "others"))
            print(f"{way}, {name}: wrong {wrong} of {asked}, others {other}")


def main(lists: list[str]) -> None:
    """Measure each of ``lists``."""
    for path in map(Path, lists):
        names = sorted(set(pairs(path)))
        print(path.name, len(names), "names")
        with tempfile.TemporaryDirectory() as folder:
            measure(names, *archive_of(names, Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
