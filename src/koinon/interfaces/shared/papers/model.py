"""What stands on a paper: headings, paragraphs, lists, tables, places to sign; no layout.

Every text from people reaches a paper through `Run`, which keeps what can be read and drops what
could change how the rest of the page reads: control characters, and marks that override the
direction of letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, TypeAlias

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})
"""Languages written from the right."""
PARAGRAPH_LIMIT: Final = 200_000
"""Characters of one run; what is longer is a document of its own."""

_UNREADABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""Controls, overrides of direction (not isolates), surrogates, tags, and what is no character."""
_BEYOND: Final = re.compile("[\U0001fffe\U0001ffff\U0002fffe-\U000e0000\U000e1000-\U0010ffff]")
_OPENING: Final = "\u2066\u2067\u2068"
_CLOSING: Final = "\u2069"
_LINKS: Final = re.compile(r"(https?://|mailto:|#)[!-~]{1,2000}")


def legible(given: str) -> str:
    """A text as papers hold it: composed, without controls, every isolate closed in its line."""
    bare = given.replace("\r\n", "\n").replace("\r", "\n")
    bare = _BEYOND.sub("\ufffd", _UNREADABLE.sub("", bare))
    composed = unicodedata.normalize("NFC", bare[:PARAGRAPH_LIMIT])
    return "\n".join(map(_balanced, composed.split("\n")))


def _balanced(line: str) -> str:
    """The same line; an isolate that is never closed, or never opened, is dropped or closed."""
    if not any(mark in line for mark in _OPENING + _CLOSING):
        return line
    depth, kept = 0, []
    for sign in line:
        if sign == _CLOSING and not depth:
            continue
        depth += (sign in _OPENING) - (sign == _CLOSING)
        kept.append(sign)
    return "".join(kept) + _CLOSING * depth


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one kind. `language` where it is not the paper's own; `code` for what is compared.

    `apart`: a name or a text of people's, whose direction must not mix with the sentence around it.
    `link` is an address (http, https, mailto) or "#annex-3"; any other is dropped.
    """

    text: str
    strong: bool = False
    code: bool = False
    apart: bool = False
    language: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", legible(self.text))
        if not _LINKS.fullmatch(self.link):
            object.__setattr__(self, "link", "")


Text: TypeAlias = tuple[Run, ...]
"""A line or a paragraph."""


def text(*parts: str | Run) -> Text:
    """A text of sentences and runs."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts if part != "")


def plain(given: Text) -> str:
    """A text without its kinds."""
    return "".join(run.text for run in given)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the paper's title; `level` from 1."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `small` for what explains another, `alarm` for what must not be overlooked."""

    text: Text
    small: bool = False
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered from `start` or not."""

    items: tuple[Text, ...]
    numbered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they stand for, line by line."""

    rows: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; `numeric` are the columns (from 0) set to the far side.

    `ruled` leaves room to write by hand in its empty cells.
    """

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: frozenset[int] = frozenset()
    caption: Text = ()
    ruled: bool = False

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.head) for row in self.rows), "a ragged table"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person signs: the office, and the name below the line ("" to be written)."""

    office: Text
    name: Text = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side; `label` is the word for a signature, `day` for its day."""

    places: tuple[Place, ...]
    label: str
    day: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A text as it was handed in, its lines kept."""

    text: Text


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG picture, with words for those who cannot see it."""

    data: bytes
    media: str
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as SVG, such as the charts make it, with words for those who cannot see it.

    It is as wide as `width_percent` of the lines. Word documents cannot hold it and tell its words
    instead, so the table of what it shows must stand beside it.
    """

    svg: str
    words: str
    width_percent: int = 62

    def __post_init__(self) -> None:
        assert self.svg.startswith("<svg "), "a drawing is an SVG"
        assert self.words.strip(), "a drawing without words is no use to those who cannot see it"
        assert 1 <= self.width_percent <= 100


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of what follows, with page numbers where there are pages."""

    title: Text


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex begins here, on a page of its own; others refer to it as "#annex-NUMBER".

    `pages_after` are pages of another document that are put in after this one.
    """

    number: int
    title: Text
    pages_after: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks in a frame of their own, such as the checkpoint."""

    title: Text
    blocks: tuple[Paragraph | Facts, ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Items
    | Facts
    | Table
    | Signatures
    | Verbatim
    | Picture
    | Drawing
    | NewPage
    | Contents
    | Annex
    | Box
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What makes a paper a letter: who writes, to whom, where and when."""

    sender: Text
    receiver: tuple[Text, ...]
    dated: Text


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in one language. `at_utc` is the instant of the record it states things as of.

    `page_of` says the page number: "Page {page} of {pages}". `lost` says that a letter no font has
    stands as its code, "{example}".
    """

    title: Text
    language: str
    coalition: str
    at_utc: str
    page_of: str
    lost: str
    blocks: tuple[Block, ...]
    above: Text = ()
    letter: Letter | None = None

    @property
    def direction(self) -> str:
        """The side its lines begin: "ltr" or "rtl"."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
