"""What files call regions and topics, as a taxonomy."""

from __future__ import annotations

import pytest

from indexer.ingest.records import Record, Rejection
from indexer.ingest.unlisted import Use, propose, values_in
from indexer.taxonomy import Taxonomy
from schemas.errors import InputError

TOPICS = Taxonomy.default("topics")
REGIONS = Taxonomy.default("regions")


@pytest.mark.parametrize(
    ("taxonomy", "value", "id", "way"),
    [
        (TOPICS, "Протесты", "protests", "listed"),
        (TOPICS, "protests", "protests", "listed"),
        (TOPICS, "cocoa", "cocoa", "new"),
        (TOPICS, "Рыбная ловля", "rybnaya-lovlya", "new"),
        (TOPICS, "money/fx", "money-fx", "new"),
        (TOPICS, "!!!", "value", "new"),
        (REGIONS, "Dagestann", "dagestan", "alias"),
        (REGIONS, "Атлантида", "atlantida", "new"),
    ],
)
def test_what_a_value_becomes(taxonomy, value, id, way):
    proposal = propose({value: 2}, taxonomy)
    assert proposal.uses == (Use(value, 2, id, way),)
    made = Taxonomy(proposal.entries, "made")  # can be used as it is
    assert made.resolve(value) == id


def test_what_stands_above_a_value_is_kept_and_nothing_else():
    proposal = propose({"Махачкала": 1, "Atlantis": 3}, REGIONS)
    ids = {entry.id for entry in proposal.entries}
    assert ids == {*REGIONS.ancestors([REGIONS.resolve("Махачкала")]), "atlantis"}
    assert [use.value for use in proposal.uses] == ["Atlantis", "Махачкала"]


def test_two_spellings_of_a_new_value_are_one_entry_and_an_id_that_is_taken_gets_a_number():
    proposal = propose({"Cocoa": 2, "cocoa": 1, "cocoa!": 1}, TOPICS)
    assert [use.id for use in proposal.uses] == ["cocoa", "cocoa", "cocoa-2"]
    assert len(proposal.entries) == 2


def test_each_record_counts_a_value_once_and_faults_are_passed_over():
    records = (
        Record("a:1", {"themes": ["cocoa", " cocoa", 7, ""]}),
        Record("a:2", {"themes": "cocoa"}),
        Record("a:3", {"themes": ["tea"], "topics": ["other"]}),  # has both: no article either
        Rejection(InputError("bad")),
    )
    assert values_in(iter(records), "topic", {"topics": "themes"}) == {"cocoa": 2}
