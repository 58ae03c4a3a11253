"""Elections: the list, one election with its stage, who stands, the roll, the result."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from koinon.assembly import queries_elections as elections
from koinon.assembly import queries_vacancies
from koinon.assembly.queries_elections import ElectionView
from koinon.interfaces.shared import sender
from koinon.interfaces.web import words
from koinon.interfaces.web.counts.told import told
from koinon.interfaces.web.elections import telling
from koinon.interfaces.web.executions import not_carried_out
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages.decisions import may

STAND: Final = "assembly.stand/1"
WITHDRAW: Final = "assembly.withdraw_candidacy/1"
CONFIRM: Final = "assembly.confirm_candidates/1"
ROLL: Final = "assembly.state_roll/1"
IMPORT: Final = "assembly.import_election_ballots/1"
PAPERS: Final = "assembly.enter_papers/1"
COUNT: Final = "assembly.count_election/1"
FILL: Final = "assembly.fill_vacancy/1"


def election_list(request: HttpRequest) -> HttpResponse:
    """Every election, the one that closes last first."""
    page = elections.elections(now(), number_in(request.GET, "page", 1))
    return render(request, "koinon/elections/list.html", {"list": page})


def find(code: str) -> ElectionView:
    """The election of this code, as it stands now. Raises Http404."""
    found = elections.election(code, now())
    if found is None:
        raise Http404
    return found


def election_page(request: HttpRequest, code: str) -> HttpResponse:
    """One election: where it stands, what one may do, who stands, rolls and turnout, the result.

    That which shares out money is told on the page of the participatory budget.
    """
    found = find(code)
    if found.is_budget:
        return redirect("budget", code)
    names = telling.names_of(found.candidates)
    counted = elections.result(code)
    context = {
        "election": found,
        "names": names,
        "cities": words.city_names(),
        "rule": telling.rule_of(found.rule),
        "electorate": telling.electorate(found),
        "stages": telling.stages(found, names),
        "doable": doable(found, sender.acting_seat(request) or ""),
        "elected": [one for one in found.paper if one.elected is not None],
        "vacancies": queries_vacancies.vacancies(code),
        "seated": queries_vacancies.sitting(code),
        "count": told(counted, names) if counted else None,
        "refused": not_carried_out([found.counted_n]).get(found.counted_n or 0),
    }
    return render(request, "koinon/elections/page.html", context)


def doable(found: ElectionView, seat: str) -> dict[str, Any]:
    """The acts that this seat may do now, by a short name: the act's type."""
    before_close = found.phase not in ("closed", "counted")
    voted = found.phase in ("open", "closed") and found.confirmed_n is not None
    due = {
        "stand": (STAND, found.phase == "standing"),
        "withdraw": (WITHDRAW, before_close and bool(found.candidates)),
        "confirm": (CONFIRM, found.confirmed_n is None and found.phase not in _EARLY),
        "roll": (ROLL, found.phase != "counted"),
        "bring": (IMPORT, voted),
        "papers": (PAPERS, voted),
        "count": (COUNT, found.phase == "closed" and bool(found.voters)),
        "fill": (FILL, queries_vacancies.can_be_filled(found.code)),
    }
    return {name: act for name, (act, now_due) in due.items() if now_due and may(act, seat)}


_EARLY: Final = ("upcoming", "standing", "counted")
