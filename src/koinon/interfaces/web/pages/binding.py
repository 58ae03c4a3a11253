"""A binding act of a meeting: its answers to check, the act, the receipt.

A page says what it asks for (`Asking`); what is checked here is exactly what the act will hold.
Where somebody else may have changed what the page began from, `seen` names it: if it is not the
same any more when the act is confirmed, that is told first, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from koinon.acts.act import Receipt
from koinon.acts.gate import enact
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import enclosed
from koinon.interfaces.web.meter import Gauge
from koinon.interfaces.web.pages.acts import find_act
from koinon.interfaces.web.pages.amendments_told import Line
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link
from koinon.record import canonical, store


@dataclass(frozen=True, slots=True)
class Row:
    """An answer to check: its label, what was answered, the document it is, if it is one.

    `note` is said about it in the page's own language, `text` may be in any.
    """

    label: str
    text: str
    link: Link | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """An act about to be done: its name, the words of its page, what it would bring about.

    `gauges` show the rule as it would stand then, `lines` what changes in a text, `acts` what would
    be carried out instead; `seen` is what the page began from; `typed` are the fields of the form,
    so that answers can be changed and none is lost.
    """

    act_type: str
    heading: str
    back: Link
    rows: tuple[Row, ...]
    said: tuple[str, ...] = ()
    button: str = ""
    gauges: tuple[Gauge, ...] = ()
    seen: str = ""
    lines: tuple[Line, ...] = ()
    acts: tuple[enclosed.Telling, ...] | None = None
    typed: tuple[tuple[str, str], ...] = ()


Ask: TypeAlias = Callable[[dict[str, Any]], Asking]


def check(request: HttpRequest, data: dict[str, Any], ask: Ask) -> HttpResponse:
    """The answers, to be checked before they bind."""
    return _page(request, data, ask(data), sender.new_act_id())


def confirmed(
    request: HttpRequest, act_type: str, ask: Ask, after: Callable[[], object] = lambda: None
) -> HttpResponse:
    """Do what was checked, then `after`, and lead to its receipt; a refusal stands above it."""
    try:
        data: Any = read_json(request.POST["data"].encode())
        act_id = UUID(request.POST["id"])
        made = read_act(find_act(act_type), data, act_id)
        asking = ask(data)
    except (ValueError, KeyError, TypeError):
        return redirect(request.path)
    if request.POST.get("seen", "") != asking.seen and store.by_act(act_id) is None:
        return _page(request, data, asking, act_id, _changed())
    answer = enact(sender.envelope(request, made, act_id))
    if isinstance(answer, Receipt):
        after()
        return redirect("receipt", act_id=act_id)
    return _page(request, data, asking, act_id, sentence(answer, get_language() or "en"))


def _changed() -> str:
    return gettext(
        "Somebody else changed this while you looked at it, so nothing was done yet. Your answers "
        "stand below beside what holds now; check them and confirm again."
    )


def _page(
    request: HttpRequest, data: dict[str, Any], asking: Asking, act_id: UUID, refused: str = ""
) -> HttpResponse:
    try:
        read_act(find_act(asking.act_type), data, act_id)
        sound = True
    except ValidationError as error:
        refused, sound = field_problems(error)[0].detail, False
    context = {
        "asking": asking,
        "data": canonical.dump(data).decode(),
        "act_id": act_id,
        "sound": sound,
        "errors": [Error("main-title", refused)] if refused else [],
    }
    status = 409 if refused else 200
    return render(request, "koinon/meetings/act_check.html", context, status=status)
