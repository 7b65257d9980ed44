"""Kill commands before every writing call that they make, or before one in so many.

``python -m tests.interrupted [reindex|resumed|rollback|sync|delete]... [--every N]``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from tests.interrupted.killing import COMMANDS, Trial


def main() -> None:
    """Say how often each command was killed; an AssertionError says where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="*", choices=[*COMMANDS, []])
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.commands or COMMANDS:
            begun, kills = time.monotonic(), 0
            trial = Trial(name, Path(folder) / name)
            for at in count(1, asked.every):
                if not trial.kill(at):
                    break
                kills += 1
            took = time.monotonic() - begun
            sys.stdout.write(f"{name}: {kills} kills, all went well, {took:.0f} s\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
