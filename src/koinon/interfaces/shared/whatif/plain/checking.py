"""Checking a plan's JSON by itself: nothing is searched for, and nothing is looked up.

The bill is worked out again from curves and uses, sums are added up, proofs of who pays more than
alone go to the verifier that shares no code with the search (`koinon.methods.costs.recheck`), and
the power of few members is counted from all coalitions, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Any, Final

from pydantic import ValidationError

from koinon.interfaces.shared.whatif.plain.model import (
    CityPays,
    CurveOf,
    Joined,
    PlanForm,
    PowerOf,
    Threshold,
)
from koinon.interfaces.shared.whatif.plain.private import BelowOf, CertificateOf, LinesOf
from koinon.methods.costs import certificates as proofs
from koinon.methods.costs.curves import CostError, Curve, Rebate
from koinon.methods.costs.programmes import Programme, bill_of
from koinon.methods.costs.recheck import recheck
from koinon.methods.costs.sharing import mixture
from koinon.methods.power import AllOf, AnyOf, Game, wins
from koinon.methods.power import Threshold as Met

FEW: Final = 14
"""Members whose coalitions are gone through one by one."""
ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: the part that was checked, and where."""

    part: str
    place: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked of a plan, what could not be, and every fault found."""

    parts: tuple[str, ...]
    unchecked: tuple[str, ...]
    faults: tuple[Fault, ...]


def recheck_plan(plain: Any) -> Checked:
    """Check a plan's JSON (`plain`). A part that is null is not checked; nothing is raised."""
    try:
        plan = PlanForm.model_validate(plain)
    except ValidationError as error:
        return Checked(("form",), (), tuple(_misshapen(error)))
    return _Checking(plan).checked()


def _misshapen(error: ValidationError) -> Iterator[Fault]:
    for one in error.errors(include_url=False, include_input=False)[:20]:
        place = "/".join(map(str, one["loc"])) or "/"
        yield Fault("form", f"{place[:200]} ({one['type']})")


class _Checking:
    def __init__(self, plan: PlanForm) -> None:
        self.plan = plan
        self.parts: list[str] = ["form"]
        self.unchecked: list[str] = []
        self.faults: list[Fault] = []

    def checked(self) -> Checked:
        self._do("raise", self.plan.raise_ is not None, self._raise)
        self._do("costs", self.plan.costs is not None, self._costs)
        self._do("shares", self.plan.shares is not None, self._shares)
        few = self.plan.power is not None and len(self.plan.power.members) <= FEW
        self._do("power", few, self._power)
        private = self.plan.private
        has_verdict = private is not None and private.verdict is not None
        self._do("proof", has_verdict, self._verdict)
        self._do("solidarity", private is not None and private.solidarity is not None, self._limit)
        return Checked(tuple(self.parts), tuple(self.unchecked), tuple(self.faults))

    def _do(self, part: str, is_there: bool, check: Any) -> None:
        if not is_there:
            self.unchecked.append(part)
            return
        self.parts.append(part)
        try:
            places = list(check())
        except (CostError, KeyError, ValueError, AssertionError) as error:
            places = [str(error)[:200] or type(error).__name__]
        self.faults += [Fault(part, place) for place in places]

    def _raise(self) -> Iterator[str]:
        found = self.plan.raise_
        assert found is not None
        for end in ("low", "mid", "high"):
            if sum(Fraction(getattr(one.raised, end)) for one in found.cities) != Fraction(
                getattr(found.total, end)
            ):
                yield f"total/{end}"

    def _programmes(self) -> tuple[Programme, ...]:
        assert self.plan.costs is not None, "costs"
        return tuple(
            Programme(one.programme, _curve(one.curve), one.uses)
            for one in self.plan.costs.programmes
        )

    def _costs(self) -> Iterator[str]:
        costs = self.plan.costs
        assert costs is not None
        for one, game in zip(costs.programmes, self._programmes(), strict=True):
            if game.bill != Fraction(one.together.mid):
                yield f"{one.programme}/together"
            alone = sum((game.curve.alone(use) for use in game.uses.values()), ZERO)
            if alone != Fraction(one.alone.mid):
                yield f"{one.programme}/alone"
            parts = (one.sources.setup, one.sources.scale, one.sources.coordination)
            if sum(map(Fraction, parts)) != alone - game.bill:
                yield f"{one.programme}/sources"
        for name in ("together", "alone", "saving"):
            for end in ("low", "mid", "high"):
                ends = (getattr(getattr(one, name), end) for one in costs.programmes)
                if sum(map(Fraction, ends)) != Fraction(getattr(getattr(costs, name), end)):
                    yield f"{name}/{end}"

    def _shares(self) -> Iterator[str]:
        shares = self.plan.shares
        assert shares is not None
        bill = bill_of(self._programmes())
        if bill != Fraction(shares.bill):
            yield "bill"
        for rule in ("pays", "use", "ability", "shapley"):
            paid = [getattr(one, rule) for one in shares.cities]
            slack = Fraction(shares.shapley_error) * len(paid) if rule == "shapley" else ZERO
            if None not in paid and abs(sum(map(Fraction, paid)) - bill) > slack:
                yield rule
        if abs(sum(one.owes for one in shares.cities) - bill) > Fraction(1, 2):
            yield "owes"
        yield from (one.city for one in shares.cities if abs(one.owes - Fraction(one.pays)) >= 1)
        yield from self._rule(shares.cities)

    def _rule(self, cities: list[CityPays]) -> Iterator[str]:
        """Who pays otherwise than the rule says."""
        how = self.plan.inputs.sharing
        part = {"ability": Fraction(1), "mixture": Fraction(how.part)}.get(how.rule, ZERO)
        for one in cities:
            if how.rule == "shapley":
                due = one.shapley
            elif part and one.ability is not None:
                due = str(part * Fraction(one.ability) + (1 - part) * Fraction(one.use))
            else:
                due = one.use
            if due is not None and Fraction(due) != Fraction(one.pays):
                yield f"{one.city}/pays"

    def _power(self) -> Iterator[str]:
        assert self.plan.power is not None
        yield from _counted(self.plan.power)

    def _verdict(self) -> Iterator[str]:
        private, shares = self.plan.private, self.plan.shares
        assert private is not None
        assert private.verdict is not None
        assert shares is not None, "shares"
        paid = {one.city: Fraction(one.pays) for one in shares.cities}
        verdict, games = private.verdict, self._programmes()
        yield from recheck(_certificate(verdict.certificate), games, paid)
        best = verdict.certificate.tempted
        if verdict.says == "nobody" and (best or Fraction(verdict.certificate.bound) != 0):
            yield "says"
        if (verdict.says in ("a city", "a group")) != (best is not None):
            yield "says"
        known = {one.members[0]: Fraction(one.gain) for one in verdict.alone if one.members}
        for city, pays in paid.items():
            gain = pays - sum((game.cost([city]) for game in games), ZERO)
            if max(ZERO, gain) != known.get(city, ZERO):
                yield f"alone/{city}"

    def _limit(self) -> Iterator[str]:
        private, shares = self.plan.private, self.plan.shares
        assert private is not None
        assert private.solidarity is not None
        assert shares is not None, "shares"
        assert self.plan.solidarity is not None, "solidarity"
        part = Fraction(self.plan.solidarity.certified or 0)
        ability = {one.city: Fraction(one.ability or 0) for one in shares.cities}
        use = {one.city: Fraction(one.use) for one in shares.cities}
        certificate = _certificate(private.solidarity.certificate)
        yield from recheck(certificate, self._programmes(), mixture(part, ability, use))
        if self.plan.solidarity.certified is not None and certificate.bound != 0:
            yield "certified"


