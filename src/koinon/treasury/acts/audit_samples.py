"""Samples of an audit: planned before chance speaks, drawn by rule, examined item by item."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from pydantic import Field

from koinon.acts.act import Act, Consequence, DocumentRef, Effect, Moment, Plain
from koinon.acts.fields import LARGEST, Cents, Day, Name, Sentence
from koinon.acts.refused import refuse
from koinon.acts.registry import act
from koinon.acts.state import next_number
from koinon.acts.stating import stated
from koinon.methods.sampling import (
    Method,
    Population,
    draw,
    population_text,
    sample_plain,
    seed_of,
)
from koinon.record import store
from koinon.treasury.acts.audits import AuditNumber
from koinon.treasury.auditing import (
    day_of,
    open_audit,
    plan_of,
    population,
    population_of,
    terms,
)
from koinon.treasury.models import AuditSample, SampledItem

MAX_SAMPLE = 2_000
MAX_EXAMINED = 200
SampleNumber = Annotated[int, Field(ge=1, le=LARGEST)]
Size = Annotated[int, Field(ge=1, le=MAX_SAMPLE)]


class SampleStratum(Plain):
    """Amounts from so many minor units on, and how many items of them are drawn."""

    from_cents: Cents
    size: Size


class ItemExamined(Plain):
    """A line of the sample and what it should have been."""

    entry: Annotated[int, Field(ge=0, le=LARGEST)]
    line: Annotated[int, Field(ge=1, le=LARGEST)]
    audited_cents: Annotated[int, Field(ge=0, le=LARGEST)]
    remark: Sentence | None = None


@act("treasury.plan_sample/1")
class PlanSample(Act):
    """Plan a sample: what it is drawn from, how, and which public value is to draw it.

    The population is frozen as the books stand now. The value does not exist yet: it is the root
    of the record once so many more entries have been made, or the outcome of a public draw.
    """

    audit: AuditNumber
    population: Population
    method: Method
    interval_cents: Cents | None = None
    confidence_percent: Annotated[int, Field(ge=50, le=99)] | None = None
    size: Size | None = None
    strata: Annotated[tuple[SampleStratum, ...], Field(max_length=20)] = ()
    after_entries: Annotated[int, Field(ge=1, le=100_000)] | None = None
    draw_name: Sentence | None = None
    draw_on: Day | None = None

    def judge(self, moment: Moment) -> Consequence:
        """The audit runs, the plan is whole, and its population has something in it."""
        terms()
        audit = open_audit(self.audit)
        strata = self._strata()
        self._check_chance(moment)
        items = population(self.population, audit.year)
        total = sum(item.cents for item in items)
        wanted = sum(size for _, size in strata)
        if self.interval_cents is not None:
            wanted = total // self.interval_cents
        if wanted > MAX_SAMPLE:
            refuse("treasury.sample_too_large", found=wanted, limit=MAX_SAMPLE)
        data = population_text(items)
        size = None if self.after_entries is None else moment.n + 1 + self.after_entries
        number = next_number(AuditSample)
        row = {
            "number": number,
            "audit_id": audit.id,
            "population": self.population,
            "population_sha256": hashlib.sha256(data).hexdigest(),
            "items": len(items),
            "total_cents": total,
            "method": self.method,
            "interval_cents": self.interval_cents,
            "confidence_percent": self.confidence_percent,
            "strata": strata,
            "seed_size": size,
            "draw_name": self.draw_name,
            "draw_on": self.draw_on,
        }
        result: dict[str, Any] = {"sample": number, "items": len(items), "total_cents": total}
        if size is not None:
            result["seed_size"] = size
        return Consequence(
            result=result,
            effects=(_planned(row, audit.number, audit.year),),
            kept=((data, "text/csv"),),
            plan=row,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """One row."""
        AuditSample.objects.create(id=moment.act_id, planned_n=moment.n, **consequence.plan)

    def _strata(self) -> list[list[int]]:
        """The strata; refuses what does not belong to the method, or lacks."""
        money = self.interval_cents is not None, self.confidence_percent is not None
        bounds = [one.from_cents for one in self.strata]
        match self.method:
            case "monetary unit":
                whole = all(money) and self.size is None and not self.strata
            case "random":
                whole = not any(money) and self.size is not None and not self.strata
            case _:
                rising = bounds[:1] == [1] and bounds == sorted(set(bounds)) and len(bounds) > 1
                whole = not any(money) and self.size is None and rising
        if not whole:
            refuse(f"treasury.plan_{self.method.replace(' ', '_')}")
        if self.size is not None:
            return [[1, self.size]]
        return [[one.from_cents, one.size] for one in self.strata]

    def _check_chance(self, moment: Moment) -> None:
        draws = (self.draw_name is not None, self.draw_on is not None)
        if any(draws) != all(draws) or any(draws) == (self.after_entries is not None):
            refuse("treasury.plan_chance")
        if self.draw_on is not None and self.draw_on <= day_of(moment):
            refuse("treasury.draw_not_to_come", on=self.draw_on)


def _planned(row: dict[str, Any], audit: int, year: int) -> Effect:
    effect: Effect = {
        "kind": "sample_plan",
        "sample": row["number"],
        "audit": audit,
        "period": str(year),
        "population": row["population"],
        "sha256": row["population_sha256"],
        "items": row["items"],
        "total_cents": row["total_cents"],
        "method": row["method"],
        "interval_cents": row["interval_cents"] or 0,
        "strata": row["strata"],
    }
    if row["seed_size"] is not None:
        effect["seed_size"] = row["seed_size"]
    return effect


@act("treasury.draw_sample/1")
class DrawSample(Act):
    """Draw a planned sample from the value that was announced.

    Nothing is chosen here: what is drawn follows from the plan and the value. For a public draw
    its outcome is given, with the paper that attests it.
    """

    sample: SampleNumber
    outcome: Name | None = None
    paper: DocumentRef | None = None

    def judge(self, moment: Moment) -> Consequence:
        """It is planned and not drawn, and the value is there."""
        found = _sample(self.sample)
        open_audit(found.audit.number)
        if found.drawn_n is not None:
            refuse("treasury.drawn_already", number=self.sample, n=found.drawn_n)
        value = self._value(found, moment)
        public = bytes.fromhex(value) if self.outcome is None else value.encode()
        seed = seed_of(found.id.bytes, public)
        drawn = draw(plan_of(found), population_of(found), seed)
        sample, kept = stated(sample_plain(seed, drawn))  # type: ignore[arg-type]
        effect: Effect = {
            "kind": "sample",
            "sample": self.sample,
            "value": value,
            "drawn": sample,
        }
        cents = sum(one.item.cents for one in drawn)
        return Consequence(
            result={
                "sample": self.sample,
                "value": value,
                "items": len(drawn),
                "total_cents": cents,
            },
            effects=(effect,),
            kept=kept,
            plan=(found.id, seed, drawn),
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The sample is drawn; a row for each of its items."""
        sample_id, seed, drawn = consequence.plan
        AuditSample.objects.filter(id=sample_id).update(
            drawn_n=moment.n, seed=seed.hex(), outcome=self.outcome
        )
        SampledItem.objects.bulk_create(
            (
                SampledItem(
                    id=moment.row_id(k),
                    sample_id=sample_id,
                    n=one.item.n,
                    line=one.item.line,
                    cents=one.item.cents,
                    why=one.why,
                    at=one.at,
                    stratum=one.stratum,
                )
                for k, one in enumerate(drawn)
            ),
            batch_size=500,
        )

    def _value(self, found: AuditSample, moment: Moment) -> str:
        """The public value: a root in hexadecimal, or the outcome of the draw as it was said."""
        if found.seed_size is None:
            if self.outcome is None or self.paper is None:
                refuse("treasury.draw_lacks", draw=found.draw_name or "")
            if day_of(moment) < (found.draw_on or ""):
                refuse("treasury.draw_to_come", draw=found.draw_name or "", on=found.draw_on or "")
            return self.outcome
        if self.outcome is not None or self.paper is not None:
            refuse("treasury.draw_not_asked", number=self.sample)
        size = found.seed_size
        if moment.recorded is None and store.head().size < size:
            refuse("treasury.seed_to_come", size=size, left=size - store.head().size)
        return moment.once("value", lambda: store.root(size).hex())


