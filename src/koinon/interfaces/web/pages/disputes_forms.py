"""What is done in a dispute: the form of a step, the answers with what follows, then the act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from koinon.acts.act import Act, Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refusal
from koinon.cities.queries import FactView
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import steps, uploads, words
from koinon.interfaces.web.derived import Reading, Shown, fields_of
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import disputes_told as told
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.acts import answers, find_act, who
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.disputes import find
from koinon.interfaces.web.pages.voting import Error
from koinon.record import canonical
from koinon.treasury import queries as treasury

OBJECT: Final = "treasury.dispute_levy/1"
DUE_DAYS: Final = 30
"""How long after today a further charge is due, unless another day is written."""


@dataclass(frozen=True, slots=True)
class Form:
    """One step: its act, what of it is given by the page, and what the reader is told of it.

    `given` are the fields (by path) that the reader does not choose, `suggested` those he may
    change. `follows` says what follows, before anything is typed; `back` leads to where it belongs.
    """

    act: type[Act]
    given: Mapping[str, str]
    back: steps.Link
    suggested: Mapping[str, str] = field(default_factory=dict)
    follows: tuple[str, ...] = ()
    figures: tuple[FactView, ...] = ()
    computed: tuple[treasury.Anew, ...] = ()
    dispute: treasury.DisputeView | None = None
    lacking: str = ""


@login_required
def object_form(request: HttpRequest, code: str) -> HttpResponse:
    """Object to what a levy charges the city of the acting seat."""
    seat = sender.acting_seat(request) or ""
    if not seat:
        return redirect(f"{reverse('seats')}?next={request.path}")
    city = seat.partition("/")[2]
    terms = said.charter().disputes
    found = treasury.objection(code, city)
    if terms is None or treasury.levy(code) is None:
        raise Http404
    if found is not None and found.open_dispute is not None and request.method != "POST":
        return redirect("dispute", number=found.open_dispute)
    follows: tuple[str, ...] = (
        gettext("The charge stays due. It can be paid under protest, without agreeing to it."),
        told.meanwhile(terms.stays_suspension),
    )
    lacking = gettext("Only a seat of a city that this levy charges can object to it.")
    if found is not None:
        until = gettext(
            "Objections are taken before {until}; a payment under protest gives the same time anew."
        ).format(until=wording.deadline(found.until_at))
        follows, lacking = (until, *follows), _too_late(found)
    form = Form(
        find_act(OBJECT),
        {"levy": code},
        steps.Link(told.charge_link(code, city).address, gettext("The charge")),
        follows=follows,
        figures=treasury.figures_charged_by(code, city),
        lacking=lacking,
    )
    return _answer(request, form)


def _too_late(found: treasury.Objection) -> str:
    """That the time to object is over; "" while it runs."""
    if now() < found.until_at:
        return ""
    return gettext(
        "The time to object to this charge ended on {until}. A payment under protest gives the "
        "same time anew."
    ).format(until=wording.deadline(found.until_at))


@login_required
def step(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """A step of a dispute that is there."""
    one = find(number)
    form = _FORMS[name](one, request)
    return _answer(request, form)


def _form(name: str, one: treasury.DisputeView, **more: Any) -> Form:
    title = gettext("Dispute {number}").format(number=one.number)
    back = steps.Link(reverse("dispute", args=[one.number]), title)
    return Form(find_act(told.STEPS[name]), back=back, dispute=one, **more)


def _answering(one: treasury.DisputeView, request: HttpRequest) -> Form:
    follows = (
        f"{words.fixed('granted')}: {told.carried_out(one)}",
        f"{words.fixed('contested')}: {gettext('The arbiter rules on it.')}",
    )
    return _form("answer", one, given={"dispute": str(one.number)}, follows=follows)


def _ruling(one: treasury.DisputeView, request: HttpRequest) -> Form:
    follows = (
        f"{words.fixed('upheld')}: {told.carried_out(one)}",
        f"{words.fixed('upheld in part')}: {told.carried_out(one)}",
        f"{words.fixed('rejected')}: {told.standing(one.city)}",
    )
    return _form("rule", one, given={"dispute": str(one.number)}, follows=follows)


def _withdrawing(one: treasury.DisputeView, request: HttpRequest) -> Form:
    given = {"dispute": str(one.number)}
    return _form("withdraw", one, given=given, follows=(told.standing(one.city),))


def _correcting(one: treasury.DisputeView, request: HttpRequest) -> Form:
    figures = treasury.figures_charged_by(one.levy, one.city)
    wanted = request.GET.get("figure") or request.POST.get("figure") or one.figure
    figure = next((row for row in figures if row.name == wanted), next(iter(figures), None))
    if figure is None:
        lacking = gettext("This levy charges by no certified figure; there is none to correct.")
        return _form("correct", one, given={}, lacking=lacking)
    given = {
        "city": one.city,
        "supersedes": str(figure.certified_n),
        "fact.name": figure.name,
        "fact.unit": figure.unit,
        "fact.boundary": figure.boundary,
        "fact.on": figure.on,
    }
    claimed = one.claimed if one.claimed and one.figure == figure.name else ""
    suggested = {
        "fact.value": claimed,
        "fact.source": figure.source,
        "fact.licence": figure.licence,
    }
    follows = (
        gettext(
            "{figure} of {city} for {day} is {value} in entry {n}; that entry stays in the record."
        ).format(
            figure=steps.apart(words.fact_title(figure.name)),
            city=told.city_name(one.city),
            day=wording.day(figure.on),
            value=wording.number(figure.value),
            n=figure.certified_n,
        ),
        gettext("Charges stay as they are until the levy is computed anew."),
    )
    return _form("correct", one, given=given, suggested=suggested, follows=follows, figures=figures)


def _recalculating(one: treasury.DisputeView, request: HttpRequest) -> Form:
    rows: tuple[treasury.Anew, ...] = ()
    lacking = ""
    try:
        rows = treasury.computed_anew(one.number)
    except Refusal as refusal:
        lacking = sentence(refusal.refused, get_language() or "en")
    if rows and one.to_carry_out and not any(row.cents for row in rows):
        lacking = gettext(
            "No figure was corrected by which this levy charges, so nothing would change. The "
            "figure is corrected first."
        )
    due = wording.local(now()).date() + timedelta(days=DUE_DAYS)
    follows = (
        gettext(
            "A credit settles the levy’s open invoices, the one due first first; what is beyond "
            "them stays to the member’s credit."
        ),
        gettext("A further charge is due on the day you write."),
    )
    return _form(
        "recalculate",
        one,
        given={"levy": one.levy, "dispute": str(one.number)},
        suggested={"due": due.isoformat()},
        follows=follows,
        computed=rows,
        lacking=lacking,
    )


def _carrying_out(one: treasury.DisputeView, request: HttpRequest) -> Form:
    follows = gettext("No charge changes. Dispute {number} is then carried out.")
    return _form(
        "carry_out",
        one,
        given={"dispute": str(one.number)},
        follows=(follows.format(number=one.number),),
    )


def _crediting(one: treasury.DisputeView, request: HttpRequest) -> Form:
    held = told.usable(one.city)
    if held is None:
        lacking = gettext("{city} has no credit, or no open invoice that it could settle.")
        return _form("credit", one, given={}, lacking=lacking.format(city=told.city_name(one.city)))
    follows = gettext("{city} has a credit of {credit} and owes {owed}; {used} are settled.")
    said_ = follows.format(
        city=told.city_name(one.city),
        credit=steps.money(held.credit_cents),
        owed=steps.money(held.open_cents),
        used=steps.money(min(held.credit_cents, held.open_cents)),
    )
    return _form("credit", one, given={"city": one.city}, follows=(said_,))


def _repaying(one: treasury.DisputeView, request: HttpRequest) -> Form:
    held = treasury.statement(said.currency(), one.city)
    follows = gettext("The bank is ordered to pay {credit} to {city}, all of its credit.").format(
        credit=steps.money(held.credit_cents), city=told.city_name(one.city)
    )
    lacking = "" if held.credit_cents else gettext("There is no credit to repay.")
    return _form("repay", one, given={"city": one.city}, follows=(follows,), lacking=lacking)


_FORMS: Final = {
    "answer": _answering,
    "rule": _ruling,
    "withdraw": _withdrawing,
    "correct": _correcting,
    "recalculate": _recalculating,
    "carry_out": _carrying_out,
    "credit": _crediting,
    "repay": _repaying,
}


def _answer(request: HttpRequest, form: Form) -> HttpResponse:
    """The empty form, the form with what is wrong with it, the answers to check, or the receipt."""
    if "data" in request.POST:
        return _confirm(request, form)
    act_id = sender.new_act_id()
    posted = request.method == "POST"
    typed = request.POST.dict() if posted else {**form.suggested, **request.GET.dict()}
    reading = Reading(
        fields_of(form.act),
        {**typed, **form.given},
        lambda path: uploads.taken_in(request, path),
        said.currency(),
    )
    checked = posted and request.POST.get("step") == "check" and not form.lacking
    if checked and not reading.errors():
        try:
            read_act(form.act, reading.data, act_id)
            shown = [(one.path, one.text) for one in _typed_fields(reading, form)]
            return _check(request, form, reading.data, act_id, shown)
        except ValidationError as error:
            for one in field_problems(error):
                reading.mark(one.field, one.detail)
    context = {
        "form": form,
        "fields": _typed_fields(reading, form),
        "errors": reading.errors() if posted else [],
        "allowed": may(form.act.type, sender.acting_seat(request) or ""),
        "who": [who(one) for one in said.charter().authority_for(form.act.type)],
        "names": words.city_names(),
    }
    return render(request, "koinon/money/dispute_form.html", context)


def _typed_fields(reading: Reading, form: Form) -> list[Shown]:
    """The fields that the reader fills in."""
    every = reading.all_shown()
    return [one for one in every if one.node.kind != "group" and one.path not in form.given]


def _check(
    request: HttpRequest,
    form: Form,
    data: dict[str, Any],
    act_id: UUID,
    typed: list[tuple[str, str]],
    refused: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "sentence": words.says(form.act.type, data),
        "rows": answers(data, fields_of(form.act)),
        "follows": _follows(form, data),
        "data": canonical.dump(data).decode(),
        "act_id": act_id,
        "typed": typed,
        "refused": refused,
        "names": words.city_names(),
        "errors": [Error("main", refused)] if refused else [],
    }
    status = 409 if refused else 200
    return render(request, "koinon/money/dispute_check.html", context, status=status)


def _follows(form: Form, data: Mapping[str, Any]) -> tuple[str, ...]:
    """What follows from the answers as they are."""
    one = form.dispute
    if one is not None and data.get("answer") == "contested":
        return (gettext("The arbiter rules on it."),)
    if one is not None and data.get("outcome") == "rejected":
        return (told.standing(one.city),)
    if one is not None and data.keys() & {"answer", "outcome"}:
        return (told.carried_out(one),)
    return form.follows


def _confirm(request: HttpRequest, form: Form) -> HttpResponse:
    try:
        data: Any = read_json(request.POST["data"].encode())
        act_id = UUID(request.POST["id"])
        act = read_act(form.act, data, act_id)
    except (ValueError, KeyError):
        return redirect(request.path)
    if not _belongs(data, form):
        return redirect(request.path)
    answer = enact(sender.envelope(request, act, act_id))
    if isinstance(answer, Receipt):
        number = f"?dispute={form.dispute.number}" if form.dispute else ""
        return redirect(reverse("receipt", args=[act_id]) + number)
    ours = {"csrfmiddlewaretoken", "step", "data", "id"}
    typed = [(name, text) for name, text in request.POST.dict().items() if name not in ours]
    refused = sentence(answer, get_language() or "en")
    return _check(request, form, data, act_id, typed, refused)


def _belongs(data: Mapping[str, Any], form: Form) -> bool:
    """Whether the answers are of the dispute of this address, and not of another."""
    wanted = {name: form.given[name] for name in ("dispute", "levy", "city") if name in form.given}
    return all(str(data.get(name)) == text for name, text in wanted.items())
