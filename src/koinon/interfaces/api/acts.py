"""One endpoint per registered act, derived from its class; and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Annotated, Any, Final
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema
from pydantic import ValidationError

from koinon.acts import registry
from koinon.acts.act import Act, Envelope, Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.charter import queries as charters
from koinon.interfaces.api.callers import AUTH, caller
from koinon.interfaces.api.problems import ProblemOut, problem, refusal
from koinon.interfaces.shared.coercion import BODY_LIMIT, JsonError, read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.problems import FieldProblem, field_problems
from koinon.interfaces.shared.sender import new_act_id
from koinon.record.canonical import JSON

SIGNED: Final[dict[str, Any]] = {
    "type": "object",
    "description": "The signature of the act (record-format.md, section 3); see /api/signing.",
}
REFS = "#/components/schemas/{model}"


class ReceiptOut(Schema):
    """An act that was taken: its entry, its place in the record, its result.

    `leaf` is the entry's leaf hash, by which it can be proved to be in the record. `then` are the
    entries that followed from it. `repeated` says that the same request had been taken before.
    """

    n: int
    at: str
    act_id: str
    type: str
    leaf: str
    result: dict[str, Any]
    then: list[int]
    repeated: bool
    not_executed: str | None


class AuthorityOut(Schema):
    """An article that allows the act: to seats and bodies named, by decision, or to the clock.

    `signed` is the signature it demands: by any key of the seat, by a passkey, or by a passkey that
    recognised its owner.
    """

    article: str
    by: str
    seats: list[str]
    bodies: list[str]
    signed: str | None


class ActOut(Schema):
    """An act: its name, what it is for, the JSON Schema of its fields, who may do it."""

    type: str
    summary: str
    fields: dict[str, Any]
    authority: list[AuthorityOut]


class ActsOut(Schema):
    """Every act there is; `charter` is the hash of the charter in force, null before founding."""

    acts: list[ActOut]
    charter: str | None


def router() -> Router:
    """The endpoints of every act registered by now."""
    made = Router(tags=["acts"])
    made.get("", response=ActsOut, summary="List every act", operation_id="list_acts")(list_acts)
    for chosen in registry.all_acts():
        _add(made, chosen)
    made.post("/{path:name}", auth=AUTH, include_in_schema=False)(unknown_act)
    return made


def list_acts(request: HttpRequest) -> dict[str, Any]:
    """Every act with the JSON Schema of its fields and the articles that grant it."""
    versions = charters.versions()
    version = versions[0].sha256 if versions else None
    charter = charters.parsed(version) if version else None
    listed = [
        {
            "type": one.type,
            "summary": summary(one),
            "fields": one.model_json_schema(),
            "authority": [
                {
                    "article": grant.article,
                    "by": grant.by,
                    "seats": list(grant.seats),
                    "bodies": list(grant.bodies),
                    "signed": grant.signed,
                }
                for grant in (charter.authority_for(one.type) if charter else ())
            ],
        }
        for one in registry.all_acts()
    ]
    return {"acts": listed, "charter": version}


def summary(chosen: type[Act]) -> str:
    """The first sentence of an act's documentation."""
    return (chosen.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")


def _add(router: Router, chosen: type[Act]) -> None:
    """One endpoint; its body's schema is the act's own."""
    schema = chosen.model_json_schema(ref_template=REFS)
    schema.pop("$defs", None)
    assert "signed" not in schema["properties"], f"{chosen.type}: signed is the signature's name"
    schema["properties"]["signed"] = SIGNED
    router.post(
        f"/{chosen.type}",
        auth=AUTH,
        response={200: ReceiptOut, (401, 403, 409, 413, 422): ProblemOut},
        summary=summary(chosen),
        description=" ".join((chosen.__doc__ or "").split()),
        operation_id=chosen.type.replace(".", "_").replace("/", "_v"),
        tags=[chosen.type.partition(".")[0]],
        openapi_extra={
            "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}
        },
    )(_endpoint(chosen))


def definitions() -> dict[str, Any]:
    """The JSON Schemas that the acts' schemas refer to, by name."""
    found: dict[str, Any] = {}
    for chosen in registry.all_acts():
        for name, schema in chosen.model_json_schema(ref_template=REFS).get("$defs", {}).items():
            assert found.setdefault(name, schema) == schema, f"two classes are called {name}"
    return found


def _endpoint(chosen: type[Act]) -> Callable[..., Any]:
    def endpoint(
        request: HttpRequest,
        idempotency_key: Annotated[UUID | None, Header(None, alias="Idempotency-Key")] = None,
        seat: Annotated[str | None, Header(None, alias="X-Koinon-Seat", max_length=81)] = None,
    ) -> Any:
        return take(request, chosen, idempotency_key or new_act_id(), seat)

    return endpoint


def take(request: HttpRequest, chosen: type[Act], act_id: UUID, seat: str | None) -> Any:
    """Read the act from the request's body and send it through the gate."""
    ready = envelope(request, chosen, act_id, seat)
    if isinstance(ready, HttpResponse):
        return ready
    answer = enact(ready)
    return refusal(answer) if isinstance(answer, Refused) else receipt(answer)


def envelope(
    request: HttpRequest, chosen: type[Act], act_id: UUID, seat: str | None
) -> Envelope | HttpResponse:
    """The act as its caller sends it, or the answer that says what is wrong with it."""
    sent_by = caller(request)
    acting = seat if seat is not None else sent_by.seat
    if acting is not None and acting not in sent_by.seats:
        return problem(403, "api.other_seat", facts={"seat": acting, "held": list(sent_by.seats)})
    read = _read(request, chosen, act_id)
    if isinstance(read, HttpResponse):
        return read
    ready, signed = read
    return Envelope(ready, act_id, acting, "api", sent_by.auth, signed)


def _read(request: HttpRequest, chosen: type[Act], act_id: UUID) -> tuple[Act, JSON] | HttpResponse:
    """The act in the body and its signature, or the answer that says what is wrong with it."""
    try:
        if len(request.body) > BODY_LIMIT:
            raise RequestDataTooBig
        fields = read_json(request.body)
        signed = fields.pop("signed", None) if isinstance(fields, dict) else None
        return read_act(chosen, fields, act_id), signed
    except RequestDataTooBig:
        return problem(413, "api.too_large", facts={"limit": BODY_LIMIT})
    except JsonError as error:
        return problem(422, "api.not_json", errors=[FieldProblem("", "json", str(error))])
    except ValidationError as error:
        return problem(422, "api.fields", errors=field_problems(error))


def receipt(answer: Receipt) -> dict[str, Any]:
    """A receipt as it is sent."""
    return {
        "n": answer.n,
        "at": answer.at,
        "act_id": str(answer.act_id),
        "type": answer.type,
        "leaf": answer.leaf,
        "result": dict(answer.result),
        "then": list(answer.then),
        "repeated": answer.repeated,
        "not_executed": answer.not_executed,
    }


def unknown_act(request: HttpRequest, name: str) -> HttpResponse:
    """There is no act of this name; say which one is meant, perhaps."""
    known = [one.type for one in registry.all_acts()]
    near = get_close_matches(name, known, n=3)
    return problem(404, "api.not_found", facts={"name": name[:100], "near": near})
