"""What a member that leaves owes by its charter: what is open, who takes part, what was charged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, Sum

from koinon.acts.refused import refuse
from koinon.assembly.calendar import local_day
from koinon.assembly.electorates import weigh_members
from koinon.charter.document import Charter
from koinon.charter.document_leaving import ResidualRule
from koinon.charter.queries import parsed, version_at
from koinon.cities import queries as cities
from koinon.cities.queries import CityView
from koinon.methods.plain import PlainError, to_plain
from koinon.methods.residuals import Open, Residual, left_of, residual, residual_from_plain
from koinon.treasury.models import (
    Account,
    Commitment,
    Invoice,
    ResidualCharge,
    SharedOut,
    SupplierInvoice,
    Transfer,
)


def charter_of(city: CityView) -> Charter:
    """The charter under which a member left: what it then owed is not changed by a later one."""
    assert city.left_n is not None
    return parsed(version_at(city.left_n).sha256)


def rule_of(charter: Charter) -> ResidualRule | None:
    """What a charter says that a leaver owes, if it says it."""
    return charter.membership.residual if charter.membership is not None else None


def last_day(city: CityView, zone: str) -> date:
    """The last day of which a city was a member, whole or in part, in a time zone."""
    assert city.leaves_at is not None
    day = local_day(city.leaves_at, zone)
    return day - timedelta(days=1)


def charged() -> dict[str, Residual]:
    """What each member that was charged by such a rule was found to owe, by slug."""
    rows = ResidualCharge.objects.order_by("city").values_list("city", "reckoning")
    return {city: residual_from_plain(plain) for city, plain in rows}


def charged_otherwise(slug: str) -> bool:
    """Whether a member was charged its share on leaving by the last levy instead."""
    rows = Invoice.objects.filter(city=slug, levy=None, title__isnull=True)
    rows = rows.exclude(issued_n__in=SharedOut.objects.values("shared_n"))
    return rows.exclude(issued_n__in=ResidualCharge.objects.values("charged_n")).exists()


def to_charge() -> tuple[CityView, ...]:
    """Members that left under such a rule and are not charged yet, in the order of leaving."""
    done = charged()
    found = [
        one
        for one in cities.cities()
        if one.left_n is not None
        and one.joined_n is not None
        and one.slug not in done
        and not charged_otherwise(one.slug)
        and rule_of(charter_of(one)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.leaves_at, one.slug)))


def owed(city: CityView, charter: Charter, rule: ResidualRule, day: str) -> Residual:
    """What a member that has left owes, by the weights of its last day.

    Refuses weights that cannot be worked out, and while one that left before is not charged.
    """
    assert city.left_n is not None
    before = [one for one in cities.cities() if _left_before(one, city)]
    for one in to_charge():
        if one in before:
            refuse("treasury.residual_order", city=city.slug, earlier=one.slug)
    joined = [(one.slug, one.joined_n) for one in cities.cities() if one.joined_n is not None]
    here = [slug for slug, n in joined if n < city.left_n]
    members = sorted(set(here) - {one.slug for one in before})
    done = charged()
    earlier = [done[one.slug] for one in before if one.slug in done]
    return _reckoned(city.slug, members, charter, rule, day, city.left_n, earlier)


def foreseen(city: CityView, charter: Charter, rule: ResidualRule, day: str, n: int) -> Residual:
    """What a member would owe if it had left on a day, before entry `n`, as things stand."""
    return _reckoned(
        city.slug, list(cities.members()), charter, rule, day, n, list(charged().values())
    )


def _left_before(one: CityView, city: CityView) -> bool:
    """Whether one city left before another; not where both left at the same instant."""
    if one.joined_n is None:  # an association that ended
        return False
    if one.left_n is None or city.left_n is None or one.left_n >= city.left_n:
        return False
    assert one.leaves_at is not None
    assert city.leaves_at is not None
    return one.leaves_at < city.leaves_at


def _reckoned(
    slug: str,
    members: list[str],
    charter: Charter,
    rule: ResidualRule,
    day: str,
    n: int,
    earlier: list[Residual],
) -> Residual:
    weights = weigh_members(charter, rule.by, members, day)
    commitments = _open(n, earlier)
    participants = {
        programme: charter.participants(programme, tuple(members))
        for programme in {one.programme for one in commitments}
    }
    found = residual(slug, weights, commitments, participants)
    try:
        to_plain(found)
    except PlainError:
        refuse("treasury.residual_too_long", city=slug, weighting=rule.by)
    return found


def _open(n: int, earlier: Iterable[Residual]) -> list[Open]:
    """The commitments that were open before entry `n`, by the ledger as it then stood."""
    promised = _promised(n)
    rows = SupplierInvoice.objects.filter(accepted_n__lt=n).filter(
        Q(paid_n=None) | Q(paid_n__gte=n)
    )
    billed = rows.values("commitment__number").order_by("commitment__number")
    unpaid = {
        row["commitment__number"]: int(row["cents"])
        for row in billed.annotate(cents=Sum("amount_cents"))
    }
    found = []
    for one in Commitment.objects.select_related("line").filter(committed_n__lt=n):
        account = f"{one.line.year}/{one.line.code}/committed/{one.number}"
        cents = promised.get(account, 0) + unpaid.get(one.number, 0)
        if cents:
            left = left_of(one.number, earlier)
            line = one.line
            found.append(Open(one.number, line.year, line.code, line.programme, cents, left))
    return sorted(found, key=lambda one: one.number)


def _promised(n: int) -> dict[str, int]:
    """What stood committed and not invoiced before entry `n`, by account, in minor units.

    Not what has lapsed at the end of a year.
    """
    own = Account.objects.filter(kind="budget", code__contains="/committed/").values("id")
    sums: dict[str, int] = {}
    for side, sign in (("credit_id", 1), ("debit_id", -1)):
        rows = Transfer.objects.filter(journal_id__lt=n, **{f"{side}__in": own}).order_by(side)
        for account, cents in rows.values_list(side).annotate(cents=Sum("amount")):
            sums[account] = sums.get(account, 0) + sign * int(cents)
    return sums
