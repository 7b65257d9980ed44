"""The recogniser: where a trained model sees names in a Russian text.

The only place that knows the packages of the extra ``podshivka[names]``. Without the extra there is
no recogniser, and rules alone find names. Of natasha only the weights in its wheel are read: its
code needs packages that no longer work everywhere. Loading takes half a second and some 80 MB, once
for each process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata, util
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from indexer.tagging.words import TextWord
from schemas.errors import EngineError

PACKAGE = "natasha"
EXTRA = "podshivka[names]"
_MODULES = ("natasha", "navec", "slovnet", "threadpoolctl")
_WORDS = Path("data", "emb", "navec_news_v1_1B_250K_300d_100q.tar")
_WEIGHTS = Path("data", "model", "slovnet_ner_news_v1.tar")

LONGEST_LINE = 400
"""Words that are read at a time, at most: this bounds memory."""

SeenKind = Literal["person", "organisation", "place"]
_KINDS: dict[str, SeenKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}

_loading = threading.Lock()
_loaded: list[Recogniser | None] = []


@dataclass(frozen=True, slots=True)
class Seen:
    """A name that the recogniser sees in words [start, end), and of what kind."""

    kind: SeenKind
    start: int
    end: int


class Recogniser:
    """The model of this process. ``name``: package and version."""

    def __init__(self, name: str, folder: Path) -> None:
        from navec import Navec  # noqa: PLC0415 - half a second and 80 MB, only if needed
        from slovnet import NER  # noqa: PLC0415
        from threadpoolctl import ThreadpoolController  # noqa: PLC0415

        self.name = name
        self._threads: Any = ThreadpoolController()
        self._model: Any = NER.load(folder / _WEIGHTS).navec(Navec.load(folder / _WORDS))

    def look(self, words: Sequence[TextWord]) -> list[Seen]:
        """The names in ``words``, in order.

        Line by line, so that a line gives the same names in every article and process. A line in
        capitals is left out: the model relies on capitals.
        """
        # one thread: its matrices are so small that several take ten times as long
        with self._threads.limit(limits=1, user_api="blas"):
            return [
                one
                for start, end in _lines(words)
                if not _is_loud(words[start:end])
                for one in self._look(words, start, end)
            ]

    def _look(self, words: Sequence[TextWord], start: int, end: int) -> Iterator[Seen]:
        line = words[start:end]
        parts = [word.gap.rpartition("\n")[2] + word.text for word in line]
        ends = list(accumulate(map(len, parts)))
        starts = [after - len(word.text) for after, word in zip(ends, line, strict=True)]
        at = 0
        for span in self._model("".join(parts)).spans:
            while ends[at] <= span.start:
                at += 1
            last = at
            # a bracket after the last word may belong to it
            while last + 1 < len(line) and starts[last + 1] < span.stop:
                last += 1
            yield Seen(_KINDS[span.type], start + at, start + last + 1)


def _lines(words: Sequence[TextWord]) -> Iterator[tuple[int, int]]:
    """Where each line of ``words`` begins and ends; one longer than LONGEST_LINE is cut."""
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or "\n" in words[at].gap or at - start == LONGEST_LINE:
            yield start, at
            start = at


def _is_loud(words: Sequence[TextWord]) -> bool:
    """Whether most words of two letters and more are in capitals."""
    long = [word for word in words if len(word.text) > 1 and word.text[0].isalpha()]
    return len(long) > 2 and 2 * sum(word.text.isupper() for word in long) > len(long)


def is_installed() -> bool:
    """Whether the extra is installed; loads nothing."""
    return all(util.find_spec(module) is not None for module in _MODULES)


def recogniser_name() -> str:
    """The name of the recogniser, without loading it; "" without the extra."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}" if is_installed() else ""


def recogniser() -> Recogniser | None:
    """The recogniser of this process, loaded at the first call; None without the extra.

    Raises EngineError if it is installed but cannot be loaded.
    """
    with _loading:
        if not _loaded:
            _loaded.append(_load() if is_installed() else None)
        return _loaded[0]


def _load() -> Recogniser:
    try:
        found = util.find_spec(PACKAGE)
        folders = (found.submodule_search_locations if found else None) or [""]
        return Recogniser(recogniser_name(), Path(folders[0]))
    except Exception as error:
        raise EngineError(
            f"the recogniser of names cannot be loaded: {type(error).__name__}: {error}",
            place=PACKAGE,
            hint=f"install {EXTRA} again",
        ) from error
