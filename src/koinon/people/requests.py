"""Requests about personal data (GDPR articles 15 to 21): asked, proved, answered in time, done.

The law gives a month from receipt, by the same day of the next month; it can be made three, with a
reason that the person is told within the first (article 12(3)).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from koinon.people.models import Account, DataRequest
from koinon.people.processing import Person
from koinon.people.retention import months_later

Kind: TypeAlias = Literal["access", "rectification", "erasure", "restriction", "objection"]
KINDS: Final[tuple[Kind, ...]] = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "objection",
)
OUTCOMES: Final = ("granted", "partly", "refused")
WANTED_LIMIT: Final = 4_000
ANSWER_LIMIT: Final = 4_000
PROOF_LIFE: Final = timedelta(days=7)
"""How long an address has to prove itself."""
WAITING_LIMIT: Final = 3
"""Requests of one address that may wait for its proof at once."""
OPEN_LIMIT: Final = 20
"""Requests of one person that may be open at once."""
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as it stands."""

    id: UUID
    number: int | None
    kind: str
    account: int | None
    email: str
    name: str
    language: str
    wanted: str
    made: datetime
    received: date | None
    due: date | None
    extended_because: str
    status: str
    outcome: str
    ground: str
    answer: str
    decided: datetime | None
    decided_by: str
    ended: datetime | None

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return Person(self.account, self.email, self.name)

    def late(self, today: date) -> bool:
        """Whether the law's time is over without an answer."""
        return self.status == "open" and self.due is not None and self.due < today

    def extendable(self, today: date) -> bool:
        """Whether the time can still be made three months: once, and within the first."""
        first = self.due is not None and self.due >= today
        return self.status == "open" and first and not self.extended_because


def ask(account: Account, kind: Kind, wanted: str, today: date) -> RequestView | None:
    """A request of a person with an account; it counts at once. None where too many are open."""
    mine = DataRequest.objects.filter(account=account, status="open")
    if mine.count() >= OPEN_LIMIT:
        return None
    row = _new(kind, account.email, account.name, account.language, wanted)
    row.account = account
    return _view(_counting(row, today))


def ask_by_mail(kind: Kind, email: str, name: str, language: str, wanted: str) -> str | None:
    """A request of somebody without an account; the secret that proves the address.

    None where so many wait for this address already that another would only fill its mailbox.
    """
    since = timezone.now() - PROOF_LIFE
    waiting = DataRequest.objects.filter(email__iexact=email, status="unproved", made__gt=since)
    if waiting.count() >= WAITING_LIMIT:
        return None
    token = secrets.token_urlsafe(32)
    row = _new(kind, email, name, language, wanted)
    row.token_sha256 = _hash(token)
    row.status = "unproved"
    row.save()
    return token


def _new(kind: Kind, email: str, name: str, language: str, wanted: str) -> DataRequest:
    return DataRequest(
        id=uuid4(),
        kind=kind,
        email=email,
        name=name[:100],
        language=language,
        wanted=wanted[:WANTED_LIMIT],
        made=timezone.now(),
    )


def _counting(row: DataRequest, today: date) -> DataRequest:
    """Give a request its number and its days; time runs from receipt."""
    row.status, row.received, row.due = "open", today, months_later(today, 1)
    while True:
        last = DataRequest.objects.aggregate(last=Max("number"))["last"] or 0
        row.number = last + 1
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # another took the number meanwhile
            continue
        return row


def prove(token: str, today: date) -> RequestView | None:
    """Count a request whose address proved itself; it as it stands if it had. None: no such one."""
    with transaction.atomic():  # pressed twice at once, it counts once
        row = _rows(token).select_for_update().first()
        if row is None:
            return None
        if row.status == "unproved":
            if row.made < timezone.now() - PROOF_LIFE:
                return None
            row.account = Account.objects.filter(email__iexact=row.email, is_active=True).first()
            row = _counting(row, today)
    return _view(row)


def by_token(token: str) -> RequestView | None:
    """The request that a secret leads to."""
    return next((_view(row) for row in _rows(token)[:1]), None)


def renew_token(number: int) -> str:
    """A new secret that leads to a request of somebody without an account; the old one ends."""
    token = secrets.token_urlsafe(32)
    DataRequest.objects.filter(number=number).update(token_sha256=_hash(token))
    return token


def _rows(token: str) -> Any:
    return DataRequest.objects.filter(token_sha256=_hash(token[:_LONGEST])).order_by("made")


def of_person(person: Person) -> tuple[RequestView, ...]:
    """The requests of a person that count, the latest first."""
    mine = Q(account_id=person.account) if person.account else Q(email__iexact=person.email)
    rows = DataRequest.objects.filter(mine).exclude(number=None)
    return tuple(map(_view, rows.order_by("-number")))


def listed(*, waiting: bool) -> tuple[RequestView, ...]:
    """The requests that wait for something to be done, the soonest due first; or the others."""
    rows = DataRequest.objects.exclude(number=None)
    if waiting:
        return tuple(map(_view, rows.filter(_waits()).order_by("due", "number")))
    return tuple(map(_view, rows.exclude(_waits()).order_by("-number")[:200]))


def _waits() -> Q:
    return Q(status="open") | Q(status="decided")


def request(number: int) -> RequestView | None:
    """The request of a number."""
    row = DataRequest.objects.filter(number=number).first()
    return _view(row) if row else None


def extend(number: int, because: str) -> bool:
    """Make the law's month three, once, with a reason; False when it cannot be any more."""
    rows = DataRequest.objects.filter(number=number, status="open", extended_because="")
    row = rows.first()
    if row is None or row.received is None:
        return False
    return rows.update(due=months_later(row.received, 3), extended_because=because) > 0


def decide(number: int, outcome: str, *, ground: str, answer: str, seat: str) -> bool:
    """Answer an open request; a refusal is done with that, and so is access that is given."""
    rows = DataRequest.objects.filter(number=number, status="open")
    row = rows.first()
    if row is None:
        return False
    now = timezone.now()
    over = outcome == "refused" or row.kind == "access"
    return (
        rows.update(
            status="done" if over else "decided",
            outcome=outcome,
            ground=ground if outcome != "granted" else "",
            answer=answer[:ANSWER_LIMIT],
            decided=now,
            decided_by=seat,
            ended=now if over else None,
        )
        > 0
    )


def finish(number: int) -> bool:
    """Note that what was decided is carried out."""
    rows = DataRequest.objects.filter(number=number, status="decided")
    return rows.update(status="done", ended=timezone.now()) > 0


def withdraw(number: int, account: int) -> bool:
    """Let a person withdraw an own request that is not answered."""
    rows = DataRequest.objects.filter(number=number, account_id=account, status="open")
    return rows.update(status="withdrawn", ended=timezone.now()) > 0


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _view(row: DataRequest) -> RequestView:
    names = RequestView.__slots__
    facts = {name: getattr(row, name) for name in names if name != "account"}
    return RequestView(**facts, account=row.account_id)
