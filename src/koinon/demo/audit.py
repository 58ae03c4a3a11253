"""The audit of the first year's books: a sample, evidence, a balance, a finding, the opinion."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.demo.language import (
    Day,
    Of,
    Step,
    Telling,
    Year,
    YearEnd,
    auditor,
    delegate,
    on,
    paper,
    treasurer,
)
from koinon.demo.people import signed
from koinon.record.canonical import JSON

BOOKS = Of("audit", "audit")
SAMPLE = Of("sample", "sample")


@dataclass(frozen=True, slots=True)
class FirstDrawn:
    """The entry of the first item that chance has drawn."""

    def resolve(self, telling: Telling) -> JSON:
        """Its index."""
        return _items(telling)[0][0]


@dataclass(frozen=True, slots=True)
class AsBooked:
    """Every item that was drawn, found to be as the books have it."""

    def resolve(self, telling: Telling) -> JSON:
        """The plain form of `treasury.examine_items/1`'s items."""
        return [
            {"entry": n, "line": line, "audited_cents": cents} for n, line, cents in _items(telling)
        ]


def _items(telling: Telling) -> tuple[tuple[int, int, int], ...]:
    number = SAMPLE.resolve(telling)
    assert isinstance(number, int)
    return telling.drawn(number)


AUDIT: tuple[Step, ...] = (
    # The sample is planned before the value exists that draws it: the record two entries later.
    *on(
        "2-03-16",
        auditor(
            "treasury.open_audit/1",
            "audit",
            year=Year(1),
            scope="The league's books of its first year: charges, receipts, promises, payments.",
            materiality_cents=50_000_00,
            basis="Half a per cent of what the cities were charged.",
        ),
        auditor(
            "treasury.plan_sample/1",
            "sample",
            audit=BOOKS,
            population="payments",
            method="random",
            size=8,
            after_entries=2,
        ),
        auditor(
            "treasury.ask_confirmations/1",
            "letters",
            audit=BOOKS,
            on=YearEnd(2),
            cities=["krestamont"],
        ),
    ),
    *on(
        "2-03-23",
        delegate(
            "krestamont",
            "treasury.answer_confirmation/1",
            confirmation=Of("letters", "first"),
            agrees=True,
        ),
    ),
    *on(
        "2-03-26",
        auditor("treasury.draw_sample/1", sample=SAMPLE),
        auditor(
            "treasury.request_evidence/1",
            "evidence",
            audit=BOOKS,
            entry=FirstDrawn(),
            what="The supplier's invoice, and who received what it charges.",
            seat="treasurer",
        ),
    ),
    *on(
        "2-04-07",
        treasurer(
            "treasury.provide_evidence/1",
            request=Of("evidence", "request"),
            documents=[paper("delivery-note")],
            note="The invoice is with the delivery note, signed where the work was done.",
        ),
    ),
    *on(
        "2-04-09",
        auditor("treasury.close_request/1", request=Of("evidence", "request"), outcome="accepted"),
        auditor("treasury.examine_items/1", sample=SAMPLE, items=AsBooked()),
        auditor(
            "treasury.record_finding/1",
            "finding",
            audit=BOOKS,
            title="Bank charges are explained months after the bank took them.",
            severity="minor",
            seat="treasurer",
        ),
    ),
    *on(
        "2-04-22",
        treasurer(
            "treasury.reply_to_finding/1",
            finding=Of("finding", "finding"),
            accepts=True,
            reply="They are explained within a month from now on.",
            action_by=Day("2-05-28"),
        ),
    ),
    *on(
        "2-04-27",
        signed(
            auditor(
                "treasury.give_opinion/1",
                audit=BOOKS,
                opinion="unmodified",
                basis="What was drawn is as booked; the finding is minor and accepted.",
                document=paper("auditors-report"),
            )
        ),
    ),
)
