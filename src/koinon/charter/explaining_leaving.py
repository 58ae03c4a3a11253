"""How a member leaves and what it then owes, and how the coalition ends, in plain statements."""

from __future__ import annotations

from collections.abc import Iterator

from koinon.charter.document import Charter, Membership
from koinon.charter.document_leaving import Dissolution
from koinon.charter.statements import Statement, stated


def explain_membership(charter: Charter, membership: Membership) -> Iterator[Statement]:
    """Say when a member leaves, and what it then owes."""
    code = f"membership.{membership.leave_at}"
    yield stated(code, article=membership.article, n=membership.leave_notice_days)
    rule = membership.residual
    if rule is not None:
        weight = charter.weighting(rule.by).title
        yield stated(f"membership.residual.{rule.of}", 1, weight=weight)
        yield stated("membership.residual.left", 1)
        yield stated("membership.residual.within", 1, n=rule.within_days)


def explain_dissolution(charter: Charter, rule: Dissolution) -> Iterator[Statement]:
    """Say what ends with the coalition, what does not, and who gets what."""
    yield stated("dissolution", article=rule.article)
    for name in rule.still:
        yield stated("dissolution.still", 1, matter=charter.matter(name).title)
    if not rule.still:
        yield stated("dissolution.none_still", 1)
    if rule.by is None:
        yield stated("dissolution.by_contributions", 1)
    else:
        yield stated("dissolution.by_weight", 1, weight=charter.weighting(rule.by).title)
    yield stated("dissolution.lacking", 1, n=rule.within_days)
