"""What is wrong with a file of ballots: a code, the place, and the facts; and the English words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

from koinon.methods.counting.ballots import BallotsError

TEXTS = MappingProxyType(
    {
        "not_found": "the file is not there; give it beside the file that names it.",
        "too_large": "it is larger than {limit} bytes; split it or leave out what is no ballot.",
        "too_many_rows": "it has more than {limit} rows; gather equal ballots with a weight.",
        "too_many_columns": "a row has more than {limit} columns; remove what is no ballot.",
        "too_many_options": "there are {found} options, not 1 to {limit}; check the first lines.",
        "too_many_facts": "it states more than {limit} facts; remove what is no ballot.",
        "unknown_format": "it is no format known here; name it .blt, .pb, .soi, .json, .csv "
        "or .xlsx as it is.",
        "no_text": "it holds a NUL character, so it is no text; export it again as UTF-8.",
        "ends_early": "the file ends before {what}; send the whole file.",
        "unexpected": "{found} stands where {what} is due; correct it.",
        "not_whole": "{found} is no whole number from {lowest} to {top}; write digits only.",
        "weight_not_whole": "{found} is no whole number of voters; ballots stand for whole voters, "
        "so multiply all weights until they are whole.",
        "unknown_option": "{found} is no option of this contest; correct it or add the option.",
        "option_twice": "{found} stands twice in {what}; leave one.",
        "names_missing": "there are {found} names for {due} options; add the others.",
        "section_missing": "the section {what} is missing; add it.",
        "column_missing": "the column {what} is missing; add it to the first row.",
        "fact_missing": "{what} is not stated; add it.",
        "not_known": "{found} is none of {known}; correct it.",
        "lengths_differ": "{found} {what} are given for {due}; give one for each.",
        "not_money": "{found} is no amount; write digits, with a point before decimals.",
        "row_width": "the row has {found} cells, and the first row names {due}; correct the row.",
        "broken": "it is no readable {what}; export it again.",
        "too_deep": "it is nested too deeply to be a file of ballots; export it again.",
        "choose_contest": "it holds several contests; choose one of {known}.",
        "no_contest": "it holds no contest {found}; choose one of {known}.",
        "needs_files": "it only names the files of the ballots; read it with them beside it.",
        "declares": "it declares a document type or entities; export it again without.",
        "outside": "{found} lies outside the folder of the election; move it beside the file.",
        "not_ballots": "the ballots do not hold: {why}",
        "provider": "files of the system {found} are not read; export them as {known}.",
        "form_not_held": "the format holds no {found}; write {known} instead.",
        "marks_not_held": "the format holds no {found}; write {known} instead.",
        "ids_not_held": "the format cannot hold the id {found}; renumber the options.",
        "voters_not_held": "{found} ballots are more than the {limit} that are written one by "
        "one; write {known} instead.",
        "needs_library": "reading workbooks needs openpyxl; install it or send the table as CSV.",
    }
)
"""One English sentence for each code, after the place; the names in braces are facts."""


class BallotFileError(ValueError):
    """A file of ballots that is refused.

    code: the key of the sentence, for translations. file, line and column: where, from 1; 0 where
    it is the whole file or line. In a table or .pb the column is the number of the cell, else of
    the character. facts: what the sentence names.
    """

    def __init__(
        self, code: str, file: str, line: int = 0, column: int = 0, **facts: str | int
    ) -> None:
        assert code in TEXTS, code
        self.code, self.file, self.line, self.column = code, file, line, column
        self.facts = {key: _short(value) for key, value in facts.items()}
        super().__init__(code, file, line, column)

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f", line {self.line}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {TEXTS[self.code].format(**self.facts)}"


def _short(value: str | int) -> str | int:
    """A fact as it is shown: no control characters, and not the whole file."""
    if isinstance(value, int):
        return value
    shown = "".join(letter if letter.isprintable() else "�" for letter in value[:200])
    return shown or "nothing"


@contextmanager
def gathering(file: str) -> Iterator[None]:
    """Names the file where ballots are refused while they are gathered."""
    try:
        yield
    except BallotsError as error:
        raise BallotFileError("not_ballots", file, why=str(error)) from None
