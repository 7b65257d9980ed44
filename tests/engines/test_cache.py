"""The cache of postings: bounded by bytes; what was asked for longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict

from hypothesis import given
from hypothesis import strategies as st

from indexer.index.whoosh.read.cache import Cache

SIZES = {"a": 1, "b": 2, "c": 3, "d": 4, "whole": 6, "too large": 7}
ROOM = 6


def cache(room: int = ROOM) -> Cache[str]:
    return Cache(room, SIZES.__getitem__)


def ask(asked: Cache[str], keys: list[str]) -> list[str]:
    """The keys that had to be made."""
    made = []
    for key in keys:
        assert asked.get(key, lambda key=key: made.append(key) or key) == key
    return made


def test_what_was_asked_for_longest_ago_makes_room_for_the_newest():
    asked = cache()
    ask(asked, ["a", "b", "c", "a", "d"])
    assert ask(asked, ["a", "d"]) == []
    assert ask(asked, ["b", "c"]) == ["b", "c"]


def test_what_is_larger_than_the_room_drives_nothing_out():
    asked = cache()
    assert ask(asked, ["a", "b", "c", "too large", "too large"]) == [*"abc", *["too large"] * 2]
    assert ask(asked, ["a", "b", "c"]) == []
    assert ask(asked, ["whole", "whole", "a"]) == ["whole", "a"]


def test_without_room_everything_is_made_anew():
    asked = cache(0)
    assert ask(asked, ["a", "a"]) == ["a", "a"]
    assert (asked.hits, asked.misses, asked.used) == (0, 2, 0)


def test_two_that_make_the_same_count_it_once():
    asked = cache()
    assert asked.get("b", lambda: asked.get("b", lambda: "b")) == "b"
    assert asked.used == SIZES["b"]


@given(st.lists(st.sampled_from(list(SIZES)), max_size=60))
def test_any_questions_give_what_a_plain_list_of_the_latest_gives(keys):
    asked, latest, made = cache(), OrderedDict(), 0
    for key in keys:
        if key in latest:
            latest.move_to_end(key)
            assert ask(asked, [key]) == []
            continue
        made += 1
        assert ask(asked, [key]) == [key]
        if SIZES[key] <= ROOM:
            latest[key] = SIZES[key]
            while sum(latest.values()) > ROOM:
                latest.popitem(last=False)
        assert asked.used == sum(latest.values()) <= ROOM
    assert (asked.misses, asked.hits) == (made, len(keys) - made)
