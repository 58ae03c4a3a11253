"""What came of an act, as sentences: one message for each kind of effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

from koinon.interfaces.shared import wording
from koinon.interfaces.web import words

MESSAGES: Final[Mapping[str, str]] = {
    "fact": gettext_noop("A figure of {city} is certified: {name} {value}, as of {on}."),
    "seats.opened": gettext_noop("Seats opened: {seats}."),
    "seats.closed": gettext_noop("Seats closed: {seats}."),
    "notice": gettext_noop("Notice of proposal {proposal} is given; its rule is frozen."),
    "vote": gettext_noop("The vote of {city} on proposal {proposal} stands."),
    "decision.adopted": gettext_noop("Proposal {proposal} is adopted."),
    "decision.rejected": gettext_noop("Proposal {proposal} is not adopted."),
    "withdrawal": gettext_noop("Proposal {proposal} is withdrawn."),
    "proxy": gettext_noop("{giver} gives its proxy to {holder}."),
    "proxy_end": gettext_noop("The proxy of entry {proxy} ends."),
    "participatory_budget": gettext_noop("The participatory budget {budget} is open to residents."),
    "ballots": gettext_noop("The ballots of the budget {budget} are in; voters: {voters}."),
    "count": gettext_noop("The budget {budget} is counted; projects funded: {won}, for {cost}."),
    "postings": gettext_noop("The books are changed; the entry shows every line."),
    "levy": gettext_noop("The levy is computed; the entry shows every step."),
}
"""Kind → the message with the effect's facts."""

OTHER: Final = gettext_noop("An effect of the kind “{kind}”; the verifier checks it.")


def effect_sentence(effect: Mapping[str, Any]) -> str:
    """An effect as a sentence in the reader's language."""
    key, facts = effect["kind"], _facts(effect)
    if key == "seats":
        key = "seats.opened" if effect["add"] else "seats.closed"
    if key == "decision":
        key = f"decision.{effect['outcome']}"
    return gettext(MESSAGES.get(key, OTHER)).format_map(facts)


def _facts(effect: Mapping[str, Any]) -> dict[str, str]:
    """The facts its message may name."""
    names = words.city_names()
    slug = str(effect.get("city") or effect.get("subject", "")).removeprefix("city:")
    facts = {"kind": str(effect["kind"]), "city": names.get(slug, slug)}
    if "proposal" in effect:
        facts["proposal"] = str(effect["proposal"])
    if effect["kind"] == "fact":
        facts["name"] = words.fact_title(effect["name"])
        facts["value"] = words.value_text(effect["value"])
        facts["on"] = wording.day(effect["on"])
    for seat in {"giver", "holder"} & effect.keys():
        facts[seat] = words.seat_name(effect[seat], names)
    for name in {"proxy", "budget", "voters"} & effect.keys():
        facts[name] = str(effect[name])
    if effect["kind"] == "count":
        found = words.charter()
        won = len(effect["bought"]) + len(effect["added"])
        cost = wording.money(effect["cost_cents"], found.currency if found else "EUR")
        facts |= {"won": wording.number(won), "cost": cost}
    if effect["kind"] == "seats":
        changed = effect["add"] or effect["remove"]
        facts["seats"] = ", ".join(words.seat_name(seat, names) for seat in changed)
    return facts
