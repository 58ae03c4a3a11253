"""Cast a member's vote, its own or by proxy; count the votes when voting has closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from koinon.acts import memo, registry
from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import LARGEST, Exact, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.stating import stated
from koinon.assembly.acts.seats import member_seat
from koinon.assembly.calendar import NOT_YET
from koinon.assembly.models import Proposal, Proxy, Vote
from koinon.assembly.proxies import on_proposal
from koinon.assembly.rights import require_vote
from koinon.assembly.tallies import decided
from koinon.assembly.urgency import WAITING, ratify_until
from koinon.charter import queries as charters
from koinon.charter.document import Matter
from koinon.methods.plain import to_plain
from koinon.record.canonical import JSON

Number = Annotated[int, Field(ge=1, le=LARGEST)]


def proposal_of(number: int) -> Proposal:
    """The proposal of that number, or the refusal that there is none."""
    found = memo.once(
        ("proposal", number), lambda: Proposal.objects.filter(number=number).first(), Proposal
    )
    if found is None:
        refuse("assembly.unknown_proposal", number=number)
    return found


def check_open(proposal: Proposal, at: str, *, until_counted: bool = False) -> None:
    """Refuse a vote outside the voting, and say when it is or was.

    With `until_counted` the time for objections after a roll call belongs to it.
    """
    number = proposal.number
    if proposal.status == "withdrawn":
        refuse("assembly.withdrawn", number=number)
    if proposal.status == "lapsed":
        refuse("assembly.lapsed", number=number)
    if proposal.fallen_for is not None:
        refuse("assembly.fallen", number=number, first=proposal.fallen_for)
    if proposal.rolled_at is not None and not until_counted:
        refuse("assembly.rolled", number=number, rolled_at=proposal.rolled_at)
    if proposal.opens_at == NOT_YET:
        refuse("assembly.item_not_open", number=number)
    if at < proposal.opens_at:
        refuse("assembly.not_open_yet", number=number, opens_at=proposal.opens_at)
    if at >= proposal.closes_at or proposal.status != "open":
        refuse("assembly.closed", number=number, closes_at=proposal.closes_at)


def check_amended(proposal: Proposal) -> None:
    """Refuse a vote on a proposal whose amendments are not voted on: its text is not known yet."""
    if proposal.meeting_id is None or proposal.amends_id is not None:
        return
    open_ones = Proposal.objects.filter(
        amends_id=proposal.id, status="open", rolled_at__isnull=True
    )
    first = open_ones.order_by("number").first()
    if first is not None:
        refuse("assembly.amendments_open", number=proposal.number, first=first.number)


def matter_of(proposal: Proposal) -> Matter:
    """The matter of a proposal, the first of several, as the charter of its notice has it."""
    return charters.parsed(proposal.charter_sha256).matter(proposal.matters[0])


def write_vote(
    moment: Moment, proposal_id: UUID, city: str, seat: str, parts: Mapping[str, str]
) -> None:
    """The member's one row for a proposal, in place of an earlier one."""
    cast: dict[str, Any] = {"seat": seat, "cast_n": moment.n, "cast_at": moment.at, **parts}
    row = Vote(id=moment.act_id, proposal_id=proposal_id, city=city, **cast)
    Vote.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["proposal", "city"],
        update_fields=list(cast),
    )


def check_parts(proposal: Proposal, said: Mapping[str, str]) -> None:
    """Refuse parts of a vote that do not sum to 1, are split where no vote is, or are nobody's.

    Where a member's vote is the result of its own referendum, nobody casts it.
    """
    matter = matter_of(proposal)
    if matter.vote_from == "own referendum":
        refuse("assembly.own_referendum", article=matter.article)
    parts = [Fraction(part) for part in said.values()]
    if min(parts) < 0 or sum(parts) != 1:
        refuse("assembly.parts", sum=str(sum(parts)))
    if max(parts) != 1 and not proposal.may_split:
        refuse("assembly.no_split", number=proposal.number)


@dataclass(frozen=True, slots=True)
class _Cast:
    """A vote about to be written; with the giver's own vote its proxies end."""

    proposal_id: UUID
    city: str
    seat: str
    ends: tuple[Proxy, ...]


