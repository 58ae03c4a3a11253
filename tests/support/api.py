"""Calling the API as a program outside would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.test import Client
from tests.support.coalition import CHARTER, KEY, League

from koinon.people import access
from koinon.record import logkeys

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}
OPEN_CHARTER = CHARTER.replace("notice_days = 2", "notice_days = 0")
"""Voting opens at once."""


@dataclass
class Program:
    """A client with a token."""

    token: str
    client: Client

    def post(self, path: str, body: Any, media: str = "application/json", **headers: str) -> Any:
        """POST below /api/; headers are named with underscores."""
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        named = {name.replace("_", "-"): value for name, value in sent.items()}
        return self.client.post(f"/api/{path}", body, content_type=media, headers=named)

    def act(self, name: str, body: Any, **headers: str) -> Any:
        """Send an act."""
        return self.post(f"acts/{name}", body, **headers)

    def get(self, path: str, **query: Any) -> Any:
        """What GET answers, read as JSON."""
        return self.client.get(f"/api/{path}", query).json()


def founded(home: Path, settings: Any) -> League:
    """A league whose log key lies in `home`."""
    settings.HOME = home
    league = League()
    league.found(CITIES, OPEN_CHARTER, logkeys.signer().verifier_key(KEY.name))
    return league


def appointed() -> Any:
    """An account that holds Ghent's seat in the council and the secretariat."""
    person = access.invite("ada@ghent.example", name="Ada")
    for seat in ("council/ghent", "secretariat"):
        access.give_seat(person, seat, since=date(2020, 1, 1))
    return person
