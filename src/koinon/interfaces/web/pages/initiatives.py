"""Initiatives: their list, and one with its signatures city by city; signing and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from koinon.acts.act import Act, Receipt
from koinon.acts.gate import enact
from koinon.charter import queries as charters
from koinon.charter.document import Initiatives
from koinon.forum import marks
from koinon.forum import queries as forum
from koinon.forum.acts.collecting import SignInitiative, WithdrawSignature
from koinon.forum.acts.joining import JoinStarters
from koinon.forum.acts.starting import WithdrawInitiative
from koinon.forum.queries import InitiativeLine, InitiativePage, InitiativeView
from koinon.interfaces.shared import living, sender
from koinon.interfaces.shared.living import Living
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.meter import BAR_WIDTH
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import bodies
from koinon.interfaces.web.pages.voting import Error
from koinon.people import residents
from koinon.record import store

ATTEST: Final = "forum.attest_residents/1"
ANSWER: Final = "forum.answer_initiative/1"
TURN_AWAY: Final = "forum.turn_away_initiative/1"
KINDS: Final[tuple[forum.Which, ...]] = ("collecting", "waiting", "over")
HOME_LIMIT: Final = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an initiative is: the filled part of a bar, and whether both conditions are met."""

    filled: int
    width: int
    enough_signatures: bool
    enough_cities: bool


def terms() -> Initiatives | None:
    """What the charter in force says about initiatives."""
    charter = words.charter()
    return charter.initiatives if charter else None


def progress(line: InitiativeLine) -> Progress:
    """The bar of an initiative."""
    share = min(Fraction(1), Fraction(line.signatures, line.needed))
    return Progress(
        int(share * BAR_WIDTH),
        BAR_WIDTH,
        line.signatures >= line.needed,
        line.cities >= line.cities_needed,
    )


def told(lines: tuple[InitiativeLine, ...]) -> list[dict[str, Any]]:
    """Initiatives for cards: the line and its bar."""
    return [{"line": one, "progress": progress(one)} for one in lines]


def initiative_list(request: HttpRequest) -> HttpResponse:
    """Those that collect signatures, those that wait for an answer, those that are over."""
    if terms() is None and not forum.any_initiative():
        raise Http404
    kind = request.GET.get("list", "collecting")
    page = number_in(request.GET, "page", 1)
    pages: dict[str, InitiativePage] = {
        which: forum.initiatives(which, page if which == kind else 1) for which in KINDS
    }
    context = {
        **{name: told(found.lines) for name, found in pages.items()},
        **{f"{name}_page": found for name, found in pages.items()},
        "bodies": bodies(),
        "terms": terms(),
        "living": living.living(request),
        "may_attest": may(ATTEST, sender.acting_seat(request) or ""),
    }
    return render(request, "koinon/initiatives/list.html", context)


def section(request: HttpRequest) -> dict[str, Any]:
    """What the first page says: what can be signed, where no answer came; nothing without any."""
    shown = terms() is not None
    silent = forum.unanswered(HOME_LIMIT) if shown else ()
    open_ones = forum.initiatives("collecting").lines[:HOME_LIMIT] if shown else ()
    return {
        "shown": shown,
        "silent": told(silent),
        "open": told(open_ones),
        "bodies": bodies(),
        "living": living.living(request) if shown else None,
        "request": request,
    }


def find(number: int) -> InitiativeView:
    """The initiative of this number. Raises Http404."""
    found = forum.initiative(number)
    if found is None:
        raise Http404
    return found


def mine(request: HttpRequest, found: InitiativeView) -> int | None:
    """The entry with which the signed-in person signed it."""
    if not request.user.is_authenticated:
        return None
    mark = marks.mark_of(living.signing_key(request, found.line.id))
    return forum.signed(found.line.id, mark)


