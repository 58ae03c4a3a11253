"""How residents put a question to a body, read from `[initiatives]`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from koinon.charter.document import Authority, Body, Ground, Initiatives
from koinon.charter.sections import MAX_ARTICLE, Section

RESIDENTS = "residents"
"""The residents of a city act from "residents/ghent"; no body may have that name beside them."""
MAX_DAYS = 3660
MAX_CITIES = 10_000
MAX_STARTERS = 50
JOIN = "forum.join_starters/1"


def read_initiatives(
    root: Section, bodies: Mapping[str, Body], facts: Mapping[str, object]
) -> Initiatives | None:
    """Read `[initiatives]`; None where the charter has none."""
    section = root.section("initiatives", required=False)
    if section is None:
        return None
    grounds = tuple(_ground(name, part) for name, part in section.named("grounds"))
    check_days = section.whole("check_days", 0, MAX_DAYS, default=0)
    if bool(grounds) != bool(check_days):
        section.note("grounds_and_days")
    signatures, share = _signatures(section)
    initiatives = Initiatives(
        article=section.text("article", limit=MAX_ARTICLE),
        body=section.reference("answered_by", bodies),
        signatures=signatures,
        share=share,
        fact=section.reference("of", facts) if share is not None else None,
        cities=section.whole("cities", 1, MAX_CITIES),
        each=section.whole("each", 1, 10**9, default=1),
        collect_days=section.whole("collect_days", 1, MAX_DAYS),
        answer_days=section.whole("answer_days", 1, MAX_DAYS),
        attested_days=section.whole("attested_days", 1, MAX_DAYS),
        check_days=check_days,
        grounds=grounds,
        starters=section.whole("starters", 1, MAX_STARTERS, default=1),
    )
    section.close()
    return initiatives


def check_residents(
    root: Section,
    initiatives: Initiatives | None,
    bodies: Iterable[str],
    authority: tuple[Authority, ...],
) -> None:
    """Residents act only where cities attest them, and no body is mistaken for them.

    Where several start an initiative, residents may join.
    """
    several = initiatives is not None and initiatives.starters > 1
    if several and not any((one.act_type, one.by) == (JOIN, RESIDENTS) for one in authority):
        root.mistakes.add("starters_alone", ("initiatives", "starters"))
    if initiatives is not None and RESIDENTS in bodies:
        root.mistakes.add("residents_body", ("bodies", RESIDENTS))
    for grant in authority:
        if grant.by == RESIDENTS and initiatives is None:
            root.mistakes.add("residents_unattested", ("authority", grant.act_type))


def _signatures(section: Section) -> tuple[int | None, Fraction | None]:
    """A number of signatures, or a share of the inhabitants: one of the two."""
    if section.has("signatures") == section.has("share"):
        section.note("signatures_or_share")
        section.has("of")
        return 1, None
    if section.has("share"):
        return None, section.fraction("share", positive=True)
    return section.whole("signatures", 1, 10**9), None


def _ground(name: str, section: Section) -> Ground:
    return Ground(name, section.names("title"), section.text("article", limit=MAX_ARTICLE))
