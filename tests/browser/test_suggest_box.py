"""Suggestions as one types: the combobox, by keyboard, pointer and screen reader."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NO_JS = {"java_script_enabled": False}


@pytest.fixture
def typing(open_page):
    """A page on which these letters were typed, with the addresses asked by the script since."""

    def typed(letters: str, path: str = "/", **options):
        page = open_page(path, **options)
        asked = []
        page.on("request", lambda request: "/api/" in request.url and asked.append(request.url))
        page.locator("#q").focus()
        page.keyboard.type(letters)
        return page, asked

    return typed


def box(page):
    return page.get_by_role("combobox")


def chosen(page) -> str:
    """What a screen reader takes to be the current option."""
    return page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
        "?.dataset.text ?? ''"
    )


def test_a_suggestion_is_chosen_by_keyboard_and_searched(typing):
    page, _ = typing("Даг")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    assert 1 <= options.count() <= 8
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text(
        f"{options.count()} suggestion" + "s" * (options.count() > 1)
    )
    assert chosen(page) == ""
    page.keyboard.press("ArrowDown")
    first = chosen(page)
    assert first == options.first.get_attribute("data-text")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_value("Даг")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?region=dagestan*")
    expect(box(page)).to_have_value("")
    assert first == "Дагестан"
    assert "Dagestan" in page.locator(".chips").inner_text()


def test_what_was_typed_is_searched_when_no_suggestion_is_chosen(typing):
    page, _ = typing("Дагестан")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(box(page)).to_have_value("Дагестан")


def test_the_arrows_go_round_by_way_of_the_field(typing):
    page, _ = typing("про")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    texts = [option.get_attribute("data-text") for option in options.all()]
    assert len(texts) > 1
    seen = []
    for _ in range(len(texts) + 1):
        page.keyboard.press("ArrowDown")
        seen.append(chosen(page))
    assert seen == [*texts, ""]
    page.keyboard.press("ArrowUp")
    assert chosen(page) == texts[-1]
    page.keyboard.press("Home")
    assert chosen(page) == "", "keys that move the caret leave the list"


def test_escape_closes_the_list_and_keeps_the_words(typing):
    page, _ = typing("Даг")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("Даг")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_enter_without_a_choice_searches_what_was_typed(typing):
    page, _ = typing("Дагестан")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(box(page)).to_have_value("Дагестан")


def test_a_tap_chooses_and_the_list_fits_a_phone(typing):
    page, _ = typing("Даг", path="/?ui=ru", **PHONE)
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert option.bounding_box()["height"] >= 44
    assert option.get_attribute("data-text") == "Дагестан"
    option.tap()
    page.wait_for_url("**/search?region=dagestan*")
    assert "ui=ru" in page.url


def test_two_letters_ask_nothing_and_a_word_typed_fast_asks_once(typing):
    page, asked = typing("Да")
    page.wait_for_timeout(400)
    assert asked == []
    page.keyboard.type("гестан")
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked) == 1
    assert "/api/v1/suggest?q=" in asked[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_of_the_open_list(typing, scheme):
    page, _ = typing("Даг", color_scheme=scheme)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_without_javascript_the_box_is_a_plain_field_that_asks_nothing(typing):
    page, asked = typing("Дагестан", **NO_JS)
    expect(page.get_by_role("searchbox")).to_have_value("Дагестан")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert asked == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert "for “Дагестан”" in page.locator("h1").inner_text()
