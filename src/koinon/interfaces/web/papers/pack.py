"""A meeting's pack as one PDF: contents, agenda, and every document as a numbered annex.

What cannot be put in is listed with its hash, its address and the reason; it never stops the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext, gettext_noop

from koinon.acts.act import DocumentRef
from koinon.assembly.queries import ProposalView
from koinon.interfaces.shared import checkpoints, media, papers, wording
from koinon.interfaces.shared.papers import (
    Annex,
    Block,
    Contents,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Run,
    Text,
    Verbatim,
    text,
)
from koinon.interfaces.shared.papers.joining import Foreign, Unjoinable, foreign, joined
from koinon.interfaces.shared.papers.pdf import Unprintable, pdf, printed
from koinon.interfaces.web import words
from koinon.interfaces.web.papers import certificate
from koinon.interfaces.web.papers.making import paper
from koinon.interfaces.web.papers.meetings import Convened, agenda, facts, named, titled
from koinon.record import store

PAGES_LIMIT: Final = 600
"""Pages of other documents in one pack."""
BYTES_LIMIT: Final = 60 * 1024 * 1024
"""Bytes of other documents in one pack."""
PIXELS_LIMIT: Final = 50_000_000
TEXT_LIMIT: Final = 200_000
"""Bytes of a plain text that is set in full."""

_FAULTS: Final = {
    "broken": gettext_noop("The file is damaged and its pages could not be read."),
    "encrypted": gettext_noop("The file is locked with a password."),
    "empty": gettext_noop("The file has no pages."),
    "size": gettext_noop("A page of the file is too small or too large to print."),
    "pages": gettext_noop("With it the pack would have more than {pages} pages of documents."),
    "bytes": gettext_noop("With it the pack would hold more than {megabytes} MB of documents."),
    "picture": gettext_noop("The picture is damaged or too large to print."),
    "kind": gettext_noop("Files of this kind cannot be printed here; open it at its address."),
    "withheld": gettext_noop("It is withheld: {reason}"),
    "absent": gettext_noop("It is not kept here."),
}


@dataclass(slots=True)
class _Binder:
    """What is bound so far: blocks, documents by annex, and what is left of the limits."""

    found: Convened
    blocks: list[Block] = field(default_factory=list)
    documents: dict[int, Foreign] = field(default_factory=dict)
    annexes: int = 0
    pages_left: int = PAGES_LIMIT
    bytes_left: int = BYTES_LIMIT

    def annex(self, title: Text) -> int:
        """Begin an annex; its number."""
        self.annexes += 1
        label = gettext("Annex {number}").format(number=self.annexes)
        self.blocks.append(Annex(self.annexes, text(f"{label}: ", *title)))
        return self.annexes

    def announce(self, pages: int) -> None:
        """The pages of another document follow the annex begun last."""
        at = max(n for n, one in enumerate(self.blocks) if isinstance(one, Annex))
        begun = self.blocks[at]
        assert isinstance(begun, Annex)
        self.blocks[at] = Annex(begun.number, begun.title, pages)


def pack(found: Convened, stated: checkpoints.Stated) -> bytes:
    """The pack of a meeting, in the reader's language."""
    binder = _Binder(found)
    annexes: dict[int, tuple[int, ...]] = {}
    for _, item in found.items():
        first = binder.annexes
        for proposal in found.proposals(item):
            _proposal(binder, proposal)
        for place, document in enumerate(item.documents, 1):
            title = gettext("document {place}").format(place=place)
            binder.annex(text(named(item.title), f", {title}"))
            _document(binder, document)
        annexes[item.item] = tuple(range(first + 1, binder.annexes + 1))
    front: tuple[Block, ...] = (
        facts(found),
        *agenda(found, annexes),
        *((Contents(text(gettext("Annexes"))),) if binder.annexes else ()),
        checkpoints.box(stated, f"{found.site}log/"),
    )
    heading = titled(gettext("Meeting pack: {title}"), named(found.meeting.title))
    return _bound(paper(heading, (*front, *binder.blocks), stated.at_utc), binder)


