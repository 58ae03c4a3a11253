"""State: seats, meetings, what is decided, proxies, elections, participatory budgets."""

from __future__ import annotations

from koinon.assembly.models.dissolution import Dissolution
from koinon.assembly.models.elections import (
    Candidate,
    Election,
    ElectionBallots,
    ElectionRoll,
    Vacancy,
)
from koinon.assembly.models.experiments import Evaluation, ExperimentEnd
from koinon.assembly.models.meetings import (
    Agenda,
    Attendance,
    Demand,
    Meeting,
    Minutes,
    MinutesSignature,
    OpenedItem,
)
from koinon.assembly.models.participatory import (
    BudgetProject,
    ParticipatoryBudget,
)
from koinon.assembly.models.proposals import (
    Call,
    Correction,
    Objection,
    PastDecision,
    Proposal,
    RollCall,
    Vote,
)
from koinon.assembly.models.seats import (
    Mandate,
    Proxy,
    Seat,
    SigningKey,
)
from koinon.assembly.models.texts import (
    Acknowledgement,
    Service,
    TextTranslation,
)

__all__ = [
    "Acknowledgement",
    "Agenda",
    "Attendance",
    "BudgetProject",
    "Call",
    "Candidate",
    "Correction",
    "Demand",
    "Dissolution",
    "Election",
    "ElectionBallots",
    "ElectionRoll",
    "Evaluation",
    "ExperimentEnd",
    "Mandate",
    "Meeting",
    "Minutes",
    "MinutesSignature",
    "Objection",
    "OpenedItem",
    "ParticipatoryBudget",
    "PastDecision",
    "Proposal",
    "Proxy",
    "RollCall",
    "Seat",
    "Service",
    "SigningKey",
    "TextTranslation",
    "Vacancy",
    "Vote",
]
