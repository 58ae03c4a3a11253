"""What the auditor's questions say, and to which seats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext

from koinon.assembly import queries as assembly
from koinon.interfaces.shared import naming, remembered, wording
from koinon.interfaces.shared.mail.letters import Announcement, Letter
from koinon.treasury.queries import audits
from koinon.treasury.queries.audits import LetterView


def asked(entry: Any) -> Announcement | None:
    """What an entry of an audit asks, and whom; None where it tells nobody anything."""
    return _ASKED[entry["type"].partition("/")[0]](entry)


def _evidence(entry: Any) -> Announcement:
    data = entry["data"]

    def told() -> tuple[str, ...]:
        return (
            gettext("The auditor asks for evidence: {what}"),
            gettext(
                "For the audit of the books {seat} is asked for evidence of entry {n}: “{what}”."
            ),
            gettext("Please provide it by {due}; what is late is shown as overdue."),
        )

    facts = {"what": data["what"], "n": data["entry"]}
    return _asked(data["audit"], entry["result"]["seat"], told, facts, entry["result"]["due"])


def _insufficient(entry: Any) -> Announcement | None:
    if entry["data"]["outcome"] != "insufficient":
        return None
    found = audits.request(entry["data"]["request"])
    assert found is not None

    def told() -> tuple[str, ...]:
        return (
            gettext("The auditor asks for more evidence: {what}"),
            gettext("The evidence that {seat} provided of “{what}” is not enough: “{reason}”."),
            gettext("Please provide it by {due}; what is late is shown as overdue."),
        )

    facts = {"what": found.what, "reason": entry["data"]["reason"]}
    return _asked(found.audit, found.seat, told, facts, entry["result"]["due"])


def _finding(entry: Any) -> Announcement:
    data = entry["data"]

    def told() -> tuple[str, ...]:
        return (
            gettext("A finding of the auditor: {title}"),
            gettext("The auditor recorded a finding, “{title}”, to which {seat} is to reply."),
            gettext("Please reply by {due}; until then it stands in public without a reply."),
        )

    facts = {"title": data["title"]}
    return _asked(data["audit"], entry["result"]["seat"], told, facts, entry["result"]["due"])


def _asked(
    audit: int,
    seat: str,
    told: Callable[[], tuple[str, ...]],
    facts: Mapping[str, object],
    due: str,
) -> Announcement:
    """A mail to one seat, which leads to the audit's page; `told` is its subject and sentences."""

    def letter(seat: str) -> Letter:
        named = {**facts, "due": wording.day(due), "seat": naming.seat(seat)}
        subject, *said = (one.format_map(named) for one in told())
        page = reverse("audit", args=[audit])
        return Letter(subject, tuple(said), page, gettext("See the audit:"), _by_the_charter())

    return Announcement(f"audit/{audit}", (seat,), letter)


def _confirmations(entry: Any) -> Announcement | None:
    audit = entry["data"]["audit"]
    asked = {one.city: one for one in audits.letters(audit) if one.asked_n == entry["n"]}
    charter = remembered.charter()
    assert charter is not None
    granted = charter.authority_for("treasury.answer_confirmation/1")
    bodies = {body for one in granted for body in one.bodies}
    seats = [one for one in assembly.seats() if one.city in asked and one.body in bodies]

    def letter(seat: str) -> Letter:
        return _confirmation(asked[seat.partition("/")[2]], charter.currency)

    found = tuple(one.name for one in seats)
    return Announcement(f"audit/{audit}", found, letter) if found else None


def _confirmation(one: LetterView, currency: str) -> Letter:
    facts = {
        "city": naming.city(one.city),
        "on": wording.day(one.on),
        "due": wording.day(one.due),
        "amount": wording.money(one.balance_cents, currency),
    }
    said = (
        gettext(
            "For the audit {city} is asked to confirm that it owed {amount} at the end of {on}."
        ),
        gettext(
            "Please compare it with your own books and answer by {due}; silence proves nothing."
        ),
        gettext("This is no reminder, and nothing is to be paid because of this letter."),
    )
    return Letter(
        gettext("Confirm what {city} owed on {on}").format_map(facts),
        tuple(sentence.format_map(facts) for sentence in said),
        reverse("audit_letter", args=[one.number]),
        gettext("Read the letter, and answer it:"),
        _by_the_charter(),
    )


def _by_the_charter() -> str:
    return gettext(
        "You get this because you hold this seat. The charter lets the auditor ask, so it cannot "
        "be declined."
    )


_ASKED: Final[Mapping[str, Callable[[Any], Announcement | None]]] = {
    "treasury.request_evidence": _evidence,
    "treasury.close_request": _insufficient,
    "treasury.ask_confirmations": _confirmations,
    "treasury.record_finding": _finding,
}
"""Kind of act → what the auditor asks by it."""
