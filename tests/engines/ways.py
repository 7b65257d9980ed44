"""Both ways of a kernel: compiled, and in numpy."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.index import loops
from indexer.index.whoosh.kernels import reading


def alike(compiled, plain) -> bool:
    if isinstance(plain, np.ndarray):
        return (
            compiled.dtype.kind == plain.dtype.kind
            and compiled.shape == plain.shape
            and np.array_equal(compiled, plain)
        )
    if isinstance(plain, list | tuple):
        return len(compiled) == len(plain) and all(map(alike, compiled, plain))
    return compiled == plain


def agreed(kernel, *given, **named):
    """What both ways give."""
    compiled = kernel(*given, **named)
    with pytest.MonkeyPatch.context() as patch:
        for module in (reading, loops):
            patch.setattr(module, "native", None)
        plain = kernel(*given, **named)
    assert alike(compiled, plain), f"{kernel.__name__}: {compiled}, numpy: {plain}"
    return compiled
