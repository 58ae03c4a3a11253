"""What a city may not do: a member that does not pay, and an associate, which has a voice alone."""

from __future__ import annotations

from koinon.acts.act import Act
from koinon.acts.refused import Refusal, Refused, refuse
from koinon.charter.document_associates import Associates
from koinon.charter.queries import in_force
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


def voice_alone(act_type: str, seat: str) -> Refused | None:
    """The refusal of an act that is for members alone, of an associate; None when it may do it.

    The associate's seat is one of those whose body the act is granted to.
    """
    terms = _voice_of(seat)
    if terms is None or act_type in terms.may:
        return None
    facts = (("act", act_type), ("article", terms.article), ("city", seat.partition("/")[2]))
    return Refused("authority.associate", facts)


def require_member(seat: str) -> None:
    """Refuse to let an associate's seat hold the vote of a member."""
    terms = _voice_of(seat)
    if terms is not None:
        refuse("assembly.proxy_associate", city=seat.partition("/")[2])


def _voice_of(seat: str) -> Associates | None:
    """What the charter says of associates, if the seat is the open one of an associate."""
    city = seat.partition("/")[2]
    if not city or city not in cities.associates():
        return None
    terms = in_force().associates
    assert terms is not None, seat  # without that section no associate has an open seat
    return terms


def counted(members: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these members that count in a proposal noticed now."""
    lost = cities.suspended()
    return tuple(one for one in members if one not in lost or lost[one].electorate == "counted")
