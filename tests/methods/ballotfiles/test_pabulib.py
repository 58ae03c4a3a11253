"""The .pb format: every vote type, money with decimals, and what is refused where."""

from __future__ import annotations

import pytest

from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.pabulib import official, read_pb

HEAD = "META\nkey;value\ndescription;Green\nbudget;{budget}\nvote_type;{kind}\n"
PROJECTS = 'PROJECTS\nproject_id;cost;name;selected\n7;100;"A ""park""; new";1\n3;{cost};Trees;0\n'


def file(kind: str, votes: str, budget: str = "150", cost: str = "60") -> bytes:
    head = HEAD.format(budget=budget, kind=kind) + PROJECTS.format(cost=cost)
    return (head + "VOTES\n" + votes).encode()


def test_approvals() -> None:
    data = file("approval", "voter_id;age;vote\n1;30;7,3\n2;31;\n3;32;3\n4;33;3\n")
    election = read_pb("x.pb", data)
    contest = election.contest
    assert (contest.title, contest.budget, contest.unit, contest.seats) == ("Green", 150, 1, 0)
    assert [(o.id, o.name, o.cost) for o in contest.options] == [
        ("7", 'A "park"; new', 100),
        ("3", "Trees", 60),
    ]
    assert dict(election.ballots.approvals()) == {(0, 1): 1, (): 1, (1,): 2}
    assert official(election) == ("7",)
    assert dict(election.facts) == {
        "description": "Green",
        "budget": "150",
        "vote_type": "approval",
        "projects.selected": '["1","0"]',
    }


def test_choices() -> None:
    election = read_pb("x.pb", file("choose-1", "voter_id;vote\n1;7\n2;\n3;7,3\n"))
    assert dict(election.ballots.choices()) == {0: 1, None: 1, -1: 1}


def test_orders() -> None:
    election = read_pb("x.pb", file("ordinal", "voter_id;vote\n1;3,7\n2;7\n"))
    assert dict(election.ballots.rankings()) == {((1,), (0,)): 1, ((0,),): 1}


@pytest.mark.parametrize("kind", ["cumulative", "scoring"])
def test_points(kind: str) -> None:
    election = read_pb("x.pb", file(kind, "voter_id;vote;points\n1;3,7;4,0\n2;;\n"))
    assert dict(election.ballots.points()) == {(0, 4): 1, (None, None): 1}
    assert (election.ballots.lowest, election.ballots.top) == (0, 4)


@pytest.mark.parametrize(
    ("budget", "cost", "unit", "money"),
    [
        ("150.5", "60", 100, (15050, 10000, 6000)),
        ("150.00", "60.0", 1, (150, 100, 60)),
        ("150", "0.125", 1000, (150_000, 100_000, 125)),
    ],
)
def test_money_is_exact(budget: str, cost: str, unit: int, money: tuple[int, ...]) -> None:
    contest = read_pb("x.pb", file("approval", "voter_id;vote\n1;7\n", budget, cost)).contest
    assert contest.unit == unit
    assert (contest.budget, *(o.cost for o in contest.options)) == money


GOOD = file("approval", "voter_id;vote\n1;7\n")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (file("approval", "voter_id;vote\n1;7\n2;7,9\n"),
         "x.pb, line 13, column 2: 9 is no option"),
        (file("approval", "voter_id\n1\n"), "x.pb, line 11: the column vote is missing"),
        (file("cumulative", "voter_id;vote\n1;7\n"), "x.pb, line 11: the column points is missing"),
        (file("cumulative", "voter_id;vote;points\n1;7,3;1\n"),
         "x.pb, line 12, column 3: 1 points are given for 2 projects"),
        (file("cumulative", "voter_id;vote;points\n1;7;x\n"),
         "x.pb, line 12, column 3: x is no whole number"),
        (file("cumulative", "voter_id;vote;points\n1;7,7;1,1\n"),
         "x.pb, line 12, column 2: 7 stands twice in one vote"),
        (file("approval", "voter_id;vote\n", cost="1e9"),
         "x.pb, line 9, column 2: 1e9 is no amount"),
        (file("approval", "voter_id;vote\n", budget="-5"), "x.pb: -5 is no amount"),
        (file("borda", "voter_id;vote\n"), "x.pb: vote_type borda is none of approval"),
        (GOOD.replace(b"VOTES\n", b""), "x.pb: the section VOTES is missing"),
        (GOOD.replace(b"3;60", b"7;60"), "x.pb, line 9: 7 stands twice in PROJECTS"),
        (GOOD.replace(b"META\n", b""), "x.pb, line 1, column 1: key stands where META is due"),
        (GOOD.replace(b"budget;150\n", b""), "x.pb: budget is not stated"),
        (GOOD.replace(b"3;60", b"\"3,4\";60"), "x.pb, line 9, column 1: 3,4 stands where"),
    ],
)  # fmt: skip
def test_errors_name_line_and_cell(data: bytes, said: str) -> None:
    with pytest.raises(BallotFileError) as caught:
        read_pb("x.pb", data)
    assert str(caught.value).startswith(said)
