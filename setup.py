"""The extensions in C; all else stands in pyproject.toml.

With PODSHIVKA_CHECKED=1 a loop that would leave its array ends the process, and all go past the
sanitizers of the compiler: slow, for tests. PODSHIVKA_SANITIZE=0 leaves the sanitizers out.
"""

from __future__ import annotations

import os
from pathlib import Path

from setuptools import Extension, setup

CHECKED = os.environ.get("PODSHIVKA_CHECKED") == "1"
SANITIZED = CHECKED and os.environ.get("PODSHIVKA_SANITIZE") != "0"
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]

SHARED = "indexer/analysis/native"


def extension(name: str, folder: str, *flags: str) -> Extension:
    """The extension of all C files in a folder."""
    speed = [*SANITIZERS, "-fno-omit-frame-pointer", "-g", "-O1"] if SANITIZED else ["-O3"]
    strict = ["-Wall", "-Wextra", "-Werror"] if CHECKED else []
    return Extension(
        name,
        # optional: without a compiler the engine does the same work with numpy, more slowly
        optional=not CHECKED,
        sources=sorted(map(str, Path(folder).glob("*.c"))),
        depends=sorted({*map(str, Path(folder).glob("*.h")), f"{SHARED}/check.h"}),
        include_dirs=[SHARED],
        define_macros=[("PODSHIVKA_CHECKED", "1")] if CHECKED else [],
        extra_compile_args=[*speed, *strict, *flags],
        extra_link_args=SANITIZERS if SANITIZED else [],
    )


setup(
    ext_modules=[
        extension(
            "indexer.index.whoosh.kernels._kernels",
            "indexer/index/whoosh/kernels/native",
            "-ffp-contract=off",  # sums of scores are those of numpy to the last bit
        ),
        extension("indexer.analysis._runs", "indexer/analysis/native"),
        extension("indexer.index._loops", "indexer/index/native"),
        extension("indexer.vectors._nearest", "indexer/vectors/native", "-ffp-contract=off"),
    ]
)
