"""Amendments to a proposal: in which order they are voted on, which fall, what they come to.

An amendment replaces the text of a proposal, the acts it encloses, or both. One that is carried
makes every later one fall that replaces the same. All of this follows from the order and the votes
as they stand, so that it is reckoned anew whenever one of them changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from koinon.acts.refused import refuse
from koinon.assembly.calendar import NOT_YET
from koinon.assembly.models import Call, Proposal
from koinon.assembly.models import Vote as VoteRow
from koinon.assembly.tallies import decided, is_tied, votes_in
from koinon.methods.rules import Vote
from koinon.methods.trees import Decision
from koinon.record.canonical import JSON


@dataclass(frozen=True, slots=True)
class Settled:
    """What an amendment's outcome changes for the others and for the proposal itself.

    `adopted` are the numbers carried as things stand; `fallen` pairs a number with the one it falls
    because of; `void` says that votes on the proposal are set aside, since what is voted on has
    changed; `lapsed` are those that can no longer be voted on, their meeting being over.
    """

    main: Proposal
    adopted: tuple[int, ...]
    fallen: tuple[tuple[int, int], ...]
    revived: tuple[int, ...]
    void: bool
    lapsed: tuple[int, ...]

    def effect(self) -> dict[str, JSON]:
        """As the entry states it."""
        return {
            "kind": "amendments",
            "proposal": self.main.number,
            "adopted": [*self.adopted],
            "fallen": [[one, because] for one, because in self.fallen],
            "revived": [*self.revived],
            "void": self.void,
            "lapsed": [*self.lapsed],
        }


def amendments_of(main: Proposal) -> list[Proposal]:
    """The amendments to a proposal that were not withdrawn, in voting order, then by number."""
    rows = Proposal.objects.filter(amends_id=main.id).exclude(status__in=["withdrawn", "lapsed"])
    return list(rows.order_by(F("place").asc(nulls_last=True), "number"))


def waiting(main: Proposal) -> list[Proposal]:
    """The amendments that are still to be voted on, in order."""
    return [one for one in amendments_of(main) if one.status == "open" and one.rolled_at is None]


def main_of(amendment: Proposal) -> Proposal | None:
    """The proposal that an amendment is to; None for what is none.

    Read by its key: a proposal that is remembered must not keep another one with it.
    """
    if amendment.amends_id is None:
        return None
    return Proposal.objects.get(id=amendment.amends_id)


def check_turn(proposal: Proposal, *, casting_vote: bool) -> None:
    """Refuse a roll call before those that come first: earlier amendments, ties to be decided."""
    main = main_of(proposal) or proposal
    open_ones = waiting(main)
    for one in amendments_of(main):
        voted = one.status == "open" and one.rolled_at is not None
        if voted and casting_vote and one.casting_n is None and is_tied(one):
            refuse("assembly.tie_first", number=proposal.number, first=one.number)
    if proposal.amends_id is None:
        if open_ones:
            refuse("assembly.amendments_open", number=proposal.number, first=open_ones[0].number)
        return
    if len(open_ones) > 1 and any(one.place is None for one in open_ones):
        refuse("assembly.amendments_unordered", number=main.number)
    if open_ones[0].number != proposal.number:
        refuse("assembly.amendments_open", number=proposal.number, first=open_ones[0].number)


def settle(
    changed: Proposal, votes: Mapping[str, Vote], *, rolled: bool = True, casting: str | None = None
) -> Settled | None:
    """What follows for its family once the votes on an amendment are these; None for nothing."""
    main = main_of(changed)
    if main is None:
        return None
    rows = amendments_of(main)
    cast = votes_in(rows)
    met = {one.number: _met(one, cast[one.id]) for one in rows}
    if rolled:
        met[changed.number] = decided(changed, given=votes, casting=casting).tree.met
    adopted: list[Proposal] = []
    fallen: dict[int, int] = {}
    for one in rows:
        because = next((a.number for a in adopted if replaced(a) & replaced(one)), None)
        if because is not None:
            fallen[one.number] = because
        elif met[one.number]:
            adopted.append(one)
    before = {one.number: one.fallen_for for one in rows if one.status == "fallen"}
    numbers = tuple(one.number for one in adopted)
    void = numbers != tuple(main.amended_by or ()) and (
        main.rolled_at is not None
        or VoteRow.objects.filter(proposal_id=main.id).exists()
        or Call.objects.filter(proposal_id=main.id).exists()
    )
    revived = tuple(sorted(before.keys() - fallen.keys()))
    plan = Settled(
        main=main,
        adopted=numbers,
        fallen=tuple((n, why) for n, why in sorted(fallen.items()) if before.get(n) != why),
        revived=revived,
        void=void,
        lapsed=_lapsed(main, rows, revived, void),
    )
    changes = plan.fallen or plan.revived or plan.void or numbers != tuple(main.amended_by or ())
    return plan if changes else None


def replaced(amendment: Proposal) -> frozenset[str]:
    """What an amendment replaces: "text", "acts" or both."""
    return frozenset(amendment.replaces or ())


def last_place(main: Proposal) -> int:
    """The last place given to an amendment; 0 for none."""
    rows = Proposal.objects.filter(amends_id=main.id, place__isnull=False)
    return rows.order_by("-place").values_list("place", flat=True).first() or 0


def _met(one: Proposal, cast: Sequence[VoteRow]) -> bool:
    judged: Decision = decided(one, cast)
    return one.rolled_at is not None and judged.tree.met


def _lapsed(
    main: Proposal, rows: list[Proposal], revived: tuple[int, ...], void: bool
) -> tuple[int, ...]:
    """Those that would have to be voted on again, if their meeting is over."""
    meeting = main.meeting
    assert meeting is not None, main.number
    if meeting.status == "convened":
        return ()
    unvoted = [one.number for one in rows if one.number in revived and one.rolled_at is None]
    return tuple(sorted([*unvoted, *([main.number] if void else [])]))


def write_settled(plan: Settled, n: int) -> None:
    """The rows of the family."""
    main = plan.main
    for number, because in plan.fallen:
        Proposal.objects.filter(number=number).update(status="fallen", fallen_for=because)
    Proposal.objects.filter(number__in=plan.revived).update(status="open", fallen_for=None)
    Proposal.objects.filter(id=main.id).update(amended_by=list(plan.adopted))
    if plan.void:
        VoteRow.objects.filter(proposal_id=main.id).delete()
        Call.objects.filter(proposal_id=main.id).delete()
        Proposal.objects.filter(id=main.id).update(
            rolled_at=None, closes_at=NOT_YET, casting=None, casting_n=None
        )
    Proposal.objects.filter(number__in=plan.lapsed).update(status="lapsed", decided_n=n)
