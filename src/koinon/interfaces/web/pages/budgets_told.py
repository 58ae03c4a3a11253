"""A participatory budget in words: its stages, its rule, how it was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from koinon.assembly.queries_elections import ElectionView
from koinon.assembly.queries_participatory import ParticipatoryBudgetView
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.elections.telling import ballots_step
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.acts import who
from koinon.interfaces.web.pages.budgets_projects import adopted_lines, lines_of
from koinon.interfaces.web.steps import Link, Step, day, document, entry, money, proposal
from koinon.methods.equal_shares import EqualShares
from koinon.record.counts import Account

STOPPED: Final[Mapping[str, str]] = {
    "one run": gettext_noop("The rule asks for one run and no more."),
    "overspent": gettext_noop(
        "With one step more, what was bought would have cost more than there is."
    ),
    "exhausted": gettext_noop("No further project fitted into what was left."),
    "everything": gettext_noop("Every project that anybody approved is funded."),
}
"""Why no further run was counted."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Where the envelope went, in minor units: from the shares, added from the rest, left over."""

    shares_cents: int
    added_cents: int
    left_cents: int


def spent(budget: ParticipatoryBudgetView, account: Account | None) -> Spent | None:
    """Where the envelope went; None before the count."""
    if account is None:
        return None
    costs = {project.code: project.cost_cents for project in budget.projects}
    added = sum(costs[code] for code in account.added)
    return Spent(account.cost_cents - added, added, budget.envelope_cents - account.cost_cents)


def turnout(budget: ParticipatoryBudgetView) -> list[tuple[str, int, Fraction]]:
    """City, voters and their part of all voters, most voters first."""
    rows = sorted(budget.turnout, key=lambda pair: (-pair[1], pair[0]))
    total = sum(voters for _, voters in rows)
    return [(city, voters, Fraction(voters, total)) for city, voters in rows if total]


def stages(budget: ParticipatoryBudgetView) -> tuple[Step, ...]:
    """From the decision to the money: what is done, and who does what is not."""
    return (
        _opened(budget),
        _voting(budget),
        _ballots(budget),
        _count(
            budget,
            "assembly.count_participatory_budget/1",
            document(budget.account_sha256, gettext("The whole count as a document")),
        ),
        _money_given(budget),
    )


def stages_by_ballot(budget: ParticipatoryBudgetView, election: ElectionView) -> tuple[Step, ...]:
    """The same where ballots come in as those of an election."""
    counted = election.result
    papers = (
        ()
        if counted is None
        else (
            *document(counted["result"]["sha256"], gettext("The whole count as a document")),
            *document(counted["ballots"]["sha256"], gettext("The ballots themselves")),
        )
    )
    return (
        _opened(budget),
        _voting(budget),
        ballots_step(election),
        _count(budget, "assembly.count_election/1", papers),
        _money_given(budget),
    )


def _opened(budget: ParticipatoryBudgetView) -> Step:
    vote = said.decided(budget.decision_n)
    title = gettext("Decided by the members")
    if vote is None:
        return Step(title, gettext("A seat decided this by itself."), (entry(budget.opened_n),))
    links = (proposal(vote.number), entry(vote.n), entry(budget.opened_n))
    return Step(title, words.told(vote.title), links)


def _voting(budget: ParticipatoryBudgetView) -> Step:
    text = gettext("From {opens} until {closes}").format(
        opens=wording.instant(budget.opens_at), closes=wording.deadline(budget.closes_at)
    )
    return Step(gettext("Voting"), text, (), done=budget.phase in ("closed", "counted"))


def _ballots(budget: ParticipatoryBudgetView) -> Step:
    title = gettext("Ballots brought in")
    if budget.voters is None or budget.imported_n is None:
        text = gettext(
            "Each city collects the ballots of its residents; they are brought in together, as one "
            "document without names."
        )
        return Step(title, f"{text} {_who('assembly.import_ballots/1')}", (), done=False)
    text = ngettext(
        "The ballot of {n} resident, brought in on {day}.",
        "The ballots of {n} residents, brought in on {day}.",
        budget.voters,
    ).format(n=wording.number(budget.voters), day=day(budget.imported_n))
    papers = document(budget.ballots_sha256, gettext("The ballots themselves"))
    return Step(title, text, (entry(budget.imported_n), *papers))


