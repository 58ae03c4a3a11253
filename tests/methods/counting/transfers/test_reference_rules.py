"""The PR Foundation's reference rules against published counts of one election.

The election is of the steering committee of the Green Party of the United States, 24 July 2005:
13 options, 4 seats, 94 papers. The stages are those that Droop 0.11 published for `wigm-prf`,
`wigm-prf-batch` and `meek-prf` (github.com/jklundell/droop, test/ref/report/SC-*.txt), as are the
two small elections in which Pollux and Helen should tie (42.blt and 513.blt).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.support.transfer_counts import election_of, plain

from koinon.methods.counting.contests import Election
from koinon.methods.counting.methods import count, recheck
from koinon.methods.counting.transfers.rules import MEEK, WIGM

PAPERS = """
7-8-9-11-12*19 13-7-5-4-2-1 5-13-2-7-4-1 13-4-1-2 4-2-13-1-3 4-13-2-7 7-8-12-1-13-9-2-4-11-5
1-13-3-4-7-5-2 4-1-13-7-3-5-2*2 1-4-13-2-7-5-3-9-8-12-11 7-1-8-9-13-3-2-4-12-5-11*2 5-1-13-3-2-4-7
7-8-9-3-12-2-13-5-1-4 3-13-1-2*2 4-7-13-5 4-5-13-3-2-1 7-9-8-12-11-2-13 4-3-13-1*3
13-3-4-1-7-2-5 3-13-4-1-7-2-5 13-3-4-1-2-5-7 13-1-4-2-5-3-7 13-4-3-1-2-5 3-13-1-4-2-7-5 4-3-13-8
1-4-13-7*2 7-3-4-13-1-5 9-11-8-7 13-3-5-2 4-5-2-3-13 13-5-2-4-1-3-7 13-5-2-1-7-3-8
7-8-9-12-11 7-8-4-9-12 13-4-7-2-8 4-13-2-7-1-8 7-8-11-9-12 8-4-7-11-13-9 7-4-2-13 13-1-7-4
4-1-2-13-9-5 1-4-13-5-3-2 7-5-4-8-11-2-13-1-3-9-12 4-8-7-5-13-2-1-3-9 3-4-7-2-12-13-8-1-5
7-8-11-9*2 13-2-4-7-5-1 7-8-9-11 2-7-8-12-13-11-1-5-9 4-7-8-2 4-13-5-2-1-3
13-4-7-3-1-5-8-2-9 4-3-13-1-7 13-4-1-3 4-1-13-3-2-7-8 2-4-13-5 2-3-4-1-13-7 3-1-4-13 4-3-1-2-11
3-1-4-13-2-7 4-1-2-8-3 4-1-5-13-2-3*2 13-7-3-2-5-4-1 13-5-7-2-4-1 1-13-3-7-2-4-5 13-1-2-7-4-5-3*2
3-1-4-2-13-7-9-5-8
"""
"""Each paper, options from 1 in order of preference, and how many are alike."""


def committee() -> Election:
    """The election of the steering committee."""
    votes = []
    for word in PAPERS.split():
        marks, _, number = word.partition("*")
        votes.append((plain(*(int(mark) - 1 for mark in marks.split("-"))), int(number or 1)))
    return election_of(13, 4, votes)


SURPLUSES = (
    "6 3 8 22 2 0 33 1 1 0 0 0 18",
    "6.8606 3.4303 8.4303 22 2.4303 0 18.8001 12.6181 1.4303 0 0 0 18",
    "7.8784 3.5757 9.3027 18.8001 2.7211 0 18.8001 12.9089 1.4303 0 0 0 18.5816",
)
SINGLY = (
    *SURPLUSES,
    *[SURPLUSES[2]] * 4,
    "7.8784 3.5757 9.3027 18.8001 2.7211 0 18.8001 14.3392 0 0 0 0 18.5816",
    "8.8784 3.7211 9.3027 18.8001 0 0 18.8001 14.7695 0 0 0 0 19.7270",
    "9.1598 4.0698 9.5909 18.8001 0 0 18.8001 14.7695 0 0 0 0 18.8001",
    "9.6002 0 10.7363 18.8001 0 0 18.8001 15.8164 0 0 0 0 18.8001",
    "0 0 16.8969 18.8001 0 0 18.8001 16.8292 0 0 0 0 18.8001",
    "0 0 18.9089 18.8001 0 0 18.8001 0 0 0 0 0 18.8001",
)
TOGETHER = (
    *SURPLUSES,
    "8.8784 0 10.4481 18.8001 0 0 18.8001 15.7695 0 0 0 0 21.3027",
    "10.3382 0 11.1695 18.8001 0 0 18.8001 15.8869 0 0 0 0 18.8001",
    "0 0 17.6349 18.8001 0 0 18.8001 16.9099 0 0 0 0 18.8001",
    "0 0 17.6349 18.8001 0 0 18.8001 16.9099 0 0 0 0 18.8001",
)


def units(row: str, decimals: int) -> tuple[int, ...]:
    """Printed votes in units."""
    found = []
    for word in row.split():
        whole, _, part = word.partition(".")
        found.append(int(whole + part.ljust(decimals, "0")))
    return tuple(found)


@pytest.mark.parametrize(
    ("rule", "stages", "lost", "rounding"),
    [
        (replace(WIGM, last_exclusion="transfer"), SINGLY, 186_879, 29),
        (replace(WIGM, sure_losers=True), TOGETHER, 30_517, 32),
    ],
    ids=["one by one", "sure losers"],
)
def test_wigm_is_the_published_count_at_every_stage(
    rule: Any, stages: tuple[str, ...], lost: int, rounding: int
) -> None:
    """Droop moves the papers of the last excluded where it excludes singly: hence the option."""
    election = committee()
    result = count(rule, election)
    assert result.tally.valid == 94
    assert result.quota == 188_001
    assert [stage.votes for stage in result.stages] == [units(row, 4) for row in stages]
    assert (result.stages[-1].non_transferable, result.stages[-1].rounding) == (lost, rounding)
    assert result.elected == ("g", "d", "m", "c")
    assert result.filled == (("c",) if rule.sure_losers else ())
    assert recheck(result, election) == ()


def test_the_reference_stops_before_the_last_papers_move() -> None:
    """B.4 tests for completion before it transfers: the last stage moves nothing."""
    result = count(WIGM, committee())
    assert [stage.votes for stage in result.stages[:-1]] == [units(row, 4) for row in SINGLY[:-1]]
    assert (result.stages[-1].of, result.stages[-1].moves) == (("h",), ())
    assert result.stages[-1].votes == result.stages[-2].votes
    assert [(tie.tied, tie.by, tie.first) for tie in result.ties] == [
        (("f", "j", "k", "l"), "paper", "f"),
        (("j", "k", "l"), "paper", "j"),
        (("k", "l"), "paper", "k"),
    ]


ITERATED = (
    "8.006073598 3.232685848 9.408174589 18.800000609 2.759954125 0 18.800000299 13.000470959 "
    "1.435843893 0 0 0 18.556796080"
)
MEEK_ROUNDS = {
    1: ("6 3 8 22 2 0 33 1 1 0 0 0 18", "18.800000001"),
    2: (ITERATED, "18.800000001"),
    6: (ITERATED, "18.800000001"),
    7: (ITERATED.replace("13.000470959 1.435843893", "14.436314852 0"), "18.800000001"),
    8: (
        "9.006073598 3.394740964 9.408174589 19.165213770 0 0 18.800000299 14.506945584 "
        "0 0 0 0 19.718851196",
        "18.800000001",
    ),
    9: (
        "9.427381450 3.730149807 9.774255128 18.799133460 0 0 18.799133416 14.666479770 "
        "0 0 0 0 18.799133497",
        "18.799133306",
    ),
    10: (
        "10.204118384 0 11.498644230 18.789719457 0 0 18.789719396 15.876675538 "
        "0 0 0 0 18.789719467",
        "18.789719295",
    ),
    11: (
        "0 0 16.482212783 19.087429756 0 0 19.073682122 19.085721549 0 0 0 0 19.202438090",
        "18.586296861",
    ),
}


def test_meek_is_the_published_count_to_the_ninth_decimal() -> None:
    """Votes and quota of the rounds, who is excluded in each, and the residual at the end."""
    election = committee()
    result = count("meek", election)
    for number, (votes, quota) in MEEK_ROUNDS.items():
        one = result.rounds[number - 1]
        assert one.votes == units(votes, 9), number
        assert (one.quota,) == units(quota, 9), number
    assert "".join(one.excluded or "-" for one in result.rounds) == "-fjklie-ba-"
    assert [one.surplus for one in result.rounds[8:10]] == [455, 435]
    assert result.rounds[-1].residual == 1_068_515_700
    assert result.elected == ("d", "g", "m", "h")
    assert result.rule == MEEK
    assert recheck(result, election) == ()


@pytest.mark.parametrize(
    ("votes", "keep", "meek", "wigm"),
    [
        (((4, (0, 1)), (2, (2,))), 500_000_001, "2.000000004 1.999999996 2", "2.0001 1.9996 2"),
        (
            ((5, (0, 1)), (1, (1,)), (3, (2,))),
            600_000_001,
            "3.000000005 2.999999995 3",
            "3.0001 2.9995 3",
        ),
    ],
)
def test_where_truncation_breaks_what_should_be_a_tie(
    votes: tuple[tuple[int, tuple[int, ...]], ...], keep: int, meek: str, wigm: str
) -> None:
    """Both rules round against Pollux, who is excluded; 42.blt and 513.blt, two seats."""
    election = election_of(3, 2, [(plain(*marks), number) for number, marks in votes])
    by_meek, by_wigm = count("meek", election), count("wigm", election)
    assert by_meek.rounds[1].votes == units(meek, 9)
    assert by_meek.rounds[1].keep[0] == keep
    assert by_meek.elected == by_wigm.elected == ("a", "c")
    assert by_wigm.stages[1].votes == units(wigm, 4)
