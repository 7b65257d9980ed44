"""Pasted headlines: whether their article comes first, or is on the page at all.

``python -m benchmarks.headlines`` puts all news of the texts (see benchmarks.corpus) into one
archive, with their titles. It then asks for headlines of four words or more, each as it stands and
with what is often pasted along: the name of a site, a time, capitals, marks of Markdown. An article
with the same headline or the same first line counts as well.

The second table looks for the bodies of parallel news, without their titles, alone and among
``--others``: nDCG@10 of what the page lists for a headline as it stands. ``--vectors`` makes
vectors of the bodies, which takes minutes.

``--half dev`` and ``--half held`` each take half of the articles, by hash of the id: what is chosen
by looking is chosen on the first half and reported for the second.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import corpus
from benchmarks.collection import Judged
from benchmarks.kept_vectors import kept_vectors
from benchmarks.questions import HALVES, Questions, chosen, half_of, parallel, rest
from benchmarks.ranking import ndcg
from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query

DEPTH = 10
MOST = 17_000
"""More articles than the texts have in either language."""

_LONG = re.compile(r"\b\w{5,}\b")
_WORDS = re.compile(r"\w{3,}")

PASTED: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda title: title,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "- BBC News": lambda title: f"{title} - BBC News",
    "| Reuters": lambda title: f"{title} | Reuters",
    "12:45": lambda title: f"12:45 {title}",
    "1.": lambda title: f"1. {title}",
    "⚡️": lambda title: f"⚡️{title}",
    "(ВИДЕО)": lambda title: f"{title} (ВИДЕО)",
    "cut…": lambda title: f"{title[: len(title) * 2 // 3]}…",
    "lines": lambda title: re.sub(r"((?:\S+\s+){3}\S+)\s", r"\1\n", title),
    "Источник:": lambda title: f"Источник: {title}",
    "#hashtag": lambda title: f"{title} #news",
    "address": lambda title: f"{title} https://news.example/2024/12/04/5.html",
    "«word»": lambda title: _LONG.sub(r"«\g<0>»", title, count=1),
    "**bold**": lambda title: f"**{title}**",
    "dash": lambda title: title.replace(" ", " — ", 1),
    "slash": lambda title: title.replace(" ", "/", 1),
}  # fmt: skip
"""How a headline is changed when it is pasted, by the name of the change in the table."""


def opened(articles: Sequence[Article], folder: Path, *, vectors: bool = False) -> Archive:
    """An archive of the articles."""
    archive = Archive.open(folder, create=True)
    archive.add(articles)
    archive.sync()
    if vectors:
        archive.make_vectors()
    return archive


def alike(articles: Sequence[Article]) -> Mapping[str, set[str]]:
    """The ids of the articles with each headline or first line, by its words."""
    found: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for text in (article.title, article.body.split("\n")[0]):
            found[_bare(text)].add(article.id)
    return found


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def some(articles: Sequence[Article], half: str, count: int) -> list[Article]:
    """About ``count`` articles of each language, evenly spread, with headlines of four words."""
    kept = []
    for language in ("ru", "en"):
        own = [
            one
            for one in articles
            if one.language == language and len(_WORDS.findall(one.title)) >= 4
            and half in {"all", half_of(Judged(one.title, language, {one.id: 1}))}
        ]  # fmt: skip
        kept += own[:: max(1, len(own) // count)][:count]
    return kept


def pasted(
    archive: Archive, articles: Sequence[Article], same: Mapping[str, set[str]]
) -> Iterator[str]:
    """A line for each way to paste the headlines of ``articles``."""
    for name, change in PASTED.items():
        first = listed = 0
        for article in articles:
            wanted = same[_bare(article.title)]
            page = archive.search(Query(change(article.title), size=DEPTH, apart=True))
            ranks = [at for at, hit in enumerate(page.listed) if hit.id in wanted]
            first += ranks[:1] == [0]
            listed += bool(ranks)
        count = len(articles)
        yield f"{name:16}  first {first / count:.3f}  on the page {listed / count:.3f}  ({count})"


def bodies(archive: Archive, questions: Questions) -> Iterator[str]:
    """A line for each pair of languages: bodies found by headlines."""
    for pair in ("ru→ru", "en→en"):
        gains = []
        for each in questions[pair]:
            query = Query(each.text, {"language": (each.language,)}, size=DEPTH, apart=True)
            gains.append(ndcg((hit.id for hit in archive.search(query).listed), each.grades, DEPTH))
        yield f"{pair}  nDCG@10 {sum(gains) / len(gains):.4f}  ({len(gains)})"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=corpus.default_texts())
    parser.add_argument("--half", choices=("all", *HALVES), default="all")
    parser.add_argument("--count", type=int, default=500, help="headlines of each language")
    parser.add_argument("--others", type=int, default=MOST, help="articles that answer nothing")
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument("--only", choices=("pasted", "bodies"))
    options = parser.parse_args()
    file = options.texts / "parallel-news.jsonl"
    others = list(rest(options.texts, options.others))
    if options.only != "bodies":
        articles = [*parallel(file, whole=True)[0], *others]
        with tempfile.TemporaryDirectory() as folder:
            archive = opened(articles, Path(folder))
            for line in pasted(
                archive, some(articles, options.half, options.count), alike(articles)
            ):
                print(line, flush=True)
    if options.only != "pasted":
        news, questions = parallel(file)
        asked = chosen(questions, options.half, 1)
        for name, among in (("alone", []), (f"among {len(others)}", others)):
            print(name)
            with kept_vectors(), tempfile.TemporaryDirectory() as folder:
                made = opened([*news, *among], Path(folder), vectors=options.vectors)
                for line in bodies(made, asked):
                    print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
