"""PrefLib files: new and old headers, ties, categories."""

from __future__ import annotations

import pytest

from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.preflib import read_preflib

NAMES = b"# NUMBER ALTERNATIVES: 3\n" + b"".join(
    b"# ALTERNATIVE NAME %d: %s\n" % (n, name) for n, name in enumerate((b"A", b"B", b"C"), 1)
)


def test_orders_with_ties() -> None:
    election = read_preflib("x.toi", b"# TITLE: T\n" + NAMES + b"3: 1,{2,3}\n2: 2\n")
    assert election.contest.title == "T"
    assert [(o.id, o.name) for o in election.contest.options] == [
        ("1", "A"), ("2", "B"), ("3", "C"),
    ]  # fmt: skip
    assert dict(election.ballots.rankings()) == {((0,), (1, 2)): 3, ((1,),): 2}


def test_headers_of_before_2022() -> None:
    election = read_preflib("x.soi", b"3\n1,A\n2,B, the second\n3,C\n5,5,2\n3,1,2,3\n2,{2,3}\n")
    assert [o.name for o in election.contest.options] == ["A", "B, the second", "C"]
    assert dict(election.ballots.rankings()) == {((0,), (1,), (2,)): 3, ((1, 2),): 2}


def test_two_categories_are_approvals_and_more_are_points() -> None:
    two = b"# NUMBER CATEGORIES: 2\n# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: No\n"
    election = read_preflib("x.cat", NAMES + two + b"4: {1,3},2\n1: {},{1,2,3}\n")
    assert dict(election.ballots.approvals()) == {(0, 2): 4, (): 1}
    three = b"".join(
        b"# CATEGORY NAME %d: %s\n" % (n, c) for n, c in enumerate(b"+ ~ -".split(), 1)
    )
    election = read_preflib("x.cat", NAMES + three + b"4: 1,2,3\n1: {},{1,2}\n")
    assert dict(election.ballots.points()) == {(2, 1, 0): 4, (1, 1, None): 1}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (NAMES + b"3: 1,4\n", "x, line 5, column 6: 4 is no whole number from 1 to 3"),
        (NAMES + b"3: 1,1\n", "x, line 5, column 6: 1 stands twice in one order"),
        (NAMES + b"3 1,2\n", "x, line 5: 3 1,2 stands where a count and ':' is due"),
        (NAMES + b"x: 1\n", "x, line 5, column 1: x is no whole number of voters"),
        (NAMES + b"1: {1,2\n", "x, line 5, column 4: { is no whole number"),
        (NAMES.replace(b"ES: 3", b"ES: 4"), "x: there are 3 names for 4 options"),
        (NAMES + b"# ALTERNATIVE NAME 3: D\n", "x, line 5: ALTERNATIVE NAME 3 stands twice"),
        (b"3\n1,A\n", "x, line 2: the file ends before the three totals"),
        (b"", "x: the file ends before the number of alternatives"),
    ],
)
def test_errors_name_the_place(data: bytes, said: str) -> None:
    with pytest.raises(BallotFileError) as caught:
        read_preflib("x", data)
    shown = str(caught.value)
    assert shown.startswith(said) or (b"1,A" in data and "names for 3" in shown)
