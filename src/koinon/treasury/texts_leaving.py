"""The sentences about leaving and about sharing out: refusals, keys of the acts and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


LEAVING_REFUSALS: Final[Mapping[str, str]] = {
    "treasury.no_residual": gettext_noop(
        "The charter under which {city} left says nothing of what it then owes; it is charged "
        "nothing by it."
    ),
    "treasury.not_left": gettext_noop(
        "{city} is a member; what it owes on leaving is reckoned once it has left."
    ),
    "treasury.residual_order": gettext_noop(
        "{earlier} left before {city} and is not charged its share yet; charge {earlier} first, "
        "because what it owes is not counted again."
    ),
    "treasury.residual_too_long": gettext_noop(
        "The share of {city} by the weighting {weighting} has too many digits to be written down; "
        "choose a weighting in whole votes."
    ),
    "treasury.not_dissolved": gettext_noop(
        "The coalition is not dissolved; what it has is shared out once it is."
    ),
    "treasury.shared_out_already": gettext_noop(
        "What the coalition had was shared out by entry {n} already; that is done once."
    ),
    "treasury.shared_out": gettext_noop(
        "What the coalition had was shared out by entry {n}, so nothing new is budgeted, levied, "
        "promised or spent; what members hold to their credit is repaid."
    ),
    "treasury.dissolved_levy": gettext_noop(
        "The coalition is dissolved (entry {n}), so by article {article} no levy is adopted any "
        "more."
    ),
    "treasury.commitments_open": gettext_noop(
        "These commitments are still open: {numbers}; have them invoiced, or let them lapse by "
        "closing their year, before anything is shared out."
    ),
    "treasury.suppliers_unpaid": gettext_noop(
        "These suppliers’ invoices are not paid: {numbers}; pay them before anything is shared out."
    ),
    "treasury.bank_unexplained": gettext_noop(
        "Movements at the bank of {amount_cents} in all are not explained ({references}); explain "
        "each one before anything is shared out."
    ),
}

LEAVING_LABELS: Final = (
    gettext_noop("act.treasury.charge_residual/2"),
    gettext_noop("about.treasury.charge_residual/2"),
    gettext_noop("says.treasury.charge_residual/2"),
    gettext_noop("act.treasury.charge_residual/2.city"),
    gettext_noop("act.treasury.share_out/1"),
    gettext_noop("about.treasury.share_out/1"),
    gettext_noop("says.treasury.share_out/1"),
)
"""Keys whose English stands in the English catalogue; see `koinon.acts.texts.LABELS`."""
