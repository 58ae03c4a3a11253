"""A league whose books are audited: its charter, a few payments, and shorthands of the auditor."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from tests.support.coalition import KEY, SPACE
from tests.support.money import CITIES, MONEY, Chest, budget, levy, receipt
from tests.support.signing import KeyFile, signed

from koinon.acts.act import Envelope, Receipt
from koinon.acts.gate import enact
from koinon.acts.refused import Refused
from koinon.acts.registry import find
from koinon.record.note import VerifierKey

AUDIT = MONEY.replace(
    "[rules.double]",
    """
[seats.auditor]
title = {en = "Auditor", fr = "Commissaire aux comptes"}

[audit]
article = "10"
seat = "auditor"
evidence_days = 14
confirmation_days = 21
reply_days = 10
opinion_days = 90

[rules.double]""",
).replace(
    "[authority]",
    """[authority]
"treasury.open_audit/1" = {article = "10.1", seat = "auditor"}
"treasury.plan_sample/1" = {article = "10.2", seat = "auditor"}
"treasury.draw_sample/1" = {article = "10.2", seat = "auditor"}
"treasury.examine_items/1" = {article = "10.2", seat = "auditor"}
"treasury.request_evidence/1" = {article = "10.3", seat = "auditor"}
"treasury.provide_evidence/1" = {article = "10.3", seat = "treasurer"}
"treasury.close_request/1" = {article = "10.3", seat = "auditor"}
"treasury.ask_confirmations/1" = {article = "10.4", seat = "auditor"}
"treasury.answer_confirmation/1" = {article = "10.4", body = "council"}
"treasury.reconcile_confirmation/1" = {article = "10.4", seat = "auditor"}
"treasury.record_finding/1" = {article = "10.5", seat = "auditor"}
"treasury.reply_to_finding/1" = {article = "10.5", seat = "treasurer"}
"treasury.follow_up_finding/1" = {article = "10.5", seat = "auditor"}
"treasury.give_opinion/1" = {article = "10.6", seat = "auditor", signed = "any"}
"assembly.register_key/1" = {article = "12", seat = "auditor"}
""",
)
PAYMENTS = (4_000_00, 250_00, 1_200_00, 80_00, 3_000_00, 470_00, 900_00, 100_00)
"""What is paid, in this order: 10,000.00 in all."""
BY_MONEY = {
    "audit": 1,
    "population": "payments",
    "method": "monetary unit",
    "interval_cents": 2_000_00,
    "confidence_percent": 95,
}


class Audited(Chest):
    """A chest with an auditor."""

    def auditor(self, name: str, **data: Any) -> Receipt:
        """The auditor acts."""
        return self.act(f"treasury.{name}/1", data, "auditor")

    def auditor_refused(self, name: str, **data: Any) -> str:
        """The auditor is refused; the code."""
        return self.refused(f"treasury.{name}/1", data, "auditor").code

    def paper(self, text: str) -> dict[str, Any]:
        """A document that was checked in."""
        return self.document(text.encode(), "text/plain").model_dump()

    def concluded(self, device: KeyFile | None, **data: Any) -> Receipt | Refused:
        """The auditor gives the opinion, signed with a device."""
        self.count += 1
        act = find("treasury.give_opinion/1").read(data)
        envelope = Envelope(act, uuid5(SPACE, str(self.count)), "auditor", "shell")
        answer = enact(envelope if device is None else signed(envelope, device), at=self.at)
        if isinstance(answer, Receipt):
            self.receipts.append(answer)
        return answer


def spent(charter: str = AUDIT, key: VerifierKey = KEY) -> Audited:
    """A league that charged its members, was paid by two of them, and paid eight invoices."""
    chest = Audited()
    chest.found(CITIES, charter, key)
    chest.decide(budget(40_000_00), levy(47_000_00))
    chest.treasurer("assess_levy", {"levy": "dues-2025"})
    chest.treasurer("record_receipt", receipt("B1", 26_000_00, city="ghent"))
    chest.treasurer("record_receipt", receipt("B2", 4_000_00, city="leuven"))
    chest.commit("heat", 12_000_00)
    for number, cents in enumerate(PAYMENTS, 1):
        invoice = {"commitment": 1, "amount_cents": cents, "supplier_number": f"S{number}"}
        chest.treasurer("accept_invoice", invoice)
        chest.treasurer("pay", {"invoice": number})
    return chest
