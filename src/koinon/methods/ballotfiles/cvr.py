"""Cast vote records: NIST SP 1500-103 (CDF, JSON, version 1.0), and Dominion's CvrExport.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.ballotfiles.source import json_of, limited
from koinon.methods.counting.ballots import (
    SEVERAL,
    Ballots,
    Ranks,
    gather_approvals,
    gather_choices,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest, Election, Option

MAX_RANK: Final = 10_000
_REPORT: Final = "CastVoteRecordReport"

Marks = list[tuple[int, int]]
"""Marks of one ballot: rank from 1 (0: none is stated) and option."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A contest that a file holds."""

    id: str
    name: str


def contests(file: str, data: bytes) -> tuple[Listed, ...]:
    """The contests of a cast vote record file. Raises BallotFileError."""
    report = json_of(file, data)
    if _is_dominion(report):
        found = sorted({_id(one) for _, cards in _cards(file, report) for one in cards})
        return tuple(Listed(id_, id_) for id_ in found)
    return tuple(Listed(_text(one, "@id"), _text(one, "Name")) for one in _contests(file, report))


def read_cvr(
    file: str,
    data: bytes,
    contest: str = "",
    manifests: Mapping[str, bytes] | None = None,
    *,
    form: str = "",
) -> Election:
    """Read one contest, by id or name; it may be left out where there is one.

    Records give rankings, or choices and approvals where no mark has a rank and the contest allows
    one or more votes (`form` says otherwise). manifests: Dominion's ContestManifest.json and
    CandidateManifest.json by name; without them options are named by number, and only those that
    are marked. A ballot paper without the contest is no ballot of it. Raises BallotFileError.
    """
    report = json_of(file, data)
    if _is_dominion(report):
        return _dominion(file, report, contest, manifests or {}, form)
    return _cdf(file, report, contest, form)


# NIST SP 1500-103


def _contests(file: str, report: Any) -> list[Any]:
    if not isinstance(report, dict) or not str(report.get("@type", "")).endswith(_REPORT):
        raise BallotFileError("unknown_format", file)
    elections = _dicts(report.get("Election"))
    return [contest for one in elections for contest in _dicts(one.get("Contest"))]


def _cdf(file: str, report: Any, wanted: str, form: str) -> Election:
    listed = _contests(file, report)
    at = _chosen(file, [(_text(one, "@id"), _text(one, "Name")) for one in listed], wanted)
    chosen = listed[at]
    elections = _dicts(report["Election"])
    names = {
        _text(one, "@id"): _text(one, "Name")
        for election in elections
        for one in _dicts(election.get("Candidate"))
    }
    selections = _dicts(chosen.get("ContestSelection"))
    options = []
    for one in selections:
        id_ = _text(one, "@id")
        ids = [str(i) for i in _list(one.get("CandidateIds"))]
        said = " / ".join(names.get(i, "") for i in ids) or _text(one, "Selection")
        options.append(Option(id_, said or id_))
    limited(file, len(options))
    numbers: dict[str, int] = {}
    for number, option in enumerate(options):
        if not option.id or option.id in numbers:
            raise BallotFileError("option_twice", file, found=option.id, what="the contest")
        numbers[option.id] = number
    marks = list(_cdf_marks(file, report, _text(chosen, "@id"), numbers))
    allowed = _number(chosen.get("VotesAllowed")) or 1
    ballots = _gathered(file, [one.id for one in options], marks, form, allowed)
    elected = _number(chosen.get("NumberElected"))
    seats = 1 if elected is None else elected
    title = _text(chosen, "Name") or _text(chosen, "@id")
    return Election(Contest(title, tuple(options), seats), ballots)


def _cdf_marks(file: str, report: Any, contest: str, numbers: Mapping[str, int]) -> Iterator[Marks]:
    for number, record in enumerate(_dicts(report.get("CVR")), 1):
        shots = _dicts(record.get("CVRSnapshot"))
        current = _text(record, "CurrentSnapshotId")
        shot = next((one for one in shots if _text(one, "@id") == current), None)
        if shot is None:
            raise BallotFileError("fact_missing", file,
                                  what=f"the CurrentSnapshotId of record {number}")  # fmt: skip
        for one in _dicts(shot.get("CVRContest")):
            if _text(one, "ContestId") != contest:
                continue
            marks: Marks = []
            for selection in _dicts(one.get("CVRContestSelection")):
                id_ = _text(selection, "ContestSelectionId")
                if id_ not in numbers:
                    raise BallotFileError("unknown_option", file,
                                          found=f"{id_} in record {number}")  # fmt: skip
                marks += _positions(file, selection, numbers[id_])
            yield marks


def _positions(file: str, selection: Mapping[str, Any], option: int) -> Marks:
    """The marks of a selection: each position with an indication that may be counted."""
    marks: Marks = []
    said = _number(selection.get("Rank"))
    for one in _dicts(selection.get("SelectionPosition")):
        counted = one.get("IsAllocable", "yes") != "no" and one.get("NumberVotes", 1) != 0
        if one.get("HasIndication") == "yes" and counted:
            marks.append((_rank(file, one.get("Rank", said)), option))
    return marks


def _rank(file: str, value: Any) -> int:
    rank = _number(value)
    if value is not None and (rank is None or not 0 <= rank <= MAX_RANK):
        raise BallotFileError("not_whole", file, found=str(value), lowest=0, top=MAX_RANK)
    return rank or 0


# Dominion


