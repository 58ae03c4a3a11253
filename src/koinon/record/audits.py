"""Effects of an audit: samples that were planned before chance spoke, and balances to confirm.

A population is every line of a period's journals that moves certain accounts (see
`koinon.methods.sampling.belongs`); its document is a text with one line for each. While journals
are read, the SHA-256 of each population so far is kept, so that one that leaves out a payment is
seen without its document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from koinon.methods.sampling import (
    POPULATIONS,
    Item,
    Plan,
    Stratum,
    belongs,
    draw,
    population_line,
    read_population,
    sample_plain,
    seed_of,
)
from koinon.record.effects import (
    Checker,
    Effect,
    Entry,
    EntryError,
    State,
    require_count,
    require_keys,
)
from koinon.record.stated import stated

_PLAN = frozenset(
    {
        "kind",
        "sample",
        "audit",
        "period",
        "population",
        "sha256",
        "items",
        "total_cents",
        "method",
        "interval_cents",
        "strata",
    }
)
_SEED_SIZE = frozenset({"seed_size"})
_SAMPLE = frozenset({"kind", "sample", "value", "drawn"})
_CONFIRMATIONS = frozenset({"kind", "audit", "on", "balances"})
_NONE: frozenset[str] = frozenset()
_ROOT = re.compile("[0-9a-f]{64}")
_OF_MEMBERS = ("receivable/", "advance/")


@dataclass(slots=True)
class _Population:
    """A population so far: the hash of its text, its items and their sum in minor units."""

    text: Any = field(default_factory=sha256)
    items: int = 0
    cents: int = 0


@dataclass(frozen=True, slots=True)
class _Planned:
    plan_id: bytes
    plan: Plan
    document: str
    seed_size: int | None


def note_lines(
    state: State, entry: Entry, journal: Mapping[str, Any], lines: Sequence[tuple[str, str, int]]
) -> None:
    """Take the lines of a journal (debited, credited, amount) into what audits rest on."""
    period, day = str(journal["period"]), str(journal["effective"])
    for number, (debit, credit, cents) in enumerate(lines, 1):
        for population in POPULATIONS:
            if belongs(population, debit, credit):
                kept = state.populations.setdefault((population, period), _Population())
                kept.text.update(population_line(Item(entry["n"], number, cents)))
                kept.items += 1
                kept.cents += cents
        for account, sign in ((debit, 1), (credit, -1)):
            if account.startswith(_OF_MEMBERS):
                days = state.owed.setdefault(account.partition("/")[2], {})
                days[day] = days.get(day, 0) + sign * cents


def check_plan(state: State, entry: Entry, effect: Effect) -> None:
    """The population is whole, and the value that will draw it does not exist yet."""
    later = type(effect) is dict and "seed_size" in effect
    require_keys(effect, _PLAN | _SEED_SIZE if later else _PLAN, _NONE, "the plan of a sample")
    number = require_count(effect["sample"], "the number of a sample")
    if number != len(state.samples) + 1:
        raise EntryError(f"sample {number} does not follow the {len(state.samples)} before.")
    if effect["population"] not in POPULATIONS:
        raise EntryError(f"{effect['population']!a} is no population.")
    key = (effect["population"], effect["period"])
    whole = state.populations.get(key, _Population())
    stated_as = (effect["sha256"], effect["items"], effect["total_cents"])
    if not state.blind and stated_as != (whole.text.hexdigest(), whole.items, whole.cents):
        raise EntryError(f"the population of sample {number} is not all that the books hold.")
    size = effect.get("seed_size")
    if later:
        if type(size) is not int or size <= entry["n"] + 1:
            raise EntryError(f"the value that draws sample {number} exists already.")
        if state.roots is not None:
            state.roots.setdefault(size, b"")
    state.samples[number] = _Planned(
        bytes.fromhex(entry["id"].replace("-", "")), _plan(effect), effect["sha256"], size
    )


def _plan(effect: Effect) -> Plan:
    try:
        strata = tuple(Stratum(low, size) for low, size in effect["strata"])
        whole = all(type(x) is int and x > 0 for one in strata for x in (one.from_cents, one.size))
    except (TypeError, ValueError):
        whole = False
    interval, method = effect["interval_cents"], effect["method"]
    by_money = method == "monetary unit"
    if not whole or type(interval) is not int or by_money != (interval > 0 and not strata):
        raise EntryError("the plan of the sample cannot be read.")
    if method not in ("monetary unit", "random", "stratified"):
        raise EntryError(f"{method!a} is no method of drawing a sample.")
    return Plan(method, interval, strata)


def check_sample(state: State, entry: Entry, effect: Effect) -> None:
    """What is drawn follows from the plan, the population and the value that was announced."""
    require_keys(effect, _SAMPLE, _NONE, "a sample")
    number, value = effect["sample"], effect["value"]
    planned = state.samples.get(number) if type(number) is int else None
    if planned is None or type(value) is not str:
        raise EntryError(f"sample {number!a} is drawn without a plan, or twice.")
    state.samples[number] = None
    public = value.encode()
    if planned.seed_size is not None:
        if not _ROOT.fullmatch(value):
            raise EntryError(f"sample {number} is drawn from no root of the record.")
        public = bytes.fromhex(value)
        if planned.seed_size > entry["n"]:
            raise EntryError(f"sample {number} is drawn before its value is there.")
        if state.roots is not None and state.roots[planned.seed_size] != public:
            raise EntryError(f"sample {number} is drawn from another value than was announced.")
    data = state.read(planned.document)
    if data is None:
        return
    seed = seed_of(planned.plan_id, public)
    try:
        items = read_population(data)
    except ValueError as error:
        raise EntryError(f"the population of sample {number} cannot be read ({error}).") from None
    drawn = stated(state, effect["drawn"], f"sample {number}")
    if drawn != sample_plain(seed, draw(planned.plan, items, seed)):
        raise EntryError(f"sample {number} is not what its plan and its value draw.")


def check_confirmations(state: State, entry: Entry, effect: Effect) -> None:
    """Each member is asked to confirm what it owes by the books at the end of that day."""
    require_keys(effect, _CONFIRMATIONS, _NONE, "confirmations")
    try:
        balances = [(str(city), int(cents)) for city, cents in effect["balances"]]
    except (TypeError, ValueError):
        raise EntryError("the balances to confirm cannot be read.") from None
    if state.blind:
        return
    for city, cents in balances:
        days = state.owed.get(city, {})
        owed = sum(amount for day, amount in days.items() if day <= effect["on"])
        if owed != cents:
            raise EntryError(
                f"{city} is asked to confirm {cents} on {effect['on']}; the books say {owed}."
            )


CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "sample_plan": check_plan,
        "sample": check_sample,
        "confirmations": check_confirmations,
    }
)
