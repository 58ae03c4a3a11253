"""A founded league, an account with seats, and a program that calls with its token."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support.api import CITIES, OPEN_CHARTER, Program
from tests.support.coalition import KEY, League

from koinon.people import access, tokens
from koinon.record import logkeys


@pytest.fixture
def league(db: None, tmp_path: Path, settings: Any) -> League:
    settings.HOME = tmp_path
    league = League()
    league.found(CITIES, OPEN_CHARTER, logkeys.signer().verifier_key(KEY.name))
    return league


@pytest.fixture
def account(db: None) -> Any:
    person = access.invite("ada@ghent.example", name="Ada")
    for seat in ("council/ghent", "secretariat"):
        access.give_seat(person, seat, since=date(2020, 1, 1))
    return person


@pytest.fixture
def program(account: Any) -> Program:
    token = tokens.issue(account, ["secretariat"], label="desk")
    return Program(token, Client())
