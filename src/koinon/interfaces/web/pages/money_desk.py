"""The treasurer's desk: commit, accept an invoice, pay it, book what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from koinon.acts.act import Act, Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.assembly.queries_urgency import lapsed_decisions
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import uploads, words
from koinon.interfaces.web.derived import Reading, fields_of
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.acts import answers, find_act
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.money import TREASURER, year_in
from koinon.interfaces.web.pages.money_strip import steps
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.steps import Link
from koinon.record import canonical
from koinon.treasury import queries as treasury

TASKS: Final[Mapping[str, str]] = {
    "commit": "treasury.commit/1",
    "accept": "treasury.accept_invoice/1",
    "pay": TREASURER,
    "receipt": "treasury.record_receipt/1",
}
"""What is done at the desk: word in the address → act."""
UNDER_PROTEST: Final = "treasury.record_receipt/2"
"""The act of the task "receipt" where the charter grants it: it takes a protest as well."""
_DONE_BY_DECISION: Final = frozenset({"treasury.no_decision", "treasury.line_exhausted"})


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the treasurer: invoices to pay, commitments to be billed, unknown money."""
    currency = said.currency()
    commitments = treasury.commitments()
    context = {
        "chest": treasury.chest(currency),
        "unpaid": treasury.supplier_invoices(unpaid_only=True),
        "open": [one for one in commitments if one.invoiced_cents < one.amount_cents],
        "unexplained": treasury.bank_lines(unexplained_only=True),
        "allowed": may(TREASURER, sender.acting_seat(request) or ""),
    }
    return render(request, "koinon/money/desk.html", context)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing done at the desk: its word and its act."""

    name: str
    act: type[Act]

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("money_task", args=[self.name])


@login_required
def task(request: HttpRequest, name: str) -> HttpResponse:
    """The form of a task; a sound answer is shown for checking, a confirmed one is done."""
    chosen = Task(name, find_act(_act_of(name)))
    if "data" in request.POST:
        return _confirm(request, chosen)
    act_id = sender.new_act_id()
    reading = _reading(request, chosen)
    if request.method == "POST" and request.POST.get("step") == "check" and not reading.errors():
        try:
            read_act(chosen.act, reading.data, act_id)
            typed = [(one.path, one.text) for one in reading.all_shown()]
            return _check(request, chosen, reading.data, act_id, typed)
        except ValidationError as error:
            for one in field_problems(error):
                reading.mark(one.field, one.detail)
    context = {
        "task": chosen,
        "form": {one.node.name: one for one in reading.shown},
        "errors": reading.errors(),
        **_choices(chosen.name, request),
    }
    return render(request, f"koinon/money/task_{name}.html", context)


def _act_of(name: str) -> str:
    """The act that does a task under the charter in force."""
    if name == "receipt" and said.charter().authority_for(UNDER_PROTEST):
        return UNDER_PROTEST
    return TASKS[name]


def _reading(request: HttpRequest, task: Task) -> Reading:
    """What was typed, or at first what the address and the calendar suggest."""
    typed = request.POST.dict() if request.method == "POST" else request.GET.dict()
    if request.method != "POST":
        day = now()[:10]
        typed = {"year": str(year_in(request, treasury.years())), "on": day} | typed
    return Reading(
        fields_of(task.act), typed, lambda path: uploads.taken_in(request, path), said.currency()
    )


def _choices(name: str, request: HttpRequest) -> dict[str, Any]:
    """What the form of a task offers to choose from."""
    if name == "commit":
        year = number_in(request.GET, "year", year_in(request, treasury.years()))
        lines = treasury.budget(said.currency(), year)
        over = lapsed_decisions()
        decided = [one for one in lines if one.adopted_n is not None and one.decision_n not in over]
        return {"lines": [(one, said.line_title(one)) for one in decided], "year": year}
    if name == "accept":
        open_ones = [one for one in treasury.commitments() if one.invoiced_cents < one.amount_cents]
        return {"commitments": open_ones}
    if name == "pay":
        return {"invoices": treasury.supplier_invoices(unpaid_only=True)}
    return {"cities": sorted(words.city_names().items(), key=lambda pair: pair[1])}


def _check(
    request: HttpRequest,
    task: Task,
    data: dict[str, Any],
    act_id: UUID,
    typed: list[tuple[str, str]],
    refused: Refused | None = None,
) -> HttpResponse:
    """The answers as they would be recorded; a refusal stands above them with its remedy."""
    told = sentence(refused, get_language() or "en") if refused else ""
    strip = treasury.strip(said.currency(), data["invoice"]) if task.name == "pay" else None
    context = {
        "task": task,
        "sentence": words.says(task.act.type, data),
        "rows": answers(data, fields_of(task.act)),
        "private": "payee" in data,
        "steps": steps(strip) if strip else (),
        "data": canonical.dump(data).decode(),
        "act_id": act_id,
        "typed": typed,
        "refused": told,
        "remedy": _remedy(refused) if refused else None,
        "errors": [Error("main", told)] if refused else [],
    }
    status = 409 if refused else 200
    return render(request, "koinon/money/task_check.html", context, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form was sent with, handed on from page to page so that it can be changed."""
    ours = {"csrfmiddlewaretoken", "step", "data", "id"}
    return [(name, text) for name, text in request.POST.dict().items() if name not in ours]


def _confirm(request: HttpRequest, task: Task) -> HttpResponse:
    try:
        data: Any = read_json(request.POST["data"].encode())
        act_id = UUID(request.POST["id"])
        act = read_act(task.act, data, act_id)
    except (ValueError, KeyError):
        return redirect("money_task", name=task.name)
    answer = enact(sender.envelope(request, act, act_id))
    if isinstance(answer, Receipt):
        return redirect("receipt", act_id=act_id)
    return _check(request, task, data, act_id, _typed(request), answer)


def _remedy(refused: Refused) -> Link | None:
    """Where to go to make it pass."""
    if refused.code in _DONE_BY_DECISION:
        return Link(reverse("decisions"), gettext("See the proposals, or open one"))
    if refused.code == "treasury.nothing_to_pay":
        return Link(reverse("money_task", args=["commit"]), gettext("Commit money of a line"))
    return None
