"""Small random elections of every form, for round trips."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from koinon.methods.counting.ballots import (
    Ballots,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, Election, Option

NAME = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)
WEIGHT = st.integers(1, 4)


@st.composite
def options(draw: Any, numbered: bool = False) -> tuple[Option, ...]:
    n = draw(st.integers(1, 6))
    word = st.from_regex(r"[A-Za-zé][A-Za-z0-9é.]{0,5}", fullmatch=True)
    ids = (
        [str(at + 1) for at in range(n)]
        if numbered or draw(st.booleans())
        else draw(st.lists(word, min_size=n, max_size=n, unique=True))
    )
    return tuple(Option(id_, draw(NAME) or id_, withdrawn=draw(st.booleans())) for id_ in ids)


def ranks(n: int, *, plain: bool, several: bool) -> st.SearchStrategy[Any]:
    """Rankings; plain: whole orders of single options, each once."""
    one = st.integers(0, n - 1)
    if plain:
        return st.lists(one, unique=True, max_size=n).map(lambda row: tuple((o,) for o in row))
    group = st.lists(one, unique=True, max_size=3).map(tuple)
    kinds = group | st.just((-1,)) if several else group
    return st.lists(kinds, max_size=5).map(tuple)


@st.composite
def elections(
    draw: Any, form: str, *, plain: bool = False, several: bool = True, numbered: bool = False
) -> Election:
    stood = draw(options(numbered=numbered))
    ids = [one.id for one in stood]
    n = len(ids)
    ballots: Ballots
    if form == "rankings":
        one = ranks(n, plain=plain, several=several)
        ballots = gather_rankings(ids, draw(st.lists(st.tuples(one, WEIGHT), max_size=8)))
    elif form == "approvals":
        sets = st.sets(st.integers(0, n - 1))
        ballots = gather_approvals(ids, draw(st.lists(st.tuples(sets, WEIGHT), max_size=8)))
    elif form == "points":
        lowest = draw(st.integers(-3, 2))
        top = draw(st.integers(max(lowest, 1), 6))
        given = st.dictionaries(st.integers(0, n - 1), st.integers(lowest, top))
        rows = draw(st.lists(st.tuples(given, WEIGHT), max_size=8))
        ballots = gather_points(ids, rows, lowest, top)
    else:
        option = st.none() | st.integers(-1 if several else 0, n - 1)
        ballots = gather_choices(ids, draw(st.lists(st.tuples(option, WEIGHT), max_size=8)))
    return Election(Contest(draw(NAME).strip() or "t", stood, draw(st.integers(0, 3))), ballots)
