"""Who pays more than alone: every group of small games, and certificates under attack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import cost_games as games

from koinon.methods.costs.certificates import Below, Certificate, Flow, Line, Lines, Paid, Tempted
from koinon.methods.costs.curves import CostError, Curve, non_rival
from koinon.methods.costs.programmes import Programme, bill_of
from koinon.methods.costs.recheck import recheck
from koinon.methods.costs.sharing import by_base, by_use, summed
from koinon.methods.costs.stability import judge

SEEDS = st.integers(0, 10**9)
CENT = Fraction(1, 100)


def game(draw: Random, programmes: int, **kind: bool) -> tuple[list[Programme], list[str]]:
    members = games.names(draw.randint(1, 7))
    made = [games.programme(draw, members, games.curve(draw, **kind)) for _ in range(programmes)]
    return made, members


def holds(programmes: list[Programme], pays: dict[str, Fraction]) -> Fraction:
    """The verdict is that of going through all groups; the greatest gain."""
    found = judge(programmes, pays)
    best = games.greatest(programmes, pays)
    tempted = found.certificate.tempted
    assert found.certificate.bound >= best
    assert recheck(found.certificate, programmes, pays) == ()
    if tempted is not None:
        assert games.gain(programmes, pays, tempted.members) == tempted.gain > 0
        assert len(tempted.members) < len(pays)
    alone = {m: games.gain(programmes, pays, [m]) for m in pays} if len(pays) > 1 else {}
    assert {one.members[0]: one.gain for one in found.alone} == {
        m: gain for m, gain in alone.items() if gain > 0
    }
    if found.says in ("a city", "a group"):
        assert tempted is not None
        assert best > 0
    assert (found.says == "a city") == bool(found.alone)
    if found.says == "nobody":
        assert best == 0
    return best


def test_one_programme_against_all_groups() -> None:
    draw, tempted = Random(1), 0
    for _ in range(600):
        programmes, members = game(draw, 1, setup_covers=draw.random() < 0.7)
        pays = games.shares(draw, programmes, members)
        best = holds(programmes, pays)
        found = judge(programmes, pays)
        assert found.gap == 0
        assert found.certificate.bound == best
        tempted += best > 0
    assert 100 < tempted < 550


def test_several_programmes_against_all_groups() -> None:
    draw, tempted = Random(2), 0
    for _ in range(600):
        programmes, members = game(draw, draw.randint(2, 4))
        pays = games.shares(draw, programmes, members)
        best = holds(programmes, pays)
        found = judge(programmes, pays)
        assert found.gap == 0
        assert found.certificate.bound == best
        tempted += best > 0
    assert 100 < tempted < 550


@pytest.mark.parametrize("programmes", [1, 2, 3])
def test_rising_prices_are_undecided_or_right(programmes: int) -> None:
    draw, said = Random(programmes), set()
    for _ in range(200):
        made, members = game(draw, programmes - 1, setup_covers=draw.random() < 0.5)
        made.append(games.programme(draw, members, games.curve(draw, concave=False)))
        pays = summed([by_use(one) for one in made if one.total])
        if draw.random() < 0.5:
            pays = games.shares(draw, made, members)
        best = holds(made, pays)
        found = judge(made, pays)
        said.add(found.says)
        if found.says == "undecided":
            assert found.gap == found.certificate.bound > 0
        assert found.certificate.bound >= best
    assert {"a city", "nobody"} <= said


def test_ten_cities_against_all_groups() -> None:
    draw = Random(3)
    for programmes in (1, 1, 1, 3, 3, 3):
        members = games.names(10)
        made = [games.programme(draw, members, games.curve(draw)) for _ in range(programmes)]
        holds(made, by_base(bill_of(made), {member: draw.randint(1, 9) for member in members}))


@settings(deadline=None, max_examples=150)
@given(SEEDS, st.integers(1, 4))
def test_shares_by_use_leave_nobody_worse_off(seed: int, programmes: int) -> None:
    made, _ = game(Random(seed), programmes)
    found = judge(made, summed([by_use(one) for one in made]))
    assert (found.says, found.certificate.bound) == ("nobody", 0)


def in_currency(one: Programme, times: int) -> Programme:
    curve = one.curve
    price = Fraction(int(curve.unit_cost)) * times
    setup, coordination = curve.setup * times, curve.coordination * times
    return replace(one, curve=Curve(setup, price, coordination=coordination))


@settings(deadline=None, max_examples=80)
@given(SEEDS, st.integers(1, 3), st.integers(2, 9))
def test_a_larger_currency_unit_changes_nothing_else(seed: int, count: int, times: int) -> None:
    """Amounts times a whole number: gains too, and the same verdict. Prices here are whole."""
    draw = Random(seed)
    made, members = game(draw, count)
    plain, dear = ([in_currency(one, unit) for one in made] for unit in (1, times))
    pays = games.shares(draw, plain, members)
    one = judge(plain, pays)
    other = judge(dear, {member: share * times for member, share in pays.items()})
    assert other.certificate.bound == one.certificate.bound * times
    assert other.says == one.says


@settings(deadline=None, max_examples=80)
@given(SEEDS, st.integers(1, 3))
def test_who_pays_less_is_never_more_tempted(seed: int, count: int) -> None:
    """A discount for one city lowers the greatest gain or leaves it, by at most the discount."""
    draw = Random(seed)
    made, members = game(draw, count)
    pays = games.shares(draw, made, members)
    lower = {**pays, members[0]: pays[members[0]] - 7}
    before, after = judge(made, pays).certificate.bound, judge(made, lower).certificate.bound
    assert before - 7 <= after <= before


def test_what_cannot_be_judged_is_refused() -> None:
    one = Programme("p", non_rival(10), {"a": 1, "b": 1})
    for programmes, pays, code in (
        ([one], {"a": Fraction(5)}, "no_share"),
        ([one], {"a": Fraction(5), "b": Fraction(6)}, "overcharged"),
        ([Programme("p", non_rival(10), {"a": 0})], {"a": Fraction(0)}, "no_use"),
    ):
        with pytest.raises(CostError) as refused:
            judge(programmes, pays)
        assert refused.value.code == code


def test_who_uses_nothing_and_pays_pays_more_than_alone() -> None:
    one = Programme("p", non_rival(10), {"a": 1, "b": 1, "c": 0})
    found = judge([one], {"a": Fraction(5), "b": Fraction(2), "c": Fraction(3)})
    assert found.says == "a city"
    assert found.alone == (Tempted(("c",), Fraction(3)),)
    assert found.certificate.tempted == Tempted(("c",), Fraction(3))


def test_a_group_can_pay_more_where_no_city_does() -> None:
    one = Programme("p", Curve(30, Fraction(1)), {"a": 10, "b": 10, "c": 40})
    found = judge([one], {"a": Fraction(30), "b": Fraction(30), "c": Fraction(30)})
    assert found.says == "a group"
    assert found.certificate.tempted == Tempted(("a", "b"), Fraction(10))


# Certificates under attack


def attacks(certificate: Certificate) -> Iterator[Certificate]:
    """One number changed at a time, up and down; a member added, taken away, doubled."""
    for by in (CENT, -CENT):
        yield replace(certificate, bound=certificate.bound + by)
        proof = certificate.proof
        if isinstance(proof, Lines):
            for at, line in enumerate(proof.lines):
                for field in ("start", "end", "slope", "intercept"):
                    step = 1 if field in {"start", "end"} else by
                    changed = replace(line, **{field: getattr(line, field) + step})
                    yield replace(certificate, proof=Lines(_swap(proof.lines, at, changed)))
        else:
            yield from _flow_attacks(certificate, proof, by)
    if (best := certificate.tempted) is not None:
        yield replace(certificate, tempted=replace(best, gain=best.gain + CENT))
        yield replace(certificate, tempted=replace(best, gain=best.gain - CENT))
        yield replace(certificate, tempted=replace(best, members=best.members[1:]))
        yield replace(certificate, tempted=replace(best, members=(*best.members, "nobody")))
        yield replace(certificate, tempted=replace(best, members=best.members * 2))
    else:
        yield replace(certificate, tempted=Tempted(("c0",), CENT))


def _swap(row: tuple, at: int, other: object) -> tuple:
    return (*row[:at], other, *row[at + 1 :])


def _flow_attacks(certificate: Certificate, proof: Flow, by: Fraction) -> Iterator[Certificate]:
    for at, below in enumerate(proof.below):
        for field in ("constant", "slope"):
            changed = replace(below, **{field: getattr(below, field) + by})
            yield replace(certificate, proof=replace(proof, below=_swap(proof.below, at, changed)))
        for kink, (volume, drop) in enumerate(below.kinks):
            for other in ((volume + 1, drop), (volume, drop + by)):
                changed = replace(below, kinks=_swap(below.kinks, kink, other))
                moved = replace(proof, below=_swap(proof.below, at, changed))
                yield replace(certificate, proof=moved)
    for at, paid in enumerate(proof.paid):
        for changed in (
            replace(paid, amount=paid.amount + by),
            replace(paid, term=paid.term + 1),
            replace(paid, term=-1),
            replace(paid, programme=paid.programme + 1),
            replace(paid, member="nobody"),
        ):
            yield replace(certificate, proof=replace(proof, paid=_swap(proof.paid, at, changed)))
    yield replace(
        certificate, proof=replace(proof, paid=(*proof.paid, Paid("c0", 0, 0, Fraction(10**9))))
    )


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_changed_certificate_falls_or_is_still_true(count: int) -> None:
    draw, caught, kept = Random(count), 0, 0
    for _ in range(40):
        programmes, members = game(draw, count)
        pays = games.shares(draw, programmes, members)
        certificate = judge(programmes, pays).certificate
        best = games.greatest(programmes, pays)
        for forged in attacks(certificate):
            if recheck(forged, programmes, pays):
                caught += 1
                continue
            kept += 1
            assert forged.bound >= best
            if forged.tempted is not None:
                gain = games.gain(programmes, pays, forged.tempted.members)
                assert gain == forged.tempted.gain > 0
    assert caught > 5 * kept


def test_a_certificate_of_other_shares_or_costs_falls() -> None:
    draw = Random(5)
    fallen = 0
    for _ in range(60):
        programmes, members = game(draw, draw.randint(1, 3))
        pays = games.shares(draw, programmes, members)
        certificate = judge(programmes, pays).certificate
        dearer = {**pays, members[-1]: pays[members[-1]] + 50}
        if recheck(certificate, programmes, dearer):
            fallen += 1
        else:
            assert certificate.bound >= games.greatest(programmes, dearer)
        assert recheck(certificate, [*programmes, programmes[0]], pays) != ()
    assert fallen > 30


def test_a_bound_that_rests_on_too_high_a_cost_falls() -> None:
    """Forged all through: costs stated so high that nobody seems to gain, and a bound of 0."""
    uses = {"a": 10, "b": 10, "c": 40}
    pays = {"a": Fraction(30), "b": Fraction(30), "c": Fraction(30)}
    one = Programme("p", Curve(30, Fraction(1)), uses)
    lines = Lines((Line(0, 60, Fraction(1), Fraction(100)),))
    assert recheck(Certificate(None, Fraction(0), lines), [one], pays) == (
        "line 0 is above the cost",
    )
    paid = tuple(Paid(m, 0, 0, max(pays[m] - uses[m], Fraction(0))) for m in "ab")
    flow = Flow((Below(Fraction(100), Fraction(1), ()),), paid)
    said = recheck(Certificate(None, Fraction(0), flow), [one], pays)
    assert said == ("programme 0 is not bounded from below",)
    rising = Programme("p", Curve(0, Fraction(2), Fraction(2), 50, halvings=1), uses)
    pays = {"a": Fraction(20), "b": Fraction(20), "c": Fraction(30)}
    kink = Flow((Below(Fraction(0), Fraction(2), ((50, Fraction(-1)),)),), ())  # the true cost
    assert rising.bill == 70
    assert judge([rising], pays).alone[0].gain == 10
    said = recheck(Certificate(None, Fraction(0), kink), [rising], pays)
    assert said == ("programme 0 is not bounded from below",)


def test_turned_lines_decide_nearly_all_rising_prices() -> None:
    draw, said = Random(9), []
    for _ in range(150):
        members = games.names(6)
        rate, scale = Fraction(draw.randint(101, 115), 100), draw.randint(60, 300)
        curve = Curve(draw.randint(100, 600), Fraction(draw.randint(1, 50)), rate, scale)
        one = games.programme(draw, members, curve)
        said.append(judge([one], by_use(one)).says)
    assert said.count("undecided") < 15
    assert said.count("nobody") > 60
