"""Questions in one language, articles in the other: nDCG@10 with translations, and with vectors.

``python -m benchmarks.languages`` takes the whole way: an Archive of judged articles in both
languages, its words and articles encoded (the extra podshivka[semantic]; without it only what is
listed is translated), each question read as a reader's query for any of its words in both
languages. Collections: the paragraphs of xquad with its questions; parallel news, where the
headline of an article asks for its version in the other language.

For each pair of languages the order by words as typed ("today"), with translations, by likeness
alone, as the page puts matches in order ("shown"), all that the page shows in the order in which it
stands there ("page"; "typed": the same when not any of the words are asked for, but the question as
it is), and what one list of words and meaning would be ("one list"). "alone": "page" as if the
version in the language of the question were missing, while all other articles keep theirs. Pair
"en→all": both languages in one list. It checks that translations take away no article, and that
what notes promise is found.

Known headlines: the headline of parallel news, typed as it stands, finds its version in the other
language, which has a title, too. The place is that on the page: matches, those with some of the
words, those close in meaning; the article of the language typed is not counted.

``--others N`` adds N Russian and N English articles that answer nothing. ``--half dev`` and
``held`` take half of the questions, by hash of the pair of articles or of the paragraph: what is
chosen by measurement is chosen on the first and told of the second. ``--step N``: every Nth
question.
"""

from __future__ import annotations

import argparse
import math
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import corpus
from benchmarks.collection import Judged, xquad
from benchmarks.kept_vectors import kept_vectors
from benchmarks.questions import (
    HALVES,
    Questions,
    chosen,
    parallel,
    rest,
    spoken,
    version,
    with_both,
)
from benchmarks.ranking import ndcg
from indexer.archive import Archive
from indexer.index.contract import WINDOW
from indexer.index.fused import CLOSEST
from indexer.query.meaning import IN_BOTH
from indexer.query.reader import ReadQuery
from schemas.article import Article
from schemas.expression import And, Ids, Or
from schemas.likeness import Likeness
from schemas.query import Query, Request

DEPTH = 10

STEP = 10
"""Every such question is asked as a reader would, to see what notes promise."""

PAIRS = ("en→ru", "ru→en", "en→en", "ru→ru", "en→all", "ru→all")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*[.,;?!…]*")


def opened(articles: Iterable[Article], folder: Path) -> Archive:
    """An archive of the articles with all that helps to find them in both languages."""
    archive = Archive.open(folder, create=True)
    archive.add(articles)
    archive.sync()
    archive.translate(lambda _: nullcontext(lambda _: None))
    archive.make_vectors()
    return archive


def query(judged: Judged, *, both: bool) -> Query:
    """Any of the words of a question, as typed but for signs that would be operators."""
    filters = {"language": (judged.language,)} if judged.language else {}
    # in small letters: AND is no operator here; a capital letter elsewhere is evidence
    words = (word.lower() if word.isupper() else word for word in _WORD.findall(judged.text))
    return Query(" ".join(words), filters, size=DEPTH, any_words=True, both=both, apart=True)


def orders(archive: Archive, judged: Judged, pair: str) -> dict[str, Iterable[str]]:
    """The articles of a question in each order, by its name. ``pair``: of PAIRS."""
    reader = archive._serving.current().pages.reader  # noqa: SLF001 - what pages are made with
    plain, both = (reader.read(query(judged, both=both)) for both in (False, True))
    shown = _ids(archive, both.request)
    found: dict[str, Iterable[str]] = {
        "today": _ids(archive, replace(plain.request, likeness=None)),
        "translated": _ids(archive, replace(both.request, likeness=None)),
    }
    likeness = archive.likeness(judged.text)
    if likeness is not None:
        asked = query(judged, both=True)
        typed = replace(asked, text=judged.text, any_words=False)
        found |= {
            "likeness": _of_language(likeness.closest(DEPTH), judged),
            "shown": shown,
            "page": _listed(archive, asked),
            "typed": _listed(archive, typed),
            "one list": one_list(archive, both, likeness),
        }
        if pair in PAIRS[:2]:
            own = version(min(judged.grades))
            found["alone"] = _listed(archive, replace(asked, text=f"{asked.text} -id:{own}"))
    return found


def one_list(archive: Archive, read: ReadQuery, likeness: Likeness) -> Iterator[str]:
    """The first by words and the nearest, whether they have the words or not."""
    request = replace(read.request, likeness=None, facets=False, limit=WINDOW)
    searcher = archive.searcher()
    first = [match.id for match in searcher.search(request).matches]
    ids = Ids(tuple(dict.fromkeys((*first, *likeness.closest(CLOSEST)))))
    there = replace(request, expression=ids, limit=len(ids.ids), sort="newest")
    found = [match.id for match in searcher.search(there).matches]
    words = request.placing or request.expression
    some = Or((words, And(())))
    scores = [searcher.score(some, id) or 0.0 for id in found]
    order = _z(scores) + IN_BOTH * _z(likeness.of(found))
    return (found[at] for at in np.argsort(-order, kind="stable"))


