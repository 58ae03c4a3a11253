"""Trying a levy of a charter on members and figures that nobody has recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Never

from koinon.charter.document import Charter
from koinon.charter.document_cases import Roster
from koinon.charter.document_levies import LevyRule, LevyStep
from koinon.charter.levy_cases import members_paying
from koinon.charter.levy_faults import fault_code, fault_facts, step_at
from koinon.charter.levy_terms import WEIGHT
from koinon.charter.mistakes import Mistakes
from koinon.charter.toml import Path, read_toml
from koinon.charter.trying import Untriable
from koinon.methods.apportionment import ApportionmentError
from koinon.methods.levies import Assessment, Facts, Indicator, LevyError, Total, assess, parts_of
from koinon.methods.levies.run import Run
from koinon.methods.weights import WeightError, needed


@dataclass(frozen=True, slots=True)
class StepTried:
    """What a step came to: one number for all, or one for each member in their order."""

    step: LevyStep
    total: Fraction | None
    values: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class LevyTrial:
    """A levy applied: every step of it as the charter names them, and the assessment."""

    rule: LevyRule
    steps: tuple[StepTried, ...]
    assessment: Assessment


def try_levy(
    charter: Charter,
    rule: LevyRule,
    roster: Roster,
    *,
    need_cents: int = 0,
    figures: Facts = (),
    limits: Mapping[str, Facts],
) -> LevyTrial:
    """Apply a levy to imagined members, who need only the facts that it goes by.

    `figures` are in the units that the charter declares them in, `limits` in minor units. Raises
    LevyError where it cannot be applied to them, Untriable where it goes by weights that they
    cannot be given: ``no_fact``, ``unweighable``.
    """
    _refuse_unweighed(charter, rule, roster)
    try:
        members = members_paying(charter, rule, roster, limits)
    except (ApportionmentError, WeightError) as error:
        raise Untriable("unweighable", detail=error.code) from error
    found = assess(rule.levy, members, need_cents, figures)
    run = Run(found.members, need_cents, figures)
    return LevyTrial(rule, tuple(_tried(step, run) for step in rule.steps), found)


def _tried(step: LevyStep, run: Run) -> StepTried:
    if isinstance(step.node, Total):
        return StepTried(step, run.total(step.name, step.node), ())
    return StepTried(step, None, run.column(step.name, step.node))


def _refuse_unweighed(charter: Charter, rule: LevyRule, roster: Roster) -> None:
    """Refuse members that lack a fact by which the levy has them weighed."""
    known = {member.id: dict(member.facts) for member in roster.members}
    names = {one.name for one in parts_of(rule.levy) if isinstance(one, Indicator)}
    for name in sorted(names):
        if not name.startswith(WEIGHT):
            continue
        weights = charter.weighting(name.removeprefix(WEIGHT)).weights
        for fact, who in needed(weights, tuple(known)).items():
            for member in who:
                if fact not in known[member]:
                    raise Untriable("no_fact", fact=fact, member=member)


def refuse_untried(
    error: LevyError, charter: Charter, rule: LevyRule, text: str, file: str
) -> Never:
    """Say why the levy in a charter's text could not be worked out, at the line of its step.

    Raises CharterErrors with this one mistake.
    """
    mistakes = Mistakes(read_toml(text), file)
    facts = fault_facts(error, rule, charter.currency)
    step = step_at(rule, error.place)
    path: Path = ("levies", rule.id)
    if step is not None:
        path = (*path, "steps", rule.steps.index(step))
    fault = fault_code(error.code, facts, "tried")
    mistakes.add("levy_fault_tried", path, fault=fault, **facts)
    mistakes.raise_if_any()
    raise AssertionError
