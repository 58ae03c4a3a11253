"""Effects of elections: opened, who stands, the paper, rolls, ballots, the count.

The ballots are documents, so that nothing of a voter stands in an entry, and names of candidates
stand nowhere in the record. Whoever has the ballots counts again, and has the result checked by
the verifier of its method, which shares no code with the count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from koinon.methods.counting import ballots as canonical_ballots
from koinon.methods.counting import documents
from koinon.methods.counting import methods as counting
from koinon.methods.counting.ballots import Ballots, BallotsError
from koinon.methods.counting.contests import Contest, CountError, Election, Option
from koinon.methods.counting.statements import Method
from koinon.methods.counting.ties import Lots
from koinon.methods.plain import PlainError, from_plain
from koinon.record.ballot_sets import counted_sets, over_roll, unlike
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_form,
    require_keys,
    require_label,
    require_voting,
)

BALLOTS_MEDIA = "application/vnd.koinon.ballots"
MAX_SEATS = 200
MAX_CANDIDATES = 500
ORDERS = ("as entered", "lot")
_NONE: frozenset[str] = frozenset()
_OPENED = frozenset(
    {"kind", "election", "seats", "rule", "cities", "options", "order", "supporters"}
    | {"opens_at", "closes_at"}
)
_OPENED_OPTIONAL = frozenset({"body", "stand_from_at", "stand_until_at"})
_CANDIDACY = frozenset({"kind", "election", "candidate", "supporters"})
_CANDIDACY_END = frozenset({"kind", "election", "candidate"})
_PAPER = frozenset({"kind", "election", "options", "lot"})
_ROLL = frozenset({"kind", "election", "rolls"})
_BALLOTS = frozenset({"kind", "election", "city", "ballots", "voters"})
_PAPERS = _BALLOTS | {"batch"}
_COUNT = frozenset({"kind", "election", "rule", "lot", "ballots", "voters", "elected", "result"})
_CODE = re.compile(r"[a-z0-9-]{1,40}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


# --- What both the acts and whoever checks them compute ----------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """A count: the ballots added up, the result as its document, and who is elected."""

    ballots: Ballots
    data: bytes
    elected: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """The hash of the result's document."""
        return sha256(self.data).hexdigest()


def read_rule(plain: Any) -> tuple[Method, Any]:
    """The method of a rule's plain form, and the rule. Raises CountError."""
    kind = plain.get("kind") if isinstance(plain, dict) else None
    for method in counting.methods().values():
        if kind != method.rule.KIND:
            continue
        try:
            return method, from_plain(type(method.rule), plain)
        except PlainError as error:
            raise CountError(f"the rule is not one of {method.name}: {error}.") from None
    known = ", ".join(method.rule.KIND for method in counting.methods().values())
    raise CountError(f"no method counts by {kind!r}; choose one of {known}.")


@dataclass(frozen=True, slots=True)
class Money:
    """What voters share out among projects, in minor units: `unit` of them make a whole one.

    `costs` are of the projects on the paper, in its order.
    """

    envelope_cents: int
    unit: int
    costs: tuple[int, ...]


def read_papers(data: bytes, options: Sequence[str], rule: Any) -> Ballots:
    """Ballots over the options of a paper, of a form that the rule counts.

    `rule` is a plain form. Raises CountError.
    """
    try:
        found = canonical_ballots.load(data)
    except BallotsError as error:
        raise CountError(str(error)) from None
    if found.options != tuple(options):
        raise CountError("the ballots are over other options than the ballot paper, in its order.")
    method, _ = read_rule(rule)
    if found.form not in method.forms:
        forms = " or ".join(method.forms)
        raise CountError(f"{method.name} counts {forms}, and the ballots are {found.form}.")
    return found


def paper_order(code: str, candidates: Sequence[str], lot: str) -> tuple[str, ...]:
    """Candidates in the order of the paper: as they were entered, or by lot where one is given."""
    if not lot or len(candidates) < 2:
        return tuple(candidates)
    drawn = sha256(f"koinon-paper/1\n{code}\n{' '.join(sorted(candidates))}".encode()).hexdigest()
    return Lots(lot, drawn).order(sorted(candidates))


def contest_of(
    code: str,
    seats: int,
    options: Sequence[str],
    withdrawn: Iterable[str] = (),
    money: Money | None = None,
) -> Contest:
    """The contest as every rule takes it; its options are named by their codes.

    Where there is `money`, the options are projects, and it decides instead of the seats.
    """
    gone = set(withdrawn)
    if money is None:
        return Contest(code, tuple(Option(o, o, withdrawn=o in gone) for o in options), seats)
    costs = zip(options, money.costs, strict=True)
    projects = tuple(Option(one, one, cost, one in gone) for one, cost in costs)
    return Contest(code, projects, 0, money.envelope_cents, money.unit)


