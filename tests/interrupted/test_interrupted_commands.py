"""Killed before a writing call, a command leaves the old state or the new one, and no remains.

All calls: ``python -m tests.interrupted``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "every"),
    [("reindex", 41), ("resumed", 41), ("rollback", 11), ("sync", 31), ("delete", 61)],
)
def test_the_next_command_goes_on_and_nothing_is_lost(name, every):
    # a process of its own: those that are killed are forked from it
    command = [sys.executable, "-m", "tests.interrupted", name, "--every", str(every)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "all went well" in done.stdout
    assert f"{name}: 0 kills" not in done.stdout
