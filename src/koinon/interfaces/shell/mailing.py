"""The verb `mail`: try the mail server, see what did not arrive, send it again."""

from __future__ import annotations

import sys

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake

LISTED = 100


def test(address: str) -> int:
    """Send a mail now; 0 when the server accepted it, 1 with the reason when not."""
    _open()
    from koinon.interfaces.shared.mail import testing

    if not testing.is_address(address):
        raise Mistake(f"{address[:80]!a} is no e-mail address; write e.g. name@city.example.")
    tested = testing.test(address)
    print(tested.sentence)
    return 0 if tested.left else 1


def listed() -> int:
    """Print what is not sent yet or reached nobody, the newest first."""
    _open()
    from koinon.interfaces.shared.mail import smtp
    from koinon.post import queries

    rows = queries.unsent(LISTED)
    for one in rows:
        tried = f"{one.attempts} attempts" if one.attempts != 1 else "1 attempt"
        print(f"{one.made:%Y-%m-%d %H:%M}  {one.status}  {one.kind}  {one.seat}  {tried}  {one.id}")
        if one.fault:
            print(f"    {smtp.sentence(one.fault, one.reply)}")
    if not rows:
        print("Every mail has left.", file=sys.stderr)
    elif len(rows) == LISTED:
        print(f"These are the latest {LISTED}; there may be more.", file=sys.stderr)
    return 0


def retry() -> int:
    """Send everything that failed or waits, now; 1 when something still did not leave."""
    _open()
    from django.utils import timezone

    from koinon.interfaces.shared.mail import sending
    from koinon.post import delivering, queries

    now = timezone.now()
    put = delivering.retry(now)
    while (sent := sending.send_due(now)).tried and not sent.stopped:
        pass
    left = queries.counts()
    waiting = left.get("waiting", 0) + left.get("refused", 0) + left.get("failed", 0)
    print(f"{put} mails were due again; {waiting} of all have not left.")
    if waiting:
        print("koinon mail list says why.", file=sys.stderr)
    return 1 if waiting else 0


def _open() -> None:
    application.load()
    application.need_prepared()
