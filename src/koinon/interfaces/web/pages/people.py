"""People and seats: who holds which, who is appointed, invited and gone; for whoever appoints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from koinon.acts.act import Act, Receipt
from koinon.acts.gate import enact
from koinon.assembly import queries as assembly
from koinon.assembly import queries_associates as associates
from koinon.assembly import queries_mandates as mandates
from koinon.assembly.queries_mandates import MandateView, SeatMandates
from koinon.interfaces.shared import invitations, sender, wording
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.mail.testing import is_address
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import words
from koinon.interfaces.web.derived import Shown, fields_of
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.acts import answers, find_act, read_form
from koinon.interfaces.web.pages.people_told import Told, told, told_to_desk
from koinon.interfaces.web.pages.voting import Error
from koinon.people import access, handling, inviting
from koinon.record import canonical

APPOINT: Final = "assembly.appoint/1"
END: Final = "assembly.end_mandate/1"
SOON: Final = timedelta(days=60)
"""How long before its end a mandate is said to end soon."""


@dataclass(frozen=True, slots=True)
class Line:
    """A seat as the desk sees it."""

    seat: str
    vacant: bool
    people: tuple[Told, ...]


def scope_of(seat: str | None) -> str | None:
    """For whom a seat may appoint: "" for every seat, a city's slug for its own; None for none."""
    charter = words.charter()
    if charter is None or seat is None:
        return None
    body, _, city = seat.partition("/")
    for article in charter.authority_for(APPOINT):
        if seat in article.seats or (city and body in article.bodies):
            return None if associates.closed_to(APPOINT, seat) else city
    return None


def for_appointers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page be seen by whoever may appoint; it is told for which city (`scope_of`)."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, **place: Any) -> HttpResponse:
        seat, held = sender.acting_seat(request), sender.seats_held(request)
        scope = scope_of(seat)
        if scope is None and any(scope_of(one) is not None for one in held):
            return redirect(f"{reverse('seats')}?next={quote(request.path)}")
        if scope is None:
            raise PermissionDenied
        return view(request, scope, **place)

    return asked


def in_scope(scope: str, seat: str) -> bool:
    """Whether a seat is one that may be appointed to under a scope (`scope_of`)."""
    return not scope or seat.partition("/")[2] == scope


@for_appointers
def people_page(request: HttpRequest, scope: str) -> HttpResponse:
    """Every seat with who holds it, who comes, and what is to be done about it."""
    at = now()
    seat = sender.acting_seat(request) or ""
    handling.looked(request.user, seat, "people", kept="appointments")
    vacant = [seat for seat in mandates.vacant(at) if in_scope(scope, seat)]
    soon = mandates.ending(at, _later(at))
    ending = list(dict.fromkeys(one.seat for one in soon if in_scope(scope, one.seat)))
    shown = {"vacant": vacant, "ending": ending}.get(request.GET.get("show", ""))
    if shown is None and scope:
        shown = [one.name for one in assembly.seats_of_city(scope)]
    page = request.GET.get("page", "1")
    lines, pages = mandates.seat_lines(int(page) if page.isdecimal() else 1, shown)
    context = {
        "lines": _lines(lines, at),
        "list": {"page": min(max(int(page) if page.isdecimal() else 1, 1), pages), "pages": pages},
        "show": request.GET.get("show", ""),
        "vacant": len(vacant),
        "ending": len(ending),
    }
    return render(request, "koinon/people.html", context)


def _later(at: str) -> str:
    return (wording.local(at, "UTC") + SOON).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _lines(found: tuple[SeatMandates, ...], at: str) -> list[Line]:
    people = told_to_desk((one for line in found for one in line.mandates), at)
    return [
        Line(
            line.seat,
            line.vacant(at),
            tuple(
                one for one in people if one.mandate.seat == line.seat and one.standing != "over"
            ),
        )
        for line in found
    ]


@for_appointers
def appoint(request: HttpRequest, scope: str) -> HttpResponse:
    """Whom to appoint to which seat; the answers to check; then the act and the invitation."""
    act = find_act(APPOINT)
    if "data" in request.POST:
        return _confirmed(request, act)
    act_id = sender.new_act_id()
    reading, made = read_form(request, act, act_id)
    email = request.POST.get("email", "").strip()
    errors = [Error(one.id, one.error) for one in reading.errors()]
    if request.method == "POST" and (fault := email_fault(email)):
        errors.append(Error("email", fault))
    if made is not None and not errors:
        return _check(request, made, canonical.dump(reading.data).decode(), act_id, email)
    choices = [one.name for one in assembly.seats() if in_scope(scope, one.name)]
    shown = {one.node.name: one for one in reading.shown}
    chosen = shown["seat"].text or request.GET.get("seat", "")
    context = {
        "fields": _fields(shown),
        "choices": choices,
        "chosen": chosen,
        "seat_field": shown["seat"],
        "email": email,
        "email_error": next((one.error for one in errors if one.id == "email"), ""),
        "errors": errors,
    }
    return render(request, "koinon/appoint.html", context)


def _fields(shown: dict[str, Shown]) -> list[Shown]:
    return [one for name, one in shown.items() if name != "seat"]


def email_fault(email: str) -> str:
    """Why this is no address to write to; "" when it is."""
    if is_address(email):
        return ""
    return gettext("Write the e-mail address of the person, such as name@city.example.")


