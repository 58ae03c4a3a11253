"""How long personal data is kept: the classes, what goes when, legal holds, the log."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from koinon.interfaces.shared import wording
from koinon.interfaces.web import data_told, naming_documents
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.officer import for_officers
from koinon.interfaces.web.pages.voting import Error
from koinon.people import erased, erasing, handling, holds, retention
from koinon.people.handling import DEEDS
from koinon.people.processing import by_name
from koinon.people.queries import account_of
from koinon.people.retention import BY_ID, LONGEST
from koinon.record import store

REASON_LIMIT: Final = 500
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@for_officers
@never_cache
def keeping(request: HttpRequest, seat: str) -> HttpResponse:
    """How long everything is kept, what would go tonight, and what is on hold."""
    return _keeping(request, {}, [])


def _keeping(request: HttpRequest, typed: dict[str, str], errors: list[Error]) -> HttpResponse:
    lengths = retention.periods()
    due = erasing.due(timezone.now())
    context = {
        "classes": [
            {
                "period": one,
                "title": gettext(one.retention.title),
                "how_long": data_told.how_long(one),
                "reason": one.reason if one.chosen else gettext(one.retention.reason),
                "longest": LONGEST[one.retention.unit],
            }
            for one in lengths.values()
        ],
        "due": [(one, gettext(one.kept.title)) for one in due if one.rows or one.held],
        "going": sum(one.rows for one in due),
        "last": handling.last_sweep(),
        "back": sum(one.count for one in erased.back()),
        "holds": [(one, _held(one)) for one in holds.listed()],
        "typed": typed,
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "koinon/privacy/keeping.html", context, status=status)


def _held(one: holds.HoldView) -> str:
    if one.what == "person":
        return one.email
    return gettext(BY_ID[one.target].title) if one.what == "class" else one.target


@for_officers
@require_POST
def again(request: HttpRequest, seat: str) -> HttpResponse:
    """Erase once more what an older backup brought back."""
    gone = erased.again(by=request.user, seat=seat)
    said = ngettext("{n} row is erased again.", "{n} rows are erased again.", gone)
    messages.success(request, said.format(n=wording.number(gone)))
    return redirect("privacy_keeping")


@for_officers
@require_POST
def choose(request: HttpRequest, seat: str) -> HttpResponse:
    """Keep a class longer or shorter than the default, with the reason."""
    wanted, reason = request.POST.get("retention", ""), request.POST.get("reason", "").strip()
    amount = request.POST.get("amount", "").strip()
    if wanted not in BY_ID:
        raise Http404
    longest = LONGEST[BY_ID[wanted].unit]
    place = f"amount-{wanted}"
    if not amount.isascii() or not amount.isdigit() or not 1 <= int(amount[:9]) <= longest:
        said = gettext("Write a whole number from 1 to {longest}.").format(longest=longest)
        return _keeping(request, _typed(request), [Error(place, said)])
    if not _fit(reason):
        said = gettext("Write the reason, in at most {limit} letters.").format(limit=REASON_LIMIT)
        return _keeping(request, _typed(request), [Error(f"reason-{wanted}", said)])
    retention.choose(wanted, int(amount), reason=reason, seat=seat)
    messages.success(request, gettext("From now on it is kept for as long as you chose."))
    return redirect("privacy_keeping")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _fit(reason: str) -> bool:
    return bool(reason) and len(reason) <= REASON_LIMIT and "\0" not in reason


@for_officers
@require_POST
def hold(request: HttpRequest, seat: str) -> HttpResponse:
    """Put a person, a class or a document on hold."""
    what, reason = request.POST.get("what", ""), request.POST.get("reason", "").strip()
    target, typed = request.POST.get("target", "").strip(), _typed(request)
    account = account_of(target) if what == "person" else None
    fault = _hold_fault(what, target, account)
    errors = [Error("target", fault)] if fault else []
    if not _fit(reason):
        said = gettext("Write the reason, in at most {limit} letters.").format(limit=REASON_LIMIT)
        errors.append(Error("hold-reason", said))
    if errors:
        return _keeping(request, typed, errors)
    number = holds.place(
        what, reason=reason, seat=seat, account=account, target="" if account else target
    )
    _note(request, seat, "held", number, account.pk if account else None)
    messages.success(request, gettext("It is on hold: nothing of it is erased until you lift it."))
    return redirect("privacy_keeping")


def _hold_fault(what: str, target: str, account: Any) -> str:
    if what == "person" and account is None:
        return gettext("Nobody has an account with this address; write the address of one.")
    if what == "class" and target not in BY_ID:
        return gettext("Choose one of the classes.")
    if what == "document" and not _SHA256.fullmatch(target):
        return gettext("Write the document's SHA-256, 64 digits from 0 to 9 and a to f.")
    if what not in ("person", "class", "document"):
        return gettext("Choose what is put on hold.")
    return ""


@for_officers
@require_POST
def lift(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """Lift a hold."""
    found = holds.lift(number, seat)
    if found is None:
        raise Http404
    _note(request, seat, "lifted", number, None)
    messages.success(request, gettext("The hold is lifted."))
    return redirect("privacy_keeping")


def _note(
    request: HttpRequest, seat: str, deed: handling.Deed, number: int, account: int | None
) -> None:
    handling.note(
        deed,
        kept="holds",
        rows=1,
        about=f"hold/{number}",
        account=account,
        by=request.user,
        seat=seat,
    )


@for_officers
@never_cache
def log(request: HttpRequest, seat: str) -> HttpResponse:
    """What officials and the clock did with personal data."""
    number, deed = number_in(request.GET, "page", 1), request.GET.get("list", "")
    deed = deed if deed in DEEDS else ""
    found = handling.log(number, deed=deed)
    context = {
        "lines": [
            (one, gettext(data_told.DEEDS[one.deed]), _title(one.kept)) for one in found.lines
        ],
        "list": found,
        "deed": deed or "all",
        "deeds": [(one, gettext(data_told.DEEDS[one])) for one in DEEDS],
    }
    return render(request, "koinon/privacy/log.html", context)


def _title(name: str) -> str:
    found = by_name(name)
    return gettext(found.title) if found else ""


@for_officers
@never_cache
def withhold(request: HttpRequest, seat: str) -> HttpResponse:
    """Take a document out of publication; the entries that name it stay verifiable."""
    typed = {name: request.POST.get(name, "").strip() for name in ("sha256", "because")}
    typed["sha256"] = typed["sha256"] or request.GET.get("sha256", "")
    word = request.GET.get("word", "").strip()[:100]
    errors = _withhold_faults(typed) if request.method == "POST" else []
    check = request.method == "POST" and not errors and "change" not in request.POST
    if check and "confirm" in request.POST:
        erased.note_document(typed["sha256"], typed["because"], timezone.now())
        store.withhold(typed["sha256"], typed["because"])
        about = f"document/{typed['sha256'][:16]}"
        handling.note("withheld", rows=1, about=about, by=request.user, seat=seat)
        messages.success(
            request,
            gettext("The document is erased here and listed as withheld, with the reason."),
        )
        return redirect("privacy_withhold")
    context = {
        "typed": typed,
        "errors": errors,
        "check": check,
        "withheld": store.withheld(store.head().size),
        "word": word,
        "found": naming_documents.holding(word) if word else None,
        **{f"{one.id}_error": one.error for one in errors},
    }
    status = 422 if errors else 200
    return render(request, "koinon/privacy/withhold.html", context, status=status)


def _withhold_faults(typed: dict[str, str]) -> list[Error]:
    found = store.named_document(typed["sha256"]) if _SHA256.fullmatch(typed["sha256"]) else None
    errors = []
    if found is None:
        said = gettext("No entry names a document with this SHA-256; copy it from its entry.")
        errors.append(Error("sha256", said))
    elif found.body is None:
        errors.append(Error("sha256", gettext("This document is withheld already.")))
    elif typed["sha256"] in holds.on_documents():
        said = gettext("This document is on legal hold; lift the hold first.")
        errors.append(Error("sha256", said))
    because = typed["because"]
    if not because or len(because) > 200 or not because.isprintable():
        said = gettext("Write the reason in one line of at most 200 letters; it is public.")
        errors.append(Error("because", said))
    return errors