@act("treasury.examine_items/1")
class ExamineItems(Act):
    """Record what items of a sample should have been, as found by examining them."""

    sample: SampleNumber
    items: Annotated[tuple[ItemExamined, ...], Field(min_length=1, max_length=MAX_EXAMINED)]

    def judge(self, moment: Moment) -> Consequence:
        """The sample is drawn, and these are items of it, each once."""
        found = _sample(self.sample)
        open_audit(found.audit.number)
        rows = SampledItem.objects.filter(sample=found).order_by("n", "line")
        own = {(one.n, one.line): one for one in rows}
        seen: set[tuple[int, int]] = set()
        for item in self.items:
            place = (item.entry, item.line)
            if place not in own or place in seen:
                refuse("treasury.not_sampled", number=self.sample, entry=item.entry, line=item.line)
            seen.add(place)
        wrong = sum(own[item.entry, item.line].cents != item.audited_cents for item in self.items)
        return Consequence(
            result={"sample": self.sample, "items": len(self.items), "misstated": wrong},
            plan=own,
        )

    def apply(self, moment: Moment, consequence: Consequence) -> None:
        """The items' rows."""
        for item in self.items:
            SampledItem.objects.filter(id=consequence.plan[item.entry, item.line].id).update(
                audited_cents=item.audited_cents, remark=item.remark, examined_n=moment.n
            )


def _sample(number: int) -> AuditSample:
    found = AuditSample.objects.select_related("audit").filter(number=number).first()
    if found is None:
        refuse("treasury.unknown_sample", number=number)
    return found