@act("assembly.cast_vote/1")
class CastVote(Act):
    """Cast a member's vote on a proposal; a later one, before the close, takes its place.

    The parts say how much of the member's weight is in favour, against and abstaining; they sum to
    1, and only where the charter allows splitting may more than one be above 0.
    """

    proposal: Number
    yes: Exact = "0"
    no: Exact = "0"
    abstain: Exact = "0"

    def judge(self, moment: Moment) -> Consequence:
        """Voting is open, the seat is one of the body's, the city is in the frozen electorate."""
        proposal = proposal_of(self.proposal)
        seat, body, own = member_seat(moment)
        city = self._represented(own)
        if body != proposal.body:
            refuse("assembly.other_body", body=proposal.body, seat=seat)
        if city not in proposal.terms["electorate"]["members"]:
            refuse("assembly.not_in_electorate", city=city, number=self.proposal)
        check_open(proposal, moment.at)
        check_amended(proposal)
        require_vote(*dict.fromkeys((city, own)))
        check_parts(proposal, self._parts())
        effect: Effect = {"kind": "vote", "proposal": self.proposal, "city": city, **self._parts()}
        ends: tuple[Proxy, ...] = ()
        if city == own and proposal.proxies_per_holder:
            standing = on_proposal(proposal, moment.at)
            ends = tuple(proxy for proxy in standing if proxy.giver.name == seat)
        elif city != own:
            proxy = _proxy(proposal, f"{body}/{city}", seat, moment.at)
            effect |= {"seat": seat, "proxy": proxy.given_n}
        ended: list[Effect] = [{"kind": "proxy_end", "proxy": proxy.given_n} for proxy in ends]
        return Consequence(
            result={"proposal": self.proposal, "city": city},
            effects=(*ended, effect),
            plan=_Cast(proposal.id, city, seat, ends),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The member's one row for this proposal; its proxies end when it votes itself."""
        plan: _Cast = consequence.plan
        write_vote(moment, plan.proposal_id, plan.city, plan.seat, self._parts())
        if plan.ends:
            ended = [proxy.id for proxy in plan.ends]
            Proxy.objects.filter(id__in=ended).update(ended_n=moment.n)

    def _represented(self, own: str) -> str:
        """The member whose vote this is."""
        return own

    def _parts(self) -> dict[str, str]:
        return {"yes": self.yes, "no": self.no, "abstain": self.abstain}


@act("assembly.cast_vote/2")
class CastVoteFor(CastVote):
    """Cast the vote of one's own city on a proposal, or of one that gave its proxy.

    A later vote, before the close, takes its place. The parts say how much of the member's weight
    is in favour, against and abstaining; they sum to 1, and only where the charter allows splitting
    may more than one be above 0. Voting for one's own city ends the proxy one has given.
    """

    for_city: Slug | None = None

    def _represented(self, own: str) -> str:
        return self.for_city or own


def _proxy(proposal: Proposal, giver: str, holder: str, at: str) -> Proxy:
    """The standing proxy that lets a seat vote for another, within the charter's number."""
    if not proposal.proxies_per_holder:
        refuse("assembly.no_proxies")
    covering = on_proposal(proposal, at)
    between = (one for one in covering if (one.giver.name, one.holder.name) == (giver, holder))
    proxy = next(between, None)
    if proxy is None:
        refuse("assembly.no_proxy", giver=giver, number=proposal.number, seat=holder)
    cities = (giver.partition("/")[2], holder.partition("/")[2])
    others = Vote.objects.filter(proposal_id=proposal.id, seat=holder).exclude(city__in=cities)
    if others.count() >= proposal.proxies_per_holder:
        refuse("assembly.proxies_full", holder=holder, limit=proposal.proxies_per_holder)
    return proxy


def carried_acts(proposal: Proposal) -> list[dict[str, Any]]:
    """The acts that follow from a proposal, as its amendments change them.

    None from an amendment itself.
    """
    acts: list[dict[str, Any]] = [] if proposal.amends_id else proposal.acts
    numbers = proposal.amended_by or []
    for one in Proposal.objects.filter(number__in=numbers).order_by("number"):
        if "acts" in (one.replaces or ()):
            acts = one.acts
    return acts


@act("assembly.close_vote/1")
class CloseVote(Act):
    """Count a proposal when its voting has closed; the clock does this by itself."""

    announced = "decided"

    proposal: Number

    def judge(self, moment: Moment) -> Consequence:
        """The rule judged line by line; on adoption the enclosed acts follow."""
        proposal = proposal_of(self.proposal)
        if proposal.status != "open" or moment.at < proposal.closes_at:
            refuse("assembly.not_to_close", number=self.proposal)
        judged = decided(proposal)
        passed = judged.tree.met
        decision = to_plain(judged)
        said, kept = stated(decision)
        outcome: Literal["adopted", "rejected"] = "adopted" if passed else "rejected"
        effect: Effect = {
            "kind": "decision",
            "proposal": self.proposal,
            "outcome": outcome,
            "decision": said,
        }
        enclosed = [registry.find(one["type"]).read(one["data"]) for one in carried_acts(proposal)]
        until = ratify_until(proposal, moment) if passed and proposal.urgent is not None else None
        limit: dict[str, JSON] = {} if until is None else {"ratify_until_at": until}
        return Consequence(
            result={"proposal": self.proposal, "outcome": outcome, **limit},
            effects=(effect | limit,),
            kept=kept,
            then=tuple(enclosed) if passed else (),
            plan=(proposal.id, outcome, decision, until),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The outcome and what it follows from; from now on it waits to be ratified, if need be."""
        proposal_id, outcome, decision, until = consequence.plan
        Proposal.objects.filter(id=proposal_id).update(
            status=outcome,
            decided_n=moment.n,
            decision=decision,
            ratify_until_at=until,
            ratification=None if until is None else WAITING,
        )
