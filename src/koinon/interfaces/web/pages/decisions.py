"""Decisions: the lists, and a proposal with its live rule meter."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koinon.assembly import queries as assembly
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_history as history
from koinon.assembly import queries_participatory as participatory
from koinon.assembly.queries import ProposalView
from koinon.assembly.queries_participatory import ParticipatoryBudgetView
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.interfaces.shared import countersigning, sender
from koinon.interfaces.web import enclosed, meter, words
from koinon.interfaces.web.enclosed.papers import kept
from koinon.interfaces.web.executions import not_carried_out
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import urgency_told
from koinon.interfaces.web.pages.calls_told import CALL, RECORD, second_vote
from koinon.interfaces.web.pages.proposals_met import PUT, met
from koinon.interfaces.web.pages.proxies_told import proxies_of
from koinon.interfaces.web.press.printed import printed
from koinon.interfaces.web.withdrawals import WITHDRAW

OPEN_PROPOSAL = "assembly.open_proposal/1"
OPEN_BUDGET = ("assembly.open_participatory_budget/1", "assembly.open_participatory_budget/2")
GIVE_PROXY = "assembly.give_proxy/1"
REVOKE_PROXY = "assembly.revoke_proxy/1"
CAST_FOR_ANOTHER = "assembly.cast_vote/2"


def decision_list(request: HttpRequest) -> HttpResponse:
    """Open now first, then upcoming, then decided ones, paged."""
    at = now()
    page = number_in(request.GET, "page", 1)
    open_page = assembly.proposals("open", at, page if request.GET.get("list") == "open" else 1)
    seat = sender.acting_seat(request) or ""
    city = seat.partition("/")[2]
    decided = assembly.proposals(
        "decided", at, page if request.GET.get("list", "decided") == "decided" else 1
    )
    context = {
        "open": open_page,
        "upcoming": assembly.proposals(
            "upcoming", at, page if request.GET.get("list") == "upcoming" else 1
        ),
        "decided": decided,
        "not_carried_out": not_carried_out([one.decided_n for one in decided.lines]),
        "matters": matter_titles(),
        "city": city,
        "voted": assembly.voted(city, (one.number for one in open_page.lines)) if city else (),
        "names": words.city_names(),
        "may_propose": may(OPEN_PROPOSAL, seat),
        "any_before": history.any_past_decisions(),
    }
    return render(request, "koinon/decisions.html", context)


def matter_titles() -> dict[str, str]:
    """The titles of the matters in force, by id."""
    charter = words.charter()
    return {one.id: words.told(one.title) for one in charter.matters} if charter else {}


def may(act_type: str, seat: str) -> bool:
    """Whether the charter gives this kind of act to this seat."""
    charter = words.charter()
    if charter is None or not seat:
        return False
    found = assembly.seat(seat)
    body = found.body if found else None
    granted = charter.authority_for(act_type)
    held = any(seat in one.seats or body in one.bodies for one in granted)
    return held and not associates.closed_to(act_type, seat)


def gives_notice(seat: str) -> bool:
    """Whether this seat is an office that gives notice: only it sees to whom mail went."""
    return "/" not in seat and may(OPEN_PROPOSAL, seat)


def find(number: int) -> ProposalView:
    """The proposal of this number, as it stands now. Raises Http404."""
    found = assembly.proposal(number, now())
    if found is None:
        raise Http404
    return found


def frozen_charter(proposal: ProposalView) -> Charter | None:
    """The charter version that decides a proposal; None where its text is not kept."""
    return _parsed(proposal.charter_sha256)


def _parsed(sha256: str) -> Charter | None:
    try:
        return charters.parsed(sha256)
    except LookupError:
        return None


def proposal_page(request: HttpRequest, number: int) -> HttpResponse:
    """A proposal: what it would do, the meter, who voted what, what was frozen."""
    found = find(number)
    charter = frozen_charter(found)
    seat = sender.acting_seat(request) or ""
    city = seat.partition("/")[2]
    names = words.city_names()
    entitled = city in found.terms.electorate.members and seat.startswith(f"{found.body}/")
    context = {
        "proposal": found,
        "judged": found.phase not in ("withdrawn", "lapsed", "fallen"),
        "gauges": meter.gauges(found, charter) if charter else (),
        "outlook": meter.outlook(found, names, city if entitled else ""),
        "rows": ballot_rows(found),
        "weights": weight_titles(found, charter),
        "matters": [one for one in charter.matters if one.id in found.matters] if charter else (),
        "rules": _articles(found, charter),
        "version": next(
            (one for one in charters.versions() if one.sha256 == found.charter_sha256), None
        ),
        "body_title": _body_title(found, charter),
        "acts": told(found, city),
        "text": kept(found.text_sha256),
        "text_name": f"proposal/{number}",
        "budgets": _budgets(found),
        "vouched": countersigning.of_entry(found.decided_n) if found.decided_n else "",
        "refused": not_carried_out([found.decided_n]).get(found.decided_n or 0),
        "entitled": entitled,
        "my_city": city,
        "proxies": proxies_of(found, seat),
        "may_give": may(GIVE_PROXY, seat),
        "may_revoke": may(REVOKE_PROXY, seat),
        "revoke_act": REVOKE_PROXY,
        "may_withdraw": found.phase == "upcoming"
        and seat == found.proposer
        and may(WITHDRAW, seat),
        "withdraw_act": WITHDRAW,
        "votes_for_others": may(CAST_FOR_ANOTHER, seat),
        "my_vote": next((vote for vote in found.votes if vote.city == city), None),
        "names": names,
        "met": met(found, now(), lambda act: may(act, seat), entitled=entitled),
        "second": second_vote(found, seat, call=may(CALL, seat), record=may(RECORD, seat)),
        "urgency": urgency_told.told(
            found, charter, may_propose=may(OPEN_PROPOSAL, seat) or may(PUT, seat)
        ),
        "press": printed(request, found, charter),
    }
    return render(request, "koinon/proposal.html", context)


def told(found: ProposalView, city: str) -> tuple[enclosed.Telling, ...]:
    """What a proposal would do or did, in full; `city` is the reader's own."""
    ahead = found.phase in ("upcoming", "open", "closed")
    if ahead:
        amended = words.charter()
    elif found.phase == "adopted" and found.decided_n is not None:
        amended = _parsed(charters.version_at(found.decided_n).sha256)
    else:
        amended = frozen_charter(found)
    decision = found.decided_n if found.phase == "adopted" else None
    return enclosed.tell(found.acts, enclosed.Asked(ahead, amended, decision, city))


