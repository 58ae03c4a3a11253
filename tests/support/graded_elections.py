"""Small elections by points: drawn by hypothesis, and written as in papers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.support.ranked_elections import IDS, contest

from koinon.methods.counting.ballots import gather_points
from koinon.methods.counting.contests import Election


def pointed(ids: str, votes: str, lowest: int, top: int, seats: int = 1) -> Election:
    """An election written as "3 502, 1 -43": voters and the digit for each option, - for empty."""
    cast = []
    for vote in votes.split(","):
        voters, marks = vote.split()
        given = {at: int(mark) for at, mark in enumerate(marks) if mark != "-"}
        cast.append((given, int(voters)))
    return Election(contest(ids, seats), gather_points(tuple(ids), cast, lowest, top))


@st.composite
def elections(draw: Any, most: int = 5, votes: int = 7) -> Election:
    n = draw(st.integers(1, most))
    lowest = draw(st.integers(-2, 1))
    top = lowest + draw(st.integers(0, 4))
    given = st.dictionaries(st.integers(0, n - 1), st.integers(lowest, top))
    cast = draw(st.lists(st.tuples(given, st.integers(1, 4)), max_size=votes))
    gone = "".join(sorted(draw(st.sets(st.sampled_from(IDS[:n]), max_size=n - 1))))
    paper = contest(IDS[:n], draw(st.integers(1, 3)), gone)
    return Election(paper, gather_points(paper.ids, cast, lowest, top))
