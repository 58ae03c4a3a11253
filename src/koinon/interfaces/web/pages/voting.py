"""Casting a member's vote: the question, the answers to check, the act."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.registry import find as find_act
from koinon.assembly.queries import ProposalView
from koinon.assembly.rights import suspended_vote, voice_alone
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import words
from koinon.interfaces.web.pages.decisions import find, frozen_charter, may, told
from koinon.interfaces.web.pages.proxies_told import proxies_of
from koinon.interfaces.web.parts import NotAPart, read_parts

CASTS: Final = ("assembly.cast_vote/2", "assembly.cast_vote/1")
"""The act that casts a vote, newest version first; a charter may know only an older one."""
REPORT: Final = "assembly.report_referendum/1"
PARTS: Final = ("yes", "no", "abstain")


@dataclass(frozen=True, slots=True)
class Error:
    """A mistake in a form: the field it is at, and what to do."""

    id: str
    error: str


@login_required
def vote_form(request: HttpRequest, number: int) -> HttpResponse:
    """The question: in favour, against, abstain or, where the charter allows it, split."""
    proposal = find(number)
    seat = sender.acting_seat(request) or ""
    if _by_referendum(proposal) and may(REPORT, seat):
        return redirect(f"{reverse('act', args=[REPORT])}?proposal={number}")
    proxies = proxies_of(proposal, seat)
    own, city = _cities(request, seat)
    name = words.city_names().get(city, city)
    errors: list[Error] = []
    if "choice" in request.GET:
        parts, errors = _answer(request, proposal)
        if parts is not None:
            return _to_check(proposal, parts, city if city != own else "")
    elif "asked" in request.GET:
        errors = [Error("choice-yes", gettext("Choose how {city} votes.").format(city=name))]
    mine = next((vote for vote in proposal.votes if vote.city == city), None)
    context = {
        "proposal": proposal,
        "city": name,
        "errors": errors,
        "typed": request.GET,
        "mine": mine,
        "my_word": words.vote_word(mine.yes, mine.no, mine.abstain) if mine else "",
        "for_city": city if city != own else "",
        "given": proxies.given if proxies and city == own else None,
        "refused": _refusal(proposal, seat, city, proxies.cities if proxies else ()),
    }
    return render(request, "koinon/vote.html", context)


def _by_referendum(proposal: ProposalView) -> bool:
    """Whether a member's vote is the result of its own referendum."""
    charter = frozen_charter(proposal)
    matters = charter.matters if charter else ()
    return any(one.vote_from == "own referendum" for one in matters if one.id in proposal.matters)


def _cities(request: HttpRequest, seat: str) -> tuple[str, str]:
    """The seat's own city, and the one whose vote is to be cast: another where one is named."""
    own = seat.partition("/")[2]
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("for", "")
    return own, wanted if own and wanted in words.city_names() else own


def _refusal(proposal: ProposalView, seat: str, city: str, held: tuple[str, ...]) -> str:
    """Why this seat casts no vote of this city; "" when it may."""
    own = seat.partition("/")[2]
    if not own:
        return _no_vote()
    if (barred := voice_alone(_cast(), seat)) is not None:
        return sentence(barred, get_language() or "en")
    for member in (city, own):
        if (lost := suspended_vote(member)) is not None:
            return sentence(lost, get_language() or "en")
    if proposal.phase in ("closed", "adopted", "rejected") and proposal.meeting is None:
        over = (("number", proposal.number), ("closes_at", proposal.closes_at))
        return sentence(Refused("assembly.closed", over), get_language() or "en")
    if city == own or city in held:
        return ""
    giver = f"{proposal.body}/{city}"
    facts = (("giver", giver), ("number", proposal.number), ("seat", seat))
    return sentence(Refused("assembly.no_proxy", facts), get_language() or "en")


def _cast() -> str:
    """The version of the act that the charter in force gives to delegates."""
    charter = words.charter()
    known = [name for name in CASTS if charter and charter.authority_for(name)]
    return known[0] if known else CASTS[0]


def _no_vote() -> str:
    return gettext("Your seat has no vote here; only a member's delegate casts its vote.")


def _answer(
    request: HttpRequest, proposal: ProposalView
) -> tuple[tuple[Fraction, ...] | None, list[Error]]:
    choice = request.GET["choice"]
    if choice in PARTS:
        return tuple(Fraction(choice == part) for part in PARTS), []
    if choice != "split" or not proposal.may_split:
        return None, [Error("choice-yes", gettext("Choose one of the answers."))]
    try:
        parts = read_parts(tuple(request.GET.get(part, "")[:40] for part in PARTS))
    except NotAPart as wrong:
        typed = request.GET.get(PARTS[wrong.place], "")
        said = gettext(
            "“{typed}” is not a part of a vote; write per cent such as 60 %, or votes such as "
            "2 of 3."
        )
        return None, [Error(PARTS[wrong.place], said.format(typed=typed))]
    if sum(parts) != 1:
        said = gettext("The parts make {sum} together; they must make 100 %.")
        return None, [Error("yes", said.format(sum=wording.percent(sum(parts, Fraction(0)))))]
    return parts, []


def _to_check(proposal: ProposalView, parts: tuple[Fraction, ...], for_city: str) -> HttpResponse:
    answers = dict(zip(PARTS, map(str, parts), strict=True))
    if for_city:
        answers["for"] = for_city
    query = urlencode({**answers, "id": str(sender.new_act_id())})
    return redirect(f"{reverse('vote_check', args=[proposal.number])}?{query}")


@login_required
def vote_check(request: HttpRequest, number: int) -> HttpResponse:
    """The answers to check; a POST casts the vote and leads to its receipt."""
    proposal = find(number)
    given = request.POST if request.method == "POST" else request.GET
    own, city = _cities(request, sender.acting_seat(request) or "")
    try:
        parts = {part: Fraction(given[part]) for part in PARTS}
        act_id = UUID(given["id"])
        data = {"proposal": number, **{part: str(share) for part, share in parts.items()}}
        if city != own:
            data["for_city"] = city
        act = find_act(_cast()).read(data)
    except (KeyError, ValueError, ZeroDivisionError):
        return redirect("vote", number=number)
    refused = "" if city else _no_vote()
    if request.method == "POST" and city:
        answer = enact(sender.envelope(request, act, act_id))
        if isinstance(answer, Receipt):
            return redirect("receipt", act_id=act_id)
        refused = sentence(answer, get_language() or "en")
    context = {
        "proposal": proposal,
        "city": words.city_names().get(city, city),
        "parts": {part: str(share) for part, share in parts.items()},
        "for_city": city if city != own else "",
        "word": words.vote_word(parts["yes"], parts["no"], parts["abstain"]),
        "acts": told(proposal, own),
        "names": words.city_names(),
        "act_id": act_id,
        "refused": refused,
        "errors": [Error("main", refused)] if refused else [],
    }
    return render(request, "koinon/vote_check.html", context, status=409 if refused else 200)
