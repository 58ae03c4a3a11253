"""What the sheets of a living coalition hold, as values; and how each row is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final

from koinon.cities.roster import Mistake, RosterMember, cells
from koinon.cities.roster.cells import Wrong
from koinon.cities.roster.tables import Record, key
from koinon.interfaces.shared.moving import amounts
from koinon.interfaces.shared.moving.amounts import written
from koinon.interfaces.shared.moving.sheets import (
    ACCOUNTS,
    OUTCOMES,
    Words,
    choice_named,
    choice_names,
)

TITLE_LIMIT: Final = 200
NAME_LIMIT: Final = 100
PDF: Final = b"%PDF-"


@dataclass(frozen=True, slots=True)
class DuesRow:
    """What a member was charged and paid, in minor units."""

    line: int
    city: str
    levy: str
    year: int
    charged_cents: int
    paid_cents: int
    due: date


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A line of the balance sheet; `account` is one of `ACCOUNTS`."""

    line: int
    account: str
    code: str
    title: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract, what of it was invoiced, and what of that is unpaid."""

    line: int
    title: str
    supplier: str
    budget_line: str
    line_title: str
    programme: str
    year: int
    total_cents: int
    invoiced_cents: int
    unpaid_cents: int
    invoice_number: str | None
    paper: str | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision of before; `paper` is the name of its file."""

    line: int
    number: str
    day: date
    title: str
    outcome: str
    paper: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows are read against: the day, the currency, the members, the papers, the language."""

    on: date
    today: date
    currency: str
    members: tuple[RosterMember, ...]
    papers: Mapping[str, bytes]
    language: str
    cities: Mapping[str, str] = field(default_factory=dict)
    """Folded names and short names → short names."""

    @staticmethod
    def names_of(members: tuple[RosterMember, ...]) -> dict[str, str]:
        """Every way a sheet may call a member."""
        return {key(name): one.id for one in members for name in (one.name, one.id)}


def dues(record: Record, setting: Setting) -> DuesRow | None:
    """Read a row of dues."""
    before = len(record.mistakes)
    city = record.required("city", _city(setting))
    levy = record.required("levy", cells.text(TITLE_LIMIT))
    year = record.required("year", cells.year)
    charged = record.required("charged", amounts.not_negative(setting.currency))
    paid = record.optional("paid", amounts.not_negative(setting.currency)) or 0
    due = record.optional("due", cells.day)
    if city and levy and year:
        record.once("dues", f"{city}/{year}/{key(levy)}", "dues_twice", "levy", levy)
    if charged == 0 and paid == 0:
        record.wrong("amount_zero", "charged", record.fields["charged"])
    if len(record.mistakes) > before:
        return None
    assert city is not None
    assert levy is not None
    assert year is not None
    assert charged is not None
    return DuesRow(record.line, city, levy, year, charged, paid, due or date(year, 12, 31))


def _city(setting: Setting) -> Callable[[str], str]:
    def read(cell: str) -> str:
        found = setting.cities.get(key(cell))
        if found is not None:
            return found
        close = get_close_matches(key(cell)[:NAME_LIMIT], setting.cities, 1, 0.75)
        if not close:
            raise Wrong("unknown_city")
        meant = next(one.name for one in setting.members if one.id == setting.cities[close[0]])
        raise Wrong("unknown_city_meant", meant=meant)

    return read


def _choice(choices: Mapping[str, Words], language: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        found = choice_named(choices, cell)
        if found is None:
            raise Wrong("choice", choices=choice_names(choices, language))
        return found

    return read


_SIGNED: Final = ("bank", "net_assets")
_NAMED: Final = ("asset", "liability", "reserve")


def balance(record: Record, setting: Setting) -> BalanceRow | None:
    """Read a line of the balance sheet."""
    before = len(record.mistakes)
    account = record.required("account", _choice(ACCOUNTS, setting.language))
    read = amounts.amount if account in _SIGNED else amounts.not_negative
    cents = record.required("amount", read(setting.currency))
    named = account in _NAMED
    title = (record.required if named and "title" in record.fields else record.optional)(
        "title", cells.text(TITLE_LIMIT)
    )
    if named and "title" not in record.fields:
        record.wrong("missing", "title", "")
    code = cells.made_short_name(title or "") or f"row-{record.line}"
    if account and not (named and title is None):
        said = f"{account}/{code}" if named else account
        shown = title if named and title else record.fields["account"]
        record.once("account", said, "account_twice", "title" if named else "account", shown)
    if cents == 0 and named:
        record.wrong("amount_zero", "amount", record.fields["amount"])
    if len(record.mistakes) > before:
        return None
    assert account is not None
    assert cents is not None
    return BalanceRow(record.line, account, code, title or "", cents)


def contract(record: Record, setting: Setting) -> ContractRow | None:
    """Read a contract."""
    before = len(record.mistakes)
    title = record.required("title", cells.text(TITLE_LIMIT))
    supplier = record.required("supplier", cells.text(NAME_LIMIT))
    line_title = record.required("line", cells.text(TITLE_LIMIT))
    read = amounts.not_negative(setting.currency)
    total = record.required("total", read)
    invoiced = record.optional("invoiced", read) or 0
    unpaid = record.optional("unpaid", read) or 0
    number = record.optional("invoice_number", cells.text(NAME_LIMIT))
    year = record.optional("year", cells.year) or setting.on.year
    programme = record.optional("programme", cells.short_name)
    paper = record.optional("file", _paper(setting))
    _check_parts(record, setting.currency, total, invoiced, unpaid)
    if unpaid and number is None and not record.fields.get("invoice_number"):
        facts = (("given", record.titles.get("unpaid", "unpaid")),)
        record.wrong("companion_missing", "invoice_number", "", facts)
    code = _line_code(record, line_title)
    if code and line_title:
        _check_programme(record, f"{year}/{code}", programme or code)
    if len(record.mistakes) > before:
        return None
    assert title is not None
    assert supplier is not None
    assert line_title is not None
    assert code is not None
    assert total is not None
    return ContractRow(
        *(record.line, title, supplier, code, line_title, programme or code, year),
        *(total, invoiced, unpaid, number, paper),
    )


def _line_code(record: Record, title: str | None) -> str | None:
    """The short name of a budget line: made of its title, which may be one already."""
    if title is None:
        return None
    made = cells.made_short_name(title)
    if made:
        return made
    # A title in other letters has no short name: it is numbered by the line it first stands on.
    first = record.seen.setdefault(("line", key(title)), record.line)
    return f"line-{first}"


def _check_parts(
    record: Record, currency: str, total: int | None, invoiced: int, unpaid: int
) -> None:
    if total is None:
        return
    if invoiced > total:
        facts = (("whole", written(total, currency)),)
        record.wrong("invoiced_beyond", "invoiced", record.fields["invoiced"], facts)
    elif unpaid > invoiced:
        facts = (("invoiced", written(invoiced, currency)),)
        record.wrong("unpaid_beyond", "unpaid", record.fields["unpaid"], facts)
    elif total == invoiced and not unpaid:
        record.wrong("contract_over", "total", record.fields["total"])


def _check_programme(record: Record, line: str, programme: str) -> None:
    """A budget line belongs to one programme."""
    first = record.seen.setdefault(("programme", line), record.line)
    same = record.seen.setdefault(("programme", f"{line} {programme}"), record.line)
    if first != record.line and same == record.line:
        record.wrong("other_programme", "programme", programme, (("first", first),))


def decision(record: Record, setting: Setting) -> DecisionRow | None:
    """Read a decision of before."""
    before = len(record.mistakes)
    number = record.required("number", cells.text(NAME_LIMIT))
    day = record.required("day", _past(setting))
    title = record.required("title", cells.text(TITLE_LIMIT))
    outcome = record.required("outcome", _choice(OUTCOMES, setting.language))
    paper = record.optional("file", _paper(setting))
    if number:
        record.once("decision", number, "decision_twice", "number", number)
    if len(record.mistakes) > before:
        return None
    assert number is not None
    assert day is not None
    assert title is not None
    assert outcome is not None
    return DecisionRow(record.line, number, day, title, outcome, paper)


def _past(setting: Setting) -> Callable[[str], date]:
    def read(cell: str) -> date:
        found = cells.day(cell)
        if found > setting.today:
            raise Wrong("day_future", today=setting.today.isoformat())
        return found

    return read


def _paper(setting: Setting) -> Callable[[str], str]:
    """A reader of the name of a PDF that came with the workbook."""

    def read(cell: str) -> str:
        name = unicodedata.normalize("NFC", cell.replace("\\", "/").rpartition("/")[2])
        data = setting.papers.get(name)
        if data is None:
            raise Wrong("paper_missing")
        if not data.startswith(PDF):
            raise Wrong("paper_form")
        return name

    return read


def totals_wrong(
    rows: tuple[BalanceRow, ...],
    dues_rows: tuple[DuesRow, ...],
    contracts: tuple[ContractRow, ...],
    currency: str,
) -> Iterator[Mistake]:
    """Where the balance sheet says something else than the other sheets, or does not balance."""
    open_cents = sum(max(0, one.charged_cents - one.paid_cents) for one in dues_rows)
    credit_cents = sum(max(0, one.paid_cents - one.charged_cents) for one in dues_rows)
    unpaid_cents = sum(one.unpaid_cents for one in contracts)
    found = {"receivable": open_cents, "advance": credit_cents, "payable": unpaid_cents}
    signs = {"bank": 1, "asset": 1, "liability": -1, "reserve": -1}
    left = sum(signs.get(one.account, 0) * one.amount_cents for one in rows)
    found["net_assets"] = left + open_cents - credit_cents - unpaid_cents
    for row in rows:
        other = found.get(row.account, row.amount_cents)
        if other != row.amount_cents:
            code = "unbalanced" if row.account == "net_assets" else "total_differs"
            facts = (
                ("difference", written(abs(other - row.amount_cents), currency)),
                ("found", written(other, currency)),
            )
            value = written(row.amount_cents, currency)
            yield Mistake(code, row.line, "amount", value, facts)
