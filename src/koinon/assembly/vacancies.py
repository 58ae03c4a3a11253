"""Vacancies of elections as they stand: who sits, who may follow, and the countback itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from koinon.assembly import elections
from koinon.assembly.models import Candidate, Election, Vacancy
from koinon.record import vacancies as rules
from koinon.record.elections import Counted


def filled(election: Election) -> tuple[tuple[str, str], ...]:
    """(who left, who took the seat) of each vacancy so far, first to last."""
    rows = Vacancy.objects.filter(election_id=election.id).order_by("filled_n")
    return tuple(rows.values_list("vacated", "elected"))


def sitting(election: Election) -> dict[str, str]:
    """Who holds a seat of a counted election now: code → whom the count elected to that seat."""
    return rules.holders(_elected(election), filled(election))


def able(election: Election) -> tuple[str, ...]:
    """Who may be elected to a vacancy of a counted election, if they consent; as on the paper."""
    rows = Candidate.objects.filter(
        election_id=election.id, place__isnull=False, withdrawn_n__isnull=True
    )
    standing = tuple(rows.order_by("place").values_list("code", flat=True))
    return rules.able(standing, _elected(election), filled(election))


def rule_of(election: Election, vacated: str, unavailable: Collection[str]) -> Any:
    """The plain form of the countback when `vacated`, who sits, leaves. Raises CountError."""
    consenting = tuple(code for code in able(election) if code not in unavailable)
    assert election.result is not None
    lot = election.result["lot"]
    return rules.countback_rule(election.rule, lot, sitting(election)[vacated], consenting)


def counted(
    election: Election, vacated: str, unavailable: Collection[str], lot: str = ""
) -> Counted:
    """The countback. Raises LookupError, CountError and LotNeeded as the count of an election."""
    return elections.counted_by(election, rule_of(election, vacated, unavailable), lot)


def _elected(election: Election) -> list[str]:
    assert election.result is not None
    return list(election.result["elected"])
