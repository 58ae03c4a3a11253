"""Papers as PDF/A-2a and PDF/UA-1, set by Typst: tagged, with bookmarks, the same bytes each time.

Contents reach the typesetter as data (JSON) and are never read as its markup. The instant in the
file is the one the paper states, not the clock's.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from koinon.interfaces.shared.papers import model
from koinon.interfaces.shared.papers.drawn import has_marks, points
from koinon.interfaces.shared.papers.fonts import FAMILIES, drawable, fonts
from koinon.interfaces.shared.papers.model import Block, Paper, Run, Text, legible

STANDARDS: Final = ("a-2a", "ua-1")
LONG_WORD: Final = 40
"""Letters of a word after which it may be broken anywhere."""

_INSTANT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_INVISIBLE: Final = frozenset(
    map(ord, "\n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff")
)
_ISOLATES: Final = frozenset(range(0x2066, 0x206A))
_LONG: Final = re.compile(rf"\S{{{LONG_WORD}}}(?=\S)")
_SUFFIXES: Final = {"image/png": "png", "image/jpeg": "jpg"}
_NARROW: Final = 18
"""Letters up to which a column takes the width of its words."""


class Unprintable(ValueError):
    """The typesetter refused a paper: a picture or a drawing that cannot be read."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and after which of its pages (from 1) the pages of an annex are to be put in."""

    data: bytes
    gaps: tuple[tuple[int, int], ...]


def pdf(*papers: Paper) -> bytes:
    """These papers, one after the other, in one file. Raises Unprintable."""
    return printed(papers).data


def printed(papers: Sequence[Paper], *, archival: bool = True) -> Printed:
    """These papers; `archival` claims the standards, which foreign pages would break.

    Raises Unprintable.
    """
    assert papers, "no paper"
    with tempfile.TemporaryDirectory(prefix="koinon-paper-") as name:
        folder = Path(name)
        try:
            bundle = _bundle(papers, folder)
            (folder / "papers.json").write_text(json.dumps(bundle))
            (folder / "main.typ").write_bytes(_template())
            compiler = typst.Compiler(str(folder / "main.typ"), root=name, font_paths=fonts())
            made = compiler.compile(
                format="pdf",
                pdf_standards=list(STANDARDS) if archival else ["1.7"],
                timestamp=_seconds(papers[0].at_utc),
            )
            gaps = () if archival else _gaps(compiler)
        except typst.TypstError as fault:
            raise Unprintable(fault.message) from None
    assert isinstance(made, bytes)
    return Printed(made, gaps)


def _gaps(compiler: typst.Compiler) -> tuple[tuple[int, int], ...]:
    found = json.loads(compiler.query("<gap>", field="value"))
    return tuple((one["annex"], one["page"]) for one in found)


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "paper.typ").read_bytes()


def _seconds(at_utc: str) -> int:
    return int(datetime.strptime(at_utc, _INSTANT).replace(tzinfo=UTC).timestamp())


def _bundle(papers: Sequence[Paper], folder: Path) -> dict[str, Any]:
    first = papers[0]
    title = model.plain(first.title)
    return {
        "title": _drawn(title, set()) if _seen(title) else "–",
        "author": _drawn(legible(first.coalition), set()),
        "fonts": list(FAMILIES),
        "papers": [_paper(one, folder, at) for at, one in enumerate(papers)],
    }


def _paper(paper: Paper, folder: Path, at: int) -> dict[str, Any]:
    told = _Told(paper, folder, at)
    blocks = list(told.blocks(paper.blocks))
    title, above, letter = told.heading(paper.title), told.line(paper.above), told.letter()
    if told.lost:
        said = paper.lost.format(example=min(told.lost))
        note = {"kind": "paragraph", "text": [_run(said)], "small": True, "alarm": False}
        blocks.append(note)
    return {
        "title": title,
        "above": above,
        "language": paper.language,
        "rtl": paper.direction == "rtl",
        "coalition": _drawn(legible(paper.coalition), set()),
        "page_of": paper.page_of,
        "letter": letter,
        "blocks": blocks,
        "pages_after_last": told.open_gap.pages_after if told.open_gap else 0,
    }


def _seen(said: str) -> bool:
    """Whether a text shows anything."""
    return any(not sign.isspace() and ord(sign) not in _INVISIBLE | _ISOLATES for sign in said)


def _run(said: str, run: Run | None = None) -> dict[str, Any]:
    return {
        "text": said,
        "strong": bool(run and run.strong),
        "code": bool(run and run.code),
        "apart": bool(run and run.apart),
        "language": run.language if run else "",
        "link": run.link if run else "",
    }


def _drawn(said: str, lost: set[str]) -> str:
    """The same letters, where long words may be broken; see `_known` for those no font has."""
    return _LONG.sub(lambda found: f"{found[0]}\u200b", _known(said, lost))


def _known(said: str, lost: set[str]) -> str:
    """The same letters; one that no font has as its code in brackets, noted in `lost`."""
    known = drawable()
    signs = []
    for sign in said:
        code = ord(sign)
        if code in known or code in _INVISIBLE or code in _ISOLATES:
            signs.append(sign)
        elif not 0xFE00 <= code <= 0xFE0F:  # which only choose between forms
            lost.add(f"[U+{code:04X}]")
            signs.append(f"[U+{code:04X}]")
    return "".join(signs)


