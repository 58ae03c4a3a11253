"""Counting an election: the result is a document that explains itself, and anyone counts again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from koinon.acts import postponed
from koinon.acts.act import Act, Consequence, Effect, Moment
from koinon.acts.fields import Sentence, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly import elections
from koinon.assembly.acts.elections.ballots import check_roll
from koinon.assembly.acts.elections.finding import recorded, uncounted
from koinon.assembly.acts.participatory import following, note_count
from koinon.assembly.models import Candidate, Election
from koinon.methods.counting.contests import CountError
from koinon.methods.counting.ties import LotNeeded
from koinon.record import store
from koinon.record.ballot_sets import counted_sets, unlike
from koinon.record.canonical import JSON
from koinon.record.elections import BALLOTS_MEDIA, Counted

JSON_MEDIA = "application/json"


@act("assembly.count_election/1")
class CountElection(Act):
    """Count an election whose voting has closed; `lot` is the value drawn if a tie needs one.

    The clock counts at the close what came in before, where no tie needs a lot; ballots that come
    later, and ties, are counted from a seat. Where projects were voted on, the acts of the funded
    ones follow.
    """

    code: Slug
    lot: Sentence | None = None

    def judge(self, moment: Moment) -> Consequence:
        """Voting has closed, papers were typed alike, and the ballots are no more than papers."""
        election = uncounted(self.code)
        if moment.at < election.closes_at:
            refuse("assembly.election_open", election=self.code, closes_at=election.closes_at)
        sets = elections.sets_of(election)
        if not sets:
            refuse("assembly.no_election_ballots", election=self.code)
        for city, batch in unlike(sets):
            refuse("assembly.batch_differs", batch=batch, city=city, election=self.code)
        check_roll(election, elections.over(election, sets))
        counted = self._counted(election, moment)
        result = recorded(moment) if counted is None else _result(self.code, counted, self.lot)
        elected, ballots, document = result["elected"], result["ballots"], result["result"]
        assert isinstance(elected, list)
        assert isinstance(ballots, dict)
        assert isinstance(document, dict)
        stated: Effect = {
            "kind": "election_count",
            "rule": election.rule,
            **result,
            "ballots": ballots["sha256"],
            "result": document["sha256"],
        }
        budget = elections.budget_of(election)
        several = len(counted_sets(sets)) > 1
        named: list[Effect] = [{"kind": "document", **document}]
        if several:
            named.insert(0, {"kind": "document", **ballots})
        return Consequence(
            result=result,
            effects=(*named, stated)
            if counted is None
            else (stated,),  # the gate names what it keeps
            then=following(budget, tuple(map(str, elected))) if budget else (),
            kept=() if counted is None else _kept(counted, several=several),
            plan=(election.id, elected, result, budget),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The result, and who is elected, or what is funded, in which place."""
        election_id, elected, result, budget = consequence.plan
        Election.objects.filter(id=election_id).update(
            status="counted", counted_n=moment.n, result=result
        )
        for place, code in enumerate(elected, 1):
            Candidate.objects.filter(election_id=election_id, code=code).update(elected=place)
        if budget is not None:
            note_count(budget, elected, result, moment)
        postponed.settle(CountElection(code=self.code))  # the clock put it off without the lot

    def _counted(self, election: Election, moment: Moment) -> Counted | None:
        """The count; None where a replay elsewhere does without the ballots."""
        found = count(election, moment, lambda: elections.counted(election, self.lot or ""))
        if found is not None and len(found.ballots.dump()) > store.DOCUMENT_LIMIT:
            refuse("assembly.result_too_large", election=self.code)
        return found


def count(election: Election, moment: Moment, counting: Callable[[], Counted]) -> Counted | None:
    """Count the ballots of an election; None where a replay elsewhere does without them.

    Refuses ballots that are not here or cannot be counted, a tie without its lot, and a result that
    no document holds.
    """
    try:
        found = counting()
    except LookupError as error:
        if moment.replaying:
            return None
        refuse("acts.document_missing", sha256=str(error.args[0]))
    except LotNeeded as needed:
        refuse(
            "assembly.lot_needed", candidates=needed.tied, election=election.code, lot=election.lot
        )
    except CountError as error:
        refuse("assembly.election_ballots", election=election.code, why=str(error))
    if len(found.data) > store.DOCUMENT_LIMIT:
        refuse("assembly.result_too_large", election=election.code)
    return found


def _result(code: str, counted: Counted, lot: str | None) -> dict[str, JSON]:
    """What the entry answers: `ballots` and `result` as documents."""
    return {
        "election": code,
        "lot": lot or "",
        "voters": counted.ballots.voters,
        "elected": list(counted.elected),
        "ballots": _document(counted.ballots.sha256, counted.ballots.dump(), BALLOTS_MEDIA),
        "result": result_document(counted),
    }


def result_document(counted: Counted) -> dict[str, Any]:
    """The result of a count as an entry names it."""
    return _document(counted.sha256, counted.data, JSON_MEDIA)


def _document(sha256: str, data: bytes, media: str) -> dict[str, Any]:
    return {"sha256": sha256, "size": len(data), "media": media}


def _kept(counted: Counted, *, several: bool) -> tuple[tuple[bytes, str], ...]:
    """The result, and the ballots where they were added up from several documents."""
    result = (counted.data, JSON_MEDIA)
    return ((counted.ballots.dump(), BALLOTS_MEDIA), result) if several else (result,)
