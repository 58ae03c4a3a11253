"""A dispute in words: its course line by line, whose turn it is, what follows from each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.interfaces.shared import wording
from koinon.interfaces.web import steps, words
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.pages import money_words as said
from koinon.interfaces.web.pages.acts import who
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.steps import Link, Step
from koinon.treasury import queries as treasury
from koinon.treasury.queries import DisputeView

STEPS: Final[Mapping[str, str]] = {
    "answer": "treasury.answer_dispute/1",
    "rule": "treasury.rule_on_dispute/1",
    "withdraw": "treasury.withdraw_dispute/1",
    "correct": "cities.correct_fact/1",
    "recalculate": "treasury.recalculate_levy/1",
    "carry_out": "treasury.carry_out_dispute/1",
    "credit": "treasury.apply_credit/1",
    "repay": "treasury.repay_credit/1",
}
"""What is done in a dispute: word in the address → act."""


def city_name(slug: str) -> str:
    """A city by name, set apart from the sentence around it."""
    return steps.apart(words.city_names().get(slug, slug))


def charge(one: DisputeView) -> int:
    """What the levy charged the member before anything was computed anew for this dispute."""
    done = treasury.computed(one.number)
    if done:
        return next(row.now_cents for row in done if row.city == one.city)
    return treasury.charges(one.levy)[one.city]


def course(one: DisputeView) -> tuple[Step, ...]:
    """Every step, done or to come, with its day and its entry."""
    return (*_objection(one), *_decision(one), *_consequence(one))


def _objection(one: DisputeView) -> Iterator[Step]:
    city = city_name(one.city)
    yield Step(
        gettext("Charge"),
        gettext("{day}: {levy} charged {city} {amount}.").format(
            day=steps.day(one.assessed_n),
            levy=steps.apart(words.told(said.names(one.levy_title))),
            city=city,
            amount=steps.money(charge(one)),
        ),
        (charge_link(one.levy, one.city), steps.entry(one.assessed_n)),
    )
    text = gettext("{day}: {city} objected: “{ground}”.").format(
        day=steps.day(one.opened_n), city=city, ground=steps.apart(one.ground)
    )
    if one.figure is not None and one.claimed is not None:
        text += " " + gettext("{figure} should be {claimed}.").format(
            figure=steps.apart(words.fact_title(one.figure)),
            claimed=wording.number(Fraction(one.claimed)),
        )
    proof = steps.document(one.document_sha256, gettext("Proof"))
    yield Step(gettext("Objection"), text, (steps.entry(one.opened_n), *proof))
    for paid in treasury.protests(one.levy, one.city):
        yield Step(
            gettext("Paid under protest"),
            gettext("{day}: {city} paid {amount} under protest: “{reason}”").format(
                day=wording.day(paid.on),
                city=city,
                amount=steps.money(paid.cents),
                reason=steps.apart(paid.reason),
            ),
            (steps.entry(paid.recorded_n),),
        )


def charge_link(levy: str, city: str) -> Link:
    """Where a member's charge is shown step by step."""
    address = f"{reverse('money_levy', args=[levy])}?city={city}#member"
    return Link(address, gettext("How this was found"))


def _decision(one: DisputeView) -> Iterator[Step]:
    if one.answered_n is not None:
        yield Step(gettext("Answer"), _answered(one, one.answered_n), _proved(one.answered_n))
    elif one.open:
        waits = _until(gettext("Not answered yet."), one.answer_by)
        yield Step(gettext("Answer"), waits, (), done=False)
    if one.status == "settled":
        return
    if one.ended_n is None:
        waits = _until(gettext("Not ruled on yet."), one.rule_by)
        yield Step(gettext("Ruling"), waits, (), done=False)
    elif one.status == "withdrawn":
        text = gettext("{day}: {city} withdrew its objection; the charge stands.").format(
            day=steps.day(one.ended_n), city=city_name(one.city)
        )
        yield Step(gettext("Withdrawal"), text, (steps.entry(one.ended_n),))
    else:
        text = gettext("{day}: {outcome}. “{reason}”").format(
            day=steps.day(one.ended_n),
            outcome=words.fixed(one.status),
            reason=steps.apart(one.ruling_reason or ""),
        )
        yield Step(gettext("Ruling"), text, _proved(one.ended_n))


