"""Elections by the residents: three members of an audit board, and an ombudsperson to come.

The ballots follow from the cities' sizes, six habits of mind and where a candidate lives, not from
chance; a few are blank or marked against the instructions, as on every election day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from koinon.demo.cities import STAYING, TOWNS, Town
from koinon.demo.language import (
    Ballot,
    Day,
    Deed,
    Document,
    Secret,
    Step,
    Text,
    decision,
    on,
    secretariat,
)
from koinon.demo.money import Enclosed
from koinon.methods.counting import methods
from koinon.methods.counting.ballots import SEVERAL, Ballots, Ranks, gather_rankings
from koinon.methods.plain import to_plain
from koinon.record.elections import BALLOTS_MEDIA, paper_order

BOARD = "audit-board"
OMBUDSPERSON = "ombudsperson"
SEATS = 3
SUPPORTERS = 100
PAPER_LOT = "4 11 17 23 38 42"
"""What was drawn in public for the order of the ballot paper."""
CLOSING_LOT = "The first draw of the national lottery of Lysmara after the close"
RESIDENTS_PER_VOTER = 600
RESIDENTS_PER_PAPER = 500
BY_HAND = "krestamont"
"""The city whose papers are typed in, by two seats."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands: a code, a name, the city she lives in, and how many signed for her."""

    code: str
    name: str
    city: str
    supporters: int


CANDIDATES = (
    Standing("aldan", "Ruta Aldan", "valdorene", 412),
    Standing("brisk", "Emil Brisk", "osterquell", 338),
    Standing("corvalle", "Noémie Corvalle", "mirelune", 296),
    Standing("dastur", "Farid Dastur", "castrevane", 251),
    Standing("egelund", "Signe Egelund", "tolvermark", 187),
    Standing("fontanel", "Paolo Fontanel", "marisolde", 164),
    Standing("gorsky", "Lena Gorsky", "krestamont", 109),
)
PAPER = paper_order(BOARD, [one.code for one in CANDIDATES], PAPER_LOT)

HABITS = (
    (4, ("aldan", "corvalle", "fontanel")),
    (3, ("brisk", "dastur", "aldan", "egelund")),
    (3, ("dastur", "brisk")),
    (2, ("corvalle", "gorsky", "fontanel", "aldan", "brisk")),
    (2, ("egelund", "gorsky", "dastur")),
    (2, ("fontanel", "corvalle")),
)
"""Kinds of voters: their part in sixteen, and whom they prefer, best first."""
PARTS = sum(part for part, _ in HABITS)


def _blank(likes: tuple[int, ...]) -> Ranks:
    return ()


def _two_at_once(likes: tuple[int, ...]) -> Ranks:
    return (SEVERAL, likes[:1])


def _rank_left_empty(likes: tuple[int, ...]) -> Ranks:
    return (likes[:1], (), likes[1:2])


IRREGULAR = ((130, _blank), (170, _two_at_once), (210, _rank_left_empty))
"""One in so many of a kind's voters in a city marks the paper in this way."""