def _check(
    request: HttpRequest, made: Act, data: str, act_id: UUID, email: str, refused: str = ""
) -> HttpResponse:
    given = canonical.load(data.encode())
    assert isinstance(given, dict)
    context = {
        "rows": answers(made.plain() | {"holder": given["holder"]}, fields_of(type(made))),
        "name": given["holder"],
        "for_seat": given["seat"],
        "data": data,
        "act_id": act_id,
        "email": email,
        "errors": [Error("main", refused)] if refused else [],
    }
    return render(request, "koinon/appoint_check.html", context, status=409 if refused else 200)


def _confirmed(request: HttpRequest, act: type[Act]) -> HttpResponse:
    try:
        data, act_id = request.POST["data"], UUID(request.POST["id"])
        email = request.POST["email"]
        made = read_act(act, read_json(data.encode()), act_id)
    except (ValueError, KeyError):
        return redirect("appoint")
    if not is_address(email):
        return redirect("appoint")
    answer = enact(sender.envelope(request, made, act_id))
    if not isinstance(answer, Receipt):
        said = sentence(answer, get_language() or "en")
        return _check(request, made, data, act_id, email, said)
    _invite(request, answer.n, email, str(read_json(data.encode())["holder"]))  # type: ignore[index,call-overload]
    return redirect("mandate", n=answer.n)


def _invite(request: HttpRequest, n: int, email: str, name: str) -> None:
    """Name the account of an appointment and write to it, once for each appointment."""
    found = mandates.mandate(n)
    assert found is not None
    if inviting.account_for(n) is not None:
        return
    account = access.invite(email, name=name)
    inviting.assign(n, account)
    said = gettext("An invitation was sent to {email}; it can be used once, within seven days.")
    send_invitation(request, found, account, said)


def send_invitation(request: HttpRequest, found: MandateView, account: Any, said: str) -> None:
    """Send an invitation and say so, or why it did not leave."""
    fault = invitations.invite(request, found, account, request.user)
    if fault:
        messages.error(request, fault)
    else:
        messages.success(request, said.format(email=account.email))


def mandate_in(scope: str, n: int) -> MandateView:
    """The mandate of an address, if whoever asks may appoint to its seat. Raises Http404."""
    found = mandates.mandate(n)
    if found is None or not in_scope(scope, found.seat):
        raise Http404
    return found


@for_appointers
def mandate_page(request: HttpRequest, scope: str, n: int) -> HttpResponse:
    """One mandate: who, from when until when, by what; the invitation and what came of it."""
    found, at = mandate_in(scope, n), now()
    account = inviting.account_for(n)
    owner = account.pk if account else None
    seat = sender.acting_seat(request) or ""
    handling.looked(request.user, seat, f"mandate/{n}", kept="account", account=owner)
    (one,) = told_to_desk([found], at)
    context = {
        "one": one,
        "mandate": found,
        "account": account,
        "log": inviting.log_of(account) if account else (),
        "others": told([row for row in mandates.of_seat(found.seat) if row.n != n][-10:], at),
    }
    return render(request, "koinon/mandate.html", context)


@for_appointers
@require_POST
def invite(request: HttpRequest, scope: str, n: int) -> HttpResponse:
    """Send the invitation again, or the first one where nobody was named yet."""
    found = mandate_in(scope, n)
    account = inviting.account_for(n)
    if account is None:
        email = request.POST.get("email", "").strip()
        if fault := email_fault(email):
            messages.error(request, fault)
            return redirect("mandate", n=n)
        (one,) = told([found], now())
        _invite(request, n, email, one.name)
        return redirect("mandate", n=n)
    said = gettext("Another invitation was sent to {email}; those sent before hold no longer.")
    send_invitation(request, found, account, said)
    return redirect("mandate", n=n)


@for_appointers
def end(request: HttpRequest, scope: str, n: int) -> HttpResponse:
    """How and when a mandate ends; the answers to check; then the act."""
    found, act = mandate_in(scope, n), find_act(END)
    (one,) = told([found], now())
    act_id = _id(request.POST.get("id", "")) or sender.new_act_id()
    context: dict[str, Any] = {"one": one, "mandate": found, "act_id": act_id}
    if "data" in request.POST:
        return _ended(request, context, act)
    reading, made = read_form(request, act, act_id)
    if made is not None and reading.data["mandate"] == n:
        return _check_end(request, context, made, canonical.dump(reading.data).decode())
    fields = [shown for shown in reading.shown if shown.node.name != "mandate"]
    return render(
        request,
        "koinon/end_mandate.html",
        {**context, "fields": fields, "errors": reading.errors()},
    )


def _ended(request: HttpRequest, context: dict[str, Any], act: type[Act]) -> HttpResponse:
    n, act_id = context["mandate"].n, context["act_id"]
    try:
        made = read_act(act, read_json(request.POST["data"].encode()), act_id)
    except ValueError:
        return redirect("end_mandate", n=n)
    if made.plain()["mandate"] != n:
        return redirect("end_mandate", n=n)
    answer = enact(sender.envelope(request, made, act_id))
    if isinstance(answer, Receipt):
        return redirect("receipt", act_id=act_id)
    said = sentence(answer, get_language() or "en")
    return _check_end(request, context, made, request.POST["data"], said)


def _check_end(
    request: HttpRequest, context: dict[str, Any], made: Act, data: str, refused: str = ""
) -> HttpResponse:
    nodes = tuple(node for node in fields_of(type(made)) if node.name != "mandate")
    told_ = {
        "rows": answers(made.plain(), nodes),
        "data": data,
        "errors": [Error("main", refused)] if refused else [],
    }
    return render(
        request, "koinon/end_mandate_check.html", context | told_, status=409 if refused else 200
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
