"""Elections as they stand: their rows as the count takes them, and the count itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from koinon.assembly.models import (
    BudgetProject,
    Candidate,
    Election,
    ElectionBallots,
    ElectionRoll,
    ParticipatoryBudget,
)
from koinon.methods.counting.ballots import (
    Ballots,
    Form,
    gather_approvals,
    gather_choices,
    gather_points,
    gather_rankings,
)
from koinon.methods.counting.contests import Contest
from koinon.methods.counting.ties import LotNeeded
from koinon.record import canonical, project_votes, store
from koinon.record import elections as rules
from koinon.record.ballot_sets import BallotSets, Over, counted_sets, over_roll
from koinon.record.elections import Counted, Money


def paper_of(election: Election) -> tuple[str, ...]:
    """The codes on the ballot paper, in its order; () before there is one."""
    rows = Candidate.objects.filter(election_id=election.id, place__isnull=False)
    return tuple(rows.order_by("place").values_list("code", flat=True))


def sets_of(election: Election) -> BallotSets:
    """All ballots that came in, as whoever checks the record keeps them."""
    rows = ElectionBallots.objects.filter(election_id=election.id).order_by("city", "batch", "seat")
    return {(row.city, row.batch, row.seat): (row.ballots_sha256, row.voters) for row in rows}


def issued_by(election: Election) -> dict[str, int]:
    """How many papers each city issued that stated a roll."""
    rows = ElectionRoll.objects.filter(election_id=election.id).order_by("city")
    return dict(rows.values_list("city", "issued"))


def over(election: Election, sets: BallotSets, issued: dict[str, int] | None = None) -> Over | None:
    """The city that has more of these ballots than papers, by the rolls as they stand."""
    known = issued_by(election) if issued is None else issued
    return over_roll(sets, known, election.cities)


def contest_of(election: Election) -> Contest:
    """The contest as every rule takes it: codes alone, nobody's name, and what projects cost."""
    rows = Candidate.objects.filter(election_id=election.id, place__isnull=False)
    gone = rows.filter(withdrawn_n__isnull=False).order_by("place")
    names = tuple(gone.values_list("code", flat=True))
    paper, money = paper_of(election), _money(election)
    return rules.contest_of(election.code, election.seats, paper, names, money)


def budget_of(election: Election) -> ParticipatoryBudget | None:
    """The participatory budget whose money this vote shares out; None where people are elected."""
    return ParticipatoryBudget.objects.filter(election_id=election.id).first()


def _money(election: Election) -> Money | None:
    budget = budget_of(election)
    if budget is None:
        return None
    rows = BudgetProject.objects.filter(budget_id=budget.id).order_by("place")
    costs = tuple(rows.values_list("cost_cents", flat=True))
    assert budget.unit is not None
    return Money(budget.envelope_cents, budget.unit, costs)


def read_document(election: Election, sha256: str) -> Ballots:
    """A document of ballots over the paper. Raises LookupError or CountError."""
    found = store.document(sha256)
    if found is None:
        raise LookupError(sha256)
    contest = contest_of(election)
    ballots = rules.read_papers(found[0], contest.ids, election.rule)
    if contest.budget is not None:
        project_votes.check_form(election.rule, contest, ballots.form)
    return ballots


def check_rule(rule: Any, seats: int) -> None:
    """Try a rule on a paper with a single ballot. Raises CountError.

    What shares out money, fills a vacancy, or elects one where several are to be, counts nothing
    here whatever the ballots are: it is refused before the assembly has voted on it.
    """
    method, _ = rules.read_rule(rule)
    ids = tuple(f"option-{k}" for k in range(seats + 1))
    tried = _ONE_BALLOT[method.forms[0]](ids)
    rules.count(rule, rules.contest_of("trial", seats, ids), (tried,), "trial")


_ONE_BALLOT: Final[Mapping[Form, Callable[[Sequence[str]], Ballots]]] = {
    "rankings": lambda ids: gather_rankings(ids, [(((0,), (1,)), 1)]),
    "approvals": lambda ids: gather_approvals(ids, [((0,), 1)]),
    "choice": lambda ids: gather_choices(ids, [(0, 1)]),
    "points": lambda ids: gather_points(ids, [({0: 1, 1: 0}, 1)], 0, 1),
}


def counted(election: Election, lot: str = "") -> Counted:
    """The count of all ballots that came in.

    Raises LookupError (its argument is the document) when ballots are not kept here, CountError
    when they cannot be counted, LotNeeded when only a lot breaks a tie.
    """
    return _counted(*_count_of(election), lot)


def counted_by(election: Election, rule: Any, lot: str = "") -> Counted:
    """The count of the same ballots by another rule's plain form; raises as `counted` does."""
    _, contest, documents = _count_of(election)
    return _counted(canonical.dump(rule), contest, documents, lot)


def tied(election: Election) -> tuple[str, ...]:
    """Those between whom only a lot decides, by the ballots that came in; () where none is needed.

    Raises LookupError and CountError as `counted` does.
    """
    return _tied(*_count_of(election))


def _count_of(election: Election) -> tuple[bytes, Contest, tuple[str, ...]]:
    """What a count depends on: the rule, the contest, the documents of ballots."""
    documents = tuple(document for _, document, _ in counted_sets(sets_of(election)))
    return canonical.dump(election.rule), contest_of(election), documents


@lru_cache(maxsize=32)
def _tied(rule: bytes, contest: Contest, documents: tuple[str, ...]) -> tuple[str, ...]:
    try:
        _counted(rule, contest, documents, "")
    except LotNeeded as needed:
        return needed.tied
    return ()


@lru_cache(maxsize=8)
def _counted(rule: bytes, contest: Contest, documents: tuple[str, ...], lot: str) -> Counted:
    plain: Any = canonical.load(rule)
    sets = []
    for sha256 in documents:
        found = store.document(sha256)
        if found is None:
            raise LookupError(sha256)
        sets.append(rules.read_papers(found[0], contest.ids, plain))
    return rules.count(plain, contest, sets, lot)
