"""Judging a proposal's rule over the votes cast so far."""

from __future__ import annotations

from fractions import Fraction

from koinon.assembly.models import Proposal
from koinon.assembly.models import Vote as VoteRow
from koinon.methods.plain import from_plain
from koinon.methods.rules import Vote
from koinon.methods.trees import Decision, Terms, decide


def votes_of(proposal: Proposal) -> dict[str, Vote]:
    """The votes as they stand, by member."""
    rows = VoteRow.objects.filter(proposal_id=proposal.id).order_by("city")
    return {
        row.city: Vote(Fraction(row.yes), Fraction(row.no), Fraction(row.abstain)) for row in rows
    }


def terms_of(proposal: Proposal) -> Terms:
    """The rule, the electorate and what an abstention counts as, as frozen at notice."""
    return from_plain(Terms, proposal.terms)


def decided(proposal: Proposal) -> Decision:
    """The rule judged line by line over the votes as they stand."""
    terms = terms_of(proposal)
    return decide(terms.rule, terms.electorate, votes_of(proposal), terms.abstention)
