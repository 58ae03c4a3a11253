"""Methods of counting as people choose one for an election: their names, and the rule of each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop

from koinon.assembly.queries_elections import electing_methods
from koinon.methods.counting.statements import Method
from koinon.methods.plain import to_plain

NAMES = {
    "plurality": gettext_noop("Most votes win (plurality)"),
    "approval": gettext_noop("Approval voting"),
    "scottish-stv": gettext_noop("Single transferable vote, as Scottish councils are elected"),
    "wigm": gettext_noop("Single transferable vote, weighted inclusive Gregory method"),
    "meek": gettext_noop("Single transferable vote, Meek’s rule"),
}
"""Methods that are known by a name; others show their own."""


def title_of(method: Method) -> str:
    """A method's name in the reader's language."""
    return gettext(NAMES.get(method.name, method.statement.title))


def offered() -> tuple[tuple[str, str], ...]:
    """The methods that an election can be counted by, each with its name, by name."""
    return tuple((one.name, title_of(one)) for one in electing_methods())


def rule_of(name: str) -> Any:
    """The plain form of a method's rule with every option as stated; None for no such method."""
    found = next((one for one in electing_methods() if one.name == name), None)
    return None if found is None else to_plain(found.rule)


def name_of(plain: Any) -> str:
    """The name of the method whose rule this is, every option as stated; "" for another rule."""
    return next((one.name for one in electing_methods() if to_plain(one.rule) == plain), "")
