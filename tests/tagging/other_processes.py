"""What a program prints in processes that hash strings otherwise."""

from __future__ import annotations

import subprocess
import sys


def printed(code, seeds):
    """Everything that was printed: one thing, if the program gives the same in all of them."""
    return {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in seeds
    }
