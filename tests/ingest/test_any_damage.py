"""Damaged files of every kind: only rejections come of them, and the good files are taken.

Many more: ``python -m tests.fuzz.damage``.
"""

from __future__ import annotations

from tests.fuzz.damage import run
from tests.fuzz.damaged_files import KINDS


def test_any_damage():
    outcome = run(range(150), lambda _: None)
    assert not outcome.faults
    assert outcome.told["article"] > 0
    assert outcome.told["damaged"] > 0


def test_every_kind_is_read_when_it_is_whole(tmp_path, take):
    for name, kind in KINDS.items():
        path = tmp_path / name
        path.write_bytes(kind.pack(kind.inside))
        taken = take(path)
        codes = {rejection.error.code for rejection in taken.rejections}
        assert taken.articles or name in {"sitemap.xml", "a.opml"}, name
        assert not codes & {"damaged", "unreadable", "too-much"}, name
