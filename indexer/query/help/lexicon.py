"""The written words of one generation as flat arrays: for spelling, names and suggestions.

Made once a generation from ``Searcher.vocabulary``; kept in a folder of arrays that processes
map into memory and share, or in memory alone. Some 62 bytes a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer import array_folder
from indexer.analysis import sound
from indexer.query.help.headlines import Style, headlines, in_style
from schemas.results import FormCount

DRAFT = ".lexicon-"
"""Prefix of the folders in which a lexicon is written before it takes its place."""

LONGEST = 40
"""Letters of the longest word kept: longer ones are noise."""

PAIRS_OF_AN_EDIT = 3
"""Pairs of letters that an edit, a swap of neighbours included, takes from a word."""

_COMPOUND = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)+")

LAST = "\U0010ffff"
"""Not a letter: behind a prefix it sorts after every word that begins with that prefix."""

CHUNK = 1 << 16
"""Words made into masks at a time, which bounds memory while building."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """n words in lower case, in code point order, with what finds them."""

    text: NDArray[np.uint8]
    """The words in UTF-8, one after the other."""
    ends: NDArray[np.uint32]
    """n: where each word ends in ``text``."""
    counts: NDArray[np.uint32]
    """n: articles that have the word; of its two writings (шали, Шали) the sum."""
    titles: NDArray[np.uint32]
    """n: how often titles have the word."""
    styles: NDArray[np.uint8]
    """n: how it is written in mid-sentence, a Style."""
    by_length: NDArray[np.uint32]
    """n: the words, shorter ones first."""
    length_ends: NDArray[np.uint32]
    """LONGEST + 1: where the words of 0, 1, ... letters end in ``by_length``."""
    letters: NDArray[np.uint64]
    """n: the set of letters of each of ``by_length``, one bit a kind of letter."""
    pairs: NDArray[np.uint64]
    """n: the set of its pairs of neighbouring letters, hashed to 64 kinds."""
    stems: NDArray[np.uint32]
    """r: hashes of the roots of sound, sorted; words in Latin letters may have several."""
    by_stem: NDArray[np.uint32]
    """r: the word of each of ``stems``."""

    def __len__(self) -> int:
        return len(self.ends)

    def word(self, number: int) -> str:
        """Word ``number``."""
        start = self.ends.item(number - 1) if number else 0
        return str(self.text.data[start : self.ends.item(number)], "utf-8")

    def words(self, numbers: Sequence[int]) -> list[str]:
        """Several words at once, which is faster."""
        at = np.array(numbers, np.intp)
        starts = np.where(at > 0, self.ends[at - 1], 0).tolist()
        text = self.text.data
        places = zip(starts, self.ends[at].tolist(), strict=True)
        return [str(text[start:end], "utf-8") for start, end in places]

    def written(self, number: int) -> str:
        """Word ``number`` with its capital letters: чечня → Чечня, мвд → МВД."""
        return in_style(self.word(number), int(self.styles[number]))

    def style(self, word: str) -> int:
        """The Style of ``word``, that of a common one when there is no such word."""
        number = self.find(word)
        return int(Style.COMMON if number is None else self.styles[number])

    def count(self, word: str) -> int:
        """The articles that have ``word``."""
        number = self.find(word)
        return 0 if number is None else int(self.counts[number])

    def find(self, word: str) -> int | None:
        """The number of ``word``, None when there is no such word."""
        number = self.first(word)
        return number if number < len(self) and self.word(number) == word else None

    def first(self, word: str) -> int:
        """The number of the first word that is not before ``word``."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.word(middle) < word:
                low = middle + 1
            else:
                high = middle
        return low

    def beginning(self, prefix: str) -> tuple[int, int]:
        """[first, end) of the words that begin with ``prefix``."""
        return self.first(prefix), self.first(prefix + LAST)

    def sounding(self, keys: Iterable[str]) -> list[int]:
        """The words whose keys of sound share a root with ``keys``, and a few by accident."""
        roots = np.unique(_hashes([*map(sound.roots, keys)]))
        first = np.searchsorted(self.stems, roots, "left").tolist()
        end = np.searchsorted(self.stems, roots, "right").tolist()
        ranges = zip(first, end, strict=True)
        return sorted({n for start, stop in ranges for n in self.by_stem[start:stop].tolist()})

    def near(self, word: str, distance: int) -> list[int]:
        """Words that may be within ``distance`` edits, and some that are not.

        An edit leaves at most one letter of a word without its like in the other, and at most
        three pairs (Navarro 2001, "A guided tour to approximate string matching", section 8:
        filtering). The words that pass are of similar length, letters and pairs of letters.
        """
        shortest, longest = len(word) - distance, min(len(word) + distance, LONGEST)
        if shortest > LONGEST:
            return []
        start = int(self.length_ends[shortest - 1]) if shortest > 0 else 0
        end = int(self.length_ends[longest])
        letters, pairs = _letters([word])[0], _pairs([word])[0]
        theirs = self.letters[start:end]
        found = start + np.flatnonzero(
            (np.bitwise_count(theirs & ~letters) <= distance)
            & (np.bitwise_count(letters & ~theirs) <= distance)
        )
        missing = np.bitwise_count(pairs & ~self.pairs[found])
        kept = found[missing <= PAIRS_OF_AN_EDIT * distance]
        numbers: list[int] = self.by_length[kept].tolist()
        return numbers

    def fitted(self, vocabulary: Iterable[FormCount]) -> Lexicon:
        """The same words without those that ``vocabulary`` lacks, with the counts it gives."""
        _, small, large = _folded(vocabulary)
        words = self.words(range(len(self)))
        counts = np.array([small.get(w, 0) + large.get(w, 0) for w in words], np.uint32)
        kept = counts > 0
        numbers = np.cumsum(kept, dtype=np.uint32) - np.uint32(1)
        sizes = np.diff(self.ends, prepend=np.uint32(0))
        by_length, by_stem = kept[self.by_length], kept[self.by_stem]
        before = np.append(0, np.cumsum(by_length))
        return Lexicon(
            text=self.text[np.repeat(kept, sizes)],
            ends=np.cumsum(sizes[kept], dtype=np.uint32),
            counts=counts[kept],
            titles=self.titles[kept],
            styles=self.styles[kept],
            by_length=numbers[self.by_length[by_length]],
            length_ends=before[self.length_ends].astype(np.uint32),
            letters=self.letters[by_length],
            pairs=self.pairs[by_length],
            stems=self.stems[by_stem],
            by_stem=numbers[self.by_stem[by_stem]],
        )

    def save(self, folder: Path) -> None:
        """Write the arrays to a new ``folder``, durably, all or nothing. Raises OSError."""
        arrays = {item.name: getattr(self, item.name) for item in fields(self)}
        array_folder.save(folder, arrays, DRAFT)

    @classmethod
    def open(cls, folder: Path) -> Lexicon:
        """Map what ``save`` wrote. Raises OSError or ValueError when it is not there or damaged.

        What an earlier version wrote has no checksums.
        """
        sums = array_folder.checksums(folder) if (folder / array_folder.SUMS).exists() else None
        return cls(**{one.name: array_folder.mapped(folder, one.name, sums) for one in fields(cls)})


