"""What a member that does not pay has lost: its vote, or every act of its delegates."""

from __future__ import annotations

from koinon.acts.act import Act
from koinon.acts.refused import Refusal, Refused
from koinon.cities import queries as cities


def suspended_vote(member: str) -> Refused | None:
    """The refusal of any vote of a member that has lost it; None when it may vote."""
    lost = cities.suspension(member)
    if lost is None:
        return None
    facts = (
        ("article", lost.article),
        ("city", member),
        ("n", lost.since_n),
        ("since_at", lost.since_at),
    )
    return Refused("assembly.suspended", facts)


def require_vote(*members: str) -> None:
    """Refuse when one of these members has lost its vote."""
    for member in members:
        refused = suspended_vote(member)
        if refused is not None:
            raise Refusal(refused)


def lost_to(act: Act, seat: str) -> Refused | None:
    """The refusal of an act of a member that has lost all its rights; None when it may do it."""
    member = seat.partition("/")[2]
    lost = cities.suspension(member) if member else None
    if lost is None or lost.lost != "all rights" or act.kept_when_suspended:
        return None
    facts = (("article", lost.article), ("city", member), ("since_at", lost.since_at))
    return Refused("authority.suspended", facts)


def counted(members: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these members that count in a proposal noticed now."""
    lost = cities.suspended()
    return tuple(one for one in members if one not in lost or lost[one].electorate == "counted")
