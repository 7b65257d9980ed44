"""Whatever a program asks of the API, the answer is one that the API's document promises.

Two checks of schemathesis are left out. Empty values are taken although no schema says so: they
mean "left out". A name that no article has is refused although it is a string.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

schemathesis = pytest.importorskip("schemathesis", reason="is in requirements/dev.txt")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

GOOD, BAD = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
TRIED = {
    "by_address_as_json": (GOOD, BAD),
    "article_as_json": (GOOD,),
    "reprints_as_json": (GOOD,),
    "related_as_json": (GOOD,),
    "versions_as_json": (GOOD,),
    "search": (GOOD, BAD),
    "suggest": (GOOD, BAD),
    "as_json": (GOOD, BAD),
    "seen_as_json": (GOOD, BAD),
    "sets_as_json": (GOOD, BAD),
    "years_as_json": (GOOD, BAD),
    "undated_as_json": (GOOD, BAD),
    "year_as_json": (GOOD,),
    "month_as_json": (GOOD,),
    "day_as_json": (GOOD,),
    "region_dossier": (GOOD,),
    "topic_dossier": (GOOD,),
    "person_dossier": (GOOD,),
    "organisation_dossier": (GOOD,),
}
"""Operations, and whether values can be given that their descriptions do not have."""


@pytest.fixture(scope="module")
def known(app):
    """The operations of the API's own document, to be asked of the site."""
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = [result.ok() for result in api.get_all_operations()]
    return {one.definition.raw["operationId"]: one for one in found}


def test_every_operation_is_tried(known):
    assert set(known) == set(TRIED)


@pytest.mark.parametrize(
    ("name", "mode"), [(name, mode) for name, modes in TRIED.items() for mode in modes]
)
def test_any_request_is_answered_as_promised(known, name, mode):
    left_out = [checks.negative_data_rejection, checks.positive_data_acceptance]

    @settings(suppress_health_check=list(HealthCheck))
    @given(case=known[name].as_strategy(generation_mode=mode))
    def check(case):
        # the application is called directly, and nothing between would decode the answer
        case.call_and_validate(excluded_checks=left_out, headers={"Accept-Encoding": "identity"})

    check()
