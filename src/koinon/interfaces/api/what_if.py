"""What cities could do together, worked out for whoever asks; nothing is recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from koinon.interfaces.api.problems import ProblemOut, problem
from koinon.interfaces.shared import charters_chosen
from koinon.interfaces.shared.problems import FieldProblem
from koinon.interfaces.shared.whatif.asked import MOST, Asked, Problem, read_asked, work_out
from koinon.interfaces.shared.whatif.made import Made, sha256
from koinon.interfaces.shared.whatif.plain import PlanForm, plain
from koinon.interfaces.shared.whatif.tables import OwnTables

CHANGES: Final = 200

router = Router(tags=["what if"])

Typed = Annotated[str, Field(max_length=200)]
Several = Annotated[list[Annotated[str, Field(max_length=8_000)]], Field(max_length=MOST)]


class AskedIn(Schema):
    """The fields of the page's address. Lists are repeated, or have commas between."""

    city: Several = Field(default_factory=list)
    other: Several = Field(default_factory=list)
    programme: Several = Field(default_factory=list)
    assume: Annotated[list[Typed], Field(max_length=CHANGES)] = Field(default_factory=list)
    charter: Typed = ""
    matter: Typed = ""
    levy: Typed = ""
    rate: Typed = ""
    exempt: Typed = ""
    cap: Typed = ""
    collection: Typed = ""
    response: Typed = ""
    sharing: Typed = ""
    part: Typed = ""
    ability: Typed = ""
    difference: Typed = ""


@router.get(
    "",
    response={200: PlanForm, (400, 422): ProblemOut},
    by_alias=True,
    operation_id="what_if",
)
def what_if(request: HttpRequest, asked: Query[AskedIn]) -> Any:
    """A plan and its answers (koinon-plan/1), without what is for a drafter alone."""
    typed = asked.dict()
    read = read_asked(typed.get, lambda name: typed[name])
    charter_id = read.charter or charters_chosen.SUGGESTED
    charter = charters_chosen.chosen(charter_id)
    faults = _faults(read, known=charter is not None)
    if faults or charter is None:
        return _problem(faults)
    worked = work_out(read, charter)
    if worked.plan is None:
        return _problem(worked.problems)
    digest = sha256(charters_chosen.text_of(charter_id).encode())
    made = Made(datetime.now(UTC).date(), read, charter_id, digest, OwnTables())
    return plain(worked.plan, made, difference=worked.difference)


def _faults(asked: Asked, *, known: bool) -> tuple[Problem, ...]:
    """What can be told before anything is worked out."""
    found = []
    if len(asked.cities) + len(asked.others) > MOST:
        text = gettext("At most {most} cities at once; use “koinon plan” for more.")
        found.append(Problem("city", text.format(most=MOST)))
    if not known:
        listed = ", ".join(one.id for one in charters_chosen.choices())
        text = gettext("“{value}” is no charter that is known here; there are {known}.")
        found.append(Problem("charter", text.format(value=asked.charter, known=listed)))
    return tuple(found)


def _problem(problems: tuple[Problem, ...]) -> Any:
    errors = [FieldProblem(one.field, "plan", one.sentence) for one in problems]
    return problem(400, "api.plan", errors=errors)
