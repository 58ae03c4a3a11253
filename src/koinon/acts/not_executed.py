"""The note that an adopted decision could not be carried out."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, Moment, Plain
from koinon.acts.refused import Refused
from koinon.acts.registry import act


class Said(Plain):
    """One fact of the refusal."""

    name: str
    value: Annotated[str, Field(max_length=500)]


def facts_of(refused: Refused) -> tuple[Said, ...]:
    """The facts of a refusal as a note states them."""
    return tuple(Said(name=name, value=str(value)[:500]) for name, value in refused.facts)


@act("acts.note_not_executed/1")
class NoteNotExecuted(Act):
    """Note that a decision stands but its enclosed acts were refused, with the reason."""

    decision: int
    refusal: str
    facts: tuple[Said, ...] = ()

    @classmethod
    def of(cls, decision: int, refused: Refused) -> NoteNotExecuted:
        """The note for a decision (its entry's index) and a refusal."""
        return cls(decision=decision, refusal=refused.code, facts=facts_of(refused))

    def refused(self) -> Refused:
        """The refusal it notes, its facts as texts."""
        return Refused(self.refusal, tuple((one.name, one.value) for one in self.facts))

    def judge(self, moment: Moment) -> Consequence:
        """Nothing is decided here."""
        return Consequence(result={"decision": self.decision, "refusal": self.refusal})

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The entry itself is the note; no state follows from it."""
