"""Personal data for whoever asks: what is kept and why, one's own data, requests and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from koinon.interfaces.shared import often, privacy_letters, sender, wording
from koinon.interfaces.shared.mail.testing import is_address
from koinon.interfaces.web import data_told
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.officer import is_officer
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.papers.making import answer, file
from koinon.people import erasing, handling, holds, requests
from koinon.people.processing import ACTIVITIES, Activity, Person, kept
from koinon.people.requests import KINDS, WANTED_LIMIT, RequestView
from koinon.people.retention import Period, periods
from koinon.record import canonical

ASKED_FROM_ONE_PLACE: Final = 60
"""Requests that ask for a mail, from one network address within an hour, at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """An activity of processing with what is kept for it, and how long."""

    activity: Activity
    kept: tuple[tuple[str, str], ...]


def today() -> date:
    """The legal day."""
    return wording.local(now()).date()


@require_safe
def privacy_page(request: HttpRequest) -> HttpResponse:
    """What is kept of persons, what for, on which ground, how long; and how to ask."""
    seat = sender.acting_seat(request)
    context = {"activities": _activities(), "rights": data_told.rights()}
    return render(request, "koinon/privacy/page.html", context | {"officer": is_officer(seat)})


def _activities() -> list[Told]:
    """The register of processing activities (article 30), in the reader's language."""
    lengths = periods()
    found = []
    for activity in ACTIVITIES:
        tables = [one for one in kept() if one.activity == activity.id]
        if tables:
            rows = tuple(
                (gettext(one.title), data_told.how_long(lengths[one.retention])) for one in tables
            )
            found.append(Told(data_told.activity_of(tables[0]), rows))
    return found


def lengths_told() -> list[tuple[Period, str]]:
    """Every retention class with its length in words."""
    return [(one, data_told.length(one)) for one in periods().values()]


def _person(request: HttpRequest) -> Person:
    account: Any = request.user
    return Person(account.pk, account.email, account.name)


@login_required
@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything held about the person who reads, and the requests they made."""
    person = _person(request)
    assert person.account is not None
    context = {
        "tables": data_told.told(erasing.held_about(person)),
        "asked": [told_request(one) for one in requests.of_person(person)],
        "looks": handling.of_person(person.account),
        "holds": holds.of_person(person.account),
        "rights": data_told.rights(),
    }
    return render(request, "koinon/privacy/mine.html", context)


@login_required
@never_cache
@require_safe
def my_data_file(request: HttpRequest, form: str) -> HttpResponse:
    """Everything held about the person who reads, as a file."""
    return data_file(_person(request), form)


def data_file(person: Person, form: str) -> HttpResponse:
    """Everything held about a person: exact for programs, or as a paper."""
    found = erasing.held_about(person)
    if form == "json":
        data = canonical.dump(data_told.as_file(person, found)) + b"\n"
        return file(data, "application/json", "my-data.json")
    return answer(data_told.as_paper(person, found), form, "my-data")


def told_request(one: RequestView) -> dict[str, Any]:
    """A request with its words."""
    return {
        "it": one,
        "kind": gettext(data_told.KINDS[one.kind]),
        "status": gettext(data_told.STATUSES[one.status]),
        "outcome": gettext(data_told.OUTCOMES[one.outcome]) if one.outcome else "",
        "ground": data_told.ground(one.ground),
        "late": one.late(today()),
    }


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form of a request: at once for whoever is signed in, else by way of a mail."""
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "email", "name")}
    typed["wanted"] = request.POST.get("wanted", "").replace("\r\n", "\n").strip()
    typed["kind"] = typed["kind"] or request.GET.get("kind", "")
    errors = _faults(request, typed) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        if request.user.is_authenticated:
            return _asked(request, typed)
        return _asked_by_mail(request, typed)
    kinds = [(one, gettext(data_told.KINDS[one])) for one in KINDS]
    context = {"typed": typed, "errors": errors, "kinds": kinds, "limit": WANTED_LIMIT}
    context |= {f"{one.id}_error": one.error for one in errors}
    return render(request, "koinon/privacy/ask.html", context)


