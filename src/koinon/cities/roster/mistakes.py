"""What can be wrong with a file of members: codes with facts, and one sentence for each code.

A mistake is kept as code and facts so that it can be said in any language: the sentences below
are the message ids of the translation catalogues.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from koinon.cities.roster.further import BOOKS, FILES, PLANS

Fact = str | int
MISTAKES_LIMIT: Final = 100
"""So many are told at once; beyond them only the number is."""
SHOWN_CHARACTERS: Final = 60


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translation catalogues, which are applied where it is shown."""
    return message


IN_FILE: Final = gettext_noop("{file}: {sentence}")
ON_LINE: Final = gettext_noop("{file}, line {line}: {sentence}")
IN_COLUMN: Final = gettext_noop("{file}, line {line}, column {column}: {sentence}")

SENTENCES: Final[dict[str, str]] = {
    "empty": gettext_noop(
        "the file is empty; its first line names the columns, each further line is a member."
    ),
    "no_members": gettext_noop(
        "the file names its columns but no member; write one member on each further line."
    ),
    "too_big": gettext_noop(
        "the file is larger than {limit} bytes; leave out columns that are not needed."
    ),
    "too_many_rows": gettext_noop(
        "more than {limit} members; split the file or leave out rows that are not members."
    ),
    "spreadsheet": gettext_noop(
        "this is a spreadsheet, not a CSV file; save it as “CSV UTF-8” and give that file."
    ),
    "utf16": gettext_noop("the file is in UTF-16; save it as “CSV UTF-8” and give that file."),
    "not_utf8": gettext_noop(
        "a character here is not UTF-8 (the file may be in Latin-1 or Windows-1252);"
        " save it as “CSV UTF-8” and give that file."
    ),
    "nul": gettext_noop("there is a NUL character here; the file is damaged: export it again."),
    "quotes": gettext_noop(
        "a quotation mark is not closed, or text follows a closing one;"
        " inside quotes write a quotation mark twice."
    ),
    "field_limit": gettext_noop(
        "a field is longer than {limit} characters; perhaps a quotation mark is not closed."
    ),
    "column_missing": gettext_noop("the column is missing; add it to the first line."),
    "column_misspelt": gettext_noop(
        "there is no column of this name; did you mean “{meant}”? Rename the column or remove it."
    ),
    "column_twice": gettext_noop("the column appears twice; remove one of the two."),
    "column_unnamed": gettext_noop(
        "column number {position} has no name; name it in the first line or remove it."
    ),
    "ragged": gettext_noop(
        "{found} fields where the first line names {expected}; a value that holds the"
        " separator “{separator}” is put in quotes."
    ),
    "missing": gettext_noop("nothing is written here; every member needs it."),
    "companion_missing": gettext_noop(
        "nothing is written here, but “{given}” is filled in; write both or neither."
    ),
    "too_long": gettext_noop("{length} characters are too many; write at most {limit}."),
    "control_character": gettext_noop(
        "the text holds a line break or an invisible control character; write it again without."
    ),
    "not_whole": gettext_noop("“{value}” is not a whole number; write digits only, e.g. 12500."),
    "separators": gettext_noop(
        "“{value}” holds thousands separators, which different countries read differently;"
        " write {plain}."
    ),
    "negative": gettext_noop("“{value}” is below zero; write a number of {least} or more."),
    "number_range": gettext_noop(
        "“{value}” lies outside {least} to {most}; write the figure in ones, not in thousands."
    ),
    "not_a_year": gettext_noop(
        "“{value}” is not a year from {least} to {most}; write its four digits."
    ),
    "not_a_day": gettext_noop(
        "“{value}” is not a date of the form year-month-day; write it so, e.g. 2024-12-31."
    ),
    "no_such_day": gettext_noop("“{value}” is not a day of the calendar; write one that is."),
    "day_range": gettext_noop(
        "“{value}” lies outside the years {least} to {most}; write the day the figure is for."
    ),
    "not_a_country": gettext_noop(
        "“{value}” is not a country code of ISO 3166; write two letters, e.g. KE for Kenya."
    ),
    "country_name": gettext_noop("“{value}” is not a country code of ISO 3166; write {meant}."),
    "id_form": gettext_noop(
        "“{value}” is not a short name; write at most {limit} of a-z, 0-9 and hyphens,"
        " beginning and ending with a letter or digit, e.g. addis-ababa."
    ),
    "id_needed": gettext_noop(
        "no short name can be made from “{value}”; add a column “id” and write one,"
        " e.g. addis-ababa."
    ),
    "id_twice": gettext_noop(
        "the short name “{value}” is that of line {first} already; write another."
    ),
    "made_id_twice": gettext_noop(
        "the short name made from this name, “{value}”, is that of line {first} already;"
        " write another in the column “id”."
    ),
    "name_twice": gettext_noop(
        "“{value}” is the name on line {first} already; remove one line,"
        " or tell the two apart, e.g. “Valencia (Spain)”."
    ),
    "not_degrees": gettext_noop(
        "“{value}” is not an angle in decimal degrees; write it so, e.g. -1.2833."
    ),
    "decimal_comma": gettext_noop("“{value}” has a decimal comma; write {plain}."),
    "degrees_range": gettext_noop("“{value}” lies beyond {most} degrees; write at most that."),
    "not_an_address": gettext_noop(
        "“{value}” is not a web address; write it whole, e.g. https://www.example.org."
    ),
    **FILES,
    **BOOKS,
    **PLANS,
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to put right: where it is, what stands there, which rule it breaks.

    `line` counts from 1 and is the line on which the row begins; 0 means the file as a whole.
    `column` is the column's name as this program knows it, or as the file has it where unknown.
    """

    code: str
    line: int
    column: str | None = None
    value: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()

    def __post_init__(self) -> None:
        assert self.code in SENTENCES

    def sentence(self, filename: str, translate: Callable[[str], str] = str) -> str:
        """Say it: the place, the rule and the remedy."""
        template = translate(SENTENCES[self.code])
        sentence = template.format(value=_shown(self.value), **dict(self.facts))
        place = IN_FILE if self.line == 0 else ON_LINE if self.column is None else IN_COLUMN
        return translate(place).format(
            file=_shown(filename),
            line=self.line,
            column=_shown(self.column or ""),
            sentence=sentence,
        )


def _shown(text: str) -> str:
    """What a person typed, short enough for a sentence and without what cannot be seen."""
    short = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short)


class RosterErrors(Exception):
    """Every mistake of a file, in the order of its lines; nothing was read.

    `more` counts the mistakes beyond the first hundred.
    """

    def __init__(self, filename: str, mistakes: tuple[Mistake, ...]) -> None:
        assert mistakes
        self.filename = filename
        self.mistakes = mistakes[:MISTAKES_LIMIT]
        self.more = len(mistakes) - len(self.mistakes)
        super().__init__(self.mistakes[0].sentence(filename))

    def sentences(self, translate: Callable[[str], str] = str) -> tuple[str, ...]:
        """Every mistake told, in the language of `translate`."""
        return tuple(mistake.sentence(self.filename, translate) for mistake in self.mistakes)
