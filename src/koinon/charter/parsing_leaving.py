"""What a charter says about how a member leaves, and what it then still owes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.charter.document import Authority, LeaveAt, Membership, Weighting
from koinon.charter.document_leaving import ResidualOf, ResidualRule
from koinon.charter.sections import MAX_ARTICLE, Section

_LEAVE_AT: tuple[LeaveAt, ...] = ("end of notice", "end of year")
_OF: tuple[ResidualOf, ...] = ("commitments",)
CHARGE_BY_RULE: Final = "treasury.charge_residual/2"
"""The act that charges a member what `residual` says."""
CHARGE_BY_LEVY: Final = "treasury.charge_residual/1"
"""The act that charges it by the last levy, in charters without `residual`."""


def read_membership(root: Section, weights: Mapping[str, Weighting]) -> Membership | None:
    """Read `[membership]`; None where the charter has none."""
    section = root.section("membership", required=False)
    if section is None:
        return None
    membership = Membership(
        article=section.text("article", limit=MAX_ARTICLE),
        leave_notice_days=section.whole("leave_notice_days", 0, 3660),
        leave_at=section.choice("leave_at", _LEAVE_AT),
        residual=_residual(section, weights),
    )
    section.close()
    return membership


def _residual(membership: Section, weights: Mapping[str, Weighting]) -> ResidualRule | None:
    section = membership.section("residual", required=False)
    if section is None:
        return None
    rule = ResidualRule(
        of=section.choice("of", _OF),
        by=section.reference("by", weights),
        within_days=section.whole("within_days", 0, 3660),
    )
    section.close()
    return rule


def check_residual(
    root: Section, membership: Membership | None, authority: tuple[Authority, ...]
) -> None:
    """Note a rule on what a leaver owes that nobody may carry out, or that another contradicts."""
    granted = {grant.act_type for grant in authority}
    rule = membership.residual if membership is not None else None
    if rule is None:
        if CHARGE_BY_RULE in granted:
            path = ("authority", CHARGE_BY_RULE)
            root.mistakes.add("residual_by_no_rule", path, value=CHARGE_BY_RULE)
        return
    if CHARGE_BY_RULE not in granted:
        path = ("membership", "residual")
        root.mistakes.add("residual_by_nobody", path, value=CHARGE_BY_RULE)
    if CHARGE_BY_LEVY in granted:
        path = ("authority", CHARGE_BY_LEVY)
        root.mistakes.add("residual_by_two_rules", path, value=CHARGE_BY_LEVY, other=CHARGE_BY_RULE)
