"""Requests about personal data for whoever answers them: decide, take more time, carry out."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from koinon.interfaces.shared import privacy_letters
from koinon.interfaces.web import data_told
from koinon.interfaces.web.officer import for_officers
from koinon.interfaces.web.pages.privacy import data_file, today, told_request
from koinon.interfaces.web.pages.voting import Error
from koinon.people import erasing, handling, holds, requests
from koinon.people import queries as people
from koinon.people.processing import GROUNDS, by_name
from koinon.people.requests import ANSWER_LIMIT, OUTCOMES, RequestView

REASON_LIMIT: Final = 500


def _find(request: HttpRequest, number: int, seat: str) -> RequestView:
    """A request that whoever answers may see; that they looked is noted. Raises Http404."""
    found = requests.request(number)
    if found is None:
        raise Http404
    if found.account is not None and found.account == request.user.pk:
        raise PermissionDenied  # nobody answers the own request
    handling.looked(request.user, seat, f"request/{number}", kept="requests", account=found.account)
    return found


@for_officers
@never_cache
def request_list(request: HttpRequest, seat: str) -> HttpResponse:
    """The requests that wait, the soonest due first; and those that are done."""
    past = "past" in request.GET
    lines = [told_request(one) for one in requests.listed(waiting=not past)]
    return render(request, "koinon/privacy/requests.html", {"lines": lines, "past": past})


@for_officers
@never_cache
def case(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """One request: who asks what, what is held, and what can be done next."""
    return _case(request, _find(request, number, seat), {}, [])


def _case(
    request: HttpRequest, found: RequestView, typed: dict[str, str], errors: list[Error]
) -> HttpResponse:
    context = {
        "one": told_request(found),
        "tables": data_told.told(erasing.held_about(found.person)),
        "outcomes": [(one, gettext(data_told.OUTCOMES[one])) for one in OUTCOMES],
        "grounds": [(code, gettext(said)) for code, said in GROUNDS.items()],
        "extendable": found.extendable(today()),
        "typed": typed,
        "errors": errors,
        **{f"{one.id}_error": one.error for one in errors},
    }
    return render(request, "koinon/privacy/case.html", context, status=422 if errors else 200)


@for_officers
@never_cache
def case_file(request: HttpRequest, seat: str, number: int, form: str) -> HttpResponse:
    """What is held about whoever asks, as the file they would get."""
    return data_file(_find(request, number, seat).person, form)


@for_officers
@require_POST
def decide(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """The answer: checked on a page of its own, then given and sent."""
    found = _find(request, number, seat)
    typed = {name: request.POST.get(name, "").strip() for name in ("outcome", "ground")}
    typed["answer"] = request.POST.get("answer", "").replace("\r\n", "\n").strip()
    errors = _faults(typed)
    if errors or "change" in request.POST:
        return _case(request, found, typed, errors)
    if "confirm" not in request.POST:
        context = {
            "one": told_request(found),
            "typed": typed,
            "outcome": gettext(data_told.OUTCOMES[typed["outcome"]]),
            "ground": data_told.ground(typed["ground"]) if typed["outcome"] != "granted" else "",
        }
        return render(request, "koinon/privacy/decide_check.html", context)
    _decided(request, seat, found, typed)
    return redirect("privacy_case", number=number)


def _faults(typed: dict[str, str]) -> list[Error]:
    found = []
    if typed["outcome"] not in OUTCOMES:
        found.append(Error("outcome", gettext("Choose how the request is answered.")))
    elif typed["outcome"] != "granted" and typed["ground"] not in GROUNDS:
        said = gettext("Choose the ground of the law on which something is refused.")
        found.append(Error("ground", said))
    if not typed["answer"] or len(typed["answer"]) > ANSWER_LIMIT or "\0" in typed["answer"]:
        said = gettext("Write the answer and its reasons, in at most {limit} letters.")
        found.append(Error("answer", said.format(limit=ANSWER_LIMIT)))
    return found


def _decided(request: HttpRequest, seat: str, found: RequestView, typed: dict[str, str]) -> None:
    assert found.number is not None
    if not requests.decide(
        found.number,
        typed["outcome"],
        ground=typed["ground"],
        answer=typed["answer"],
        seat=seat,
    ):
        messages.error(request, gettext("This request was answered already; nothing was changed."))
        return
    note(request, seat, found, "decided")
    tell(request, privacy_letters.decided, found.number)
    messages.success(request, gettext("The request is answered, and the person was written to."))


def note(request: HttpRequest, seat: str, found: RequestView, deed: handling.Deed) -> None:
    """Write in the log what was done with a request."""
    handling.note(
        deed,
        kept="requests",
        rows=1,
        about=f"request/{found.number}",
        account=found.account,
        by=request.user,
        seat=seat,
    )


def tell(request: HttpRequest, letter: Any, number: int) -> None:
    """Write to whoever asked; where no mail leaves, say so to the official."""
    found = requests.request(number)
    assert found is not None
    if fault := letter(request, found):
        messages.error(request, fault)


@for_officers
@require_POST
def extend(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """Take three months instead of one, with the reason; the person is told."""
    found = _find(request, number, seat)
    reason = request.POST.get("reason", "").strip()
    if not reason or len(reason) > REASON_LIMIT or "\0" in reason:
        said = gettext("Write the reason why more time is needed, in at most {limit} letters.")
        return _case(request, found, {}, [Error("reason", said.format(limit=REASON_LIMIT))])
    if not found.extendable(today()) or not requests.extend(number, reason):
        said = gettext(
            "The time can be made longer once, and only before the first month is over "
            "(article 12(3) GDPR); answer the request."
        )
        return _case(request, found, {}, [Error("reason", said)])
    note(request, seat, found, "extended")
    tell(request, privacy_letters.extended, number)
    messages.success(request, gettext("The request can be answered within three months."))
    return redirect("privacy_case", number=number)


def decided_case(request: HttpRequest, number: int, seat: str) -> RequestView:
    """A request that is answered and waits to be carried out. Raises Http404."""
    found = _find(request, number, seat)
    if found.status != "decided":
        raise Http404
    return found


@for_officers
@never_cache
def erase(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """What of the person can go and what stays by which ground; checked, then erased."""
    found = decided_case(request, number, seat)
    lines = erasing.outlook(found.person, timezone.now())
    able = {one.kept.name for one in lines if one.erasable}
    chosen = [one for one in request.POST.getlist("kept") if one in able]
    if request.method == "POST" and chosen and "confirm" in request.POST:
        return _erased(request, seat, found, chosen)
    errors = []
    if request.method == "POST" and not chosen:
        errors = [Error("main", gettext("Choose at least one thing that is to be erased."))]
    context = {
        "one": told_request(found),
        "lines": [
            (line, gettext(line.kept.title), data_told.ground(line.ground)) for line in lines
        ],
        "able": able,
        "chosen": chosen or able,
        "check": bool(request.method == "POST" and chosen and "change" not in request.POST),
        "errors": errors,
    }
    return render(request, "koinon/privacy/erase.html", context)


def _erased(request: HttpRequest, seat: str, found: RequestView, chosen: list[str]) -> HttpResponse:
    assert found.number is not None
    with transaction.atomic():
        gone = erasing.erase(
            found.person,
            chosen,
            timezone.now(),
            by=request.user,
            seat=seat,
            about=f"request/{found.number}",
        )
        requests.finish(found.number)
    tell(request, privacy_letters.done, found.number)
    said = ", ".join(gettext(kept.title) for name in gone if (kept := by_name(name)) is not None)
    messages.success(request, gettext("Erased: {what}.").format(what=said or "–"))
    return redirect("privacy_case", number=found.number)


@for_officers
@require_POST
def restrict(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """Leave the person's data alone: kept, no reminders sent, until the hold is lifted."""
    found = decided_case(request, number, seat)
    account = people.account(found.account)
    if account is None:
        messages.error(
            request, gettext("Nobody with this address has an account; nothing can be restricted.")
        )
        return redirect("privacy_case", number=number)
    reason = gettext("Request {number}").format(number=number)
    with transaction.atomic():
        holds.place("person", reason=reason, seat=seat, account=account, restricts=True)
        note(request, seat, found, "held")
        requests.finish(number)
    tell(request, privacy_letters.done, number)
    messages.success(request, gettext("The data is left alone until the hold is lifted."))
    return redirect("privacy_case", number=number)


@for_officers
@require_POST
def finish(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """Note that what was decided is carried out elsewhere; the person is told."""
    decided_case(request, number, seat)
    requests.finish(number)
    tell(request, privacy_letters.done, number)
    messages.success(request, gettext("The request is done, and the person was written to."))
    return redirect("privacy_case", number=number)
