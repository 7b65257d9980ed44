"""Any reader: by keyboard, on a phone, in the dark, with a screen reader, on paper."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from looks import LOOKS, PATHS, PHONE
from playwright.sync_api import expect

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def test_on_a_phone_a_link_leads_to_the_filters_below_and_tells_how_many_are_in_use(open_page):
    page = open_page("/search?region=dagestan&from=2001", **PHONE)
    link = page.get_by_role("link", name="Filters 2 active")
    link.click()
    box = page.get_by_role("checkbox", name="Russian")
    expect(page.get_by_role("complementary", name="Filters")).to_be_in_viewport()
    page.locator("details.facet summary").first.click()  # its languages are folded
    box.check()
    page.get_by_role("button", name="Apply filters").click()
    assert "language=ru" in page.url
    assert page.url.endswith("#r")
    expect(page.get_by_role("link", name="Filters 3 active")).to_be_in_viewport()


@pytest.mark.parametrize("field", ["input[name=language]", "input[name=from]"])
def test_enter_in_a_filter_applies_it_and_stays_at_the_results(open_page, field):
    page = open_page("/search?q=Дагестан")
    page.locator("details.facet summary").first.click()
    page.locator(field).first.focus()
    page.keyboard.press("Space") if "language" in field else page.keyboard.type("2010")
    page.keyboard.press("Enter")
    page.wait_for_url("**#r")
    assert ("language=" if "language" in field else "from=2010") in page.url


def test_all_values_are_a_page_of_their_own(open_page):
    page = open_page("/search", java_script_enabled=False)
    shown = page.get_by_role("group", name="Region").get_by_role("checkbox").count()
    page.get_by_role("link", name="All values, A–Z: Region").click()
    assert page.get_by_role("checkbox").count() > shown
    page.get_by_label("Find in this list").fill("dag")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Without Dagestan").click()
    expect(page.get_by_role("link", name="Remove the filter: not Dagestan")).to_be_visible()


def test_a_reader_without_a_mouse_searches_filters_and_reads(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the main text"
    expect(skip).to_be_in_viewport()
    _tab_to(page, "#q")
    page.keyboard.type("Дагестан")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    _tab_to(page, "details.facet summary")
    page.keyboard.press("Enter")
    _tab_to(page, "input[name=language]")
    page.keyboard.press("Space")
    _tab_to(page, ".apply button")
    page.keyboard.press("Enter")
    page.wait_for_url("**#r")
    assert "language=" in page.url
    _tab_to(page, ".hits h2 a", limit=12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")


@pytest.mark.parametrize(
    "path", ["/search?q=Дагестан", "/search?sort=newest", "/search?region=dagestan&topic=society"]
)
@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_the_first_hit_is_few_steps_of_the_keyboard_away(open_page, path, look):
    page = open_page(path, **look)
    _tab_to(page, ".hits h2 a", limit=15)


def test_the_first_link_leads_to_the_results(open_page):
    page = open_page("/search?q=Дагестан&region=dagestan&language=ru")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "r"
    assert page.url.endswith("#r")
    _tab_to(page, ".hits h2 a", limit=10)


def test_a_wrong_date_is_put_right_by_keyboard_alone(open_page):
    page = open_page("/search?q=Дагестан&from=31.02.2017&region=dagestan&ui=ru")
    field = page.locator(":focus")
    assert field.get_attribute("name") == "from"
    assert field.get_attribute("aria-invalid") == "true"
    expect(field).to_have_accessible_description(re.compile("не дата"))
    field.fill("2017")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*from=2017*")
    assert "region=dagestan" in page.url
    expect(page.locator("h1")).to_contain_text("по запросу «Дагестан»")


def test_in_forced_colours_what_is_marked_or_chosen_differs(open_page):
    page = open_page("/search?q=Дагестан&size=10")
    page.emulate_media(forced_colors="active")
    ground = "e => getComputedStyle(e).backgroundColor"
    paper = page.locator("body").evaluate(ground)
    assert page.locator("mark").first.evaluate(ground) != paper
    current = page.locator(".pages [aria-current=page]")
    assert current.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_nothing_moves_for_those_who_asked_for_rest(open_page):
    page = open_page("/", reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter(e => {
      const style = getComputedStyle(e);
      return style.transitionDuration !== "0s" || style.animationName !== "none"
        || style.scrollBehavior !== "auto";
    }).length"""
    assert page.evaluate(moving) == 0


def test_the_level_of_a_place_is_spoken(open_page):
    page = open_page("/search?q=Дагестан")
    box = page.get_by_role("checkbox", name=re.compile("^Dagestan ?, level 2$"))
    expect(box).to_have_count(1)


def test_the_skip_link_leads_past_the_masthead(open_page):
    page = open_page("/help")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_of_the_keyboard_can_be_seen(open_page, scheme):
    page = open_page("/search?q=Дагестан&region=dagestan", color_scheme=scheme)
    for _ in range(40):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert (width, style) == ("3px", "solid")


def _tab_to(page, selector: str, limit: int = 200) -> None:
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by the keyboard")


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_axe_finds_no_fault(open_page, article, look, language):
    page = open_page("/", **look)
    for path in (*PATHS, article, f"{article}/versions"):
        page.goto(path + ("&" if "?" in path else "?") + f"ui={language}")
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_light_and_dark_differ(open_page):
    grounds = {
        open_page("/", color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }
    assert len(grounds) == 2


def test_on_paper_only_the_text_remains(open_page, article):
    page = open_page(article)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    for hidden in (".search", ".tools", ".sections", "footer"):
        expect(page.locator(hidden)).to_be_hidden()


def test_on_paper_a_result_says_how_to_find_it_again(open_page):
    page = open_page("/search?q=Дагестан")
    page.emulate_media(media="print")
    expect(page.locator(".hits h2").first).to_be_visible()
    for hidden in (".sections", ".feeds", ".panel", ".take:has-text('CSV')"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    link = page.locator(".take [rel=bookmark]")
    expect(link).to_be_visible()
    assert "/seen?" in link.evaluate("e => getComputedStyle(e, '::after').content")
