"""What this room keeps of persons: the names of those appointed and of candidates, in the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from koinon.assembly.models import Candidate, Mandate
from koinon.people import inviting, vault
from koinon.people.processing import Kept, Person, Rows
from koinon.people.retention import periods, until

_FORM: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


def in_office(account: int) -> bool:
    """Whether an account was appointed to a seat in a mandate that is not over."""
    mandates = inviting.mandates_by_account(account)
    return any(_over(row) is None or _over(row) > timezone.now() for row in _rows(mandates))  # type: ignore[operator]


def _rows(mandates: Iterable[int]) -> Iterable[Mandate]:
    return Mandate.objects.filter(appointed_n__in=list(mandates)).order_by("appointed_n")


def _names(person: Person) -> Rows:
    """The names of mandates given to a person's account, or to nobody's and in that name."""
    own = inviting.mandates_by_account(person.account) if person.account is not None else ()
    others = inviting.mandates_of_others(person.account)
    holders = dict(Mandate.objects.order_by("appointed_n").values_list("appointed_n", "holder"))
    mine = {holders[n] for n in own if n in holders}
    open_to_all = {holder for n, holder in holders.items() if n not in others}
    named = vault.naming(person, open_to_all) if person.name else vault.rows(())
    return vault.rows(mine | set(named.values_list("pk", flat=True)))


def _due(cutoff: datetime) -> Rows:
    over = Mandate.objects.filter(ends_at__lt=cutoff.astimezone(UTC).strftime(_FORM))
    return vault.rows(over.order_by("appointed_n").values_list("holder", flat=True))


def _over(row: Mandate) -> datetime | None:
    """The end of a mandate; None while none is set."""
    return datetime.strptime(row.ends_at, _FORM).replace(tzinfo=UTC) if row.ends_at else None


def _since(secret: Any) -> datetime | None:
    row = Mandate.objects.filter(holder=secret.pk).first()
    return _over(row) if row else None


def kept_until(mandates: Iterable[tuple[int, str | None]]) -> dict[int, date]:
    """Until which day the register keeps the names of mandates, by entry; each with its end."""
    period = periods()["register"]
    found = {}
    for n, ends_at in mandates:
        if ends_at is not None:
            since = datetime.strptime(ends_at, _FORM).replace(tzinfo=UTC)
            found[n] = until(period, since)
    return found


def _candidates(person: Person) -> Rows:
    """The names of candidates that are a person's."""
    rows = Candidate.objects.order_by("stood_n").values_list("name", flat=True)
    return vault.naming(person, filter(None, rows))


def _candidates_due(cutoff: datetime) -> Rows:
    before = cutoff.astimezone(UTC).strftime(_FORM)
    over = Candidate.objects.filter(election__closes_at__lt=before).order_by("stood_n")
    return vault.rows(filter(None, over.values_list("name", flat=True)))


def _candidate_since(secret: Any) -> datetime | None:
    row = Candidate.objects.filter(name=secret.pk).select_related("election").first()
    if row is None:
        return None
    return datetime.strptime(row.election.closes_at, _FORM).replace(tzinfo=UTC)


KEPT: Final = (
    Kept(
        "register",
        "people.Secret",
        _("The name in the register of office-holders"),
        "register",
        "register",
        (("value", _("Name")), ("commitment", _("Commitment in the record"))),
        of=_names,
        due=_due,
        since=_since,
        ground="law",
    ),
    Kept(
        "candidates",
        "people.Secret",
        _("The name of whoever stands in an election"),
        "elections",
        "candidates",
        (("value", _("Name")), ("commitment", _("Commitment in the record"))),
        of=_candidates,
        due=_candidates_due,
        since=_candidate_since,
        ground="public_task",
    ),
)
