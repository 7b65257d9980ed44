"""The extensions in C; all else stands in pyproject.toml."""

from __future__ import annotations

from glob import glob

from setuptools import Extension, setup


def extension(name: str, folder: str, *flags: str) -> Extension:
    """The extension of all C files in a folder."""
    return Extension(
        name,
        # optional: without a compiler the engine does the same work with numpy, more slowly
        optional=True,
        sources=sorted(glob(f"{folder}/*.c")),
        depends=sorted(glob(f"{folder}/*.h")),
        extra_compile_args=["-O3", *flags],
    )


setup(
    ext_modules=[
        extension(
            "indexer.index.whoosh.kernels._kernels",
            "indexer/index/whoosh/kernels/native",
            # sums of scores are those of numpy to the last bit
            "-ffp-contract=off",
        ),
        extension("indexer.analysis._runs", "indexer/analysis/native"),
    ]
)
