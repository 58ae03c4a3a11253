"""The verb `take-over`: a living coalition from a workbook; a dry run until it is confirmed."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from koinon.interfaces.shell import application
from koinon.interfaces.shell.charters import bytes_of
from koinon.interfaces.shell.founding import charter_text
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.interfaces.shared.moving.founding import Shown


def take_over(
    *,
    files: list[str],
    charter: str,
    names: list[str],
    origin: str,
    email: str,
    time_zone: str,
    currency: str,
    on: str,
    confirm: str,
) -> int:
    """Print every mistake, or what would be founded and its hash; with the hash, found it."""
    application.load()
    application.migrate()
    from pydantic import ValidationError

    from koinon.acts.refused import Refused
    from koinon.cities.roster import RosterErrors
    from koinon.interfaces.shared import founding
    from koinon.interfaces.shared.moving.files import packed
    from koinon.interfaces.shared.moving.founding import Asked, Changed, dry_run, move_in
    from koinon.interfaces.shared.moving.reading import Wrongs
    from koinon.interfaces.shared.refusals import sentence
    from koinon.record import store

    if store.head().size:
        raise Mistake("a coalition is founded here already; take another over into an empty home.")
    text = charter_text(charter, names, time_zone, currency)
    try:
        name, data = packed((Path(path).name, bytes_of(path, "take-over")) for path in files)
        asked = Asked(origin, text, _day(on), name, data, _act_id(data, origin))
        found = dry_run(asked)
        if isinstance(found, Wrongs):
            raise Mistake("\n".join(found.sentences()))
        if isinstance(found, Refused):
            raise Mistake(sentence(found, "en"), 1)
        print("\n".join(_told(found)))
        if not confirm:
            print(f"Nothing was written. To found exactly this: --confirm {found.digest}")
            return 0
        answer = move_in(asked, email, confirm)
    except RosterErrors as errors:
        raise Mistake("\n".join(errors.sentences())) from None
    except ValidationError as fault:
        raise Mistake(founding.mistake_in(fault)) from None
    except Changed:
        raise Mistake("--confirm: that is the hash of something else; use the one above.") from None
    if isinstance(answer, Refused):
        raise Mistake(sentence(answer, "en"), 1)
    print(f"Founded: entry {answer.receipt.n}, {answer.receipt.leaf}")
    print(f"The secretariat signs in once at /enter/{answer.link}")
    return 0


def _day(said: str) -> date:
    try:
        on = date.fromisoformat(said)
    except ValueError:
        raise Mistake(f"--on: '{said}' is no day; write it as 2026-01-01.") from None
    if on > datetime.now(UTC).date():
        raise Mistake(f"--on: {said} has not come yet; write today or an earlier day.")
    return on


def _act_id(data: bytes, origin: str) -> UUID:
    """The founding's id: of the same files for the same log it is the same, as is the hash."""
    raw = bytearray(hashlib.sha256(origin.encode() + b"\n" + data).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))


def _told(shown: Shown) -> list[str]:
    """What would be founded, in plain lines."""
    from koinon.interfaces.shared.moving.amounts import written

    def money(cents: int) -> str:
        return f"{written(cents, shown.currency)} {shown.currency}"

    seen = shown.seen
    lines = [
        f"Members: {len(shown.members)}, residents: {shown.residents}, seats: {seen.seats}",
        f"Entries: {shown.entries}, decisions of before: {len(shown.decisions)}, "
        f"documents: {len(shown.papers)}",
        f"Balance sheet: {money(seen.total('asset'))} = "
        f"{money(seen.total('liability', 'net_assets'))}",
    ]
    lines += [f"  {one.account}: {money(one.cents)}" for one in seen.lines]
    lines += [
        f"  {shown.names[one.city]} owes {money(one.owes_cents)}, "
        f"paid beforehand {money(one.credit_cents)}"
        for one in seen.standings
    ]
    lines += [
        f"  {one.title}: {money(one.total_cents - one.invoiced_cents)} to be invoiced, "
        f"{money(one.unpaid_cents)} unpaid"
        for one in shown.contracts
    ]
    lines += [f"  {sha256}  {name}" for name, sha256 in sorted(shown.papers.items())]
    if shown.ignored:
        lines.append(f"Not used: {', '.join(shown.ignored)}")
    return lines


def write_template(path: str, *, example: bool) -> int:
    """Write the workbook to fill in, in the language of the keyboard."""
    application.load()
    from django.utils.translation import get_language

    from koinon.interfaces.shared.moving import template

    if Path(path).exists():
        raise Mistake(f"{path}: there is such a file already; name another.")
    Path(path).write_bytes(template.workbook(get_language() or "en", example=example))
    print(f"Written: {path}")
    return 0
