"""The sentences of a charter on arrears, objections and the audit; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


MONEY: Final[Mapping[str, str | tuple[str, str]]] = {
    "arrears.voting.end of days": ngettext_noop(
        "Article {article}. A member that has not paid {n} day after the day an invoice was due "
        "loses its vote.",
        "Article {article}. A member that has not paid {n} days after the day an invoice was due "
        "loses its vote.",
    ),
    "arrears.voting.first day of next year": ngettext_noop(
        "Article {article}. A member that has not paid loses its vote on the first day of the year "
        "after the one in which {n} day has passed since an invoice was due.",
        "Article {article}. A member that has not paid loses its vote on the first day of the year "
        "after the one in which {n} days have passed since an invoice was due.",
    ),
    "arrears.all rights.end of days": ngettext_noop(
        "Article {article}. A member that has not paid {n} day after the day an invoice was due "
        "loses all its rights.",
        "Article {article}. A member that has not paid {n} days after the day an invoice was due "
        "loses all its rights.",
    ),
    "arrears.all rights.first day of next year": ngettext_noop(
        "Article {article}. A member that has not paid loses all its rights on the first day of "
        "the year after the one in which {n} day has passed since an invoice was due.",
        "Article {article}. A member that has not paid loses all its rights on the first day of "
        "the year after the one in which {n} days have passed since an invoice was due.",
    ),
    "arrears.notice": ngettext_noop(
        "It is warned first, and {n} whole day passes after the warning.",
        "It is warned first, and {n} whole days pass after the warning.",
    ),
    "arrears.counted": gettext_noop(
        "It still counts among the members when the votes of a proposal are weighed."
    ),
    "arrears.not counted": gettext_noop(
        "In proposals noticed meanwhile it does not count among the members."
    ),
    "arrears.payment": gettext_noop("Paying gives it back at once."),
    "arrears.decision": gettext_noop("Only a decision gives it back."),
    "disputes": ngettext_noop(
        "Article {article}. A member may object to a charge until {n} day has passed since it was "
        "charged, or since it paid under protest.",
        "Article {article}. A member may object to a charge until {n} days have passed since it "
        "was charged, or since it paid under protest.",
    ),
    "disputes.stays": gettext_noop("While an objection is open, nothing is lost by that charge."),
    "disputes.does_not_stay": gettext_noop(
        "An open objection does not keep a member from losing rights by that charge."
    ),
    "disputes.all members": gettext_noop(
        "When it is upheld and a figure was wrong, the charges of all members are computed anew."
    ),
    "disputes.disputing member": gettext_noop(
        "When it is upheld and a figure was wrong, that member’s charge alone is computed anew; "
        "the difference falls on what the coalition has."
    ),
    "disputes.answer": ngettext_noop(
        "An objection is answered within {n} day.", "An objection is answered within {n} days."
    ),
    "disputes.unanswered.contested": gettext_noop(
        "If it is not, it counts as contested, and the arbiter rules on it."
    ),
    "disputes.unanswered.granted": gettext_noop("If it is not, it is granted."),
    "disputes.unanswered.shown": gettext_noop("If it is not, that is shown; nothing else follows."),
    "disputes.ruling": ngettext_noop(
        "It is ruled on within {n} day of being raised.",
        "It is ruled on within {n} days of being raised.",
    ),
    "disputes.ruling_after": ngettext_noop(
        "It is ruled on within {n} day after those for the answer.",
        "It is ruled on within {n} days after those for the answer.",
    ),
    "audit": gettext_noop(
        "Article {article}. {seat} audits the books, and does nothing that keeps them."
    ),
    "audit.evidence": ngettext_noop(
        "Whoever is asked for evidence provides it within {n} day.",
        "Whoever is asked for evidence provides it within {n} days.",
    ),
    "audit.confirmation": ngettext_noop(
        "A member that is asked to confirm what it owes answers within {n} day.",
        "A member that is asked to confirm what it owes answers within {n} days.",
    ),
    "audit.reply": ngettext_noop(
        "A finding is replied to within {n} day.",
        "A finding is replied to within {n} days.",
    ),
    "audit.opinion": ngettext_noop(
        "The opinion is given within {n} day after the audit was opened.",
        "The opinion is given within {n} days after the audit was opened.",
    ),
}
