"""The acts of the room."""

from __future__ import annotations

from koinon.treasury.acts import (
    arrears,
    audit_balances,
    audit_evidence,
    audit_findings,
    audit_samples,
    audits,
    bank,
    budget,
    charter_levies,
    closing,
    disputes,
    levies,
    opening,
    recalculating,
    residuals,
    sharing,
    spending,
)

__all__ = [
    "arrears",
    "audit_balances",
    "audit_evidence",
    "audit_findings",
    "audit_samples",
    "audits",
    "bank",
    "budget",
    "charter_levies",
    "closing",
    "disputes",
    "levies",
    "opening",
    "recalculating",
    "residuals",
    "sharing",
    "spending",
]
