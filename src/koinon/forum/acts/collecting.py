"""Signatures: given, taken back, and judged at once whether they suffice; lapsing without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.calendar import local_day, midnight
from koinon.charter import queries as charters
from koinon.forum.acts.starting import Hex, InitiativeNumber, ended, write_end
from koinon.forum.marks import mark_of
from koinon.forum.models import Initiative, Signature, Tally
from koinon.forum.standing import (
    city_of,
    collecting,
    ever_attested,
    starters_of,
    suffices,
    tallies,
)
from koinon.record.canonical import JSON


@dataclass(frozen=True, slots=True)
class _Signed:
    initiative: Initiative
    city: str
    before: int
    answer_by: str | None


@act("forum.sign_initiative/1")
class SignInitiative(Act):
    """Sign an initiative as a resident of one's city; the last signature needed reaches it.

    `mark` is what one resident can make for this initiative and for no other.
    """

    kept_when_suspended = True

    initiative: InitiativeNumber
    mark: Hex

    def judge(self, moment: Moment) -> Consequence:
        """It collects, the mark has not signed, and the city has attested that many residents."""
        found = collecting(self.initiative, moment.at)
        if found.starters > 1 and (has := len(starters_of(found))) < found.starters:
            refuse("forum.starters_missing", number=self.initiative, has=has, needed=found.starters)
        city = city_of(acting_seat(moment))
        if city is None:
            refuse("forum.residents_alone")
        if _standing(found, self.mark) is not None:
            refuse("forum.signed_already", number=self.initiative)
        before = _count(found, city)
        if before >= ever_attested(city):
            refuse("forum.more_than_attested", city=city, count=before)
        by_city = {**tallies(found), city: before + 1}
        signed: Effect = {
            "kind": "signature",
            "initiative": self.initiative,
            "city": city,
            "mark": self.mark,
        }
        result: dict[str, JSON] = {"initiative": self.initiative, "city": city}
        if not suffices(found, by_city):
            plan = _Signed(found, city, before, None)
            return Consequence(result=result, effects=(signed,), plan=plan)
        answer_by = moment.once("answer_by", lambda: _answer_by(found, moment.at))
        counted: list[JSON] = [[one, count] for one, count in sorted(by_city.items())]
        reached: Effect = {
            "kind": "initiative_reached",
            "initiative": self.initiative,
            "by_city": counted,
            "answer_by": answer_by,
        }
        return Consequence(
            result={**result, "reached": True, "answer_by": answer_by},
            effects=(signed, reached),
            plan=_Signed(found, city, before, answer_by),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The signature, the city's count, and that the initiative is reached."""
        plan: _Signed = consequence.plan
        Signature.objects.create(
            id=moment.act_id,
            initiative_id=plan.initiative.id,
            city=plan.city,
            mark=self.mark,
            signed_n=moment.n,
        )
        rows = Tally.objects.filter(initiative_id=plan.initiative.id, city=plan.city)
        if not rows.update(count=plan.before + 1):
            Tally.objects.create(
                id=moment.row_id(1),
                initiative_id=plan.initiative.id,
                city=plan.city,
                count=plan.before + 1,
            )
        if plan.answer_by is not None:
            Initiative.objects.filter(id=plan.initiative.id).update(
                status="reached",
                reached_n=moment.n,
                reached_at=moment.at,
                answer_by=plan.answer_by,
            )


@act("forum.withdraw_signature/1")
class WithdrawSignature(Act):
    """Take a signature back while the initiative collects; its signer alone has the key."""

    kept_when_suspended = True

    initiative: InitiativeNumber
    proof: Hex

    def judge(self, moment: Moment) -> Consequence:
        """It collects, and a signature with the mark of this key stands."""
        found = collecting(self.initiative, moment.at)
        signed = _standing(found, mark_of(self.proof))
        if signed is None:
            refuse("forum.not_signed", number=self.initiative)
        effect: Effect = {
            "kind": "signature_withdrawn",
            "initiative": self.initiative,
            "key": self.proof,
        }
        return Consequence(
            result={"initiative": self.initiative, "city": signed.city},
            effects=(effect,),
            plan=signed,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It stands no more."""
        signed: Signature = consequence.plan
        Signature.objects.filter(id=signed.id).update(withdrawn_n=moment.n)
        row = Tally.objects.get(initiative_id=signed.initiative_id, city=signed.city)
        assert row.count > 0, row.city
        Tally.objects.filter(id=row.id).update(count=row.count - 1)


@act("forum.lapse_initiative/1")
class LapseInitiative(Act):
    """Say that an initiative has not found enough signatures in time; the clock does this."""

    initiative: InitiativeNumber

    def judge(self, moment: Moment) -> Consequence:
        """It collects, and the time to sign is over."""
        rows = Initiative.objects.filter(number=self.initiative, status="collecting")
        found = rows.first()
        if found is None:
            refuse("forum.not_collecting", number=self.initiative)
        if moment.at < found.closes_at:
            refuse("forum.not_closed", number=self.initiative, closes_at=found.closes_at)
        return Consequence(
            result={"initiative": self.initiative, "signatures": sum(tallies(found).values())},
            effects=(ended(found, "lapsed"),),
            plan=found,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It is over."""
        write_end(consequence.plan, "lapsed", moment)


def _standing(found: Initiative, mark: str) -> Signature | None:
    rows = Signature.objects.filter(initiative_id=found.id, mark=mark, withdrawn_n=None)
    return rows.first()


def _count(found: Initiative, city: str) -> int:
    row = Tally.objects.filter(initiative_id=found.id, city=city).first()
    return 0 if row is None else row.count


def _answer_by(found: Initiative, at: str) -> str:
    """The first instant after the days to answer, by the charter the initiative began under."""
    charter = charters.parsed(found.charter_sha256)
    assert charter.initiatives is not None
    last = local_day(at, charter.time_zone) + timedelta(days=charter.initiatives.answer_days)
    return midnight(last + timedelta(days=1), charter.time_zone)
