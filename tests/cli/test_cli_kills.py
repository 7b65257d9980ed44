"""Commands that are killed before a writing call: see tests/fuzz/kills.py for many."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from indexer.analysis import default_analyzer
from tests.fuzz import kills

pytestmark = pytest.mark.slow


class Chosen(random.Random):
    """Kills not by the clock, but before the writing call of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(0)
        self.number = number

    def random(self) -> float:
        return 1.0

    def randrange(self, *_: object) -> int:
        return self.number


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    default_analyzer().word("слово")  # loaded once, for all that is forked
    made = tmp_path_factory.mktemp("kills")
    kills.in_child(lambda: kills.prepare(made))
    return made


@pytest.mark.parametrize("number", [2, 20])
def test_nothing_has_to_be_mended_by_hand(folder, number):
    assert not list(kills.problems(folder, "retry", Chosen(number)))


def test_a_killed_command_is_seen_as_one(folder):
    given = ["--home", str(folder / "seen"), "ingest", str(folder / "first.jsonl")]
    assert kills.kill(given, after=None, before=2)
