"""A vote in a meeting after it was called: tied, objected to, corrected; or taken back before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from koinon.assembly import queries_foreseen as foreseen
from koinon.assembly.queries import ProposalView
from koinon.assembly.queries_foreseen import Foreseen
from koinon.assembly.queries_meetings import MeetingView, MeetingVote
from koinon.charter.document import Charter
from koinon.interfaces.shared import sender, wording
from koinon.interfaces.web import meter, steps, words
from koinon.interfaces.web.pages import binding
from koinon.interfaces.web.pages.binding import Asking, Row
from koinon.interfaces.web.pages.decisions import find as find_proposal
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.meetings import CASTING, OBJECT, TAKE_BACK, charter_of, how_cast
from koinon.interfaces.web.pages.meetings import find as find_meeting
from koinon.interfaces.web.pages.voting import Error

REASON_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote of a meeting as a page about it needs it: proposal, meeting, charter, own seat."""

    proposal: ProposalView
    meeting: MeetingView
    vote: MeetingVote
    charter: Charter | None
    seat: str

    @property
    def city(self) -> str:
        """The member that the seat speaks for in the body that votes; "" for none."""
        body, _, city = self.seat.partition("/")
        return city if body == self.meeting.body else ""

    @property
    def city_name(self) -> str:
        """That member's name."""
        return words.city_names().get(self.city, self.city)

    def gauges(self, would: Foreseen) -> tuple[meter.Gauge, ...]:
        """The rule as it would be judged, row by row."""
        return meter.judged(would.decision.tree, self.charter) if self.charter else ()

    def until(self) -> str:
        """Until when the vote can be objected to, in words."""
        assert self.vote.counted_at is not None
        return wording.instant(self.vote.counted_at, self.meeting.time_zone)


def voted(request: HttpRequest, number: int, act_type: str) -> Voted:
    """A proposal of a meeting, for a seat that the charter gives this act. Raises Http404."""
    proposal = find_proposal(number)
    seat = sender.acting_seat(request) or ""
    if proposal.meeting is None or not may(act_type, seat):
        raise Http404
    found = find_meeting(proposal.meeting.number)
    vote = next(one for one in found.votes if one.number == number)
    return Voted(proposal, found, vote, charter_of(found), seat)


def what_follows(of: Voted, would: Foreseen) -> list[str]:
    """What would come of it, in sentences: the outcome, and what it changes among amendments."""
    amendment = of.vote.amendment is not None
    if would.decision.tree.met:
        said = gettext("Then the rule is met, and the proposal is adopted when it is counted.")
        if amendment:
            said = gettext("Then the rule is met, and the amendment is carried.")
    else:
        said = gettext("Then the rule is not met, and the proposal is not adopted.")
        if amendment:
            said = gettext("Then the rule is not met, and the amendment is not carried.")
    follow = [said]
    for one in would.fallen:
        falls = gettext("Amendment {number} falls, for it replaces the same.")
        follow.append(falls.format(number=one))
    if would.void:
        follow.append(
            gettext(
                "What is voted on changes by it, so the votes called on the proposal are set aside "
                "and have to be called anew."
            )
        )
    return follow


@login_required
def casting(request: HttpRequest, number: int) -> HttpResponse:
    """The chair's vote on a tie: what each answer would do, then the one to check, the act."""
    of = voted(request, number, CASTING)
    if "data" in request.POST:
        return binding.confirmed(request, CASTING, lambda data: _casting(of, data))
    errors: list[Error] = []
    choice = request.POST.get("choice", "")
    if choice in ("for", "against"):
        data = {"proposal": number, "vote": choice}
        return binding.check(request, data, lambda data: _casting(of, data))
    if request.method == "POST":
        errors = [Error("choice-for", gettext("Choose how the chair votes."))]
    context = {
        "of": of,
        "open": of.vote.tied and of.vote.phase == "closed" and of.meeting.rules.casting_vote,
        "answers": [_answer(of, "for"), _answer(of, "against")] if of.vote.tied else [],
        "errors": errors,
        "names": words.city_names(),
    }
    return render(request, "koinon/meetings/casting.html", context)


def _answer(of: Voted, choice: Literal["for", "against"]) -> dict[str, Any]:
    would = foreseen.with_casting_vote(of.vote.number, choice)
    return {"choice": choice, "follow": what_follows(of, would), "gauges": of.gauges(would)}


