"""Correcting a vote that was written down wrongly: what stood, what stands, why, on which paper."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from koinon.assembly import queries_foreseen as foreseen
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.web import steps, uploads, words
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.meeting_votes import (
    Voted,
    parts_word,
    reason_faults,
    stands,
    voted,
    what_follows,
)
from koinon.interfaces.web.pages.meetings import CORRECT
from koinon.interfaces.web.pages.voting import PARTS, Error
from koinon.interfaces.web.parts import NotAPart, read_parts
from koinon.methods.rules import Vote

NO_VOTE = "none"


@login_required
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Whose vote, what it was, why, the paper; then both side by side to check, the act."""
    of = voted(request, number, CORRECT)
    if "data" in request.POST:
        return binding.confirmed(request, CORRECT, lambda data: _asking(of, data))
    typed = request.POST if request.method == "POST" else request.GET
    errors: list[Error] = []
    kept = request.POST.get("kept", "")
    if request.method == "POST":
        data, kept = _typed(request, of, kept, errors)
        if not errors:
            return binding.check(request, data, lambda data: _asking(of, data))
    context = {
        "of": of,
        "open": of.vote.phase == "closed" and of.vote.counted_at is not None,
        "cities": [(city, words.city_names().get(city, city), said) for city, said in _rows(of)],
        "chosen": typed.get("city", "") or _objector(of, typed.get("objection", "")),
        "objections": [one for one in of.vote.objections if one.answered_n is None],
        "typed": typed,
        "kept": kept,
        "may_split": of.proposal.may_split,
        "names": words.city_names(),
        "errors": errors,
    }
    return render(request, "koinon/meetings/correct.html", context)


def _rows(of: Voted) -> list[tuple[str, str]]:
    """The members whose vote the room wrote down or left out, with what stands."""
    online = {one.city for one in of.vote.votes if one.by is None}
    members = of.vote.decision.electorate.members
    return [(city, stands(of.vote, city)) for city in members if city not in online]


def _objector(of: Voted, n: str) -> str:
    """The member that made an objection, by its entry; "" for none."""
    seats = {str(one.made_n): one.seat for one in of.vote.objections}
    return seats.get(n, "").partition("/")[2]


def _typed(
    request: HttpRequest, of: Voted, kept: str, errors: list[Error]
) -> tuple[dict[str, Any], str]:
    """The act's fields, and the paper; what is wrong goes to `errors`."""
    city, reason = request.POST.get("city", ""), request.POST.get("reason", "").strip()
    if city not in dict(_rows(of)):
        errors.append(Error("city", gettext("Choose whose vote was written down wrongly.")))
    data: dict[str, Any] = {"proposal": of.vote.number, "city": city, "reason": reason}
    data |= _parts(request, errors)
    errors += reason_faults(reason)
    objection = request.POST.get("objection", "")
    if objection in {str(one.made_n) for one in of.vote.objections}:
        data["objection"] = int(objection)
    try:
        kept = uploads.carried(request, "paper", kept)
    except uploads.Unfit as wrong:
        errors.append(Error("paper", str(wrong)))
        return data, kept
    if kept:
        data["document"] = read_json(kept.encode())
    return data, kept


def _parts(request: HttpRequest, errors: list[Error]) -> dict[str, str]:
    """The parts of the right vote; none of them for no vote."""
    choice = request.POST.get("choice", "")
    if choice == NO_VOTE:
        return {}
    if choice in PARTS:
        return {choice: "1"}
    if choice != "split":
        errors.append(Error("choice-yes", gettext("Choose what the vote was.")))
        return {}
    try:
        parts = read_parts(tuple(request.POST.get(part, "")[:40] for part in PARTS))
    except NotAPart:
        said = gettext("Write per cent such as 60 %, or votes such as 2 of 3.")
        errors.append(Error("yes", said))
        return {}
    if sum(parts) != 1:
        errors.append(Error("yes", gettext("The parts must make 100 % together.")))
    return dict(zip(PARTS, map(str, parts), strict=True))


def _asking(of: Voted, data: dict[str, Any]) -> Asking:
    """What stood beside what stands, and what comes of it."""
    city = str(data["city"])
    parts = tuple(Fraction(data.get(part, "0")) for part in PARTS)
    after = parts if any(parts) else None
    would = foreseen.with_vote(of.vote.number, city, Vote(*after) if after else None)
    objections = {one.made_n: one for one in of.vote.objections}
    answered = objections.get(data.get("objection", 0))
    rows = [
        Row(gettext("Proposal"), words.told(of.vote.title), steps.proposal(of.vote.number)),
        Row(gettext("City"), words.city_names().get(city, city)),
        Row(gettext("What stood"), stands(of.vote, city)),
        Row(gettext("What stands"), parts_word(after)),
        Row(gettext("Why"), str(data["reason"])),
    ]
    if "document" in data:
        rows.append(Row(gettext("Paper"), f"SHA-256 {data['document']['sha256'][:16]}…"))
    if answered is not None:
        rows.append(
            Row(gettext("Answers the objection"), answered.reason, steps.entry(answered.made_n))
        )
    same = would.decision.tree.met == of.vote.decision.tree.met
    said = [gettext("The outcome stays the same.")] if same and not would.void else []
    return Asking(
        act_type=CORRECT,
        heading=gettext("Check the correction"),
        back=steps.proposal(of.vote.number),
        rows=tuple(rows),
        said=(*(said or what_follows(of, would)), gettext("The wrong vote stays in the record.")),
        button=gettext("Correct the vote"),
        gauges=of.gauges(would),
        seen=f"{city} {stands(of.vote, city)}",
    )
