"""Votes called in a meeting: the roll call, what online votes owe it, objections, corrections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import Exact, Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.attending import PRESENT_LIMIT
from koinon.assembly.acts.seats import acting_seat, member_seat
from koinon.assembly.acts.voting import Number, check_open, check_parts, proposal_of
from koinon.assembly.amendments import (
    Settled,
    amendments_of,
    check_turn,
    last_place,
    main_of,
    settle,
    write_settled,
)
from koinon.assembly.calendar import local_day, midnight
from koinon.assembly.meetings import Present, check_quorum, convened, present_in, rules_of
from koinon.assembly.models import (
    Attendance,
    Correction,
    Meeting,
    Objection,
    Proposal,
    RollCall,
    Vote,
)
from koinon.assembly.proxies import covers, standing
from koinon.assembly.rights import require_vote
from koinon.assembly.tallies import is_tied, terms_of, votes_on
from koinon.methods.rules import Vote as MethodVote
from koinon.methods.rules import can_be_called
from koinon.record.canonical import JSON


class CalledVote(Plain):
    """A member's vote as called: parts that sum to 1."""

    city: Slug
    yes: Exact = "0"
    no: Exact = "0"
    abstain: Exact = "0"

    def parts(self) -> dict[str, str]:
        """The parts by their names."""
        return {"yes": self.yes, "no": self.no, "abstain": self.abstain}


@dataclass(frozen=True, slots=True)
class _Called:
    """A vote about to be written: who cast it from which seat."""

    city: str
    parts: dict[str, str]
    present: Present

    def vote(self) -> MethodVote:
        """As the rule judges it."""
        return MethodVote(*map(Fraction, self.parts.values()))

    def plain(self) -> list[JSON]:
        """As state and effects write it."""
        return [self.city, *self.parts.values(), self.present.by, self.present.seat]


def meeting_proposal(number: int) -> tuple[Proposal, Meeting]:
    """A proposal put to a meeting in a room or online, and the meeting."""
    proposal = proposal_of(number)
    if proposal.meeting_id is None:
        refuse("assembly.no_meeting_vote", number=number)
    meeting = Meeting.objects.get(id=proposal.meeting_id)
    if meeting.ends_at is not None:
        refuse("assembly.meeting_written", meeting=meeting.number)
    return proposal, meeting