def _casting(of: Voted, data: dict[str, Any]) -> Asking:
    choice: Literal["for", "against"] = "for" if data["vote"] == "for" else "against"
    would = foreseen.with_casting_vote(of.vote.number, choice)
    word = gettext("In favour") if choice == "for" else gettext("Against")
    return Asking(
        act_type=CASTING,
        heading=gettext("Check the casting vote"),
        back=steps.proposal(of.vote.number),
        rows=(
            Row(gettext("Proposal"), words.told(of.vote.title), steps.proposal(of.vote.number)),
            Row(gettext("Casting vote"), word),
        ),
        said=(
            *what_follows(of, would),
            gettext("Should a correction undo the tie, the casting vote has no effect."),
        ),
        button=gettext("Give the casting vote"),
        gauges=of.gauges(would),
        seen=_votes(of.vote),
    )


def _votes(vote: MeetingVote) -> str:
    """The votes as they stand, so that a change shows."""
    return " ".join(f"{one.city}:{one.corrected_n or one.cast_n}" for one in vote.votes)


@login_required
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """A vote cast online is taken back, so that it is called in the room."""
    of = voted(request, number, TAKE_BACK)
    if "data" in request.POST:
        return binding.confirmed(request, TAKE_BACK, lambda _: _taking_back(of))
    return binding.check(request, {"proposal": number}, lambda _: _taking_back(of))


def _taking_back(of: Voted) -> Asking:
    own = next((one for one in of.vote.votes if one.city == of.city), None)
    word = words.vote_word(own.yes, own.no, own.abstain) if own else gettext("No vote")
    said = gettext("From then on {city} has not voted. It can vote online again, or be called.")
    return Asking(
        act_type=TAKE_BACK,
        heading=gettext("Take the online vote back"),
        back=steps.proposal(of.vote.number),
        rows=(
            Row(gettext("Proposal"), words.told(of.vote.title), steps.proposal(of.vote.number)),
            Row(gettext("Vote as it stands"), word),
        ),
        said=(said.format(city=of.city_name),),
        button=gettext("Take {city}’s vote back").format(city=of.city_name),
    )


@login_required
def objecting(request: HttpRequest, number: int) -> HttpResponse:
    """How the member's vote was written down, and what is wrong with that; then the act."""
    of = voted(request, number, OBJECT)
    if "data" in request.POST:
        return binding.confirmed(request, OBJECT, lambda data: _objecting(of, data))
    reason = request.POST.get("reason", "").strip()
    errors: list[Error] = []
    if request.method == "POST":
        errors = reason_faults(reason)
        if not errors:
            data = {"proposal": number, "reason": reason}
            return binding.check(request, data, lambda data: _objecting(of, data))
    context = {
        "of": of,
        "open": of.vote.phase == "closed" and of.vote.counted_at is not None,
        "stands": stands(of.vote, of.city),
        "reason": reason,
        "errors": errors,
    }
    return render(request, "koinon/meetings/object.html", context)


def reason_faults(reason: str) -> list[Error]:
    """What is wrong with a reason: none given, or too long."""
    if not reason:
        return [Error("reason", gettext("Say in a sentence what is wrong."))]
    if len(reason) > REASON_LIMIT:
        long = gettext("Say it in at most {limit} characters; it is enough for one sentence.")
        return [Error("reason", long.format(limit=REASON_LIMIT))]
    return []


def stands(vote: MeetingVote, city: str) -> str:
    """A member's vote as it stands, and how it was cast."""
    one = next((one for one in vote.votes if one.city == city), None)
    if one is None:
        return gettext("No vote")
    return f"{words.vote_word(one.yes, one.no, one.abstain)}, {how_cast(one.by)}"


def parts_word(parts: tuple[Fraction, ...] | None) -> str:
    """The parts of a vote in words; None for no vote."""
    return gettext("No vote") if parts is None else words.vote_word(*parts)


def _objecting(of: Voted, data: dict[str, Any]) -> Asking:
    said = gettext("The secretariat can correct the vote until {at}; then it is counted.")
    return Asking(
        act_type=OBJECT,
        heading=gettext("Check the objection"),
        back=steps.proposal(of.vote.number),
        rows=(
            Row(gettext("Proposal"), words.told(of.vote.title), steps.proposal(of.vote.number)),
            Row(
                gettext("Written down for {city}").format(city=of.city_name),
                stands(of.vote, of.city),
            ),
            Row(gettext("What is wrong"), str(data["reason"])),
        ),
        said=(said.format(at=of.until()),) if of.vote.counted_at else (),
        button=gettext("Object"),
        seen=stands(of.vote, of.city),
    )
