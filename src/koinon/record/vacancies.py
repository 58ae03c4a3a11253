"""Effects of vacancies: the papers that filled a seat are counted again when its holder leaves.

Whoever was elected, by the count or to an earlier vacancy, is not elected again. Where a successor
leaves, the papers are still those of whoever the count elected to that seat: no other papers ever
gave it to anybody. Whoever has the ballots counts them again, as for the count of an election.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from koinon.methods.counting import documents
from koinon.methods.counting import methods as counting
from koinon.methods.counting.ballots import Ballots
from koinon.methods.counting.contests import Contest, CountError, Election
from koinon.methods.counting.transfers.countback import Countback
from koinon.methods.counting.transfers.rules import ScottishStv, Wigm
from koinon.methods.plain import to_plain
from koinon.record.ballot_sets import counted_sets
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_form,
    require_keys,
    require_label,
)
from koinon.record.elections import (
    Counted,
    Vote,
    contest_of,
    count,
    read_papers,
    read_rule,
)

_CODE = re.compile(r"[a-z0-9-]{1,40}")
_VACANCY = frozenset(
    {"kind", "election", "vacated", "unavailable", "rule", "lot", "elected", "result"}
)


# --- What both the act and whoever checks it compute --------------------------------------------


def can_follow(rule: Any) -> bool:
    """Whether a countback follows a count by this rule's plain form: it has piles of papers."""
    try:
        return isinstance(read_rule(rule)[1], ScottishStv | Wigm)
    except CountError:
        return False


def holders(elected: Sequence[str], filled: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Who sits now: code → whoever the count elected to that seat, whose papers filled it.

    `elected` are those of the count; `filled` is (who left, who took the seat), first to last.
    """
    sitting = {code: code for code in elected}
    for left, successor in filled:
        sitting[successor] = sitting.pop(left)
    return sitting


def able(
    standing: Sequence[str], elected: Collection[str], filled: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    """Who may be elected to a vacancy: who stood to the count's end and never had a seat."""
    seated = {*elected, *(successor for _, successor in filled)}
    return tuple(code for code in standing if code not in seated)


def countback_rule(original: Any, lot: str, vacating: str, consenting: Sequence[str]) -> Any:
    """The plain form of the countback, from that of the election's rule and the lot of its count.

    `vacating` is whoever the count elected to the seat. Raises CountError for a rule that no
    countback follows.
    """
    method, rule = read_rule(original)
    if not isinstance(rule, ScottishStv | Wigm):
        raise CountError(f"no countback follows a count by {method.name}.")
    return to_plain(Countback(rule, lot, vacating, tuple(consenting)))


# --- The checker ---------------------------------------------------------------------------------


def check_vacancy(state: State, entry: Entry, effect: Effect) -> None:
    """A seat that somebody holds goes to whom its papers elect; counted again from the ballots."""
    require_keys(effect, _VACANCY, frozenset(), "a vacancy")
    code = require_form(effect["election"], _CODE, "the code of an election")
    vote: Vote | None = state.elections.get(code)
    if vote is None or not vote.counted:
        raise EntryError(f"a vacancy is filled in {code!a}, which is not counted.")
    sitting = holders(vote.elected, vote.filled)
    left = effect["vacated"]
    if type(left) is not str or left not in sitting:
        raise EntryError(f"{left!a} leaves a seat of {code} without holding one.")
    standing = [one for one in vote.options if vote.candidates[one]]
    could = able(standing, vote.elected, vote.filled)
    consenting = _consenting(code, effect["unavailable"], could)
    try:
        rule = countback_rule(vote.rule, vote.lot, sitting[left], consenting)
    except CountError as error:
        raise EntryError(f"the vacancy in {code} cannot be filled: {error}") from None
    if effect["rule"] != rule:
        raise EntryError(f"the vacancy in {code} is not filled by the countback that follows.")
    if effect["lot"] != "":
        require_label(effect["lot"], "the value of a lot")
    elected = effect["elected"]
    if type(elected) is not list or len(elected) != 1 or elected[0] not in consenting:
        raise EntryError(f"the vacancy in {code} goes to somebody who may not be elected to it.")
    if type(effect["result"]) is not str or effect["result"] not in state.documents:
        raise EntryError(f"the result of a vacancy in {code} is no document of this record.")
    _recount(state, code, vote, effect)
    vote.filled.append((left, elected[0]))


def _consenting(code: str, unavailable: Any, could: Sequence[str]) -> tuple[str, ...]:
    """Those who could be elected, without those of whom the entry says that they do not consent."""
    if (
        type(unavailable) is not list
        or any(type(one) is not str or one not in could for one in unavailable)
        or len(set(unavailable)) < len(unavailable)
    ):
        raise EntryError(f"who is unavailable in {code} are not different ones who could be.")
    return tuple(one for one in could if one not in unavailable)


def _recount(state: State, code: str, vote: Vote, effect: Effect) -> None:
    """Count again where all ballots are at hand, and have the result checked by the verifier."""
    kept = [state.read(document) for _, document, _ in counted_sets(vote.ballots)]
    if any(data is None for data in kept):
        return
    gone = (one for one in vote.options if not vote.candidates[one])
    contest = contest_of(code, vote.seats, vote.options, gone)
    try:
        sets: list[Ballots] = [read_papers(data or b"", vote.options, vote.rule) for data in kept]
        counted = count(effect["rule"], contest, sets, effect["lot"])
    except CountError as error:
        raise EntryError(f"the vacancy in {code} cannot be counted: {error}") from None
    if list(counted.elected) != effect["elected"]:
        raise EntryError(f"the papers of the vacancy in {code} elect {counted.elected[0]}.")
    if counted.sha256 != effect["result"]:
        raise EntryError(f"the result of the vacancy in {code} is another than its papers give.")
    _recheck(code, contest, counted)


def _recheck(code: str, contest: Contest, counted: Counted) -> None:
    """The verifier of countbacks, which walks every paper by itself, finds nothing to object to."""
    found = documents.load(counted.data).result
    faults = counting.recheck(found, Election(contest, counted.ballots))
    if faults:
        raise EntryError(f"the result of the vacancy in {code} does not hold at {faults[0]}.")


CHECKERS: Mapping[str, Checker] = MappingProxyType({"vacancy": check_vacancy})
