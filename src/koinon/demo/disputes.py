"""Objections to contributions: one rejected, one upheld and computed anew, one still open."""

from __future__ import annotations

from dataclasses import replace

from koinon.demo.cities import TOWNS, measure
from koinon.demo.language import (
    Day,
    Levied,
    Of,
    Owed,
    Step,
    ThisDay,
    YearEnd,
    arbiter,
    delegate,
    on,
    paper,
    secretariat,
    treasurer,
)

ZELLAVIK = next(
    replace(town, tax_base_per_head=15_200) for town in TOWNS if town.slug == "zellavik"
)
"""As it should have been certified: without the port that was counted twice."""

REJECTED: tuple[Step, ...] = (
    *on(
        "1-12-08",
        delegate(
            "tolvermark",
            "treasury.dispute_levy/1",
            "tolvermark's objection",
            levy=Levied(2),
            ground="The contribution should follow the residents Tolvermark has today.",
            document=paper("tolvermark-objection"),
        ),
    ),
    *on(
        "1-12-15",
        treasurer(
            "treasury.answer_dispute/1",
            dispute=Of("tolvermark's objection", "dispute"),
            answer="contested",
            reason="The charter reckons from certified figures; newer ones hold from their day.",
        ),
    ),
    *on(
        "2-02-16",
        arbiter(
            "treasury.rule_on_dispute/1",
            dispute=Of("tolvermark's objection", "dispute"),
            outcome="rejected",
            reason="The figures were those of the day; what has changed since counts next year.",
        ),
    ),
)

UPHELD: tuple[Step, ...] = (
    *on(
        "1-12-10",
        delegate(
            "zellavik",
            "treasury.dispute_levy/1",
            "zellavik's objection",
            levy=Levied(2),
            ground="The port was counted twice in our tax base.",
            figure="tax_base",
            claimed=str(ZELLAVIK.tax_base(0)),
            document=paper("zellavik-tax-office"),
        ),
    ),
    *on(
        "1-12-16",
        treasurer(
            "treasury.answer_dispute/1",
            dispute=Of("zellavik's objection", "dispute"),
            answer="granted",
            reason="The tax office's certificate is right.",
        ),
        secretariat(
            "cities.correct_fact/1",
            city="zellavik",
            supersedes=0,
            fact=measure("tax_base", ZELLAVIK.tax_base(0), "EUR a year", YearEnd(1)),
        ),
        treasurer(
            "treasury.recalculate_levy/1",
            "recalculated",
            levy=Levied(2),
            dispute=Of("zellavik's objection", "dispute"),
            due=Day("today+5"),
        ),
    ),
)

# Serravonde pays its second half under protest and objects: nobody has answered yet.
OPEN: tuple[Step, ...] = (
    *on(
        "today-3",
        treasurer(
            "treasury.record_receipt/2",
            bank_reference="Z22-SERR",
            on=ThisDay(),
            amount_cents=Owed("serravonde", 2, 2),
            city="serravonde",
            under_protest="Serravonde asks for the limit of its new law.",
        ),
    ),
    *on(
        "today-1",
        delegate(
            "serravonde",
            "treasury.dispute_levy/1",
            levy=Levied(2),
            ground="Our new finance act lowers the limit to 520,000 euros a year.",
        ),
    ),
)
DISPUTES = (*REJECTED, *UPHELD, *OPEN)
