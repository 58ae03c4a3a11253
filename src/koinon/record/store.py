"""The record in the database: appending entries, reading them, proving them, keeping documents.

Nothing here decides whether an entry may be written; that is the gate's work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from koinon.record import merkle
from koinon.record.models import Document, Entry

Nodes: TypeAlias = dict[merkle.Node, bytes]
"""Hashes of complete subtrees by (level, index)."""
DOCUMENT_LIMIT = 20 * 1024 * 1024
"""The largest document taken in, in bytes."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the record ends: its size, and the last entry's instant ("" when empty) and leaf hash.

    `leaf` is empty where only the place matters.
    """

    size: int
    at: str
    leaf: bytes = b""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry ready to be appended; `body` is its canonical JSON."""

    n: int
    act_id: UUID
    at: str
    type: str
    seat: str | None
    cause: int | None
    request: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Outline:
    """An entry without its body: its place, its instant, what was done, by whom, following what."""

    n: int
    at: str
    type: str
    seat: str | None
    cause: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """That the entry `index` is in the tree of `size` entries with this `root`."""

    index: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]
    root: bytes


class UnknownEntry(LookupError):
    """There is no such entry in the record."""


def head() -> Head:
    """The record's size and last entry, read from the database."""
    last = Entry.objects.order_by("-n").values_list("n", "at", "nodes").first()
    return Head(last[0] + 1, last[1], bytes(last[2])[:32]) if last else Head(0, "")


def append(lines: Sequence[Line], known: Nodes | None = None) -> None:
    """Append entries in order, with the tree hashes each one completes.

    `known` saves reading back hashes that earlier calls wrote: it is left with those that the next
    entries will ask for.
    """
    fresh: Nodes = {} if known is None else known

    def left(level: int, index: int) -> bytes:
        found = fresh.get((level, index))
        return found if found is not None else nodes_at([(level, index)])[(level, index)]

    rows = []
    for line in lines:
        nodes = merkle.completed(line.n, merkle.leaf_hash(line.body), left)
        for level in range(len(nodes) // 32):
            fresh[(level, line.n >> level)] = nodes[32 * level : 32 * level + 32]
        rows.append(Entry(nodes=nodes, **{name: getattr(line, name) for name in line.__slots__}))
    Entry.objects.bulk_create(rows, batch_size=500)
    wanted = set(merkle.root_nodes(lines[-1].n + 1)) if lines else set(fresh)
    for node in [node for node in fresh if node not in wanted]:
        del fresh[node]


def nodes_at(wanted: Iterable[merkle.Node]) -> Nodes:
    """The hashes of the perfect subtrees (level, index), in one query; all must be complete."""
    places = {node: merkle.location(*node) for node in wanted}
    rows = dict(
        Entry.objects.filter(n__in={row for row, _ in places.values()}).values_list("n", "nodes")
    )
    return {node: bytes(rows[row])[offset : offset + 32] for node, (row, offset) in places.items()}


def root(size: int | None = None) -> bytes:
    """The Merkle root over the first `size` entries (all of them by default)."""
    count = head().size if size is None else size
    nodes = nodes_at(merkle.root_nodes(count))
    return merkle.root(count, lambda level, index: nodes[level, index])


def proof(index: int, size: int | None = None) -> Proof:
    """The inclusion proof of entry `index` in the tree of `size` entries.

    Raises UnknownEntry when the entry is not in that tree.
    """
    count = head().size if size is None else size
    if not 0 <= index < count:
        raise UnknownEntry(index)
    nodes = nodes_at({*merkle.inclusion_nodes(index, count), *merkle.root_nodes(count), (0, index)})

    def node(level: int, position: int) -> bytes:
        return nodes[level, position]

    path = tuple(merkle.inclusion_proof(index, count, node))
    return Proof(index, count, nodes[0, index], path, merkle.root(count, node))


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """The proof that the tree of `new` entries extends the tree of `old` entries."""
    nodes = nodes_at(merkle.consistency_nodes(old, new))
    return tuple(merkle.consistency_proof(old, new, lambda lvl, i: nodes[lvl, i]))


def size_at(instant: str) -> int:
    """How many entries the record had just before an instant."""
    last = Entry.objects.filter(at__lt=instant).order_by("-n").values_list("n", flat=True).first()
    return 0 if last is None else last + 1


def instants(wanted: Iterable[int]) -> dict[int, str]:
    """The instants of these entries, by index."""
    return dict(Entry.objects.filter(n__in=list(wanted)).values_list("n", "at"))


def bodies(start: int = 0, stop: int | None = None, chunk: int = 2_000) -> Iterator[bytes]:
    """The canonical bodies of the entries, in order."""
    end = head().size if stop is None else stop
    for first in range(start, end, chunk):
        rows = Entry.objects.filter(n__gte=first, n__lt=min(first + chunk, end)).order_by("n")
        yield from (bytes(body) for body in rows.values_list("body", flat=True))


def outlines(stop: int, chunk: int = 2_000) -> Iterator[Outline]:
    """What each entry before `stop` is, without its body, in order."""
    columns = ("n", "at", "type", "seat", "cause")
    found = Entry.objects.filter(n__lt=stop).order_by("n").values_list(*columns)
    for values in found.iterator(chunk_size=chunk):
        yield Outline(*values)


def body(n: int) -> bytes:
    """The canonical body of one entry. Raises UnknownEntry."""
    found = Entry.objects.filter(n=n).values_list("body", flat=True).first()
    if found is None:
        raise UnknownEntry(n)
    return bytes(found)


def by_act(act_id: UUID) -> Line | None:
    """The entry an act became, if it was recorded."""
    return by_acts([act_id]).get(act_id)


def by_acts(act_ids: Sequence[UUID]) -> dict[UUID, Line]:
    """The entries these acts became, for those that were recorded."""
    rows = Entry.objects.filter(act_id__in=act_ids).order_by("n")
    return {row.act_id: _line(row) for row in rows}


def followers(n: int) -> list[Line]:
    """The entries right after entry `n` that have a cause: those that followed from it."""
    later = Entry.objects.filter(n__gt=n)
    end = later.filter(cause=None).order_by("n").values_list("n", flat=True).first()
    following = later if end is None else later.filter(n__lt=end)
    return [_line(row) for row in following.order_by("n")]


def _line(row: Entry) -> Line:
    return Line(
        row.n,
        row.act_id,
        row.at,
        row.type,
        row.seat,
        row.cause,
        bytes(row.request),
        bytes(row.body),
    )


def keep_document(data: bytes, media: str) -> str:
    """Check a document in; its SHA-256 in hexadecimal. The same bytes are kept once.

    Raises ValueError when it is larger than DOCUMENT_LIMIT.
    """
    if len(data) > DOCUMENT_LIMIT:
        raise ValueError(f"a document has at most {DOCUMENT_LIMIT} bytes, this one {len(data)}")
    sha256 = hashlib.sha256(data).hexdigest()
    Document.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "media": media, "body": data}
    )
    return sha256


