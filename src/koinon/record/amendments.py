"""Effects of amendments: tabled, ordered, and what their votes settle among them.

An amendment is a proposal that replaces the text of another, its acts, or both. Of those that are
carried, in their order, each makes the later ones fall that replace the same; and once the carried
ones change, votes on the proposal itself are set aside. A verifier reckons this from the votes.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from koinon.methods.plain import from_plain
from koinon.methods.rules import Vote, evaluate, rule_from_plain
from koinon.methods.trees import Terms
from koinon.record import decisions
from koinon.record.decisions import NOT_YET, Question, question_of, rule_asked, text_of
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_keys,
)

_NONE: frozenset[str] = frozenset()
_AMENDMENT = frozenset({"kind", "proposal", "amends", "replaces"})
_ORDER = frozenset({"kind", "proposal", "order"})
_SETTLED = frozenset({"kind", "proposal", "adopted", "fallen", "revived", "void", "lapsed"})
_REPLACED = (["acts"], ["acts", "text"], ["text"])


def amendments_of(state: State, number: int) -> dict[int, Question]:
    """The amendments to a proposal that are not withdrawn or lapsed, in voting order."""
    found = [
        (one.place or len(state.questions) + n, n, one)
        for n, one in state.questions.items()
        if one.amends == number and not one.gone
    ]
    return {n: one for _, n, one in sorted(found, key=lambda row: row[:2])}


def waiting(state: State, number: int) -> list[int]:
    """The amendments still to be voted on, in order."""
    family = amendments_of(state, number)
    return [n for n, one in family.items() if not one.rolled_at and not one.fallen_for]


def check_turn(state: State, number: int, question: Question) -> None:
    """A proposal is voted on after its amendments, and these in their order."""
    main = question.amends or number
    open_ones = waiting(state, main)
    if question.amends is None:
        if open_ones:
            raise EntryError(f"proposal {number} is voted on before its amendment {open_ones[0]}.")
    elif open_ones[:1] != [number]:
        raise EntryError(f"amendment {number} is voted on out of its turn, or has fallen.")
    elif len(open_ones) > 1 and not all(state.questions[n].place for n in open_ones):
        raise EntryError(f"the amendments to proposal {main} are voted on in no order.")
    check_settled(state, main)
    if question.amends is not None and not question.place:
        question.place = _last_place(state, main) + 1


def _last_place(state: State, main: int) -> int:
    return max((one.place for one in state.questions.values() if one.amends == main), default=0)


def check_amendment(state: State, entry: Entry, effect: Effect) -> None:
    """A new proposal that amends one not voted on yet; it inherits all that was frozen."""
    require_keys(effect, _AMENDMENT, _NONE, "an amendment")
    number = require_count(effect["proposal"], "the number of a proposal")
    if number != len(state.questions) + 1:
        raise EntryError(f"proposal {number} does not follow {len(state.questions)} others.")
    main = question_of(state, {"proposal": effect["amends"]})
    if main.amends is not None or main.decided or main.rolled_at or main.meeting is None:
        raise EntryError(f"proposal {effect['amends']} cannot be amended.")
    if effect["replaces"] not in _REPLACED:
        raise EntryError(f"amendment {number} replaces {effect['replaces']!a}.")
    state.questions[number] = Question(
        proposer=entry["by"]["seat"],
        body=main.body,
        noticed_at=entry["at"],
        terms=main.terms,
        members=main.members,
        opens_at=NOT_YET if main.opens_at == NOT_YET else entry["at"],
        closes_at=NOT_YET,
        proxies=main.proxies,
        meeting=main.meeting,
        item=main.item,
        amends=effect["amends"],
        replaces=frozenset(effect["replaces"]),
        text=text_of(entry),
    )


def check_order(state: State, entry: Entry, effect: Effect) -> None:
    """The order names all amendments still to be voted on, each once."""
    require_keys(effect, _ORDER, _NONE, "an order of amendments")
    number, main = effect["proposal"], question_of(state, effect)
    order = effect["order"]
    if type(order) is not list or not order or not all(type(n) is int for n in order):
        raise EntryError("an order of amendments is no list of numbers.")
    if main.decided or main.rolled_at or sorted(order) != sorted(waiting(state, number)):
        raise EntryError(f"the order does not name the open amendments to proposal {number}.")
    first = _last_place(state, number)
    for place, one in enumerate(order, first + 1):
        state.questions[one].place = place


def check_amendments(state: State, entry: Entry, effect: Effect) -> None:
    """What the votes on amendments settle is reckoned again, and then holds."""
    require_keys(effect, _SETTLED, _NONE, "settled amendments")
    number, main = effect["proposal"], question_of(state, effect)
    expected = settled(state, number)
    if expected is None:
        raise EntryError(f"nothing changed among the amendments to proposal {number}.")
    if effect != {"kind": "amendments", "proposal": number, **expected}:
        raise EntryError(f"the votes settle the amendments to proposal {number} otherwise.")
    for one, because in expected["fallen"]:
        state.questions[one].fallen_for = because
    for one in expected["revived"]:
        state.questions[one].fallen_for = 0
    main.amended_by = expected["adopted"]
    if expected["void"]:
        main.votes, main.cast_by, main.called, main.calls = {}, {}, set(), set()
        main.rolled_at, main.closes_at, main.casting = "", NOT_YET, ""
    for one in expected["lapsed"]:
        state.questions[one].decided = state.questions[one].gone = True


def settled(state: State, number: int) -> dict[str, Any] | None:
    """What follows from the votes on a proposal's amendments, where that is new."""
    main, family = state.questions[number], amendments_of(state, number)
    adopted: list[int] = []
    fallen: dict[int, int] = {}
    for n, one in family.items():
        because = next((a for a in adopted if family[a].replaces & one.replaces), 0)
        if because:
            fallen[n] = because
        elif _carried(one):
            adopted.append(n)
    revived = sorted(n for n, one in family.items() if one.fallen_for and n not in fallen)
    changed = adopted != main.amended_by
    void = changed and bool(main.rolled_at or main.votes or main.calls)
    new = [[n, why] for n, why in sorted(fallen.items()) if family[n].fallen_for != why]
    if not (new or revived or changed):
        return None
    lapsed: list[int] = []
    if state.meetings[main.meeting or 0].over:
        lapsed = sorted([n for n in revived if not family[n].rolled_at] + [number] * void)
    return {
        "adopted": adopted,
        "fallen": new,
        "revived": revived,
        "void": void,
        "lapsed": lapsed,
    }


def _carried(question: Question) -> bool:
    """Whether an amendment was voted on and passes, as its votes stand."""
    if not question.rolled_at:
        return False
    terms: Terms = from_plain(Terms, question.terms)  # type: ignore[arg-type]
    votes = {
        city: Vote(*map(Fraction, parts.values())) for city, parts in sorted(question.votes.items())
    }
    rule = rule_from_plain(rule_asked(question))
    return evaluate(rule, terms.electorate, votes, terms.abstention).met


def check_settled(state: State, number: int) -> None:
    """The record says what the votes on amendments settled."""
    if settled(state, number) is not None:
        raise EntryError(f"the amendments to proposal {number} are settled, and no entry says so.")


def check_decision(state: State, entry: Entry, effect: Effect) -> None:
    """The count, of what has not fallen and whose amendments are settled."""
    question = question_of(state, effect)
    if question.fallen_for:
        raise EntryError(f"amendment {effect['proposal']} has fallen and is counted.")
    if question.meeting is not None:
        check_settled(state, question.amends or effect["proposal"])
    decisions.check_decision(state, entry, effect)


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "amendment": check_amendment,
        "amendment_order": check_order,
        "amendments": check_amendments,
        "decision": check_decision,
    }
)
