"""What a charter says about decisions in urgency: who takes them, instead of whom, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.charter.document import Authority, Body, Matter, RuleArticle, Urgency, VoteSource
from koinon.charter.mistakes import near
from koinon.charter.reading_rules import read_abstention
from koinon.charter.sections import MAX_ARTICLE, Section

RATIFY: Final = "assembly.ratify/1"
"""The act that ratifies; it is decided by the matter of what it ratifies."""
NEVER_URGENT: Final = (
    "assembly.admit_city/1",
    "assembly.amend_charter/1",
    "assembly.open_election/1",
    "assembly.open_participatory_budget/1",
    "assembly.open_participatory_budget/2",
    "treasury.lift_suspension/1",
)
"""What nobody decides in urgency, because no lapse could end it: who is a member, what the charter
says, who has a vote (all three change who ratifies), and what residents were asked."""

_VOTE_SOURCES: tuple[VoteSource, ...] = ("delegate", "delegate, may split")


def read_urgency(
    root: Section,
    bodies: Mapping[str, Body],
    rules: Mapping[str, RuleArticle],
    matters: Mapping[str, Matter],
    authority: tuple[Authority, ...],
) -> Urgency | None:
    """Read `[urgency]`; None where the charter has none.

    Notes what could not be ratified or could not lapse, and a matter that claims ratifying.
    """
    for matter in matters.values():
        if RATIFY in matter.acts:
            path = ("matters", matter.id, "acts", matter.acts.index(RATIFY))
            root.mistakes.add("ratifies_itself", path, value=RATIFY)
    section = root.section("urgency", required=False)
    if section is None:
        return None
    urgency = Urgency(
        article=section.text("article", limit=MAX_ARTICLE),
        body=section.reference("body", bodies),
        rule=section.reference("rule", rules),
        notice_days=section.whole("notice_days", 0, 366),
        voting_days=section.whole("voting_days", 1, 366),
        instead_of=section.texts("instead_of"),
        ratified_within_days=section.whole("ratified_within_days", 1, 366),
        vote_from=section.choice("vote_from", _VOTE_SOURCES) if section.has("vote_from") else None,
        abstention=read_abstention(section) if section.has("abstention") else None,
        proxies_per_holder=section.whole("proxies_per_holder", 0, 100)
        if section.has("proxies_per_holder")
        else None,
    )
    section.close()
    if not urgency.instead_of:
        section.note("urgent_nothing", "instead_of")
    if not any(one.act_type == RATIFY and one.by == "decision" for one in authority):
        section.note("cannot_be_ratified", value=RATIFY)
    for place, name in enumerate(urgency.instead_of):
        _check_matter(root, urgency, matters, place, name)
    return urgency


def _check_matter(
    root: Section, urgency: Urgency, matters: Mapping[str, Matter], place: int, name: str
) -> None:
    """Note what keeps a matter from being decided in urgency."""
    path = ("urgency", "instead_of", place)
    if name not in matters:
        hint, known = near(name, matters), ", ".join(sorted(matters))
        root.mistakes.add("not_declared", path, value=name, near=hint, known=known)
        return
    matter = matters[name]
    for act_type in matter.acts:
        if act_type in NEVER_URGENT:
            root.mistakes.add("never_urgent", path, value=matter.id, act=act_type)
    if matter.vote_from == "own referendum":
        root.mistakes.add("urgent_referendum", path, value=matter.id)
    if matter.notice_days >= urgency.ratified_within_days:
        where = ("urgency", "ratified_within_days")
        days = str(matter.notice_days + 1)
        root.mistakes.add("ratified_too_soon", where, value=matter.id, days=days)