def _curve(one: CurveOf) -> Curve:
    rebate = None if one.rebate is None else Rebate(Fraction(one.rebate.share), one.rebate.beyond)
    return Curve(
        one.setup,
        Fraction(one.unit_cost),
        Fraction(one.rate),
        one.efficient_scale,
        one.coordination,
        rebate,
        one.halvings,
    )


def _certificate(one: CertificateOf) -> proofs.Certificate:
    tempted = None
    if one.tempted is not None:
        tempted = proofs.Tempted(tuple(one.tempted.members), Fraction(one.tempted.gain))
    proof: proofs.Proof
    if isinstance(one.proof, LinesOf):
        proof = proofs.Lines(
            tuple(
                proofs.Line(line.start, line.end, Fraction(line.slope), Fraction(line.intercept))
                for line in one.proof.lines
            )
        )
    else:
        proof = proofs.Flow(
            tuple(map(_below, one.proof.below)),
            tuple(
                proofs.Paid(paid.city, paid.programme, paid.term, Fraction(paid.amount))
                for paid in one.proof.paid
            ),
        )
    return proofs.Certificate(tempted, Fraction(one.bound), proof)


def _below(one: BelowOf) -> proofs.Below:
    kinks = tuple((kink.beyond, Fraction(kink.drop)) for kink in one.kinks)
    return proofs.Below(Fraction(one.constant), Fraction(one.slope), kinks)


def _game(one: Threshold | Joined) -> Game:
    if isinstance(one, Threshold):
        return Met(tuple(one.weights), one.quota)
    parts = tuple(map(_game, one.parts))
    return AllOf(parts) if one.kind == "all" else AnyOf(parts)


def _counted(found: PowerOf) -> Iterator[str]:
    """Go through all coalitions: who decides in how many, and in how many orders."""
    game, members = _game(found.game), found.members
    n = len(members)
    won = [wins(game, [at for at in range(n) if chosen >> at & 1]) for chosen in range(1 << n)]
    slack = found.errors
    if abs(Fraction(sum(won), 1 << n) - Fraction(found.passing)) > Fraction(slack.passing):
        yield "passing"
    rows = {one.city: one for one in found.cities}
    if rows.keys() != set(members):
        yield "members"
        return
    absolute = {city: _decides(won, at, n) for at, city in enumerate(members)}
    whole = sum((each[0] for each in absolute.values()), ZERO)
    for city, (swings, orders) in absolute.items():
        one = rows[city]
        if abs(swings - Fraction(one.absolute)) > Fraction(slack.absolute):
            yield f"{city}/absolute"
        if one.shapley is not None and abs(orders - Fraction(one.shapley)) > Fraction(
            slack.shapley
        ):
            yield f"{city}/shapley"
        is_exact = found.method == "counted" and one.normalised is not None and whole
        if is_exact and swings / whole != Fraction(one.normalised or 0):
            yield f"{city}/normalised"


def _decides(won: list[bool], at: int, n: int) -> tuple[Fraction, Fraction]:
    """Penrose's measure of one member and its index of Shapley and Shubik."""
    swings, orders = 0, 0
    for chosen in range(1 << n):
        if not chosen >> at & 1 and won[chosen | 1 << at] and not won[chosen]:
            before = chosen.bit_count()
            swings += 1
            orders += factorial(before) * factorial(n - 1 - before)
    return Fraction(swings, 1 << (n - 1)), Fraction(orders, factorial(n))
