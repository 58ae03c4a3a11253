"""What came of an act, as sentences: one message for each kind of effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

from koinon.interfaces.shared import naming, wording
from koinon.interfaces.web import words
from koinon.interfaces.web.pages import money_words as said

MESSAGES: Final[Mapping[str, str]] = {
    "fact": gettext_noop("A figure of {city} is certified: {name} {value}, as of {on}."),
    "seats.opened": gettext_noop("Seats opened: {seats}."),
    "seats.closed": gettext_noop("Seats closed: {seats}."),
    "membership.associate": gettext_noop("{city} has a voice from now on, and no vote."),
    "membership.leaving": gettext_noop("{city} leaves on {leaves_at}, and is a member until then."),
    "membership.left": gettext_noop("{city} is with the coalition no more."),
    "membership.member": gettext_noop("{city} is no associate any more, but a member."),
    "notice": gettext_noop("Notice of proposal {proposal} is given; its rule is frozen."),
    "vote": gettext_noop("The vote of {city} on proposal {proposal} stands."),
    "decision.adopted": gettext_noop("Proposal {proposal} is adopted."),
    "decision.rejected": gettext_noop("Proposal {proposal} is not adopted."),
    "ratification": gettext_noop("Proposal {proposal}, decided in urgency, is ratified."),
    "lapse": gettext_noop("Proposal {proposal}, decided in urgency, is not ratified and lapses."),
    "withdrawal": gettext_noop("Proposal {proposal} is withdrawn."),
    "proxy": gettext_noop("{giver} gives its proxy to {holder}."),
    "proxy_end": gettext_noop("The proxy of entry {proxy} ends."),
    "meeting": gettext_noop("Meeting {meeting} is convened; the quorum it needs is frozen."),
    "agenda": gettext_noop("The agenda of meeting {meeting} is at version {version}."),
    "attendance": gettext_noop(
        "Who is present at meeting {meeting} is recorded, in all {present}."
    ),
    "item": gettext_noop("Meeting {meeting} takes up item {item}."),
    "roll_call": gettext_noop("Votes called on proposal {proposal}: {called}."),
    "evaluation": gettext_noop("The experiment “{experiment}” is evaluated."),
    "call": gettext_noop("{city} calls for the second vote on proposal {proposal}."),
    "vote_end": gettext_noop("The vote of {city} on proposal {proposal} is taken back."),
    "objection": gettext_noop("A member objects to the votes recorded on proposal {proposal}."),
    "correction": gettext_noop("The vote of {city} on proposal {proposal} is corrected."),
    "amendment": gettext_noop("Amendment {proposal} to proposal {amends} is tabled."),
    "amendment_order": gettext_noop("The order of the amendments to proposal {proposal} is set."),
    "amendments": gettext_noop(
        "What the votes on the amendments change for proposal {proposal} is settled."
    ),
    "amendments.void": gettext_noop(
        "Because of what the votes on the amendments changed, the votes on proposal {proposal} are "
        "set aside."
    ),
    "casting_vote.for": gettext_noop(
        "The chair votes for proposal {proposal}, whose votes are tied."
    ),
    "casting_vote.against": gettext_noop(
        "The chair votes against proposal {proposal}, whose votes are tied."
    ),
    "minutes": gettext_noop("The minutes of meeting {meeting} are approved."),
    "minutes_signed": gettext_noop("The minutes of meeting {meeting} are signed."),
    "demand": gettext_noop("A member demands a meeting instead of the vote in writing {meeting}."),
    "meeting_over": gettext_noop("Meeting {meeting} is over."),
    "signing_key": gettext_noop("From now on a key signs for {seat}: {key}."),
    "signing_key_end": gettext_noop("A key no longer signs for {seat}: {key}."),
    "witness_key": gettext_noop("{city} countersigns the record with this key from now on: {key}."),
    "witness_key_end": gettext_noop(
        "{city} no longer countersigns the record with this key: {key}."
    ),
    "service": gettext_noop("How notice reached seats is attested, in all {served}."),
    "acknowledgement": gettext_noop("A seat acknowledges the notice it was given."),
    "participatory_budget": gettext_noop("The participatory budget {budget} is open to residents."),
    "ballots": gettext_noop("The ballots of the budget {budget} are in; voters: {voters}."),
    "count": gettext_noop("The budget {budget} is counted; projects funded: {won}, for {cost}."),
    "project_vote": gettext_noop(
        "The participatory budget {election} is open to residents; projects: {projects}."
    ),
    "election": gettext_noop("The election {election} is open; seats: {seats}."),
    "candidacy": gettext_noop("{candidate} stands in the election {election}."),
    "candidacy_end": gettext_noop("{candidate} stands in the election {election} no more."),
    "ballot_paper": gettext_noop(
        "The ballot paper of the election {election} is made; on it: {options}."
    ),
    "roll": gettext_noop(
        "Rolls of voters in the election {election} are stated; cities: {cities}."
    ),
    "election_ballots": gettext_noop(
        "Ballots of the election {election} are in; voters: {voters}."
    ),
    "papers": gettext_noop(
        "Batch {batch} of papers of {city} in the election {election} is typed; papers: {voters}."
    ),
    "election_count": gettext_noop("The election {election} is counted; elected: {elected}."),
    "vacancy": gettext_noop(
        "The seat of {vacated} in the election {election} is filled; elected: {elected}."
    ),
    "arrears_warning": gettext_noop(
        "{city} is warned: it owes {amount} and is suspended on {suspends_at} unless it pays."
    ),
    "suspension": gettext_noop("{city} is suspended: it owes {amount} (article {article})."),
    "dispute": gettext_noop("{city} objects to what it was charged: dispute {dispute}."),
    "dispute_end": gettext_noop("Dispute {dispute} is over: {outcome}."),
    "dispute_carried_out": gettext_noop("Dispute {dispute} is carried out."),
    "recalculation": gettext_noop("The levy is computed anew; the entry shows every step."),
    "restoration": gettext_noop("{city} has its rights again."),
    "postings": gettext_noop("The books are changed; the entry shows every line."),
    "levy": gettext_noop("The levy is computed; the entry shows every step."),
    "dissolution": gettext_noop("The coalition is dissolved, by article {article}."),
    "share_out": gettext_noop(
        "What the coalition has is shared out; the entry shows each member’s share."
    ),
    "residual": gettext_noop(
        "{city} is charged its share on leaving; the entry shows what it follows from."
    ),
    "sample_plan": gettext_noop(
        "Sample {sample} of audit {audit} is planned; items in its population: {items}."
    ),
    "sample": gettext_noop(
        "Sample {sample} is drawn, as its plan and the value announced before make it."
    ),
    "confirmations": gettext_noop(
        "Members are asked to confirm what they owed by the books on {on}."
    ),
}
"""Kind → the message with the effect's facts."""

