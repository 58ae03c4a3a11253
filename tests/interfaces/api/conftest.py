"""A founded league, an account with seats, and a program that calls with its token."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support.api import Program, appointed, founded
from tests.support.coalition import League

from koinon.people import tokens


@pytest.fixture
def league(db: None, tmp_path: Path, settings: Any) -> League:
    return founded(tmp_path, settings)


@pytest.fixture
def account(db: None) -> Any:
    return appointed()


@pytest.fixture
def program(account: Any) -> Program:
    token = tokens.issue(account, ["secretariat"], label="desk")
    return Program(token, Client())
