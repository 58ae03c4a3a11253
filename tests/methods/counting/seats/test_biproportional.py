"""Parties in districts: the same tables as by the least product over all tables there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.methods.counting.seats.biproportional import (
    biproportional,
    least_seats,
    reach,
    upper_seats,
    voter_numbers,
)
from koinon.methods.counting.seats.check_biproportional import check_biproportional, check_cut
from koinon.methods.counting.seats.districts import (
    MAX_TABLES,
    Biproportional,
    BiproportionalResult,
    Cut,
    InfeasibleError,
    Matrix,
    Quorum,
    Table,
)
from koinon.methods.counting.seats.rules import SeatsError, Votes
from koinon.methods.counting.seats.scaling import Lists, fill
from koinon.methods.counting.seats.sharing import apportion
from koinon.methods.counting.ties import LotNeeded
from koinon.methods.plain import from_plain, to_plain

RULES = st.builds(
    Biproportional,
    st.sampled_from(["voters", "votes"]),
    st.booleans(),
    st.none() | st.builds(Quorum, st.none() | st.just(Fraction(1, 5)), st.just(Fraction(1, 10)),
                          st.booleans()),
    st.sampled_from(["standard", "down", "standard", "up"]),
    st.booleans(),
    st.sampled_from(["paper", "lot"]),
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn, most: int = 3) -> Table:
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    seats = draw(st.lists(st.integers(1, 3), min_size=rows, max_size=rows))
    number = st.integers(0, 9) | st.sampled_from([0, 10, 20, 30])
    line = st.lists(number, min_size=columns, max_size=columns).map(tuple)
    votes = draw(st.lists(line, min_size=rows, max_size=rows))
    return Table(tuple("zyx"[:rows]), tuple("qpr"[:columns]), tuple(seats), tuple(votes))


def rows_of(total: int, most: list[int]) -> Iterator[tuple[int, ...]]:
    if not most:
        if total == 0:
            yield ()
        return
    for first in range(min(total, most[0]) + 1):
        yield from ((first, *rest) for rest in rows_of(total - first, most[1:]))


def best_tables(
    rule: Biproportional, of: Table, takes: tuple[bool, ...], seats: tuple[int, ...], held: Matrix
) -> set[Matrix]:
    """All tables with the least product of signposts by votes (Rote and Zachariasen 2007)."""
    first = {"standard": Fraction(1, 2), "down": Fraction(1), "up": Fraction(0)}[rule.rounding]
    lines = [
        [row for row in rows_of(n, [n * (v > 0 and t) for v, t in zip(votes, takes, strict=True)])
         if all(s >= least for s, least in zip(row, low, strict=True))]
        for n, votes, low in zip(of.district_seats, of.votes, held, strict=True)
    ]  # fmt: skip
    scored: dict[Matrix, Fraction] = {}
    for table in product(*lines):
        if tuple(map(sum, zip(*table, strict=True))) != seats:
            continue
        scored[table] = prod(
            ((k - 1 + first) / of.votes[i][j]
             for i, row in enumerate(table) for j, s in enumerate(row)
             for k in range(held[i][j] + 1, s + 1)), start=Fraction(1),
        )  # fmt: skip
    least = min(scored.values(), default=None)
    return {table for table, score in scored.items() if score == least}


@given(RULES, tables())
def test_the_tied_tables_are_those_of_the_least_product(rule: Biproportional, of: Table) -> None:
    takes = reach(rule.quorum, of)
    try:
        result = biproportional(rule, of, "drawn")
    except InfeasibleError as refused:
        proves_that_there_is_none(rule, of, refused.cut)
        return
    except SeatsError:
        assert not any(n for n, t in zip(voter_numbers(rule, of), takes, strict=True) if t)
        return
    every = best_tables(rule, of, takes, result.upper.seats, result.held)
    assert result.seats in every
    assert result.tied.count == len(every)
    assert set(result.tied.listed) <= every
    assert len(result.tied.listed) == min(len(every), MAX_TABLES)
    assert check_biproportional(result, of) == ()
    assert from_plain(BiproportionalResult, to_plain(result)) == result


def proves_that_there_is_none(rule: Biproportional, of: Table, cut: Cut) -> None:
    """Trying all tables finds none either, and the cut holds for these seats of parties."""
    takes = reach(rule.quorum, of)
    upper, _ = upper_seats(rule, of, takes, "drawn")
    held = least_seats(rule, of, takes, upper)
    assert best_tables(rule, of, takes, upper.seats, held) == set()
    voting = tuple(tuple(v * t for v, t in zip(r, takes, strict=True)) for r in of.votes)
    assert check_cut(cut, replace(of, votes=voting), upper.seats, held)


@given(tables(), st.data())
def test_transfers_alone_reach_what_scaling_reaches(of: Table, data: st.DataObject) -> None:
    """Without a round of scaling every seat is mended by chains; the product is as small."""
    from koinon.methods.counting.seats import scaling

    rule = Biproportional("votes", whole=False, quorum=None)
    try:
        result = biproportional(rule, of)
    except SeatsError:
        return
    lists = Lists(of.votes, result.held, of.district_seats, result.upper.seats, "standard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scaling, "ROUNDS", 1)
        fill(lists, of)
    every = best_tables(rule, of, result.entitled, result.upper.seats, result.held)
    assert tuple(map(tuple, lists.seats)) in every


@given(RULES, tables(), st.data())
def test_the_verifier_catches_a_change_in_every_field(
    rule: Biproportional, of: Table, data: st.DataObject
) -> None:
    try:
        result = biproportional(rule, of, "drawn")
    except SeatsError:
        return
    i = data.draw(st.integers(0, len(of.districts) - 1))
    j = data.draw(st.integers(0, len(of.parties) - 1))
    seats, tied = changed(result.seats, i, j), result.tied
    other = "paper" if rule.ties == "lot" else "lot"
    planted = [
        replace(result, table=replace(of, votes=changed(of.votes, i, j))),
        replace(result, seats=seats),
        replace(result, held=changed(result.held, i, j)),
        replace(result, scale=0),
        replace(result, scale=result.scale * 2),
        replace(result, rule=replace(rule, ties=other)),
        replace(result, upper=replace(result.upper, lot="x")),
        replace(result, upper=replace(result.upper, house=result.upper.house + 1)),
        replace(result, entitled=tuple(not t for t in result.entitled)),
        replace(result, district_divisors=tuple(-d for d in result.district_divisors)),
        replace(result, party_divisors=tuple(d / 10**6 for d in result.party_divisors)),
        replace(result, tied=replace(tied, count=(tied.count or 0) + 1)),
        replace(result, tied=replace(tied, count=None, listed=(seats,))),
        replace(result, tied=replace(tied, listed=())),
        replace(result, tied=replace(tied, listed=(seats, *tied.listed[1:]))),
        replace(result, lot="" if result.lot else "other"),
        replace(result, ties=(*result.ties, *TIES)),
    ]
    for number, one in enumerate(planted):
        assert check_biproportional(one, of), number


def changed(matrix: Matrix, i: int, j: int) -> Matrix:
    return tuple(
        tuple(n + ((a, b) == (i, j)) for b, n in enumerate(row)) for a, row in enumerate(matrix)
    )


EVEN = Table(("east", "west"), ("left", "right"), (1, 1), ((5, 5), (5, 5)))
TIES = biproportional(Biproportional("votes"), EVEN).ties


def test_two_tables_tie_and_the_paper_or_a_lot_says_which() -> None:
    result = biproportional(Biproportional("votes"), EVEN)
    assert result.seats == ((1, 0), (0, 1))
    assert set(result.tied.listed) == {((1, 0), (0, 1)), ((0, 1), (1, 0))}
    assert result.tied.count == 2
    assert [(t.tied, t.first) for t in result.ties] == [
        (("east: left", "east: right"), "east: left")
    ]
    with pytest.raises(LotNeeded):
        biproportional(Biproportional("votes", ties="lot"), EVEN)
    drawn = {biproportional(Biproportional("votes", ties="lot"), EVEN, v).seats for v in "123456"}
    assert len(drawn) == 2


@pytest.mark.parametrize("size", [4, 6, 12, 18])
def test_a_table_of_equal_votes_ties_at_once(size: int) -> None:
    """n districts of one seat and n parties: n! tables, one for each order of the parties."""
    names = tuple(f"n{at:02}" for at in range(size))
    of = Table(names, names, (1,) * size, ((7,) * size,) * size)
    result = biproportional(Biproportional("votes"), of)
    counts = {4: 24, 6: 720, 12: 479_001_600, 18: None}
    assert result.tied.count == counts[size]
    assert result.seats == tuple(tuple(int(i == j) for j in range(size)) for i in range(size))
    assert check_biproportional(result, of) == ()


def test_a_district_whose_only_party_has_too_few_seats_is_a_cut() -> None:
    """The east votes for the left alone, which has one seat of five by all votes."""
    of = Table(("east", "west"), ("left", "right"), (2, 3), ((10, 0), (5, 90)))
    with pytest.raises(InfeasibleError) as refused:
        biproportional(Biproportional("votes", quorum=None), of)
    cut = refused.value.cut
    assert (cut.districts, cut.parties) == (("east",), ("left",))
    assert (cut.needed, cut.available) == (2, 1)
    seats, none = (1, 4), ((0, 0), (0, 0))
    assert check_cut(cut, of, seats, none)
    for wrong in (
        replace(cut, needed=1),
        replace(cut, available=0),
        replace(cut, districts=("west",)),
        replace(cut, parties=("right",)),
        replace(cut, districts=("east", "west")),
    ):
        assert not check_cut(wrong, of, seats, none)


def test_the_strongest_party_of_a_district_is_assured_a_seat() -> None:
    """Without it, the centre would have no seat in the south, where it has most votes."""
    of = Table(
        ("north", "south"), ("left", "right", "centre"), (7, 1), ((400, 380, 20), (30, 30, 40))
    )
    plain = Biproportional("votes", whole=False)
    assured = biproportional(replace(plain, winner=True), of)
    assert assured.seats[1] == (0, 0, 1)
    assert check_biproportional(assured, of) == ()


@pytest.mark.parametrize(
    ("quorum", "expected"),
    [
        (None, (True, True, True)),
        (Quorum(Fraction(5, 100), Fraction(3, 100)), (True, True, False)),
        (Quorum(Fraction(5, 100), Fraction(3, 100), both=True), (True, False, False)),
        (Quorum(Fraction(5, 100)), (True, True, False)),
        (Quorum(total=Fraction(3, 100)), (True, False, False)),
        (Quorum(), (True, True, True)),
    ],
)
def test_a_quorum_is_of_one_district_or_of_all(
    quorum: Quorum | None, expected: tuple[bool, ...]
) -> None:
    of = Table(("a", "b"), ("x", "y", "z"), (2, 2), ((900, 4, 10), (94, 6, 0)))
    assert reach(quorum, of) == expected


@pytest.mark.parametrize(
    "made",
    [
        lambda: Table(("a",), ("x",), (1,), ((1, 2),)),
        lambda: Table(("a", "a"), ("x",), (1, 1), ((1,), (2,))),
        lambda: Table(("a",), ("x", "x"), (1,), ((1, 2),)),
        lambda: Table(("a",), ("x",), (0,), ((1,),)),
        lambda: Table(("a",), ("x",), (1,), ((-1,),)),
        lambda: Table(("a",), ("x",), (1, 2), ((1,),)),
        lambda: Table((), (), (), ()),
    ],
)
def test_tables_that_mean_nothing_are_refused(made: Any) -> None:
    with pytest.raises(SeatsError):
        made()


def test_voters_that_round_to_nobody_are_refused_in_a_sentence() -> None:
    of = Table(("all",), ("x",), (3,), ((1,),))
    with pytest.raises(SeatsError, match="count votes as they are, or voters exactly"):
        biproportional(Biproportional(), of)
    assert biproportional(Biproportional(whole=False), of).seats == ((3,),)


def test_a_table_of_one_district_is_an_apportionment() -> None:
    numbers = (416, 338, 246)
    of = Table(("all",), ("x", "y", "z"), (10,), (numbers,))
    result = biproportional(Biproportional("votes"), of)
    alone = apportion(result.upper.rule, Votes(("x", "y", "z"), numbers), 10)
    assert result.seats == (alone.seats,) == ((4, 3, 3),)
