"""Terms change only with the version of analysis: every archive would have to be reindexed."""

from __future__ import annotations

import json
import re
from importlib.metadata import version

import pytest

from indexer.analysis import default_analyzer
from indexer.analysis.version import VERSION, same
from tests.analysis.golden.record import TEXTS, path, record

RAISE = "analysis gives something else: raise VERSION, then run python -m tests.analysis.golden"


@pytest.fixture(scope="module")
def written():
    return json.loads(path(VERSION).read_text("utf-8"))


@pytest.fixture(scope="module")
def now():
    return record()


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_gives_the_terms_of_its_version(text, written, now):
    assert now["texts"][text] == written["texts"][text], RAISE


@pytest.mark.parametrize("part", ["words", "sample"])
def test_queries_and_articles_give_what_their_version_gave(part, written, now):
    assert now[part] == written[part], RAISE


def test_the_fingerprint_names_the_version_and_tells_libraries_apart():
    assert re.fullmatch(f"{VERSION}-[0-9a-f]{{12}}", default_analyzer().fingerprint)
    assert version("pymorphy3-dicts-ru") in default_analyzer()._dictionary.version


def test_indexes_are_alike_when_analysis_and_taxonomies_are():
    own = f"{default_analyzer().fingerprint}-33354f090e1a"
    assert same(own, own)
    assert not same(own, f"{own[:-1]}b")
    assert not same(own, f"9{own[1:]}")
    assert not same(own, "")
