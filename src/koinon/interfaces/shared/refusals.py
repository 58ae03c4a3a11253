"""A refusal as one whole sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext, override

from koinon.acts.refused import Fact, Refused
from koinon.charter.levy_faults import fault_code
from koinon.charter.texts import MISTAKES
from koinon.charter.texts_levies import LEVY_FAULTS
from koinon.interfaces.shared import naming, remembered, wording


@cache
def messages() -> Mapping[str, str]:
    """Code → the message, a whole sentence with named facts; from every room's `texts`."""
    found: dict[str, str] = {}
    for room in apps.get_app_configs():
        if room.module is not None and module_has_submodule(room.module, "texts"):
            told = getattr(import_module(f"{room.name}.texts"), "REFUSALS", {})
            assert not found.keys() & told.keys(), room.name
            found |= told
    return found


def sentence(refused: Refused, language: str) -> str:
    """Which article, law or balance said no, and what would make it pass."""
    with override(language):
        said = {name: _said(name, fact) for name, fact in refused.facts}
        if "line" in said and refused.code.startswith("treasury."):
            year = said.get("year", "")
            said["line"] = naming.line(said["line"], int(year) if year.isdigit() else None)
        bare = {name.removesuffix("_cents"): one for name, one in said.items()}
        if "fault" in said:
            fault = LEVY_FAULTS[fault_code(said["fault"], said)]
            said["fault"] = gettext(fault).format_map(bare | said)
        if "mistake" in said:
            said["mistake"] = gettext(MISTAKES[said["mistake"]]).format_map(said)
        told = gettext(messages()[refused.code]).format_map(said)
        return told[:1].upper() + told[1:]


def _said(name: str, fact: Fact) -> str:
    """One fact in words: amounts with their currency, instants and days by the calendar."""
    if isinstance(fact, tuple):
        return naming.holders(fact) if name == "holders" else ", ".join(fact)
    if name.endswith("_cents") and isinstance(fact, str):  # as a note in the record holds it
        fact = int(fact)
    if isinstance(fact, int):
        if name.endswith("_cents"):
            charter = remembered.charter()
            return wording.money(fact, charter.currency if charter else "EUR")
        return str(fact) if name in _PLAIN_NUMBERS else wording.number(fact)
    if name.endswith("_at"):
        return wording.deadline(fact) if name in _DEADLINES else wording.instant(fact)
    if name in _DAYS:
        return wording.day(fact)
    if name == "act":
        key = f"act.{fact}"
        return gettext(key)
    return _NAMED[name](fact) if name in _NAMED else fact


_NAMED: Final[Mapping[str, Callable[[str], str]]] = {
    **dict.fromkeys(("giver", "holder", "proposer", "seat"), naming.seat),
    **dict.fromkeys(("city", "member", "own"), naming.city),
    "body": naming.body,
    "charter_levy": naming.charter_levy,
    "experiment": naming.experiment,
    "expected": gettext,
    "figure": naming.figure,
    "language": naming.language,
    "matter": naming.matter,
    "programme": naming.programme,
    "text": naming.text,
}
"""Facts that are identifiers, and what people call them."""
_PLAIN_NUMBERS: Final = frozenset(
    {
        "number",
        "meeting",
        "item",
        "version",
        "n",
        "ended_n",
        "line",
        "place",
        "year",
        "earlier",
        "decision",
        "commitment",
    }
)
_DEADLINES: Final = frozenset({"closes_at", "ends_at", "until_at"})
_DAYS: Final = frozenset({"on", "first_on", "last_on", "today", "expires", "until"})
