"""Any window: nothing is wider, nothing touches what stands beside it, all is large enough."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from looks import LOOKS, PATHS, PHONE
from playwright.sync_api import expect

WRITTEN = """cells => cells.filter(cell => getComputedStyle(cell).visibility === "visible"
    && parseFloat(getComputedStyle(cell).fontSize)).map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const box = range.getBoundingClientRect();
  return [box.left, box.right];
})"""
"""The left and right edge of each written text."""


EDGES = """texts => texts.map(text => {
  const {left, right, top, bottom} = text.getBoundingClientRect(), line = (bottom - top) / 5;
  return {text: text.textContent, left, right, top: top + line, bottom: bottom - line};
})"""
"""Where each label of a chart is, without the space above and below its letters."""


HINT_FITS = """box => {
  const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(box);
  pen.font = style.font;
  const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pen.measureText(box.placeholder).width <= room;
}"""


SMALL = """() => {
  document.querySelectorAll("details").forEach(folded => folded.open = true);
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return [...document.querySelectorAll(all)].filter(one => {
    const style = getComputedStyle(one), siblings = [...one.parentNode.childNodes];
    if (style.visibility !== "visible" || !one.getClientRects().length) return false;
    const text = siblings.some(node => node.nodeType === 3 && /[\\p{L}\\p{N}]/u.test(node.data));
    if (style.display === "inline" && text) return false;
    const boxes = [one, ...(one.labels || [])].map(part => part.getBoundingClientRect());
    if (boxes[0].bottom < 0 || boxes[0].right < 0) return false;  // a skip link without focus
    return boxes.every(box => box.width < 23.9 || box.height < 23.9);
  }).map(one => one.outerHTML);
}"""
"""What is touched and too small, but for links within a sentence; a box goes with its label."""


FIRST_HIT = "document.querySelector('.hits h2').getBoundingClientRect().bottom + scrollY"


TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_nothing_is_wider_than_the_window(open_page, article, width, language):
    """320 px is also a desk at 400 %, 640 a desk at 200 %. All that is folded is open."""
    page = open_page("/", viewport={"width": width, "height": 740})
    address = f"https://news.example/{'a' * 60}"
    sets = f"/sets?a=суд&b={address}"
    for path in (*PATHS, article, f"{article}/versions", f"/search?q={address}", sets):
        page.goto(path + ("&" if "?" in path else "?") + f"ui={language}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert not page.evaluate(TOO_WIDE), path


@pytest.mark.parametrize("language", ["ru", "en"])
def test_on_a_phone_whatever_is_touched_is_24_px_high_and_wide(open_page, article, language):
    """Links within a sentence may be smaller (WCAG 2.5.8)."""
    page = open_page("/search?q=Дагестан", **LOOKS["phone"])
    seen = page.locator("a[href*='/seen?']").first.get_attribute("href")
    for path in (*PATHS, article, article.partition("?")[0] + "/versions", seen):
        page.goto(path + ("&" if "?" in path else "?") + f"ui={language}")
        assert page.evaluate(SMALL) == [], path


@pytest.mark.parametrize("language", ["ru", "en"])
def test_text_of_twice_the_size_fits(open_page, article, language):
    page = open_page("/")
    for path in (*PATHS, article):
        page.goto(path + ("&" if "?" in path else "?") + f"ui={language}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate(TOO_WIDE), path


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("query", ["q=Дагестан", "sort=newest&q=суд", "from=2018&to=2018"])
@pytest.mark.parametrize(
    ("size", "lowest"), [((390, 844), 560), ((360, 740), 600), ((1280, 740), 660)]
)
def test_the_first_headline_is_within_the_first_screen(open_page, size, lowest, query, language):
    width, height = size
    page = open_page(f"/search?{query}&ui={language}", viewport={"width": width, "height": height})
    assert page.evaluate(FIRST_HIT) <= lowest


def test_an_article_is_no_wider_than_a_phone(open_page, article):
    page = open_page(article, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("language", ["ru", "en"])
def test_on_a_phone_the_hint_in_the_box_is_whole(open_page, language):
    page = open_page(f"/?ui={language}", **PHONE)
    assert page.locator("#q").evaluate(HINT_FITS)


@pytest.mark.parametrize("path", ["/", "/search?q=Степанакерт", "/search?from=2016&to=2018"])
@pytest.mark.parametrize("width", [360, 820, 1280])
def test_labels_of_the_timeline_do_not_touch(open_page, path, width):
    page = open_page(path, viewport={"width": width, "height": 900})
    for row in (".years thead bdi:visible", ".years td b:not(:empty):visible"):
        boxes = page.locator(row).evaluate_all(WRITTEN)
        assert all(left[1] < right[0] for left, right in pairwise(boxes)), (row, boxes)


@pytest.mark.parametrize("period", ["", "&from=2017&to=2018", "&from=2022-05-03&to=2022-06-30"])
@pytest.mark.parametrize(("width", "language"), [(390, "ru"), (390, "en"), (820, "ru")])
def test_labels_of_compared_queries_do_not_touch(open_page, period, width, language):
    queries = "суд&q=школа&q=Дагестан&q=court&q=*"
    page = open_page(
        f"/compare?q={queries}{period}&ui={language}", viewport={"width": width, "height": 900}
    )
    boxes = page.locator(".lines > text:visible").evaluate_all(EDGES)
    touching = [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]
    assert touching == []


@pytest.mark.parametrize("width", [390, 700, 900, 1280])
def test_no_field_of_the_compared_queries_stands_alone(open_page, width):
    page = open_page("/compare", viewport={"width": width, "height": 900})
    tops = [box.bounding_box()["y"] for box in page.locator(".queries fieldset input").all()]
    rows = [tops.count(top) for top in sorted(set(tops))]
    assert rows in ([5], [3, 2], [1] * 5)


def test_on_a_desk_the_filters_stand_beside_the_results(open_page):
    page = open_page("/search")
    expect(page.get_by_role("link", name="Filters")).to_be_hidden()
    expect(page.get_by_role("group", name="Region")).to_be_in_viewport()


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
def test_the_page_hardly_moves_when_its_fonts_come(chromium, site, look):
    heights = []
    for blocked in (False, True):
        context = chromium.new_context(base_url=site, **look)
        page = context.new_page()
        if blocked:
            page.route("**/*.woff2*", lambda route: route.abort())
        page.goto("/search?q=Дагестан&ui=ru")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.fonts.check('1rem \\'Podshivka Serif\\'')") != blocked
        heights.append(page.evaluate("document.documentElement.scrollHeight"))
        context.close()
    assert abs(heights[0] - heights[1]) / heights[0] < 0.03
