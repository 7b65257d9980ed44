"""Which word of a name is that of the family: the first in Chinese, Korean, Vietnamese names."""

from __future__ import annotations

import pytest

from indexer.tagging.eastern_names import is_family_first


@pytest.mark.parametrize(
    "name",
    ["Си Цзиньпин", "Ким Чен Ын", "Ли Кэцян", "Ван И", "Мао Цзэдун", "Дэн Сяопин", "Мун Чжэин",
     "Пак Кынхе", "Нгуен Фу Чонг", "Ху Цзиньтао", "Чан Кайши", "Сун Цинлин", "Юн Сок Ёль",
     "Xi Jinping", "Kim Jong Un", "Kim Jong-un", "Li Keqiang", "Wang Yi", "Moon Jae-in",
     "Nguyen Phu Trong", "Mao Zedong", "Deng Xiaoping", "Park Geun-hye", "Hu Jintao"],
)  # fmt: skip
def test_the_family_is_first(name):
    assert is_family_first(name)


@pytest.mark.parametrize(
    "name",
    ["Магомед Яндиев", "Мадонна", "Ли", "", "Ван Клиберн", "Ким Кардашьян", "Ли Харви Освальд",
     "Ян Непомнящий", "Синдзо Абэ", "Джеки Чан", "Брюс Ли", "Жан-Клод Ван Дамм", "Тим Кук",
     "Май Абрикосова", "Ян Гамарник", "Дан Петреску", "Kim Philby Jones Smith", "Bruce Lee",
     "Jackie Chan", "Shinzo Abe", "Kim Kardashian", "Ma Rainey Johnson", "Li Anderson"],
)  # fmt: skip
def test_the_family_is_last(name):
    assert not is_family_first(name)
