"""Loading the demonstration into an empty record, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from koinon.acts.state import current_database
from koinon.demo import initiatives, roles
from koinon.demo.calendar import Calendar
from koinon.demo.founding import ORIGIN
from koinon.demo.story import story
from koinon.demo.telling import Teller
from koinon.post import outbox
from koinon.record import logkeys, store


class NotEmpty(ValueError):
    """The record holds a coalition already; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was told: how many entries, from the first day until when, and everybody's links."""

    entries: int
    start: date
    last_at: str
    links: tuple[tuple[roles.Role, str], ...]


def load(today: date) -> Loaded:
    """Tell the story so that `today` falls in the league's second year.

    The same day, log key and secret key give the same record. Raises NotEmpty when there is a
    record already, and SignerError when the log key cannot be used.
    """
    if store.head().size:
        raise NotEmpty(
            "the record holds a coalition already; the demonstration needs an empty database, "
            "e.g. in another folder named by KOINON_HOME."
        )
    key = logkeys.signer().verifier_key(ORIGIN)
    if (signed := logkeys.standing(0, (ORIGIN, str(key))).signed) > 0:
        raise NotEmpty(
            f"the log key in {logkeys.folder()} has signed a record of {signed} entries that is "
            "not here; bring it back with `koinon recover --from`, or move that folder away to "
            "begin a new log."
        )
    calendar = Calendar.for_today(today)
    with transaction.atomic(using=current_database()):
        teller = Teller(calendar)
        teller.tell(story(str(key)))
        roles.seat_everybody(calendar.start, teller.answer)
        initiatives.settle()
        outbox.forgo(datetime.now(UTC))
    head = store.head()
    return Loaded(head.size, calendar.start, head.at, roles.links())