def count(rule: Any, contest: Contest, sets: Sequence[Ballots], lot: str = "") -> Counted:
    """Add the ballots up and count them by a rule's plain form.

    Raises CountError, and LotNeeded where only a lot breaks a tie and none is given.
    """
    method, found = read_rule(rule)
    total = _total(tuple(sets))
    result = counting.count(found, Election(contest, total), lot)
    data = documents.Count(method, contest, result).dump()
    return Counted(total, data, tuple(result.elected))


@lru_cache(maxsize=4)
def _total(sets: tuple[Ballots, ...]) -> Ballots:
    try:
        return sets[0] if len(sets) == 1 else canonical_ballots.add_up(sets)
    except BallotsError as error:
        raise CountError(str(error)) from None


# --- One function a kind -----------------------------------------------------------------------


@dataclass(slots=True)
class Vote:
    """An election: what was opened, the candidates, the paper, rolls, ballots, whether counted.

    `candidates` says of each code whether it stands; `options` is the paper, () before it; `rolls`
    are entitled voters and papers issued, by city; `money` is what options cost that are projects;
    `filled` is who left a seat and who took it.
    """

    seats: int
    rule: Any
    cities: tuple[str, ...]
    order: str
    supporters: int
    stand_from_at: str
    stand_until_at: str
    opens_at: str
    closes_at: str
    options: tuple[str, ...]
    candidates: dict[str, bool] = field(default_factory=dict)
    rolls: dict[str, tuple[int, int]] = field(default_factory=dict)
    ballots: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    money: Money | None = None
    counted: bool = False
    elected: tuple[str, ...] = ()
    lot: str = ""
    filled: list[tuple[str, str]] = field(default_factory=list)


def check_opened(state: State, entry: Entry, effect: Effect) -> None:
    """A new election that a known rule counts, with its days in order."""
    require_keys(effect, _OPENED, _OPENED_OPTIONAL, "an election")
    code = require_form(effect["election"], _CODE, "the code of an election")
    if code in state.elections:
        raise EntryError(f"the election {code} was opened before.")
    opens_at, closes_at = require_voting(entry, effect)
    seats = require_count(effect["seats"], "the seats of an election")
    if not 0 < seats <= MAX_SEATS:
        raise EntryError(f"the election {code} is of {seats} seats, not 1 to {MAX_SEATS}.")
    try:
        read_rule(effect["rule"])
    except CountError as error:
        raise EntryError(f"the election {code} cannot be counted: {error}") from None
    if effect["order"] not in ORDERS:
        raise EntryError(f"the paper of {code} has the order {effect['order']!a}, not a known one.")
    if "body" in effect:
        require_label(effect["body"], "the body of an election")
    options = _codes(effect["options"], "the options of an election")
    since, until = (effect.get(name, "") for name in ("stand_from_at", "stand_until_at"))
    if options and (since or until):
        raise EntryError(f"the election {code} has a paper already, and takes candidacies.")
    if not options and not (
        require_form(since, _AT, "the first instant of candidacies")
        < require_form(until, _AT, "the end of candidacies")
        <= opens_at
    ):
        raise EntryError(f"candidacies of {code} are not entered before its voting opens.")
    state.elections[code] = Vote(
        seats=seats,
        rule=effect["rule"],
        cities=_codes(effect["cities"], "the cities of an election"),
        order=effect["order"],
        supporters=require_count(effect["supporters"], "the supporters needed"),
        stand_from_at=since,
        stand_until_at=until,
        opens_at=opens_at,
        closes_at=closes_at,
        options=options,
        candidates=dict.fromkeys(options, True),
    )


def check_candidacy(state: State, entry: Entry, effect: Effect) -> None:
    """A new candidate, in time and with enough supporters."""
    require_keys(effect, _CANDIDACY, _NONE, "a candidacy")
    code, vote = _uncounted(state, effect)
    candidate = require_form(effect["candidate"], _CODE, "the code of a candidate")
    if candidate in vote.candidates:
        raise EntryError(f"{candidate} stands in {code} already.")
    if vote.options or not vote.stand_from_at <= entry["at"] < vote.stand_until_at:
        raise EntryError(f"{candidate} stands in {code} when candidacies are not open.")
    if require_count(effect["supporters"], "the supporters") < vote.supporters:
        raise EntryError(f"{candidate} stands in {code} with too few supporters.")
    vote.candidates[candidate] = True


def check_candidacy_end(state: State, entry: Entry, effect: Effect) -> None:
    """A candidate who stood withdraws before the count."""
    require_keys(effect, _CANDIDACY_END, _NONE, "a withdrawal of a candidacy")
    code, vote = _uncounted(state, effect)
    candidate = effect["candidate"]
    if type(candidate) is not str or not vote.candidates.get(candidate):
        raise EntryError(f"{candidate!a} withdraws from {code} without standing.")
    vote.candidates[candidate] = False


