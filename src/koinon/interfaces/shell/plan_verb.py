"""The verb `plan` as it is typed; what it does is in `planning`."""

from __future__ import annotations

from typing import Annotated

import typer

CITIES = "your own cities: a CSV file or a workbook (.xlsx)"
CITY = "a city by its short name, a US county as us-FIPS; once or more"
HOUSEHOLDS = "households by income of your own cities: CSV or workbook"
ASSUME = "an assumption changed, programme.parameter=TEXT; once or more"
CHARTER = "a charter in TOML, or the name of a template or statute"
DRAFTER = "show also who pays more than alone; the files hold it only where this is given"
COLLECTION = "share that collecting costs: 2 %, or low – middle – high"
RESPONSE = "share of the base lost for each point of rate, likewise"
BESIDE = "the address of another plan, to set beside this one; once or more"
DIFFERENCE = "what a unit of difference costs, to look for clubs"


def plan(
    cities: Annotated[str, typer.Option(help=CITIES)] = "",
    city: Annotated[list[str] | None, typer.Option(help=CITY)] = None,
    households: Annotated[str, typer.Option(help=HOUSEHOLDS)] = "",
    programmes: Annotated[str, typer.Option(help="your own programmes, in TOML")] = "",
    programme: Annotated[list[str] | None, typer.Option(help="a programme by its id")] = None,
    assume: Annotated[list[str] | None, typer.Option(help=ASSUME)] = None,
    other: Annotated[list[str] | None, typer.Option(help="a city that stays outside")] = None,
    charter: Annotated[str, typer.Option(help=CHARTER)] = "",
    matter: Annotated[str, typer.Option(help="the kind of decision that is measured")] = "",
    levy: Annotated[str, typer.Option(help="the base: income, product, population, none")] = "",
    rate: Annotated[str, typer.Option(help="a share of the base, or an amount a head")] = "",
    exempt: Annotated[str, typer.Option(help="so much a head stays free")] = "",
    cap: Annotated[str, typer.Option(help="so much a head at most")] = "",
    collection: Annotated[str, typer.Option(help=COLLECTION)] = "",
    response: Annotated[str, typer.Option(help=RESPONSE)] = "",
    sharing: Annotated[str, typer.Option(help="use, ability, shapley or mixture")] = "",
    part: Annotated[str, typer.Option(help="the part of a mixture by ability: 50 %")] = "",
    ability: Annotated[str, typer.Option(help="the figure that ability goes by")] = "",
    you: Annotated[str, typer.Option(help="the city whose card is shown")] = "",
    difference: Annotated[str, typer.Option(help=DIFFERENCE)] = "",
    beside: Annotated[list[str] | None, typer.Option(help=BESIDE)] = None,
    drafter: Annotated[bool, typer.Option("--drafter", help=DRAFTER)] = False,
    lang: Annotated[str, typer.Option(help="language: en, fr, es or ar")] = "",
    html: Annotated[str, typer.Option(help="write the report, one HTML file")] = "",
    pdf: Annotated[str, typer.Option(help="write the report as PDF")] = "",
    json: Annotated[str, typer.Option(help="write everything as JSON; - prints it")] = "",
    csv: Annotated[str, typer.Option(help="write every table into this folder")] = "",
    check: Annotated[str, typer.Option(help="check such a JSON file instead")] = "",
) -> int:
    """Work out what cities could do together; nothing is recorded."""
    from koinon.interfaces.shell import planning

    if check:
        return planning.check(check, lang)
    fields = planning.Fields(
        cities=city or [],
        others=other or [],
        programmes=programme or [],
        assume=assume or [],
        single={
            "charter": charter,
            "matter": matter,
            "levy": levy,
            "rate": rate,
            "cap": cap,
            "exempt": exempt,
            "collection": collection,
            "response": response,
            "sharing": sharing,
            "part": part,
            "ability": ability,
            "you": you,
            "difference": difference,
        },
        files={"cities": cities, "households": households, "programmes": programmes},
        beside=beside or [],
    )
    outputs = planning.Outputs(html=html, pdf=pdf, json=json, csv=csv)
    return planning.plan(fields, outputs, drafter=drafter, language=lang)
