"""What every journey must leave behind: a record that strangers accept, and that repeats itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.replaying import assert_replays

STANDS_ON = ("site", "demonstration")
"""What a journey walks in; each is a database of its own behind a server."""


@pytest.fixture(autouse=True)
def clean_record(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """After the last step `verify` finds nothing and a replay gives the same rows elsewhere."""
    for name in STANDS_ON:
        if name in request.fixturenames:
            request.getfixturevalue(name)  # it is there until this has looked
    yield
    with django_db_blocker.unblock():
        assert_replays()