def check_paper(state: State, entry: Entry, effect: Effect) -> None:
    """The ballot paper: all who stand when candidacies are over, in the order that was stated."""
    require_keys(effect, _PAPER, _NONE, "a ballot paper")
    code, vote = _uncounted(state, effect)
    if vote.options:
        raise EntryError(f"the election {code} has a ballot paper already.")
    if entry["at"] < vote.stand_until_at:
        raise EntryError(f"the ballot paper of {code} is made while candidacies are open.")
    lot = _lot(effect["lot"])
    if (vote.order == "lot") != bool(lot):
        raise EntryError(f"the ballot paper of {code} is not in the order that was stated.")
    standing = [one for one, stands in vote.candidates.items() if stands]
    options = _codes(effect["options"], "the ballot paper")
    if not options or options != paper_order(code, standing, lot):
        raise EntryError(f"the ballot paper of {code} does not hold those who stand, in order.")
    vote.options = options


def check_roll(state: State, entry: Entry, effect: Effect) -> None:
    """How many of each city may vote, and got papers: not fewer than have voted already."""
    require_keys(effect, _ROLL, _NONE, "a roll")
    code, vote = _uncounted(state, effect)
    rolls = effect["rolls"]
    if type(rolls) is not list or not rolls:
        raise EntryError(f"the roll of {code} is no list of cities.")
    for row in rolls:
        if type(row) is not list or len(row) != 3 or row[0] not in vote.cities:
            raise EntryError(f"a roll of {code} is not [city, entitled, papers issued].")
        entitled = require_count(row[1], "the number of entitled voters")
        issued = require_count(row[2], "the number of papers issued")
        if issued > entitled:
            raise EntryError(f"{row[0]} issues more papers for {code} than it has voters.")
        vote.rolls[row[0]] = (entitled, issued)
    _check_rolls(code, vote)


def check_ballots(state: State, entry: Entry, effect: Effect) -> None:
    """Ballots of a city, or of all; a later import takes the place of an earlier one."""
    require_keys(effect, _BALLOTS, _NONE, "an import of ballots")
    _take_ballots(state, entry, effect, "", "")


def check_papers(state: State, entry: Entry, effect: Effect) -> None:
    """A batch of papers as one seat typed it; another entry of the seat takes its place."""
    require_keys(effect, _PAPERS, _NONE, "an entry of papers")
    batch = require_form(effect["batch"], _CODE, "the batch of papers")
    seat = entry["by"].get("seat")
    if not seat or not effect["city"]:
        raise EntryError("papers are entered from a seat, for a city.")
    _take_ballots(state, entry, effect, batch, seat)


def _take_ballots(state: State, entry: Entry, effect: Effect, batch: str, seat: str) -> None:
    code, vote = _uncounted(state, effect)
    city, document = effect["city"], effect["ballots"]
    if city != "" and city not in vote.cities:
        raise EntryError(f"ballots of {code} come from {city!a}, which has no vote in it.")
    if not vote.options or entry["at"] < vote.opens_at:
        raise EntryError(f"ballots of {code} come in before its voting opened on a paper.")
    if type(document) is not str or document not in state.documents:
        raise EntryError(f"the ballots {document!a} are no document of this record.")
    voters = require_count(effect["voters"], "the number of voters")
    data = state.read(document)
    if data is not None:
        found = _read(code, vote, data)
        if found.voters != voters:
            raise EntryError(f"{found.voters} voted in {code}, not {voters}.")
    if not batch:
        others = [key for key in vote.ballots if not key[1] and (key[0] == "") != (city == "")]
        for key in others:  # one import for all, or one a city
            del vote.ballots[key]
    vote.ballots[city, batch, seat] = (document, voters)
    if not batch:
        _check_rolls(code, vote)


