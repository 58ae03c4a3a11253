"""Small elections by rankings: drawn by hypothesis, and written as in papers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from koinon.methods.counting.ballots import SEVERAL, gather_rankings
from koinon.methods.counting.contests import Contest, Election, Option

IDS = "abcdefgh"


def contest(ids: Iterable[str], seats: int = 1, withdrawn: str = "") -> Contest:
    options = tuple(Option(id_, id_.upper(), withdrawn=id_ in withdrawn) for id_ in ids)
    return Contest("A vote", options, seats)


def ranked(ids: str, votes: str, seats: int = 1, withdrawn: str = "") -> Election:
    """An election written as "5 acbed, 2 a=bc": voters and their rankings, = for equals."""
    cast = []
    for vote in votes.split(","):
        voters, marks = vote.split()
        ranks: list[tuple[int, ...]] = []
        for at, mark in enumerate(marks):
            if mark == "=":
                continue
            joined = at and marks[at - 1] == "="
            ranks.append((*(ranks.pop() if joined else ()), ids.index(mark)))
        cast.append((tuple(ranks), int(voters)))
    return Election(contest(ids, seats, withdrawn), gather_rankings(tuple(ids), cast))


@st.composite
def elections(draw: Any, most: int = 5, votes: int = 7, strange: bool = True) -> Election:
    """Up to `most` options; with `strange`, ballots as irregular as can be, and withdrawals."""
    n = draw(st.integers(1, most))
    if strange:
        some = st.sets(st.integers(0, n - 1), max_size=3).map(lambda found: tuple(sorted(found)))
        vote = st.lists(some | st.just(SEVERAL), max_size=n + 1).map(tuple)
        gone = "".join(sorted(draw(st.sets(st.sampled_from(IDS[:n]), max_size=n - 1))))
    else:
        orders = st.permutations(range(n))
        cut = st.integers(1, n)
        vote = st.tuples(orders, cut).map(lambda t: tuple((at,) for at in t[0][: t[1]]))
        gone = ""
    cast = draw(st.lists(st.tuples(vote, st.integers(1, 4)), max_size=votes))
    paper = contest(IDS[:n], draw(st.integers(1, 3)), gone)
    return Election(paper, gather_rankings(paper.ids, cast))
