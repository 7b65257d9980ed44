"""Lines that were broken at a width, and lines that their authors broke."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.text.wrapped import unwrapped

ONE = (
    "The Commodity Credit Corporation announced 1.5 mln dlrs in credit guarantees previously "
    "earmarked to cover sales of dry edible beans to Honduras have been switched to cover sales "
    "of white corn, the U.S. Agriculture Department said on Thursday in Washington."
)
TWO = (
    "Министерство сообщило в четверг, что продажи белой кукурузы по этой программе должны быть "
    "зарегистрированы и отгружены до тридцатого сентября текущего года, а остаток вернут в казну."
)


@pytest.mark.parametrize("width", [45, 60, 65, 72, 80, 98])
@pytest.mark.parametrize("indent", ["", "    "])
def test_paragraphs_of_broken_lines(width, indent):
    between = "\n" if indent else "\n\n"
    parts = [textwrap.fill(text, width, initial_indent=indent) for text in (ONE, TWO, ONE)]
    assert unwrapped(between.join(parts).lstrip()) == f"{ONE}\n\n{TWO}\n\n{ONE}"


def test_a_table_between_paragraphs_keeps_its_rows():
    table = " Wheat   2.55   2.40\n Corn    1.35   1.92"
    found = unwrapped(f"{textwrap.fill(ONE, 65)}\n{table}\n{textwrap.fill(TWO, 65)}")
    assert found.split("\n") == [ONE, "Wheat   2.55   2.40", "Corn    1.35   1.92", TWO]


def test_a_word_that_is_parted_is_left_to_analysis():
    lines = textwrap.fill(f"{TWO} {TWO}", 60).split("\n")
    lines[2] += " сотруд-"
    lines[2] = lines[2][-60:]
    lines[3] = f"ники {lines[3]}"[:60]
    assert "сотруд-\nники" in unwrapped("\n".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Одна строка",
        f"{ONE}\n{TWO}\n{ONE}\n{TWO}\n{ONE}\n{TWO}",
        "\n".join(["Белеет парус одинокий", "В тумане моря голубом!", "Что ищет он?"] * 4),
        "\n".join(f"{number}. Село номер {number} получило дорогу" for number in range(20)),
        "\n".join(["Суд в Нальчике отложил заседание по делу о пастбище на склоне."] * 8),
    ],
)
def test_other_lines_stay(text):
    assert unwrapped(text) == text


@given(st.text(alphabet="аб .\n-", max_size=600))
def test_no_word_is_lost_and_a_second_time_changes_nothing(text):
    once = unwrapped(text)
    assert once.split() == text.split()
    assert unwrapped(once) == once
