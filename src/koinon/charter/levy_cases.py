"""A levy of the charter applied: who pays it, what it knows of them, and its own test cases."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Final

from koinon.charter.document import Charter, Group
from koinon.charter.document_cases import Roster
from koinon.charter.document_levies import LevyCase, LevyRule
from koinon.charter.levy_faults import fault_code, fault_facts, step_at
from koinon.charter.levy_terms import GROUPS, OTHERS, WEIGHT
from koinon.charter.mistakes import Mistakes
from koinon.charter.statements import plain_money
from koinon.charter.toml import Path
from koinon.methods.apportionment import ApportionmentError
from koinon.methods.levies import (
    Assessment,
    ClassTable,
    Figure,
    Indicator,
    Levy,
    LevyError,
    Member,
    assess,
    parts_of,
    uncollected,
)
from koinon.methods.rounding import half_up
from koinon.methods.weights import WeightError, weigh

MAX_WORK: Final = 200_000
"""Numbers that all cases together may work out: some seconds at worst, with long fractions."""


def payers(charter: Charter, rule: LevyRule, members: Iterable[str]) -> tuple[str, ...]:
    """Those of the coalition's members that pay a levy, in their order."""
    if rule.group is None:
        return tuple(members)
    group = next(item for item in charter.groups if item.id == rule.group)
    return tuple(member for member in members if member in group.members)


def classes_of(
    groups: Iterable[Group], names: Iterable[str], member: str
) -> tuple[tuple[str, str], ...]:
    """A member's classes: for each table that goes by groups, the group it is in, else "others"."""
    inside = {group.id for group in groups if member in group.members}
    found = []
    for name in names:
        if name.startswith(GROUPS):
            listed = name.removeprefix(GROUPS).split(",")
            found.append((name, next((id for id in listed if id in inside), OTHERS)))
    return tuple(found)


def tables_in(node: object) -> frozenset[str]:
    """The names of all class tables in a formula."""
    return frozenset(one.name for one in _leaves(node, set()) if isinstance(one, ClassTable))


def figures_in(levy: Levy) -> frozenset[str]:
    """The names of the figures of the coalition as a whole that a levy goes by."""
    return frozenset(one.name for one in parts_of(levy) if isinstance(one, Figure))


def run_levy_case(charter: Charter, case: LevyCase) -> Assessment:
    """Apply a levy to a case's imagined members.

    Raises LevyError, WeightError or ApportionmentError where it cannot be applied to them.
    """
    rule = charter.levy(case.levy)
    roster = next(one for one in charter.rosters if one.id == case.roster)
    members = members_paying(charter, rule, roster, dict(case.limits))
    return assess(rule.levy, members, case.need_cents, case.figures)


def check_levy_cases(charter: Charter, mistakes: Mistakes) -> None:
    """Note every case whose levy charges otherwise than it says, or cannot be applied."""
    if _work(charter) > MAX_WORK:
        mistakes.add("levy_cases_too_much", ("levy_cases",), most=str(MAX_WORK))
        return
    for place, case in enumerate(charter.levy_cases):
        try:
            found = run_levy_case(charter, case)
        except LevyError as error:
            _note_fault(charter, case, error, mistakes, ("levy_cases", place, "levy"))
            continue
        except (ApportionmentError, WeightError):
            mistakes.add("case_without_votes", ("levy_cases", place, "members"), title=case.title)
            continue
        _compare(charter, case, found, mistakes, place)


def _note_fault(
    charter: Charter, case: LevyCase, error: LevyError, mistakes: Mistakes, path: Path
) -> None:
    """Note that a case cannot be worked out, and at which step of its levy."""
    rule = charter.levy(case.levy)
    facts = fault_facts(error, rule, charter.currency) | {"title": case.title}
    fault = fault_code(error.code, facts, "case")
    step = step_at(rule, error.place)
    if step is None:
        mistakes.add("levy_fault_whole", path, fault=fault, **facts)
        return
    line = str(mistakes.line(("levies", rule.id, "steps", rule.steps.index(step))))
    mistakes.add("levy_fault", path, fault=fault, at=step.name, at_line=line, **facts)


def _work(charter: Charter) -> int:
    """How many numbers the cases have to work out: members times parts of the formula."""
    sizes = {roster.id: len(roster.members) for roster in charter.rosters}
    parts = dict.fromkeys((rule.id for rule in charter.levies), 0)
    for rule in charter.levies:
        seen: set[int] = set()
        deque(_leaves(rule.levy.amount, seen), maxlen=0)
        parts[rule.id] = len(seen)
    return sum(sizes[case.roster] * parts[case.levy] for case in charter.levy_cases)


def _compare(
    charter: Charter, case: LevyCase, found: Assessment, mistakes: Mistakes, place: int
) -> None:
    owed = {charge.member: charge.cents for charge in found.charges}
    for member, cents in case.charges:
        path = ("levy_cases", place, "charges", member)
        if member not in owed:
            mistakes.add("levy_pays_nothing", path, value=member)
        elif owed[member] != cents:
            facts = {"found": plain_money(owed[member], charter.currency), "member": member}
            stated = plain_money(cents, charter.currency)
            mistakes.add("levy_charges", path, title=case.title, stated=stated, **facts)
    if case.total_cents not in (None, found.total_cents):
        assert case.total_cents is not None
        sums = {
            "found": plain_money(found.total_cents, charter.currency),
            "stated": plain_money(case.total_cents, charter.currency),
        }
        at = ("levy_cases", place, "total")
        if short := uncollected(found):
            sums["short"] = plain_money(half_up(short), charter.currency)
            mistakes.add("levy_total_short", at, title=case.title, **sums)
        else:
            mistakes.add("levy_total", at, title=case.title, **sums)


def members_paying(
    charter: Charter,
    rule: LevyRule,
    roster: Roster,
    limits: Mapping[str, tuple[tuple[str, Fraction], ...]],
) -> tuple[Member, ...]:
    """Those of imagined members that pay a levy, with what its formula asks of them.

    Limits are in minor units, by member. Raises WeightError or ApportionmentError where the levy
    goes by weights that cannot be worked out.
    """
    everyone = {member.id: dict(member.facts) for member in roster.members}
    facts = {
        kind.id: {id: one[kind.id] for id, one in everyone.items() if kind.id in one}
        for kind in charter.facts
    }
    leaves = tuple(_leaves(rule.levy.amount, set()))
    columns = {name: facts[name] for name in rule.facts}
    for name in sorted({one.name for one in leaves if isinstance(one, Indicator)}):
        if name.startswith(WEIGHT):
            weights = charter.weighting(name.removeprefix(WEIGHT)).weights
            columns[name] = dict(weigh(weights, tuple(everyone), facts))
    tables = sorted({one.name for one in leaves if isinstance(one, ClassTable)})
    return tuple(
        Member(
            id=id,
            figures=tuple((name, column[id]) for name, column in columns.items() if id in column),
            classes=classes_of(charter.groups, tables, id),
            limits=limits.get(id, ()),
        )
        for id in payers(charter, rule, everyone)
    )


def _leaves(node: object, seen: set[int]) -> Iterator[Indicator | ClassTable]:
    """The parts of a formula that ask something of a member; shared parts are read once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, Indicator | ClassTable):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from _leaves(item, seen)
    elif is_dataclass(node):
        for field in fields(node):
            yield from _leaves(getattr(node, field.name), seen)