@act("assembly.record_roll_call/1")
class RecordRollCall(Act):
    """Record the votes called in the room, with the signed list; voting closes with it.

    Members that voted online are not called: their vote stands. Who spoke for a member follows
    from the attendance. Objections are possible until the count.
    """

    proposal: Number
    votes: Annotated[tuple[CalledVote, ...], Field(max_length=PRESENT_LIMIT)] = ()
    list: DocumentRef

    def judge(self, moment: Moment) -> Consequence:
        """The item is open, there is a quorum, and each member called is present and votes once."""
        proposal, meeting = meeting_proposal(self.proposal)
        check_open(proposal, moment.at)
        convened(meeting.number)
        check_turn(proposal, casting_vote=rules_of(meeting)[1].casting_vote)
        present = present_in(check_quorum(meeting))
        called = tuple(self._called(one, proposal, present, moment.at) for one in self._by_city())
        self._check_once(proposal, called)
        votes = {one.city: one.vote() for one in called}
        after = {**votes_on(proposal), **votes}
        closes_at = _objections_end(moment, meeting, proposal, tied=is_tied(proposal, called=votes))
        settled = settle(proposal, after)
        effect: Effect = {
            "kind": "roll_call",
            "proposal": self.proposal,
            "votes": [one.plain() for one in called],
            "closes_at": closes_at,
        }
        return Consequence(
            result={"proposal": self.proposal, "votes": len(called), "closes_at": closes_at},
            effects=_with(effect, settled),
            plan=(proposal, called, closes_at, settled),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The list as it was called, a row for each vote, and the close of the voting."""
        proposal, called, closes_at, settled = consequence.plan
        RollCall.objects.create(
            id=moment.act_id,
            proposal=proposal,
            votes=[one.plain() for one in called],
            list_sha256=self.list.sha256,
            recorded_n=moment.n,
            recorded_at=moment.at,
        )
        Vote.objects.bulk_create(
            Vote(
                id=moment.row_id(k),
                proposal=proposal,
                city=one.city,
                seat=one.present.seat,
                cast_n=moment.n,
                cast_at=moment.at,
                by=one.present.by,
                **one.parts,
            )
            for k, one in enumerate(called, 1)
        )
        place = proposal.place
        main = main_of(proposal)
        if main is not None and place is None:
            place = last_place(main) + 1
        Proposal.objects.filter(id=proposal.id).update(
            rolled_at=moment.at, closes_at=closes_at, place=place
        )
        if settled is not None:
            write_settled(settled, moment.n)

    def _by_city(self) -> tuple[CalledVote, ...]:
        return tuple(sorted(self.votes, key=lambda one: one.city))

    def _called(
        self, one: CalledVote, proposal: Proposal, present: dict[str, Present], at: str
    ) -> _Called:
        if one.city not in proposal.terms["electorate"]["members"]:
            refuse("assembly.not_in_electorate", city=one.city, number=self.proposal)
        if one.city not in present:
            refuse("assembly.not_present", city=one.city, number=self.proposal)
        require_vote(*dict.fromkeys((one.city, present[one.city].seat.partition("/")[2])))
        _check_proxy(proposal, present[one.city], at)
        check_parts(proposal, one.parts())
        return _Called(one.city, one.parts(), present[one.city])

    def _check_once(self, proposal: Proposal, called: tuple[_Called, ...]) -> None:
        """Nobody is called twice, or after voting online; no seat uses too many proxies."""
        cities = [one.city for one in called]
        twice = [city for city, n in Counter(cities).items() if n > 1]
        if twice:
            refuse("assembly.called_twice", city=twice[0], number=self.proposal)
        cast = list(Vote.objects.filter(proposal_id=proposal.id).order_by("city"))
        online = [one.city for one in cast if one.city in cities]
        if online:
            refuse("assembly.voted_online", city=online[0], number=self.proposal)
        own = f"{proposal.body}/"
        held = Counter(one.seat for one in cast if one.seat != own + one.city)
        held.update(one.present.seat for one in called if one.present.by == "proxy")
        for holder, number in sorted(held.items()):
            if number > proposal.proxies_per_holder:
                refuse("assembly.proxies_full", holder=holder, limit=proposal.proxies_per_holder)


def _check_proxy(proposal: Proposal, present: Present, at: str) -> None:
    """A proxy limited to one item of the agenda is not used under another."""
    if present.by != "proxy" or present.instrument is not None:
        return
    pair = (f"{proposal.body}/{present.city}", present.seat)
    given = [one for one in standing(at) if (one.giver.name, one.holder.name) == pair]
    limited = [one for one in given if one.meeting_id is not None]
    if limited and len(limited) == len(given) and not any(covers(one, proposal) for one in given):
        refuse(
            "assembly.proxy_other_item",
            holder=present.seat,
            city=present.city,
            item=limited[0].item or 0,
            n=limited[0].given_n,
        )


def _with(effect: Effect, settled: Settled | None) -> tuple[Effect, ...]:
    """The effect, and what it settles among amendments."""
    return (effect,) if settled is None else (effect, settled.effect())


def _objections_end(moment: Moment, meeting: Meeting, proposal: Proposal, *, tied: bool) -> str:
    """Until when a vote that is recorded now can be objected to; then it is counted.

    On a tie the chair has the rest of the day at least, and so have those that may call for a
    second vote. A proposal is not counted before its amendments are.
    """
    charter, rules = rules_of(meeting)
    rolled = (one for one in amendments_of(proposal) if one.rolled_at is not None)
    latest = max((one.closes_at for one in rolled), default=moment.at)
    callable_ = proposal.amends_id is None and can_be_called(terms_of(proposal).rule)
    if not rules.objection_days and not (tied and rules.casting_vote) and not callable_:
        return moment.once("closes_at", lambda: max(moment.at, latest))
    last = local_day(moment.at, charter.time_zone) + timedelta(days=rules.objection_days + 1)
    return moment.once("closes_at", lambda: max(latest, midnight(last, charter.time_zone)))


@act("assembly.withdraw_vote/1")
class WithdrawVote(Act):
    """Take back the vote cast online for one's city, so that it can be called in the room."""

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """The proposal is voted on in a meeting, voting is open, and the city has voted online."""
        proposal, _ = meeting_proposal(self.proposal)
        seat, body, city = member_seat(moment)
        if body != proposal.body:
            refuse("assembly.other_body", body=proposal.body, seat=seat)
        check_open(proposal, moment.at)
        row = Vote.objects.filter(proposal_id=proposal.id, city=city).first()
        if row is None:
            refuse("assembly.nothing_cast", city=city, number=self.proposal)
        effect: Effect = {"kind": "vote_end", "proposal": self.proposal, "city": city}
        return Consequence(
            result={"proposal": self.proposal, "city": city}, effects=(effect,), plan=row.id
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The vote is no more; its entry stays."""
        Vote.objects.filter(id=consequence.plan).delete()


def check_objectable(proposal: Proposal, at: str) -> None:
    """Refuse what comes before the roll call or after the time for objections."""
    if proposal.rolled_at is None:
        refuse("assembly.no_roll_call", number=proposal.number)
    if at >= proposal.closes_at or proposal.status != "open":
        refuse("assembly.objections_over", number=proposal.number, closes_at=proposal.closes_at)


@act("assembly.object_to_vote/1")
class ObjectToVote(Act):
    """Object to how a vote was recorded in the meeting, before it is counted."""

    proposal: Number
    reason: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """A member entitled to vote objects in time."""
        proposal, _ = meeting_proposal(self.proposal)
        seat, body, city = member_seat(moment)
        if body != proposal.body:
            refuse("assembly.other_body", body=proposal.body, seat=seat)
        if city not in proposal.terms["electorate"]["members"]:
            refuse("assembly.not_in_electorate", city=city, number=self.proposal)
        check_objectable(proposal, moment.at)
        effect: Effect = {"kind": "objection", "proposal": self.proposal}
        result: dict[str, JSON] = {"proposal": self.proposal, "objection": moment.n}
        return Consequence(result=result, effects=(effect,), plan=(proposal, seat))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        proposal, seat = consequence.plan
        Objection.objects.create(
            id=moment.act_id,
            proposal=proposal,
            seat=seat,
            reason=self.reason,
            made_n=moment.n,
            made_at=moment.at,
        )


@act("assembly.give_casting_vote/1")
class GiveCastingVote(Act):
    """Give the chair's casting vote on a proposal whose votes are tied, before they are counted.

    In favour it makes just half suffice where more than half is asked; it has no effect should a
    correction undo the tie.
    """

    proposal: Number
    vote: Literal["for", "against"]

    def judge(self, moment: Moment) -> Consequence:
        """The chair of the body acts, the charter lets it decide ties, and there is one."""
        proposal, meeting = meeting_proposal(self.proposal)
        _, rules = rules_of(meeting)
        if not rules.casting_vote:
            refuse("assembly.no_casting_vote", article=rules.article)
        if acting_seat(moment) != rules.chair:
            refuse("assembly.not_the_chair", seat=rules.chair)
        check_objectable(proposal, moment.at)
        if proposal.casting_n is not None:
            refuse("assembly.casting_given", number=self.proposal, n=proposal.casting_n)
        if not is_tied(proposal):
            refuse("assembly.no_tie", number=self.proposal)
        effect: Effect = {"kind": "casting_vote", "proposal": self.proposal, "vote": self.vote}
        result: dict[str, JSON] = {"proposal": self.proposal, "vote": self.vote}
        settled = settle(proposal, votes_on(proposal), casting=self.vote)
        return Consequence(
            result=result, effects=_with(effect, settled), plan=(proposal.id, settled)
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The chair's vote stands with the proposal."""
        proposal_id, settled = consequence.plan
        Proposal.objects.filter(id=proposal_id).update(casting=self.vote, casting_n=moment.n)
        if settled is not None:
            write_settled(settled, moment.n)


@act("assembly.correct_vote/1")
class CorrectVote(Act):
    """Correct a vote that was recorded wrongly in the meeting; the wrong one stays in the record.

    With all parts 0 the vote is struck out: the member did not vote. `objection` is the entry of
    the objection that this answers.
    """

    proposal: Number
    city: Slug
    yes: Exact = "0"
    no: Exact = "0"
    abstain: Exact = "0"
    reason: Sentence
    document: DocumentRef | None = None
    objection: Annotated[int, Field(ge=1)] | None = None

    def judge(self, moment: Moment) -> Consequence:
        """In time, on a vote of the room, to something else than stands."""
        proposal, meeting = meeting_proposal(self.proposal)
        check_objectable(proposal, moment.at)
        row = Vote.objects.filter(proposal_id=proposal.id, city=self.city).first()
        if row is not None and row.by is None:
            refuse("assembly.cast_online", city=self.city, number=self.proposal)
        if row is None:
            require_vote(self.city)
        speaker = self._speaker(proposal, meeting, row)
        before = None if row is None else [row.yes, row.no, row.abstain]
        after = self._after(proposal)
        if before == after:
            refuse("assembly.same_vote", city=self.city, number=self.proposal)
        answered = self._answered(proposal)
        settled = settle(proposal, self._votes_after(proposal, after))
        effect: Effect = {
            "kind": "correction",
            "proposal": self.proposal,
            "city": self.city,
            "before": before,  # type: ignore[dict-item]
            "after": after,  # type: ignore[dict-item]
            **({} if answered is None else {"objection": answered.made_n}),
        }
        return Consequence(
            result={"proposal": self.proposal, "city": self.city},
            effects=_with(effect, settled),
            plan=(proposal, row, speaker, before, after, answered, settled),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The correction, the vote as it stands now, the objection answered."""
        proposal, row, speaker, before, after, answered, settled = consequence.plan
        if settled is not None:
            write_settled(settled, moment.n)
        Correction.objects.create(
            id=moment.act_id,
            proposal=proposal,
            city=self.city,
            before=before,
            after=after,
            reason=self.reason,
            document_sha256=self.document.sha256 if self.document else None,
            objection_n=answered.made_n if answered else None,
            made_n=moment.n,
            made_at=moment.at,
        )
        if answered is not None:
            Objection.objects.filter(id=answered.id).update(answered_n=moment.n)
        if after is None:
            Vote.objects.filter(id=row.id).delete()
            return
        parts = dict(zip(("yes", "no", "abstain"), after, strict=True))
        if row is not None:
            Vote.objects.filter(id=row.id).update(corrected_n=moment.n, **parts)
            return
        Vote.objects.create(
            id=moment.row_id(1),
            proposal=proposal,
            city=self.city,
            seat=speaker.seat,
            by=speaker.by,
            cast_n=moment.n,
            cast_at=moment.at,
            corrected_n=moment.n,
            **parts,
        )

    def _speaker(self, proposal: Proposal, meeting: Meeting, row: Vote | None) -> Present | None:
        """Who spoke for a member whose vote was left out, as the attendance at the call says."""
        if row is not None:
            return None
        if self.city not in proposal.terms["electorate"]["members"]:
            refuse("assembly.not_in_electorate", city=self.city, number=self.proposal)
        assert proposal.rolled_at is not None
        attended = attendance_at(meeting, roll_call_of(proposal).recorded_n)
        if self.city not in attended:
            refuse("assembly.not_present", city=self.city, number=self.proposal)
        return attended[self.city]

    def _after(self, proposal: Proposal) -> list[str] | None:
        parts = {"yes": self.yes, "no": self.no, "abstain": self.abstain}
        if not any(Fraction(part) for part in parts.values()):
            return None
        check_parts(proposal, parts)
        return list(parts.values())

    def _votes_after(self, proposal: Proposal, after: list[str] | None) -> dict[str, MethodVote]:
        votes = votes_on(proposal)
        votes.pop(self.city, None)
        return votes if after is None else {**votes, self.city: MethodVote(*map(Fraction, after))}

    def _answered(self, proposal: Proposal) -> Objection | None:
        if self.objection is None:
            return None
        found = Objection.objects.filter(proposal_id=proposal.id, made_n=self.objection).first()
        if found is None:
            refuse("assembly.unknown_objection", n=self.objection, number=self.proposal)
        return found


def roll_call_of(proposal: Proposal) -> RollCall:
    """The roll call in force."""
    found = RollCall.objects.filter(proposal_id=proposal.id).order_by("-recorded_n").first()
    assert found is not None, proposal.number
    return found


def attendance_at(meeting: Meeting, n: int) -> dict[str, Present]:
    """Who was present just before an entry."""
    rows = Attendance.objects.filter(meeting_id=meeting.id, recorded_n__lt=n)
    found = rows.order_by("-recorded_n").first()
    return {} if found is None else present_in(found)
