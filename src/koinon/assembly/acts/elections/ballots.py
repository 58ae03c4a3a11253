"""Rolls and ballots of an election: who may vote, what was cast, papers typed twice."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import LARGEST, Slug
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.assembly import elections
from koinon.assembly.acts.elections.finding import recorded, uncounted
from koinon.assembly.models import Election, ElectionBallots, ElectionRoll
from koinon.methods.counting.ballots import Ballots
from koinon.methods.counting.contests import CountError
from koinon.record.ballot_sets import BallotSets, Over, unlike
from koinon.record.canonical import JSON
from koinon.record.elections import BALLOTS_MEDIA

Voters = Annotated[int, Field(ge=0, le=LARGEST)]


class Roll(Plain):
    """How many of a city may vote, and how many got a ballot paper."""

    city: Slug
    entitled: Voters
    issued: Voters


@act("assembly.state_roll/1")
class StateRoll(Act):
    """State how many of each city may vote in an election, and how many got a ballot paper.

    A city has no more ballots than papers. Until the count a later statement takes the place of an
    earlier one of the same city.
    """

    code: Slug
    rolls: Annotated[tuple[Roll, ...], Field(min_length=1, max_length=1_000)]

    def judge(self, moment: Moment) -> Consequence:
        """The cities vote in it; papers are for the entitled, and ballots came from papers."""
        election = uncounted(self.code)
        named = [roll.city for roll in self.rolls]
        for roll in self.rolls:
            if roll.city not in election.cities:
                refuse("assembly.election_city", city=roll.city, election=self.code)
            if named.count(roll.city) > 1:
                refuse("cities.twice", city=roll.city)
            if roll.issued > roll.entitled:
                refuse(
                    "assembly.roll_papers",
                    city=roll.city,
                    entitled=roll.entitled,
                    issued=roll.issued,
                )
        issued = {**elections.issued_by(election), **{r.city: r.issued for r in self.rolls}}
        check_roll(election, elections.over(election, elections.sets_of(election), issued))
        rows: list[JSON] = [[roll.city, roll.entitled, roll.issued] for roll in self.rolls]
        effect: Effect = {"kind": "roll", "election": self.code, "rolls": rows}
        return Consequence(result={"election": self.code}, effects=(effect,), plan=election.id)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """A row for each city, in place of an earlier one."""
        for k, roll in enumerate(self.rolls, 1):
            ElectionRoll.objects.filter(election_id=consequence.plan, city=roll.city).delete()
            ElectionRoll.objects.create(
                id=moment.row_id(k),
                election_id=consequence.plan,
                city=roll.city,
                entitled=roll.entitled,
                issued=roll.issued,
                stated_n=moment.n,
            )


@act("assembly.import_election_ballots/1")
class ImportElectionBallots(Act):
    """Bring in the ballots of a city, or of all at once, as a document of canonical ballots.

    Until the count a later import takes the place of an earlier one of the same city. One import
    for all takes the place of those of single cities, and these that of one for all. What was typed
    from papers is counted besides.
    """

    code: Slug
    city: Slug | None = None
    ballots: DocumentRef

    def judge(self, moment: Moment) -> Consequence:
        """Voting has opened on a paper; the ballots read, and are not more than the papers."""
        election = _voted(self.code, self.city, moment)
        ballots = _read(election, self.ballots, moment)
        voters = _voters(ballots, moment)
        city = self.city or ""
        kept = {
            key: said
            for key, said in elections.sets_of(election).items()
            if key[1] or (key[0] != city and bool(key[0]) == bool(city))
        }
        _check_form(election, kept, ballots)
        after: BallotSets = {**kept, (city, "", ""): (self.ballots.sha256, voters)}
        check_roll(election, elections.over(election, after))
        effect: Effect = {
            "kind": "election_ballots",
            "election": self.code,
            "city": city,
            "ballots": self.ballots.sha256,
            "voters": voters,
        }
        result: dict[str, JSON] = {"election": self.code, "voters": voters}
        return Consequence(result=result, effects=(effect,), plan=(election.id, voters))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The row of the city, or the one of all."""
        election_id, voters = consequence.plan
        rows = ElectionBallots.objects.filter(election_id=election_id, batch="")
        if self.city is None:
            rows.delete()
        else:
            rows.filter(city__in=("", self.city)).delete()
        _write(moment, election_id, (self.city or "", "", ""), self.ballots.sha256, voters)


