"""The cache of terms: the last forms asked for are known, and no more than twice as many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.cache import Recent

SIZE = 4


class Counting(Recent):
    """Notes which forms were looked up."""

    def __init__(self) -> None:
        self.found: list[str] = []
        super().__init__(self._look_up, SIZE)

    def _look_up(self, form: str) -> tuple[str, ...]:
        self.found.append(form)
        return (form.upper(),)


def test_a_new_form_drives_out_old_ones_and_not_the_newest():
    recent = Counting()
    for form in "abcdefghi":
        assert recent[form] == (form.upper(),)
    assert recent.found == list("abcdefghi")
    for form in "ihgf":
        assert recent[form] == (form.upper(),)
    assert recent.found == list("abcdefghi")
    assert recent["a"] == ("A",)
    assert recent.found == list("abcdefghia")


@given(st.lists(st.sampled_from("abcdefghijklmnop"), max_size=80))
def test_the_last_forms_are_known_whatever_is_asked(forms):
    recent = Counting()
    for at, form in enumerate(forms):
        before = len(recent.found)
        latest = list(dict.fromkeys(reversed(forms[:at])))[:SIZE]
        assert recent[form] == (form.upper(),)
        assert form not in latest or len(recent.found) == before
        assert len(recent) + len(recent._old) <= 2 * SIZE
