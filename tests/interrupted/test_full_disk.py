"""Whatever write a full disk refuses: that is said, nothing is lost, the next run is clean.

All writes: ``python -m tests.interrupted.full``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("gcc") is None and "CI" not in os.environ,
        reason="a disk that can be filled is compiled with gcc",
    ),
]

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("every", "commands"),
    [
        (89, ["first ingest", "ingest", "retry", "tag", "delete", "sync", "reindex", "watch"]),
        (13, ["no-sync", "rollback", "alerts"]),
        (61, ["backup", "backup folder", "restore", "replace"]),
    ],
)
def test_every_command_that_writes(every, commands):
    command = [sys.executable, "-m", "tests.interrupted.full", *commands, "--every", str(every)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name in commands:
        assert f"{name}: {{'refused': " in done.stdout