def _z(values: Sequence[float]) -> NDArray[np.float64]:
    given = np.nan_to_num(np.array(values, float), nan=-1.0)
    spread = given.std() if len(given) else 0.0
    return (given - given.mean()) / spread if spread else np.zeros(len(given))


def measured(archive: Archive, questions: Questions) -> Iterator[tuple[str, dict[str, float]]]:
    """The mean nDCG@10 of each pair of languages: by name of the order."""
    for pair in PAIRS:
        sums: dict[str, float] = defaultdict(float)
        for each in questions[pair]:
            for name, ids in orders(archive, each, pair).items():
                sums[name] += ndcg(ids, each.grades, DEPTH)
        yield pair, {name: total / len(questions[pair]) for name, total in sums.items()}


def _ids(archive: Archive, request: Request) -> list[str]:
    asked = replace(request, facets=False, limit=DEPTH)
    return [one.id for one in archive.searcher().search(asked).matches]


def headlines(archive: Archive, questions: Sequence[Judged], name: str) -> Iterator[str]:
    """Where the version in the other language stands on the page of a headline."""
    for filtered in (True, False):
        ranks = [_rank(archive, each, filtered=filtered) for each in questions]
        gains = [1 / math.log2(rank + 2) for rank in ranks if rank < DEPTH]
        first = sum(rank == 0 for rank in ranks) / len(ranks)
        shown = sum(rank < DEPTH for rank in ranks) / len(ranks)
        yield (
            f"{name}  {'among its language' if filtered else 'among all':18}  "
            f"nDCG@10 {sum(gains) / len(ranks):.4f}  first {first:.3f}  of ten {shown:.3f}"
        )


def _rank(archive: Archive, judged: Judged, *, filtered: bool) -> int:
    filters = {"language": (judged.language,)} if filtered else {}
    typed = Query(judged.text, filters, size=DEPTH, both=True, apart=True)
    wanted = min(judged.grades)
    own = version(wanted)
    shown = [id for id in _listed(archive, typed) if id != own]
    return shown.index(wanted) if wanted in shown else len(shown) + DEPTH


def _listed(archive: Archive, query: Query) -> list[str]:
    return [hit.id for hit in archive.search(query).listed]


def _of_language(ids: Iterable[str], judged: Judged) -> Iterator[str]:
    """``ids`` of judged articles in the language that is asked for."""
    return (id for id in ids if not judged.language or spoken(id) == judged.language)


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
        # names are no translations: in both languages they stand for their other spelling
        named = any(note.code == "transliteration" for note in none.notes)
        if none.total < plain.total or (none.total > plain.total and not named):
            yield f"{asked.text}: {none.total} without translations, {plain.total} before"


def show(name: str, articles: Sequence[Article], asked: Questions) -> None:
    """Print the table of one collection, and what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        archive = opened(articles, Path(folder))
        print(f"{name}: {len(articles)} articles")
        for pair, found in measured(archive, asked):
            shown = "  ".join(f"{order} {value:.4f}" for order, value in found.items())
            print(f"  {pair}  ({len(asked[pair])})  {shown}", flush=True)
        for fault in faults(archive, asked):
            print(f"  WRONG  {fault}")


def show_headlines(articles: Sequence[Article], asked: Questions) -> None:
    """Print where known headlines lead."""
    with tempfile.TemporaryDirectory() as folder:
        archive = opened(articles, Path(folder))
        print(f"known headlines: {len(articles)} articles")
        for pair in PAIRS[:2]:
            for line in headlines(archive, asked[pair], pair):
                print(f"  {line}", flush=True)


def main() -> None:
    """Print the tables of all collections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=corpus.default_texts())
    parser.add_argument("--others", type=int, default=0, help="articles that answer nothing")
    parser.add_argument("--half", choices=("all", *HALVES), default="all")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--only", choices=("news", "xquad", "headlines"))
    options = parser.parse_args()
    others = list(rest(options.texts, options.others))
    file = options.texts / "parallel-news.jsonl"
    with kept_vectors():
        for name, (articles, questions) in {
            "news": parallel(file),
            "xquad": xquad(options.texts / "xquad"),
            "headlines": parallel(file, whole=True),
        }.items():
            if options.only in {None, name}:
                asked = chosen(with_both(questions), options.half, options.step)
                (show_headlines if name == "headlines" else partial(show, name))(
                    [*articles, *others], asked
                )


if __name__ == "__main__":
    main()
