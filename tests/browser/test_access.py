"""Any reader: by keyboard, on a phone, in the dark, with a screen reader, on paper."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PATHS = [
    "/facets/topic?q=Дагестан",
    "/facets/region?order=name&within=d&not-region=moscow",
    "/compare?q=Дагестан&q=court&q=-суд&q=x+OR",
    "/compare?q=суд&q=court&as=share&from=2017-03&to=2017-03&not-region=moscow",
    "/compare?q=a&q=a&q=b&q=c&q=d&q=e&q=f",
    "/search?q=суд&from=2016-10&to=2016-10&not-region=moscow",
    "/",
    "/search?q=Дагестан",
    "/search?q=Дагестан&region=dagestan&topic=society&from=2001&to=2026-12",
    "/search?q=Дагестан&sort=newest&language=ru&language=en",
    "/search?from=2018&to=2018",
    "/search?q=Дагестан+суд*&forms=1",
    "/search?q=школа+снегопад+пингвин",
    "/search?q=unicorn&region=dagestan",
    "/search?date=unknown",
    "/search?page=99",
    "/help",
    "/embed?region=dagestan&from=30d",
    "/archive",
    "/archive/2022",
    "/archive/2022/05",
    "/archive/2022/05/24",
    "/archive/2017/13",
    "/regions",
    "/regions/dagestan",
    "/people",
    "/people/Зара Дубаева",
    "/organisations?q=суд",
    "/topics/society",
    "/facets/person",
    "/archive/undated",
    "/api",
    "/sets",
    "/sets?a=суд&b=court",
    "/seen",
    "/search?page=0",
    "/search?q=Дагестан&from=31.02.2017&region=dagestan&sort=oldest",
    "/search?date=unknown&from=2011",
    "/search?sort=score",
    "/nothing",
    "/search?q=" + "слово" * 60,
]
"""A page of every kind that has an address of its own; the fixture ``article`` gives two more."""
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
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
TOUCH = {"has_touch": True, "is_mobile": True}
PHONE = {"viewport": {"width": 360, "height": 740}} | TOUCH
LOOKS = {
    "desk": {},
    "desk in the dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}} | TOUCH,
    "phone in the dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    | TOUCH,
    "forced colours": {"forced_colors": "active"},
    "phone in forced dark colours": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "forced_colors": "active",
    }
    | TOUCH,
}
FIRST_HIT = "document.querySelector('.hits h2').getBoundingClientRect().bottom + scrollY"
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def article(open_page):
    """The path of an article with a long address."""
    return open_page("/search?q=Дагестан").locator(".hits h2 a").first.get_attribute("href")


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
    assert page.url.endswith("#results")
    expect(page.get_by_role("link", name="Filters 3 active")).to_be_in_viewport()


@pytest.mark.parametrize("field", ["input[name=language]", "input[name=from]"])
def test_enter_in_a_filter_applies_it_and_stays_at_the_results(open_page, field):
    page = open_page("/search?q=Дагестан")
    page.locator("details.facet summary").first.click()
    page.locator(field).first.focus()
    page.keyboard.press("Space") if "language" in field else page.keyboard.type("2010")
    page.keyboard.press("Enter")
    page.wait_for_url("**#results")
    assert ("language=" if "language" in field else "from=2010") in page.url


@pytest.mark.parametrize("language", ["ru", "en"])
def test_on_a_phone_the_hint_in_the_box_is_whole(open_page, language):
    page = open_page(f"/?ui={language}", **PHONE)
    assert page.locator("#q").evaluate(HINT_FITS)


@pytest.mark.parametrize("path", ["/", "/search?q=Степанакерт", "/search?from=2016&to=2018"])
@pytest.mark.parametrize("width", [360, 820, 1280])
def test_labels_of_the_timeline_do_not_touch(open_page, path, width):
    page = open_page(path, viewport={"width": width, "height": 900})
    for row in (".years thead bdi:visible", ".years .number:visible"):
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
    page.wait_for_url("**#results")
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
    assert page.evaluate("document.activeElement.id") == "results"
    assert page.url.endswith("#results")
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
    for hidden in (".search", ".tools", "footer"):
        expect(page.locator(hidden)).to_be_hidden()
