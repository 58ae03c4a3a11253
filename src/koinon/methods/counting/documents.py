"""A count as a document: what was voted on, by which rule, and the whole result; for rechecking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from koinon.methods.counting import methods
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.methods.counting.statements import Method
from koinon.methods.plain import PlainError, from_plain, to_plain

KIND = "koinon-count/1"
MOST_BYTES = 200_000_000
"""Largest document that is read."""
_FIELDS = {"kind", "method", "contest", "result"}


@dataclass(frozen=True, slots=True)
class Count:
    """A count that was written down: the method, the contest as counted, the result."""

    method: Method
    contest: Contest
    result: Any

    def dump(self) -> bytes:
        """The document: canonical JSON, one way to write it, so that its SHA-256 names it."""
        said = {
            "kind": KIND,
            "method": self.method.name,
            "contest": to_plain(self.contest),
            "result": to_plain(self.result),
        }
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode() + b"\n"

    @property
    def sha256(self) -> str:
        """The certificate's name: SHA-256 of the document, in hexadecimal."""
        return sha256(self.dump()).hexdigest()


def load(data: bytes) -> Count:
    """Read a document. Raises CountError with the place of what is wrong."""
    if len(data) > MOST_BYTES:
        raise CountError(f"the result is larger than {MOST_BYTES} bytes; count in smaller parts.")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise CountError("the result is not JSON; write it with koinon count --json.") from None
    if not isinstance(said, dict) or said.get("kind") != KIND or set(said) != _FIELDS:
        raise CountError(f"the result is no {KIND}; write it with koinon count --json.")
    try:
        method, result = methods.read_result(said["result"])
        contest = from_plain(Contest, said["contest"])
    except PlainError as error:
        raise CountError(f"the result does not read: {error}.") from None
    if said["method"] not in methods.methods():
        raise CountError(f"{str(said['method'])[:40]!r} is no method.")
    named = methods.find(said["method"])
    if type(named.rule) is not type(method.rule):
        raise CountError(f"the result is not one of {named.name}.")
    return Count(named, contest, result)


def recheck(count: Count, election: Election) -> tuple[str, ...]:
    """The places where a count does not hold for an election; none when all of it does.

    The contest may differ from the file's in its title, seats, budget and names, which whoever
    counts states; the options and their order, costs and withdrawals may not.
    """
    faults = []
    if count.result.tally.ballots_sha256 != election.ballots.sha256:
        faults.append("result.tally.ballots_sha256")
    theirs = [(one.id, one.cost) for one in election.contest.options]
    if [(one.id, one.cost) for one in count.contest.options] != theirs:
        faults.append("contest.options")
    if faults:
        return tuple(faults)
    counted = Election(count.contest, election.ballots, election.facts)
    places = count.method.recheck(count.result, counted)
    return tuple("result." + one.removeprefix("$").removeprefix(".") for one in places)
