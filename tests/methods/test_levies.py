"""What holds of every levy, and that the verifier finds what is altered."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.methods.levies import (
    AtLeast,
    Column,
    Figure,
    Fixed,
    Flat,
    Indicator,
    LegalCap,
    Levy,
    LevyError,
    Member,
    Need,
    Product,
    Quota,
    Quotient,
    Rate,
    Ratio,
    Relief,
    Rounded,
    Rounding,
    Share,
    Sum,
    SumOf,
    UniformRate,
    Within,
    ZeroSum,
    assess,
    assessment_from_plain,
    levy_from_plain,
    recheck,
)
from koinon.methods.plain import to_plain
from koinon.methods.rounding import half_up, round_to_total

HALF = Fraction(1, 2)
NEEDS = st.integers(0, 10**12)
COUNTS = st.integers(1, 10**7)
FEW = settings(max_examples=60, deadline=None)


@st.composite
def members(draw: st.DrawFn, at_most: int = 8) -> tuple[Member, ...]:
    ids = draw(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=at_most, unique=True))
    caps = st.none() | st.integers(0, 10**11)
    return tuple(
        Member(
            id_,
            (("population", Fraction(draw(COUNTS))), ("value", Fraction(draw(COUNTS)))),
            limits=() if (cap := draw(caps)) is None else (("law", Fraction(cap)),),
        )
        for id_ in ids
    )


def two_factors() -> Column:
    people, value = Share(Indicator("population")), Share(Indicator("value"))
    return Quota(Need(), Sum((Rate(HALF, people), Rate(HALF, value))))


@FEW
@given(members(), NEEDS)
def test_what_is_charged_sums_to_the_need(ms: tuple[Member, ...], need: int) -> None:
    assessment = assess(Levy(two_factors()), ms, need)
    assert sum(charge.cents for charge in assessment.charges) == need
    assert assessment.left_cents == 0
    assert all(abs(charge.cents - charge.exact_cents) < 1 for charge in assessment.charges)
    assert recheck(to_plain(assessment)) == ()


@FEW
@given(members(), st.integers(0, 10**9), st.sampled_from(["id", "larger amount, then id"]))
def test_rounding_to_whole_hundreds_loses_nothing(
    ms: tuple[Member, ...], hundreds: int, ties: Any
) -> None:
    assessment = assess(Levy(two_factors(), Rounding(100, ties)), ms, hundreds * 100)
    assert assessment.total_cents == hundreds * 100
    assert all(charge.cents % 100 == 0 for charge in assessment.charges)
    assert recheck(to_plain(assessment)) == ()


@FEW
@given(members(), NEEDS, COUNTS)
def test_a_greater_need_never_lowers_an_exact_amount(
    ms: tuple[Member, ...], need: int, more: int
) -> None:
    before = assess(Levy(two_factors()), ms, need).charges
    after = assess(Levy(two_factors()), ms, need + more).charges
    assert all(a.exact_cents < b.exact_cents for a, b in zip(before, after, strict=True))


@FEW
@given(members(), NEEDS)
def test_the_order_of_members_changes_nothing(ms: tuple[Member, ...], need: int) -> None:
    levy = Levy(LegalCap(two_factors(), "law", "redistribute"))
    assert assess(levy, ms, need) == assess(levy, ms[::-1], need)


@FEW
@given(members(), NEEDS)
def test_a_legal_cap_binds_and_the_rest_is_redistributed(ms: tuple[Member, ...], need: int) -> None:
    assessment = assess(Levy(LegalCap(two_factors(), "law", "redistribute")), ms, need)
    caps = {member.id: dict(member.limits).get("law") for member in ms}
    for charge in assessment.charges:
        cap = caps[charge.member]
        assert cap is None or charge.cents <= cap
    if None in caps.values():
        assert assessment.left_cents == 0
    else:
        assert assessment.total_cents == min(need, sum(cap for cap in caps.values() if cap))
    assert recheck(to_plain(assessment)) == ()


@FEW
@given(members(), NEEDS)
def test_a_legal_cap_left_short_touches_only_the_capped(ms: tuple[Member, ...], need: int) -> None:
    free = {c.member: c.exact_cents for c in assess(Levy(two_factors()), ms, need).charges}
    capped = assess(Levy(LegalCap(two_factors(), "law", "leave short")), ms, need)
    caps = {member.id: dict(member.limits).get("law") for member in ms}
    for charge in capped.charges:
        cap = caps[charge.member]
        expected = free[charge.member] if cap is None else min(cap, free[charge.member])
        assert charge.exact_cents == expected
    assert recheck(to_plain(capped)) == ()


def fixpoint_by_rounds(
    amounts: list[Fraction], floors: list[Fraction], caps: list[Fraction]
) -> list[Fraction]:
    """The bounded amounts by trying every way of fixing members at a bound (a slow reference)."""
    n, whole = len(amounts), sum(amounts)
    for code in range(3**n):
        state = [code // 3**i % 3 for i in range(n)]
        fixed = [floors[i] if s == 1 else caps[i] for i, s in enumerate(state) if s]
        free = sum(amounts[i] for i in range(n) if not state[i])
        factor = (whole - sum(fixed)) / free if free else Fraction(1)
        result = [[factor * amounts[i], floors[i], caps[i]][s] for i, s in enumerate(state)]
        pushed = all(
            floors[i] <= result[i] <= caps[i]
            and (free == 0 or s != 1 or factor * amounts[i] <= floors[i])
            and (free == 0 or s != 2 or factor * amounts[i] >= caps[i])
            for i, s in enumerate(state)
        )
        if (
            pushed
            and sum(result) == whole
            and (free > 0 or one_factor(amounts, result, floors, caps))
        ):
            return result
    raise AssertionError("no bounded amounts")


def one_factor(
    amounts: list[Fraction], result: list[Fraction], floors: list[Fraction], caps: list[Fraction]
) -> bool:
    rows = list(zip(amounts, result, floors, caps, strict=True))
    least = max((y / x for x, y, low, _ in rows if y > low), default=Fraction(0))
    most = min((y / x for x, y, _, high in rows if y < high), default=None)
    return most is None or least <= most


@FEW
@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.integers(0, 40), st.integers(0, 60)),
        min_size=1,
        max_size=5,
    )
)
def test_floors_and_caps_reach_the_fixpoint(rows: list[tuple[int, int, int]]) -> None:
    amounts = [Fraction(a) for a, _, _ in rows]
    floors = [Fraction(f) for _, f, _ in rows]
    caps = [Fraction(f + more) for _, f, more in rows]
    ms = [
        Member(str(i), (("a", amounts[i]), ("f", floors[i]), ("c", caps[i])))
        for i in range(len(rows))
    ]
    levy = Levy(Within(Indicator("a"), Indicator("f"), Indicator("c")))
    if not sum(floors) <= sum(amounts) <= sum(caps):
        with pytest.raises(LevyError) as refused:
            assess(levy, ms, 0)
        low = sum(amounts) < sum(floors)
        assert refused.value.code == ("floors_too_high" if low else "caps_too_low")
        bound = ("low", sum(floors)) if low else ("high", sum(caps))
        assert refused.value.amounts == {"whole": sum(amounts), bound[0]: bound[1]}
        return
    assessment = assess(levy, ms, 0)
    assert [c.exact_cents for c in assessment.charges] == fixpoint_by_rounds(amounts, floors, caps)
    assert recheck(to_plain(assessment)) == ()


@FEW
@given(members(), st.integers(-(10**6), 10**6))
def test_equalisation_sums_to_zero(ms: tuple[Member, ...], rate: int) -> None:
    levy = Levy(ZeroSum(Rate(Fraction(rate, 1000), Indicator("value")), Indicator("population")))
    assessment = assess(levy, ms, 0)
    assert sum(charge.exact_cents for charge in assessment.charges) == 0
    assert assessment.total_cents == 0
    assert recheck(to_plain(assessment)) == ()


@FEW
@given(members(), NEEDS)
def test_relief_moves_money_only_to_those_who_carry_it(ms: tuple[Member, ...], need: int) -> None:
    poorest = min(ms, key=lambda member: (member.figures[1], member.id)).id
    marked = [
        replace(
            member,
            figures=(
                *member.figures,
                ("relief", Fraction(3 if member.id == poorest else 0)),
                ("carries", Fraction(member.id != poorest or len(ms) == 1)),
            ),
        )
        for member in ms
    ]
    plain = assess(Levy(two_factors()), marked, need + 1)
    levy = Levy(Relief(two_factors(), Indicator("relief"), Indicator("carries")))
    eased = assess(levy, marked, need + 1)
    assert sum(c.exact_cents for c in eased.charges) == need + 1
    for before, after in zip(plain.charges, eased.charges, strict=True):
        expected = 0 if len(ms) == 1 else -3 if after.member == poorest else 1
        change = after.exact_cents - before.exact_cents
        assert change == expected if expected <= 0 else change > 0
    assert recheck(to_plain(eased)) == ()


def example() -> dict[str, Any]:
    ms = [
        Member("a", (("population", Fraction(5)), ("value", Fraction(9)))),
        Member(
            "b",
            (("population", Fraction(7)), ("value", Fraction(1))),
            limits=(("law", Fraction(300)),),
        ),
        Member("c", (("population", Fraction(2)), ("value", Fraction(4)))),
    ]
    bounded = Within(two_factors(), Flat(Fixed(Fraction(100))), Flat(Figure("most")))
    levy = Levy(LegalCap(bounded, "law", "redistribute"))
    plain = to_plain(assess(levy, ms, 1001, (("most", Fraction(600)),)))
    assert isinstance(plain, dict)
    return plain


def test_plain_form_is_read_back_to_the_same_assessment() -> None:
    plain = example()
    assert to_plain(assessment_from_plain(plain)) == plain
    assert to_plain(levy_from_plain(plain["levy"])) == plain["levy"]
    assert recheck(plain) == ()


def test_every_altered_number_is_found() -> None:
    plain = example()
    found = 0
    for at in range(len(plain["steps"])):
        for where in range(len(plain["steps"][at]["values"])):
            altered = copy.deepcopy(plain)
            value = Fraction(altered["steps"][at]["values"][where])
            altered["steps"][at]["values"][where] = str(value + Fraction(1, 7))
            assert recheck(altered), (at, where)
            found += 1
        if plain["steps"][at]["total"] is not None:
            altered = copy.deepcopy(plain)
            altered["steps"][at]["total"] = str(Fraction(plain["steps"][at]["total"]) + 1)
            assert recheck(altered), at
            found += 1
    for at in range(3):
        altered = copy.deepcopy(plain)
        altered["charges"][at]["cents"] += 1
        altered["charges"][(at + 1) % 3]["cents"] -= 1
        assert "charges" in recheck(altered)
        found += 1
    for name in ("need_cents", "total_cents", "left_cents"):
        assert recheck({**plain, name: plain[name] + 1})
    assert "steps" in recheck(
        {**plain, "steps": [*plain["steps"], {**plain["steps"][0], "place": "x"}]}
    )
    assert "inputs" in recheck({**plain, "figures": [["most", "600"], ["more", "1"]]})
    assert found > 30


@pytest.mark.parametrize(
    ("levy", "sentence"),
    [
        (Indicator("area"), "amount: a has no “area”; certify it first."),
        (
            Flat(Figure("cpi")),
            "amount.amount: the figure “cpi” is not given; give it with the levy.",
        ),
        (
            Share(Rate(Fraction(0), Indicator("population"))),
            "amount: what is shared by comes to zero or less over all who pay; it must come to "
            "more.",
        ),
        (
            UniformRate(Need(), Indicator("population"), Fraction(0)),
            "amount: the rate is rounded to 0; it must be above zero.",
        ),
        (
            Within(Indicator("population"), None, Flat(Fixed(Fraction(1)))),
            "amount: all together 5 is to be collected, and the caps let no more than 1 be; raise "
            "the caps or collect less.",
        ),
        (
            Within(Indicator("population"), Flat(Fixed(Fraction(6))), None),
            "amount: all together 5 is to be collected, and the floors alone come to 6; lower the "
            "floors or collect more.",
        ),
        (
            Within(Indicator("population"), Flat(Fixed(Fraction(-6))), None),
            "amount: the floor of a is -6; bounds must be zero or more.",
        ),
        (
            Within(Indicator("population"), Flat(Fixed(Fraction(3))), Flat(Fixed(Fraction(2)))),
            "amount: a would pay 3 at least and 2 at most; lower the floor or raise the cap.",
        ),
        (
            Within(Rate(Fraction(-1), Indicator("population")), None, Flat(Fixed(Fraction(1)))),
            "amount: a has -5 here, and floors and caps need amounts of zero or more; mend the "
            "figure or the step before.",
        ),
        (
            Relief(Indicator("population"), Indicator("population"), Flat(Fixed(Fraction(0)))),
            "amount: those who carry the relief have 0 together; it must be above zero, or nobody "
            "takes over what the others are spared.",
        ),
    ],
)
def test_a_formula_that_cannot_be_applied_is_refused(levy: Column, sentence: str) -> None:
    with pytest.raises(LevyError) as refused:
        assess(Levy(levy), [Member("a", (("population", Fraction(5)),))], 100)
    assert str(refused.value) == sentence


def test_numbers_that_grow_without_end_are_refused_before_they_cost_hours() -> None:
    """A thousand members with coprime divisors: their sum alone would have 6,000 digits."""
    primes = [n for n in range(2, 8_000) if all(n % k for k in range(2, n) if k * k <= n)]
    ms = [Member(f"m{n}", (("by", Fraction(n)), ("one", Fraction(1)))) for n in primes]
    per_head = Quotient(Indicator("one"), Indicator("by"))
    with pytest.raises(LevyError) as refused:
        assess(Levy(Share(per_head)), ms, 0)
    assert refused.value.code == "numbers_too_long"
    rounded = Rounded(per_head, Fraction(1, 10_000), "each")
    assert assess(Levy(Quota(Need(), rounded)), ms, 10**6).left_cents == 0
    squares = Indicator("by")
    for _ in range(14):
        squares = Product((squares, squares))
    with pytest.raises(LevyError, match="round them on the way"):
        assess(Levy(squares), ms[:2], 0)


def test_a_part_that_stands_twice_has_its_steps_in_both_places() -> None:
    part = Rate(HALF, Share(Indicator("population")))
    ms = [Member(id, (("population", Fraction(1)),)) for id in "ab"]
    found = assess(Levy(Sum((part, part))), ms, 0)
    places = [step.place for step in found.steps]
    assert places == [
        *("amount.terms.0.base.of", "amount.terms.0.base", "amount.terms.0"),
        *("amount.terms.1.base.of", "amount.terms.1.base", "amount.terms.1"),
        "amount",
    ]
    assert recheck(to_plain(found)) == ()


def rounding_on_the_way() -> dict[str, Any]:
    ms = [
        Member(id, (("population", Fraction(n)), ("value", Fraction(v))))
        for id, n, v in (("a", 3, 9), ("b", 5, 2), ("c", 7, 4))
    ]
    mean = Ratio(SumOf(Indicator("value")), SumOf(Indicator("population")))
    own = Quotient(Indicator("value"), Indicator("population"))
    rich = AtLeast(Rounded(own, Fraction(1, 10), "each"), mean)
    key = Rounded(Rate(Fraction(10), Share(Indicator("population"))), HALF, "sum")
    levy = Levy(Sum((Quota(Need(), key), rich)))
    plain = to_plain(assess(levy, ms, 1_000))
    assert isinstance(plain, dict)
    return plain


def test_rounding_thresholds_and_ratios_are_rechecked() -> None:
    plain = rounding_on_the_way()
    assert recheck(plain) == ()
    values = {step["place"]: step["values"] for step in plain["steps"]}
    assert values["amount.terms.1"] == ["1", "0", "0"]
    assert values["amount.terms.0.by"] == ["2", "7/2", "9/2"]
    for at, step in enumerate(plain["steps"]):
        for where in range(len(step["values"])):
            altered = copy.deepcopy(plain)
            altered["steps"][at]["values"][where] = str(Fraction(step["values"][where]) + HALF)
            assert recheck(altered), (step["place"], where)


def test_members_are_told_apart() -> None:
    with pytest.raises(LevyError, match="different ids"):
        assess(Levy(Flat(Need())), [Member("a"), Member("a")], 1)


@FEW
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.fractions(), min_size=1))
def test_rounding_stays_within_one_unit_and_keeps_order(shares: dict[str, Fraction]) -> None:
    shares = {id_: share.limit_denominator(1000) for id_, share in shares.items()}
    total = half_up(sum(shares.values(), Fraction(0)))
    whole = round_to_total(shares, total)
    assert sum(whole.values()) == total
    assert all(abs(whole[id_] - share) < 1 for id_, share in shares.items())
    with pytest.raises(ValueError, match="no rounding"):
        round_to_total(shares, total + len(shares) + 1)


def test_equal_remainders_are_served_in_the_stated_order() -> None:
    shares = {"a": HALF, "b": HALF + 1, "c": HALF}
    assert round_to_total(shares, 3) == {"a": 1, "b": 2, "c": 0}
    assert round_to_total(shares, 2) == {"a": 1, "b": 1, "c": 0}
    assert round_to_total(shares, 2, ["c", "b", "a"]) == {"a": 0, "b": 1, "c": 1}
