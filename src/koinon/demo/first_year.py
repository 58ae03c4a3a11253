"""The league's first year: contracts and contributions, a late payer, a motion that fails."""

from __future__ import annotations

from fractions import Fraction

from koinon.demo.language import (
    Ballot,
    Levied,
    Of,
    Owed,
    ThisDay,
    Year,
    amended_charter,
    decision,
    delegate,
    gives_proxy,
    on,
    resolution,
    treasurer,
)
from koinon.demo.money import (
    EUR,
    SECOND,
    billed,
    budget,
    charges,
    contract,
    contributions,
    halves,
    instalment,
    paid,
    received,
    running,
    signed,
)
from koinon.demo.pupils import opened as opened_to_pupils

THOUSANDS = (820, 960, 560, 850, 370, 560, 220, 160)

CONTRACTS = (
    # Eight running contracts are put to the Council in one proposal.
    *decision(
        "1-02-17",
        "running-contracts",
        *running(1, THOUSANDS),
        ballot=Ballot(abstaining=("veltrazzo",), absent=("zellavik",)),
    ),
    *decision(
        "1-02-20",
        "heat-pumps",
        (
            "treasury.commit/1",
            contract(
                1, "school-heat", "Heat pumps in forty schools", 1_180_000, "Warmwell Consortium"
            ),
        ),
        ballot=Ballot(against=("veltrazzo", "tolvermark"), proxies=(("seraulde", "marisolde"),)),
    ),
    # Séraulde's delegate is in hospital and gives a proxy to Marisolde's.
    *on("1-03-02", gives_proxy("heat-pumps", "seraulde", "marisolde")),
    *decision(
        "1-03-16",
        "evening-courses",
        (
            "treasury.commit/1",
            contract(
                1,
                "evening-courses",
                "Evening courses for residents of all cities",
                1_240_000,
                "Open Evenings Association",
            ),
        ),
        ballot=Ballot(against=("osterquell",), abstaining=("lindorsk",)),
        by="council/krestamont",
    ),
    # The clinics pass narrowly.
    *decision(
        "1-03-28",
        "night-clinics",
        (
            "treasury.commit/1",
            contract(
                1,
                "night-clinics",
                "Night clinics in six cities",
                540_000,
                "Lanterne Medical Cooperative",
            ),
        ),
        ballot=Ballot(
            against=("castrevane", "tolvermark", "ruscadel", "veltrazzo"),
            abstaining=("haldrumsey", "orbelleux"),
            absent=("serravonde",),
        ),
    ),
)

FIRST_INSTALMENT = (
    # Half of the contributions is due on the fifteenth of the third month. Most pay in time.
    *instalment("1-03-02", 1, 1, but=("krestamont", "seraulde", "pontaverre", "ruscadel")),
    # Ruscadel's money is booked on Ebbenstrand by mistake, and corrected a week later: the bank's
    # line stays as it is, the correction names it, and both stand in the record.
    *on("1-03-05", received("Z11-10", Owed("ruscadel", 1, 1), "ebbenstrand")),
    *on(
        "1-03-12",
        treasurer(
            "treasury.correct_receipt/1",
            bank_reference="Z11-10",
            city="ruscadel",
            reason="The payer is Ruscadel; it was read as Ebbenstrand, the line above.",
        ),
    ),
    # Pontaverre pays the whole year at once, and 25,000 euros too much, which stay to its credit.
    *on(
        "1-03-06",
        received("Z11-06", Owed("pontaverre", 1, more_cents=25_000 * EUR), "pontaverre"),
    ),
    # Séraulde pays three fifths now and the rest when its own budget is through.
    *on("1-03-13", received("Z11-17", Owed("seraulde", 1, 1, Fraction(3, 5)), "seraulde")),
    *on("1-05-04", received("Z11-17B", Owed("seraulde", 1, 1), "seraulde")),
    # Krestamont, the smallest, pays three months late: it is warned, loses its vote for some days,
    # and has it back with the payment.
    *on("1-06-18", received("Z11-18", Owed("krestamont", 1, 1), "krestamont")),
)

RING_TOLL = (
    # Six cities with ring roads want a common toll; twelve do not, and the motion fails.
    *decision(
        "1-03-09",
        "ring-toll",
        ballot=Ballot(
            against=(
                "mirelune",
                "pontaverre",
                "serravonde",
                "ebbenstrand",
                "veltrazzo",
                "haldrumsey",
                "orbelleux",
                "zellavik",
                "seraulde",
                "krestamont",
            ),
            abstaining=("tolvermark", "marisolde"),
        ),
        by="council/ruscadel",
    ),
)

HALVES = halves("running-contracts", THOUSANDS, "R1")

