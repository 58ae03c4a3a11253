"""Rectification (GDPR article 16): the right values in place of wrong ones, checked first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from koinon.interfaces.shared import privacy_letters
from koinon.interfaces.shared.mail.testing import is_address
from koinon.interfaces.web.officer import for_officers
from koinon.interfaces.web.pages.privacy import told_request
from koinon.interfaces.web.pages.privacy_desk import decided_case, tell
from koinon.interfaces.web.pages.voting import Error
from koinon.people import access, erasing, handling, requests, vault
from koinon.people import queries as people

LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Field:
    """A value that can be corrected: what stands, what was typed, and what is wrong with that."""

    id: str
    label: str
    old: str
    new: str
    error: str = ""

    @property
    def changed(self) -> bool:
        """Whether another value was typed."""
        return self.new != self.old


@for_officers
@never_cache
def correct(request: HttpRequest, seat: str, number: int) -> HttpResponse:
    """What is kept of the person's names and address, to be written right."""
    found = decided_case(request, number, seat)
    account = people.account(found.account)
    fields = _fields(account, erasing.values_about(found.person), request.POST)
    errors = [Error(one.id, one.error) for one in fields if one.error]
    if request.method == "POST" and not errors and not any(one.changed for one in fields):
        errors = [Error("main", gettext("Nothing was changed; write the right values."))]
    sent = request.method == "POST" and not errors and "change" not in request.POST
    if sent and "confirm" in request.POST:
        _write(request, seat, number, account, [one for one in fields if one.changed])
        return redirect("privacy_case", number=number)
    context = {
        "one": told_request(found),
        "fields": fields,
        "check": sent,
        "errors": errors,
    }
    return render(request, "koinon/privacy/correct.html", context)


def _fields(account: Any, values: Mapping[str, str], typed: Mapping[str, str]) -> list[Field]:
    fields = []
    if account is not None:
        fields += [
            _field("name", gettext("Name of the account"), account.name, typed),
            _field("email", gettext("E-mail address"), account.email, typed, account),
        ]
    label = gettext("Private value that names the person")
    return [*fields, *(_field(one, label, old, typed) for one, old in values.items())]


def _field(id: str, label: str, old: str, typed: Mapping[str, str], account: Any = None) -> Field:
    new = typed.get(id, old).strip()
    return Field(id, label, old, new, _fault(new, old, account))


def _fault(new: str, old: str, account: Any) -> str:
    if new == old:
        return ""
    if account is None:
        if not new or len(new) > LONGEST or not new.isprintable():
            return gettext("Write the right value in 1 to 100 letters; to erase it, ask for that.")
        return ""
    if not is_address(new):
        return gettext("Write the e-mail address of the person, such as name@city.example.")
    other = people.account_of(new)
    if other is not None and other.pk != account.pk:
        return gettext("Somebody else has this address; name another.")
    return ""


def _write(
    request: HttpRequest, seat: str, number: int, account: Any, changed: list[Field]
) -> None:
    """Correct, note what kind of value it was, and tell the person."""
    new = {one.id: one.new for one in changed}
    with transaction.atomic():
        if account is not None and new.keys() & {"name", "email"}:
            name, email = new.get("name", account.name), new.get("email", account.email)
            access.correct(account, name=name, email=email)
            _note(request, seat, number, account, "account")
        for one in changed:
            if one.id not in ("name", "email") and vault.correct(one.id, one.new):
                _note(request, seat, number, account, "vault")
        requests.finish(number)
    tell(request, privacy_letters.done, number)
    messages.success(request, gettext("The right values stand; the person was written to."))


def _note(request: HttpRequest, seat: str, number: int, account: Any, kept: str) -> None:
    handling.note(
        "corrected",
        kept=kept,
        rows=1,
        about=f"request/{number}",
        account=account.pk if account else None,
        by=request.user,
        seat=seat,
    )