def note_withheld(sha256: str, size: int, media: str, because: str) -> None:
    """Note a document whose bytes its holder withholds: known by its hash, absent, and why."""
    Document.objects.get_or_create(
        sha256=sha256,
        defaults={"size": size, "media": media, "body": None, "withheld_because": because},
    )


def name_documents(sha256s: Iterable[str], n: int) -> None:
    """Note that entry `n` names these documents: from now on they belong to the record."""
    Document.objects.filter(sha256__in=set(sha256s), named_n=None).update(named_n=n)


def withhold(sha256: str, because: str) -> bool:
    """Erase a document's bytes and say why (one line); True when there was such a document.

    The entries that name it stay verifiable; exports list it as withheld.
    """
    assert because.isprintable(), because
    assert len(because) <= 200, because
    wanted = Document.objects.filter(sha256=sha256)
    return wanted.update(body=None, withheld_because=because) > 0


def document(sha256: str) -> tuple[bytes, str] | None:
    """A document's bytes and media type; None when unknown or withheld."""
    row = Document.objects.filter(sha256=sha256).first()
    if row is None or row.body is None:
        return None
    return bytes(row.body), row.media


def unnamed_before(cutoff: datetime | None, used: Iterable[str]) -> QuerySet[Document]:
    """The drafts checked in before an instant (all without one), but for those in use."""
    rows = Document.objects.filter(named_n=None).exclude(sha256__in=list(used))
    return rows if cutoff is None else rows.filter(kept_at__lt=cutoff)


def missing_documents(wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of the wanted documents that were never checked in."""
    known = document_sizes(wanted := sorted(set(wanted)))
    return tuple(name for name in wanted if name not in known)


def document_sizes(wanted: Iterable[str]) -> dict[str, int]:
    """The sizes in bytes of those of the wanted documents that were checked in."""
    names = set(wanted)
    if not names:
        return {}
    return dict(Document.objects.filter(sha256__in=names).values_list("sha256", "size"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A document: its hash, its bytes (None when withheld, and then why) and its media type.

    `named_n` is the first entry that names it, None for a draft.
    """

    sha256: str
    body: bytes | None
    media: str
    withheld_because: str
    named_n: int | None


def documents() -> Iterator[Kept]:
    """Every document, drafts included, by hash."""
    yield from _kept(Document.objects.order_by("sha256"))


def kept_documents() -> QuerySet[Document]:
    """The documents whose bytes are kept, drafts too, by SHA-256."""
    return Document.objects.filter(body__isnull=False).order_by("sha256")


def named_documents(size: int) -> Iterator[Kept]:
    """The documents that the first `size` entries name, by hash."""
    yield from _kept(Document.objects.filter(named_n__lt=size).order_by("sha256"))


def named_document(sha256: str) -> Kept | None:
    """One document of the record; None for drafts and what is unknown."""
    return next(_kept(Document.objects.filter(sha256=sha256, named_n__isnull=False)), None)


def is_named(sha256: str) -> bool:
    """Whether an entry names this document; its bytes are not read."""
    return Document.objects.filter(sha256=sha256, named_n__isnull=False).exists()


def withheld(size: int) -> tuple[tuple[str, str], ...]:
    """The documents that the first `size` entries name and that are withheld, with the reason."""
    rows = Document.objects.filter(named_n__lt=size, body=None).order_by("sha256")
    return tuple(rows.values_list("sha256", "withheld_because"))


def _kept(rows: QuerySet[Document]) -> Iterator[Kept]:
    for row in rows.iterator(chunk_size=2):
        body = bytes(row.body) if row.body is not None else None
        yield Kept(row.sha256, body, row.media, row.withheld_because, row.named_n)
