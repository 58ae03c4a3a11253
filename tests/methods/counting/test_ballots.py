"""Canonical ballots: order and grouping do not matter; what is not canonical is refused."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.counting import ballots as canonical
from koinon.methods.counting.ballots import (
    SEVERAL,
    Ballots,
    BallotsError,
    add_up,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
    load,
)

NAMES = tuple("abcdefghijklmnopqrstuvwxyz")


@st.composite
def rankings(draw: Any) -> tuple[tuple[str, ...], list[tuple[Any, int]]]:
    n = draw(st.integers(1, 26))
    rank = st.one_of(
        st.just(()),
        st.just(SEVERAL),
        st.sets(st.integers(0, n - 1), min_size=1, max_size=4).map(lambda s: tuple(sorted(s))),
    )
    vote = st.lists(rank, max_size=20).map(tuple)
    return NAMES[:n], draw(st.lists(st.tuples(vote, st.integers(1, 9)), max_size=12))


@given(rankings(), st.randoms())
def test_rankings_come_back_whatever_their_order_and_grouping(
    made: tuple[tuple[str, ...], list[tuple[Any, int]]], chance: random.Random
) -> None:
    options, votes = made
    ballots = gather_rankings(options, votes)
    one_by_one = [(vote, 1) for vote, voters in votes for _ in range(voters)]
    chance.shuffle(one_by_one)
    again = gather_rankings(options, one_by_one)
    assert ballots == again
    assert load(ballots.dump()) == ballots
    assert ballots.sha256 == sha256(ballots.dump()).hexdigest()
    assert ballots.voters == sum(voters for _, voters in votes)
    told: dict[Any, int] = {}
    for vote, voters in votes:
        kept = list(vote)
        while kept and not kept[-1]:
            kept.pop()
        told[tuple(kept)] = told.get(tuple(kept), 0) + voters
    assert dict(ballots.rankings()) == told


@given(st.lists(st.tuples(st.sets(st.integers(0, 99)), st.integers(1, 9)), max_size=9))
def test_approvals_come_back(votes: list[tuple[set[int], int]]) -> None:
    options = [f"p{n}" for n in range(100)]
    ballots = gather_approvals(options, votes)
    assert load(ballots.dump()) == ballots
    assert ballots.words == 2
    told: dict[tuple[int, ...], int] = {}
    for vote, voters in votes:
        key = tuple(sorted(vote))
        told[key] = told.get(key, 0) + voters
    assert dict(ballots.approvals()) == told


@given(
    st.lists(
        st.tuples(st.dictionaries(st.integers(0, 5), st.integers(-3, 10)), st.integers(1, 9)),
        max_size=9,
    )
)
def test_points_come_back_and_left_empty_is_not_zero(
    votes: list[tuple[dict[int, int], int]],
) -> None:
    ballots = gather_points(NAMES[:6], votes, -3, 10)
    assert load(ballots.dump()) == ballots
    told: dict[tuple[int | None, ...], int] = {}
    for vote, voters in votes:
        key = tuple(vote.get(option) for option in range(6))
        told[key] = told.get(key, 0) + voters
    assert dict(ballots.points()) == told


def test_choices_come_back() -> None:
    ballots = gather_choices("ab", [(0, 3), (None, 2), (-1, 1), (1, 4), (0, 2)])
    assert dict(ballots.choices()) == {None: 2, 0: 5, 1: 4, -1: 1}
    assert load(ballots.dump()) == ballots


def test_sets_of_several_places_add_up_to_one() -> None:
    north = gather_rankings("abc", [(((0,), (1,)), 2)])
    south = gather_rankings("abc", [(((0,), (1,)), 1), (((2,),), 4), (((0,), (1,), (2,)), 1)])
    whole = gather_rankings("abc", [*north.rankings(), *south.rankings()])
    assert add_up([north, south]) == add_up([south, north]) == whole
    scores = [gather_points("ab", [({0: 5}, 1)], 0, 5), gather_points("ab", [({1: -1}, 1)], -1, 3)]
    assert (add_up(scores).lowest, add_up(scores).top) == (-1, 5)
    with pytest.raises(BallotsError, match="same form"):
        add_up([north, gather_choices("abc", [(0, 1)])])


GOOD = gather_rankings("abc", [(((0,), (1, 2)), 2), (((2,),), 1), ((), 3)])


def changed(change: Any) -> bytes:
    """The good document with its rows changed."""
    width = GOOD.width
    rows = [GOOD.rows[at : at + width] for at in range(0, len(GOOD.rows), width)]
    return GOOD.head + b"".join(change(rows))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not begin"),
        (b"[]\n", "does not begin"),
        (b"[" * 100_000, "does not begin"),
        (GOOD.dump().replace(b'"digits"', b'"digitz"'), "first line"),
        (GOOD.dump().replace(b'"digits":4', b'"digits":-1'), "first line"),
        (GOOD.dump().replace(b'"digits":4', b'"digits":true'), "first line"),
        (GOOD.dump().replace(b'"digits":4', b'"digits":4 '), "first line"),
        (changed(lambda rows: [rows[0], rows[2]]), "as long as"),
        (GOOD.dump().replace(b'"a","b"', b'"a","a"'), "no two the same"),
        (GOOD.dump()[:-1], "not whole"),
        (changed(reversed), "ascending"),
        (changed(lambda rows: [*rows, rows[-1]]), "ascending"),
        (changed(lambda rows: [rows[0][:-1] + b"\0", *rows[1:]]), "no voter"),
        (changed(lambda rows: [b"\xff" + rows[-1][1:]]), "longer"),
        (changed(lambda rows: [(0b001_100_000_000).to_bytes(8, "big") + rows[0][8:]]), "one way"),
    ],
)
def test_what_is_not_canonical_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(BallotsError, match=why):
        load(data)


def test_what_cannot_be_gathered_is_refused() -> None:
    with pytest.raises(BallotsError, match="twice"):
        gather_rankings("ab", [(((0, 0),), 1)])
    with pytest.raises(BallotsError, match="not one of"):
        gather_rankings("ab", [(((2,),), 1)])
    with pytest.raises(BallotsError, match="leave it out"):
        gather_approvals("ab", [([0], 0)])
    with pytest.raises(BallotsError, match="not from"):
        gather_points("ab", [({0: 6}, 1)], 0, 5)
    with pytest.raises(BallotsError, match="counted at once"):
        gather_choices("ab", [(0, canonical.MAX_VOTERS + 1)])
    with pytest.raises(BallotsError, match="0 options"):
        gather_choices("", [])


def test_a_code_is_read_as_it_is_written_by_hand() -> None:
    """a, then b and c together: digits 1, 2, 4 (shares), 3 of three bits each."""
    ballots = gather_rankings("abc", [(((0,), (1, 2)), 7)])
    assert ballots.bits == 3
    assert ballots.rows == (0b001_010_100_011).to_bytes(8, "big") + (7).to_bytes(8, "big")
    assert isinstance(load(ballots.dump()), Ballots)


def test_a_ranking_that_begins_by_sharing_no_rank_is_refused() -> None:
    """Digits 3, 1 of two options: the next shares this rank, and there is none yet."""
    ballots = gather_rankings(["a", "b"], [(((0,), (1,)), 1)])
    code = 3 << ballots.bits | 1
    rows = code.to_bytes(8, "big") + (1).to_bytes(8, "big")
    with pytest.raises(BallotsError):
        load(ballots.head + rows)
