"""The league's second year up to today: the first is closed, the work goes on."""

from __future__ import annotations

from koinon.demo.cities import LEAVING, STAYING, TOWNS, population
from koinon.demo.language import Ballot, Owed, Year, YearEnd, decision, on, secretariat, treasurer
from koinon.demo.money import (
    billed,
    charges,
    contract,
    halves,
    instalment,
    paid,
    received,
    running,
    signed,
)

THOUSANDS = (780, 780, 570, 240, 330, 480, 240, 180)

FIGURES = on(
    "2-01-19",
    *(
        secretariat(
            "cities.certify_fact/1",
            city=town.slug,
            fact=population(town.residents(1), YearEnd(2)),
        )
        for town in TOWNS
        if town.slug in STAYING
    ),
)

CONTRACTS = (
    *decision(
        "2-01-08",
        "running-contracts-2",
        *running(2, THOUSANDS),
        ballot=Ballot(members=STAYING, absent=("tolvermark",)),
        text="running-contracts",
    ),
    *decision(
        "2-01-09",
        "evening-courses-2",
        (
            "treasury.commit/1",
            contract(
                2,
                "evening-courses",
                "Evening courses, second year",
                1_000_000,
                "Open Evenings Association",
            ),
        ),
        ballot=Ballot(members=STAYING, against=("osterquell",), abstaining=("tolvermark",)),
        text="evening-courses",
    ),
    *decision(
        "2-02-02",
        "home-repair",
        (
            "treasury.commit/1",
            contract(
                2, "home-repair", "Four hundred homes before winter", 880_000, "Baucasa Repair Fund"
            ),
        ),
        ballot=Ballot(members=STAYING, against=("serravonde",), absent=("seraulde",)),
        by="council/lindorsk",
    ),
    *decision(
        "2-04-06",
        "town-halls",
        (
            "treasury.commit/1",
            contract(
                2,
                "school-heat",
                "Heat pumps in thirteen town halls",
                940_000,
                "Warmwell Consortium",
            ),
        ),
        ballot=Ballot(members=STAYING, against=("tolvermark", "quillanor")),
    ),
    *decision(
        "2-05-11",
        "river-gauges",
        (
            "treasury.commit/1",
            contract(2, "open-laboratories", "Sixty river gauges", 190_000, "Hydrolab Ebbenstrand"),
        ),
        ballot=Ballot(members=STAYING, abstaining=("krestamont", "zellavik")),
        by="council/ebbenstrand",
    ),
)

CONTRIBUTIONS = (
    # Tolvermark waits for its own council and pays three weeks late.
    *instalment("2-02-03", 2, 1, days=8, but=("tolvermark", LEAVING)),
    *on("2-03-09", received("Z21-09", Owed("tolvermark", 2, 1), "tolvermark")),
)

# What is left of the first year is paid, then the year is closed: unused budget lapses, and what
# came in beyond what was spent becomes the league's net assets.
CLOSING = (
    *on("2-01-14", *paid("OE-4", "LM-3")),
    *on("2-03-10", treasurer("treasury.close_year/1", year=Year(1))),
)

HALVES = halves("running-contracts-2", THOUSANDS, "R2")

SPENDING = (
    *on("2-03-16", *(billed(promise, eur, f"{number}/1") for promise, eur, number in HALVES)),
    *on("2-04-13", *paid(*(f"{number}/1" for _, _, number in HALVES))),
    *on("2-09-14", *(billed(promise, eur, f"{number}/2") for promise, eur, number in HALVES)),
    *on("2-10-12", *paid(*(f"{number}/2" for _, _, number in HALVES))),
    *on("2-03-23", billed("evening-courses-2/0", 250_000, "OE-5")),
    *on("2-04-14", *paid("OE-5")),
    *on("2-05-06", billed("evening-courses-2/0", 250_000, "OE-6")),
    *on("2-05-27", *paid("OE-6")),
    *on("2-04-20", billed("home-repair/0", 300_000, "BRF-9")),
    *on("2-05-11", *paid("BRF-9")),
    *on("2-07-13", billed("home-repair/0", 300_000, "BRF-14")),
    *on("2-08-03", *paid("BRF-14")),
    *on("2-10-05", billed("home-repair/0", 280_000, "BRF-21")),
    *on("2-10-26", *paid("BRF-21")),
    *on("2-05-18", billed("town-halls/0", 235_000, "WW-201")),
    *on("2-06-08", *paid("WW-201")),
    *on("2-08-24", billed("town-halls/0", 376_000, "WW-202")),
    *on("2-09-14", *paid("WW-202")),
    *on("2-08-17", billed("river-gauges/0", 95_000, "HY-3")),
    *on("2-09-07", *paid("HY-3")),
    # The treasurer's own limit is 40,000 euros since the amendment.
    *on(
        "2-05-04",
        signed(
            "school-radio",
            2,
            "evening-courses",
            "A radio made by schools",
            31_200,
            "Radio Quillanor Youth Workshop",
        ),
    ),
    *on("2-06-15", billed("school-radio", 31_200, "RQ-12")),
    *on("2-07-06", *paid("RQ-12")),
    *charges("2-03-26", 2, "first quarter", 12_950),
    *charges("2-06-25", 2, "second quarter", 13_415),
    *charges("2-09-25", 2, "third quarter", 12_760),
)

SECOND_YEAR = (*FIGURES, *CONTRACTS, *CONTRIBUTIONS, *CLOSING, *SPENDING)
