"""A decision's certificate: the rule line by line, every vote, what came of it, the checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext

from koinon.assembly.queries import ProposalView
from koinon.charter import queries as charters
from koinon.charter.document import Charter
from koinon.interfaces.shared import countersigning, wording
from koinon.interfaces.shared.checkpoints import Stated
from koinon.interfaces.shared.papers import (
    Block,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Run,
    Table,
    Text,
    text,
)
from koinon.interfaces.web import meter, words
from koinon.interfaces.web.executions import not_carried_out
from koinon.interfaces.web.office_holders import office_holders
from koinon.interfaces.web.pages import decisions, urgency_told
from koinon.interfaces.web.papers.making import checkpoint_of, paper
from koinon.interfaces.web.papers.told import blocks
from koinon.methods.rules import Tree


@dataclass(frozen=True, slots=True)
class Read:
    """A proposal with the charter that judges it, read for a paper."""

    proposal: ProposalView
    charter: Charter | None
    site: str


def read(proposal: ProposalView, request: HttpRequest) -> Read:
    """A proposal, ready to be told."""
    return Read(proposal, decisions.frozen_charter(proposal), request.build_absolute_uri("/"))


def certificate(request: HttpRequest, proposal: ProposalView, stated: Stated) -> Paper:
    """The certificate of a proposal that was decided."""
    assert proposal.decided_n is not None, "nothing is decided yet"
    found = read(proposal, request)
    said = (
        Paragraph((title_of(proposal, strong=True),)),
        facts(found),
        *outcome(found),
        Heading(1, text(gettext("How the rule decided"))),
        rule_table(found),
        Heading(1, text(gettext("Who voted what"))),
        votes_table(found),
        Heading(1, text(_acts_title(proposal, carried_out=not _refused(proposal)))),
        *acts(found),
        checkpoint_of(request, stated),
    )
    title = gettext("Certificate of decision {number}").format(number=proposal.number)
    return paper(text(title), said, stated.at_utc)


def title_of(proposal: ProposalView, *, strong: bool = False) -> Run:
    """A proposal's title, in the language it is told in."""
    said = words.told(proposal.title)
    language = next((one for one, title in proposal.title if title == said), "")
    return Run(said, strong=strong, apart=True, language=language)


def _acts_title(proposal: ProposalView, *, carried_out: bool) -> str:
    if proposal.phase != "adopted":
        return gettext("What it would have done")
    return gettext("What it did") if carried_out else gettext("What it was to do")


def facts(found: Read) -> Facts:
    """What decides and when: outcome, body, notice, voting, matter, rule, charter, entry."""
    proposal, charter = found.proposal, found.charter
    rows = [
        (gettext("Outcome"), _phase(proposal)),
        (gettext("Urgency"), " ".join(urgency_told.sentences(proposal, charter))),
        (gettext("Decided by"), words.told(charter.body(proposal.body).title) if charter else ""),
        (
            gettext("Notice"),
            f"{wording.instant(proposal.noticed_at)}, {words.seat_name(proposal.proposer)}",
        ),
        (gettext("Voting"), _voting(proposal)),
        (gettext("Matter"), _matters(found)),
        (gettext("Rule"), _rules(found)),
        (gettext("Abstention"), words.abstention(proposal.terms.abstention)),
        (gettext("Charter"), _version(proposal)),
        (
            gettext("The count"),
            gettext("Entry {n}").format(n=proposal.decided_n) if proposal.decided_n else "",
        ),
        (gettext("Countersigned"), _countersigned(proposal)),
    ]
    return Facts(tuple((text(name), text(value)) for name, value in rows if value))


def _countersigned(proposal: ProposalView) -> str:
    """The cities that countersigned the count, each with the instant it first did."""
    if proposal.decided_n is None:
        return ""
    names = words.city_names()
    return "; ".join(
        f"{names.get(city, city)} ({wording.instant(at)})"
        for city, at in countersigning.over(proposal.decided_n)
    )


def _voting(proposal: ProposalView) -> str:
    if (put := proposal.meeting) is not None and put.by_roll_call:
        said = gettext("In meeting {n}, under item {item}; it begins {at}")
        return said.format(n=put.number, item=put.item, at=wording.instant(put.begins_at))
    return gettext("From {opens} until {closes}").format(
        opens=wording.instant(proposal.opens_at), closes=wording.deadline(proposal.closes_at)
    )


def _phase(proposal: ProposalView) -> str:
    amends = proposal.meeting.amendment if proposal.meeting else None
    if proposal.phase == "fallen" and amends is not None:
        said = gettext("Fallen: amendment {first} was carried and replaces the same")
        return said.format(first=amends.fallen_for)
    return {
        "upcoming": gettext("Upcoming"),
        "open": gettext("Open now"),
        "closed": gettext("Being counted"),
        "adopted": gettext("Adopted"),
        "rejected": gettext("Not adopted"),
        "withdrawn": gettext("Withdrawn"),
        "lapsed": gettext("Lapsed: its meeting ended without a vote on it"),
    }[proposal.phase]


