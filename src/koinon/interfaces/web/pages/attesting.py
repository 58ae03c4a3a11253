"""A city attests its residents: by a roll that is read and checked, or by codes in letters."""

from __future__ import annotations

import secrets
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.cities import queries as cities
from koinon.forum import queries as forum
from koinon.forum.acts.attesting import AttestResidents
from koinon.interfaces.shared import papers, sender
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.shared.rolls import BYTES, read_roll
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.initiatives import ATTEST, terms
from koinon.interfaces.web.pages.papers import as_stated
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.papers.making import PDF, file
from koinon.interfaces.web.papers.residents import letters
from koinon.people import residents

END: Final = "forum.end_attestation/1"
MOST_LETTERS: Final = 2_000
"""Letters of one printing, at most; more are made by printing again."""


def cities_for(request: HttpRequest) -> tuple[str, ...]:
    """The cities whose residents the acting seat may attest."""
    seat = sender.acting_seat(request) or ""
    if terms() is None or not may(ATTEST, seat):
        return ()
    own = seat.partition("/")[2]
    return tuple(one for one in sorted(cities.members()) if own in ("", one))


@login_required
@never_cache
def attesting(request: HttpRequest) -> HttpResponse:
    """What the city attests, and the two ways to attest more."""
    return _page(request, [], 200)


def _page(request: HttpRequest, errors: list[Error], status: int, **more: Any) -> HttpResponse:
    allowed = cities_for(request)
    if not allowed:
        raise Http404
    at = now()
    stated = [one for city in allowed for one in forum.attestations(city, at)]
    context = {
        "errors": errors,
        "cities": allowed,
        "stated": stated,
        "names": words.city_names(),
        "standing": [one for one in stated if one.holds],
        "typed": request.POST,
        "most": MOST_LETTERS,
        "end_act": END,
        **more,
    }
    return render(request, "koinon/initiatives/attesting.html", context, status=status)


def _city(request: HttpRequest) -> str:
    """The city chosen, which the seat may speak for. Raises Http404."""
    allowed = cities_for(request)
    chosen = request.POST.get("city", "")
    if not chosen and len(allowed) == 1:
        return allowed[0]
    if chosen not in allowed:
        raise Http404
    return chosen


def _replaced(request: HttpRequest, city: str) -> int | None:
    """The attestation of the city that the new one is to replace."""
    wanted = request.POST.get("replaces", "")
    standing = {str(one.n): one.n for one in forum.attestations(city, now()) if one.holds}
    return standing.get(wanted)


@login_required
@require_POST
@never_cache
def roll(request: HttpRequest) -> HttpResponse:
    """Read a roll; every mistake with its place, or what would be attested, to check."""
    city = _city(request)
    upload = request.FILES.get("roll")
    if upload is None or isinstance(upload, list):
        return _page(request, [Error("roll", gettext("Choose the file with the roll."))], 422)
    replaces = _replaced(request, city)
    data = upload.read(BYTES + 1)
    read = read_roll(data, residents.addresses(_standing_ids(city, but=replaces)))
    if read.mistakes:
        said = gettext("Nothing was taken from the roll: it has mistakes, listed below.")
        more = {"mistakes": read.mistakes, "more_mistakes": read.more}
        return _page(request, [Error("roll", said)], 422, **more)
    _forget_unmade(city)
    act_id = sender.new_act_id()
    residents.keep_roll(act_id, city, read.addresses)
    return _check(request, city, act_id, len(read.addresses), replaces, [])


@login_required
@require_POST
@never_cache
def roll_confirm(request: HttpRequest) -> HttpResponse:
    """Attest the roll that was read; a receipt follows."""
    city = _city(request)
    try:
        act_id = UUID(request.POST.get("id", ""))
    except ValueError:
        return redirect("attesting")
    count = residents.kept(act_id)
    if not count:
        return redirect("attesting")
    replaces = _replaced(request, city)
    act = AttestResidents(
        city=city,
        method="roll",
        count=count,
        root=residents.root_of(act_id),
        replaces=_said(request) or replaces,
    )
    answer = enact(sender.envelope(request, act, act_id))
    if isinstance(answer, Receipt):
        return redirect("receipt", act_id=act_id)
    errors = [Error("main", sentence(answer, get_language() or "en"))]
    return _check(request, city, act_id, count, replaces, errors)


def _said(request: HttpRequest) -> int | None:
    """The attestation that the form names, so that sending it twice is the same."""
    return number_in(request.POST, "replaces", None, digits=15)


