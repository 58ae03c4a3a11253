"""A lively league behind the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from tests.support import pages
from tests.support.coalition import League


@pytest.fixture
def links(site: str, settings: Any, tmp_path: Path) -> dict[str, str]:
    """Sign-in links by person; tries to sign in are counted anew."""
    settings.HOME = tmp_path
    cache.clear()
    return pages.lively(League())