def _matters(found: Read) -> str:
    wanted = found.charter.matters if found.charter else ()
    return "; ".join(
        _article(one.article, words.told(one.title))
        for one in wanted
        if one.id in found.proposal.matters
    )


def _rules(found: Read) -> str:
    if found.charter is None:
        return ""
    wanted = decisions.rules_of(found.proposal, found.charter)
    return "; ".join(
        _article(one.article, words.told(one.title))
        for one in found.charter.rules
        if one.id in wanted
    )


def _article(article: str, title: str) -> str:
    return gettext("Article {article}, {title}").format(article=article, title=title)


def _version(proposal: ProposalView) -> str:
    numbers = (one.number for one in charters.versions() if one.sha256 == proposal.charter_sha256)
    number = next(numbers, None)
    said = gettext("Version {number}").format(number=number) + ", " if number else ""
    return f"{said}SHA-256 {proposal.charter_sha256}"


def _refused(proposal: ProposalView) -> str:
    found = not_carried_out([proposal.decided_n]).get(proposal.decided_n or 0)
    return found.sentence if found else ""


def outcome(found: Read) -> tuple[Block, ...]:
    """Why the acts of a decision did not take effect, where they did not."""
    reason = _refused(found.proposal)
    if not reason:
        return ()
    said = gettext("It was adopted, but its acts could not be carried out: {reason}")
    return (Paragraph(text(said.format(reason=reason)), alarm=True),)


def rule_table(found: Read) -> Block:
    """Every condition of the rule with what was measured and what it needed."""
    return judged(found.proposal.decision.tree, found.charter)


def judged(tree: Tree, charter: Charter | None) -> Block:
    """A rule as it was judged, as a table."""
    if charter is None:
        return Paragraph(text(gettext("The charter that judges it is not kept here.")))
    rows = tuple(map(_gauge, meter.judged(tree, charter)))
    head = (gettext("Condition"), gettext("Measured"), gettext("Needed"), gettext("Met"))
    return Table(tuple(map(text, head)), rows, frozenset({1, 2}))


def _gauge(row: meter.Gauge) -> tuple[Text, ...]:
    indent = "\u2003" * row.depth
    label = f"{indent}{row.label}" + (f"\n{row.note}" if row.note else "")
    measured = row.measured + (f"\n{row.detail}" if row.detail else "")
    met = gettext("Met") if row.met else gettext("Not met")
    return text(label), text(measured), text(row.needed), text(met)


def votes_table(found: Read) -> Block:
    """Every member entitled to vote: its weights, its vote, through which seat, which entry."""
    names, proposal = words.city_names(), found.proposal
    titles = decisions.weight_titles(proposal, found.charter)
    head = (gettext("City"), *titles, gettext("Vote"), gettext("Entry"))
    in_meeting = proposal.meeting is not None and proposal.meeting.by_roll_call
    rows = tuple(
        _vote(row, names, proposal.body, in_meeting=in_meeting)
        for row in decisions.ballot_rows(proposal)
    )
    numeric = frozenset({*range(1, len(titles) + 1), len(titles) + 2})
    return Table(tuple(map(text, head)), rows, numeric)


def _speaker(row: dict[str, Any], body: str) -> Text:
    """Who spoke for a member in a meeting, by the public register; nothing for nobody."""
    vote = row["vote"]
    if not body or vote is None:
        return ()
    name = office_holders(body).name(vote.seat, vote.cast_at, vote.by)
    return (Run("\n"), Run(name, apart=True)) if name else ()


def _vote(
    row: dict[str, Any], names: dict[str, str], body: str, *, in_meeting: bool
) -> tuple[Text, ...]:
    city = names.get(row["city"], row["city"])
    said = row["word"] or gettext("Did not vote")
    by = row["vote"].by if row["vote"] else None
    if by:
        said += f"\n{words.fixed(by)}"
    elif in_meeting and row["vote"]:
        said += "\n" + gettext("Online")
    if row["holder"] and by is None:
        seat = words.seat_name(row["holder"], names)
        said += "\n" + gettext("by proxy: {seat}").format(seat=seat)
    return (
        (Run(city, apart=True),),
        *(text(wording.number(weight)) for weight in row["weights"]),
        (*text(said), *_speaker(row, body if in_meeting else "")),
        text(str(row["vote"].cast_n) if row["vote"] else "–"),
    )


def acts(found: Read) -> tuple[Block, ...]:
    """What it does or did, told as on its page."""
    told = decisions.told(found.proposal, "")
    if not told:
        said = gettext("It carries out no act by itself; it states what the members decide.")
        return (Paragraph(text(said)),)
    many = len(told) > 1
    made: list[Block] = []
    for act in told:
        number = f"{act.place}. " if many else ""
        made.append(Heading(2, text(f"{number}{act.sentence}")))
        context = {"it": act.told, "place": act.place, "names": words.city_names()}
        html = render_to_string(act.template, context)
        made += blocks(html, site=found.site, level=2)
    return tuple(made)
