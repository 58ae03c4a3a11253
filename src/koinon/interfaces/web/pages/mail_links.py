"""Where the links of a mail lead: on to the page it is about, or to doing without its kind."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from koinon.interfaces.shared.mail import letters
from koinon.interfaces.web import mail_told
from koinon.post import delivering, queries
from koinon.post.kinds import BY_NAME
from koinon.post.queries import DeliveryView


def _delivery(token: str) -> DeliveryView:
    id_ = letters.delivery_of(token)
    found = queries.delivery(id_) if id_ else None
    if found is None:
        raise Http404
    return found


@never_cache
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Note that the link was followed, and lead on; it signs nobody in."""
    found = _delivery(token)
    delivering.opened(found.id, timezone.now())
    return redirect(found.path or "home")


@never_cache
@csrf_exempt  # the token is the proof; a mail program sends it by itself (RFC 8058)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Do without mails of this kind, when the button is pressed."""
    found = _delivery(token)
    if BY_NAME[found.kind].compulsory or found.account is None:
        raise Http404
    done = request.method == "POST"
    if done:
        delivering.decline(found.account, {*queries.declined(found.account), found.kind})
    context = {"kind": mail_told.kind(found.kind), "done": done}
    return render(request, "koinon/mail_stop.html", context)
