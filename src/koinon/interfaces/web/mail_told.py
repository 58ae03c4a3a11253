"""Mail in words: kinds, what became of a delivery, what to do; and who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_noop

from koinon.interfaces.shared.mail import smtp
from koinon.post.queries import DeliveryView

KINDS: Final = {
    "notice": gettext_noop("Notice of a proposal"),
    "withdrawn": gettext_noop("A proposal was withdrawn"),
    "convocation": gettext_noop("Convocation of a meeting"),
    "agenda": gettext_noop("The agenda of a meeting was changed"),
    "cancelled": gettext_noop("A meeting was cancelled"),
    "invoice": gettext_noop("Invoice to a member"),
    "audit": gettext_noop("The auditor asks something"),
    "opened": gettext_noop("Voting is open"),
    "closing": gettext_noop("Voting closes in two days and your vote is missing"),
    "decided": gettext_noop("A proposal was decided"),
}
STATUSES: Final = {
    "waiting": gettext_noop("Waits to be sent"),
    "sending": gettext_noop("Is being sent"),
    "accepted": gettext_noop("Accepted by the mail server"),
    "written": gettext_noop("Written into a file"),
    "refused": gettext_noop("Refused"),
    "failed": gettext_noop("Given up"),
    "declined": gettext_noop("Not wanted by the person"),
    "vacant": gettext_noop("Nobody holds the seat"),
}
REACHED: Final = frozenset({"accepted"})
LOST: Final = frozenset({"refused", "failed", "vacant", "written"})


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery with its words; `tone` is "yes", "no" or "" for its tag."""

    delivery: DeliveryView
    kind: str
    status: str
    tone: str
    why: str
    remedy: str


def told(deliveries: Iterable[DeliveryView]) -> list[Told]:
    """What became of each, and what to do where it reached nobody."""
    return [_told(one) for one in deliveries]


def _told(one: DeliveryView) -> Told:
    tone = "yes" if one.status in REACHED else "no" if one.status in LOST else ""
    return Told(
        delivery=one,
        kind=gettext(KINDS[one.kind]),
        status=gettext(STATUSES[one.status]),
        tone=tone,
        why=smtp.sentence(one.fault, one.reply) if one.fault else "",
        remedy=_remedy(one),
    )


def _remedy(one: DeliveryView) -> str:
    match one.status:
        case "vacant":
            return gettext("Give the seat to somebody, or hand the letter to the city on paper.")
        case "refused" | "failed":
            return gettext("Print the letter and hand it over, or send it again.")
        case "written":
            return gettext("No mail server is set: print the letter and hand it over.")
        case _:
            return ""


def kind(name: str) -> str:
    """A kind of mail in words."""
    return gettext(KINDS[name])
