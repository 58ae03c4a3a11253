"""A plan and its answers as JSON (`model.PlanForm`)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from koinon.interfaces.shared.whatif.made import Made
from koinon.interfaces.shared.whatif.plain import answers
from koinon.interfaces.shared.whatif.plain.base import NAME
from koinon.interfaces.shared.whatif.plain.inputs import inputs
from koinon.methods.costs.curves import CostError
from koinon.planner.asking import Unplannable
from koinon.planner.friends import axes_of, friends_of
from koinon.planner.plan import Plan


def plain(
    plan: Plan, made: Made, *, difference: Fraction | None = None, drafter: bool = False
) -> dict[str, Any]:
    """The plan as JSON; with `drafter` also who pays more than alone, and the proof.

    `difference` is what a unit of difference costs, in minor units, where clubs are asked for.
    """
    refused: list[dict[str, Any]] = []

    def told(name: str, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except (Unplannable, CostError) as error:
            facts = {key: _fact(value) for key, value in error.facts.items()}
            refused.append({"answer": name, "code": error.code, "facts": facts})
            return None

    def paid(name: str, work: Callable[[Plan], Any]) -> Any:
        return told(name, lambda: work(plan)) if plan.programmes else None

    made_of: dict[str, Any] = {
        "form": NAME,
        "software": made.software,
        "made": made.day.isoformat(),
        "inputs": inputs(plan, made),
        "raise": None if plan.levy is None else told("raise", lambda: answers.raise_(plan)),
        "costs": paid("costs", answers.costs),
        "power": told("power", lambda: answers.power(plan)),
        "shares": paid("shares", answers.shares),
        "solidarity": paid("solidarity", answers.solidarity),
        "outside": paid("outside", answers.outside),
        "nations": told("nations", lambda: answers.nations(plan)),
        "friends": paid("friends", lambda plan: _friends(plan, difference)),
    }
    if drafter:
        made_of["private"] = {
            "alone": paid("alone", answers.alone),
            "verdict": paid("verdict", answers.verdict),
            "solidarity": paid("limit", answers.limit),
            "rather": paid("rather", answers.rather),
        }
    return {**made_of, "refused": refused}


def _fact(value: Any) -> str | int:
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _friends(plan: Plan, weight: Fraction | None) -> dict[str, Any] | None:
    """The clubs on the first axis that all cities have; None where none are asked for."""
    axes = axes_of(plan.places)
    if weight is None or not axes:
        return None
    found = friends_of(plan.places, plan.costs, axes[0], plan.programmes[0].id, weight)
    return answers.friends(found)
