"""What the acts of an election look up, or refuse."""

from __future__ import annotations

from koinon.acts.act import Moment
from koinon.acts.refused import refuse
from koinon.assembly.models import Candidate, Election
from koinon.record.canonical import JSON


def uncounted(code: str) -> Election:
    """The election of this code, which is not counted."""
    found = Election.objects.filter(code=code).first()
    if found is None:
        refuse("assembly.unknown_election", election=code)
    if found.status != "open":
        refuse("assembly.election_counted", election=code, n=found.counted_n or 0)
    return found


def counted(code: str) -> Election:
    """The election of this code, which is counted."""
    found = Election.objects.filter(code=code).first()
    if found is None:
        refuse("assembly.unknown_election", election=code)
    if found.status != "counted":
        refuse("assembly.election_uncounted", election=code)
    return found


def standing(election: Election, code: str) -> Candidate:
    """The candidate of this code, who has not withdrawn."""
    found = Candidate.objects.filter(election_id=election.id, code=code).first()
    if found is None:
        refuse("assembly.no_candidate", candidate=code, election=election.code)
    if found.withdrawn_n is not None:
        refuse("assembly.candidate_gone", candidate=code, n=found.withdrawn_n)
    return found


def recorded(moment: Moment) -> dict[str, JSON]:
    """What the record says came of the act; for a replay that does without the documents."""
    assert moment.recorded is not None
    return dict(moment.recorded)
