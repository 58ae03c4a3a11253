"""Answers that say no (RFC 9457): a code for programs and a sentence for people."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, gettext, gettext_noop
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from koinon.acts.refused import Refused
from koinon.interfaces.shared.problems import FieldProblem
from koinon.interfaces.shared.refusals import sentence

MEDIA: Final = "application/problem+json"


SENTENCES: Final = {
    "api.not_signed_in": gettext_noop(
        "Sign in, or send a token in the header Authorization: Bearer."
    ),
    "api.csrf": gettext_noop(
        "A session must send the token of its pages in the header X-CSRFToken as well."
    ),
    "api.other_seat": gettext_noop("You do not hold this seat today; choose one that you hold."),
    "api.fields": gettext_noop("The act cannot be read; mend the fields named below."),
    "api.parameters": gettext_noop("The request cannot be read; mend the parameters named below."),
    "api.plan": gettext_noop("No plan can be made of this; mend the fields named below."),
    "api.not_json": gettext_noop("The body cannot be read as JSON; see the field below."),
    "api.too_large": gettext_noop("The body is too large; put long texts into documents."),
    "api.not_found": gettext_noop("There is nothing at this address; see /api/openapi.json."),
}
"""Code → the sentence, where the answer is no refusal of the gate."""


class FieldOut(Schema):
    """A field that is wrong, by its path, with the rule's name and a sentence."""

    field: str
    rule: str
    detail: str


class ProblemOut(Schema):
    """Why the answer is no (RFC 9457). Nothing was changed."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    facts: dict[str, str | int | list[str]]
    errors: list[FieldOut]


def problem(
    status: int,
    code: str,
    detail: str | None = None,
    *,
    facts: dict[str, Any] | None = None,
    errors: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """A problem as the response to send."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail or gettext(SENTENCES[code]),
        "facts": facts or {},
        "errors": [{"field": one.field, "rule": one.rule, "detail": one.detail} for one in errors],
    }
    response = JsonResponse(body, status=status, content_type=MEDIA)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def refusal(refused: Refused) -> HttpResponse:
    """What the gate refused: 409, with the code, its facts and the sentence."""
    facts = {name: list(f) if isinstance(f, tuple) else f for name, f in refused.facts}
    said = sentence(refused, get_language() or "en")
    return problem(409, refused.code, said, facts=facts)


def install(api: NinjaAPI) -> None:
    """Let every error of the framework be answered as a problem."""
    codes = {401: "api.not_signed_in", 403: "api.csrf", 404: "api.not_found"}

    def http_error(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
        assert isinstance(error, HttpError)
        return problem(error.status_code, codes.get(error.status_code, "api.not_found"))

    def bad_parameters(
        request: HttpRequest, error: ValidationError | type[ValidationError]
    ) -> HttpResponse:
        assert isinstance(error, ValidationError)
        faults = [
            FieldProblem(str(one["loc"][-1]), str(one["type"]), str(one["msg"]))
            for one in error.errors
        ]
        return problem(422, "api.parameters", errors=faults)

    api.add_exception_handler(HttpError, http_error)
    api.add_exception_handler(ValidationError, bad_parameters)
