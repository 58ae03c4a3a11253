"""What an answer of What if consists of: the same for a page, a report, a paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand at the end of their cells."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of a row is its head. Cells are texts to show."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.columns) for row in self.rows), self.caption


@dataclass(frozen=True, slots=True)
class Section:
    """One answer: its name, sentences, a drawing (SVG or ""), its table, what limits it.

    `is_private` marks what is for the drafter: it stands neither at addresses that are shared nor
    in reports, unless the drafter asks for it.
    """

    id: str
    title: str
    said: tuple[str, ...] = ()
    drawing: str = ""
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at the head of an answer: the number, and what it is."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything there is to say of a plan, in the reader's language.

    `refused` lists what could not be answered, each with its remedy; the rest stands.
    """

    title: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    remarks: tuple[str, ...]
    refused: tuple[str, ...]

    def public(self) -> Answer:
        """The same without what is for the drafter alone."""
        kept = tuple(one for one in self.sections if not one.is_private)
        return Answer(self.title, self.figures, kept, self.remarks, self.refused)