def _count(budget: ParticipatoryBudgetView, act: str, papers: tuple[Link, ...]) -> Step:
    title = gettext("Counted")
    if budget.counted_n is None:
        text = gettext("Not counted yet.")
        return Step(title, f"{text} {_who(act)}", (), done=False)
    won = sum(project.funded is True for project in budget.projects)
    text = ngettext(
        "On {day}; {n} project is funded.", "On {day}; {n} projects are funded.", won
    ).format(day=day(budget.counted_n), n=wording.number(won))
    return Step(title, text, (entry(budget.counted_n), *papers))


def _money_given(budget: ParticipatoryBudgetView) -> Step:
    title = gettext("In the budget")
    lines = lines_of(budget)
    if not lines:
        planned = any(True for project in budget.projects for _ in adopted_lines(project))
        text = (
            gettext("Each project that is funded becomes a line of the budget at once.")
            if planned
            else gettext("No line of the budget follows by itself.")
        )
        return Step(title, text, (), done=False)
    text = ngettext(
        "{n} funded project is a line of the budget of {year}.",
        "{n} funded projects are lines of the budget of {year}.",
        len(lines),
    ).format(n=wording.number(len(lines)), year=budget.year)
    address = f"{reverse('money')}?year={budget.year}"
    return Step(title, text, (Link(address, gettext("Money {year}").format(year=budget.year)),))


def _who(act_type: str) -> str:
    """Who does an act, under which article."""
    charter = words.charter()
    return " ".join(map(who, charter.authority_for(act_type))) if charter else ""


def rule_sentences(rule: EqualShares, envelope_cents: int) -> list[str]:
    """The rule of a count, sentence by sentence."""
    found = [
        gettext("Each voter approves as many projects as she likes."),
        gettext("All voters have equal shares of {envelope}.").format(
            envelope=money(envelope_cents)
        ),
        gettext(
            "A project is paid by those who approve it, in equal parts; who has less left pays all "
            "of it. The project that costs its supporters least for each unit of its cost comes "
            "first, then the next, until no supporters can pay for theirs."
        ),
    ]
    if rule.step:
        found.append(
            gettext(
                "As long as that leaves money, every share is raised by {step} and all is counted "
                "anew (Add1)."
            ).format(step=money(rule.step))
        )
    if rule.then == "greedy":
        found.append(
            gettext("What is left then goes to the most approved projects that it still pays for.")
        )
    keys = ", ".join(map(words.fixed, rule.ties))
    found.append(gettext("Of equal projects the first is chosen by: {keys}.").format(keys=keys))
    return found


def count_sentences(budget: ParticipatoryBudgetView, account: Account) -> list[str]:
    """How the count went: the shares, the runs, why it stopped, what was left."""
    share = said.exact_money(account.per_voter)
    found = [
        gettext(
            "In the run that decided, every one of {voters} voters had {share} to spend."
        ).format(voters=wording.number(account.voters), share=share)
    ]
    if account.rule.step:
        found.append(
            ngettext(
                "{n} run was counted.",
                "{n} runs were counted, each with larger shares.",
                account.runs,
            ).format(n=wording.number(account.runs))
        )
    found.append(gettext(STOPPED[account.stopped]))
    if account.added:
        found.append(
            ngettext(
                "What the shares left unspent then paid for {n} more project.",
                "What the shares left unspent then paid for {n} more projects.",
                len(account.added),
            ).format(n=wording.number(len(account.added)))
        )
    left = budget.envelope_cents - account.cost_cents
    found.append(gettext("{left} of the money is left over.").format(left=money(left)))
    return found