def _budgets(found: ProposalView) -> list[ParticipatoryBudgetView]:
    """The participatory budgets that the decision opened."""
    codes = [one.data["code"] for one in found.acts if one.type in OPEN_BUDGET]
    if found.phase != "adopted":
        return []
    opened = (participatory.participatory_budget(code, now()) for code in codes)
    return [one for one in opened if one is not None and one.decision_n == found.decided_n]


def _articles(found: ProposalView, charter: Charter | None) -> list[tuple[str, str]]:
    """The articles that state the rules: number and title."""
    if charter is None:
        return []
    wanted = rules_of(found, charter)
    return [(one.article, words.told(one.title)) for one in charter.rules if one.id in wanted]


def rules_of(found: ProposalView, charter: Charter) -> frozenset[str]:
    """The rules that decide a proposal: those of its matters, or that of urgency."""
    if found.urgency is not None and charter.urgency is not None:
        return frozenset((charter.urgency.rule,))
    return frozenset(one.rule for one in charter.matters if one.id in found.matters)


def _body_title(found: ProposalView, charter: Charter | None) -> str:
    return words.told(charter.body(found.body).title) if charter else found.body


def weight_titles(found: ProposalView, charter: Charter | None) -> list[str]:
    """The titles of the weights of the frozen electorate, in its order."""
    names = [name for name, _ in found.terms.electorate.weights]
    return [words.told(charter.weighting(n).title) if charter else n for n in names]


def ballot_rows(found: ProposalView) -> list[dict[str, object]]:
    """Every member entitled to vote, with its weights and its vote as it stands."""
    votes = {vote.city: vote for vote in found.votes}
    voters = found.terms.electorate
    rows: list[dict[str, object]] = []
    for place, member in enumerate(voters.members):
        vote = votes.get(member)
        rows.append(
            {
                "city": member,
                "weights": [column[place] for _, column in voters.weights],
                "vote": vote,
                "word": words.vote_word(vote.yes, vote.no, vote.abstain) if vote else "",
                "holder": vote.seat if vote and vote.seat != f"{found.body}/{member}" else "",
            }
        )
    return rows
