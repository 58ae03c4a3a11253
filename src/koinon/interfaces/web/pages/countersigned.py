"""Who countersigns the record, and countersigning it in the browser or by a command."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from koinon.cities import queries as cities
from koinon.interfaces.shared import countersigning, sender
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.voting import Error
from koinon.record import logkeys, note, store
from koinon.record.received import NotTaken
from koinon.record.signer import SignerError

REGISTER: Final = "cities.register_witness_key/1"
END: Final = "cities.end_witness_key/1"


def countersigned(request: HttpRequest) -> HttpResponse:
    """Each city with how far it countersigned; for a delegate, the ways to do it."""
    errors: list[Error] = []
    if request.method == "POST":
        try:
            taken = countersigning.take(_typed(request.POST.get("note", "")))
        except NotTaken as fault:
            errors = [Error("note", countersigning.refused(fault))]
        else:
            messages.success(request, countersigning.thanks(taken))
            return redirect("countersigned")
    seat = sender.acting_seat(request) or ""
    city = seat.partition("/")[2]
    coalition = cities.coalition()
    context = {
        "found": countersigning.summary(now()),
        "names": words.city_names(),
        "head": store.head(),
        "errors": errors,
        "register": REGISTER,
        "end": END,
        "key": coalition.log_key if coalition else "",
        "address": request.build_absolute_uri("/log/"),
        "own": _own(request, city, seat) if city and coalition else None,
    }
    return render(request, "koinon/countersigned.html", context, status=422 if errors else 200)


def _typed(text: str) -> bytes:
    """What a form sent: browsers write other ends of lines, and people forget the last."""
    lines = text.replace("\r\n", "\n").strip("\n")
    return f"{lines}\n".encode()


def _own(request: HttpRequest, city: str, seat: str) -> dict[str, Any]:
    """What a delegate needs to countersign for a city."""
    keys = cities.witness_keys(city)
    coalition = cities.coalition()
    assert coalition is not None
    standing = [one for one in keys if one.ended_n is None]
    return {
        "city": city,
        "keys": keys,
        "standing": standing,
        "may_register": may(REGISTER, seat),
        "may_end": may(END, seat),
        "name": f"{coalition.origin}/{city}",
        "script": _script(standing, coalition.log_key),
    }


def _script(standing: list[cities.WitnessKeyView], log_key: str) -> dict[str, Any]:
    """What the script in the page needs to check and to sign."""
    try:
        signed = logkeys.sign_head(logkeys.signer()).decode()
    except SignerError:
        signed = ""
    return {
        "checkpoint": signed,
        "key": log_key,
        "keys": [one.key for one in standing],
        "words": {
            "signature": gettext("The checkpoint is signed with the log's key."),
            "first": gettext(
                "This browser remembers no checkpoint of this record; compare the log’s key with "
                "the one in your coalition’s papers."
            ),
            "extends": gettext("It extends the record that this browser remembers."),
            "rewritten": gettext(
                "It does not extend the record that this browser remembers. Do not countersign; "
                "keep both checkpoints and tell the other cities."
            ),
            "rekeyed": gettext(
                "The log’s key is not the one that this browser remembers. Do not countersign; "
                "tell the other cities."
            ),
            "no_key": gettext("Choose a key file that koinon key new has made."),
            "foreign": gettext("This key is not registered for your city, or has ended."),
            "unsupported": gettext("This browser cannot sign with Ed25519; use the command."),
            "unsigned": gettext("The record cannot be signed here now; try again later."),
            "holds": gettext("Holds"),
            "fails": gettext("Does not hold"),
            "unknown": gettext("Not checked"),
        },
    }


@require_safe
def proof(request: HttpRequest, size: int) -> JsonResponse:
    """The proof that the record as it stands extends the first `size` entries."""
    head = store.head().size
    if not 0 < size <= head:
        raise Http404
    path = [b64encode(one).decode() for one in store.consistency(size, head)]
    return JsonResponse({"from": size, "to": head, "path": path})


@csrf_exempt  # the countersignature is the proof; a city's machine sends it by itself
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """A countersigned checkpoint as a city's machine sends it; a sentence in answer."""
    data = request.read(note.MAX_NOTE_BYTES + 1)
    try:
        said, status = countersigning.thanks(countersigning.take(data)), 200
    except NotTaken as fault:
        said, status = countersigning.refused(fault), fault.status
    return HttpResponse(f"{said}\n", status=status, content_type="text/plain; charset=utf-8")