def build(vocabulary: Iterable[FormCount], titles: Iterable[str] = ()) -> Lexicon:
    """The lexicon of a generation's ``vocabulary``, given in code point order.

    ``titles`` of its articles show how words are written and which are of headlines.
    """
    words, small, large = _folded(vocabulary)
    written = headlines(titles)
    styles = (
        written.styles.get(word, word in large and large[word] > small.get(word, 0))
        for word in words
    )
    joined = "\n".join(words)
    encoded = np.frombuffer(joined.encode(), np.uint8)
    breaks = np.flatnonzero(encoded == ord("\n"))
    ends = np.append(breaks, len(encoded)) - np.arange(len(breaks) + 1)
    stems, by_stem = _roots(words)
    lengths = np.fromiter(map(len, words), np.uint8, len(words))
    by_length = np.argsort(lengths, kind="stable").astype(np.uint32)
    return Lexicon(
        text=encoded[encoded != ord("\n")],
        ends=ends.astype(np.uint32)[: len(words)],
        counts=np.array([small.get(word, 0) + large.get(word, 0) for word in words], np.uint32),
        titles=np.array([written.counts[word] for word in words], np.uint32),
        styles=np.fromiter(styles, np.uint8, len(words)),
        by_length=by_length,
        length_ends=np.cumsum(np.bincount(lengths, minlength=LONGEST + 1)).astype(np.uint32),
        letters=_chunked(_letters, words)[by_length],
        pairs=_chunked(_pairs, words)[by_length],
        stems=stems,
        by_stem=by_stem,
    )


