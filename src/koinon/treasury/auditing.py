"""What the acts of an audit share: its terms, its populations, and what members owe on a day."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, Sum

from koinon.acts.act import Moment
from koinon.acts.refused import refuse
from koinon.assembly import queries as assembly
from koinon.assembly.calendar import local_day
from koinon.charter.document_money import Audit as Terms
from koinon.charter.queries import in_force
from koinon.methods.sampling import Item, Plan, Stratum, belongs, read_population
from koinon.record import store
from koinon.treasury.models import Audit, AuditSample, Transfer

MAX_POPULATION = 500_000
"""The most items of a population: its document then has less than 20 MB."""


def terms() -> Terms:
    """What the charter says about audits; refuses where it says nothing."""
    found = in_force().audit
    if found is None:
        refuse("treasury.no_audit")
    return found


def audit_of(number: int) -> Audit:
    """The audit of that number, or the refusal that there is none."""
    found = Audit.objects.filter(number=number).first()
    if found is None:
        refuse("treasury.unknown_audit", number=number)
    return found


def open_audit(number: int) -> Audit:
    """An audit whose opinion is not given yet, or the refusal."""
    found = audit_of(number)
    if found.opinion_n is not None:
        refuse("treasury.audit_over", number=number, n=found.opinion_n)
    return found


def day_of(moment: Moment) -> str:
    """The day of an act by the charter's calendar."""
    return local_day(moment.at, in_force().time_zone).isoformat()


def due_day(moment: Moment, name: str, days: int) -> str:
    """The day so many days after the act, by the charter's calendar; recorded under `name`."""
    zone = in_force().time_zone
    return moment.once(
        name, lambda: (local_day(moment.at, zone) + timedelta(days=days)).isoformat()
    )


def answering_seat(seat: str, act_type: str) -> None:
    """Refuse a seat that is not there, or that the charter does not let answer so."""
    body = seat.partition("/")[0]
    for grant in in_force().authority_for(act_type):
        granted = seat in grant.seats or ("/" in seat and body in grant.bodies)
        if granted and assembly.seat(seat) is not None:
            return
    refuse("treasury.audit_seat", seat=seat)


def population(name: str, year: int) -> tuple[Item, ...]:
    """The lines of a year's journals that make up a population, in the order of the record.

    Refuses one that is empty or larger than `MAX_POPULATION`.
    """
    wanted = {
        "payments": Q(credit_id__in=("bank", "overdraft")),
        "receipts": Q(debit_id__in=("bank", "overdraft")),
        "supplier invoices": Q(credit_id="payable"),
        "commitments": Q(credit__code__contains="/committed/"),
        "levy charges": Q(debit__code__startswith="receivable/"),
    }[name]
    rows = (
        Transfer.objects.filter(wanted, journal__period=str(year))
        .order_by("journal_id", "line")
        .values_list("journal_id", "line", "debit_id", "credit_id", "amount")
    )
    found = tuple(
        Item(n, line, cents)
        for n, line, debit, credit, cents in rows[: 2 * MAX_POPULATION]
        if belongs(name, debit, credit)
    )
    if not found:
        refuse("treasury.population_empty", year=year, population=name)
    if len(found) > MAX_POPULATION:
        refuse("treasury.population_too_large", found=len(found), limit=MAX_POPULATION)
    return found


def population_of(sample: AuditSample) -> tuple[Item, ...]:
    """The population as it was frozen when the sample was planned.

    Refuses where its document is withheld.
    """
    kept = store.document(sample.population_sha256)
    if kept is None:
        refuse("treasury.population_withheld", number=sample.number)
    return read_population(kept[0])


def plan_of(sample: AuditSample) -> Plan:
    """How a sample is drawn."""
    strata = tuple(Stratum(low, size) for low, size in sample.strata)
    method = sample.method
    assert method in ("monetary unit", "random", "stratified")
    return Plan(method, sample.interval_cents or 0, strata)  # type: ignore[arg-type]


def owed_on(city: str, day: str) -> int:
    """What a member owes by the books at the end of a day, less its credit, in minor units."""
    accounts = (f"receivable/{city}", f"advance/{city}")
    rows = Transfer.objects.filter(journal__effective__lte=day)
    debits = rows.filter(debit_id__in=accounts).aggregate(sum=Sum("amount"))["sum"]
    credits = rows.filter(credit_id__in=accounts).aggregate(sum=Sum("amount"))["sum"]
    return int(debits or 0) - int(credits or 0)
