"""The line to quote: copied by a button, selected by a click; nothing needs a script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SEARCH = "/search?q=Дагестан&ui=en"


def test_a_button_copies_the_line(open_page):
    page = open_page(SEARCH, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Permalink").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(page.locator("h1").inner_text().split()[0])
    page.goto(copied.rpartition(" ")[2])
    expect(page.locator("h1")).to_contain_text("seen on")
    assert "Nothing has changed" in page.locator("main").inner_text()


def test_without_a_script_a_click_selects_the_line(open_page):
    page = open_page(SEARCH, java_script_enabled=False)
    page.get_by_role("link", name="Permalink").click()
    assert not page.get_by_role("button", name="Copy").is_visible()
    expect(page.locator("#quotable")).to_be_visible()
    expect(page.locator("#quotable")).to_have_css("user-select", "all")


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    "path", ["/sets?a=суд&b=Дагестан", "/sets?a=(суд&b=Дагестан", "/seen?q=суд&at=1&total=1"]
)
def test_nobody_is_kept_out(open_page, path, language):
    page = open_page(f"{path}&ui={language}", viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert not Axe().run(page).response["violations"]
