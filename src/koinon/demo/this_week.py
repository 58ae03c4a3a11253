"""What is on the desks today: an open vote near its line, a notice, invoices, an alarm."""

from __future__ import annotations

from koinon.demo.language import Owed, ThisDay, on, proposes, treasurer, votes
from koinon.demo.money import billed, contract, received, signed

KITCHENS = "school-kitchens"

OPEN_VOTE = (
    # Voting opened four days ago and closes at midnight in three days. Nine cities are in favour
    # and just below the quota; Krestamont, the smallest, has not voted and can turn it alone.
    *on(
        "today-19",
        proposes(
            KITCHENS,
            (
                "treasury.commit/1",
                contract(2, "evening-courses", "Twelve school kitchens", 460_000, "Suppe & Sol"),
            ),
            by="secretariat",
            matter="ordinary",
        ),
    ),
    *on(
        "today-4",
        votes(KITCHENS, "valdorene", "yes"),
        votes(KITCHENS, "mirelune", "yes"),
        votes(KITCHENS, "tolvermark", "no"),
    ),
    *on(
        "today-3",
        votes(KITCHENS, "osterquell", "yes"),
        votes(KITCHENS, "pontaverre", "yes"),
        votes(KITCHENS, "serravonde", "no"),
        votes(KITCHENS, "zellavik", "yes"),
    ),
    *on(
        "today-2",
        votes(KITCHENS, "castrevane", "yes"),
        votes(KITCHENS, "haldrumsey", "abstain"),
        votes(KITCHENS, "ruscadel", "yes"),
    ),
    *on(
        "today-1",
        votes(KITCHENS, "quillanor", "yes"),
    ),
)

NOTICE = on("today-5", proposes("student-exchange", by="council/mirelune", matter="ordinary"))

PAID_EARLY = ("castrevane", "ebbenstrand", "mirelune", "orbelleux", "valdorene")

DESK = (
    # The second half of the contributions is due in four days. Five cities have paid.
    *(
        step
        for days, city in enumerate(PAID_EARLY, 1)
        for step in on(f"today-{days}", received(f"Z22-{city[:4].upper()}", Owed(city, 2, 2), city))
    ),
    *on(
        "today-9",
        signed(
            "song-books",
            2,
            "culture-exchange",
            "Song books for ninety choirs",
            19_400,
            "Edition Viola",
        ),
    ),
    # Two suppliers' invoices are accepted and wait for the treasurer's payment.
    *on(
        "today-2",
        billed("evening-courses-2/0", 250_000, "OE-7"),
        billed("song-books", 19_400, "EV-88"),
    ),
    # Money from nobody we know, and a debit nobody ordered: both wait for an explanation.
    *on("today-2", received("U-9003", 125_000)),
    *on(
        "today-1",
        treasurer(
            "treasury.record_bank_debit/1",
            bank_reference="D-5120",
            on=ThisDay(),
            amount_cents=41_230,
            text="CARD 5120 KIOSK STATION NORTH",
        ),
    ),
)

THIS_WEEK = (*OPEN_VOTE, *NOTICE, *DESK)
