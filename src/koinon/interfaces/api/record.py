"""Reading the record: its head, its entries, the proof that an entry is in it."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from koinon.interfaces.api.problems import ProblemOut, problem
from koinon.record import canonical, logkeys, merkle, store
from koinon.record.signer import SignerError

PAGE_LIMIT = 200
LARGEST = 2**53 - 1

router = Router(tags=["record"])

Index = Annotated[int, Field(ge=0, le=LARGEST)]
Limit = Annotated[int, Field(ge=1, le=PAGE_LIMIT)]


class HeadOut(Schema):
    """Where the record ends. `checkpoint` is the signed note over it, where this server may sign.

    Before the founding `size` is 0 and the names are null.
    """

    size: int
    at: str | None
    root: str
    origin: str | None
    log_key: str | None
    checkpoint: str | None


class EntryOut(Schema):
    """An entry: its number, its leaf hash SHA-256(0x00 ‖ canonical JSON of `entry`), itself."""

    n: int
    leaf: str
    entry: dict[str, Any]


class EntriesOut(Schema):
    """A page of entries; `next` is the `from` of the page after it, null at the end."""

    entries: list[EntryOut]
    next: int | None
    size: int


class ProofOut(Schema):
    """That entry `index` is in the tree of `size` entries with this `root` (RFC 6962)."""

    index: int
    size: int
    leaf: str
    path: list[str]
    root: str


@router.get("/head", response=HeadOut, operation_id="record_head")
def head(request: HttpRequest) -> dict[str, Any]:
    """The record's size, root and signed checkpoint."""
    end = store.head()
    origin = log_key = checkpoint = None
    if end.size:
        origin, log_key = logkeys.names()
        try:
            checkpoint = logkeys.sign_head(logkeys.signer()).decode()
        except SignerError:
            checkpoint = None
    root = store.root(end.size).hex()
    return {
        "size": end.size,
        "at": end.at or None,
        "root": root,
        "origin": origin,
        "log_key": log_key,
        "checkpoint": checkpoint,
    }


@router.get("/entries", response={200: EntriesOut, 422: ProblemOut}, operation_id="record_entries")
def entries(
    request: HttpRequest,
    first: Annotated[Index, Query(0, alias="from")] = 0,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Entries in order, from a number on; entries never change, so pages stay true."""
    size = store.head().size
    stop = min(first + limit, size)
    found = [_entry(n, body) for n, body in enumerate(store.bodies(first, stop), first)]
    return {"entries": found, "next": stop if first < stop < size else None, "size": size}


@router.get(
    "/entries/{n}", response={200: EntryOut, (404, 422): ProblemOut}, operation_id="record_entry"
)
def entry(request: HttpRequest, n: Index) -> Any:
    """One entry."""
    try:
        return _entry(n, store.body(n))
    except store.UnknownEntry:
        return problem(404, "api.not_found", facts={"size": store.head().size})


@router.get(
    "/entries/{n}/proof",
    response={200: ProofOut, (404, 422): ProblemOut},
    operation_id="record_proof",
)
def proof(request: HttpRequest, n: Index, size: Index | None = None) -> Any:
    """The proof that an entry is in the record, as it stands or as it was at `size` entries."""
    now = store.head().size
    try:
        if size is not None and size > now:
            raise store.UnknownEntry(n)
        found = store.proof(n, now if size is None else size)
    except store.UnknownEntry:
        return problem(404, "api.not_found", facts={"size": now})
    return {
        "index": found.index,
        "size": found.size,
        "leaf": found.leaf.hex(),
        "path": [step.hex() for step in found.path],
        "root": found.root.hex(),
    }


def _entry(n: int, body: bytes) -> dict[str, Any]:
    return {"n": n, "leaf": merkle.leaf_hash(body).hex(), "entry": canonical.load(body)}
