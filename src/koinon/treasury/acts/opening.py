"""Taking over books kept elsewhere: dues, contracts, and the balance sheet that closes them.

Each part is booked against the account "opening", which the balance sheet brings back to zero, so
that the books begin in balance or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Annotated, Literal

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Moment, Plain
from koinon.acts.fields import LARGEST, Cents, Day, Name, Sentence, Slug, Translated, translations
from koinon.acts.private import Private
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.charter.queries import in_force
from koinon.cities import queries as cities
from koinon.methods.postings import Account
from koinon.treasury import chart, ledger
from koinon.treasury.acts.budget import Year
from koinon.treasury.acts.levies import reference
from koinon.treasury.models import (
    AccountTitle,
    BudgetLine,
    Commitment,
    Invoice,
    Journal,
    SupplierInvoice,
)
from koinon.treasury.posting import Move, prepare

Amount = Annotated[int, Field(ge=0, le=LARGEST)]
Signed = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
OPENING = "opening balance"
"""The kind of the journal that opens the books."""


def _check_day(on: str, moment: Moment) -> None:
    """Nothing is taken over from a day that has not come, or after the books were opened."""
    if on > moment.day:
        refuse("treasury.opening_future", on=on, today=moment.day)
    opened = Journal.objects.filter(kind=OPENING).order_by("n").first()
    if opened is not None:
        refuse("treasury.opened_already", n=opened.n)


class Dues(Plain):
    """What a member was charged by one levy before, what it paid of it, and when it is due.

    What it paid beyond the charge stays to its credit.
    """

    city: Slug
    title: Translated
    year: Year
    charged_cents: Amount
    paid_cents: Amount
    due: Day

    @property
    def settled_cents(self) -> int:
        """How much of the charge is paid."""
        return min(self.paid_cents, self.charged_cents)


@act("treasury.take_over_dues/1")
class TakeOverDues(Act):
    """Take over what members owe, or have paid beforehand, from books kept elsewhere."""

    opens = True

    on: Day
    dues: Annotated[tuple[Dues, ...], Field(min_length=1, max_length=200)]

    def judge(self, moment: Moment) -> Consequence:
        """Every city is a member, and no charge stands twice."""
        _check_day(self.on, moment)
        known = set(cities.members())
        seen: set[tuple[str, int, str]] = set()
        for one in self.dues:
            if one.city not in known:
                refuse("cities.unknown", city=one.city)
            key = (one.city, one.year, one.title[0].text)
            if key in seen:
                refuse("treasury.dues_twice", city=one.city, year=one.year, title=key[2])
            seen.add(key)
        prepared = prepare(
            moment, "dues taken over", self._moves(), year=int(self.on[:4]), effective=self.on
        )
        return Consequence(
            result={
                "open_cents": sum(one.charged_cents - one.settled_cents for one in self.dues),
                "credit_cents": sum(one.paid_cents - one.settled_cents for one in self.dues),
            },
            effects=prepared.effects,
            kept=prepared.kept,
            plan=prepared,
        )

    def _moves(self) -> list[Move]:
        currency = in_force().currency
        opening = chart.opening(currency)
        moves: list[Move] = []
        for one in self.dues:
            owes = chart.receivable(currency, one.city)
            credit = chart.advance(currency, one.city)
            moves.append((owes, opening, one.charged_cents - one.settled_cents))
            moves.append((opening, credit, one.paid_cents - one.settled_cents))
        return [move for move in moves if move[2]]

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """An invoice for each charge, as far as it is paid already, and the journal."""
        first = next_number(Invoice)
        charged = (one for one in self.dues if one.charged_cents)
        Invoice.objects.bulk_create(
            Invoice(
                id=moment.row_id(number - first),
                number=number,
                levy=None,
                title=translations(one.title),
                year=one.year,
                city=one.city,
                amount_cents=one.charged_cents,
                paid_cents=one.settled_cents,
                due=one.due,
                reference=reference(number),
                issued_n=moment.n,
            )
            for number, one in zip(count(first), charged, strict=False)
        )
        consequence.plan.write()


@act("treasury.take_over_contract/1")
class TakeOverContract(Act):
    """Take over a contract: what of it is still to be invoiced, and what is invoiced and unpaid."""

    opens = True

    on: Day
    year: Year
    line: Slug
    programme: Slug
    line_title: Translated
    title: Sentence
    payee: Private[Name]
    amount_cents: Cents
    invoiced_cents: Amount
    unpaid_cents: Amount
    supplier_number: Name | None = None
    contract: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """Something of it is left; its parts fit into the whole; the line keeps its programme."""
        _check_day(self.on, moment)
        if not self.unpaid_cents <= self.invoiced_cents <= self.amount_cents:
            refuse("treasury.contract_parts", title=self.title)
        if self.unpaid_cents and self.supplier_number is None:
            refuse("treasury.contract_number", title=self.title)
        if not self.unpaid_cents and self.invoiced_cents == self.amount_cents:
            refuse("treasury.contract_over", title=self.title)
        line = BudgetLine.objects.filter(year=self.year, code=self.line).first()
        if line is not None and line.programme != self.programme:
            refuse("treasury.other_programme", line=self.line, programme=line.programme)
        number = next_number(Commitment)
        prepared = prepare(
            moment,
            "contract taken over",
            self._moves(number),
            year=int(self.on[:4]),
            effective=self.on,
        )
        return Consequence(
            result={
                "commitment": number,
                "left_cents": self.amount_cents - self.invoiced_cents,
            },
            effects=prepared.effects,
            plan=(prepared, line, number),
        )

    def _moves(self, number: int) -> list[Move]:
        currency, left = in_force().currency, self.amount_cents - self.invoiced_cents
        available = chart.available(currency, self.year, self.line)
        moves: list[Move] = [
            (chart.authority(currency, self.year), available, left + self.unpaid_cents),
            (available, chart.committed(currency, self.year, self.line, number), left),
            (available, chart.accrued(currency, self.year, self.line), self.unpaid_cents),
            (chart.opening(currency), chart.payable(currency), self.unpaid_cents),
        ]
        return [move for move in moves if move[2]]

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The line where it is new, the commitment, the unpaid invoice, and the journal."""
        prepared, line, number = consequence.plan
        if line is None:
            line = BudgetLine.objects.create(
                id=moment.row_id(1),
                year=self.year,
                code=self.line,
                programme=self.programme,
                title=translations(self.line_title),
                adopted_n=moment.n,
                decision_n=None,
            )
        Commitment.objects.create(
            id=moment.act_id,
            number=number,
            line_id=line.id,
            title=self.title,
            amount_cents=self.amount_cents,
            invoiced_cents=self.invoiced_cents,
            payee=self.payee.commitment,
            contract_sha256=self.contract.sha256 if self.contract else None,
            committed_n=moment.n,
        )
        if self.supplier_number is not None and self.unpaid_cents:
            SupplierInvoice.objects.create(
                id=moment.row_id(2),
                number=next_number(SupplierInvoice),
                commitment_id=moment.act_id,
                amount_cents=self.unpaid_cents,
                supplier_number=self.supplier_number,
                document_sha256=None,
                accepted_n=moment.n,
            )
        prepared.write()


