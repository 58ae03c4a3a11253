"""Decisions in urgency as pages tell them: who decides, who ratifies until when, what followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from koinon.assembly import queries as assembly
from koinon.assembly.queries import ProposalView
from koinon.charter.document import Charter
from koinon.interfaces.shared import wording
from koinon.interfaces.web import words
from koinon.interfaces.web.instants import now

RATIFY: Final = "assembly.ratify/1"


@dataclass(frozen=True, slots=True)
class Offered:
    """What a charter lets be decided in urgency: the titles of its matters, and by whom."""

    article: str
    body: str
    matters: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Told:
    """A proposal's urgency in sentences; `word` and `tag` label it, `may_ratify` offers the step.

    `vote` is the latest proposal to ratify it, and `ended_n` the entry by which it was ratified or
    lapsed. `ratifies` is, the other way round, what this proposal is to ratify.
    """

    said: tuple[str, ...]
    word: str
    tag: str
    vote: int | None
    ended_n: int | None
    may_ratify: bool
    ratifies: int | None


def offered(charter: Charter, acts: Iterable[Mapping[str, Any]]) -> Offered | None:
    """What can be asked for in urgency; nothing of a proposal that ratifies."""
    terms = charter.urgency
    if terms is None or any(one["type"] == RATIFY for one in acts):
        return None
    titles = tuple(words.told(charter.matter(name).title) for name in terms.instead_of)
    body = words.told(charter.body(terms.body).title)
    return Offered(terms.article, body, titles, terms.ratified_within_days)


def ratified_matters(acts: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The matters of what these acts ratify, if they do."""
    numbers = [one["data"]["proposal"] for one in acts if one["type"] == RATIFY]
    found = (assembly.proposal(number, now()) for number in numbers)
    return tuple(name for one in found if one is not None for name in one.matters)


def ratifier(found: ProposalView, charter: Charter | None) -> str:
    """The body that ratifies a decision: the one that has its matter."""
    return charter.matter(found.matters[0]).body if charter else ""


def told(found: ProposalView, charter: Charter | None, *, may_propose: bool) -> Told | None:
    """A proposal's urgency, or what it ratifies; None where it is about neither."""
    urgency = found.urgency
    if urgency is None:
        if found.ratifies is None:
            return None
        return Told((), "", "", None, None, may_ratify=False, ratifies=found.ratifies)
    word, tag = label(urgency.state, urgency.until_at)
    waits = urgency.state == "waiting"
    return Told(
        said=sentences(found, charter),
        word=word,
        tag=tag,
        vote=urgency.vote,
        ended_n=urgency.n,
        may_ratify=waits and not urgency.voting and may_propose,
        ratifies=None,
    )


def label(state: str | None, until_at: str | None) -> tuple[str, str]:
    """The word that labels a decision in urgency, and the kind of label it is."""
    if state == "waiting" and until_at is not None:
        day = wording.day(wording.last_day(until_at))
        return gettext("To be ratified by {day}").format(day=day), "upcoming"
    if state == "ratified":
        return gettext("Ratified"), "yes"
    if state == "lapsed":
        return gettext("Not ratified"), "no"
    return gettext("In urgency"), "upcoming"


def sentences(found: ProposalView, charter: Charter | None) -> tuple[str, ...]:
    """Why it is decided in urgency, and what that comes to."""
    urgency = found.urgency
    terms = charter.urgency if charter else None
    if urgency is None or charter is None or terms is None:
        return ()
    facts = {
        "article": terms.article,
        "reason": urgency.reason,
        "body": words.told(charter.body(ratifier(found, charter)).title),
        "days": wording.number(terms.ratified_within_days),
        "until": wording.deadline(urgency.until_at) if urgency.until_at else "",
    }
    why = gettext("In urgency, by article {article}, because: {reason}")
    if urgency.state == "waiting":
        then = gettext(
            "It has taken effect. {body} is to ratify it until {until}, or it lapses: what was "
            "done by then stays done, and nothing new is done by it."
        )
    elif urgency.state == "ratified":
        then = gettext("{body} has ratified it, so that it stays.")
    elif urgency.state == "lapsed":
        then = gettext(
            "{body} has not ratified it, so that it lapsed: what was done by then stays done, and "
            "nothing new is done by it."
        )
    elif found.decided_n is None:
        then = gettext(
            "If it is adopted it takes effect at once. {body} is then to ratify it; whole days to "
            "do so: {days}. Else it lapses."
        )
    else:
        return (why.format_map(facts),)
    return why.format_map(facts), then.format_map(facts)
