"""Commands that are killed before a writing call: see tests/fuzz/kills.py for many."""

from __future__ import annotations

import pytest

from tests.fuzz.kills import kill, length
from tests.interrupted.writing import Trial, prepare

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("kills")
    prepare(made)
    return made


@pytest.mark.parametrize(
    ("name", "number"), [("retry", 2), ("retry", 20), ("backup", 15), ("replace", 20)]
)
def test_nothing_has_to_be_mended_by_hand(folder, name, number):
    trial = Trial(folder, name)
    assert kill(folder, trial, after=60, before=number)
    assert not list(trial.problems())


def test_a_command_that_ends_before_is_not_taken_for_a_killed_one(folder):
    assert not kill(folder, Trial(folder, "alerts"), after=60, before=10_000)


def test_lengths_are_those_of_whole_commands(folder):
    assert 0 < length(folder, "rollback").calls < length(folder, "reindex").calls
