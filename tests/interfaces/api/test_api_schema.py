"""The API keeps to its own description: schemathesis sends what it allows and what it forbids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as bounded
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.support.api import appointed, founded
from tests.support.databases import OwnDatabase

from koinon.acts.registry import all_acts
from koinon.config.wsgi import application
from koinon.people import tokens

EXAMPLES = 12
"""Requests of each kind an endpoint gets."""


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def authorised(own_database: OwnDatabase, tmp_path: Path, settings: Any) -> dict[str, str]:
    """A founded league and a token for it."""
    founded(tmp_path, settings)
    token = tokens.issue(appointed(), ["secretariat"], label="schemathesis")
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.once
@schema.parametrize()
@bounded(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_described(case: Any, authorised: dict[str, str]) -> None:
    # A JSON Schema cannot say "in lowest terms", "a day of the calendar" or which cities there
    # are, so an act or a plan may be refused although its schema allows it; every other operation
    # takes what it describes.
    loose = case.path.startswith(("/api/acts/", "/api/what-if"))
    beyond = [positive_data_acceptance] if loose else []
    case.call_and_validate(headers=authorised, excluded_checks=beyond)


def test_every_act_has_its_endpoint() -> None:
    paths = set(schema.raw_schema["paths"])
    assert {f"/api/acts/{one.type}" for one in all_acts()} <= paths


def test_the_description_refers_to_nothing_it_lacks() -> None:
    known = {f"#/components/schemas/{name}" for name in schema.raw_schema["components"]["schemas"]}
    assert set(references(schema.raw_schema)) - known == set()


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        inner = [one for item in value.values() for one in references(item)]
        return [*inner, value["$ref"]] if isinstance(value.get("$ref"), str) else inner
    if isinstance(value, list):
        return [one for item in value for one in references(item)]
    return []


def test_a_header_that_may_be_left_out_is_never_null() -> None:
    operation = schema.raw_schema["paths"]["/api/acts/assembly.cast_vote/1"]["post"]
    headers = {one["name"]: (one["required"], one["schema"]) for one in operation["parameters"]}
    assert headers["Idempotency-Key"] == (False, {"type": "string", "format": "uuid"})
    assert headers["X-Koinon-Seat"] == (False, {"type": "string", "maxLength": 81})