def _check(
    request: HttpRequest,
    city: str,
    act_id: UUID,
    count: int,
    replaces: int | None,
    errors: list[Error],
) -> HttpResponse:
    context = {
        "errors": errors,
        "city": city,
        "name": words.city_names().get(city, city),
        "act_id": act_id,
        "count": count,
        "replaces": replaces,
    }
    status = 409 if errors else 200
    return render(request, "koinon/initiatives/roll_check.html", context, status=status)


@login_required
@require_POST
@never_cache
def letters_check(request: HttpRequest) -> HttpResponse:
    """How many letters, to check; the page holds the seed of their codes and nothing else does."""
    city = _city(request)
    text = request.POST.get("count", "").strip()
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    if not 0 < count <= MOST_LETTERS:
        said = gettext("Write a whole number of letters from 1 to {most}.")
        return _page(request, [Error("count", said.format(most=MOST_LETTERS))], 422)
    context = {
        "city": city,
        "name": words.city_names().get(city, city),
        "count": count,
        "replaces": _replaced(request, city),
        "seed": secrets.token_hex(32),
        "act_id": sender.new_act_id(),
        "errors": [],
        "languages_asked": _languages(),
        "language": get_language(),
    }
    return render(request, "koinon/initiatives/letters_check.html", context)


def _languages() -> dict[str, str]:
    """The languages that letters can be in: the coalition's own, as far as these pages speak them.

    A coalition none of whose languages they speak has its letters in whatever they do.
    """
    charter, names = words.charter(), words.language_names()
    spoken = tuple(code for code, _ in settings.LANGUAGES)
    own = [one for one in charter.coalition.languages if one in spoken] if charter else []
    return {code: names[code] for code in own or spoken}


@login_required
@require_POST
@never_cache
def letters_print(request: HttpRequest) -> HttpResponse:
    """Attest as many residents as letters, and answer with the letters as one PDF."""
    city = _city(request)
    try:
        act_id = UUID(request.POST["id"])
        seed = bytes.fromhex(request.POST["seed"])
        count = int(request.POST["count"])
    except (KeyError, ValueError):
        return redirect("attesting")
    if len(seed) != 32 or not 0 < count <= MOST_LETTERS:
        return redirect("attesting")
    root = residents.keep_letters(act_id, city, seed, count)
    act = AttestResidents(
        city=city, method="letters", count=count, root=root, replaces=_said(request)
    )
    answer = enact(sender.envelope(request, act, act_id))
    if isinstance(answer, Receipt):
        codes = residents.letter_codes(seed, count)
        wanted = request.POST.get("language", "")
        with override(wanted if wanted in _languages() else get_language()):
            made = papers.pdf(letters(request, city, codes, answer, as_stated().at_utc))
        return file(made, PDF, f"letters-{city}-{answer.n}.pdf")
    errors = [Error("main", sentence(answer, get_language() or "en"))]
    return _page(request, errors, 409)


@login_required
@require_POST
@never_cache
def hold(request: HttpRequest) -> HttpResponse:
    """Hold a roll against what was attested: which lines differ."""
    city = _city(request)
    n = _said(request)
    stated = next((one for one in forum.attestations(city, now()) if one.n == n), None)
    upload = request.FILES.get("roll")
    if stated is None or upload is None or isinstance(upload, list):
        said = gettext("Choose the file with the roll, and the attestation to hold it against.")
        return _page(request, [Error("held", said)], 422)
    read = read_roll(upload.read(BYTES + 1))
    if read.mistakes:
        more = {"mistakes": read.mistakes, "more_mistakes": read.more}
        said = gettext("The roll cannot be read: it has mistakes, listed below.")
        return _page(request, [Error("held", said)], 422, **more)
    try:
        wrong = residents.differences(stated.id, read.addresses)
    except LookupError:
        said = gettext("The lines of this attestation were erased; nothing can be compared.")
        return _page(request, [Error("held", said)], 409)
    genuine = residents.root_of(stated.id) == stated.root
    return _page(request, [], 200, held=stated, differing=wrong, genuine=genuine)


def _standing_ids(city: str, but: int | None) -> tuple[UUID, ...]:
    stated = forum.attestations(city, now())
    return tuple(one.id for one in stated if one.holds and one.n != but)


def _forget_unmade(city: str) -> None:
    """Drop rolls that were read and never attested."""
    made = {one.id for one in forum.attestations(city, now())}
    for one in residents.waiting(city):
        if one not in made:
            residents.forget(one)
