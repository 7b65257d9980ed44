"""Two archives whose settings name the same indices by mistake: their locks are not one."""

from __future__ import annotations

import pytest
from corpus import Doc, batch

from schemas.errors import LockedError
from tests.opensearch.clients import engine_on

pytestmark = pytest.mark.opensearch


def test_who_is_overtaken_does_not_take_back_what_the_other_has_noted(opensearch_node, prefix):
    one, other = (engine_on(opensearch_node.addresses, prefix) for _ in range(2))
    name = one.create("f").name

    def overtaken():
        yield batch([Doc("1", "a")])
        other.apply(name, [batch([Doc("2", "b")])], 7)

    with pytest.raises(LockedError, match="another process"):
        one.apply(name, overtaken(), 3)
    assert one.generations()[0].checkpoint == 7