class BalanceLine(Plain):
    """One line of the opening balance sheet, in minor units.

    "bank" is the money at the bank, "overdraft" what the bank lent; the others are named.
    """

    account: Literal["bank", "overdraft", "asset", "liability", "reserve"]
    code: Slug | None = None
    title: Translated | None = None
    amount_cents: Cents

    def account_in(self, currency: str) -> Account:
        """The account it opens."""
        if self.account == "bank":
            return chart.bank(currency)
        if self.account == "overdraft":
            return chart.overdraft(currency)
        assert self.code is not None
        return chart.taken_over(currency, self.account, self.code)


@dataclass(frozen=True, slots=True)
class _Balance:
    """What the balance sheet moves, and what is left over as net assets."""

    moves: list[Move]
    net_cents: int


@act("treasury.open_books/1")
class OpenBooks(Act):
    """Open the books with a balance sheet; what members owe and contracts came before it.

    The totals that the balance sheet states of these must be what was taken over. Net assets are
    what is left over; where they are stated too, the sheet must balance with them.
    """

    opens = True

    on: Day
    lines: Annotated[tuple[BalanceLine, ...], Field(max_length=200)]
    receivable_cents: Amount | None = None
    advance_cents: Amount | None = None
    payable_cents: Amount | None = None
    net_assets_cents: Signed | None = None

    def judge(self, moment: Moment) -> Consequence:
        """Every account once and named; totals agree; the sheet balances."""
        _check_day(self.on, moment)
        self._check_lines()
        currency = in_force().currency
        self._check_totals(currency)
        found = self._balance(currency)
        if self.net_assets_cents not in (None, found.net_cents):
            assert self.net_assets_cents is not None
            refuse(
                "treasury.not_balanced",
                stated_cents=self.net_assets_cents,
                found_cents=found.net_cents,
                difference_cents=abs(self.net_assets_cents - found.net_cents),
            )
        prepared = prepare(moment, OPENING, found.moves, year=int(self.on[:4]), effective=self.on)
        return Consequence(
            result={"net_assets_cents": found.net_cents},
            effects=prepared.effects,
            kept=prepared.kept,
            plan=prepared,
        )

    def _check_lines(self) -> None:
        seen: set[tuple[str, str | None]] = set()
        for line in self.lines:
            named = line.account not in ("bank", "overdraft")
            if named != (line.code is not None) or named != (line.title is not None):
                refuse("treasury.balance_title", account=line.account)
            if (line.account, line.code) in seen:
                refuse("treasury.balance_twice", account=line.account, name=line.code or "-")
            seen.add((line.account, line.code))

    def _check_totals(self, currency: str) -> None:
        """What the sheet says of members and suppliers is what was taken over of them."""
        trial = ledger.trial_balance(chart.COMMON.id, currency).rows
        for what, stated in (
            ("receivable", self.receivable_cents),
            ("advance", self.advance_cents),
            ("payable", self.payable_cents),
        ):
            found = abs(sum(b.net for account, b in trial if account.id.split("/")[0] == what))
            if stated is not None and stated != found:
                refuse(
                    f"treasury.opening_{what}",
                    stated_cents=stated,
                    found_cents=found,
                    difference_cents=abs(stated - found),
                )

    def _balance(self, currency: str) -> _Balance:
        opening = chart.opening(currency)
        moves: list[Move] = []
        left = -_net(opening)
        for line in self.lines:
            account = line.account_in(currency)
            if account.kind == "asset":
                moves.append((account, opening, line.amount_cents))
                left += line.amount_cents
            else:
                moves.append((opening, account, line.amount_cents))
                left -= line.amount_cents
        worth = chart.net_assets(currency)
        if left > 0:
            moves.append((opening, worth, left))
        elif left < 0:
            moves.append((worth, opening, -left))
        return _Balance(moves, left)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The titles of the accounts, and the journal."""
        AccountTitle.objects.bulk_create(self._titles(moment))
        consequence.plan.write()

    def _titles(self, moment: Moment) -> Iterator[AccountTitle]:
        currency = in_force().currency
        for k, line in enumerate(self.lines):
            if line.title is not None:
                yield AccountTitle(
                    id=moment.row_id(k),
                    account=line.account_in(currency).id,
                    title=translations(line.title),
                )


def _net(account: Account) -> int:
    """Debits less credits of an account; 0 for one that is not open."""
    try:
        return ledger.balance(account.id).net
    except KeyError:
        return 0
