"""Why a levy of the charter cannot be worked out: its step by name, and amounts as money."""

from __future__ import annotations

from collections.abc import Mapping

from koinon.charter.document_levies import LevyRule, LevyStep
from koinon.charter.levy_terms import OTHERS
from koinon.charter.statements import plain_money
from koinon.charter.texts_levies import LEVY_FAULTS
from koinon.methods.levies import LevyError
from koinon.methods.levies.units import way_to


def step_at(rule: LevyRule, place: str) -> LevyStep | None:
    """The step that a place in a levy's formula belongs to: the innermost around it.

    None where the place is that of no node ("members": who pays).
    """
    named = {id(step.node): step for step in reversed(rule.steps)}
    steps = [named.get(id(node)) for node, _ in way_to(rule.levy.amount, place)]
    return next((step for step in reversed(steps) if step is not None), None)


def fault_code(code: str, facts: Mapping[str, str], where: str = "") -> str:
    """The key of a fault's message in `LEVY_FAULTS`.

    `code` and `facts` are those of a LevyError; `where` is "case" or "tried" where the levy is
    applied to imagined members, so that the remedy is another.
    """
    if code == "class_not_in_table" and facts.get("word") == OTHERS:
        return "class_not_in_table.others"
    own = f"{code}.{where}"
    return own if own in LEVY_FAULTS else code


def fault_facts(error: LevyError, rule: LevyRule, currency: str) -> dict[str, str]:
    """The facts of a fault for people: what the step counts in money is written as money."""
    step = step_at(rule, error.place)
    if step is None or step.power != 1:
        return error.plain
    amounts = error.whole_amounts().items()
    return error.plain | {name: plain_money(cents, currency) for name, cents in amounts}
