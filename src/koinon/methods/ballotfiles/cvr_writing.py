"""Writing cast vote records: NIST SP 1500-103 (CDF, JSON, version 1.0)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from koinon.methods.ballotfiles.cvr import Marks
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.counting.ballots import SEVERAL, Ballots
from koinon.methods.counting.contests import Election

MAX_WRITTEN: Final = 200_000
"""Most ballots written, one record each."""


def write_cvr(election: Election, generated: str = "1970-01-01T00:00:00Z") -> bytes:
    """Write a NIST SP 1500-103 JSON report: one record for each voter, in canonical order.

    generated: the instant to state, for there is no clock here. Raises BallotFileError for points
    and for marks that are not known, which the format cannot hold.
    """
    contest, ballots = election.contest, election.ballots
    if ballots.form == "points":
        raise BallotFileError("form_not_held", ".json", found="points", known="CSV")
    if ballots.voters > MAX_WRITTEN:
        raise BallotFileError("voters_not_held", ".json", found=ballots.voters,
                              limit=MAX_WRITTEN, known="Parquet or CSV")  # fmt: skip
    records: list[dict[str, Any]] = []
    for vote, weight in ballots:
        selections = _selections(contest.ids, _written(ballots, vote))
        for _ in range(weight):
            records.append(_record(len(records) + 1, selections))
    return json.dumps(_report(election, records, generated), ensure_ascii=False).encode()


def _written(ballots: Ballots, vote: Any) -> Marks:
    if ballots.form == "rankings":
        if any(SEVERAL[0] in rank for rank in vote):
            raise BallotFileError("marks_not_held", ".json", known="the ballots as CSV",
                                  found="ranks with several marks")  # fmt: skip
        return [(at, option) for at, rank in enumerate(vote, 1) for option in rank]
    if ballots.form == "approvals":
        return [(0, option) for option in vote]
    if vote == SEVERAL[0]:
        raise BallotFileError("marks_not_held", ".json", found="choices of several",
                              known="the ballots as CSV")  # fmt: skip
    return [] if vote is None else [(0, vote)]


def _selections(ids: Sequence[str], marks: Marks) -> list[dict[str, Any]]:
    positions: dict[int, list[dict[str, Any]]] = {}
    for rank, option in marks:
        said: dict[str, Any] = {
            "@type": "CVR.SelectionPosition", "HasIndication": "yes", "NumberVotes": 1,
        }  # fmt: skip
        positions.setdefault(option, []).append(said | ({"Rank": rank} if rank else {}))
    return [
        {
            "@type": "CVR.CVRContestSelection",
            "ContestSelectionId": ids[option],
            "SelectionPosition": said,
        }
        for option, said in positions.items()
    ]


def _record(number: int, selections: list[dict[str, Any]]) -> dict[str, Any]:
    snapshot = {
        "@type": "CVR.CVRSnapshot",
        "@id": f"s-{number}",
        "Type": "original",
        "CVRContest": [
            {
                "@type": "CVR.CVRContest",
                "ContestId": "contest",
                "CVRContestSelection": selections,
            }
        ],
    }
    return {
        "@type": "CVR.CVR",
        "CurrentSnapshotId": f"s-{number}",
        "ElectionId": "election",
        "UniqueId": str(number),
        "CVRSnapshot": [snapshot],
    }


def _report(election: Election, records: list[Any], generated: str) -> dict[str, Any]:
    contest, form = election.contest, election.ballots.form
    candidates = [
        {"@type": "CVR.Candidate", "@id": f"c-{at}", "Name": one.name}
        for at, one in enumerate(contest.options, 1)
    ]
    selections = [
        {"@type": "CVR.CandidateSelection", "@id": one.id, "CandidateIds": [f"c-{at}"]}
        for at, one in enumerate(contest.options, 1)
    ]
    said = {
        "@type": "CVR.CandidateContest",
        "@id": "contest",
        "Name": contest.title,
        "NumberElected": contest.seats,
        "VotesAllowed": 1 if form == "choice" else len(contest.options),
        "ContestSelection": selections,
    }
    return {
        "@type": "CVR.CastVoteRecordReport",
        "Version": "1.0.0",
        "GeneratedDate": generated,
        "ReportGeneratingDeviceIds": ["device"],
        "ReportingDevice": [{"@type": "CVR.ReportingDevice", "@id": "device"}],
        "GpUnit": [{"@type": "CVR.GpUnit", "@id": "scope", "Type": "other"}],
        "Election": [
            {
                "@type": "CVR.Election",
                "@id": "election",
                "ElectionScopeId": "scope",
                "Candidate": candidates,
                "Contest": [said],
            }
        ],
        "CVR": records,
    }
