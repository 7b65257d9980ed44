"""The words that tell an article from others: frequent in it, rare in the archive; names first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from heapq import nlargest

from indexer.analysis import Analyzer
from indexer.index.contract import WEIGHTS, Searcher
from indexer.query.function_words import is_function_word
from schemas.article import Article
from schemas.expression import Word

WORDS = 12
"""Words that an article is known by. With 20 the ones after these said little of it."""

READ = 1_500
"""Characters of the body that are read: news says at once what it is about."""

SHORTEST = 3
"""Letters below which a word tells nothing."""

COMMON = 1 / 15
"""Share of all articles from which a word tells nothing."""

FEW = 10
"""Articles in which even the words of a small archive are rare."""

NAME = 1.6
"""How much more a name weighs than another word as rare."""

# behind a word or an opening quotation mark a capital is not that of a sentence's first word
_NAME = re.compile(r"(?<=[\w,»”)][ \u00a0])[«“\"(]?([^\W\d_a-zа-яё][\w-]+)")


def significant(
    article: Article, analyzer: Analyzer, searcher: Searcher, most: int = WORDS
) -> tuple[Word, ...]:
    """The ``most`` significant words, the first the most so, each as a word of a query."""
    documents = searcher.generation.documents
    common = max(FEW, documents * COMMON)
    weighed: list[tuple[float, str, Word]] = []
    for word, frequency, named in _words(article, analyzer):
        found = searcher.frequency(word)
        if 1 < found <= common:
            rarity = math.log(documents / found) * (NAME if named else 1.0)
            weighed.append(((1 + math.log(frequency)) * rarity, word.text, word))
    best = nlargest(most, weighed, key=lambda one: one[:2])
    return tuple(word for _, _, word in best)


def _words(article: Article, analyzer: Analyzer) -> Iterator[tuple[Word, int, bool]]:
    """(word, weighted frequency, whether it is written as a name) of each distinct word."""
    texts = (article.title, article.lede, article.body[:READ])
    layout, vocabulary = analyzer.lay_out(texts)
    words = layout.pieces >= 0
    frequencies: dict[int, int] = {}
    columns = layout.forms[words].tolist(), layout.texts[words].tolist()
    for form, field in zip(*columns, strict=True):
        frequencies[form] = frequencies.get(form, 0) + WEIGHTS[field]
    names = {name.lower() for text in texts if not text.isupper() for name in _NAME.findall(text)}
    found: dict[tuple[str, ...], tuple[str, int, bool]] = {}
    for number, frequency in frequencies.items():
        form = vocabulary.forms[number]
        terms = analyzer.terms(form) if _tells(form) else ()
        if terms:
            text, before, named = found.get(terms, (form, 0, False))
            found[terms] = text, before + frequency, named or form.lower() in names
    for terms, (text, frequency, named) in found.items():
        yield Word(terms, text=text), frequency, named


def _tells(form: str) -> bool:
    """Whether a form can be significant: no number, no address, no preposition."""
    return len(form) >= SHORTEST and form.replace("-", "").isalpha() and not is_function_word(form)
