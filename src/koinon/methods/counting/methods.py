"""The ways of counting, by name; and the two questions asked of them: count, and recheck.

A family registers its methods here by one line of `_FAMILIES`; a family is imported when it is
first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.statements import Counting, Method
from koinon.methods.plain import Plain, PlainError, from_plain

_FAMILIES: tuple[str, ...] = (
    "choosing",
    "transfers",
    "committees.offered",
    "budgeting.offered",
    "pairwise.methods",
    "grading.methods",
)
"""Modules below this package with a tuple METHODS."""


@cache
def methods() -> Mapping[str, Method]:
    """Every method by name, in the order of the families."""
    modules = (import_module(f"koinon.methods.counting.{name}") for name in _FAMILIES)
    return MappingProxyType({one.name: one for module in modules for one in module.METHODS})


def find(name: str) -> Method:
    """The method of this name. Raises CountError naming those there are."""
    found = methods().get(name)
    if found is None:
        raise CountError(f"{name!r} is no method; choose one of {', '.join(methods())}.")
    return found


def method_of(rule: Any) -> Method:
    """The method that counts by a rule. Raises CountError."""
    for one in methods().values():
        if type(one.rule) is type(rule) and one.rule.KIND == rule.KIND:
            return one
    raise CountError(f"no method counts by {type(rule).__name__}.")


def count(rule: Any, election: Election, lot: str = "", *, fast: bool | None = None) -> Any:
    """Count an election by a rule (a name means the method's default rule).

    lot: the public value for ties that only a lot breaks. fast: True counts by the compiled twin
    and needs its extras, False by the standard library; None takes the twin where it is installed.
    All give the same result. Raises CountError.
    """
    method = find(rule) if isinstance(rule, str) else method_of(rule)
    if election.ballots.form not in method.forms:
        forms = " or ".join(method.forms)
        raise CountError(f"{method.name} counts {forms}, and these ballots are of the form "
                         f"{election.ballots.form}.")  # fmt: skip
    counting = method.count if fast is False else _twin(method, needed=fast is True)
    return counting(method.rule if isinstance(rule, str) else rule, election, lot)


def _twin(method: Method, *, needed: bool) -> Counting:
    """The compiled twin, or the count of the standard library where there is none here."""
    module, _, name = method.fast.partition(":")
    if not module:
        return method.count
    try:
        twin: Counting = getattr(import_module(module), name)
    except ImportError:
        if needed:
            raise
        return method.count
    return twin


def read_result(plain: Plain) -> tuple[Method, Any]:
    """A result from its plain form, and its method. Raises PlainError."""
    rule = plain.get("rule") if isinstance(plain, dict) else None
    kind = rule.get("kind") if isinstance(rule, dict) else None
    for method in methods().values():
        if kind == method.rule.KIND:
            return method, from_plain(method.result, plain)
    raise PlainError(f"$.rule: kind {kind!r} is not a rule of counting")


def recheck(result: Any, election: Election) -> tuple[str, ...]:
    """The places where a result does not hold for these ballots; none when all of it does."""
    return method_of(result.rule).recheck(result, election)
