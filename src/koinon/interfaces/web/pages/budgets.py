"""Participatory budgets: the list, one budget with its stage, its projects and why each won."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.assembly import queries_elections
from koinon.assembly import queries_participatory as participatory
from koinon.assembly.queries_participatory import ParticipatoryBudgetView
from koinon.interfaces.shared import sender
from koinon.interfaces.web import budget_rules, words
from koinon.interfaces.web.counts.told import told as told_count
from koinon.interfaces.web.elections.telling import names_of
from koinon.interfaces.web.executions import not_carried_out
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import budgets_told as told
from koinon.interfaces.web.pages import elections
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.budgets_projects import project_rows
from koinon.interfaces.web.pages.decisions import may

IMPORT: Final = "assembly.import_ballots/1"
COUNT: Final = "assembly.count_participatory_budget/1"


def budget_list(request: HttpRequest) -> HttpResponse:
    """Every participatory budget, the one that closes last first."""
    page = participatory.participatory_budgets(now(), number_in(request.GET, "page", 1))
    return render(request, "koinon/budgets.html", {"list": page})


def find(code: str) -> ParticipatoryBudgetView:
    """The participatory budget of this code, as it stands now. Raises Http404."""
    found = participatory.participatory_budget(code, now())
    if found is None:
        raise Http404
    return found


def budget_page(request: HttpRequest, code: str) -> HttpResponse:
    """One participatory budget: where it stands, what one may do, its projects, the count."""
    found = find(code)
    if found.by_ballot:
        return _page_by_ballot(request, found)
    account = participatory.account(code)
    seat = sender.acting_seat(request) or ""
    rows = project_rows(found, account, participatory.settled(code))
    context = {
        "budget": found,
        "account": account,
        "decided": said.decided(found.decision_n),
        "stages": told.stages(found),
        "rows": rows,
        "asked_cents": sum(project.cost_cents for project in found.projects),
        "paid": [one for one in rows if one.payers],
        "funded": sorted((one for one in rows if one.place), key=lambda one: one.place),
        "unfunded": [one for one in rows if one.reason],
        "spent": told.spent(found, account),
        "rule": told.rule_sentences(found.rule, found.envelope_cents),
        "how": told.count_sentences(found, account) if account else (),
        "refused": not_carried_out([found.counted_n]).get(found.counted_n or 0),
        "may_import": found.phase in ("open", "closed") and may(IMPORT, seat),
        "may_count": found.phase == "closed" and found.voters is not None and may(COUNT, seat),
        "import_act": IMPORT,
        "count_act": COUNT,
        "names": words.city_names(),
        "turnout": told.turnout(found),
    }
    return render(request, "koinon/budget.html", context)


def _page_by_ballot(request: HttpRequest, found: ParticipatoryBudgetView) -> HttpResponse:
    """A participatory budget whose ballots come in as those of an election."""
    election = elections.find(found.code)
    counted = queries_elections.result(found.code)
    context = {
        "budget": found,
        "election": election,
        "rows": project_rows(found, None, None),
        "asked_cents": sum(project.cost_cents for project in found.projects),
        "withdrawn": {one.code for one in election.candidates if one.withdrawn_n is not None},
        "stages": told.stages_by_ballot(found, election),
        "doable": elections.doable(election, sender.acting_seat(request) or ""),
        "count": told_count(counted, names_of(election.candidates)) if counted else None,
        "rule": budget_rules.sentences(found.rule, found.envelope_cents),
        "refused": not_carried_out([found.counted_n]).get(found.counted_n or 0),
        "names": words.city_names(),
        "cities": words.city_names(),
    }
    return render(request, "koinon/budget_by_ballot.html", context)
