"""A founded league that knows the trial acts."""

from __future__ import annotations

import pytest
from tests.acts.trial import TRIAL_CHARTER, FanOut, KeepSecret
from tests.support.coalition import League

from koinon.acts import registry

CITIES = {"ghent": 260_000, "leuven": 100_000, "namur": 110_000}


@pytest.fixture
def trial_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (FanOut, KeepSecret):
        monkeypatch.setitem(registry._acts, one.type, one)


@pytest.fixture
def league(db: None, trial_acts: None) -> League:
    league = League()
    league.found(CITIES, TRIAL_CHARTER)
    return league