@act("assembly.enter_papers/1")
class EnterPapers(Act):
    """Enter a batch of ballot papers as one seat typed it; another seat types the same papers.

    A batch counts when two seats at least have entered it and all entries are equal. Where they
    differ, whoever mistyped enters the batch again, which takes the place of that seat's entry.
    """

    code: Slug
    city: Slug
    batch: Slug
    ballots: DocumentRef

    def judge(self, moment: Moment) -> Consequence:
        """Voting has opened on a paper, and the entry reads."""
        election = _voted(self.code, self.city, moment)
        seat = moment.seat
        if seat is None:
            refuse("assembly.papers_seat", election=self.code)
        ballots = _read(election, self.ballots, moment)
        voters = _voters(ballots, moment)
        key = (self.city, self.batch, seat)
        others = {at: said for at, said in elections.sets_of(election).items() if at != key}
        _check_form(election, others, ballots)
        after = {**others, key: (self.ballots.sha256, voters)}
        stands = (self.city, self.batch) not in unlike(after)
        if stands:
            check_roll(election, elections.over(election, after))
        effect: Effect = {
            "kind": "papers",
            "election": self.code,
            "city": self.city,
            "batch": self.batch,
            "ballots": self.ballots.sha256,
            "voters": voters,
        }
        result: dict[str, JSON] = {
            "election": self.code,
            "batch": self.batch,
            "voters": voters,
            "stands": stands,
        }
        return Consequence(result=result, effects=(effect,), plan=(election.id, key, voters))

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The seat's row of this batch."""
        election_id, key, voters = consequence.plan
        rows = ElectionBallots.objects.filter(election_id=election_id, city=key[0], batch=key[1])
        rows.filter(seat=key[2]).delete()
        _write(moment, election_id, key, self.ballots.sha256, voters)


def check_roll(election: Election, over: Over | None) -> None:
    """Refuse more ballots than papers."""
    if over is None:
        return
    facts: dict[str, Any] = {"election": election.code, "issued": over.issued}
    if over.city:
        refuse("assembly.more_ballots", city=over.city, voters=over.voters, **facts)
    refuse("assembly.more_ballots_in_all", voters=over.voters, **facts)


def _voted(code: str, city: str | None, moment: Moment) -> Election:
    """An election whose voting has opened on a paper, in which the city has votes."""
    election = uncounted(code)
    if city is not None and city not in election.cities:
        refuse("assembly.election_city", city=city, election=code)
    if election.confirmed_n is None:
        refuse("assembly.no_paper", election=code)
    if moment.at < election.opens_at:
        refuse("assembly.election_not_open", election=code, opens_at=election.opens_at)
    return election


def _read(election: Election, document: DocumentRef, moment: Moment) -> Ballots | None:
    """The ballots of a document; None where a replay elsewhere does without it."""
    if document.media != BALLOTS_MEDIA:
        refuse("assembly.ballots_media", election=election.code, media=BALLOTS_MEDIA)
    try:
        return elections.read_document(election, document.sha256)
    except LookupError:
        if moment.replaying:
            return None
        refuse("acts.document_missing", sha256=document.sha256)
    except CountError as error:
        refuse("assembly.election_ballots", election=election.code, why=str(error))


def _voters(ballots: Ballots | None, moment: Moment) -> int:
    """How many voted by these ballots; what the record says where a replay does without them."""
    voters = recorded(moment)["voters"] if ballots is None else ballots.voters
    assert isinstance(voters, int)
    return voters


def _check_form(election: Election, others: BallotSets, ballots: Ballots | None) -> None:
    """Refuse ballots of another form than those that came in, with which they are to be added up.

    A replay that does without the documents takes what was accepted.
    """
    if ballots is None or not others:
        return
    document, _ = next(iter(others.values()))
    try:
        known = elections.read_document(election, document).form
    except LookupError:
        return
    if ballots.form != known:
        refuse("assembly.ballots_form", election=election.code, form=ballots.form, known=known)


def _write(
    moment: Moment, election_id: Any, key: tuple[str, str, str], sha256: str, voters: int
) -> None:
    city, batch, seat = key
    ElectionBallots.objects.create(
        id=moment.act_id,
        election_id=election_id,
        city=city,
        batch=batch,
        seat=seat,
        ballots_sha256=sha256,
        voters=voters,
        brought_n=moment.n,
    )
    Election.objects.filter(id=election_id).update(ballots_at=moment.at)
