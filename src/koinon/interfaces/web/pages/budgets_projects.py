"""The projects of a participatory budget: which are funded, at what price, and why others not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly.queries_participatory import ParticipatoryBudgetView, ProjectView
from koinon.interfaces.shared import remembered, wording
from koinon.interfaces.web.pages import money_words as said
from koinon.methods.equal_shares import Settled
from koinon.record.counts import Account
from koinon.treasury import queries as treasury


@dataclass(frozen=True, slots=True)
class PaidBy:
    """Who paid for a project: voters and amounts in minor units, cut.

    `full` paid `each_cents`; `part` had less left and paid all of it, `part_cents` together;
    `nothing` support it and had nothing left.
    """

    full: int
    each_cents: int
    part: int
    part_cents: int
    nothing: int


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project in words.

    `place` is its place among the funded ones, from 1 (0: not funded). `price_cents` is what each
    supporter paid at most and `equal_payers` how many equal parts they paid together, both cut.
    `payers` says who paid. `added`: it was taken from what was left. `reason` says why it was not
    funded; "" where it was, and before the count. `line` is the address of its budget line.
    """

    project: ProjectView
    supporters: int | None
    share: Fraction | None
    place: int
    added: bool
    price_cents: int | None
    equal_payers: int | None
    payers: PaidBy | None
    reason: str
    line: str


def project_rows(
    budget: ParticipatoryBudgetView,
    account: Account | None,
    settled: Settled | None,
) -> list[ProjectRow]:
    """Every project in the order of the ballot paper."""
    lines = lines_of(budget)
    approvals = dict(account.approvals) if account else {}
    bought = {one.project: one for one in account.bought} if account else {}
    order = [*bought, *account.added] if account else []
    rows = []
    for project in budget.projects:
        supporters = approvals.get(project.code)
        purchase = bought.get(project.code)
        rows.append(
            ProjectRow(
                project=project,
                supporters=supporters,
                share=Fraction(supporters, account.voters) if account and supporters else None,
                place=order.index(project.code) + 1 if project.code in order else 0,
                added=project.code in order and purchase is None,
                price_cents=int(purchase.price * project.cost_cents) if purchase else None,
                equal_payers=int(1 / purchase.price) if purchase else None,
                payers=_paid_by(project, settled) if purchase and settled else None,
                reason=_reason(project, account, settled) if account else "",
                line=lines.get(project.code, ""),
            )
        )
    return rows


def _paid_by(project: ProjectView, settled: Settled) -> PaidBy:
    one = settled.payers[project.code]
    return PaidBy(one.full, int(one.each), one.part, int(one.part_paid), one.nothing)


def _reason(
    project: ProjectView,
    account: Account,
    settled: Settled | None,
) -> str:
    """Why a project was not funded, as sentences; "" for one that was."""
    if project.funded:
        return ""
    if not dict(account.approvals).get(project.code):
        return gettext("Nobody approved it.")
    if settled is None:
        return gettext("Its supporters could not pay for it with what their shares had left.")
    together = int(settled.held[project.code])
    return gettext("Its supporters had {held} left together: {short} less than it costs.").format(
        held=_money(together), short=_money(project.cost_cents - together)
    )


def _money(cents: int) -> str:
    return wording.money(cents, said.currency())


def lines_of(budget: ParticipatoryBudgetView) -> dict[str, str]:
    """The address of the line of the budget that each funded project became."""
    found: dict[str, str] = {}
    for project in budget.projects if budget.counted_n is not None else ():
        for year, code in adopted_lines(project) if project.funded else ():
            if code in _known_lines(year):
                found[project.code] = reverse("money_line", args=[year, code])
    return found


def adopted_lines(project: ProjectView) -> Iterable[tuple[int, str]]:
    """Year and code of every budget line that a project's acts adopt."""
    for one in project.acts:
        if one.type == said.ADOPT_BUDGET:
            yield from ((one.data["year"], line["code"]) for line in one.data["lines"])


def _known_lines(year: int) -> set[str]:
    def read() -> set[str]:
        return {line.code for line in treasury.budget(said.currency(), year)}

    return remembered.once(f"lines of {year}", read)
