"""What can be wrong with the other sheets of a workbook, and with the workbook itself.

One sentence for each code, as in `mistakes`; the sentences are the message ids of the catalogues.
"""

from __future__ import annotations

from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translation catalogues, which are applied where it is shown."""
    return message


FILES: Final[dict[str, str]] = {
    "old_excel": gettext_noop(
        "this is a file of the old form .xls; save it as .xlsx and give that file."
    ),
    "not_a_workbook": gettext_noop(
        "this is neither a workbook (.xlsx) nor a zip with one; give one of these."
    ),
    "damaged": gettext_noop("the file is damaged and cannot be opened; save it again."),
    "locked": gettext_noop("the file is protected by a password; save it without one."),
    "unpacks": gettext_noop(
        "unpacked, it is larger than {limit} bytes; leave out what is not needed."
    ),
    "too_many_files": gettext_noop("more than {limit} files are in it; leave out some."),
    "file_too_big": gettext_noop(
        "the file “{value}” is larger than {limit} bytes; give a smaller copy."
    ),
    "file_twice": gettext_noop("two files in it are called “{value}”; rename one of them."),
    "sheet_twice": gettext_noop("the sheet “{value}” is there twice; put the two together."),
    "no_sheets": gettext_noop(
        "no sheet has a name that is known here; name them as in the template: {known}."
    ),
    "sheet_missing": gettext_noop("there is no sheet “{value}”; add it, as in the template."),
    "sheet_hidden": gettext_noop("the sheet is hidden; show it, or delete it."),
    "rows_hidden": gettext_noop(
        "rows or columns are hidden here; show them, so that nothing is taken over unseen."
    ),
    "merged": gettext_noop(
        "the cells {cells} are merged; unmerge them and write the value into each."
    ),
    "formula_empty": gettext_noop(
        "the formula here has no stored value; open the file in a spreadsheet program and save it."
    ),
    "formula_error": gettext_noop("the formula here gives the error {value}; mend it."),
    "too_many_columns": gettext_noop("more than {limit} columns; leave out what is not needed."),
}
"""Code → sentence, for the file and its sheets."""

BOOKS: Final[dict[str, str]] = {
    "amount_form": gettext_noop("“{value}” is not an amount; write it in full, e.g. {example}."),
    "amount_decimals": gettext_noop(
        "“{value}” has more decimals than {currency}, which has {places}; round it."
    ),
    "amount_either": gettext_noop(
        "“{value}” can be read as {thousands} or as {decimals}; write it without separators"
        " between thousands."
    ),
    "amount_negative": gettext_noop("“{value}” is below zero, which cannot be here; correct it."),
    "amount_range": gettext_noop("“{value}” is more than the books can hold; correct it."),
    "amount_zero": gettext_noop("the amount is zero; remove the line, or write the amount."),
    "unknown_city": gettext_noop(
        "“{value}” is no member on the sheet of members; write the name as it stands there."
    ),
    "unknown_city_meant": gettext_noop(
        "“{value}” is no member on the sheet of members; did you mean “{meant}”?"
    ),
    "choice": gettext_noop("“{value}” is not known here; write one of these: {choices}."),
    "dues_twice": gettext_noop(
        "“{value}” of this year is on line {first} for the same city; put the two lines together."
    ),
    "invoiced_beyond": gettext_noop(
        "“{value}” is more than the whole contract, {whole}; correct one of the two."
    ),
    "unpaid_beyond": gettext_noop(
        "“{value}” is more than was invoiced, {invoiced}; correct one of the two."
    ),
    "contract_over": gettext_noop(
        "nothing of this contract is left to be invoiced or paid; remove the line."
    ),
    "other_programme": gettext_noop(
        "on line {first} the same budget line belongs to another programme; correct one of the two."
    ),
    "decision_twice": gettext_noop(
        "the number “{value}” is that of line {first} already; each decision has its own."
    ),
    "account_twice": gettext_noop(
        "“{value}” is on line {first} already; write one line with the sum."
    ),
    "day_future": gettext_noop("“{value}” is later than {today}; write a day that has come."),
    "paper_missing": gettext_noop(
        "no file “{value}” came with the workbook; add it, or empty the cell."
    ),
    "paper_form": gettext_noop(
        "the file “{value}” is no PDF, whatever its name; give the document as a PDF."
    ),
    "total_differs": gettext_noop(
        "“{value}” stands here, and the other sheets come to {found}, {difference} apart;"
        " correct the one that is wrong."
    ),
    "unbalanced": gettext_noop(
        "“{value}” stands here, and by the other lines {found} is left over, {difference} apart;"
        " correct the one that is wrong."
    ),
}
"""Code → sentence, for what the sheets hold."""

PLANS: Final[dict[str, str]] = {
    "unit_missing": gettext_noop(
        "nothing is written here, but “{given}” is filled in; say what it is counted in, e.g. USD."
    ),
    "unit_scaled": gettext_noop(
        "“{value}” counts in larger units (“{word}”); write the figure in ones and the unit alone."
    ),
    "unit_differs": gettext_noop(
        "“{value}” stands here and “{unit}” on line {first}; write the same on every line."
    ),
    "per_head": gettext_noop(
        "“{value}” is {per_head} {unit} an inhabitant a year, which no city has; write the figure"
        " in ones, not in thousands or millions."
    ),
    "not_a_rate": gettext_noop("“{value}” is no number; write 0.25, 1/4 or 25 %."),
    "rate_range": gettext_noop("“{value}” lies outside {least} to 1; write a number within."),
    "place_unknown": gettext_noop(
        "“{value}” is no city of the plan; write the id of one, as it stands in its table."
    ),
    "place_meant": gettext_noop("“{value}” is no city of the plan; did you mean “{meant}”?"),
    "band_open_early": gettext_noop(
        "only a city's last band may be open; write the highest income of this one."
    ),
    "band_not_open": gettext_noop(
        "“{value}” closes the city's last band; leave the last one open, for any higher income."
    ),
    "band_falls": gettext_noop(
        "“{value}” is not above {above}, where the band before ends; write the bands from the"
        " lowest to the highest."
    ),
    "band_income": gettext_noop(
        "the mean income “{value}” lies outside its own band, {least} to {most}; correct one of"
        " them."
    ),
}
"""Code → sentence, for the tables of a plan: its cities, their households by income."""
