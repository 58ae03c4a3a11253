"""A decision in plain sentences, as a newspaper would print it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from koinon.assembly.queries import ProposalView
from koinon.charter.document import Charter
from koinon.interfaces.shared import wording
from koinon.interfaces.web import meter, words


@dataclass(frozen=True, slots=True)
class Counted:
    """How many members voted which way; `split` are those that divided their vote."""

    members: int
    yes: int
    no: int
    abstain: int
    split: int

    @property
    def absent(self) -> int:
        """Members that did not vote."""
        return self.members - self.yes - self.no - self.abstain - self.split


def counted(found: ProposalView) -> Counted:
    """The members' votes by their side."""
    votes = found.votes
    yes, no = sum(v.yes == 1 for v in votes), sum(v.no == 1 for v in votes)
    abstain = sum(v.abstain == 1 for v in votes)
    members = len(found.terms.electorate.members)
    return Counted(members, yes, no, abstain, split=len(votes) - yes - no - abstain)


def outcome(found: ProposalView, charter: Charter | None) -> str:
    """What was decided and when: one sentence. Only of a decided proposal."""
    assert found.phase in ("adopted", "rejected")
    body = words.told(charter.body(found.body).title) if charter else found.body
    if found.phase == "adopted":
        said = gettext("The proposal “{title}” was adopted on {day} ({body}).")
    else:
        said = gettext("The proposal “{title}” was not adopted on {day} ({body}).")
    day = wording.day(wording.local(found.closes_at).date())
    return said.format(body=body, title=words.told(found.title), day=day)


def tally(found: ProposalView) -> str:
    """Who was in favour, against and away, in one sentence."""
    count = counted(found)
    said = ngettext(
        "Of {members} member: in favour {yes}, against {no}, abstaining {abstain}, not voting "
        "{absent}.",
        "Of {members} members: in favour {yes}, against {no}, abstaining {abstain}, not voting "
        "{absent}.",
        count.members,
    )
    if count.split:
        said = ngettext(
            "Of {members} member: in favour {yes}, against {no}, abstaining {abstain}, divided "
            "{split}, not voting {absent}.",
            "Of {members} members: in favour {yes}, against {no}, abstaining {abstain}, divided "
            "{split}, not voting {absent}.",
            count.members,
        )
    facts = ("members", "yes", "no", "abstain", "split", "absent")
    return said.format(**{name: wording.number(getattr(count, name)) for name in facts})


def reasons(found: ProposalView, charter: Charter | None) -> tuple[str, ...]:
    """Every condition with what was measured and what was needed, a sentence each."""
    if charter is None:
        return ()
    told = []
    for row in meter.gauges(found, charter):
        if not row.measured:
            continue
        said = (
            gettext("{condition}: {measured}, {needed} needed; met.")
            if row.met
            else gettext("{condition}: {measured}, {needed} needed; not met.")
        )
        condition = f"{row.label} ({row.note.rstrip('.')})" if row.note else row.label
        told.append(said.format(condition=condition, measured=row.measured, needed=row.needed))
    return tuple(told)


def in_full(found: ProposalView, charter: Charter | None) -> str:
    """Outcome, tally and conditions, as one text."""
    return " ".join((outcome(found, charter), tally(found), *reasons(found, charter)))
