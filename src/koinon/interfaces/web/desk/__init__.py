"""The desk: what a seat has to do, by when, and what happens if nothing is done.

To add a kind of to-do: write a `Teller` and name it in TELLERS.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from koinon.interfaces.shared import wording
from koinon.interfaces.web.desk import (
    arrears,
    audit,
    countersigning,
    disputes,
    elections,
    experiments,
    initiatives,
    meetings,
    post,
    privacy,
    renewals,
    secretariat,
    texts,
    treasurer,
    urgency,
    vacancies,
    votes,
)
from koinon.interfaces.web.desk.telling import Asked, Task, Teller

__all__ = ["Asked", "Task", "laid"]

TELLERS: Final[tuple[Teller, ...]] = (
    votes.to_cast,
    votes.to_pay,
    post.unserved,
    countersigning.to_countersign,
    countersigning.too_few,
    meetings.to_attend,
    meetings.to_check,
    meetings.to_run,
    meetings.agenda,
    texts.to_translate,
    texts.to_review,
    experiments.to_evaluate,
    urgency.to_ratify,
    urgency.lapsed,
    secretariat.at_risk,
    secretariat.ballots,
    elections.paper,
    elections.ballots,
    elections.batches,
    elections.count,
    secretariat.budget_notice,
    secretariat.undone,
    secretariat.figures,
    secretariat.limits,
    audit.to_provide,
    audit.to_confirm,
    audit.to_reply,
    audit.to_audit,
    treasurer.to_pay,
    treasurer.to_come_in,
    treasurer.to_charge,
    treasurer.to_explain,
    treasurer.to_close,
    treasurer.leaving,
    treasurer.left,
    treasurer.to_share_out,
    treasurer.to_repay,
    disputes.to_answer,
    disputes.to_rule,
    disputes.to_carry_out,
    disputes.credits_to_use,
    disputes.credits_to_repay,
    arrears.overdue,
    arrears.own,
    renewals.to_confirm,
    vacancies.vacant,
    vacancies.of_one_hand,
    vacancies.ending,
    privacy.to_answer,
    initiatives.to_answer,
    initiatives.to_check,
    initiatives.to_attest,
)


def laid(seat: str, at: str) -> tuple[Task, ...]:
    """The to-dos of a seat at an instant: the soonest first, then those without a day."""
    asked = Asked(seat, at, wording.local(at).date())
    found = [task for teller in TELLERS for task in teller(asked)]
    return tuple(sorted(found, key=lambda task: (task.due or date.max, task.at or "~", task.key)))
