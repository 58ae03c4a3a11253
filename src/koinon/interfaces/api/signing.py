"""What is to be signed: the statement of an act, before it is sent."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema

from koinon.acts import registry
from koinon.acts.refused import Refused
from koinon.acts.signing import statement
from koinon.interfaces.api import acts
from koinon.interfaces.api.callers import AUTH
from koinon.interfaces.api.problems import ProblemOut, refusal
from koinon.interfaces.shared.sender import new_act_id
from koinon.record.signatures import challenge, to_base64url

router = Router(tags=["acts"])


class StatementOut(Schema):
    """What a seat signs of an act: the statement for a key file, its hash for a passkey.

    Send the act under this `act_id` as its `Idempotency-Key`, from this seat, with the same fields.
    """

    act_id: str
    seat: str
    statement: str
    challenge: str


@router.post(
    "/{path:name}",
    auth=AUTH,
    response={200: StatementOut, (401, 403, 404, 409, 413, 422): ProblemOut},
    summary="Say what is to be signed of an act; nothing is done",
    operation_id="statement",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
def state(
    request: HttpRequest,
    name: str,
    idempotency_key: Annotated[UUID | None, Header(None, alias="Idempotency-Key")] = None,
    seat: Annotated[str | None, Header(None, alias="X-Koinon-Seat", max_length=81)] = None,
) -> Any:
    """The statement of the act whose fields are the body."""
    try:
        chosen = registry.find(name)
    except registry.UnknownAct:
        return acts.unknown_act(request, name)
    ready = acts.envelope(request, chosen, idempotency_key or new_act_id(), seat)
    if isinstance(ready, HttpResponse):
        return ready
    if ready.seat is None:
        return refusal(Refused("acts.signed_without_seat"))
    stated = statement(ready)
    return {
        "act_id": str(ready.act_id),
        "seat": ready.seat,
        "statement": stated.decode(),
        "challenge": to_base64url(challenge(stated)),
    }