def _answered(one: DisputeView, n: int) -> str:
    """The answer in words, or what silence counted as."""
    if one.silent and one.answer == "granted":
        return gettext("{day}: nobody answered in time. By the charter it is granted.").format(
            day=steps.day(n)
        )
    if one.silent:
        return gettext(
            "{day}: nobody answered in time. By the charter it counts as contested."
        ).format(day=steps.day(n))
    return gettext("{day}: {outcome}. “{reason}”").format(
        day=steps.day(n),
        outcome=words.fixed(one.answer or ""),
        reason=steps.apart(one.answer_reason or ""),
    )


def _until(waits: str, instant: str | None) -> str:
    """What is waited for, with the last day for it, where one was set."""
    if instant is None:
        return waits
    last = gettext("The last day for it is {day}.")
    if instant <= now():
        last = gettext("The last day for it was {day}.")
    return f"{waits} {last.format(day=wording.day(wording.last_day(instant)))}"


def _proved(n: int) -> tuple[Link, ...]:
    """An entry, and the document its act names."""
    given = said.entry(n).data.get("document")
    sha256 = str(given["sha256"]) if given else None
    return (steps.entry(n), *steps.document(sha256, gettext("Document")))


def _consequence(one: DisputeView) -> Iterator[Step]:
    if not one.upheld:
        return
    found = treasury.corrections(one.number)
    for figure in found:
        text = gettext("{day}: {figure}, {city}: corrected to {value}.").format(
            day=steps.day(figure.certified_n),
            figure=steps.apart(words.fact_title(figure.name)),
            city=city_name(one.city),
            value=wording.number(figure.value),
        )
        yield Step(gettext("Corrected figure"), text, (steps.entry(figure.certified_n),))
    if one.carried_out_n is not None:
        text = gettext("{day}: “{what}”").format(
            day=steps.day(one.carried_out_n), what=steps.apart(one.done or "")
        )
        yield Step(gettext("Carried out"), text, _proved(one.carried_out_n))
        return
    if one.to_carry_out and awaited(one)[0] == "carry_out":
        text = gettext("It is not recorded yet what was done about it.")
        yield Step(gettext("Carried out"), text, (), done=False)
        return
    if not found:
        text = gettext("The figure that was wrong is not corrected yet.")
        yield Step(gettext("Corrected figure"), text, (), done=False)
    if one.recalculated_n is None:
        text = gettext("The levy is not computed anew yet.")
        yield Step(gettext("Computed anew"), text, (), done=False)
        return
    yield _recalculated(one, one.recalculated_n)
    for note in treasury.credit_notes(dispute=one.number):
        yield _credited(note)


def _recalculated(one: DisputeView, n: int) -> Step:
    rows = treasury.computed(one.number)
    text = gettext("{day}: {credited} are credited and {charged} charged.").format(
        day=steps.day(n),
        credited=steps.money(-sum(min(0, row.cents) for row in rows)),
        charged=steps.money(sum(max(0, row.cents) for row in rows)),
    )
    return Step(gettext("Computed anew"), text, (steps.entry(n),))


def _credited(note: treasury.CreditNoteView) -> Step:
    text = gettext(
        "{city} is credited {amount}: {settled} on its open invoices, {rest} to its credit."
    ).format(
        city=city_name(note.city),
        amount=steps.money(note.amount_cents),
        settled=steps.money(note.settled_cents),
        rest=steps.money(note.rest_cents),
    )
    title = gettext("Credit note {number}").format(number=note.number)
    letter = Link(reverse("credit_note", args=[note.number, "pdf"]), gettext("Credit note (PDF)"))
    return Step(title, text, (steps.entry(note.issued_n), letter))


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that can be done next: the act, who may do it, where the reader does it.

    `address` is "" where the reader's seat may not.
    """

    act: str
    who: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Next:
    """Where a dispute stands, as a sentence, and what can be done."""

    sentence: str
    turns: tuple[Turn, ...]


def next_of(one: DisputeView, seat: str) -> Next:
    """What a dispute waits for, as seen from a seat ("" for none)."""
    if one.open:
        if one.answered_n is None:
            sentence = gettext("It waits for the coalition’s answer and for the ruling.")
            return Next(sentence, _turns(one, seat, "answer", "rule", "withdraw"))
        sentence = gettext("The coalition contests it; it waits for the ruling.")
        if one.silent:
            sentence = gettext("The coalition did not answer in time; it waits for the ruling.")
        return Next(sentence, _turns(one, seat, "rule", "withdraw"))
    if one.to_carry_out:
        return _carrying(one, seat)
    if one.upheld and usable(one.city):
        sentence = gettext("It is carried out. {city} has a credit that settles what it owes.")
        return Next(sentence.format(city=city_name(one.city)), _turns(one, seat, "credit"))
    if one.upheld and (held := treasury.statement(said.currency(), one.city).credit_cents):
        sentence = gettext(
            "It is carried out. {city} has a credit of {credit}: it settles a later invoice, or is "
            "repaid."
        ).format(city=city_name(one.city), credit=steps.money(held))
        return Next(sentence, _turns(one, seat, "repay"))
    if one.upheld:
        return Next(gettext("It is carried out. Nothing is left to be done."), ())
    return Next(gettext("It is over, and the charge stands."), ())


def usable(city: str) -> treasury.Usable | None:
    """A member's credit, while it has an open invoice that the credit could settle."""
    return next((row for row in treasury.usable_credits() if row.city == city), None)


