"""What this room keeps of persons: the names of those who are paid, in the vault."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from koinon.people import vault
from koinon.people.processing import Kept, Person, Rows
from koinon.record import store
from koinon.treasury.models import Commitment

_FORM: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


def _payees(person: Person) -> Rows:
    """The payees of commitments who have a person's name."""
    rows = Commitment.objects.order_by("number").values_list("payee", flat=True)
    return vault.naming(person, rows)


def _due(cutoff: datetime) -> Rows:
    before = store.size_at(cutoff.astimezone(UTC).strftime(_FORM))
    rows = Commitment.objects.filter(committed_n__lt=before).order_by("number")
    return vault.rows(rows.values_list("payee", flat=True))


def _since(secret: Any) -> datetime | None:
    row = Commitment.objects.filter(payee=secret.pk).first()
    if row is None:
        return None
    at = store.instants([row.committed_n])[row.committed_n]
    return datetime.strptime(at, _FORM).replace(tzinfo=UTC)


KEPT: Final = (
    Kept(
        "payees",
        "people.Secret",
        _("The name of whoever is paid"),
        "payments",
        "payees",
        (("value", _("Name")), ("commitment", _("Commitment in the record"))),
        of=_payees,
        due=_due,
        since=_since,
        ground="law",
    ),
)
