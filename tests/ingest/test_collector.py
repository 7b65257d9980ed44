"""What an ingest asks of the garbage collector."""

from __future__ import annotations

import gc

import pytest

from indexer.archive.intake import collector_at_rest


def test_while_files_are_read_the_collector_passes_over_what_was_there_before():
    with collector_at_rest():
        assert gc.get_freeze_count() > 1_000
    assert gc.get_freeze_count() == 0


def test_after_a_fault_it_looks_at_everything_again():
    with pytest.raises(OSError, match="full"), collector_at_rest():
        raise OSError("full")
    assert gc.get_freeze_count() == 0
