"""The chart of accounts: which accounts there are, of what kind and under which rule.

The financial ledger holds what is owned, owed, earned and spent. The budget ledger holds, per year
and line, what may still be spent (available), what is promised (committed), what is owed for
(accrued) and what was paid; none of these can go below zero, which is the control itself.
Source: research on public budget control (IMF TNM 09/04; GASB Statement 34 encumbrances).
"""

from __future__ import annotations

from typing import Literal

from koinon.methods.currencies import EXPONENTS
from koinon.methods.postings import Account, Fund, Kind, Rule, Unit

COMMON = Fund("common", "The coalition's common chest")


def unit(currency: str) -> Unit:
    """A currency with the decimal places ISO 4217 gives it."""
    return Unit(currency, EXPONENTS[currency])


def _account(
    code: str,
    kind: Kind,
    rule: Rule,
    currency: str,
    member: str = "",
    line: str = "",
    year: int = 0,
) -> Account:
    return Account(
        id=code,
        fund=COMMON.id,
        unit=currency,
        code=code,
        kind=kind,
        rule=rule,
        programme=line,
        member=member,
        fiscal_year=year or None,
    )


def bank(currency: str) -> Account:
    """Money at the bank; no order may take it below zero."""
    return _account("bank", "asset", "credits_within_debits", currency)


def overdraft(currency: str) -> Account:
    """What the bank lent without being asked: a bank fact beyond the money at the bank."""
    return _account("overdraft", "liability", "none", currency)


def exceptions(currency: str) -> Account:
    """What the bank moved and nobody has explained yet; each item raises an alarm."""
    return _account("exceptions", "asset", "none", currency)


def receivable(currency: str, member: str) -> Account:
    """What a member owes."""
    return _account(f"receivable/{member}", "asset", "credits_within_debits", currency, member)


def advance(currency: str, member: str) -> Account:
    """What a member paid beyond what it owes."""
    return _account(f"advance/{member}", "liability", "debits_within_credits", currency, member)


def contributions(currency: str, year: int) -> Account:
    """What members were charged for a year: the coalition's revenue."""
    return _account(f"{year}/contributions", "revenue", "none", currency, year=year)


def net_assets(currency: str) -> Account:
    """What is left of all closed years: revenue less expense."""
    return _account("net_assets", "net_assets", "none", currency)


def opening(currency: str) -> Account:
    """The other side of everything taken over; the balance sheet brings it back to zero."""
    return _account("opening", "net_assets", "none", currency)


def taken_over(currency: str, what: Literal["asset", "liability", "reserve"], code: str) -> Account:
    """A thing of worth, a debt or a reserve that was there before the books began here."""
    kind: Kind = "net_assets" if what == "reserve" else what
    return _account(f"{what}/{code}", kind, "none", currency)


def payable(currency: str) -> Account:
    """What the coalition owes to suppliers."""
    return _account("payable", "liability", "debits_within_credits", currency)


def expense(currency: str, year: int, line: str) -> Account:
    """What a budget line cost in a year."""
    return _account(f"{year}/{line}/expense", "expense", "none", currency, line=line, year=year)


def authority(currency: str, year: int) -> Account:
    """The other side of all budgets of a year: what the assembly has authorised."""
    return _account(f"{year}/authority", "budget", "none", currency, year=year)


def _budget(currency: str, year: int, line: str, code: str) -> Account:
    return _account(code, "budget", "debits_within_credits", currency, line=line, year=year)


def available(currency: str, year: int, line: str) -> Account:
    """What a budget line may still promise: budget less commitments, debts and payments."""
    return _budget(currency, year, line, f"{year}/{line}/available")


def committed(currency: str, year: int, line: str, commitment: int) -> Account:
    """What is left of one commitment."""
    return _budget(currency, year, line, f"{year}/{line}/committed/{commitment}")


def accrued(currency: str, year: int, line: str) -> Account:
    """Invoices accepted on a line and not paid yet."""
    return _budget(currency, year, line, f"{year}/{line}/accrued")


def paid(currency: str, year: int, line: str) -> Account:
    """What was paid on a line."""
    return _budget(currency, year, line, f"{year}/{line}/paid")
