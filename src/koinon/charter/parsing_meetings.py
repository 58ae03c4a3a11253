"""How bodies meet, read from the tables under `[meetings]`."""

from __future__ import annotations

from collections.abc import Mapping

from koinon.charter.document import Body, MeetingRules, Seat, WrittenProcedure
from koinon.charter.reading_rules import read_rule
from koinon.charter.sections import Section
from koinon.methods.rules import All, AnyOf, Count, Quorum, Rule, parts_of
from koinon.methods.weights import Weights

MAX_ARTICLE = 40
MAX_DAYS = 366
MAX_OBJECTION_DAYS = 60


def read_meetings(
    root: Section,
    bodies: Mapping[str, Body],
    seats: Mapping[str, Seat],
    weights: Mapping[str, Weights],
    groups: Mapping[str, object],
) -> tuple[MeetingRules, ...]:
    """The rules of every body that meets; the name of each table is that of the body."""
    found: list[MeetingRules] = []
    for name, section in root.named("meetings"):
        if name not in bodies:
            known = ", ".join(sorted(bodies))
            section.note("not_declared", value=name, known=known)
        found.append(_rules(name, section, seats, weights, groups))
    return tuple(found)


def _rules(
    body: str,
    section: Section,
    seats: Mapping[str, Seat],
    weights: Mapping[str, Weights],
    groups: Mapping[str, object],
) -> MeetingRules:
    notice_days = section.whole("notice_days", 0, MAX_DAYS)
    second = section.has("second_call_days")
    return MeetingRules(
        body=body,
        article=section.text("article", limit=MAX_ARTICLE),
        notice_days=notice_days,
        agenda_days=section.whole("agenda_days", 0, MAX_DAYS, default=notice_days),
        quorum=_quorum(section, weights, groups),
        second_call_days=section.whole("second_call_days", 0, MAX_DAYS) if second else None,
        chair=section.reference("chair", seats),
        casting_vote=section.has("casting_vote") and section.truth("casting_vote"),
        objection_days=section.whole("objection_days", 0, MAX_OBJECTION_DAYS, default=0),
        alternates=section.has("alternates") and section.truth("alternates"),
        written=_written(section),
    )


def _quorum(section: Section, weights: Mapping[str, Weights], groups: Mapping[str, object]) -> Rule:
    """A condition over those present: nothing in it may ask how they vote."""
    inner = section.section("quorum")
    if inner is None:
        return All(())
    rule = read_rule(inner, weights, groups)
    inner.close()
    if not all(_of_presence(one) for one in parts_of(rule)):
        section.note("quorum_alone", "quorum")
    return rule


def _of_presence(rule: Rule) -> bool:
    if isinstance(rule, Count):
        return rule.taking_part
    return isinstance(rule, Quorum | All | AnyOf)


def _written(section: Section) -> WrittenProcedure | None:
    inner = section.section("written_procedure", required=False)
    if inner is None:
        return None
    written = WrittenProcedure(
        article=inner.text("article", limit=MAX_ARTICLE),
        days=inner.whole("days", 1, MAX_DAYS),
        objectors=inner.whole("objectors", 1, 10_000),
    )
    inner.close()
    return written
