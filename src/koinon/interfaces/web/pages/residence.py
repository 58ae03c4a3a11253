"""“I am a resident of …”: making an account, entering a code, being on a roll."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from koinon.interfaces.shared import living, often, sender, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.pages.initiatives import terms
from koinon.interfaces.web.pages.voting import Error
from koinon.methods.codes import CodeError, read_code
from koinon.people import access, residents

LONGEST = 200
"""Characters of what is typed that are looked at."""
WRONG_FROM_ONE_PLACE = 50
"""Wrong codes in an hour from one network address; an account may enter fewer."""
WRONG_ALTOGETHER = 1_000
"""Wrong codes in an hour from everybody; whole cities mistype less, and nobody guesses so."""
_CODES = "wrong-codes"


@never_cache
def residence(request: HttpRequest) -> HttpResponse:
    """Where the person lives as their city attests it, and how to say so."""
    if terms() is None:
        raise Http404
    if not request.user.is_authenticated:
        return _before(request, [])
    return _page(request, [], 200)


def _before(request: HttpRequest, errors: list[Error]) -> HttpResponse:
    """The page of somebody who is not signed in: one form makes an account or signs in."""
    context = {"errors": errors, "email": request.POST.get("email", "")[:LONGEST]}
    return render(
        request, "koinon/initiatives/account.html", context, status=422 if errors else 200
    )


@require_POST
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Send a code to an address, and make its account when it is new.

    Whoever asks sees the same whether there was one.
    """
    if terms() is None:
        raise Http404
    email = request.POST.get("email", "").strip()[:254]
    try:
        validate_email(email)
    except ValidationError:
        said = gettext("Write your e-mail address, such as name@example.org.")
        return _before(request, [Error("email", said)])
    if not ratelimit.consume(request, action="request_login_code", key=email.lower()):
        said = gettext("Too many codes were asked for; wait some minutes and try again.")
        return _before(request, [Error("email", said)])
    account = access.invite(email, language=get_language() or "")
    known = account if account.is_active else None
    LoginCodeVerificationProcess.initiate(request=request, user=known, email=email)
    following = urlencode({"next": reverse("residence")})
    return redirect(f"{reverse('account_confirm_login_code')}?{following}")


@login_required
@require_POST
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """Take the code of a letter: whoever enters it lives where the letter was sent from."""
    account: Any = request.user
    if terms() is None:
        raise Http404
    if not (residents.may_try(account) and _may_try(request)):
        said = gettext(
            "Too many codes were wrong. Wait an hour, then type the code as the letter has it."
        )
        return _page(request, [Error("code", said)], 429)
    try:
        signs = read_code(request.POST.get("code", "")[:LONGEST])
    except CodeError as error:
        return _page(request, [Error("code", _unread(error))], 422)
    line = residents.line_of_code(signs, account)
    vouched = sender.vouched_by(request)
    if line is None or vouched not in (None, line.city):
        residents.tried_in_vain(account)
        often.count(_CODES)
        often.count(_CODES, often.place(request))
        said = gettext("No letter has this code. Compare it with the letter, sign by sign.")
        return _page(request, [Error("code", said)], 422)
    city = words.city_names().get(line.city, line.city)
    if line.taken_at is not None and not line.own:
        said = gettext(
            "This code was used on {day} from another account; a code holds once. If that was not "
            "you, ask {city} for a new letter and tell it that this one was used."
        )
        day = wording.day(line.taken_at.date())
        return _page(request, [Error("code", said.format(day=day, city=city))], 409)
    if not living.holds(line):
        said = gettext("{city} no longer stands by the letters of this code; ask it for a new one.")
        return _page(request, [Error("code", said.format(city=city))], 409)
    return _taken(request, line.id, city)


def _may_try(request: HttpRequest) -> bool:
    """Whether neither this network address nor everybody together was wrong too often."""
    here = often.tried(_CODES, often.place(request))
    return here < WRONG_FROM_ONE_PLACE and often.tried(_CODES) < WRONG_ALTOGETHER


@login_required
@require_POST
@never_cache
def take_roll(request: HttpRequest) -> HttpResponse:
    """Live where a roll says that has the person's address."""
    wanted = request.POST.get("line", "")
    offer = next((one for one in living.offers(request) if str(one.line) == wanted), None)
    if offer is None:
        said = gettext("Your address is no longer on that roll; ask your city.")
        return _page(request, [Error("main", said)], 409)
    return _taken(request, offer.line, words.city_names().get(offer.city, offer.city))


def _taken(request: HttpRequest, line: int, city: str) -> HttpResponse:
    account: Any = request.user
    if not residents.take(account, line):
        said = gettext("Somebody has used this meanwhile; ask {city} for a new letter.")
        return _page(request, [Error("main", said.format(city=city))], 409)
    said = gettext("{city} attests that you live there. You can sign initiatives now.")
    messages.success(request, said.format(city=city))
    return redirect("residence")


def _page(request: HttpRequest, errors: list[Error], status: int) -> HttpResponse:
    context = {
        "errors": errors,
        "living": living.living(request),
        "offers": living.offers(request),
        "code": request.POST.get("code", "")[:LONGEST],
        "names": words.city_names(),
    }
    return render(request, "koinon/initiatives/residence.html", context, status=status)


def _unread(error: CodeError) -> str:
    if error.kind == "sign":
        said = gettext("“{sign}” stands in no code; compare it with the letter.")
        return said.format(sign=error.sign)
    if error.kind == "length":
        return gettext("A code has sixteen signs in four groups; type all of them.")
    return gettext("A sign is wrong or two have changed places; compare the code with the letter.")
