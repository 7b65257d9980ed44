"""No loop leaves its arrays: the call ends with an error, in the checked build the process."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from indexer.index.whoosh.kernels import reading

CHECKED = getattr(reading.native, "checked", False)

PROGRAM = """
import numpy as np
from indexer.analysis import string_table
from indexer.index import loops
from indexer.index.whoosh.kernels import reading
few, native, runs = np.arange(3, dtype=np.uint32), reading.native, string_table.native
loops, ends, fixed = loops.native, np.array([2], np.int64), np.zeros(20, np.int64)
narrow, one = few.astype(np.uint16), np.ones(1, np.uint32)
"""


CALLS = [
    ("native.count(few + 1, narrow, few, few, 3, 3)", "kernels.h"),
    ("native.count(few, narrow, few, few, 1, 3)", "facets.c"),
    ("native.failures(few, ((narrow, np.ones(2, np.uint8), 1),), 3)", "facets.c"),
    ("native.merge((few,), 2)", "kernels.h"),
    ("native.texts(b'abc', few, few + 1)", "strings.c"),
    ("native.texts(b'a', few, few)", "strings.c"),
    ("native.passing(few, b'', 0)", "facets.c"),
    ("loops.sign(few, few, few.astype(np.int64))", "loops.h"),
    ("loops.lay(bytearray(), [''], b'', b'a', one + 1, few, fixed, one, one, ends, few)", "lay.c"),
    ("native.collapse(few, few, np.array([4], np.uint64), few)", "build.c"),
    ("runs.text(one + 1, one, 1, 0)", "table.h"),
    ("runs.find(['a'], few, few, few)", "table.h"),
]
"""Calls whose numbers lead out of an array, and the file that says so."""


@pytest.mark.skipif(not CHECKED, reason="for .ci/checked")
@pytest.mark.parametrize(("call", "place"), CALLS)
def test_what_is_out_of_bounds_ends_the_process(call, place):
    command = [sys.executable, "-c", PROGRAM + call]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode < 0
    assert f"{place}:" in ended.stderr
    assert "podshivka:" in ended.stderr


@pytest.mark.skipif(CHECKED or reading.native is None, reason="for the usual build")
@pytest.mark.parametrize(("call", "place"), CALLS)
def test_what_is_out_of_bounds_ends_the_call(call, place):
    given: dict[str, object] = {}
    exec(PROGRAM, given)  # noqa: S102 - the lines above
    for _ in range(3):
        with pytest.raises(IndexError, match=rf"{place}:\d+: does not hold"):
            exec(call, given)  # noqa: S102
    assert given["native"].merge((given["few"],), 3) == given["few"].tobytes()


@pytest.mark.skipif(CHECKED or reading.native is None, reason="for the usual build")
def test_other_threads_go_on_after_a_call_that_has_ended():
    few = np.arange(3, dtype=np.uint32)
    columns = ((few.astype(np.uint16), np.ones(2, np.uint8), 1),)

    def fail(_):
        with pytest.raises(IndexError):
            reading.native.failures(few, columns, 3)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fail, range(400)))
