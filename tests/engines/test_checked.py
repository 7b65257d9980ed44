"""The checked build ends a process whose loops would leave their arrays, and says where."""

from __future__ import annotations

import subprocess
import sys

import pytest

from indexer.index.whoosh.kernels import reading

pytestmark = pytest.mark.skipif(
    not getattr(reading.native, "checked", False), reason="bounds are checked by .ci/checked"
)

PROGRAM = """
import numpy as np
from indexer.analysis import string_table
from indexer.index.whoosh.kernels import reading
few, native, runs = np.arange(3, dtype=np.uint32), reading.native, string_table.native
narrow, one = few.astype(np.uint16), np.ones(1, np.uint32)
"""


@pytest.mark.parametrize(
    ("call", "place"),
    [
        ("native.count(few + 1, narrow, few, few, 3, 3)", "kernels.h"),
        ("native.count(few, narrow, few, few, 1, 3)", "facets.c"),
        ("native.failures(few, ((narrow, np.ones(2, np.uint8), 1),), 3)", "facets.c"),
        ("native.merge((few,), 2)", "kernels.h"),
        ("native.texts(b'abc', few, few + 1)", "strings.c"),
        ("native.texts(b'a', few, few)", "strings.c"),
        ("native.passing(few, b'', 0)", "facets.c"),
        ("native.sign(few, few, few.astype(np.int64))", "sign.c"),
        ("native.collapse(few, few, np.array([4], np.uint64), few)", "build.c"),
        ("runs.text(one + 1, one, 1, 0)", "table.h"),
        ("runs.find(['a'], few, few, few)", "table.h"),
    ],
)
def test_what_is_out_of_bounds_ends_the_process(call, place):
    command = [sys.executable, "-c", PROGRAM + call]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode < 0
    assert f"{place}:" in ended.stderr
    assert "podshivka:" in ended.stderr
