"""Elections for tests of counting by transfer: drawn at random, and mutations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from koinon.methods.counting.ballots import SEVERAL, Ranks, gather_rankings
from koinon.methods.counting.contests import Contest, Election, Option

Votes = list[tuple[Ranks, int]]


def election_of(
    n: int, seats: int, votes: Votes, withdrawn: frozenset[int] = frozenset()
) -> Election:
    """An election over options named a, b, c, …"""
    ids = [chr(97 + at) for at in range(n)]
    options = tuple(
        Option(id_, id_.upper(), withdrawn=at in withdrawn) for at, id_ in enumerate(ids)
    )
    return Election(Contest("drawn", options, seats), gather_rankings(ids, votes))


def plain(*marks: int) -> Ranks:
    """A ballot without a fault: one option a rank."""
    return tuple((mark,) for mark in marks)


@st.composite
def elections(draw: st.DrawFn, faults: bool = True, most: int = 5) -> Election:
    """Small elections, with every kind of faulty ballot unless `faults` is False."""
    n = draw(st.integers(1, most))
    option = st.integers(0, n - 1)
    ranks: st.SearchStrategy[Ranks] = st.permutations(range(n)).flatmap(
        lambda order: st.integers(0, n).map(lambda k: plain(*order[:k]))
    )
    if faults:
        rank = st.one_of(
            option.map(lambda at: (at,)),
            option.map(lambda at: (at,)),
            option.map(lambda at: (at,)),
            st.just(()),
            st.just(SEVERAL),
            st.sets(option, min_size=min(2, n), max_size=2).map(lambda two: tuple(sorted(two))),
        )
        ranks = st.one_of(ranks, st.lists(rank, max_size=n + 1).map(tuple))
    votes = draw(st.lists(st.tuples(ranks, st.integers(1, 6)), max_size=14))
    gone = draw(st.frozensets(option, max_size=1)) if faults else frozenset()
    return election_of(n, draw(st.integers(1, max(1, n))), votes, gone)


def mutations(value: Any) -> Iterator[tuple[str, Any]]:
    """Every way to change one field of a value: (its path, the whole value with that change)."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for path, other in mutations(getattr(value, field.name)):
                yield f".{field.name}{path}", replace(value, **{field.name: other})
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            for path, other in mutations(item):
                yield f"[{at}]{path}", (*value[:at], other, *value[at + 1 :])
        if value:
            yield "[-]", value[:-1]
    elif isinstance(value, bool):
        yield "", not value
    elif isinstance(value, int | Fraction):
        yield "", value + 1
    elif isinstance(value, str):
        yield "", value + "x"
