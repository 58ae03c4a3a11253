"""Starting an initiative: what is asked and why, the answers to check, the act."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from pydantic import ValidationError

from koinon.acts.act import DocumentRef, Receipt
from koinon.acts.fields import Translation
from koinon.acts.gate import enact
from koinon.forum import marks
from koinon.forum.acts.starting import TEXT_LIMIT, StartInitiative
from koinon.interfaces.shared import living, sender
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import words
from koinon.interfaces.web.pages.initiatives import terms
from koinon.interfaces.web.pages.meetings import bodies
from koinon.interfaces.web.pages.voting import Error
from koinon.people import residents
from koinon.record import store

MEDIA: Final = "text/plain; charset=utf-8"
TITLE_LIMIT: Final = 200


@login_required
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """The form; sound answers lead to the page that shows them, and its button starts it."""
    stated = terms()
    if stated is None:
        raise Http404
    where = living.living(request)
    if where is None:
        return redirect("residence")
    typed = _typed(request)
    context: dict[str, Any] = {
        "typed": typed,
        "errors": [],
        "living": where,
        "terms": stated,
        "body": bodies().get(stated.body, stated.body),
        "languages_asked": words.language_names(),
        "title_limit": TITLE_LIMIT,
    }
    if request.method != "POST" or "change" in request.POST:
        return render(request, "koinon/initiatives/start.html", context)
    context["errors"] = _wrong(typed)
    if context["errors"]:
        return render(request, "koinon/initiatives/start.html", context, status=422)
    act_id = _act_id(request)
    context["act_id"] = act_id or sender.new_act_id()
    if act_id is None:
        return render(request, "koinon/initiatives/start_check.html", context)
    try:
        act = _act(request, typed, act_id)
    except ValidationError:
        said = gettext("Leave out control characters; write the title in one line.")
        context["errors"] = [Error("title", said)]
        return render(request, "koinon/initiatives/start.html", context, status=422)
    answer = enact(living.envelope(where, act, act_id))
    if isinstance(answer, Receipt):
        account: Any = request.user
        residents.author(account, act_id)
        return redirect("receipt", act_id=act_id)
    context["errors"] = [Error("main", sentence(answer, get_language() or "en"))]
    return render(request, "koinon/initiatives/start_check.html", context, status=409)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed: the language, the title, the text with lines as everywhere."""
    given = request.POST
    return {
        "language": given.get("language", get_language() or "en"),
        "title": " ".join(given.get("title", "").split()),
        "text": given.get("text", "").replace("\r\n", "\n").replace("\r", "\n").strip(),
    }


def _wrong(typed: dict[str, str]) -> list[Error]:
    errors = []
    if typed["language"] not in words.language_names():
        errors.append(Error("language", gettext("Choose the language you write in.")))
    if not typed["title"]:
        errors.append(Error("title", gettext("Say in one line what is asked.")))
    elif len(typed["title"]) > TITLE_LIMIT:
        said = gettext("The title has {count} characters; shorten it to {limit}.")
        errors.append(Error("title", said.format(count=len(typed["title"]), limit=TITLE_LIMIT)))
    if not typed["text"]:
        errors.append(Error("text", gettext("Write what the council is to do, and why.")))
    elif len(typed["text"].encode("utf-8", "replace")) > TEXT_LIMIT:
        said = gettext("The text is longer than {limit} kB; shorten it.")
        errors.append(Error("text", said.format(limit=TEXT_LIMIT // 1000)))
    return errors


def _act_id(request: HttpRequest) -> UUID | None:
    """The id that the page to check has given; None before it."""
    try:
        return UUID(request.POST["id"])
    except (KeyError, ValueError):
        return None


def _act(request: HttpRequest, typed: dict[str, str], act_id: UUID) -> StartInitiative:
    """The act, with its text checked in. Raises ValidationError."""
    title = Translation(language=typed["language"], text=typed["title"])
    data = typed["text"].encode("utf-8", "replace")
    sha256 = store.keep_document(data, MEDIA)
    return StartInitiative(
        title=(title,),
        text=DocumentRef(sha256=sha256, size=len(data), media=MEDIA),
        starter=marks.mark_of(living.starting_key(request, act_id)),
    )
