"""Effects of money: journals of the ledger, and levies with every step of their assessment.

A journal must be one the ledger's rules allow after all before it, and names the authority its
entry was allowed by. What a levy charges is recomputed, and is what its journal books.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from koinon.methods.levies import recheck
from koinon.methods.posting_effects import PostingsError, check_postings
from koinon.record import merkle
from koinon.record.adopted import check_as_adopted
from koinon.record.audits import note_lines
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_keys,
    require_label,
)
from koinon.record.figures import Basis, basis, check_corrected
from koinon.record.rights import UPHELD
from koinon.record.stated import stated

_NONE: frozenset[str] = frozenset()
_LEVY = frozenset({"kind", "levy", "assessment"})
_RECEIVABLE = "receivable/"
_OF_MEMBERS = (_RECEIVABLE, "advance/")
_RECALCULATION = frozenset({"kind", "levy", "dispute", "scope", "assessment", "changes"})
_KEPT = ("levy", "need_cents", "figures")
"""Of an assessment, what no recalculation changes."""


@dataclass(slots=True)
class _Charged:
    """A levy as assessed: what stays the same, its members, what each owes by now, and by what."""

    kept: list[Any]
    members: list[str]
    charges: dict[str, int]
    basis: Basis


def check_journal(state: State, entry: Entry, effect: Effect) -> None:
    """What was opened, closed and posted follows the ledger's rules."""
    if state.blind:
        return
    if "opened" in effect:
        effect = {**effect, "opened": stated(state, effect["opened"], "what was opened")}
    try:
        seen = check_postings(
            state.books, entry["n"], entry["at"], effect, document=state.read, root=_root
        )
    except PostingsError as error:
        raise EntryError(str(error)) from None
    state.blind = not seen
    journal = effect.get("journal")
    if journal is None:
        return
    lines = _lines(state, journal)
    if lines is not None:
        note_lines(state, entry, journal, lines)
    if journal["authority"] != _authority(entry["grant"]):
        raise EntryError(
            f"its journal names {journal['authority']!a}, not what the entry was allowed by."
        )


def _root(leaves: Sequence[bytes]) -> bytes:
    return merkle.tree_root([merkle.leaf_hash(leaf) for leaf in leaves])


def _authority(grant: Mapping[str, Any]) -> str:
    if "decision" in grant:
        return f"decision {grant['decision']}"
    return f"article {grant['article']}" if "article" in grant else str(grant["kind"])


def check_levy(state: State, entry: Entry, effect: Effect) -> None:
    """Every step of the assessment holds, and its charges are what the entry's journal books."""
    require_keys(effect, _LEVY, _NONE, "a levy")
    require_label(effect["levy"], "the code of a levy")
    assessment = stated(state, effect["assessment"], f"the assessment of {effect['levy']}")
    try:
        faults = recheck(assessment)
        charges = {one["member"]: one["cents"] for one in assessment["charges"] if one["cents"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EntryError(f"the assessment of {effect['levy']} is malformed ({error}).") from None
    if faults:
        raise EntryError(f"the assessment of {effect['levy']} does not hold at {faults[0]}.")
    some_pay = check_as_adopted(state, effect["levy"], assessment)
    charged_by = basis(
        state, entry["n"], entry["at"][:10], assessment, effect["levy"], weights=not some_pay
    )
    state.levies[effect["levy"]] = _Charged(
        [assessment[name] for name in _KEPT],
        [one["id"] for one in assessment["members"]],
        {one["member"]: one["cents"] for one in assessment["charges"]},
        charged_by,
    )
    posted = booked(state, entry)
    if posted is not None and posted != charges:
        raise EntryError(f"the journal of the levy {effect['levy']} books other charges.")


def booked(state: State, entry: Entry) -> dict[str, int] | None:
    """What the entry's journal books on members; None when its lines are withheld."""
    found: dict[str, int] = {}
    for effect in entry["effects"]:
        if effect["kind"] != "postings" or "journal" not in effect:
            continue
        lines = _lines(state, effect["journal"])
        if lines is None:
            return None
        for debit, _, amount in lines:
            if debit.startswith(_RECEIVABLE):
                found[debit.removeprefix(_RECEIVABLE)] = amount
    return found


def _lines(state: State, journal: Mapping[str, Any]) -> list[tuple[str, str, int]] | None:
    """Account debited, account credited and amount of each line, wherever they are stated."""
    if "document" not in journal:
        groups = journal["groups"]
        return [(line[1], line[2], line[3]) for group in groups for line in group["lines"]]
    data = state.read(journal["document"]["sha256"])
    if data is None:
        return None
    rows = [json.loads(line) for line in data.splitlines()]
    return [(row[3], row[4], row[5]) for row in rows]


def check_recalculation(state: State, entry: Entry, effect: Effect) -> None:
    """The same formula over the same members, by the figures on record as they were corrected.

    The differences are what the journal books.
    """
    require_keys(effect, _RECALCULATION, _NONE, "a recalculation")
    code, levy = effect["levy"], state.levies.get(effect["levy"])
    dispute = state.disputes.get(effect["dispute"])
    if levy is None or dispute is None or dispute.levy != code or dispute.carried_out:
        raise EntryError(f"the levy {code!a} is computed anew without a dispute about it.")
    if dispute.outcome not in UPHELD:
        raise EntryError(f"the levy {code} is computed anew for a dispute that was not upheld.")
    assessment = stated(state, effect["assessment"], f"the recalculation of {code}")
    try:
        faults = recheck(assessment)
        charges = {one["member"]: one["cents"] for one in assessment["charges"]}
        members = [one["id"] for one in assessment["members"]]
        kept = [assessment[name] for name in _KEPT]
        changes = dict(effect["changes"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EntryError(f"the recalculation of {code} is malformed ({error}).") from None
    if faults:
        raise EntryError(f"the recalculation of {code} does not hold at {faults[0]}.")
    if levy.kept != kept or members != levy.members:
        raise EntryError(f"the recalculation of {code} is of another formula or other members.")
    check_corrected(state, levy.basis, assessment, code)
    scope = [dispute.city] if effect["scope"] == "disputing member" else members
    if effect["scope"] not in ("disputing member", "all members"):
        raise EntryError(f"the recalculation of {code} has no known scope.")
    owed = {one: charges[one] - levy.charges[one] for one in scope}
    if changes != {one: cents for one, cents in owed.items() if cents}:
        raise EntryError(f"the recalculation of {code} states other changes than follow from it.")
    posted = net_of_members(state, entry)
    if posted is not None and posted != changes:
        raise EntryError(f"the journal of the recalculation of {code} books other changes.")
    for one, cents in changes.items():
        levy.charges[one] += cents
    dispute.carried_out = True


def net_of_members(state: State, entry: Entry) -> dict[str, int] | None:
    """What the entry's journal debits less credits on accounts of members, by member."""
    net: dict[str, int] = {}
    for effect in entry["effects"]:
        if effect["kind"] != "postings" or "journal" not in effect:
            continue
        lines = _lines(state, effect["journal"])
        if lines is None:
            return None
        for debit, credit, amount in lines:
            for account, sign in ((debit, 1), (credit, -1)):
                if account.startswith(_OF_MEMBERS):
                    member = account.partition("/")[2]
                    net[member] = net.get(member, 0) + sign * amount
    return {member: cents for member, cents in net.items() if cents}


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {"postings": check_journal, "levy": check_levy, "recalculation": check_recalculation}
)
