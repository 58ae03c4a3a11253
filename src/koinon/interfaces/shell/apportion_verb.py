"""The verb `apportion` as it is typed; what it does is in `apportioning`."""

from __future__ import annotations

from typing import Annotated

import typer

FILE = "CSV: a column of names and one of votes; or districts by parties"
METHOD = "dhondt, sainte-lague, huntington-hill, hare, droop …; a wrong one names them all"
FIRST = "first divisor of modified-sainte-lague, e.g. 1.4"
THRESHOLD = "least votes: a share (3%) or a number (5000)"
BASE = "what a threshold is a share of: parties, valid (with blank), cast (all)"
DISTRICT_SEATS = "the column (or row) with the seats of districts: biproportional"
QUORUM = "least share of a party's votes: in one district"
WHOLE = "do not round voter numbers"
WEIGH = "votes by seats of the district (voters), or as they are (votes)"
ROUNDING = "of lists: standard, down or up"
WINNER = "the strongest party of a district has a seat there"


def apportion(
    file: Annotated[str, typer.Argument(help=FILE)],
    seats: Annotated[int | None, typer.Option(help="how many there are")] = None,
    method: Annotated[str, typer.Option(help=METHOD)] = "dhondt",
    first: Annotated[str, typer.Option(help=FIRST)] = "",
    minimum: Annotated[int, typer.Option(min=0, help="seats of each at least")] = 0,
    maximum: Annotated[int | None, typer.Option(min=0, help="seats of each at most")] = None,
    threshold: Annotated[str, typer.Option(help=THRESHOLD)] = "",
    base: Annotated[str, typer.Option(help=BASE)] = "parties",
    won: Annotated[int | None, typer.Option(help="or so many seats of the column won")] = None,
    blank: Annotated[int, typer.Option(min=0, help="blank votes")] = 0,
    invalid: Annotated[int, typer.Option(min=0, help="invalid votes")] = 0,
    district_seats: Annotated[str, typer.Option(help=DISTRICT_SEATS)] = "",
    quorum_district: Annotated[str, typer.Option(help=QUORUM)] = "",
    quorum_total: Annotated[str, typer.Option(help="or of all votes")] = "",
    quorum_both: Annotated[bool, typer.Option("--quorum-both", help="both are needed")] = False,
    exact_voters: Annotated[bool, typer.Option("--exact-voters", help=WHOLE)] = False,
    weigh: Annotated[str, typer.Option(help=WEIGH)] = "voters",
    rounding: Annotated[str, typer.Option(help=ROUNDING)] = "standard",
    winner: Annotated[bool, typer.Option("--winner", help=WINNER)] = False,
    ties: Annotated[str, typer.Option(help="by order of the file (paper) or by lot")] = "paper",
    lot: Annotated[str, typer.Option(help="the value of the lot, drawn in public")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="the result for programs")] = False,
    sheet: Annotated[str, typer.Option(help="write the tables: NAME.xlsx or NAME.csv")] = "",
) -> int:
    """Share out seats in proportion to votes; no database is needed."""
    from koinon.interfaces.shell import apportioning

    shown = apportioning.Shown(as_json, sheet)
    if district_seats:
        asked = apportioning.Districts(
            district_seats, quorum_district, quorum_total, quorum_both, not exact_voters,
            weigh, rounding, winner, ties, lot,
        )  # fmt: skip
        return apportioning.districts(file, asked, seats, shown)
    one = apportioning.One(
        seats, method, first, minimum, maximum, threshold, base, won, blank, invalid, ties, lot
    )
    return apportioning.one(file, one, shown)
