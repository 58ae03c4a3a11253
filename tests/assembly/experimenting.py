"""A chamber whose charter holds experiments, for the scenarios of what ends with their day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.assembly.leagues import CITIES, RULES, Chamber
from tests.support.coalition import member

from koinon.acts.gate import tick

EVALUATE = "assembly.record_evaluation/1"
AMEND = "assembly.amend_charter/1"
ADMIT = "assembly.admit_city/1"
LIMIT = "cities.record_legal_limit/1"
IN_FORCE = "2025-06-30T21:59:59.999999Z"
"""The last instant of 30 June in Brussels, where summer time is two hours ahead."""
OVER = "2025-06-30T22:00:00.000000Z"
EXPERIMENT = """[experiments.pilot]
title = {en = "Joining by pilot", fr = "Adhésion pilote"}
article = "20"
until = "2025-06-30"
evaluated_by = "auditor"
evaluate_by = "2025-05-31"
matters = ["pilot"]
acts = ["assembly.admit_city/1", "cities.record_legal_limit/1"]

"""
MATTER = """[matters.pilot]
title = {en = "Pilots", fr = "Pilotes"}
article = "20.1"
body = "council"
rule = "double"
notice_days = 2
voting_days = 3
vote_from = "delegate"
abstention = "ignored"
acts = []

"""
TRIED = (
    RULES.replace(
        "[seats.secretariat]",
        '[seats.auditor]\ntitle = {en = "Auditor", fr = "Audit"}\n\n[seats.secretariat]',
    ).replace("\n[authority]", f"\n{MATTER}{EXPERIMENT}[authority]")
    + """
"assembly.record_evaluation/1" = [
  {article = "20.2", seat = "auditor"},
  {article = "20.2", seat = "secretariat"},
]
"""
)
LIMITED: dict[str, Any] = {
    "city": "ghent",
    "kind": "levy_per_year",
    "amount_cents": 5_000_000_00,
    "citation": "Municipal decree, article 12",
    "on": "2025-01-01",
    "attested_by": "City of Ghent",
}


class Trial(Chamber):
    """A chamber that tries something out."""

    def evaluate(self, **more: Any) -> int:
        """Record the evaluation; its entry."""
        text = self.document(b"What the pilot has shown", "text/plain")
        data = {"experiment": "pilot", "text": text.model_dump(), **more}
        return self.act(EVALUATE, data, "auditor").n

    def amendment(self, charter: str) -> tuple[str, dict[str, Any]]:
        """The act that brings a new charter."""
        return AMEND, {"charter": self.document(charter.encode()).model_dump()}

    def amend(self, charter: str) -> int:
        """Amend the charter by a decision; the number of the proposal."""
        number = self.propose("A new charter", self.amendment(charter))
        self.decide(number)
        return number

    def decide(self, number: int) -> None:
        """Vote unanimously in the days of voting, and count once they are over."""
        day = date.fromisoformat(self.at[:10])
        self.at = f"{day + timedelta(days=4)}T12:00:00.000000Z"
        for city in CITIES:
            self.vote(number, city, "yes")
        self.at = f"{day + timedelta(days=8)}T12:00:00.000000Z"
        tick(at=self.at)

    def turned_down(self, charter: str) -> str:
        """Why notice of an amendment is refused; the code."""
        kind, data = self.amendment(charter)
        return self.refused_notice((kind, data))

    def refused_notice(self, *acts: tuple[str, dict[str, Any]], **more: Any) -> str:
        """Why notice of a proposal is refused; the code."""
        proposal = {
            "title": [{"language": "en", "text": "Refused"}],
            "acts": [{"type": name, "data": data} for name, data in acts],
            **more,
        }
        return self.refused("assembly.open_proposal/1", proposal, "secretariat").code


def trial(charter: str = TRIED) -> Trial:
    """A chamber of four cities that has one experiment, until 30 June 2025."""
    chamber = Trial()
    chamber.found(CITIES, charter)
    return chamber


def admission(slug: str = "arlon") -> tuple[str, dict[str, Any]]:
    """The act that admits a city."""
    return ADMIT, {"member": member(slug, 30_000)}
