"""What a charter says about how a member leaves and what it then owes, and of the end of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.charter.document import Authority, LeaveAt, Matter, Membership, Weighting
from koinon.charter.document_leaving import Dissolution, ResidualOf, ResidualRule
from koinon.charter.mistakes import near
from koinon.charter.sections import MAX_ARTICLE, Section

_LEAVE_AT: tuple[LeaveAt, ...] = ("end of notice", "end of year")
_OF: tuple[ResidualOf, ...] = ("commitments",)
CHARGE_BY_RULE: Final = "treasury.charge_residual/2"
"""The act that charges a member what `residual` says."""
CHARGE_BY_LEVY: Final = "treasury.charge_residual/1"
"""The act that charges it by the last levy, in charters without `residual`."""

DISSOLVE: Final = "assembly.dissolve/1"
SHARE_OUT: Final = "treasury.share_out/1"
CONTRIBUTIONS: Final = "contributions"
"""What `by` says under [dissolution] where what was paid decides; no weighting may be so called."""


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


def check_endings(
    root: Section,
    membership: Membership | None,
    dissolution: Dissolution | None,
    authority: tuple[Authority, ...],
) -> None:
    """Note what contradicts the grants: of a leaver's charge, and of the coalition's end."""
    _check_residual(root, membership, authority)
    _check_dissolution(root, dissolution, authority)


def _check_residual(
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


def read_dissolution(
    root: Section, weights: Mapping[str, Weighting], matters: Mapping[str, Matter]
) -> Dissolution | None:
    """Read `[dissolution]`; None where the charter does not say how the coalition ends."""
    section = root.section("dissolution", required=False)
    if section is None:
        return None
    article = section.text("article", limit=MAX_ARTICLE)
    by = section.reference("by", {CONTRIBUTIONS: None, **weights})
    if by == CONTRIBUTIONS and by in weights:
        section.note("contributions_is_a_weighting", "by")
    still = section.texts("still")
    for place, name in enumerate(still):
        if name not in matters:
            path = (*section.path, "still", place)
            known = ", ".join(sorted(matters)[:20])
            root.mistakes.add(
                "not_declared", path, value=name, near=near(name, matters), known=known
            )
    days = section.whole("within_days", 0, 3660)
    section.close()
    return Dissolution(article, None if by == CONTRIBUTIONS else by, still, days)


def _check_dissolution(
    root: Section, dissolution: Dissolution | None, authority: tuple[Authority, ...]
) -> None:
    """Note an end that nobody can decide or carry out, or that a seat could decide alone."""
    grants = {name: [one for one in authority if one.act_type == name] for name in _OF_THE_END}
    if dissolution is None:
        for name in _OF_THE_END:
            if grants[name]:
                root.mistakes.add("no_dissolution", ("authority", name), value=name)
        return
    for name in _OF_THE_END:
        if not grants[name]:
            root.mistakes.add("dissolution_by_nobody", ("dissolution",), value=name)
    if any(one.by != "decision" for one in grants[DISSOLVE]):
        root.mistakes.add("dissolved_by_decision", ("authority", DISSOLVE), value=DISSOLVE)


_OF_THE_END: Final = (DISSOLVE, SHARE_OUT)
