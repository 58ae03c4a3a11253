"""Past decisions under another charter: the same votes, judged by its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from koinon.acts import registry
from koinon.acts.act import Act
from koinon.acts.refused import Refusal, Refused, refuse
from koinon.assembly.acts.enclosing import Encloses
from koinon.assembly.electorates import Procedure, laid_out, procedure, weigh_members
from koinon.assembly.models import Proposal
from koinon.assembly.urgency import ratified_matters
from koinon.charter.document import Charter, Names
from koinon.cities import queries as cities
from koinon.methods.casting import with_casting_vote
from koinon.methods.plain import from_plain
from koinon.methods.rules import Electorate
from koinon.methods.trees import Decision, decide

MOST = 500
"""Most past decisions judged anew, the newest first."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A past decision, and how another charter would have judged the votes that were cast.

    `would` is None where it cannot say: no matter of it covers what was decided, or a member cannot
    be weighed; `why` then says which.
    """

    number: int
    title: Names
    adopted: bool
    would: Decision | None
    why: Refused | None

    @property
    def flips(self) -> bool:
        """Whether the outcome would have been the other one."""
        return self.would is not None and self.would.tree.met != self.adopted


def decided_under(charter: Charter, most: int = MOST) -> tuple[Compared, ...]:
    """Every decision of proposals under a charter, the newest first.

    The members are those that were entitled then and sit in the body of the other charter, with
    the figures known when notice was given; their votes, calls and the chair's vote stay as they
    were.
    """
    rows = Proposal.objects.filter(
        status__in=("adopted", "rejected"), decision__isnull=False, amends__isnull=True
    )
    return tuple(
        _compared(row, charter)
        for row in rows.select_related("ratifies").order_by("-number")[:most]
    )


def _compared(row: Proposal, charter: Charter) -> Compared:
    title: Names = tuple((language, text) for language, text in row.title)
    was = from_plain(Decision, row.decision)
    would: Decision | None = None
    why: Refused | None = None
    try:
        would = _judged(row, was, charter)
    except Refusal as refusal:
        why = refusal.refused
    return Compared(row.number, title, row.status == "adopted", would, why)


def _judged(row: Proposal, was: Decision, charter: Charter) -> Decision:
    asked = _procedure(row, charter)
    voters = _electorate(row, was, charter, asked)
    rule = with_casting_vote(asked.rule) if row.casting == "for" else asked.rule
    votes = {member: vote for member, vote in was.votes if member in voters.members}
    calls = [member for member in was.calls if member in voters.members]
    return decide(rule, voters, votes, asked.abstention, calls)


def _procedure(row: Proposal, charter: Charter) -> Procedure:
    """What the other charter asks of these acts; of a proposal without any, of its own matter."""
    urgent = row.urgent is not None
    if row.ratifies is not None:
        return procedure(charter, (), None, also=ratified_matters(charter, row.ratifies))
    acts = (registry.find(one["type"]).read(one["data"]) for one in row.acts)
    types = tuple(dict.fromkeys(_types(acts)))
    return procedure(charter, types, None if types else row.matters[0], urgent=urgent)


def _types(acts: Iterable[Act]) -> Iterator[str]:
    """The types of acts and of those that they enclose."""
    for act in acts:
        yield act.type
        if isinstance(act, Encloses):
            inside = act.enclosed()
            yield from _types(registry.find(one.type).read(one.data) for one in inside)


def _electorate(row: Proposal, was: Decision, charter: Charter, asked: Procedure) -> Electorate:
    body = charter.body(asked.body)
    sitting = charter.sitting(body, was.electorate.members)
    participating = charter.participants(asked.programme, sitting)
    members = list(participating if asked.participants_only else sitting)
    if not members:
        refuse("assembly.nobody_sits", body=body.id)
    day, n = row.noticed_at[:10], row.opened_n
    known = {kind.id: cities.facts_known(kind.id, day, n) for kind in charter.facts}

    def weigh_all(name: str) -> dict[str, Fraction]:
        return weigh_members(charter, name, members, day, known)

    return laid_out(charter, body, asked.rule, members, participating, weigh_all)