def _is_dominion(report: Any) -> bool:
    return isinstance(report, dict) and isinstance(report.get("Sessions"), list)


def _cards(file: str, report: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The contests of each session, as last adjudicated. Older files have them without cards."""
    for number, session in enumerate(_dicts(report["Sessions"]), 1):
        both = [session.get(name) for name in ("Modified", "Original")]
        shots = [one for one in both if isinstance(one, dict)]
        shot = next((one for one in shots if one.get("IsCurrent", True)), None)
        if shot is None:
            raise BallotFileError("fact_missing", file,
                                  what=f"the current record of session {number}")  # fmt: skip
        holders = _dicts(shot.get("Cards")) or [shot]
        yield number, [one for card in holders for one in _dicts(card.get("Contests"))]


def _id(contest: Mapping[str, Any]) -> str:
    return str(contest.get("Id", ""))


def _dominion(
    file: str, report: Any, wanted: str, manifests: Mapping[str, bytes], form: str
) -> Election:
    known = _manifest("ContestManifest.json", manifests)
    sessions = list(_cards(file, report))
    ids = sorted({_id(one) for _, cards in sessions for one in cards}, key=_numeric)
    names = {str(one.get("Id", "")): one for one in known}
    pairs = [(id_, _text(names.get(id_, {}), "Description")) for id_ in ids]
    id_, title = pairs[_chosen(file, pairs, wanted)]
    declared = [
        Option(str(one.get("Id", "")), _text(one, "Description") or str(one.get("Id", "")))
        for one in _manifest("CandidateManifest.json", manifests)
        if str(one.get("ContestId", "")) == id_
    ]
    found: list[list[tuple[int, str]]] = []
    for number, cards in sessions:
        for one in cards:
            if _id(one) == id_:
                found.append(_dominion_marks(file, number, one))
    seen = sorted({option for marks in found for _, option in marks}, key=_numeric)
    options = declared or [Option(one, one) for one in seen]
    limited(file, len(options))
    numbers = {option.id: at for at, option in enumerate(options)}
    unknown = next((one for one in seen if one not in numbers), None)
    if unknown is not None or len(numbers) < len(options):
        raise BallotFileError("unknown_option", file, found=str(unknown))
    marked = [[(rank, numbers[option]) for rank, option in marks] for marks in found]
    contest = names.get(id_, {})
    ranked = _number(contest.get("NumOfRanks"))
    allowed = _number(contest.get("VoteFor")) or 1
    kind = form or ("rankings" if ranked else "")
    ballots = _gathered(file, [one.id for one in options], marked, kind, allowed)
    return Election(Contest(title or id_, tuple(options), allowed), ballots)


def _dominion_marks(file: str, number: int, contest: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Marks that are votes and not ambiguous."""
    marks = []
    for mark in _dicts(contest.get("Marks")):
        if mark.get("IsAmbiguous") is True or mark.get("IsVote") is False:
            continue
        if not isinstance(mark.get("CandidateId"), int | str):
            what = f"the CandidateId of a mark in session {number}"
            raise BallotFileError("fact_missing", file, what=what)
        marks.append((_rank(file, mark.get("Rank")), str(mark["CandidateId"])))
    return marks


def _manifest(name: str, manifests: Mapping[str, bytes]) -> list[dict[str, Any]]:
    if name not in manifests:
        return []
    value = json_of(name, manifests[name])
    return _dicts(value.get("List")) if isinstance(value, dict) else []


def _numeric(text: str) -> tuple[int, str]:
    return len(text), text


# Both


def _chosen(file: str, listed: Sequence[tuple[str, str]], wanted: str) -> int:
    known = ", ".join(name or id_ for id_, name in listed)
    found = [at for at, pair in enumerate(listed) if wanted in pair] if wanted else []
    if not wanted and len(listed) == 1:
        return 0
    if len(found) != 1:
        code = "no_contest" if wanted and not found else "choose_contest"
        raise BallotFileError(code, file, found=wanted, known=known or "none")
    return found[0]


def _gathered(
    file: str, ids: Sequence[str], marks: Sequence[Marks], form: str, allowed: int
) -> Ballots:
    if not form:
        ranked = any(rank for one in marks for rank, _ in one)
        form = "rankings" if ranked else "choice" if allowed == 1 else "approvals"
    with gathering(file):
        if form == "rankings":
            return gather_rankings(ids, ((_ranks(one), 1) for one in marks))
        sets = [sorted({option for _, option in one}) for one in marks]
        if form == "approvals":
            return gather_approvals(ids, ((one, 1) for one in sets))
        if form != "choice":
            raise BallotFileError("not_known", file, found=form,
                                  known="rankings, approvals, choice")  # fmt: skip
        ones = (None if not one else one[0] if len(one) == 1 else SEVERAL[0] for one in sets)
        return gather_choices(ids, ((one, 1) for one in ones))


def _ranks(marks: Marks) -> Ranks:
    """Marks by rank; a mark without a rank is one of the first."""
    by_rank: dict[int, list[int]] = {}
    for rank, option in marks:
        group = by_rank.setdefault(max(rank, 1), [])
        if option not in group:
            group.append(option)
    top = max(by_rank, default=0)
    return tuple(tuple(sorted(by_rank.get(rank, ()))) for rank in range(1, top + 1))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(one: Mapping[str, Any], key: str) -> str:
    value = one.get(key, "")
    return value.strip() if isinstance(value, str) else str(value) if type(value) is int else ""


def _number(value: Any) -> int | None:
    if type(value) is int:
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return None
