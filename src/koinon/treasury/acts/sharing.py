"""A coalition that is dissolved shares out what it has, or charges what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from koinon.acts.act import Act, Burden, Consequence, Effect, Moment
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.acts.stating import stated
from koinon.assembly.calendar import local_day
from koinon.charter.queries import in_force
from koinon.methods.plain import to_plain
from koinon.methods.sharing import Share
from koinon.record.canonical import JSON
from koinon.treasury import chart
from koinon.treasury.acts.levies import reference
from koinon.treasury.arrears import Relief, relief
from koinon.treasury.crediting import Credited, credit, settle
from koinon.treasury.keys import charged_in_year
from koinon.treasury.models import Invoice, SharedOut
from koinon.treasury.posting import Move, Prepared, open_year, prepare
from koinon.treasury.sharing import Unsettled, ended_coalition, found, shared_out_n, unsettled


@dataclass(frozen=True, slots=True)
class _Out:
    prepared: Prepared
    sharing: JSON
    total_cents: int
    credited: tuple[Credited, ...]
    charged: tuple[Share, ...]
    year: int
    due: str
    over: Relief


@act("treasury.share_out/1")
class ShareOut(Act):
    """Share out among the members what a dissolved coalition has; charge them what it lacks.

    It has what is at the bank and what is owed to it, less what it owes; nothing may be promised,
    invoiced and unpaid, or unexplained any more. A member's share settles what it still owes, the
    invoice due first first; the rest stands to its credit, and is repaid by
    `treasury.repay_credit/1`. The charter under which it was dissolved says in what proportion.
    """

    announced = "invoice"

    def judge(self, moment: Moment) -> Consequence:
        """The coalition is dissolved, nothing is open, and this is done once."""
        ended = ended_coalition()
        earlier = shared_out_n()
        if earlier is not None:
            refuse("treasury.shared_out_already", n=earlier)
        _check_settled(unsettled())
        currency, year = in_force().currency, open_year(moment.day, moment)
        sharing = found(ended, currency)
        zone, days = ended.charter.time_zone, ended.rule.within_days
        due = moment.once("due", lambda: _due(moment.at, zone, days))
        credited = tuple(
            credit(one.cents, one.member, None) for one in sharing.shares if one.cents > 0
        )
        charged = tuple(one for one in sharing.shares if one.cents < 0)
        prepared = prepare(moment, "share out", _moves(currency, credited, charged), year=year)
        over = relief({n: cents for one in credited for n, cents in one.settled}, moment.at)
        plain = to_plain(sharing)
        said, kept = stated(plain)
        effect: Effect = {"kind": "share_out", "by": ended.rule.by or "", "sharing": said}
        before = charged_in_year(year)
        return Consequence(
            result={"total_cents": sharing.total_cents, "due": due},
            effects=(effect, *prepared.effects, *over.effects),
            burdens=tuple(
                Burden(one.member, year, before.get(one.member, 0) - one.cents) for one in charged
            ),
            kept=(*kept, *prepared.kept),
            plan=_Out(prepared, plain, sharing.total_cents, credited, charged, year, due, over),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The sharing, what it settles, an invoice for each that owes, and the journal."""
        plan: _Out = consequence.plan
        SharedOut.objects.create(
            id=moment.act_id,
            shared_n=moment.n,
            total_cents=plan.total_cents,
            sharing=plan.sharing,
        )
        for one in plan.credited:
            settle(one.settled, 1)
        first = next_number(Invoice)
        for number, share in zip(count(first), plan.charged, strict=False):
            Invoice.objects.create(
                id=moment.row_id(number - first + 1),
                number=number,
                levy=None,
                year=plan.year,
                city=share.member,
                amount_cents=-share.cents,
                paid_cents=0,
                due=plan.due,
                reference=reference(number),
                issued_n=moment.n,
            )
        plan.prepared.write()
        plan.over.write(moment)


def _check_settled(left: Unsettled) -> None:
    """Refuse while something is open, and name it."""
    if left.commitments:
        refuse("treasury.commitments_open", numbers=", ".join(map(str, left.commitments[:10])))
    if left.invoices:
        refuse("treasury.suppliers_unpaid", numbers=", ".join(map(str, left.invoices[:10])))
    if left:
        refuse(
            "treasury.bank_unexplained",
            amount_cents=left.exceptions_cents,
            references=", ".join(left.bank_lines[:10]) or "–",
        )


def _moves(currency: str, credited: tuple[Credited, ...], charged: tuple[Share, ...]) -> list[Move]:
    """What is shared leaves the net assets, and what is lacking comes into them."""
    worth = chart.net_assets(currency)
    moves: list[Move] = [
        (worth, account, cents) for one in credited for account, cents in one.sides(currency)
    ]
    moves += [(chart.receivable(currency, one.member), worth, -one.cents) for one in charged]
    return moves


def _due(at: str, zone: str, days: int) -> str:
    return (local_day(at, zone) + timedelta(days=days)).isoformat()