def check_count(state: State, entry: Entry, effect: Effect) -> None:
    """A count after the close, of all ballots, by the rule of the opening; recounted from them."""
    require_keys(effect, _COUNT, _NONE, "a count of an election")
    code, vote = _uncounted(state, effect)
    if entry["at"] < vote.closes_at:
        raise EntryError(f"the election {code} is counted before its voting closed.")
    if effect["rule"] != vote.rule:
        raise EntryError(f"{code} is counted by another rule than it was opened with.")
    _check_entries(code, vote)
    _check_rolls(code, vote)
    sets = counted_sets(vote.ballots)
    if not sets or effect["voters"] != sum(voters for _, _, voters in sets):
        raise EntryError(f"{code} is counted from other ballots than came in.")
    if len(sets) == 1 and effect["ballots"] != sets[0][1]:
        raise EntryError(f"{code} is counted from other ballots than came in.")
    for name in ("ballots", "result"):
        if type(effect[name]) is not str or effect[name] not in state.documents:
            raise EntryError(f"the {name} of the count of {code} are no document of this record.")
    standing = [one for one in vote.options if vote.candidates[one]]
    elected = _codes(effect["elected"], "who is elected")
    if len(elected) > vote.seats or not set(elected) <= set(standing):
        raise EntryError(f"{code} elects more than its seats, or somebody who does not stand.")
    if vote.money is not None:
        costs = dict(zip(vote.options, vote.money.costs, strict=True))
        if sum(costs[one] for one in elected) > vote.money.envelope_cents:
            raise EntryError(f"{code} funds projects that cost more than its money.")
    lot = _lot(effect["lot"])
    kept = [state.read(document) for _, document, _ in sets]
    if all(data is not None for data in kept):
        _recount(code, vote, effect, [_read(code, vote, data or b"") for data in kept], lot)
        _recheck(code, vote, effect, state.read(effect["result"]), state.read(effect["ballots"]))
    vote.counted, vote.elected, vote.lot = True, elected, lot


def _recount(code: str, vote: Vote, effect: Effect, sets: Sequence[Ballots], lot: str) -> None:
    """Count again and compare what the entry states."""
    try:
        counted = count(vote.rule, _contest(code, vote), sets, lot)
    except CountError as error:
        raise EntryError(f"{code} cannot be counted: {error}") from None
    if counted.ballots.sha256 != effect["ballots"]:
        raise EntryError(f"the ballots of {code} do not add up to those that were counted.")
    if list(counted.elected) != effect["elected"]:
        raise EntryError(f"the ballots of {code} elect {', '.join(counted.elected)}.")
    if counted.sha256 != effect["result"]:
        raise EntryError(f"the result of {code} is another than its ballots give.")


def _recheck(
    code: str, vote: Vote, effect: Effect, result: bytes | None, data: bytes | None
) -> None:
    """Have the result checked by the verifier of its method, where both documents are at hand."""
    if result is None or data is None:
        return
    try:
        found = documents.load(result).result
        faults = counting.recheck(found, Election(_contest(code, vote), _read(code, vote, data)))
    except CountError as error:
        raise EntryError(f"the result of {code} does not read: {error}") from None
    if faults:
        raise EntryError(f"the result of {code} does not hold at {faults[0]}.")


def _contest(code: str, vote: Vote) -> Contest:
    gone = (one for one in vote.options if not vote.candidates[one])
    return contest_of(code, vote.seats, vote.options, gone, vote.money)


def _read(code: str, vote: Vote, data: bytes) -> Ballots:
    try:
        return read_papers(data, vote.options, vote.rule)
    except CountError as error:
        raise EntryError(f"ballots of {code} do not read: {error}") from None


def _check_entries(code: str, vote: Vote) -> None:
    """Every batch of papers was typed alike by two seats at least."""
    for city, batch in unlike(vote.ballots):
        raise EntryError(f"batch {batch} of {city} in {code} was not typed alike by two seats.")


def _check_rolls(code: str, vote: Vote) -> None:
    """No city has more ballots than papers, nor all together where all have stated a roll."""
    issued = {city: papers for city, (_, papers) in vote.rolls.items()}
    over = over_roll(vote.ballots, issued, vote.cities)
    if over is not None:
        whose = over.city or "all cities together"
        raise EntryError(f"of {whose} there are more ballots in {code} than papers were issued.")


def _codes(value: Any, what: str) -> tuple[str, ...]:
    """A list of different codes."""
    if type(value) is not list or len(value) > MAX_CANDIDATES:
        raise EntryError(f"{what} are not a list of at most {MAX_CANDIDATES}.")
    codes = tuple(require_form(one, _CODE, f"one of {what},") for one in value)
    if len(set(codes)) < len(codes):
        raise EntryError(f"{what} name one twice.")
    return codes


def _lot(value: Any) -> str:
    if value != "":
        require_label(value, "the value of a lot")
    return str(value)


def _uncounted(state: State, effect: Effect) -> tuple[str, Vote]:
    code = require_form(effect["election"], _CODE, "the code of an election")
    found: Vote | None = state.elections.get(code)
    if found is None:
        raise EntryError(f"the election {code} was never opened.")
    if found.counted:
        raise EntryError(f"the election {code} was counted before.")
    return code, found


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "election": check_opened,
        "candidacy": check_candidacy,
        "candidacy_end": check_candidacy_end,
        "ballot_paper": check_paper,
        "roll": check_roll,
        "election_ballots": check_ballots,
        "papers": check_papers,
        "election_count": check_count,
    }
)
