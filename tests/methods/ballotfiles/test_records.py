"""Cast vote records (NIST CDF, Dominion) and RCTab's configurations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from koinon.methods.ballotfiles.cvr import contests, read_cvr
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.rctab import UNDECLARED, from_config, read_rctab
from koinon.methods.ballotfiles.reading import read


def position(rank: int | None = None, **more: Any) -> dict[str, Any]:
    said = {"@type": "CVR.SelectionPosition", "HasIndication": "yes"}
    return {**said, **({"Rank": rank} if rank else {}), **more}


def record(contest: str, *marks: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    selections = [{"ContestSelectionId": s, "SelectionPosition": [p]} for s, p in marks]
    old = {"@id": "old", "CVRContest": [{"ContestId": contest, "CVRContestSelection": []}]}
    new = {"@id": "new", "CVRContest": [{"ContestId": contest, "CVRContestSelection": selections}]}
    return {"@type": "CVR.CVR", "CurrentSnapshotId": "new", "CVRSnapshot": [old, new]}


def report(*records: dict[str, Any]) -> bytes:
    selections = [{"@id": s, "CandidateIds": [f"c{s}"]} for s in "ab"]
    said = {
        "@type": "CVR.CastVoteRecordReport",
        "Version": "1.0.0",
        "Election": [
            {
                "Candidate": [{"@id": "ca", "Name": "Ann"}, {"@id": "cb", "Name": "Bea"}],
                "Contest": [
                    {"@id": "k1", "Name": "Mayor", "ContestSelection": selections},
                    {"@id": "k2", "Name": "Board", "ContestSelection": selections,
                     "NumberElected": 2, "VotesAllowed": 2},
                ],
            }
        ],
        "CVR": list(records),
    }  # fmt: skip
    return json.dumps(said).encode()


RECORDS = report(
    record("k1", ("b", position(1)), ("a", position(3))),
    record("k1", ("a", position(1)), ("b", position(1))),
    record("k1", ("a", position(1, HasIndication="no")), ("b", position(2, IsAllocable="no"))),
    record("k2", ("a", position()), ("b", position())),
)


def test_the_current_snapshot_of_one_contest_counts() -> None:
    assert [(one.id, one.name) for one in contests("x", RECORDS)] == [
        ("k1", "Mayor"), ("k2", "Board"),
    ]  # fmt: skip
    mayor = read_cvr("x.json", RECORDS, "Mayor")
    assert [o.name for o in mayor.contest.options] == ["Ann", "Bea"]
    assert dict(mayor.ballots.rankings()) == {((1,), (), (0,)): 1, ((0, 1),): 1, (): 1}
    board = read_cvr("x.json", RECORDS, "k2")
    assert board.contest.seats == 2
    assert dict(board.ballots.approvals()) == {(0, 1): 1}


@pytest.mark.parametrize(
    ("data", "wanted", "said"),
    [
        (RECORDS, "", "x.json: it holds several contests; choose one of Mayor, Board."),
        (RECORDS, "Sheriff", "x.json: it holds no contest Sheriff; choose one of Mayor, Board."),
        (report(record("k1", ("z", position(1)))), "k1", "x.json: z in record 1 is no option"),
        (report({"CurrentSnapshotId": "none"}), "k1",
         "x.json: the CurrentSnapshotId of record 1 is not stated"),
        (report(record("k1", ("a", position(1, Rank=10**9)))), "k1", "x.json: 1000000000 is no"),
        (b"{", "", "x.json, line 1, column 2: it is no readable JSON"),
        (b"[" * 100_000, "", "x.json: it is nested too deeply"),
        (b"[" * 50 + b"]" * 50, "", "x.json: it is nested too deeply"),
        (b"{}", "", "x.json: it is no format known here"),
    ],
)  # fmt: skip
def test_errors_of_records(data: bytes, wanted: str, said: str) -> None:
    with pytest.raises(BallotFileError) as caught:
        read_cvr("x.json", data, wanted)
    assert str(caught.value).startswith(said)


def dominion(*marks: dict[str, Any], cards: bool = True, modified: bool = False) -> dict[str, Any]:
    inside = [{"Id": 5, "Marks": list(marks)}]
    shot = {
        "IsCurrent": True,
        **({"Cards": [{"Contests": inside}]} if cards else {"Contests": inside}),
    }
    if modified:
        return {"Original": {"IsCurrent": False, "Contests": []}, "Modified": shot}
    return {"Original": shot}


def mark(candidate: int, rank: int, **more: Any) -> dict[str, Any]:
    return {"CandidateId": candidate, "Rank": rank, "IsAmbiguous": False, "IsVote": True, **more}


def test_dominion_takes_the_current_record_and_clear_marks() -> None:
    sessions = [
        dominion(mark(2, 1), mark(10, 2)),
        dominion(mark(10, 1), mark(2, 1, IsAmbiguous=True), cards=False),
        dominion(mark(2, 1), mark(10, 1), modified=True),
    ]
    data = json.dumps({"Sessions": sessions}).encode()
    plain = read_cvr("CvrExport.json", data)
    assert plain.contest.ids == ("2", "10")
    assert dict(plain.ballots.rankings()) == {((0,), (1,)): 1, ((1,),): 1, ((0, 1),): 1}
    manifests = {
        "ContestManifest.json": {"List": [{"Id": 5, "Description": "Mayor", "NumOfRanks": 3}]},
        "CandidateManifest.json": {
            "List": [
                {"Id": 10, "Description": "Bea", "ContestId": 5},
                {"Id": 2, "Description": "Ann", "ContestId": 5},
                {"Id": 3, "Description": "Else", "ContestId": 6},
            ]
        },
    }
    raw = {name: json.dumps(one).encode() for name, one in manifests.items()}
    named = read_cvr("CvrExport.json", data, "Mayor", raw)
    assert [(o.id, o.name) for o in named.contest.options] == [("10", "Bea"), ("2", "Ann")]
    assert dict(named.ballots.rankings()) == {((1,), (0,)): 1, ((0,),): 1, ((0, 1),): 1}


def config(provider: str, path: str, **more: Any) -> bytes:
    source = {"provider": provider, "filePath": path, "overvoteLabel": "overvote",
              "skippedRankLabel": "undervote", "undeclaredWriteInLabel": "UWI", **more}  # fmt: skip
    return json.dumps(
        {
            "outputSettings": {"contestName": "Mayor"},
            "cvrFileSources": [source],
            "candidates": [
                {"name": "Ann", "aliases": ["a"]},
                {"name": "Bea", "excluded": True, "aliases": ["b"]},
            ],
            "rules": {"numberOfWinners": "1", "maxRankingsAllowed": "2", "batchElimination": False},
        }
    ).encode()


def test_a_configuration_reads_its_tables(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    table = b"Precinct,1st,2nd,3rd\nP,Ann,UWI,Bea\nP,overvote,b,\nP,undervote,Bea,Ann\n"
    (tmp_path / "votes.csv").write_bytes(table)
    (folder / "config.json").write_bytes(
        config("ess", "../_shared/votes.csv", firstVoteColumnIndex="B", firstVoteRowIndex="2")
    )
    found = read_rctab(folder / "config.json")
    contest = found.election.contest
    assert contest.ids == ("Ann", "Bea", UNDECLARED)
    assert [o.withdrawn for o in contest.options] == [False, True, False]
    assert dict(found.election.ballots.rankings()) == {
        ((0,), (2,)): 1, ((-1,), (1,)): 1, ((), (1,)): 1,
    }  # fmt: skip
    assert found.rules.values == (
        ("numberOfWinners", "1"), ("maxRankingsAllowed", "2"), ("batchElimination", False),
    )  # fmt: skip


def test_a_generic_table_has_ranks_in_its_cells() -> None:
    table = b"id,b,Ann,UWI\n1,1,2,\n2,1,1,3\n3,,undervote,\n"
    found = from_config("c.json", config("genericCsv", "x.csv"), lambda _: table)
    assert found.election.contest.ids == ("Ann", "Bea", UNDECLARED)
    assert dict(found.election.ballots.rankings()) == {
        ((1,), (0,)): 1, ((0, 1), (), (2,)): 1, (): 1,
    }  # fmt: skip
    for rank in (b"x", b"0"):
        wrong = table.replace(b"1,1,2", b"1,%s,2" % rank)
        with pytest.raises(BallotFileError) as caught:
            from_config("c.json", config("genericCsv", "x.csv"), lambda _, wrong=wrong: wrong)
        said = f"x.csv, line 2, column 2: {rank.decode()} is no whole number from 1"
        assert str(caught.value).startswith(said)
    with pytest.raises(BallotFileError) as caught:
        from_config("c.json", config("genericCsv", "x.csv"), lambda _: b"id,Cyd\n1,1\n")
    assert str(caught.value).startswith("x.csv, line 1, column 2: Cyd is no option")


def test_a_configuration_reads_records_by_alias() -> None:
    found = from_config("c.json", config("cdf", "x.json", contestId="k1"), lambda _: RECORDS)
    assert found.election.contest.ids == ("Ann", "Bea", UNDECLARED)
    assert dict(found.election.ballots.rankings()) == {((1,), (), (0,)): 1, ((0, 1),): 1, (): 1}


def test_a_configuration_reads_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(b"Precinct,1st\nP,Ann\n")
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "config.json").write_bytes(config("ess", "../../secret.csv"))
    with pytest.raises(BallotFileError) as caught:
        read_rctab(folder / "config.json")
    assert caught.value.code == "outside"
    (folder / "config.json").write_bytes(config("ess", "none.csv"))
    with pytest.raises(BallotFileError) as caught:
        read_rctab(folder / "config.json")
    assert str(caught.value).startswith("none.csv: the file is not there")


def test_a_configuration_alone_is_no_election() -> None:
    with pytest.raises(BallotFileError) as caught:
        read("c.json", config("ess", "x.csv"))
    assert caught.value.code == "needs_files"
    with pytest.raises(BallotFileError) as caught:
        from_config("c.json", config("hart", "x"), lambda _: b"")
    assert caught.value.code == "provider"
