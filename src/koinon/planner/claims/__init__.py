"""What the two manifestos claim in numbers, held against figures that anyone can check."""

from __future__ import annotations

from koinon.planner.claims.claim import Claim, Finding, Relation, Role, Verdict, holds, judged
from koinon.planner.claims.facts import Fact, Known, facts, referendum
from koinon.planner.claims.listing import COALITION, UNITE, claims

__all__ = [
    "COALITION",
    "UNITE",
    "Claim",
    "Fact",
    "Finding",
    "Known",
    "Relation",
    "Role",
    "Verdict",
    "claims",
    "facts",
    "holds",
    "judged",
    "referendum",
]
