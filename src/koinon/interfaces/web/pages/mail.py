"""Mail for the secretariat (what was sent, a test, sending again) and everybody's own choice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info, gettext

from koinon.interfaces.shared import sender
from koinon.interfaces.shared.mail import testing
from koinon.interfaces.shared.mail.smtp import leaves
from koinon.interfaces.web import mail_told
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages.decisions import gives_notice
from koinon.interfaces.web.pages.voting import Error
from koinon.people import handling
from koinon.post import delivering
from koinon.post import queries as post
from koinon.post.kinds import KINDS, OPTIONAL


def _need_keeper(request: HttpRequest) -> None:
    """Raise PermissionDenied for whoever does not act from an office that gives notice."""
    if not gives_notice(sender.acting_seat(request) or ""):
        raise PermissionDenied


@login_required
def mail_page(request: HttpRequest) -> HttpResponse:
    """Every mail, the newest first; a test of the mail server; sending again."""
    _need_keeper(request)
    if request.method == "POST" and "delivery" in request.POST:
        return _again(request)
    address = request.POST.get("address", "").strip()[:300]
    context: dict[str, Any] = {"address": address, "errors": []}
    if request.method == "POST":
        if testing.is_address(address):
            context["tested"] = testing.test(address)
        else:
            context["errors"] = [Error("address", testing.test(address).sentence)]
    handling.looked(request.user, sender.acting_seat(request) or "", "mail", kept="notices")
    troubled = request.GET.get("list") == "troubled"
    listed = post.deliveries(number_in(request.GET, "page", 1), troubled=troubled)
    context |= {
        "listed": listed,
        "lines": mail_told.told(listed.lines),
        "troubled": troubled,
        "counts": post.counts(),
        "lapsed": [(mail_told.kind(name), n) for name, n in post.lapsed(20)],
        "leaves": leaves(),
        "server": settings.MAIL_SERVER,
        "folder": settings.EMAIL_FILE_PATH,
    }
    return render(request, "koinon/mail.html", context)


def _again(request: HttpRequest) -> HttpResponse:
    """Put one delivery in line again."""
    try:
        delivery = UUID(request.POST["delivery"])
    except ValueError:
        raise Http404 from None
    if delivering.retry(timezone.now(), delivery):
        messages.success(request, gettext("The mail is sent again within a few seconds."))
    return redirect(request.get_full_path())


@login_required
def letter(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """What a mail says, on a page to print and hand over."""
    _need_keeper(request)
    found = post.delivery(delivery)
    if found is None or not found.paragraphs:
        raise Http404
    seat = sender.acting_seat(request) or ""
    about = f"mail/{str(found.id)[:8]}"
    handling.looked(request.user, seat, about, kept="notices", account=found.account)
    bidi = found.language and get_language_info(found.language)["bidi"]
    side = "rtl" if bidi else "ltr"
    return render(request, "koinon/mail_letter.html", {"letter": found, "side": side})


@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Which kinds of mail the signed-in person gets."""
    account: Any = request.user
    if request.method == "POST":
        wanted = set(request.POST.getlist("wanted"))
        delivering.decline(account.pk, (name for name in OPTIONAL if name not in wanted))
        messages.success(request, gettext("Your choice is kept."))
        return redirect("mail_choices")
    declined = post.declined(account.pk)
    context = {
        "optional": [(name, mail_told.kind(name), name not in declined) for name in OPTIONAL],
        "compulsory": [mail_told.kind(kind.name) for kind in KINDS if kind.compulsory],
    }
    return render(request, "koinon/mail_choices.html", context)