def _folded(vocabulary: Iterable[FormCount]) -> tuple[list[str], dict[str, int], dict[str, int]]:
    """Words in lower case, in order, and their counts written small and written large."""
    small: dict[str, int] = {}
    large: dict[str, int] = {}
    for found in vocabulary:
        form = found.form
        if len(form) <= LONGEST and (form.isalpha() or _COMPOUND.fullmatch(form)):
            folded = form.lower()
            (small if form == folded else large)[folded] = found.count
    words = [*small, *sorted(word for word in large if word not in small)]
    words.sort()  # two runs in order: one merge
    return words, small, large


def _roots(words: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Hashes of the roots of sound of ``words`` in order, and the word of each.

    A word in Latin letters has one for each way of reading them that gives another root.
    """
    latin = [number for number, word in enumerate(words) if word.isascii()]
    every = np.arange(len(words), dtype=np.uint64)
    keys = [(every, sound.keys(_joined(words)))] if words else []
    if latin:
        forms = _joined([words[number] for number in latin])
        others = (*sound.keys_of_readings(forms), *sound.keys_of_names(forms))
        keys += [(np.array(latin, np.uint64), other) for other in others]
    pairs = [
        _hashes(sound.roots(each).split("\n")).astype(np.uint64) << np.uint64(32) | numbers
        for numbers, each in keys
    ]
    found = np.unique(np.concatenate(pairs or [every]))  # a pair is one number: root, then word
    return (found >> np.uint64(32)).astype(np.uint32), found.astype(np.uint32)


def _joined(words: list[str]) -> str:
    return "\n".join(words).replace("-", "")


def _letters(words: list[str]) -> NDArray[np.uint64]:
    codes, starts = _codes(words)
    # the lowest six bits tell the letters of one alphabet apart
    bits = np.left_shift(np.uint64(1), codes & np.uint64(63))
    found: NDArray[np.uint64] = np.bitwise_or.reduceat(bits, starts)
    return found


def _pairs(words: list[str]) -> NDArray[np.uint64]:
    codes, starts = _codes(words)
    kinds = codes * np.uint64(31)
    kinds[:-1] += codes[1:]
    bits = np.left_shift(np.uint64(1), kinds & np.uint64(63))
    bits[np.append(starts[1:], len(bits)) - 1] = 0  # the last letter begins no pair
    found: NDArray[np.uint64] = np.bitwise_or.reduceat(bits, starts)
    return found


def _codes(words: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """All letters as numbers, and where each word starts."""
    lengths = np.fromiter(map(len, words), np.intp, len(words))
    codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32).astype(np.uint64)
    return codes, np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.intp)


def _chunked(
    make: Callable[[list[str]], NDArray[np.uint64]], words: list[str]
) -> NDArray[np.uint64]:
    made = [make(words[start : start + CHUNK]) for start in range(0, len(words), CHUNK)]
    return np.concatenate(made) if made else np.zeros(0, np.uint64)


def _hashes(texts: list[str]) -> NDArray[np.uint32]:
    """A hash of each text, the same in every process."""
    return np.fromiter((crc32(text.encode()) for text in texts), np.uint32, len(texts))
