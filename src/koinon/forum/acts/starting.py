"""Residents start an initiative or withdraw it; whoever checks its form can turn it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment
from koinon.acts.fields import LARGEST, Sentence, Translated, fraction_text, translations
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.assembly.acts.seats import acting_seat
from koinon.assembly.calendar import local_day, midnight
from koinon.charter import queries as charters
from koinon.charter.document import Initiatives
from koinon.cities import queries as cities
from koinon.forum.marks import mark_of
from koinon.forum.models import Initiative
from koinon.forum.standing import city_of, collecting
from koinon.record.canonical import JSON

InitiativeNumber = Annotated[int, Field(ge=1, le=LARGEST)]
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
TEXT_LIMIT = 100_000
"""Bytes of an initiative's text, at most: some fifteen pages."""


@dataclass(frozen=True, slots=True)
class _Started:
    number: int
    city: str
    charter_sha256: str
    body: str
    needed: int
    cities: int
    each: int
    closes_at: str
    checked_until: str | None
    starters: int


@act("forum.start_initiative/1")
class StartInitiative(Act):
    """Start an initiative: a question that residents put to a body, which then has to answer.

    `starter` is the SHA-256 of a key that whoever starts it keeps, to withdraw it with.
    """

    title: Translated
    text: DocumentRef
    starter: Hex

    def judge(self, moment: Moment) -> Consequence:
        """The charter has initiatives; what one needs is computed and frozen now."""
        version = charters.version_at(moment.n)
        charter = charters.parsed(version.sha256)
        terms = charter.initiatives
        if terms is None:
            refuse("forum.no_initiatives")
        city = city_of(acting_seat(moment))
        if city is None:
            refuse("forum.residents_alone")
        self._check_text()
        needed, shared = _needed(terms, moment)
        today = local_day(moment.at, charter.time_zone)

        def after(days: int) -> str:
            return midnight(today + timedelta(days=days + 1), charter.time_zone)

        closes_at = moment.once("closes_at", lambda: after(terms.collect_days))
        result: dict[str, JSON] = {"initiative": next_number(Initiative), "closes_at": closes_at}
        until: str | None = None
        if terms.check_days:
            until = moment.once("checked_until", lambda: after(terms.check_days))
            result["checked_until"] = until
        plan = _Started(
            number=next_number(Initiative),
            city=city,
            charter_sha256=version.sha256,
            body=terms.body,
            needed=needed,
            cities=terms.cities,
            each=terms.each,
            closes_at=closes_at,
            checked_until=until,
            starters=terms.starters,
        )
        effect: Effect = {
            "kind": "initiative",
            "initiative": plan.number,
            "city": city,
            "starter": self.starter,
            "body": terms.body,
            "text": self.text.sha256,
            "signatures": needed,
            "cities": terms.cities,
            "each": terms.each,
            "closes_at": closes_at,
            "checked_until": until or "",
            **({"shared": shared} if shared else {}),
            **({"starters": terms.starters} if terms.starters > 1 else {}),
        }
        return Consequence(result=result, effects=(effect,), plan=plan)

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The initiative, with what was frozen."""
        plan: _Started = consequence.plan
        Initiative.objects.create(
            id=moment.act_id,
            number=plan.number,
            title=translations(self.title),
            text_sha256=self.text.sha256,
            text_size=self.text.size,
            text_media=self.text.media,
            city=plan.city,
            starter=self.starter,
            starters=plan.starters,
            body=plan.body,
            charter_sha256=plan.charter_sha256,
            signatures=plan.needed,
            cities=plan.cities,
            each=plan.each,
            started_n=moment.n,
            started_at=moment.at,
            closes_at=plan.closes_at,
            checked_until=plan.checked_until,
            status="collecting",
        )

    def _check_text(self) -> None:
        """Plain text of bearable length, and no text that stands under an initiative already."""
        if not self.text.media.startswith("text/plain") or self.text.size > TEXT_LIMIT:
            refuse("forum.text_form", limit=TEXT_LIMIT // 1000)
        same = Initiative.objects.filter(text_sha256=self.text.sha256).order_by("number").first()
        if same is not None:
            refuse("forum.text_twice", number=same.number)


def _needed(terms: Initiatives, moment: Moment) -> tuple[int, Effect | None]:
    """How many signatures are needed; of a share, what it was taken of."""
    if terms.signatures is not None:
        return terms.signatures, None
    assert terms.share is not None
    assert terms.fact is not None
    figures = cities.facts_in_force(terms.fact, moment.day)
    members = cities.members()
    for city in members:
        if city not in figures:
            refuse("cities.fact_missing", city=city, name=terms.fact)
    of = sum((figures[city].value for city in members), Fraction(0))
    needed = max(1, -(-(of * terms.share) // 1))
    return needed, {"share": fraction_text(terms.share), "of": fraction_text(of)}


@act("forum.withdraw_initiative/1")
class WithdrawInitiative(Act):
    """Withdraw an initiative while it collects; only who started it has its key."""

    initiative: InitiativeNumber
    proof: Hex

    def judge(self, moment: Moment) -> Consequence:
        """It collects, and the key is the one it was started with."""
        found = collecting(self.initiative, moment.at)
        if mark_of(self.proof) != found.starter:
            refuse("forum.not_the_starter", number=self.initiative)
        return Consequence(
            result={"initiative": self.initiative},
            effects=(ended(found, "withdrawn", key=self.proof),),
            plan=found,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It is over."""
        write_end(consequence.plan, "withdrawn", moment)


@act("forum.turn_away_initiative/1")
class TurnAwayInitiative(Act):
    """Turn an initiative away, soon after its start and on a ground that the charter names."""

    initiative: InitiativeNumber
    ground: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
    reason: Sentence

    def judge(self, moment: Moment) -> Consequence:
        """It collects, the time to check it is not over, the charter it began under names this."""
        found = collecting(self.initiative, moment.at)
        terms = charters.parsed(found.charter_sha256).initiatives
        assert terms is not None
        if found.checked_until is None:
            refuse("forum.no_check", article=terms.article)
        if moment.at >= found.checked_until:
            refuse("forum.checked", number=self.initiative, until_at=found.checked_until)
        known = tuple(one.id for one in terms.grounds)
        if self.ground not in known:
            refuse("forum.no_ground", ground=self.ground, known=known)
        return Consequence(
            result={"initiative": self.initiative, "ground": self.ground},
            effects=(ended(found, "turned away"),),
            plan=found,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """It is over, and why."""
        write_end(consequence.plan, "turned away", moment, ground=self.ground, reason=self.reason)


def ended(found: Initiative, outcome: str, **more: str) -> Effect:
    """The effect that an initiative ended before enough had signed."""
    return {"kind": "initiative_end", "initiative": found.number, "outcome": outcome, **more}


def write_end(found: Initiative, status: str, moment: Moment, **more: str) -> None:
    """Its status, and the entry with which it ended."""
    rows = Initiative.objects.filter(id=found.id)
    rows.update(status=status, ended_n=moment.n, ended_at=moment.at, **more)
