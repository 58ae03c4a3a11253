"""Reads of vacancies: who sits from an election, who could follow, and each countback's result."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from koinon.assembly import vacancies as filling
from koinon.assembly.models import Election, Vacancy
from koinon.methods.counting import documents
from koinon.methods.counting.contests import CountError
from koinon.methods.counting.ties import LotNeeded
from koinon.record import store
from koinon.record.vacancies import can_follow


@dataclass(frozen=True, slots=True)
class VacancyView:
    """A vacancy that was filled; `number` counts those of an election from 1.

    `vacated` and `elected` are codes of candidates, as are the `unavailable`, who did not consent.
    """

    number: int
    vacated: str
    elected: str
    unavailable: tuple[str, ...]
    lot: str
    filled_n: int
    result_sha256: str


def vacancies(code: str) -> tuple[VacancyView, ...]:
    """The vacancies of an election that were filled, first to last."""
    rows = Vacancy.objects.filter(election__code=code).order_by("filled_n")
    return tuple(
        VacancyView(
            number=number,
            vacated=row.vacated,
            elected=row.elected,
            unavailable=tuple(row.unavailable),
            lot=row.lot,
            filled_n=row.filled_n,
            result_sha256=row.result["sha256"],
        )
        for number, row in enumerate(rows, 1)
    )


def sitting(code: str) -> tuple[str, ...]:
    """Who holds a seat of an election now, by their codes; () before it is counted."""
    row = Election.objects.filter(code=code, status="counted").first()
    return () if row is None else tuple(filling.sitting(row))


def able(code: str) -> tuple[str, ...]:
    """Who may be elected to a vacancy, if they consent; () before the election is counted."""
    row = Election.objects.filter(code=code, status="counted").first()
    return () if row is None else filling.able(row)


def can_be_filled(code: str) -> bool:
    """Whether a countback can fill a seat: counted by a rule with piles, and somebody is left."""
    row = Election.objects.filter(code=code, status="counted").first()
    return row is not None and can_follow(row.rule) and bool(filling.able(row))


def tied(code: str, vacated: str, unavailable: Collection[str], lot: str) -> tuple[str, ...]:
    """Between whom a lot decides if `vacated`, who sits, leaves; () where none is needed.

    () too where the countback cannot be tried here: the act then says why.
    """
    try:
        filling.counted(Election.objects.get(code=code), vacated, unavailable, lot)
    except LotNeeded as needed:
        return needed.tied
    except (LookupError, CountError):
        return ()
    return ()


def result(code: str, number: int) -> documents.Count | None:
    """The whole result of a vacancy's countback; None where there is none or it is withheld."""
    rows = Vacancy.objects.filter(election__code=code).order_by("filled_n")
    row = rows[number - 1 : number].first() if number > 0 else None
    found = store.document(row.result["sha256"]) if row is not None else None
    return documents.load(found[0]) if found else None
