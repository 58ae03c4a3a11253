"""Ballots and the order of ties, as the verifiers of budgets and committees read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from koinon.methods.counting.contests import Election, Irregular, Tally
from koinon.methods.counting.ties import Lots, Tie, lot_key


class Crowd:
    """The ballots as this verifier reads them: rows of {option: points}, and their voters."""

    def __init__(self, election: Election, points: bool, first: int) -> None:
        self.ids = election.contest.ids
        gone = {o for o, option in enumerate(election.contest.options) if option.withdrawn}
        found: Counter[tuple[str, bool]] = Counter()
        self.rows: list[dict[int, int]] = []
        self.weights: list[int] = []
        self.given = [0] * len(self.ids)
        form = election.ballots.form
        for vote, voters in election.ballots:
            if form == "choice" and vote == -1:
                found["several_marks", False] += voters
                continue
            row, reasons = self.read(form, vote, points, first)
            if gone & row.keys():
                reasons.add("withdrawn")
                row = {o: p for o, p in row.items() if o not in gone}
            if not row and not reasons:
                reasons.add("blank")
            found.update({(reason, True): voters for reason in reasons})
            for o, p in row.items():
                self.given[o] += (p if points else p > 0) * voters
            self.rows.append({o: p if points else 1 for o, p in row.items() if p > 0})
            self.weights.append(voters)
        self.valid = sum(self.weights)
        irregular = tuple(Irregular(why, found[why, ok], ok) for why, ok in sorted(found))
        ballots = election.ballots
        self.tally = Tally(ballots.sha256, ballots.voters, self.valid, irregular)
        self.supporters: list[list[int]] = [[] for _ in self.ids]
        for g, row in enumerate(self.rows):
            for o in row:
                self.supporters[o].append(g)
        self.votes = [sum(self.weights[g] for g in groups) for groups in self.supporters]

    @staticmethod
    def read(form: str, vote: Any, points: bool, first: int) -> tuple[dict[int, int], set[str]]:
        """What a ballot gives to each option, and why it is irregular."""
        if form == "approvals":
            return dict.fromkeys(vote, 1), set()
        if form == "choice":
            return ({} if vote is None else {vote: 1}), set()
        if form == "points":
            return {o: p for o, p in enumerate(vote) if p is not None}, set()
        row: dict[int, int] = {}
        reasons: set[str] = set()
        for rank, options in enumerate(vote):
            reasons |= set() if options else {"rank_left_empty"}
            for o in options:
                if o < 0 or o in row:
                    reasons.add("unknown_marks" if o < 0 else "repeated")
                else:
                    row[o] = max(first - rank, 0) if first else 1
        return row, reasons


class Preference:
    """Who comes first of equals, by the keys that the rule states, and how that is told."""

    def __init__(self, keys: Sequence[str], election: Election, crowd: Crowd, lot: str) -> None:
        self.keys, self.ids, self.lot = keys, crowd.ids, lot
        options, lots = election.contest.options, Lots(lot, crowd.tally.ballots_sha256)
        self.values: list[dict[str, Any]] = [
            {
                "more votes": -crowd.votes[o],
                "fewer votes": crowd.votes[o],
                "lower cost": options[o].cost or 0,
                "higher cost": -(options[o].cost or 0),
                "paper": o,
                "lot": lot_key(lots, 1, id_) if lot else o,
            }
            for o, id_ in enumerate(crowd.ids)
        ]

    def place(self, option: int) -> tuple[Any, ...]:
        """The least comes first."""
        return tuple(self.values[option][key] for key in self.keys)

    def tie(self, tied: Sequence[int], stage: int, what: str) -> list[Tie]:
        """The tie as it must be told; none where there is only one."""
        if len(tied) < 2:
            return []
        best = min(tied, key=self.place)
        same = list(tied)
        by = ""
        while len(same) > 1:
            by = self.keys[self.keys.index(by) + 1] if by else self.keys[0]
            same = [o for o in same if self.values[o][by] == self.values[best][by]]
        names = tuple(self.ids[o] for o in sorted(tied))
        return [Tie(stage, what, names, by, self.ids[best])]
