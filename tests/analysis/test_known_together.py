"""Forms learnt by two threads at once."""

from __future__ import annotations

from types import SimpleNamespace

from indexer.analysis.known_forms import KnownForms


def test_forms_that_another_thread_learns_meanwhile_break_nothing():
    class Terms:
        """Terms whose reading lets another thread in, once."""

        meanwhile = True

        def __getitem__(self, form: int) -> list[str]:
            if Terms.meanwhile:
                Terms.meanwhile = False
                known.learn([90])
            return [f"term{form % 10}"]

    known = KnownForms(SimpleNamespace(terms=Terms()))
    known.learn([3])
    known.learn([90])
    assert set(known.having("term3")) == {3}
    assert set(known.having("term0")) == {90}
    assert [int(known.told[form]) for form in (3, 90)] == [1, 1]
