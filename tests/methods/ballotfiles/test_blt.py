"""The .blt format, quirk by quirk; the first example is that of Algorithm 123 (1987), §3.1."""

from __future__ import annotations

import pytest

from koinon.methods.ballotfiles.blt import read_blt
from koinon.methods.ballotfiles.errors import BallotFileError

HILL = b"""4 2
-2
3 1 3 4 0
4 1 3 2 0
2 4 1 3 0
1 2 0
2 2 4 3 1 0
1 3 4 2 0
0
"Adam"
"Basil"
"Charlotte"
"Donald"
"Title"
"""


def test_the_example_of_the_algorithm() -> None:
    election = read_blt("hill.blt", HILL)
    contest = election.contest
    assert (contest.title, contest.seats) == ("Title", 2)
    assert [o.name for o in contest.options] == ["Adam", "Basil", "Charlotte", "Donald"]
    assert [o.withdrawn for o in contest.options] == [False, True, False, False]
    assert dict(election.ballots.rankings()) == {
        ((0,), (2,), (3,)): 3,
        ((0,), (2,), (1,)): 4,
        ((3,), (0,), (2,)): 2,
        ((1,),): 1,
        ((1,), (3,), (2,), (0,)): 2,
        ((2,), (3,), (1,)): 1,
    }


@pytest.mark.parametrize(
    "data",
    [
        HILL.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + HILL,
        HILL.decode().encode("utf-16"),
        HILL.replace(b" ", b"\t"),
        HILL.replace(b" ", b", ").replace(b"0\n", b"0,\n"),
        HILL.replace(b" 0\n", b"\n"),
        HILL.replace(b"\n0\n", b"\n"),
        HILL.replace(b"2 4 1 3 0\n", b"2 4 1 3 0 # two voters\n/* none */ # none\n\n"),
        HILL.replace(b'"Adam"', b"Adam").replace(b'"Title"', b"Title"),
        HILL.replace(b"\n", b" "),
        HILL.replace(b'"Adam"\n"Basil"', b'"Adam" "Basil"'),
        HILL.replace(b"1 2 0", b"(voter 12) 2 0"),
        HILL.replace(b"4 2\n-2\n", b"4 2 -2\n[nick A B C D]\n").replace(b"3 1 3 4", b"3 A C D"),
        HILL.replace(b"3 1 3 4 0", b"3.0 01 3 4 0"),
        HILL.replace(b'"Adam"', b"# ALTERNATIVE NAME 1: Adam"),
    ],
)
def test_files_that_say_the_same(data: bytes) -> None:
    election = read_blt("x.blt", data)
    expected = read_blt("hill.blt", HILL)
    assert list(election.ballots) == list(expected.ballots)
    assert [o.name for o in election.contest.options] == ["Adam", "Basil", "Charlotte", "Donald"]
    assert [o.withdrawn for o in election.contest.options] == [False, True, False, False]
    assert election.contest.title == "Title"


def test_equal_ranks_skipped_ranks_and_blank_ballots() -> None:
    election = read_blt("x", b"3 1\n2 1=3 - 2 0\n1 - 2 0\n4 0\n1 1 = 2 0\n0\nA\nB\nC\n")
    assert dict(election.ballots.rankings()) == {
        ((0, 2), (), (1,)): 2,
        ((), (1,)): 1,
        (): 4,
        ((0, 1),): 1,
    }
    assert election.contest.title == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'"Grn ""Richie BRIAN"""', 'Grn "Richie BRIAN"'),
        (b'"Con ""Brian DAVIDSON"" "', 'Con "Brian DAVIDSON"'),
        (b'"John "Jack" Smith"', 'John "Jack" Smith'),
        (b"Miles BRIGGS   (Con)", "Miles BRIGGS   (Con)"),
        (b"Jos\xe9", "José"),
        ("José".encode(), "José"),
        (b"Wilma,LUMSDEN,", "Wilma,LUMSDEN"),
        (b'"Ann" # the first', "Ann"),
    ],
)
def test_names(line: bytes, name: str) -> None:
    election = read_blt("x", b"1 1\n1 1 0\n0\n" + line + b"\nTitle")
    assert election.contest.options[0].name == name


def test_orders_of_ties_and_lines_after_the_title_are_kept() -> None:
    election = read_blt("x", b'2 1\n[tie 2 1]\n1 1 0\n0\n"A"\n"B"\n"T"\n"S"\n"C"\n')
    assert election.facts == (("tie", "2 1"), ("source", "S"), ("comment", "C"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "x.blt: the file ends before the number of candidates"),
        (b"3", "x.blt, line 1: the file ends before the number of seats"),
        (b"3 x\n", "x.blt, line 1, column 3: x is no whole number from 0"),
        (b"0 1\n0\n", "x.blt, line 1, column 1: there are 0 options"),
        (b"20000 1\n0\n", "x.blt, line 1, column 1: there are 20000 options"),
        (b"2 1\n1 3 0\n0\nA\nB\n", "x.blt, line 2, column 3: 3 is no option"),
        (b"2 1\n1.5 1 0\n0\nA\nB\n", "x.blt, line 2, column 1: 1.5 is no whole number of voters"),
        (b"2 1\n1 1=1 0\n0\nA\nB\n", "x.blt, line 2, column 5: 1 stands twice in one rank"),
        (b"2 1\n1 = 1 0\n0\nA\nB\n", "x.blt, line 2, column 3: = stands where a candidate is due"),
        (b"2 1\n1 1= 0\n0\nA\nB\n",
         "x.blt, line 2: the file ends before the candidate after '='"),
        (b"2 1\n-3\n0\nA\nB\n", "x.blt, line 2, column 1: 3 is no whole number from 1 to 2"),
        (b"2 1\n1 1 0\n0\nA\n", "x.blt: there are 1 names for 2 options"),
        (b"2 1\n1 1 0\n", "x.blt, line 3: the file ends before the names"),
        (b"2 1\n[nick A]\n0\nA\nB\n",
         "x.blt, line 2, column 1: 1 names are given for 2 candidates"),
        (b"2 1\n9999999999999999999 1 0\n0\nA\nB", "x.blt, line 2, column 1: 9999999999999999999"),
        (b"2 1\n\0", "x.blt: it holds a NUL character"),
    ],
)  # fmt: skip
def test_errors_name_line_and_column(data: bytes, said: str) -> None:
    with pytest.raises(BallotFileError) as caught:
        read_blt("x.blt", data)
    assert str(caught.value).startswith(said)
    assert str(caught.value).endswith(".")
