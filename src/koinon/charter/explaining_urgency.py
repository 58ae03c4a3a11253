"""What a charter says about decisions in urgency, as plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from koinon.charter.document import Charter, Urgency
from koinon.charter.explaining_rules import explain_abstention
from koinon.charter.statements import Statement, stated


def explain_urgency(charter: Charter, urgency: Urgency) -> Iterator[Statement]:
    """Who decides in urgency, on what, how, and who ratifies it until when."""
    yield stated(
        "urgency",
        article=urgency.article,
        body=charter.body(urgency.body).title,
        rule=charter.rule(urgency.rule).title,
    )
    for name in urgency.instead_of:
        yield stated("urgency.matter", 1, title=charter.matter(name).title)
    yield stated("matter.notice", 1, n=urgency.notice_days)
    yield stated("matter.voting", 1, n=urgency.voting_days)
    if urgency.vote_from is not None:
        yield stated(f"matter.{urgency.vote_from}", 1)
    if urgency.abstention is not None:
        yield from explain_abstention(urgency.abstention)
    if urgency.proxies_per_holder:
        yield stated("matter.proxies", 1, n=urgency.proxies_per_holder)
    yield stated("urgency.ratified", 1, n=urgency.ratified_within_days)
    yield stated("urgency.lapse", 1)