def cast_in(town: Town) -> Ballots:
    """The ballots of a city; of every second kind of voter some put their own city's first."""
    voters = town.population // RESIDENTS_PER_VOTER
    own = tuple(one.code for one in CANDIDATES if one.city == town.slug)
    cast: Counter[Ranks] = Counter()
    before = 0
    for place, (part, likes) in enumerate(HABITS):
        after = before + part
        left = voters * after // PARTS - voters * before // PARTS
        before = after
        liked = dict.fromkeys((*own, *likes) if place % 2 == 0 else likes)
        marks = tuple(PAPER.index(code) for code in liked)
        for one_in, marked in IRREGULAR:
            cast[marked(marks)] += left // one_in
        left -= sum(left // one_in for one_in, _ in IRREGULAR)
        cast[tuple((mark,) for mark in marks)] += left
    return gather_rankings(PAPER, ((ranks, size) for ranks, size in cast.items() if size))


def voting() -> Iterator[Town]:
    """The cities whose residents vote in the second year."""
    return (town for town in TOWNS if town.slug in STAYING)


def _document(town: Town) -> Document:
    return Document(cast_in(town).dump(), BALLOTS_MEDIA)


def _opened(code: str, seats: int, method: str, days: tuple[str, str, str, str]) -> Enclosed:
    """Open an election: first and last day of candidacies, then of voting."""
    since, until, opens, closes = days
    return "assembly.open_election/1", {
        "code": code,
        "title": Text(code),
        "seats": seats,
        "rule": to_plain(methods.find(method).rule),
        "supporters": SUPPORTERS,
        "order": "lot",
        "stand_from": Day(since),
        "stand_until": Day(until),
        "opens_on": Day(opens),
        "closes_on": Day(closes),
        "lot": CLOSING_LOT,
    }


def _stands(election: str, one: Standing) -> Deed:
    """The secretariat enters a candidacy; the name goes to the vault."""
    return secretariat(
        "assembly.stand/1",
        code=election,
        candidate=one.code,
        name=Secret(one.name),
        city=one.city,
        supporters=one.supporters,
    )


def _roll(town: Town) -> dict[str, Any]:
    entitled = town.residents(1) * 4 // 5
    issued = town.population // RESIDENTS_PER_PAPER
    return {"city": town.slug, "entitled": entitled, "issued": issued}


def _brought(town: Town) -> Deed:
    """The ballots of a city come in as a document."""
    return secretariat(
        "assembly.import_election_ballots/1", code=BOARD, city=town.slug, ballots=_document(town)
    )


def _typed(seat: str) -> Deed:
    """A seat types the papers of the smallest city."""
    town = next(one for one in TOWNS if one.slug == BY_HAND)
    data = {"code": BOARD, "city": town.slug, "batch": "box-1", "ballots": _document(town)}
    return Deed("assembly.enter_papers/1", seat, data)


THE_BOARD: tuple[Step, ...] = (
    # The Council lets the residents elect who reads the books beside the auditor.
    *decision(
        "2-01-19",
        BOARD,
        _opened(BOARD, SEATS, "scottish-stv", ("2-02-16", "2-03-02", "2-03-16", "2-03-27")),
        ballot=Ballot(members=STAYING, against=("serravonde",), abstaining=("ruscadel",)),
    ),
    # Seven stand within two weeks; the order of the paper is drawn by lot.
    *on("2-02-18", *(_stands(BOARD, one) for one in CANDIDATES[:4])),
    *on("2-02-25", *(_stands(BOARD, one) for one in CANDIDATES[4:])),
    *on("2-03-09", secretariat("assembly.confirm_candidates/1", code=BOARD, lot=PAPER_LOT)),
    *on(
        "2-03-12",
        secretariat("assembly.state_roll/1", code=BOARD, rolls=[_roll(town) for town in voting()]),
    ),
    # The ballots of sixteen cities come as documents. Krestamont has none but its papers, which
    # the secretariat and the presidency type, each for itself, and type alike.
    *on("2-04-01", *(_brought(town) for town in voting() if town.slug != BY_HAND)),
    *on("2-04-02", _typed("secretariat")),
    *on("2-04-03", _typed("president")),
    *on("2-04-08", secretariat("assembly.count_election/1", code=BOARD)),
)

NEXT: tuple[Step, ...] = (
    # Candidacies for an ombudsperson are open today, and two have come in.
    *decision(
        "today-48",
        OMBUDSPERSON,
        _opened(OMBUDSPERSON, 1, "schulze", ("today-10", "today+12", "today+28", "today+40")),
        ballot=Ballot(members=STAYING, against=("tolvermark",), absent=("zellavik",)),
    ),
    *on("today-8", _stands(OMBUDSPERSON, Standing("halvard", "Ingrid Halvard", "lindorsk", 203))),
    *on("today-3", _stands(OMBUDSPERSON, Standing("imbert", "Yann Imbert", "seraulde", 118))),
)

ELECTIONS = (*THE_BOARD, *NEXT)
