"""From the outbox to the mail server: occasions become deliveries, deliveries are sent."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from koinon.acts.state import current_database
from koinon.assembly import queries as assembly
from koinon.interfaces.shared import holding, remembered, wording
from koinon.interfaces.shared.mail import letters
from koinon.interfaces.shared.mail.announcing import announcement
from koinon.interfaces.shared.mail.letters import Announcement, Letter
from koinon.interfaces.shared.mail.smtp import NotSent, Postbox, leaves
from koinon.post import delivering, outbox
from koinon.post.delivering import Addressed, Claimed
from koinon.post.kinds import BY_NAME

TOGETHER: Final = 50
"""Occasions spread, and deliveries sent, in one go."""
STALE: Final = timedelta(days=7)
"""What waited longer than this is no news; nobody is written to, and the mail page says so."""
REMINDED_BEFORE: Final = timedelta(days=2)
"""How long before the close whoever has not voted is reminded."""

log = logging.getLogger("koinon.mail")


def note_moments(at: str) -> None:
    """Note that votings have opened, and which close soon, as things stand at an instant."""
    voting = assembly.voting_now(at)
    outbox.note_moments("opened", (f"proposal/{one.number}" for one in voting))
    soon = (_before(one.closes_at, REMINDED_BEFORE) for one in voting)
    closing = [
        f"proposal/{one.number}"
        for one, from_ in zip(voting, soon, strict=True)
        if one.opens_at < from_ <= at
    ]
    outbox.note_moments("closing", closing)


def _before(at: str, by: timedelta) -> str:
    """An instant of the record, so much earlier."""
    earlier = wording.local(at, "UTC") - by
    return earlier.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def spread(now: datetime, at: str) -> int:
    """Make the deliveries of what waits in the outbox; how many occasions there were."""
    done = 0
    with remembered.during():
        for occasion in outbox.waiting(TOGETHER):
            late = now - occasion.made > STALE
            told = None if late else announcement(occasion, at)
            with transaction.atomic(using=current_database()):
                if told is not None:
                    rows = _addressed(told, at)
                    delivering.make(occasion.id, occasion.kind, told.subject, rows, now)
                outbox.settle([occasion.id], now, lapsed=late)
            done += 1
    return done


def _addressed(told: Announcement, at: str) -> Iterable[Addressed]:
    """A letter for everyone who may act from one of the seats, and the seats nobody holds."""
    holders = holding.holders_of(told.seats, at)
    for one in holders:
        language = spoken(one.language)
        with override(language):
            letter = told.letter(one.seat)
        yield Addressed(one.seat, one.account, one.email, language, letter.plain())
    held = {one.seat for one in holders}
    for seat in told.seats:
        if seat not in held:  # the letter is there to be printed
            language = spoken("")
            with override(language):
                letter = told.letter(seat)
            yield Addressed(seat, None, "", language, letter.plain())


def spoken(language: str) -> str:
    """The language a person is written to in: their own, else the charter's authoritative one."""
    charter = remembered.charter()
    known = dict(settings.LANGUAGES)
    for one in (language, charter.coalition.authoritative if charter else ""):
        if one.partition("-")[0] in known:
            return one.partition("-")[0]
    return settings.LANGUAGE_CODE


@dataclass(frozen=True, slots=True)
class Round:
    """How many deliveries were tried, and whether the server would take no more."""

    tried: int
    stopped: bool


def send_due(now: datetime) -> Round:
    """Send what is due over one connection, until the server takes nothing more."""
    waiting = delivering.due(now, TOGETHER)
    tried = 0
    with Postbox() as box:
        for delivery in waiting:
            claimed = delivering.claim(delivery, now)
            if claimed is None:
                continue
            tried += 1
            if not _sent(box, claimed, now):
                return Round(tried, True)
    return Round(tried, False)


def _sent(box: Postbox, claimed: Claimed, now: datetime) -> bool:
    """Send one delivery and note how it went; False when the server takes nothing now."""
    made = letters.message(
        Letter.read(claimed.letter),
        delivery=claimed.id,
        address=claimed.address,
        language=claimed.language,
        made=claimed.made,
        declinable=not BY_NAME[claimed.kind].compulsory,
    )
    try:
        reply = box.send(made)
    except NotSent as fault:
        if fault.for_good:
            delivering.refused(claimed.id, fault.fault, fault.reply, now)
        else:
            delivering.put_off(claimed, fault.fault, fault.reply, now)
        log.warning("a delivery was not sent: %s (delivery %s)", fault.fault, claimed.id)
        return fault.for_good or fault.fault == "later"
    delivering.accepted(claimed.id, reply, now, written=not leaves())
    return True