def _bound(made: Paper, binder: _Binder) -> bytes:
    """The paper with the pages of its annexes; kept for archives where all pages are ours."""
    if not binder.documents:
        return pdf(made)
    result = printed([made], archival=False)
    total = {number: one.pages for number, one in binder.documents.items()}
    said = gettext("Annex {number}, page {page} of {pages}")
    stamp = {
        number: [said.format(number=number, page=page, pages=pages) for page in range(1, pages + 1)]
        for number, pages in total.items()
    }
    right = made.direction == "rtl"
    return joined(result, binder.documents, stamp, right_to_left=right)


def _proposal(binder: _Binder, proposal: ProposalView) -> None:
    """A proposal: its facts, what it would do, and its text."""
    told = certificate.Read(proposal, binder.found.charter, binder.found.site)
    number = gettext("Proposal {number}").format(number=proposal.number)
    binder.annex(text(f"{number}, ", named(proposal.title)))
    binder.blocks.append(certificate.facts(told))
    binder.blocks.append(Heading(2, text(gettext("What it would do"))))
    binder.blocks += certificate.acts(told)
    if proposal.text_sha256 is not None:
        kept = store.document(proposal.text_sha256)
        data, kind = kept if kept else (b"", "")
        binder.blocks.append(Heading(2, text(gettext("Its full text"))))
        _enclose(binder, proposal.text_sha256, data if kept else None, kind)


def _document(binder: _Binder, named_one: DocumentRef) -> None:
    kept = store.document(named_one.sha256)
    _enclose(binder, named_one.sha256, kept[0] if kept else None, named_one.media)


def _enclose(binder: _Binder, sha256: str, data: bytes | None, kind: str) -> None:
    """A document: its pages, its picture or its text; else why not."""
    size = gettext("{size} bytes").format(size=wording.number(len(data))) if data else ""
    address = f"{binder.found.site}log/documents/{sha256}"
    rows = (
        (gettext("Kind of file"), text(kind)),
        (gettext("Size"), text(size)),
        ("SHA-256", (Run(sha256, code=True),)),
        (gettext("Address"), (Run(address, code=True, link=address),)),
    )
    binder.blocks.append(Facts(tuple((text(name), value) for name, value in rows if value)))
    fault = _absent(sha256) if data is None else _put(binder, data)
    if fault:
        binder.blocks.append(Paragraph(text(fault), alarm=True))


def _absent(sha256: str) -> str:
    reasons = dict(store.withheld(store.head().size))
    if sha256 in reasons:
        return gettext(_FAULTS["withheld"]).format(reason=reasons[sha256])
    return gettext(_FAULTS["absent"])


def _put(binder: _Binder, data: bytes) -> str:
    """Put a document in by what it holds; "" or why it cannot be."""
    try:
        kind = media.kind_of(data)
    except media.NotTaken:
        kind = ""
    if kind == media.PDF:
        return _pages(binder, data)
    if kind in (media.PNG, media.JPEG):
        return _picture(binder, data, kind)
    if kind == media.PLAIN and len(data) <= TEXT_LIMIT:
        binder.blocks.append(Verbatim((Run(data.decode("utf-8-sig"), apart=True),)))
        return ""
    return gettext(_FAULTS["kind"])


def _pages(binder: _Binder, data: bytes) -> str:
    if len(data) > binder.bytes_left:
        return gettext(_FAULTS["bytes"]).format(megabytes=BYTES_LIMIT // 1024**2)
    try:
        read = foreign(data, binder.pages_left)
    except Unjoinable as wrong:
        return gettext(_FAULTS[wrong.fault])
    if read.pages > binder.pages_left:
        return gettext(_FAULTS["pages"]).format(pages=PAGES_LIMIT)
    binder.pages_left -= read.pages
    binder.bytes_left -= len(data)
    binder.documents[binder.annexes] = read
    binder.announce(read.pages)
    said = gettext("Its pages follow: {pages}.").format(pages=wording.number(read.pages))
    binder.blocks.append(Paragraph(text(said)))
    return ""


def _picture(binder: _Binder, data: bytes, kind: str) -> str:
    width, height = media.pixels(data) or (0, 0)
    picture = Picture(data, kind, gettext("The picture of this annex"))
    if width * height > PIXELS_LIMIT or len(data) > binder.bytes_left:
        return gettext(_FAULTS["picture"])
    try:
        papers.pdf(
            paper(text(words.coalition_name()), (picture,), binder.found.meeting.convened_at)
        )
    except Unprintable:
        return gettext(_FAULTS["picture"])
    binder.bytes_left -= len(data)
    binder.blocks.append(picture)
    return ""
