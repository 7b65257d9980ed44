"""The benchmark of formats: what it writes is read whole, in a process of either tree."""

from __future__ import annotations

from benchmarks.ingest.formats import OURS, best, formats


def test_each_format_is_read_whole(tmp_path):
    written = list(formats(tmp_path, 10))
    assert [(one.name, one.records) for one in written] == [
        ("JSON lines, UTF-8", 10),
        ("JSON lines, windows-1251", 10),
        ("CSV", 10),
        ("RSS", 10),
        ("saved texts", 1),
        ("pages without a profile", 1),
        ("pages with a profile", 1),
    ]
    trees = {"ours": OURS, "beside": OURS}
    for one in written:
        readings = best(one, trees, 1)
        assert [readings[name].articles for name in trees] == [one.records] * 2, one.name
        assert all(reading.seconds > 0 for reading in readings.values())
        assert all(reading.calls > 100 for reading in readings.values())
