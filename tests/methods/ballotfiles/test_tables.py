"""Tables of ballots: labels, names, weights, and what is refused where."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.reading import read
from koinon.methods.ballotfiles.tables import UNDECLARED, TableOptions, read_table
from koinon.methods.counting.contests import Option

CSV = b"Precinct,rank1,Rank 2,rank3\nP1,Ann,skipped,Bea\nP2,overvote,Bea,\nP1,Ann,skipped,Bea\n"


def test_ranks_are_found_by_the_first_row() -> None:
    election = read("x.csv", CSV)
    assert election.contest.ids == ("Ann", "Bea")
    assert dict(election.ballots.rankings()) == {((0,), (), (1,)): 2, ((-1,), (1,)): 1}
    assert read("x.tsv", CSV.replace(b",", b"\t")).ballots == election.ballots
    assert read("unnamed", CSV.replace(b",", b";")).ballots == election.ballots


def test_weights_aliases_undeclared_and_several_marks_in_a_cell() -> None:
    how = TableOptions(
        delimiter="//",
        undeclared=("UWI",),
        options=(Option("b", "Bea"), Option("a", "Ann")),
        aliases=(("Anna", "a"),),
    )
    data = b"weight,rank1,rank2\n5,Anna,UWI\n2,Ann//Bea,\n0,Ann,\n"
    election = read_table("x.csv", data, how)
    assert election.contest.ids == ("b", "a", UNDECLARED)
    assert dict(election.ballots.rankings()) == {((1,), (2,)): 5, ((0, 1),): 2}


def test_choices_approvals_and_points() -> None:
    assert dict(read("x.csv", b"id,vote\n1,A\n2,B\n3,\n4,A\n").ballots.choices()) == {
        0: 2, 1: 1, None: 1,
    }  # fmt: skip
    data = b"voter_id,A,B\n1,x,\n2,Yes,1\n"
    approved = read_table("x.csv", data, TableOptions(form="approvals"))
    assert dict(approved.ballots.approvals()) == {(0,): 1, (0, 1): 1}
    scored = read_table("x.csv", b"voter_id,A,B\n1,5,\n2,-1,0\n", TableOptions(form="points"))
    assert dict(scored.ballots.points()) == {(5, None): 1, (-1, 0): 1}


def test_a_workbook_reads_as_its_table() -> None:
    book = Workbook()
    for row in ([None, "rank1", "rank2"], ["P1", "Ann", "undervote"], ["P2", 7, "Ann"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    election = read("x.xlsx", out.getvalue())
    assert election.contest.ids == ("7", "Ann")
    assert dict(election.ballots.rankings()) == {((1,),): 1, ((0,), (1,)): 1}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(1100):
            packed.writestr(f"{number}.xml", b"")
    return out.getvalue()


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(
            "xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
        )
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", CSV.replace(b"rank", b"Kank").replace(b"Rank", b"Kank"),
         "x.csv, line 1: the column rank1, choice"),
        ("x.csv", b"weight,rank1\n1.5,Ann\n", "x.csv, line 2, column 1: 1.5 is no whole number of"),
        ("x.csv", b"rank1\n", "x.csv: there are 0 options"),
        ("x.csv", b"approved:A,approved:B\n1,maybe\n", "x.csv, line 2, column 2: maybe is none of"),
        ("x.csv", b"points(0..5):A\n7\n", "x.csv: the ballots do not hold: 7 points"),
        ("x.csv", b"points(0..5):A\nx\n", "x.csv, line 2, column 1: x is no whole number"),
        ("x.xlsx", b"PK\x03\x04 broken", "x.xlsx: it is no readable workbook"),
        ("x.xlsx", bomb(), "x.xlsx: it is larger than"),
        ("x.xlsx", entities(), "x.xlsx: it declares a document type"),
    ],
)  # fmt: skip
def test_errors_name_line_and_cell(name: str, data: bytes, said: str) -> None:
    with pytest.raises(BallotFileError) as caught:
        read(name, data)
    assert str(caught.value).startswith(said)


def test_an_unknown_name_is_named_where_options_are_declared() -> None:
    how = TableOptions(options=(Option("Ann", "Ann"),))
    with pytest.raises(BallotFileError) as caught:
        read_table("x.csv", CSV, how)
    assert (caught.value.code, caught.value.line, caught.value.column) == ("unknown_option", 2, 4)
    assert str(caught.value) == (
        "x.csv, line 2, column 4: Bea is no option of this contest; correct it or add the option."
    )
