"""A reader's way through the archive, without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

NO_JS = {"java_script_enabled": False}


def heading(page) -> str:
    """The first line of the results."""
    return page.locator("h1").inner_text()


def count(page) -> int:
    """The total that the heading tells."""
    return int(re.search(r"([\d,]+) article", heading(page))[1].replace(",", ""))


def test_words_are_searched_and_the_article_read(open_page):
    page = open_page("/", **NO_JS)
    everything = int(page.get_by_role("link", name="All").inner_text().split()[1].replace(",", ""))
    page.get_by_role("searchbox").fill("Дагестан")
    page.get_by_role("button", name="Search").click()
    assert "for “Дагестан”" in heading(page)
    assert 0 < count(page) < everything
    assert "Дагестан" in page.locator("mark").first.inner_text()
    title = page.locator(".hits h2").first.inner_text()
    page.locator(".hits h2 a").first.click()
    assert heading(page) == title
    page.go_back()
    assert "for “Дагестан”" in heading(page)
    assert page.get_by_role("searchbox").input_value() == "Дагестан"


@pytest.mark.parametrize("facet", ["Region", "Topic", "Language"])
def test_each_filter_gives_the_number_that_it_promised(open_page, facet):
    page = open_page("/search", **NO_JS)
    if facet == "Language":  # folded while nothing of it is chosen
        page.locator("summary", has_text=facet).click()
    row = page.get_by_role("group", name=facet).get_by_role("listitem").first
    promised = int(row.locator("label + a").inner_text().replace(",", ""))
    name = row.locator("label").inner_text().partition(",")[0]
    row.locator("label").click()
    page.get_by_role("button", name="Apply filters").click()
    assert count(page) == promised
    chip = page.get_by_role("link", name=f"Remove the filter: {facet}: {name}")
    expect(chip).to_be_visible()
    chip.click()
    assert count(page) > promised


def test_a_form_that_was_not_meant_is_taken_out(open_page):
    page = open_page("/search?q=суд", **NO_JS)
    before = count(page)
    page.get_by_role("link", name="Forms found").click()
    assert page.url.endswith("&forms=1#forms")
    forms = page.locator(".forms dd")
    listed = forms.count()
    assert listed > 2
    page.locator(".forms .without").first.click()
    assert page.get_by_role("searchbox").input_value().startswith("суд!=")
    assert forms.count() == listed - 1
    assert count(page) <= before
    promised = int(forms.first.locator(".number").inner_text())
    forms.first.get_by_role("link").first.click()
    assert count(page) == promised
    page.get_by_role("link", name="Hide").click()
    expect(page.locator(".forms")).to_have_count(0)


def test_two_values_of_a_filter_are_alternatives(open_page):
    page = open_page("/search", **NO_JS)
    everything = count(page)
    page.locator("summary", has_text="Language").click()
    boxes = page.get_by_role("group", name="Language").get_by_role("checkbox")
    assert boxes.count() == 2
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Apply filters").click()
    assert count(page) == everything
    assert page.locator(".chips a[aria-label^=Remove]").count() == 2
    page.get_by_role("link", name="Clear all").click()
    assert page.locator(".chips").count() == 0


def test_a_year_is_chosen_in_the_timeline_and_then_a_month(open_page):
    page = open_page("/search", **NO_JS)
    year = page.get_by_role("table", name="Articles by year").get_by_role("link").last
    promised = int(re.search(r": (\d+)", year.get_attribute("aria-label"))[1])
    year.click()
    assert count(page) == promised
    month = page.get_by_role("table", name="Articles by month").get_by_role("link").first
    fewer = int(re.search(r": (\d+)", month.get_attribute("aria-label"))[1])
    month.click()
    assert count(page) == fewer <= promised


def test_dates_are_typed_as_people_write_them(open_page):
    page = open_page("/search", **NO_JS)
    page.get_by_label("From").fill("01.01.2010")
    page.get_by_label("to", exact=True).fill("2012")
    page.get_by_role("button", name="Apply filters").click()
    expect(
        page.get_by_role("link", name="Remove the filter: 1 January 2010 – 2012")
    ).to_be_visible()
    stamps = [time.get_attribute("datetime") for time in page.locator(".dateline time").all()]
    assert stamps
    assert all("2010" <= stamp[:4] <= "2012" for stamp in stamps)


def test_pages_are_turned_forwards_and_the_back_button_returns(open_page):
    page = open_page("/search?sort=oldest", **NO_JS)
    first = page.locator(".hits h2").first.inner_text()
    page.get_by_role("link", name="Next").click()
    assert heading(page).startswith("11–20 of")
    assert page.locator(".hits h2").first.inner_text() != first
    page.get_by_role("link", name="Last", exact=True).click()
    assert page.get_by_role("link", name="Next").count() == 0
    page.go_back()
    page.go_back()
    assert page.locator(".hits h2").first.inner_text() == first


def test_the_order_can_be_changed(open_page):
    page = open_page("/search", **NO_JS)
    page.get_by_role("link", name="oldest").click()
    stamps = [time.get_attribute("datetime")[:10] for time in page.locator(".dateline time").all()]
    assert stamps == sorted(stamps)


def test_the_other_language_of_the_interface_keeps_the_search(open_page):
    page = open_page("/search?q=Дагестан", **NO_JS)
    total = count(page)
    page.get_by_role("link", name="Русский").click()
    assert re.search(rf"^{total} стат(ья|ьи|ей) по запросу «Дагестан»", heading(page))
    page.get_by_role("button", name="Найти").click()
    assert "по запросу «Дагестан»" in heading(page)


def test_the_same_story_can_be_read_in_the_other_language(open_page):
    page = open_page("/search?language=en", **NO_JS)
    page.locator(".hits h2 a").first.click()
    english = heading(page)
    page.locator(".counterpart a").click()
    assert page.locator("article").get_attribute("lang") == "ru"
    page.locator(".counterpart a").click()
    assert heading(page) == english


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_example_of_the_guide_finds_something(open_page, language):
    page = open_page(f"/help?ui={language}", **NO_JS)
    examples = [link.get_attribute("href") for link in page.locator(".guide th a").all()]
    assert len(examples) >= 10
    for example in examples:
        page.goto(example)
        assert page.locator(".hits article").count() > 0, example
        assert page.locator(".notes").count() == 0
