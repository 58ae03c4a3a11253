"""What the clock could not do in time: noted in the record, and tried again by itself.

It is tried again after a day, and if it fails then, after as long as it has been failing: 1, 2, 4,
8 days after the first time. Nobody else waits for it, and a newer version of the software that
can do it finds it due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from koinon.acts import memo, registry
from koinon.acts.act import Act, Consequence, Moment
from koinon.acts.models import Postponed
from koinon.acts.not_executed import Said, facts_of
from koinon.acts.refused import Refused, refuse
from koinon.acts.registry import act

SHORTEST_WAIT = timedelta(days=1)
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act of the clock that is tried again at the instant `until`."""

    until: str
    act: Act


def waiting() -> tuple[Waiting, ...]:
    """All that is put off, by its instant."""
    return memo.once("postponed", _waiting, Postponed)


def _waiting() -> tuple[Waiting, ...]:
    rows = Postponed.objects.order_by("until", "id").values_list("until", "type", "data")
    return tuple(Waiting(until, registry.find(name).read(data)) for until, name, data in rows)


def put_off(act: Act, at: str, note_id: UUID, acts: Sequence[Act] = ()) -> None:
    """Let the clock try an act again later; `acts` are what it is to carry out."""
    held = _held(act)
    until = _next(held.since if held else at, at)
    if held:
        Postponed.objects.filter(id=held.id).update(until=until)
        return
    kept = [{"type": one.type, "data": one.plain()} for one in acts]
    Postponed.objects.create(
        id=note_id, type=act.type, data=act.plain(), acts=kept, since=at, until=until
    )


def settle(act: Act) -> None:
    """An act was done, by whomever: if it was put off, it is no more."""
    if any(one.act == act for one in waiting()):
        held = _held(act)
        assert held is not None, act.type
        held.delete()


def _held(act: Act) -> Postponed | None:
    """The row of an act that was put off; compared here, because databases compare JSON as text."""
    rows = Postponed.objects.filter(type=act.type).order_by("id")
    return next((row for row in rows if row.data == act.plain()), None)


def _next(since: str, at: str) -> str:
    """The instant of the next attempt."""
    first, now = (datetime.strptime(one, _FORM).replace(tzinfo=UTC) for one in (since, at))
    return (now + max(SHORTEST_WAIT, now - first)).strftime(_FORM)


@act("acts.note_postponed/1")
class NotePostponed(Act):
    """Note that the clock could not do what was due, and why; it tries again later."""

    what: Annotated[str, Field(max_length=80)]
    data: dict[str, JsonValue]
    refusal: str
    facts: tuple[Said, ...] = ()

    @classmethod
    def of(cls, act: Act, refused: Refused) -> NotePostponed:
        """The note for an act of the clock and why it could not be done."""
        return cls(what=act.type, data=act.plain(), refusal=refused.code, facts=facts_of(refused))

    def judge(self, moment: Moment) -> Consequence:
        """Only the clock puts off what is the clock's."""
        if moment.grant.kind != "clock":
            refuse("acts.by_the_clock_alone")
        return Consequence(result={"what": self.what, "refusal": self.refusal})

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """When it is tried again."""
        put_off(registry.find(self.what).read(self.data), moment.at, moment.act_id)


@act("acts.carry_out/1")
class CarryOut(Act):
    """Carry out a decision whose acts broke by a fault of the software; the clock does this."""

    decision: Annotated[int, Field(ge=1, le=2**53 - 1)]

    def judge(self, moment: Moment) -> Consequence:
        """The decision waits for it; its acts follow, by the decision's own power."""
        held = _held(self)
        if held is None:
            refuse("acts.nothing_to_carry_out", decision=self.decision)
        then = tuple(registry.find(one["type"]).read(one["data"]) for one in held.acts)
        return Consequence(result={"decision": self.decision}, then=then, carries_out=self.decision)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """What was put off stays so until the acts that follow have taken effect."""