OTHER: Final = gettext_noop("An effect of the kind “{kind}”; the verifier checks it.")


def effect_sentence(effect: Mapping[str, Any]) -> str:
    """An effect as a sentence in the reader's language."""
    key, facts = effect["kind"], _facts(effect)
    if key == "seats":
        key = "seats.opened" if effect["add"] else "seats.closed"
    if key == "membership":
        key = f"membership.{effect['status']}"
    if key == "decision":
        key = f"decision.{effect['outcome']}"
    if key == "amendments" and effect["void"]:
        key = "amendments.void"
    if key == "casting_vote":
        key = f"casting_vote.{effect['vote']}"
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
    for seat in {"giver", "holder", "seat"} & effect.keys():
        facts[seat] = words.seat_name(effect[seat], names)
    for name in {
        "proxy",
        "budget",
        "voters",
        "meeting",
        "version",
        "item",
        "amends",
        "sample",
        "audit",
        "items",
    } & effect.keys():
        facts[name] = str(effect[name])
    for name, fact in (("present", "present"), ("votes", "called"), ("served", "served")):
        if name in effect:
            facts[fact] = wording.number(len(effect[name]))
    if "key" in effect:
        name, _, rest = effect["key"].partition("+")  # a witness's key begins with its name
        facts["key"] = name if rest else f"{name[:16]}…"
    if "open_cents" in effect:
        facts["amount"] = wording.money(effect["open_cents"], said.currency())
    for name in {"suspends_at", "leaves_at"} & effect.keys():
        facts[name] = wording.instant(effect[name])
    if "dispute" in effect:
        facts["dispute"] = str(effect["dispute"])
    if effect["kind"] == "dispute_end":
        facts["outcome"] = words.fixed(effect["outcome"])
    if effect["kind"] == "confirmations":
        facts["on"] = wording.day(effect["on"])
    if "article" in effect:
        facts["article"] = str(effect["article"])
    if "experiment" in effect:
        facts["experiment"] = naming.experiment(effect["experiment"])
    if "election" in effect:
        facts |= _of_election(effect, names)
    if effect["kind"] == "count":
        won = len(effect["bought"]) + len(effect["added"])
        cost = wording.money(effect["cost_cents"], said.currency())
        facts |= {"won": wording.number(won), "cost": cost}
    if effect["kind"] == "seats":
        changed = effect["add"] or effect["remove"]
        facts["seats"] = ", ".join(words.seat_name(seat, names) for seat in changed)
    return facts


_ELECTION_CODES: Final = {"election", "candidate", "batch", "vacated"}


def _of_election(effect: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """The facts of an election's effects: codes as they are, cities by their names."""
    facts = {one: str(effect[one]) for one in _ELECTION_CODES & effect.keys()}
    for name in {"options", "elected"} & effect.keys():
        facts[name] = ", ".join(effect[name]) or "–"
    if effect["kind"] == "election":
        facts["seats"] = wording.number(effect["seats"])
    if effect["kind"] == "project_vote":
        facts["projects"] = wording.number(len(effect["projects"]))
    if effect["kind"] == "roll":
        facts["cities"] = ", ".join(names.get(row[0], row[0]) for row in effect["rolls"])
    return facts
