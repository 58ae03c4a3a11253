"""Why each candidate is in a committee or not."""

from __future__ import annotations

from koinon.methods.counting.committees.rules import (
    EqualSharesCommitteeResult,
    SeqPavResult,
    SeqPhragmenResult,
)
from koinon.methods.counting.contests import Contest
from koinon.methods.counting.reasons import Reason

CommitteeResult = SeqPavResult | SeqPhragmenResult | EqualSharesCommitteeResult


def committee_reasons(result: CommitteeResult, contest: Contest) -> tuple[Reason, ...]:
    """At which seat a candidate was elected; whoever was not came after the last elected."""
    seats = {id_: place for place, id_ in enumerate(result.elected, 1)}
    last = result.elected[-1] if result.elected else ""
    gone = {one.id for one in contest.options if one.withdrawn}

    def reason(id_: str) -> Reason:
        if id_ in gone:
            return Reason(id_, won=False, code="withdrawn")
        if id_ in seats:
            return Reason(id_, True, "seat", seats[id_])
        return Reason(id_, won=False, code="beaten", other=last)

    return tuple(map(reason, contest.ids))
