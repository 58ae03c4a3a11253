"""Levies adopted by their name in the charter: what was frozen then is what is charged later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

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
)
from koinon.record.stated import stated

_ADOPTED = frozenset(
    {
        *("kind", "levy", "charter", "charter_levy"),
        *("formula", "need_cents", "figures", "payers"),
    }
)
_CITY: Final = re.compile(r"[a-z0-9-]{1,40}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a levy was adopted with; `payers` None: every member pays."""

    formula: Any
    need_cents: int
    figures: Any
    payers: frozenset[str] | None


def check_adopted(state: State, entry: Entry, effect: Effect) -> None:
    """A levy of a charter that the record names, once for its code, before it is assessed."""
    require_keys(effect, _ADOPTED, _NONE, "a levy adopted")
    code = effect["levy"]
    require_label(code, "the code of a levy")
    require_label(effect["charter_levy"], "the name of a levy in the charter")
    if code in state.adopted or code in state.levies:
        raise EntryError(f"the levy {code} is adopted a second time.")
    if require_form(effect["charter"], _SHA256, "the charter's hash") not in state.documents:
        raise EntryError(f"the levy {code} is of a charter that the record does not name.")
    need = require_count(effect["need_cents"], f"what the levy {code} is to raise")
    payers = effect["payers"]
    if payers is not None:
        if type(payers) is not list or not payers:
            raise EntryError(f"the payers of the levy {code} are no list of cities.")
        for city in payers:
            require_form(city, _CITY, f"a payer of the levy {code}")
    if type(effect["figures"]) is not list:
        raise EntryError(f"the figures of the levy {code} are not a list.")
    state.adopted[code] = Adopted(
        stated(state, effect["formula"], f"the formula of {code}"),
        need,
        effect["figures"],
        None if payers is None else frozenset(payers),
    )


def check_as_adopted(state: State, code: str, assessment: Mapping[str, Any]) -> bool:
    """Whether only some members pay; a levy of the charter is assessed as it was adopted.

    Its formula, need and figures are those frozen, and of those who pay every member is charged
    that has a seat of its own, and nobody else. Raises EntryError.
    """
    adopted: Adopted | None = state.adopted.get(code)
    if adopted is None:
        return False
    frozen = {
        "levy": adopted.formula,
        "need_cents": adopted.need_cents,
        "figures": adopted.figures,
    }
    for name, value in frozen.items():
        if assessment[name] != value:
            raise EntryError(f"the levy {code} is assessed with another {name} than was adopted.")
    charged = {one["id"] for one in assessment["members"]}
    seated = {seat.partition("/")[2] for seat in state.seats if "/" in seat}
    if adopted.payers is not None:
        for city in sorted(charged - adopted.payers):
            raise EntryError(f"the levy {code} charges {city}, which is none of its payers.")
        seated &= adopted.payers
    for city in sorted(seated - charged):
        raise EntryError(f"the levy {code} leaves out {city}, which is to pay it.")
    return adopted.payers is not None


CHECKERS: Mapping[str, Checker] = MappingProxyType({"levy_adopted": check_adopted})
