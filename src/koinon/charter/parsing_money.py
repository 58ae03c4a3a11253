"""What a charter says about members that do not pay or object to a charge, and about the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.charter.document import Authority, Seat
from koinon.charter.document_money import (
    Arrears,
    Audit,
    Corrects,
    Disputes,
    InElectorate,
    Lost,
    LostAt,
    RestoredBy,
    Unanswered,
)
from koinon.charter.sections import MAX_ARTICLE, Section

_LOST_AT: tuple[LostAt, ...] = ("end of days", "first day of next year")
_LOST: tuple[Lost, ...] = ("voting", "all rights")
_ELECTORATE: tuple[InElectorate, ...] = ("counted", "not counted")
_RESTORED_BY: tuple[RestoredBy, ...] = ("payment", "decision")
_CORRECTS: tuple[Corrects, ...] = ("all members", "disputing member")
_UNANSWERED: tuple[Unanswered, ...] = ("contested", "granted")
KEEPS_THE_BOOKS: Final = (
    "treasury.commit/1",
    "treasury.accept_invoice/1",
    "treasury.pay/1",
    "treasury.pay_unavoidable/1",
    "treasury.assess_levy/1",
    "treasury.close_year/1",
    "treasury.provide_evidence/1",
    "treasury.reply_to_finding/1",
)
"""What whoever audits must not do: it would audit itself (ISSAI 130, independence)."""


def read_arrears(root: Section) -> Arrears | None:
    """Read `[arrears]`; None where the charter has none."""
    section = root.section("arrears", required=False)
    if section is None:
        return None
    arrears = Arrears(
        article=section.text("article", limit=MAX_ARTICLE),
        after_days=section.whole("after_days", 0, 3660),
        lost_at=section.choice("lost_at", _LOST_AT, default="end of days"),
        notice_days=section.whole("notice_days", 1, 366),
        lost=section.choice("lost", _LOST, not_built=("office",)),
        electorate=section.choice("electorate", _ELECTORATE),
        restored_by=section.choice("restored_by", _RESTORED_BY),
    )
    section.close()
    return arrears


def read_disputes(root: Section) -> Disputes | None:
    """Read `[disputes]`; None where the charter has none."""
    section = root.section("disputes", required=False)
    if section is None:
        return None
    disputes = Disputes(
        article=section.text("article", limit=MAX_ARTICLE),
        object_within_days=section.whole("object_within_days", 1, 3660),
        stays_suspension=section.truth("stays_suspension"),
        corrects=section.choice("corrects", _CORRECTS),
        answer_days=_days(section, "answer_days"),
        unanswered=section.choice("unanswered", _UNANSWERED) if section.has("unanswered") else None,
        ruling_days=_days(section, "ruling_days"),
    )
    if disputes.unanswered is not None and disputes.answer_days is None:
        section.note("unanswered_without_days", "unanswered")
    section.close()
    return disputes


def _days(section: Section, key: str) -> int | None:
    """Days that a charter may leave out."""
    return section.whole(key, 1, 3660) if section.has(key) else None


def read_audit(root: Section, seats: Mapping[str, Seat]) -> Audit | None:
    """Read `[audit]`; None where the charter has none."""
    section = root.section("audit", required=False)
    if section is None:
        return None
    audit = Audit(
        article=section.text("article", limit=MAX_ARTICLE),
        seat=section.reference("seat", seats),
        evidence_days=section.whole("evidence_days", 1, 366),
        confirmation_days=section.whole("confirmation_days", 1, 366),
        reply_days=section.whole("reply_days", 1, 366),
        opinion_days=section.whole("opinion_days", 1, 3660),
    )
    section.close()
    return audit


def check_independent(root: Section, audit: Audit | None, authority: tuple[Authority, ...]) -> None:
    """Note each power over the books that the charter gives to the seat that audits them."""
    if audit is None:
        return
    for grant in authority:
        if grant.act_type in KEEPS_THE_BOOKS and audit.seat in grant.seats:
            path = ("authority", grant.act_type)
            root.mistakes.add("audits_itself", path, seat=audit.seat, value=grant.act_type)
