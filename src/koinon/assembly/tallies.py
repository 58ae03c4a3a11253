"""Judging a proposal's rule over the votes cast so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from uuid import UUID

from koinon.assembly.models import Call, Proposal
from koinon.assembly.models import Vote as VoteRow
from koinon.methods.casting import tied, with_casting_vote
from koinon.methods.plain import from_plain
from koinon.methods.rules import Vote, can_be_called
from koinon.methods.trees import Decision, Terms, decide


def votes_in(proposals: Sequence[Proposal]) -> dict[UUID, list[VoteRow]]:
    """The votes on proposals as they stand, by city; one query for all."""
    found: dict[UUID, list[VoteRow]] = {proposal.id: [] for proposal in proposals}
    for row in VoteRow.objects.filter(proposal_id__in=list(found)).order_by("city"):
        found[row.proposal_id].append(row)
    return found


def _votes(rows: Sequence[VoteRow]) -> dict[str, Vote]:
    return {
        row.city: Vote(Fraction(row.yes), Fraction(row.no), Fraction(row.abstain)) for row in rows
    }


def terms_of(proposal: Proposal) -> Terms:
    """The rule, the electorate and what an abstention counts as, as frozen at notice."""
    return from_plain(Terms, proposal.terms)


def decided(
    proposal: Proposal,
    cast: Sequence[VoteRow] | None = None,
    *,
    given: Mapping[str, Vote] | None = None,
    casting: str | None = None,
) -> Decision:
    """The rule judged line by line over the votes as they stand, read here if not handed over.

    Where the chair has cast its vote for it, just half suffices instead of more than half. A second
    vote that its rule provides takes place where enough members called for it.
    """
    terms = terms_of(proposal)
    for_it = (casting or proposal.casting) == "for"
    rule = with_casting_vote(terms.rule) if for_it else terms.rule
    return decide(
        rule,
        terms.electorate,
        votes_on(proposal, cast) if given is None else given,
        terms.abstention,
        calls_on(proposal, terms),
    )


def calls_on(proposal: Proposal, terms: Terms) -> tuple[str, ...]:
    """The members that call for the second vote; nothing is asked where the rule has none."""
    if not can_be_called(terms.rule):
        return ()
    rows = Call.objects.filter(proposal_id=proposal.id).order_by("city")
    return tuple(rows.values_list("city", flat=True))


def votes_on(proposal: Proposal, cast: Sequence[VoteRow] | None = None) -> dict[str, Vote]:
    """The votes as they stand, by member."""
    return _votes(votes_in([proposal])[proposal.id] if cast is None else cast)


def is_tied(
    proposal: Proposal,
    cast: Sequence[VoteRow] | None = None,
    called: Mapping[str, Vote] = MappingProxyType({}),
) -> bool:
    """Whether the votes cast, and these called besides, leave it to the chair's casting vote."""
    terms = terms_of(proposal)
    return tied(terms, {**votes_on(proposal, cast), **called}, calls_on(proposal, terms))
