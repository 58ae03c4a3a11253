"""Elections of projects and candidates for property tests, and results with a fault planted."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from koinon.methods.counting.ballots import (
    Ballots,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.budgeting.rules import (
    EqualSharesBudget,
    GreedyBudget,
    PhragmenBudget,
)
from koinon.methods.counting.committees.rules import EqualSharesCommittee, SeqPav, SeqPhragmen
from koinon.methods.counting.contests import Contest, Election, Option
from koinon.methods.plain import parse_fraction

FORMS = ("approvals", "choice", "points", "rankings")


def options(costs: list[int], gone: frozenset[int] = frozenset()) -> tuple[Option, ...]:
    """Projects p0, p1, … at these costs."""
    return tuple(Option(f"p{o}", f"p{o}", cost, o in gone) for o, cost in enumerate(costs))


def approving(
    costs: list[int], votes: list[tuple[Any, int]], seats: int = 1, budget: int = 10
) -> Election:
    """An election by approvals of numbers of options."""
    paper = options(costs)
    ballots = gather_approvals([o.id for o in paper], votes)
    return Election(Contest("test", paper, seats, budget), ballots)


@st.composite
def elections(
    draw: Any, forms: tuple[str, ...] = FORMS, most: int = 6, groups: int = 8
) -> Election:
    """Few projects and few voters, with many ties and whatever a ballot may be irregular in."""
    n = draw(st.integers(1, most))
    cost = st.one_of(st.integers(1, 3), st.sampled_from([10, 20]), st.integers(1, 50))
    costs = draw(st.lists(cost, min_size=n, max_size=n))
    gone = draw(st.one_of(st.just(frozenset()), st.frozensets(st.integers(0, n - 1), max_size=1)))
    paper = options(costs, gone)
    ballots = draw(_ballots(n, draw(st.sampled_from(forms)), groups))
    seats, budget = draw(st.integers(1, n)), draw(st.integers(0, 80))
    contest = Contest("test", paper, seats, budget, draw(st.sampled_from([1, 10])))
    return Election(contest, ballots)


@st.composite
def _ballots(draw: Any, n: int, form: str, groups: int) -> Ballots:
    option = st.integers(0, n - 1)
    rank = st.one_of(
        st.just(()),
        st.just((-1,)),
        option.map(lambda o: (o,)),
        st.frozensets(option, min_size=1, max_size=2).map(lambda s: tuple(sorted(s))),
    )
    votes: dict[str, Any] = {
        "approvals": st.frozensets(option).map(lambda s: tuple(sorted(s))),
        "choice": st.one_of(st.none(), st.just(-1), option),
        "points": st.dictionaries(option, st.integers(-1, 5)),
        "rankings": st.lists(rank, max_size=4).map(tuple),
    }
    ids = [f"p{o}" for o in range(n)]
    cast = draw(st.lists(st.tuples(votes[form], st.integers(1, 5)), min_size=1, max_size=groups))
    if form == "points":
        return gather_points(ids, cast, -1, 5)
    gather: dict[str, Any] = {
        "approvals": gather_approvals,
        "choice": gather_choices,
        "rankings": gather_rankings,
    }
    made: Ballots = gather[form](ids, cast)
    return made


_ORDERS = st.sampled_from([("paper",), ("lot",), ("lower cost", "paper"), ("more votes", "lot")])

BUDGET_RULES: dict[str, st.SearchStrategy[Any]] = {
    "greedy": st.builds(
        GreedyBudget,
        st.sampled_from(["votes", "points"]),
        st.integers(1, 4),
        st.integers(0, 5),
        st.sampled_from(["skip", "stop"]),
        st.sampled_from([(), (("p0",),)]),
        _ORDERS,
    ),
    "shares": st.builds(
        EqualSharesBudget,
        st.sampled_from(["cost", "one", "points", "points times cost"]),
        st.integers(1, 4),
        st.sampled_from(["exact share", "whole units"]),
        st.sampled_from([0, 1, 3]),
        st.sampled_from(["overspent", "exhausted"]),
        st.sampled_from(["nothing", "greedy", "phragmen"]),
        st.sampled_from(["nothing", "greedy"]),
        _ORDERS,
    ),
    "phragmen": st.builds(PhragmenBudget, st.sampled_from(["skip", "stop"]), _ORDERS),
}

_LAST = st.sampled_from(["elected last", "never elected"])

COMMITTEE_RULES: dict[str, st.SearchStrategy[Any]] = {
    "pav": st.builds(SeqPav, st.sampled_from(["harmonic", "once"]), _LAST, _ORDERS),
    "phragmen": st.builds(SeqPhragmen, _LAST, _ORDERS),
    "shares": st.builds(
        EqualSharesCommittee,
        st.sampled_from(["nothing", "phragmen", "increment"]),
        st.sampled_from([Fraction(1, 10), Fraction(1, 3)]),
        _LAST,
        _ORDERS,
    ),
}


def faults(plain: Any) -> Iterator[tuple[str, Any]]:
    """The plain form of a result with one field changed, for each field but those of the rule."""
    for path in _leaves(plain, ()):
        if path[0] in ("rule", "kind", "lot") or path[-1] == "kind":
            continue
        changed = copy.deepcopy(plain)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = _other(holder[path[-1]])
        yield ".".join(map(str, path)), changed


def _leaves(plain: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(plain, list):
        if plain:
            yield path
        for at, value in enumerate(plain):
            yield from _leaves(value, (*path, at))
    elif plain is not None:
        yield path


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return value[:-1]
    others = {"skip": "stop", "greedy": "shares", "shares": "greedy", "funded": "too dear"}
    stops = {"one run": "everything", "overspent": "exhausted", "exhausted": "everything"}
    others |= {"everything": "overspent", **stops, "too dear": "excluded", "excluded": "funded"}
    others |= {"no votes": "funded", "below the threshold": "funded", "after the stop": "too dear"}
    if value in others:
        return others[value]
    try:
        return str(parse_fraction(value) + Fraction(1, 7))
    except ValueError:
        return value + "x"
