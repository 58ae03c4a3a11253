"""Moving in: a dry run that shows what would be founded, and the founding of exactly that."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from koinon.acts.act import Envelope, Via
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.rehearsal import Rehearsed, rehearse
from koinon.assembly import queries as assembly
from koinon.charter.document import Charter
from koinon.charter.parsing import parse_charter
from koinon.cities.roster import RosterErrors, RosterMember
from koinon.interfaces.shared.founding import Founded, keeper
from koinon.interfaces.shared.moving.books import ContractRow, DecisionRow
from koinon.interfaces.shared.moving.building import Built, build
from koinon.interfaces.shared.moving.files import read_bundle
from koinon.interfaces.shared.moving.reading import Moving, Wrongs, read_moving, without_papers
from koinon.people import access
from koinon.record import logkeys, store
from koinon.treasury import queries as treasury

SIDES: Final = ("asset", "liability", "net_assets")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who moves in, with what: the charter's text, the day of the books, the upload, the act's id.

    `language` is the one in which lists of words are told in mistakes.
    """

    origin: str
    charter: str
    on: date
    filename: str
    data: bytes
    act_id: UUID
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Line:
    """An account of the opening balance sheet, above zero on its side."""

    account: str
    side: str
    title: Mapping[str, str]
    cents: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member owes and what it has paid beforehand, in minor units."""

    city: str
    owes_cents: int
    credit_cents: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the state would be."""

    seats: int
    lines: tuple[Line, ...]
    standings: tuple[Standing, ...]

    def total(self, *sides: str) -> int:
        """The sum of a side, in minor units."""
        return sum(line.cents for line in self.lines if line.side in sides)


@dataclass(frozen=True, slots=True)
class Shown:
    """A dry run: what would be founded, all of it, and the hash under which it is confirmed."""

    digest: str
    entries: int
    currency: str
    language: str
    members: tuple[RosterMember, ...]
    names: Mapping[str, str]
    contracts: tuple[ContractRow, ...]
    decisions: tuple[DecisionRow, ...]
    papers: Mapping[str, str]
    ignored: tuple[str, ...]
    seen: Seen

    @property
    def residents(self) -> int:
        """Of all members together."""
        return sum(one.population.value for one in self.members)


class Changed(Exception):
    """What would be founded now is not what was shown."""


def dry_run(asked: Asked) -> Shown | Wrongs | Refused:
    """Read everything, enact it, look, and undo it. Raises pydantic's ValidationError."""
    prepared = _prepare(asked)
    if isinstance(prepared, Wrongs):
        return prepared
    moving, built, charter = prepared
    currency = charter.currency
    envelope = Envelope(built.act, built.act_id, None, "web", "local")
    rehearsed = rehearse(envelope, built.documents, lambda receipt: _look(currency))
    if isinstance(rehearsed, Refused):
        return rehearsed
    return _shown(moving, built, charter, rehearsed)


def move_in(asked: Asked, email: str, digest: str, *, via: Via = "shell") -> Founded | Refused:
    """Found exactly what a dry run showed under this digest.

    Raises:
        Changed: where it would be something else now.
    """
    prepared = _prepare(asked)
    if isinstance(prepared, Wrongs):
        raise Changed
    _, built, _ = prepared
    if built.digest != digest:
        raise Changed
    for data, media in built.documents:
        store.keep_document(data, media)
    for commitment, opening in built.openings:
        access.keep_opening(commitment, opening.value, opening.salt)
    answer = enact(Envelope(built.act, built.act_id, None, via, "local"))
    if isinstance(answer, Refused):
        for commitment, _ in built.openings:
            access.erase(commitment)
        return answer
    return Founded(answer, keeper(email))


def _prepare(asked: Asked) -> tuple[Moving, Built, Charter] | Wrongs:
    """Read what was given and make the acts of it."""
    charter = parse_charter(asked.charter, file="charter.toml")
    try:
        bundle = read_bundle(asked.filename, asked.data)
    except RosterErrors as error:
        return Wrongs((error,))
    read = read_moving(
        bundle,
        on=asked.on,
        today=datetime.now(UTC).date(),
        currency=charter.currency,
        language=asked.language,
    )
    if isinstance(read, Wrongs):
        return read
    moving = without_papers(read)
    built = build(
        moving,
        charter=charter,
        text=asked.charter,
        origin=asked.origin,
        key=str(logkeys.signer().verifier_key(asked.origin)),
        on=asked.on,
        act_id=asked.act_id,
    )
    return moving, built, charter


def _look(currency: str) -> Seen:
    """The balance sheet, what members owe, and the seats, as they stand."""
    titles = treasury.account_titles()
    lines: list[Line] = []
    owes: dict[str, int] = {}
    credit: dict[str, int] = {}
    for row in treasury.trial_balance(currency):
        side = row.kind
        if side not in SIDES or not row.net_cents:
            continue
        what, _, city = row.account.partition("/")
        if what == "receivable":
            owes[city] = row.net_cents
        elif what == "advance":
            credit[city] = -row.net_cents
        sign = 1 if side == "asset" else -1
        if what not in ("receivable", "advance"):
            title = titles.get(row.account, {})
            lines.append(Line(row.account, side, title, sign * row.net_cents))
    for what, side, sums in (("receivable", "asset", owes), ("advance", "liability", credit)):
        if sums:
            lines.append(Line(what, side, {}, sum(sums.values())))
    standings = tuple(
        Standing(city, owes.get(city, 0), credit.get(city, 0)) for city in sorted({*owes, *credit})
    )
    ordered = sorted(lines, key=lambda line: (SIDES.index(line.side), line.account))
    return Seen(sum(one.open for one in assembly.seats()), tuple(ordered), standings)


def _shown(moving: Moving, built: Built, charter: Charter, rehearsed: Rehearsed[Seen]) -> Shown:
    return Shown(
        digest=built.digest,
        entries=rehearsed.entries,
        currency=charter.currency,
        language=charter.coalition.authoritative,
        members=moving.roster.members,
        names={one.id: one.name for one in moving.roster.members},
        contracts=moving.contracts,
        decisions=moving.decisions,
        papers={name: hashlib.sha256(data).hexdigest() for name, data in moving.papers.items()},
        ignored=moving.ignored,
        seen=rehearsed.seen,
    )