SPENDING = (
    # The running contracts are billed in two halves.
    *on("1-05-18", *(billed(promise, eur, f"{number}/1") for promise, eur, number in HALVES)),
    *on("1-06-08", *paid(*(f"{number}/1" for _, _, number in HALVES))),
    *on("1-10-19", *(billed(promise, eur, f"{number}/2") for promise, eur, number in HALVES)),
    *on("1-11-09", *paid(*(f"{number}/2" for _, _, number in HALVES))),
    # The forty schools: a quarter at the start, then as the work goes on.
    *on("1-04-20", billed("heat-pumps/0", 295_000, "WW-101")),
    *on("1-05-11", *paid("WW-101")),
    *on("1-07-20", billed("heat-pumps/0", 472_000, "WW-102")),
    *on("1-08-10", *paid("WW-102")),
    *on("1-10-12", billed("heat-pumps/0", 413_000, "WW-103")),
    *on("1-11-05", *paid("WW-103")),
    # Evening courses, by the term.
    *on("1-05-06", billed("evening-courses/0", 310_000, "OE-1")),
    *on("1-05-25", *paid("OE-1")),
    *on("1-09-02", billed("evening-courses/0", 310_000, "OE-2")),
    *on("1-09-24", *paid("OE-2")),
    *on("1-11-10", billed("evening-courses/0", 372_000, "OE-3")),
    *on("1-12-01", *paid("OE-3")),
    *on("1-12-10", billed("evening-courses/0", 248_000, "OE-4")),
    # Night clinics, three times 180,000.
    *on("1-06-02", billed("night-clinics/0", 180_000, "LM-1")),
    *on("1-06-22", *paid("LM-1")),
    *on("1-09-07", billed("night-clinics/0", 180_000, "LM-2")),
    *on("1-09-28", *paid("LM-2")),
    *on("1-12-07", billed("night-clinics/0", 180_000, "LM-3")),
    # What the treasurer may promise alone: up to 25,000 euros.
    *on(
        "1-03-23",
        signed(
            "choir-week",
            1,
            "culture-exchange",
            "A hall for the choirs' week",
            18_500,
            "Halles de Mirelune",
        ),
        signed("meters", 1, "school-heat", "Forty open meters", 22_400, "Zähler & Fils"),
    ),
    *on("1-06-25", billed("choir-week", 18_500, "HM-77"), billed("meters", 22_400, "ZF-2031")),
    *on("1-07-13", *paid("HM-77", "ZF-2031")),
)

BANK = (
    *charges("1-03-27", 1, "first quarter", 11_240),
    *charges("1-06-26", 1, "second quarter", 12_815),
    *charges("1-09-25", 1, "third quarter", 12_190),
    *charges("1-12-18", 1, "fourth quarter", 13_305),
    # The bank takes 186.40 euros that nobody ordered. It is booked at once, raises an alarm, and
    # is explained a week later: a fee for the log's certificate.
    *on(
        "1-07-02",
        treasurer(
            "treasury.record_bank_debit/1",
            bank_reference="D-4471",
            on=ThisDay(),
            amount_cents=18_640,
            text="DIRECT DEBIT 4471 NO DETAILS",
        ),
    ),
    *on(
        "1-07-09",
        treasurer(
            "treasury.explain_debit/1",
            bank_reference="D-4471",
            year=Year(1),
            line="bank-charges",
            title="Yearly fee of the payment account, announced by letter",
        ),
    ),
)

SECOND_INSTALMENT = instalment("1-09-03", 1, 2, days=8, but=("pontaverre",))

AMENDMENT = (
    # The Council raises the treasurer's limit; the charter is amended by its own rule.
    *decision(
        "1-05-26",
        "treasurer-limit",
        (
            "assembly.amend_charter/1",
            {"charter": amended_charter(("up_to = 25000", "up_to = 40000"))},
        ),
        matter="amendment",
        ballot=Ballot(against=("veltrazzo", "krestamont"), abstaining=("haldrumsey",)),
    ),
    # The new limit is used once it is in force.
    *on(
        "1-08-17",
        signed(
            "boiler",
            1,
            "school-heat",
            "A boiler for the school at Orbelleux",
            36_800,
            "Warmwell Consortium",
        ),
    ),
    *on("1-10-05", billed("boiler", 36_800, "WW-B7")),
    *on("1-10-26", *paid("WW-B7")),
)

LEAVING = (
    # Veltrazzo, outvoted on every contract, announces that it leaves. Half a year later the clock
    # closes its seat, and the treasurer charges its share of what is promised and not yet paid.
    *on(
        "1-05-18",
        delegate(
            "veltrazzo",
            "assembly.announce_leaving/1",
            city="veltrazzo",
            resolution=resolution("veltrazzo"),
        ),
    ),
    *on(
        "1-11-26",
        treasurer(
            "treasury.charge_residual/2",
            "residual",
            city="veltrazzo",
        ),
    ),
    *on("1-12-17", received("RS-13", Of("residual", "amount_cents"), "veltrazzo")),
)

NEXT_YEAR = (
    # Seventeen cities will pay the second year's contributions, and its pupils share out a part.
    *decision(
        "1-10-20",
        "second-budget",
        budget(2, SECOND),
        opened_to_pupils("2-01-26", "2-02-08"),
        contributions(2, "second-contributions", ("2-02-15", "1/2"), ("today+4", "1/2")),
        matter="budget",
        ballot=Ballot(against=("tolvermark",), abstaining=("veltrazzo",)),
    ),
    *on("1-12-02", treasurer("treasury.assess_levy/1", levy=Levied(2))),
    # Pontaverre's credit goes on its first invoice of the next year.
    *on("1-12-03", treasurer("treasury.apply_credit/1", city="pontaverre")),
)

FIRST_YEAR = (
    *CONTRACTS,
    *FIRST_INSTALMENT,
    *RING_TOLL,
    *SPENDING,
    *BANK,
    *SECOND_INSTALMENT,
    *AMENDMENT,
    *LEAVING,
    *NEXT_YEAR,
)
