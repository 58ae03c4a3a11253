"""From what the sheets hold to the founding: the genesis and the acts that it encloses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from django.conf import settings

from koinon.acts.act import Act, DocumentRef, openings_of
from koinon.acts.private import Opening, Sealer
from koinon.acts.registry import find
from koinon.assembly.acts.founding import opening_document
from koinon.assembly.acts.history import TOGETHER_LIMIT
from koinon.charter.document import Charter
from koinon.interfaces.shared.founding import MEDIA, member_fields
from koinon.interfaces.shared.moving.books import BalanceRow, ContractRow, DecisionRow
from koinon.interfaces.shared.moving.reading import Moving
from koinon.record import canonical

GENESIS_BYTES: Final = 18_000
"""Members stand in the genesis as far as this; the others are admitted right after it."""
FOUNDERS_LIMIT: Final = 60
DUES_TOGETHER: Final = 100
PDF_MEDIA: Final = "application/pdf"
JSON_MEDIA: Final = "application/json"
_TOTALS: Final = {
    "receivable": "receivable_cents",
    "advance": "advance_cents",
    "payable": "payable_cents",
    "net_assets": "net_assets_cents",
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Built:
    """A founding ready for the gate.

    `documents` are (bytes, media type) that must be checked in with it, `openings` what opens the
    private values of the enclosed acts. `digest` (hexadecimal) is over everything that is founded.
    """

    act: Act
    act_id: UUID
    acts: tuple[Act, ...]
    documents: tuple[tuple[bytes, str], ...]
    openings: tuple[tuple[str, Opening], ...]

    @property
    def digest(self) -> str:
        """What is confirmed is what was shown: one hash over it."""
        return hashlib.sha256(canonical.dump(self.act.plain())).hexdigest()


def build(
    moving: Moving, *, charter: Charter, text: str, origin: str, key: str, on: date, act_id: UUID
) -> Built:
    """The founding of a coalition that brings this along. Raises pydantic's ValidationError."""
    builder = _Builder(moving, charter.coalition.authoritative, on, act_id)
    members = [member_fields(one) for one in moving.roster.members]
    first = _founders(members)
    admitted = [builder.act("assembly.admit_city/1", {"member": one}) for one in members[first:]]
    acts = (*admitted, *builder.acts())
    chapter = text.encode()
    fields: dict[str, Any] = {
        "origin": origin,
        "log_key": key,
        "charter": _named(chapter, MEDIA),
        "members": members[:first],
    }
    papers = [(moving.papers[name], PDF_MEDIA) for name in sorted(moving.papers)]
    documents = [(chapter, MEDIA), *papers]
    kind = "assembly.found_coalition/1"
    if acts:
        enclosed = opening_document(acts)
        documents.append((enclosed, JSON_MEDIA))
        fields["then"] = _named(enclosed, JSON_MEDIA)
        kind = "assembly.take_over_coalition/1"
    genesis = find(kind).read(fields)
    openings = tuple(pair for act in acts for pair in openings_of(act))
    return Built(genesis, act_id, acts, tuple(documents), openings)


def _founders(members: Sequence[dict[str, Any]]) -> int:
    """How many members stand in the genesis itself: two at least, and as many as fit."""
    taken = 0
    for place, one in enumerate(members[:FOUNDERS_LIMIT]):
        taken += len(canonical.dump(one))
        if taken > GENESIS_BYTES and place >= 2:
            return place
    return min(len(members), FOUNDERS_LIMIT)


def _named(data: bytes, media: str) -> dict[str, Any]:
    sha256 = hashlib.sha256(data).hexdigest()
    return DocumentRef(sha256=sha256, size=len(data), media=media).model_dump()


def _together(rows: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(rows), most):
        yield rows[first : first + most]


class _Builder:
    """Makes the acts in the order in which they take effect; the balance sheet comes last."""

    def __init__(self, moving: Moving, language: str, on: date, act_id: UUID) -> None:
        self._moving = moving
        self._language = language
        self._on = on.isoformat()
        self._sealer = Sealer(settings.SECRET_KEY.encode(), act_id)

    def act(self, name: str, fields: dict[str, Any]) -> Act:
        """An act of these fields, its private values sealed."""
        context = {"seal": self._sealer}
        return find(name).model_validate_json(canonical.dump(fields), context=context)

    def acts(self) -> Iterable[Act]:
        """Dues, contracts, decisions, and the balance sheet where there is anything of money."""
        moving = self._moving
        for rows in _together(moving.dues, DUES_TOGETHER):
            said = [
                {
                    "city": one.city,
                    "title": self._title(one.levy),
                    "year": one.year,
                    "charged_cents": one.charged_cents,
                    "paid_cents": one.paid_cents,
                    "due": one.due.isoformat(),
                }
                for one in rows
            ]
            yield self.act("treasury.take_over_dues/1", {"on": self._on, "dues": said})
        for contract in moving.contracts:
            yield self.act("treasury.take_over_contract/1", self._contract(contract))
        for decided in _together(moving.decisions, TOGETHER_LIMIT):
            fields = {"decisions": [self._decision(one) for one in decided]}
            yield self.act("assembly.take_over_decisions/1", fields)
        if moving.balances or moving.dues or moving.contracts:
            yield self.act("treasury.open_books/1", self._balance(moving.balances))

    def _title(self, text: str) -> list[dict[str, str]]:
        return [{"language": self._language, "text": text}]

    def _paper(self, name: str | None) -> dict[str, Any] | None:
        return None if name is None else _named(self._moving.papers[name], PDF_MEDIA)

    def _contract(self, row: ContractRow) -> dict[str, Any]:
        said = {
            "on": self._on,
            "year": row.year,
            "line": row.budget_line,
            "programme": row.programme,
            "line_title": self._title(row.line_title),
            "title": row.title,
            "payee": row.supplier,
            "amount_cents": row.total_cents,
            "invoiced_cents": row.invoiced_cents,
            "unpaid_cents": row.unpaid_cents,
            "supplier_number": row.invoice_number if row.unpaid_cents else None,
            "contract": self._paper(row.paper),
        }
        return {name: value for name, value in said.items() if value is not None}

    def _decision(self, row: DecisionRow) -> dict[str, Any]:
        said = {
            "number": row.number,
            "on": row.day.isoformat(),
            "title": self._title(row.title),
            "outcome": row.outcome,
            "document": self._paper(row.paper),
        }
        return {name: value for name, value in said.items() if value is not None}

    def _balance(self, rows: Sequence[BalanceRow]) -> dict[str, Any]:
        fields: dict[str, Any] = {"on": self._on, "lines": []}
        for row in rows:
            if row.account in _TOTALS:
                fields[_TOTALS[row.account]] = row.amount_cents
            elif row.account == "bank" and row.amount_cents:
                account = "bank" if row.amount_cents > 0 else "overdraft"
                line = {"account": account, "amount_cents": abs(row.amount_cents)}
                fields["lines"].append(line)
            elif row.amount_cents:
                line = {"account": row.account, "amount_cents": row.amount_cents}
                line |= {"code": row.code, "title": self._title(row.title)}
                fields["lines"].append(line)
        return fields
