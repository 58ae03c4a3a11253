"""What is written is read as the same ballots, or refused because the format cannot hold it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.ballotfiles.elections import elections

from koinon.methods.ballotfiles.blt import read_blt, write_blt
from koinon.methods.ballotfiles.cvr import read_cvr
from koinon.methods.ballotfiles.cvr_writing import write_cvr
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.pabulib import FORMS, read_pb, write_pb
from koinon.methods.ballotfiles.preflib import read_preflib, write_preflib
from koinon.methods.ballotfiles.tables import read_table, reading_back, write_csv, write_xlsx
from koinon.methods.counting.ballots import FORMS as ALL_FORMS
from koinon.methods.counting.contests import Election

ANY = st.sampled_from(ALL_FORMS).flatmap(elections)


def refused(code: str, write: Any, election: Election) -> None:
    with pytest.raises(BallotFileError) as caught:
        write(election)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


@given(elections("rankings", several=False))
def test_blt(election: Election) -> None:
    again = read_blt("x.blt", write_blt(election))
    assert again.ballots.sha256 == election.ballots.sha256
    assert [o.withdrawn for o in again.contest.options] == [
        o.withdrawn for o in election.contest.options
    ]
    assert again.contest.seats == election.contest.seats


@given(elections("rankings", several=False))
def test_blt_renumbers(election: Election) -> None:
    again = read_blt("x.blt", write_blt(election, renumber=True))
    assert again.ballots.rows == election.ballots.rows
    assert again.ballots.options == tuple(str(at + 1) for at in range(len(again.ballots.options)))


@given(ANY)
def test_blt_says_what_it_cannot_hold(election: Election) -> None:
    if election.ballots.form != "rankings":
        refused("form_not_held", write_blt, election)
    elif any((-1,) in ranks for ranks, _ in election.ballots.rankings()):
        refused("marks_not_held", write_blt, election)
    else:
        assert read_blt("x.blt", write_blt(election)).ballots == election.ballots


@given(elections("rankings", plain=True, numbered=True) | elections("points", numbered=True)
       | elections("approvals", numbered=True))  # fmt: skip
def test_preflib(election: Election) -> None:
    ballots = election.ballots
    if ballots.form == "rankings" and any(not ranks for ranks, _ in ballots.rankings()):
        refused("marks_not_held", write_preflib, election)
        return
    ending, data = write_preflib(election)
    again = read_preflib(f"x.{ending}", data)
    if ballots.form == "points" and ballots.lowest == ballots.top:
        assert list(again.ballots.points()) == list(ballots.points())
    else:
        assert again.ballots.sha256 == ballots.sha256
    assert (ending == "cat") == (ballots.form != "rankings")


@given(ANY)
def test_csv(election: Election) -> None:
    again = read_table("x.csv", write_csv(election), reading_back(election))
    assert again.ballots.sha256 == election.ballots.sha256
    assert again.contest.options == election.contest.options


@settings(max_examples=25)
@given(ANY)
def test_xlsx(election: Election) -> None:
    again = read_table("x.xlsx", write_xlsx(election), reading_back(election))
    assert again.ballots.sha256 == election.ballots.sha256


@given(ANY)
def test_cvr(election: Election) -> None:
    ballots = election.ballots
    said = [vote for vote, _ in ballots]
    if ballots.form == "points":
        refused("form_not_held", write_cvr, election)
    elif ballots.form in ("rankings", "choice") and any(
        vote == -1 or (ballots.form == "rankings" and (-1,) in vote) for vote in said
    ):
        refused("marks_not_held", write_cvr, election)
    else:
        again = read_cvr("x.json", write_cvr(election), form=ballots.form)
        assert again.ballots.sha256 == ballots.sha256
        assert again.contest.seats == (election.contest.seats)


@given(ANY, st.integers(0, 10**9), st.sampled_from([1, 100, 1000]))
def test_pb(election: Election, budget: int, unit: int) -> None:
    options = tuple(
        replace(one, cost=budget // (at + 2), withdrawn=False)
        for at, one in enumerate(election.contest.options)
    )
    contest = replace(election.contest, options=options, seats=0, budget=budget, unit=unit)
    election = Election(contest, election.ballots)
    ballots = election.ballots
    if ballots.form == "rankings" and any(
        len(rank) != 1 or rank == (-1,) for ranks, _ in ballots.rankings() for rank in ranks
    ):
        refused("marks_not_held", write_pb, election)
        return
    if len(options) == 1 and ballots.form == "choice" and -1 in dict(ballots.choices()):
        refused("marks_not_held", write_pb, election)
        return
    again = read_pb("x.pb", write_pb(election))
    assert again.ballots.sha256 == ballots.sha256
    assert (again.contest.budget or 0) * unit == budget * again.contest.unit
    assert FORMS[dict(again.facts)["vote_type"]] == ballots.form


@given(ANY)
def test_ids_that_would_read_as_marks_are_refused(election: Election) -> None:
    first, *rest = election.contest.options
    options = (replace(first, id="overvote"), *rest)
    renamed = Election(
        replace(election.contest, options=options),
        replace(election.ballots, options=tuple(one.id for one in options)),
    )
    refused("ids_not_held", write_csv, renamed)
    assert "overvote" in options[0].id