@never_cache
def initiative_page(request: HttpRequest, number: int) -> HttpResponse:
    """One initiative, for whoever may sign it, has to answer it, or reads about it."""
    found = find(number)
    seat = sender.acting_seat(request) or ""
    where = living.living(request)
    account: Any = request.user
    own = account.is_authenticated and found.line.id in residents.authored(account)
    checking = found.checked_until is not None and now() < found.checked_until
    collecting = found.line.status == "collecting"
    context = {
        "found": found,
        "one": found.line,
        "progress": progress(found.line),
        "text": _text(found.text_sha256),
        "answer": _text(found.answer_sha256) if found.answer_sha256 else None,
        "body": bodies().get(found.line.body, found.line.body),
        "ground": _ground(found),
        "names": words.city_names(),
        "living": where,
        "signed": mine(request, found) if where or own else None,
        "own": own and collecting,
        "missing": collecting and found.line.starters < found.line.starters_needed,
        "joined": own or (where is not None and _joined(request, found)),
        "may_answer": may(ANSWER, seat) and found.line.status in ("reached", "unanswered"),
        "may_turn_away": may(TURN_AWAY, seat) and collecting and checking,
        "answer_act": ANSWER,
        "turn_away_act": TURN_AWAY,
    }
    return render(request, "koinon/initiatives/initiative.html", context)


@login_required
@never_cache
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """What signing means, to check; a POST signs and leads to the receipt."""
    found = find(number)
    where = living.living(request)
    if where is None:
        return redirect("residence")
    mark = marks.mark_of(living.signing_key(request, found.line.id))
    act = SignInitiative(initiative=number, mark=mark)
    return _confirmed(request, found, where, act, "koinon/initiatives/sign.html")


def _joined(request: HttpRequest, found: InitiativeView) -> bool:
    """Whether the signed-in person joined in starting it."""
    mark = marks.mark_of(living.starting_key(request, found.line.id))
    return found.line.starters_needed > 1 and forum.started(found.line.id, mark)


@login_required
@never_cache
def join(request: HttpRequest, number: int) -> HttpResponse:
    """What starting it together means, to check; a POST joins and leads to the receipt."""
    found = find(number)
    where = living.living(request)
    if where is None:
        return redirect("residence")
    mark = marks.mark_of(living.starting_key(request, found.line.id))
    act = JoinStarters(initiative=number, starter=mark)
    return _confirmed(request, found, where, act, "koinon/initiatives/join.html")


@login_required
@never_cache
def unsign(request: HttpRequest, number: int) -> HttpResponse:
    """Taking one's signature back, to check; a POST does it and leads to the receipt."""
    found = find(number)
    where = living.living(request)
    if where is None:
        return redirect("residence")
    act = WithdrawSignature(initiative=number, proof=living.signing_key(request, found.line.id))
    return _confirmed(request, found, where, act, "koinon/initiatives/unsign.html")


@login_required
@never_cache
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdrawing what one started, to check; a POST does it and leads to the receipt."""
    found = find(number)
    where = living.living(request)
    account: Any = request.user
    if found.line.id not in residents.authored(account):
        raise Http404
    if where is None:
        return redirect("residence")
    act = WithdrawInitiative(initiative=number, proof=living.starting_key(request, found.line.id))
    return _confirmed(request, found, where, act, "koinon/initiatives/withdraw.html")


def _confirmed(
    request: HttpRequest, found: InitiativeView, where: Living, act: Act, template: str
) -> HttpResponse:
    """The page that shows an act for checking, and its doing."""
    refused = ""
    act_id = sender.new_act_id()
    if request.method == "POST":
        try:
            act_id = UUID(request.POST.get("id", ""))
        except ValueError:
            return redirect("initiative", number=found.line.number)
        answer = enact(living.envelope(where, act, act_id))
        if isinstance(answer, Receipt):
            return redirect("receipt", act_id=act_id)
        refused = sentence(answer, get_language() or "en")
    context = {
        "found": found,
        "one": found.line,
        "living": where,
        "act_id": act_id,
        "body": bodies().get(found.line.body, found.line.body),
        "errors": [Error("main", refused)] if refused else [],
    }
    return render(request, template, context, status=409 if refused else 200)


def _text(sha256: str) -> str | None:
    """A plain text of the record; None where it is not kept or is none."""
    data = (store.document(sha256) or (None,))[0]
    if data is None:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _ground(found: InitiativeView) -> dict[str, str] | None:
    """The ground on which it was turned away, in words, with its article."""
    if found.ground is None:
        return None
    try:
        stated = charters.parsed(found.charter_sha256).initiatives
    except LookupError:
        return None
    grounds = stated.grounds if stated else ()
    known = next((one for one in grounds if one.id == found.ground), None)
    return {"title": words.told(known.title), "article": known.article} if known else None
