"""Cities with a voice and no vote, read from `[associates]`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from koinon.charter.document import Authority, Body
from koinon.charter.document_associates import Associates
from koinon.charter.mistakes import near
from koinon.charter.sections import MAX_ARTICLE, Section

ADMIT = "assembly.admit_associate/1"
FOR_MEMBERS = frozenset(
    {
        "assembly.announce_leaving",
        "assembly.call_second_vote",
        "assembly.cast_vote",
        "assembly.correct_vote",
        "assembly.demand_meeting",
        "assembly.give_casting_vote",
        "assembly.give_proxy",
        "assembly.object_to_vote",
        "assembly.record_calls",
        "assembly.record_roll_call",
        "assembly.report_referendum",
        "assembly.revoke_proxy",
        "assembly.withdraw_vote",
        "cities.register_witness_key",
        "forum.attest_residents",
    }
)
"""Acts, in every version, that are part of a vote or that only a member can do."""


def read_associates(root: Section, bodies: Mapping[str, Body]) -> Associates | None:
    """Read `[associates]`; None where the charter has none."""
    section = root.section("associates", required=False)
    if section is None:
        return None
    named = section.texts("bodies")
    if not named:
        section.note("empty" if section.has("bodies") else "missing", "bodies")
    for name in named:
        if name not in bodies:
            place = (*section.path, "bodies", named.index(name))
            facts = {"near": near(name, bodies), "known": ", ".join(sorted(bodies))}
            section.mistakes.add("not_declared", place, value=name, **facts)
    associates = Associates(
        article=section.text("article", limit=MAX_ARTICLE),
        title=section.names("title"),
        bodies=named,
        may=section.texts("may"),
    )
    section.close()
    return associates


def check_associates(
    root: Section, associates: Associates | None, authority: Iterable[Authority]
) -> None:
    """Associates do what some article grants the delegates they sit among, and never vote.

    Where nothing is said of associates, none can be admitted.
    """
    grants = tuple(authority)
    if associates is None:
        if any(grant.act_type == ADMIT for grant in grants):
            root.mistakes.add("associates_undeclared", ("authority", ADMIT))
        return
    granted = {one.act_type for one in grants if set(one.bodies) & set(associates.bodies)}
    for place, act_type in enumerate(associates.may):
        path = ("associates", "may", place)
        if act_type.partition("/")[0] in FOR_MEMBERS:
            root.mistakes.add("associates_no_vote", path, value=act_type)
        elif act_type not in granted:
            named = ", ".join(associates.bodies)
            root.mistakes.add("associates_not_granted", path, value=act_type, bodies=named)
