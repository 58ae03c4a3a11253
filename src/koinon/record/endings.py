"""The effects by which a coalition ends: its dissolution, and the sharing out of what it has.

What each member paid, or weighs, is the key of its share and not recomputed here; what there is to
share is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from koinon.methods.postings import Books
from koinon.methods.sharing import recheck, sharing_from_plain
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_keys,
    require_label,
)
from koinon.record.money import net_of_members
from koinon.record.stated import stated

_NONE: frozenset[str] = frozenset()
_DISSOLUTION = frozenset({"kind", "article"})
_SHARE_OUT = frozenset({"kind", "by", "sharing"})
_MONETARY = ("bank", "overdraft", "exceptions", "receivable", "advance", "liability")


def check_dissolution(state: State, entry: Entry, effect: Effect) -> None:
    """The coalition is dissolved once, by a decision."""
    require_keys(effect, _DISSOLUTION, _NONE, "a dissolution")
    require_label(effect["article"], "the article of a dissolution")
    if state.dissolved:
        raise EntryError("the coalition is dissolved twice.")
    if "decision" not in entry["grant"]:
        raise EntryError("the coalition is dissolved by no decision.")
    state.dissolved = True


def check_share_out(state: State, entry: Entry, effect: Effect) -> None:
    """What the books hold is shared out, once, when nothing is open any more."""
    require_keys(effect, _SHARE_OUT, _NONE, "a sharing out")
    if effect["by"] != "":
        require_label(effect["by"], "the weighting of a sharing out")
    if not state.dissolved or state.shared:
        raise EntryError("what the coalition has is shared out undissolved, or twice.")
    plain = stated(state, effect["sharing"], "the sharing out")
    fault = recheck(plain)
    if fault is not None:
        raise EntryError(f"the sharing out does not hold: {fault}.")
    found = sharing_from_plain(plain)
    for one in found.shares:
        if one.member in state.gone:
            raise EntryError(f"{one.member} has left and has a share in what there is.")
    if not state.blind:
        _require_settled(state.books)
        if _held(state.books) != found.total_cents:
            raise EntryError(
                f"{found.total_cents} is shared out, and the books hold {_held(state.books)}."
            )
    shares = {one.member: -one.cents for one in found.shares if one.cents}
    posted = net_of_members(state, entry)
    if posted is not None and posted != shares:
        raise EntryError("the journal of the sharing out books other shares.")
    state.shared = True


def _held(books: Books) -> int:
    return sum(
        balance.net
        for name, balance in books.balances.items()
        if name.partition("/")[0] in _MONETARY
    )


def _require_settled(books: Books) -> None:
    for name, balance in books.balances.items():
        stage = name.split("/")[2:3]
        if balance.net and (name in ("payable", "exceptions") or stage in _OPEN):
            raise EntryError(f"what there is is shared out while {name} is not settled.")


_OPEN = (["committed"], ["accrued"])

CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {"dissolution": check_dissolution, "share_out": check_share_out}
)
