"""A participatory budget: how much, which projects, what follows if one is funded, the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from koinon.acts import registry
from koinon.charter.document import Names
from koinon.interfaces.shared import wording
from koinon.interfaces.web import budget_rules, words
from koinon.interfaces.web.enclosed.asking import Asked
from koinon.interfaces.web.pages.budgets_told import rule_sentences
from koinon.interfaces.web.pages.money_words import ADOPT_BUDGET, currency
from koinon.methods.counting.budgeting.rules import BudgetRule
from koinon.methods.counting.contests import CountError
from koinon.record import canonical
from koinon.record.elections import read_rule

OPEN: Final = "assembly.open_participatory_budget/1"


@dataclass(frozen=True, slots=True)
class ProjectTold:
    """A project on the ballot paper, and the sentences of what follows if it is funded."""

    title: Names
    city: str
    cost_cents: int
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResidentsTold:
    """What the residents would decide; amounts in minor units, days as they stand in the act."""

    title: Names
    year: int
    envelope_cents: int
    opens_on: str
    closes_on: str
    projects: tuple[ProjectTold, ...]
    asked_cents: int
    rule: tuple[str, ...]


def told(data: dict[str, Any], asked: Asked) -> ResidentsTold:
    """The participatory budget as the decision would open it."""
    act: Any = registry.find(OPEN).read(data)
    return _told(data, rule_sentences(act.rule.method(), data["envelope_cents"]))


def told_by_ballot(data: dict[str, Any], asked: Asked) -> ResidentsTold:
    """The same for a budget that any rule counts; what is no such rule is told as it stands."""
    try:
        rule = read_rule(data["budget_rule"])[1]
    except CountError:
        rule = None
    if isinstance(rule, BudgetRule):
        sentences = budget_rules.sentences(rule, data["envelope_cents"])
    else:
        sentences = [canonical.dump(data["budget_rule"]).decode()]
    lot = gettext("If only a lot breaks a tie, its value comes from: {lot}")
    return _told(data, [*sentences, lot.format(lot=data["lot"])])


def _told(data: dict[str, Any], rule: Sequence[str]) -> ResidentsTold:
    return ResidentsTold(
        title=words.names_of(data["title"]),
        year=data["year"],
        envelope_cents=data["envelope_cents"],
        opens_on=data["opens_on"],
        closes_on=data["closes_on"],
        projects=tuple(map(_project, data["projects"])),
        asked_cents=sum(project["cost_cents"] for project in data["projects"]),
        rule=tuple(rule),
    )


def _project(project: Mapping[str, Any]) -> ProjectTold:
    return ProjectTold(
        title=words.names_of(project["title"]),
        city=project.get("city") or "",
        cost_cents=project["cost_cents"],
        follows=tuple(said for act in project.get("acts", ()) for said in _follows(act)),
    )


def _follows(act: Mapping[str, Any]) -> list[str]:
    if act["type"] != ADOPT_BUDGET:
        return [words.says(act["type"], act["data"])]
    message = gettext("{amount} for “{line}” in the budget of {year}, programme “{programme}”.")
    return [
        message.format(
            amount=wording.money(line["amount_cents"], currency()),
            line=words.told(words.names_of(line["title"])),
            year=act["data"]["year"],
            programme=words.programme_title(line["programme"]),
        )
        for line in act["data"]["lines"]
    ]