class _Told:
    """A paper's blocks as plain data. `open_gap` is the annex whose pages are still to come."""

    def __init__(self, paper: Paper, folder: Path, at: int) -> None:
        self._folder, self._at, self._pictures = folder, at, 0
        self._annexes = {one.number for one in paper.blocks if isinstance(one, model.Annex)}
        self._letter = paper.letter
        self.open_gap: model.Annex | None = None
        self.lost: set[str] = set()

    def drawn(self, said: str) -> str:
        return _drawn(said, self.lost)

    def letter(self) -> dict[str, Any] | None:
        if self._letter is None:
            return None
        return {
            "sender": self.line(self._letter.sender),
            "receiver": [self.line(one) for one in self._letter.receiver],
            "dated": self.line(self._letter.dated),
        }

    def line(self, given: Text) -> list[dict[str, Any]]:
        return [self._run(run) for run in given]

    def heading(self, given: Text) -> list[dict[str, Any]]:
        """A heading, which must show something."""
        return self.line(given) if _seen(model.plain(given)) else [_run("–")]

    def _run(self, run: Run) -> dict[str, Any]:
        plain = _run(self.drawn(run.text), run)
        inside = run.link.startswith("#")
        if inside and run.link not in {f"#annex-{number}" for number in self._annexes}:
            plain["link"] = ""
        return plain

    def blocks(self, given: Sequence[Block]) -> Iterator[dict[str, Any]]:
        for block in given:
            if isinstance(block, model.Annex):
                yield from self._gap(follows=True)
                self.open_gap = block if block.pages_after else None
            yield self._block(block)
        yield from self._gap(follows=False)

    def _gap(self, *, follows: bool) -> Iterator[dict[str, Any]]:
        """The place of an annex's pages; what follows is counted on."""
        if (gap := self.open_gap) is not None:
            pages = gap.pages_after
            yield {"kind": "gap", "annex": gap.number, "pages": pages, "follows": follows}
        if follows:
            self.open_gap = None

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case model.Heading(level, text):
                return {"kind": "heading", "level": level, "text": self.heading(text)}
            case model.Paragraph(text, small, alarm):
                said = self.line(text)
                return {"kind": "paragraph", "text": said, "small": small, "alarm": alarm}
            case model.Items(items, numbered, start):
                listed = [self.line(one) for one in items]
                return {"kind": "items", "items": listed, "numbered": numbered, "start": start}
            case model.Facts(rows):
                pairs = [[self.line(name), self.line(value)] for name, value in rows]
                return {"kind": "facts", "rows": pairs}
            case model.Table():
                return self._table(block)
            case model.Signatures(places, label, day):
                signed = [
                    {"office": self.line(one.office), "name": self.line(one.name)} for one in places
                ]
                return {"kind": "signatures", "places": signed, "label": label, "day": day}
            case model.Verbatim(text):
                return {"kind": "verbatim", "text": self.line(text)}
            case model.Picture():
                return self._picture(block)
            case model.Drawing():
                return self._drawing(block)
            case model.NewPage():
                return {"kind": "newpage"}
            case model.Contents(title):
                marks = [f"annex-{number}" for number in sorted(self._annexes)]
                return {"kind": "contents", "title": self.line(title), "places": marks}
            case model.Annex(number, title, _):
                return {"kind": "annex", "number": number, "title": self.heading(title)}
            case model.Box(title, blocks):
                inner = [self._block(one) for one in blocks]
                return {"kind": "box", "title": self.line(title), "blocks": inner}

    def _table(self, table: model.Table) -> dict[str, Any]:
        widest = [
            max(len(model.plain(row[at])) for row in (table.head, *table.rows))
            for at in range(len(table.head))
        ]
        narrow = [
            at in table.numeric or (letters <= _NARROW and not table.ruled)
            for at, letters in enumerate(widest)
        ]
        return {
            "kind": "table",
            "head": [self.line(cell) for cell in table.head],
            "rows": [[self.line(cell) for cell in row] for row in table.rows],
            "columns": ["auto" if one and not all(narrow) else "1fr" for one in narrow],
            "numeric": sorted(table.numeric),
            "caption": self.line(table.caption),
            "ruled": table.ruled,
        }

    def _drawing(self, drawing: model.Drawing) -> dict[str, Any]:
        self._pictures += 1
        svg = _known(drawing.svg, self.lost)
        kind, data = ("png", points(svg)) if has_marks(svg) else ("svg", svg.encode())
        name = f"picture-{self._at}-{self._pictures}.{kind}"
        (self._folder / name).write_bytes(data)
        words = self.drawn(legible(drawing.words))
        return {"kind": "drawing", "file": name, "words": words, "width": drawing.width_percent}

    def _picture(self, picture: model.Picture) -> dict[str, Any]:
        self._pictures += 1
        name = f"picture-{self._at}-{self._pictures}.{_SUFFIXES[picture.media]}"
        (self._folder / name).write_bytes(picture.data)
        return {"kind": "picture", "file": name, "words": self.drawn(legible(picture.words))}
