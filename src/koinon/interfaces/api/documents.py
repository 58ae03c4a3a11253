"""Checking a document in, before an act names it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from koinon.interfaces.api.callers import AUTH
from koinon.interfaces.api.problems import ProblemOut, problem
from koinon.interfaces.shared.problems import FieldProblem
from koinon.record import store

router = Router(tags=["documents"])

_MEDIA = re.compile(r"(?!multipart/|application/x-www-form)[a-z]+/[!-~]([ -~]{0,98}[!-~])?")
"""A media type as the record takes it (docs/reference/record-format.md); forms are none."""


class DocumentOut(Schema):
    """A document by its SHA-256, size in bytes and media type, as acts name it."""

    sha256: str
    size: int
    media: str


@router.post(
    "",
    auth=AUTH,
    response={200: DocumentOut, (401, 403, 413, 422): ProblemOut},
    operation_id="check_in_document",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
        }
    },
)
def check_in(request: HttpRequest) -> Any:
    """Keep the bytes of the body under the media type of the header Content-Type.

    The document stays a draft, which nobody else can read, until an entry names it.
    """
    media = request.headers.get("Content-Type", "")[:100]
    if not _MEDIA.fullmatch(media):
        fault = "name the media type of the document, e.g. application/pdf."
        return problem(422, "api.parameters", errors=[FieldProblem("Content-Type", "media", fault)])
    data = request.read(store.DOCUMENT_LIMIT + 1)
    if len(data) > store.DOCUMENT_LIMIT:
        return problem(413, "api.too_large", facts={"limit": store.DOCUMENT_LIMIT})
    return {"sha256": store.keep_document(data, media), "size": len(data), "media": media}
