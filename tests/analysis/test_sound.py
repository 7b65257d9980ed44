"""What the case forms of a name have in common by their sound."""

from __future__ import annotations

import pytest

from indexer.analysis.sound import keys, roots


@pytest.mark.parametrize(
    "forms",
    [
        ("ивлеева", "ивлеевой", "ивлееву"),
        ("явлинский", "явлинского", "явлинскому", "явлинским"),
        ("кадыров", "кадыровым", "кадырову"),
        ("ессентуки", "ессентуках", "ессентукам"),
        ("череповец", "череповца", "череповце"),
    ],
)
def test_all_case_forms_have_one_root(forms):
    assert len({roots(keys(form)) for form in forms}) == 1


@pytest.mark.parametrize("key", ["o" * 63 + "r", "om" * 31 + "r", "ogo" * 21 + "r"])
def test_any_letters_have_a_root_at_once(key):
    assert roots(key) == key