def awaited(one: DisputeView) -> tuple[str, ...]:
    """The steps by which an upheld dispute goes on, the likeliest first.

    Where the charter lets nobody record what was done, only a corrected figure carries it out.
    """
    if treasury.to_recalculate(one.number):
        return ("recalculate",)
    recorded = ("carry_out",) if said.charter().authority_for(STEPS["carry_out"]) else ()
    if treasury.to_correct(one.number) or not recorded:
        return ("correct",)
    if one.figure is not None and not treasury.corrections(one.number):
        return ("correct", *recorded)
    return recorded


def _carrying(one: DisputeView, seat: str) -> Next:
    """What an upheld dispute waits for; a figure can always be corrected besides."""
    names = awaited(one)
    if names == ("recalculate",):
        sentence = gettext(
            "It is to be carried out: the figure is corrected, and the levy is to be computed anew."
        )
        return Next(sentence, _turns(one, seat, *names))
    if names == ("correct",):
        sentence = gettext("It is to be carried out: the figure that was wrong is corrected first.")
        return Next(sentence, _turns(one, seat, *names))
    sentence = gettext(
        "It is to be carried out: a figure that was wrong is corrected, or else what was done "
        "about it is recorded."
    )
    return Next(sentence, _turns(one, seat, *dict.fromkeys((*names, "correct"))))


def _turns(one: DisputeView, seat: str, *names: str) -> tuple[Turn, ...]:
    charter, own = said.charter(), seat.partition("/")[2] == one.city
    found = []
    for name in names:
        granted = charter.authority_for(STEPS[name])
        barred = (name == "withdraw" and not own) or (name == "rule" and own)
        if name == "withdraw" and barred:
            continue
        address = reverse("dispute_step", args=[one.number, name])
        allowed = may(STEPS[name], seat) and not barred
        found.append(Turn(STEPS[name], tuple(map(who, granted)), address if allowed else ""))
    return tuple(found)


def meanwhile(stays: bool) -> str:
    """What an open objection keeps from happening."""
    if stays:
        return gettext(
            "While the objection is open, no right can be lost for this charge: warnings of it "
            "end, and so does a suspension that rests on it alone."
        )
    return gettext("The objection holds nothing up: rights can be lost for this charge meanwhile.")


def standing(city: str) -> str:
    """What follows for a member whose objection failed or was withdrawn."""
    return gettext(
        "The dispute is over and the charge stands. For what is overdue {city} is warned anew, "
        "with all its days of notice."
    ).format(city=city_name(city))


def carried_out(one: DisputeView) -> str:
    """What follows where the member is right."""
    terms = said.charter().disputes
    if terms is not None and terms.corrects == "disputing member":
        sentence = gettext(
            "The dispute is over. The figure is then corrected and the levy computed anew for "
            "{city} alone; the difference falls on what the coalition has."
        ).format(city=city_name(one.city))
    else:
        sentence = gettext(
            "The dispute is over. The figure is then corrected and the levy computed anew for all "
            "members: some are credited, some charged more, and the total stays what it was to be."
        )
    if one.figure is not None:
        return sentence
    otherwise = gettext("If no figure was wrong, what was done about it is recorded.")
    return f"{sentence} {otherwise}"
