"""What the recounts of counts by transfer share: ballots as they are walked, and differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from koinon.methods.counting.contests import Election, Irregular, Tally


@dataclass(slots=True)
class Walked:
    """A ballot on its way: preferences, voters, where it stands on them (past the end: nowhere)."""

    marks: list[int]
    voters: int
    value: int
    at: int = 0

    def holder(self) -> int:
        """The option that holds it, or -1."""
        return self.marks[self.at] if self.at < len(self.marks) else -1


def differences(place: str, said: Any, found: Any) -> Iterator[str]:
    """Dotted paths at which two values of plain fields differ."""
    if is_dataclass(said) and type(said) is type(found):
        for field in fields(said):
            yield from differences(
                f"{place}.{field.name}", getattr(said, field.name), getattr(found, field.name)
            )
    elif isinstance(said, tuple) and isinstance(found, tuple) and len(said) == len(found):
        for at, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from differences(f"{place}[{at}]", one, other)
    elif said != found or type(said) is not type(found):
        yield place


def walk_ballots(
    election: Election, gaps: str, repeats: str, unit: int
) -> tuple[list[Walked], Tally]:
    """The valid ballots, and the tally of all."""
    standing = [not option.withdrawn for option in election.contest.options]
    walked, cast = [], 0
    faulty: dict[tuple[str, bool], int] = {}
    for ranks, voters in election.ballots.rankings():
        cast += voters
        marks: list[int] = []
        faults: list[str] = []
        for rank in ranks:
            if len(rank) == 1 and rank[0] >= 0 and rank[0] not in marks:
                marks.append(rank[0])
                continue
            if not rank:
                faults.append("rank left empty")
            else:
                again = len(rank) == 1 and rank[0] >= 0
                faults.append("option ranked twice" if again else "several at one rank")
            if (faults[-1], gaps) == ("rank left empty", "skip"):
                continue
            if (faults[-1], repeats) == ("option ranked twice", "skip"):
                continue
            break
        usable = [mark for mark in marks if standing[mark]]
        if usable:
            walked.append(Walked(usable, voters, unit))
        reason = faults[0] if faults else ""
        if not usable:
            reason = _invalid(marks, reason)
        if reason:
            key = (reason, bool(usable))
            faulty[key] = faulty.get(key, 0) + voters
    order = ("blank", "no first preference", "several first preferences",
             "only withdrawn options", "rank left empty", "several at one rank",
             "option ranked twice")  # fmt: skip
    listed = sorted(faulty, key=lambda key: order.index(key[0]))
    irregular = tuple(Irregular(key[0], faulty[key], key[1]) for key in listed)
    valid = sum(ballot.voters for ballot in walked)
    return walked, Tally(election.ballots.sha256, cast, valid, irregular)


def _invalid(marks: list[int], fault: str) -> str:
    if marks:
        return "only withdrawn options"
    said = {"rank left empty": "no first preference"}
    return said.get(fault, "several first preferences") if fault else "blank"
