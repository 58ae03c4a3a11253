"""The verb `count` as it is typed; what it does is in `counting`."""

from __future__ import annotations

from typing import Annotated

import typer

METHOD = "how it is counted; koinon count --list names all"
RULE = "an option of the rule, name=value; once or more"
LOT = "the public value by which lots are drawn, if one is needed"
CONTEST = "which contest of the file, by id or name"
EXACT = "count by the standard library alone; the result is the same"
WITHDRAWN = "an option that withdrew, by its id; once or more"


def count(
    file: Annotated[str, typer.Argument(help="ballots: .blt .pb .soi .csv .xlsx .json …")] = "",
    method: Annotated[str, typer.Option("--method", "-m", help=METHOD)] = "",
    rule: Annotated[list[str] | None, typer.Option("--set", help=RULE)] = None,
    seats: Annotated[int, typer.Option(min=0, help="how many are elected")] = 0,
    budget: Annotated[str, typer.Option(help="the money of a budget")] = "",
    lot: Annotated[str, typer.Option(help=LOT)] = "",
    contest: Annotated[str, typer.Option(help=CONTEST)] = "",
    withdrawn: Annotated[list[str] | None, typer.Option(help=WITHDRAWN)] = None,
    json: Annotated[str, typer.Option(help="write the result as JSON; - prints it")] = "",
    sheet: Annotated[str, typer.Option(help="write the tables: .xlsx, .csv or a folder")] = "",
    ballots: Annotated[str, typer.Option(help="write the canonical ballots")] = "",
    exact: Annotated[bool, typer.Option("--exact", help=EXACT)] = False,
    list_: Annotated[bool, typer.Option("--list", help="list the methods")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="state the rule instead")] = False,
) -> int:
    """Count ballots by a stated rule; nothing is recorded."""
    from koinon.interfaces.shell import counting

    if list_:
        return counting.listed()
    if explain:
        return counting.explained(method, rule or [])
    asked = counting.Asked(
        file, method, rule or [], seats, budget, lot, contest, withdrawn or [], exact
    )
    return counting.count(asked, counting.Outputs(json, sheet, ballots))