def _faults(request: HttpRequest, typed: dict[str, str]) -> list[Error]:
    found = []
    if typed["kind"] not in KINDS:
        found.append(Error("kind", gettext("Choose what you ask for.")))
    if not request.user.is_authenticated and not is_address(typed["email"]):
        said = gettext(
            "Write your e-mail address, such as name@city.example; a link is sent there."
        )
        found.append(Error("email", said))
    if "\0" in typed["wanted"] + typed["name"] or len(typed["name"]) > 100:
        found.append(Error("name", gettext("Write your name in at most 100 letters.")))
    if len(typed["wanted"]) > WANTED_LIMIT:
        said = gettext("Write at most {limit} letters; leave out what is not needed.")
        found.append(Error("wanted", said.format(limit=wording.number(WANTED_LIMIT))))
    if not typed["wanted"] and typed["kind"] not in ("access", ""):
        said = gettext("Write what it is about: what is wrong, or what is to be erased or left.")
        found.append(Error("wanted", said))
    return found


def _asked(request: HttpRequest, typed: dict[str, str]) -> HttpResponse:
    account: Any = request.user
    made = requests.ask(account, typed["kind"], typed["wanted"], today())  # type: ignore[arg-type]
    if made is None:
        messages.error(
            request,
            gettext("Many requests of yours wait for an answer already; wait for that first."),
        )
        return redirect("my_data")
    fault = privacy_letters.received(request, made)
    if fault:
        messages.error(request, fault)
    assert made.due is not None
    messages.success(
        request,
        gettext("Your request has number {number} and is answered by {day}.").format(
            number=made.number, day=wording.day(made.due)
        ),
    )
    return redirect("my_data")


def _asked_by_mail(request: HttpRequest, typed: dict[str, str]) -> HttpResponse:
    """Send the link; the page is the same whether anything is known of the address or not."""
    if _often(request):
        errors = [Error("main", gettext("Too many requests came from here; try again in an hour."))]
        return render(request, "koinon/privacy/sent.html", {"errors": errors}, status=429)
    language = get_language() or "en"
    token = requests.ask_by_mail(
        typed["kind"],  # type: ignore[arg-type]
        typed["email"],
        typed["name"],
        language,
        typed["wanted"],
    )
    fault = ""
    if token is not None:
        fault = privacy_letters.ask_for_proof(request, typed["email"], language, token)
    context = {"email": typed["email"], "errors": [Error("main", fault)] if fault else []}
    return render(request, "koinon/privacy/sent.html", context, status=503 if fault else 200)


def _often(request: HttpRequest) -> bool:
    """Whether this network address asked for too many mails within the hour."""
    return often.count("asked", often.place(request)) > ASKED_FROM_ONE_PLACE


@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A request of somebody without an account: confirmed by its button, then followed here."""
    found = requests.by_token(token)
    if found is not None and found.status == "unproved" and request.method == "POST":
        found = requests.prove(token, today())
        if found is not None:
            fault = privacy_letters.received(request, found, token)
            if fault:
                messages.error(request, fault)
            return redirect("privacy_request", token=token)
    if found is None or _lapsed(found):
        return render(request, "koinon/privacy/by_link.html", {"gone": True}, status=410)
    context: dict[str, Any] = {"one": told_request(found), "token": token}
    if _given(found):
        context["tables"] = data_told.told(erasing.held_about(found.person))
    return render(request, "koinon/privacy/by_link.html", context)


def _lapsed(found: RequestView) -> bool:
    over = timezone.now() - requests.PROOF_LIFE
    return found.status == "unproved" and found.made < over


def _given(found: RequestView) -> bool:
    """Whether access was asked for and given, so that the data is shown."""
    return found.kind == "access" and found.outcome in ("granted", "partly")


@never_cache
@require_safe
def by_link_file(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The data that access was given to, as a file."""
    found = requests.by_token(token)
    if found is None or not _given(found):
        raise Http404
    return data_file(found.person, form)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an own request that waits for its answer."""
    account: Any = request.user
    if not requests.withdraw(number, account.pk):
        raise Http404
    messages.success(request, gettext("The request is withdrawn."))
    return redirect("my_data")
