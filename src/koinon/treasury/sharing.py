"""What a coalition has when it ends: what is still open, what each member paid, what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F, Sum

from koinon.acts import memo
from koinon.acts.refused import refuse
from koinon.assembly.dissolving import Dissolved, dissolved
from koinon.assembly.electorates import weigh_members
from koinon.cities import queries as cities
from koinon.methods.sharing import Sharing, share_out
from koinon.treasury import chart
from koinon.treasury.models import (
    Account,
    BankFact,
    CreditNote,
    Invoice,
    SharedOut,
    SupplierInvoice,
)

MONETARY = ("bank", "overdraft", "exceptions", "receivable", "advance", "liability")
"""The accounts whose sum is shared: what is at the bank and owed, less what is owed.

Things of worth that were taken over are not sold by sharing out, and are left out.
"""
NEW_BUSINESS = frozenset(
    {"budget", "levy", "commitment", "supplier invoice", "unavoidable payment"}
)
"""Kinds of journal that nothing is left for once it is shared out."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What keeps a coalition from sharing out: numbers of commitments and invoices, bank lines."""

    commitments: tuple[int, ...]
    invoices: tuple[int, ...]
    bank_lines: tuple[str, ...]
    exceptions_cents: int

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.commitments or self.invoices or self.bank_lines or self.exceptions_cents)


def shared_out_n() -> int | None:
    """The entry that shared out what there was; None before."""
    return memo.once("shared out", _shared_out_n, SharedOut)


def _shared_out_n() -> int | None:
    return SharedOut.objects.values_list("shared_n", flat=True).first()


def check_business(kind: str) -> None:
    """Refuse new business of a coalition that has shared out what it had."""
    if kind in NEW_BUSINESS and (n := shared_out_n()) is not None:
        refuse("treasury.shared_out", n=n)


def check_levied() -> None:
    """Refuse a levy of a coalition that is dissolved."""
    ended = dissolved()
    if ended is not None:
        refuse("treasury.dissolved_levy", article=ended.rule.article, n=ended.n)


def unsettled() -> Unsettled:
    """What is promised or owed to suppliers, and what the bank moved unexplained."""
    accounts = Account.objects.filter(kind="budget", code__contains="/committed/")
    left = accounts.filter(posted_credits__gt=F("posted_debits")).values_list("code", flat=True)
    open_ones = sorted(int(code.rpartition("/")[2]) for code in left)
    invoices = SupplierInvoice.objects.filter(paid_n=None).order_by("number")
    lines = BankFact.objects.filter(explained_n=None).order_by("recorded_n")
    strange = [one.reference for one in lines if one.amount_cents < 0 or one.city is None]
    return Unsettled(
        tuple(open_ones),
        tuple(invoices.values_list("number", flat=True)),
        tuple(strange),
        _net("exceptions"),
    )


def to_share(currency: str) -> int:
    """What there is to share, in minor units; negative where something is lacking."""
    return sum(_net(name, currency) for name in MONETARY)


def _net(name: str, currency: str | None = None) -> int:
    """Debits less credits of an account and those below it."""
    rows = Account.objects.filter(fund_id=chart.COMMON.id, code=name)
    rows = rows | Account.objects.filter(fund_id=chart.COMMON.id, code__startswith=f"{name}/")
    if currency is not None:
        rows = rows.filter(unit_id=currency)
    net = F("posted_debits") - F("posted_credits")
    return int(rows.aggregate(net=Sum(net))["net"] or 0)


def contributed(members: Sequence[str]) -> dict[str, Fraction]:
    """What each member paid of what it was charged over all years, in minor units.

    What was credited to it after an objection is not paid, and what stands to its credit is its
    own.
    """
    paid = dict.fromkeys(members, Fraction(0))
    rows = Invoice.objects.filter(city__in=list(members)).values("city").order_by("city")
    for row in rows.annotate(cents=Sum("paid_cents")):
        paid[row["city"]] += int(row["cents"])
    notes = CreditNote.objects.filter(city__in=list(members)).values("city").order_by("city")
    for row in notes.annotate(cents=Sum("amount_cents")):
        paid[row["city"]] -= int(row["cents"])
    return paid


def found(ended: Dissolved, currency: str) -> Sharing:
    """What each present member receives, or owes, as the charter of the dissolution says."""
    members = cities.members()
    by = ended.rule.by
    if by is None:
        keys = {city: max(Fraction(0), paid) for city, paid in contributed(members).items()}
    else:
        keys = weigh_members(ended.charter, by, list(members), ended.day)
    return share_out(to_share(currency), keys)


def ended_coalition() -> Dissolved:
    """How the coalition was dissolved; refuses while it was not."""
    ended = dissolved()
    if ended is None:
        refuse("treasury.not_dissolved")
    return ended
