"""Questions in one language, articles in the other: nDCG@10 with translations, and with vectors.

``python -m benchmarks.languages`` takes the whole way: an Archive of judged articles in both
languages, its words and articles encoded (the extra podshivka[semantic]; without it only what is
listed is translated), each question read as a reader's query for any of its words in both
languages. Collections: the paragraphs of xquad with its questions; parallel news, where the
headline of an article asks for its version in the other language.

For each pair of languages: the order by words as it is today, with translations, by likeness
alone, and fused (half and half, in z-scores). "all": both languages in one list. It checks that
translations take away no article, and that what notes promise is found. ``--others N`` adds N
Russian and N English articles that answer nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import corpus
from benchmarks.collection import Judged, lines, xquad
from benchmarks.ranking import ndcg
from indexer.archive import Archive
from schemas.article import Article
from schemas.expression import And, Ids
from schemas.likeness import Likeness
from schemas.query import Query, Request

WINDOW = 200
"""Articles, the first by words and the nearest, that are put in order by both."""

DEPTH = 10
STEP = 10
"""Every such question is asked as a reader would, to see what notes promise."""

PAIRS = ("en→ru", "ru→en", "en→en", "ru→ru", "en→all", "ru→all")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

Questions = Mapping[str, list[Judged]]


def parallel(file: Path) -> tuple[list[Article], dict[str, list[Judged]]]:
    """The bodies of parallel news, and their headlines as questions by pair of languages."""
    records = list(lines(file))
    articles = [
        Article(
            id=f"{one['pair']}-{one['lang']}", language=one["lang"], title="—", body=one["body"]
        )
        for one in records
    ]
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in records:
        for target in ("ru", "en"):
            wanted = {f"{one['pair']}-{target}": 1}
            found[f"{one['lang']}→{target}"].append(Judged(one["title"], target, wanted))
    return articles, dict(found)


def rest(texts: Path, count: int) -> Iterator[Article]:
    """``count`` posts in Russian, and as many articles in English."""
    for file, language in (("telegram-news", "ru"), ("reuters-21578", "en")):
        with gzip.open(texts / f"{file}.jsonl.gz", "rt", encoding="utf-8") as opened:
            for number, line in zip(range(count), opened, strict=False):
                record = json.loads(line)
                body = record.get("text") or record.get("body") or "—"
                title = record.get("title") or body.split("\n")[0]
                yield Article(
                    id=f"other-{number}-{language}", language=language,
                    title=title[:200] or "—", body=body,
                )  # fmt: skip


def with_both(questions: Questions) -> dict[str, list[Judged]]:
    """The questions, and those that both languages are to answer in one list."""
    found = {pair: list(asked) for pair, asked in questions.items()}
    for own in ("ru", "en"):
        two = zip(questions[f"{own}→ru"], questions[f"{own}→en"], strict=True)
        found[f"{own}→all"] = [Judged(a.text, "", {**a.grades, **b.grades}) for a, b in two]
    return found


def opened(articles: Iterable[Article], folder: Path) -> Archive:
    """An archive of the articles with all that helps to find them in both languages."""
    archive = Archive.open(folder, create=True)
    archive.add(articles)
    archive.sync()
    archive.translate(lambda _: nullcontext(lambda _: None))
    archive.make_vectors()
    return archive


def query(judged: Judged, *, both: bool) -> Query:
    """Any of the words of a question, among the articles of one language."""
    filters = {"language": (judged.language,)} if judged.language else {}
    # in small letters: AND is no operator here; a capital letter elsewhere is evidence
    words = (word.lower() if word.isupper() else word for word in _WORD.findall(judged.text))
    return Query(" ".join(words), filters, size=WINDOW, any_words=True, both=both, apart=True)


def fused(archive: Archive, request: Request, likeness: Likeness) -> Iterator[str]:
    """The first by words and the nearest, in order by both."""
    search = archive.searcher().search
    nearest = likeness.closest(WINDOW)
    near = And((request.expression, Ids(nearest)))
    asked = request, replace(request, expression=near, limit=len(nearest))
    scores = {one.id: one.score for each in asked for one in search(each).matches}
    ids = list(scores)
    order = _z(list(scores.values())) + _z(list(likeness.of(ids)))
    return (ids[at] for at in np.argsort(-order, kind="stable"))


def _z(values: Sequence[float]) -> NDArray[np.float64]:
    given = np.nan_to_num(np.array(values, float), nan=-1.0)
    spread = given.std() if len(given) else 0.0
    return (given - given.mean()) / spread if spread else np.zeros(len(given))


def measured(archive: Archive, questions: Questions) -> dict[str, dict[str, float]]:
    """The mean nDCG@10 of each pair of languages: by name of the order."""
    reader = archive._serving.current().pages.reader  # noqa: SLF001 - what pages are made with
    found: dict[str, dict[str, float]] = {}
    for pair in PAIRS:
        sums: dict[str, float] = defaultdict(float)
        for each in questions[pair]:
            plain, both = (
                replace(reader.read(query(each, both=both)).request, facets=False)
                for both in (False, True)
            )
            orders: dict[str, Iterable[str]] = {
                "today": _ids(archive, plain),
                "translated": _ids(archive, both),
            }
            likeness = archive.likeness(each.text)
            if likeness is not None:
                orders["likeness"] = _of_language(likeness.closest(WINDOW), each)
                orders["fused"] = fused(archive, both, likeness)
                orders["fused today"] = fused(archive, plain, likeness)
            for name, ids in orders.items():
                sums[name] += ndcg(ids, each.grades, DEPTH)
        found[pair] = {name: total / len(questions[pair]) for name, total in sums.items()}
    return found


def _ids(archive: Archive, request: Request) -> list[str]:
    return [one.id for one in archive.searcher().search(request).matches]


def _of_language(ids: Iterable[str], judged: Judged) -> Iterator[str]:
    """``ids`` of judged articles in the language that is asked for."""
    return (id for id in ids if not judged.language or _language(id) == judged.language)


def _language(id: str) -> str:
    """That of a judged article: ids begin or end with it."""
    return id[:2] if id[:2] in {"ru", "en"} else id[-2:]


def faults(archive: Archive, questions: Questions) -> Iterator[str]:
    """What translations took away, or notes promise wrongly, of some questions."""
    for each in questions["en→all"][::STEP] + questions["ru→all"][::STEP]:
        asked = query(each, both=False)
        plain, both = (archive.search(replace(asked, both=both, size=1)) for both in (False, True))
        offer = next((note for note in plain.notes if note.code == "both-languages"), None)
        promised = plain.total + (offer.count or 0 if offer else 0)
        if both.total != promised:
            yield f"{asked.text}: {both.total} in both languages, {promised} promised"
        words = [word for note in both.notes for word in note.words]
        none = archive.search(replace(asked, both=True, not_as=tuple(words), size=1))
        if none.total != plain.total:
            yield f"{asked.text}: {none.total} without translations, {plain.total} before"


def show(name: str, articles: Sequence[Article], questions: Questions) -> None:
    """Print the table of one collection, and what is wrong."""
    asked = with_both(questions)
    with tempfile.TemporaryDirectory() as folder:
        archive = opened(articles, Path(folder))
        print(f"{name}: {len(articles)} articles")
        for pair, orders in measured(archive, asked).items():
            shown = "  ".join(f"{order} {value:.4f}" for order, value in orders.items())
            print(f"  {pair}  ({len(asked[pair])})  {shown}", flush=True)
        for fault in faults(archive, asked):
            print(f"  WRONG  {fault}")


def main() -> None:
    """Print the tables of all collections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=corpus.default_texts())
    parser.add_argument("--others", type=int, default=0, help="articles that answer nothing")
    options = parser.parse_args()
    others = list(rest(options.texts, options.others))
    for name, (articles, questions) in {
        "parallel news": parallel(options.texts / "parallel-news.jsonl"),
        "xquad": xquad(options.texts / "xquad"),
    }.items():
        show(name, [*articles, *others], questions)


if __name__ == "__main__":
    main()
