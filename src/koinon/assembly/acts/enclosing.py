"""Acts inside acts: what takes effect when a proposal is adopted or a project is funded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field, JsonValue, ValidationError

from koinon.acts import registry
from koinon.acts.act import Act, Effect, Moment, Plain, documents_of
from koinon.acts.refused import refuse
from koinon.charter.document import Charter
from koinon.record import store

ENCLOSED_LIMIT = 200
"""How many acts a decision encloses at most (as many as the gate carries out for one)."""


class Enclosed(Plain):
    """An act that takes effect when the decision it stands in is taken."""

    type: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+/[1-9]\d*$")]
    data: dict[str, JsonValue]


class Encloses(Act):
    """An act that holds other acts."""

    def enclosed(self) -> tuple[Enclosed, ...]:
        """The acts it holds, in the order in which they are told in refusals."""
        raise NotImplementedError

    def read_enclosed(self, charter: Charter) -> tuple[Act, ...]:
        """The acts it holds, each checked; refuses unknown, malformed, and not by a decision."""
        return tuple(_read(i, one, charter) for i, one in enumerate(self.enclosed(), 1))


def all_within(acts: Iterable[Act], charter: Charter) -> tuple[Act, ...]:
    """These acts and all that they enclose in turn.

    Whoever decides about an act decides about everything inside it, by the rules of all of it.
    """
    found: list[Act] = []
    for act in acts:
        found.append(act)
        if isinstance(act, Encloses):
            found.extend(all_within(act.read_enclosed(charter), charter))
    return tuple(found)


def named_within(acts: Sequence[Act], moment: Moment) -> list[Effect]:
    """The effects that name the documents of these acts; refuses one that was not checked in.

    Refuses acts, too, that could never be carried out, whatever happens until then.
    """
    named = tuple(dict.fromkeys(doc for act in acts for doc in documents_of(act)))
    if not moment.replaying:
        for sha256 in store.missing_documents(doc.sha256 for doc in named):
            refuse("acts.document_missing", sha256=sha256)
        for act in acts:
            act.check_enclosed()
    return [doc.effect() for doc in named]


def _read(place: int, one: Enclosed, charter: Charter) -> Act:
    try:
        found = registry.find(one.type).read(one.data)
    except registry.UnknownAct:
        refuse("assembly.unknown_act", act=one.type, place=place)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        refuse("assembly.bad_act", act=one.type, place=place, field=field, rule=first["msg"])
    if not any(grant.by == "decision" for grant in charter.authority_for(one.type)):
        refuse("assembly.not_by_decision", act=one.type, place=place)
    return found
