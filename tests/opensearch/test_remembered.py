"""What searchers on a cluster remember is shared by the threads of a site."""

from __future__ import annotations

from indexer.index.opensearch.remembered import Remembered


def test_what_is_known_is_told_and_what_is_not_is_left_out():
    remembered = Remembered(2)
    remembered["a"] = 1
    assert remembered.some([("x", "a"), ("y", "b")]) == {"x": 1}
    assert remembered.get("a", lambda: 5) == 1
    assert remembered.get("b", lambda: 5) == 5


def test_when_there_are_too_many_all_are_forgotten():
    remembered = Remembered(2)
    for key in "abc":
        remembered[key] = key
    assert remembered.some((key, key) for key in "abc") == {"c": "c"}


def test_another_thread_may_make_it_forget_while_it_is_read():
    class Key(str):
        """Once it has been found, others ask for so much that all is forgotten."""

        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other):
            remembered["b"] = 2
            return str.__eq__(self, other)

    remembered = Remembered(1)
    remembered["a"] = 1
    assert remembered.some([("x", Key("a"))]) == {"x": 1}
