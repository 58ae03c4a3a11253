"""A lively league and people who can sign in to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support import pages
from tests.support.coalition import League


@pytest.fixture
def league(db: None, tmp_path: Path, settings: Any) -> League:
    """A league with one decision behind it and one proposal open."""
    settings.HOME = tmp_path
    league = League()
    league.links = pages.lively(league)  # type: ignore[attr-defined]
    return league


@pytest.fixture
def enter(league: League) -> Callable[[str], Client]:
    """Sign one of the people in by their link: `enter("ghent")`."""

    def signed_in(who: str) -> Client:
        client = Client()
        answer = client.post(f"/enter/{league.links[who]}")  # type: ignore[attr-defined]
        assert answer.status_code == 302
        return client

    return signed_in
