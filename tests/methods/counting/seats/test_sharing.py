"""One table of votes: all outcomes as by trying all vectors; what theory says of each method."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb, floor
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.methods.counting.seats.problems import outcomes, rules, votes

from koinon.methods import apportionment
from koinon.methods.counting.seats.check_seats import check_seats
from koinon.methods.counting.seats.margins import Margin, margins, nearest
from koinon.methods.counting.seats.rules import (
    DIVISORS,
    MAX_LISTED,
    QUOTAS,
    STATEMENTS,
    Range,
    SeatsError,
    SeatsResult,
    SeatsRule,
    Threshold,
    Votes,
    entitled,
)
from koinon.methods.counting.seats.sharing import apportion
from koinon.methods.counting.ties import LotNeeded
from koinon.methods.plain import from_plain, to_plain

HOUSES = st.integers(0, 9)


def shared(rule: SeatsRule, of: Votes, house: int) -> SeatsResult:
    """A result, or a draw that hypothesis leaves out because nobody could take the seats."""
    try:
        return apportion(rule, of, house, "drawn")
    except SeatsError:
        assume(False)
        raise


@given(rules(DIVISORS), votes(), HOUSES)
def test_divisor_methods_give_every_outcome_that_trying_all_vectors_finds(
    rule: SeatsRule, of: Votes, house: int
) -> None:
    result = shared(rule, of, house)
    every = outcomes(rule, of, result.entitled, house)
    assert result.seats in every
    assert set(result.tied.listed) == every
    assert result.tied.count == len(every)


@given(rules(), votes(), HOUSES)
def test_every_result_is_verified_and_written_in_one_way(
    rule: SeatsRule, of: Votes, house: int
) -> None:
    result = shared(rule, of, house)
    assert check_seats(result, of, house) == ()
    assert from_plain(SeatsResult, to_plain(result)) == result
    assert sum(result.seats) == house


@given(rules(QUOTAS), votes(), HOUSES)
def test_quotas_are_cut_down_and_the_greatest_remainders_get_the_rest(
    rule: SeatsRule, of: Votes, house: int
) -> None:
    rule = replace(rule, minimum=0, maximum=None, ties="paper")
    result = shared(rule, of, house)
    whole = [floor(q) for q in result.quotas]
    assume(sum(whole) <= house)
    open_ = [p for p, part in enumerate(result.entitled) if part and of.votes[p]]
    assume(house - sum(whole) <= len(open_))
    rest = sorted(open_, key=lambda p: (whole[p] - result.quotas[p], p))
    for p in rest[: house - sum(whole)]:
        whole[p] += 1
    assert tuple(whole) == result.seats


@given(votes(), st.sampled_from(QUOTAS), st.integers(1, 12))
def test_a_quota_is_what_the_books_say(of: Votes, method: str, house: int) -> None:
    total = sum(of.votes)
    assume(total)
    quota = {
        "hare": Fraction(total, house),
        "droop": total // (house + 1) + 1,
        "hagenbach-bischoff": Fraction(total, house + 1),
        "imperiali-quota": Fraction(total, house + 2),
    }[method]
    found = apportion(SeatsRule(method), of, house).quotas
    assert found == tuple(v / Fraction(quota) for v in of.votes)


@given(rules(), votes(), HOUSES, st.data())
def test_the_verifier_catches_a_change_in_every_field(
    rule: SeatsRule, of: Votes, house: int, data: st.DataObject
) -> None:
    result = shared(rule, of, house)
    n = len(result.seats)
    at = data.draw(st.integers(0, n - 1))

    def with_more(numbers: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*numbers[:at], numbers[at] + 1, *numbers[at + 1 :])

    tied = result.tied
    planted = [
        replace(result, house=house + 1),
        replace(result, votes=replace(of, votes=with_more(of.votes))),
        replace(result, entitled=(*result.entitled[:at], not result.entitled[at],
                                  *result.entitled[at + 1 :])),
        replace(result, shares=with_more(result.shares)),
        replace(result, seats=with_more(result.seats)),
        replace(result, quotas=with_more(result.quotas) if result.quotas else (Fraction(1),)),
        replace(result, tied=replace(tied, count=tied.count + 1)),
        replace(result, tied=replace(tied, listed=tied.listed[1:])),
        replace(result, tied=replace(tied, listed=(with_more(tied.listed[0]),))),
        replace(result, lot="another" if result.lot == "" else ""),
        replace(result, ties=result.ties[1:] if result.ties else (TIE,)),
        *(replace(result, range=wrong) for wrong in wrong_ranges(result.range)),
    ]  # fmt: skip
    for number, one in enumerate(planted):
        assert check_seats(one, of, house), number
    for number, tie in enumerate(result.ties):
        bad = (replace(tie, stage=9), replace(tie, what="x"), replace(tie, by="x"),
               replace(tie, first="x"), replace(tie, tied=()))  # fmt: skip
        for wrong in bad:
            ties = (*result.ties[:number], wrong, *result.ties[number + 1 :])
            assert check_seats(replace(result, ties=ties), of, house)


TIE = apportion(SeatsRule("dhondt"), Votes(("a", "b"), (1, 1)), 1).ties[0]


def wrong_ranges(said: Range | None) -> list[Range | None]:
    if said is None:
        return [Range(Fraction(1), Fraction(2), Fraction(3, 2), squared=False)]
    return [
        None,
        replace(said, low=said.low + 1),
        replace(said, high=None if said.high is not None else Fraction(1)),
        replace(said, squared=not said.squared),
        replace(said, chosen=Fraction(-1)),
        *([] if said.high is None else [replace(said, chosen=said.high * 2 + 2)]),
    ]


@given(rules(), votes(), HOUSES)
def test_a_seat_moved_is_right_only_among_the_tied(rule: SeatsRule, of: Votes, house: int) -> None:
    result = shared(rule, of, house)
    for gives, gets in [*combinations(range(len(result.seats)), 2)]:
        moved = list(result.seats)
        moved[gives] -= 1
        moved[gets] += 1
        assert "seats" in check_seats(replace(result, seats=tuple(moved)), of, house)


@given(rules(DIVISORS), votes(), HOUSES)
def test_one_more_seat_takes_none_away(rule: SeatsRule, of: Votes, house: int) -> None:
    fewer, more = shared(rule, of, house), shared(rule, of, house + 1)
    assert all(b >= a for a, b in zip(fewer.seats, more.seats, strict=True))


@given(rules(DIVISORS), votes(), st.tuples(*[st.integers(-9, 9)] * 4), HOUSES)
def test_nobody_loses_a_seat_to_a_party_whose_votes_fell_beside_its_own(
    rule: SeatsRule, of: Votes, changes: tuple[int, ...], house: int
) -> None:
    """Population monotonicity (Balinski and Young 1982, ch. 8), for results without a tie."""
    rule = replace(rule, threshold=None)
    changed = (max(v + change, 0) for v, change in zip(of.votes, changes, strict=False))
    then = replace(of, votes=tuple(changed))
    was, is_ = shared(rule, of, house), shared(rule, then, house)
    assume(was.tied.count == is_.tied.count == 1)
    for i, j in combinations(range(len(of.votes)), 2):
        for a, b in ((i, j), (j, i)):
            if then.votes[a] >= of.votes[a] and then.votes[b] <= of.votes[b]:
                assert not (is_.seats[a] < was.seats[a] and is_.seats[b] > was.seats[b])


@given(rules(DIVISORS), votes(), HOUSES)
def test_any_two_share_what_they_have_as_they_would_alone(
    rule: SeatsRule, of: Votes, house: int
) -> None:
    """Coherence (Pukelsheim 2017, ch. 9): a part of a fair sharing is one of its own outcomes."""
    rule = replace(rule, threshold=None)
    result = shared(rule, of, house)
    for pair in combinations(range(len(of.votes)), 2):
        both = Votes(tuple(of.parties[p] for p in pair), tuple(of.votes[p] for p in pair))
        held = tuple(result.seats[p] for p in pair)
        if any(both.votes):
            assert held in apportion(rule, both, sum(held), "drawn").tied.listed


@given(votes(), HOUSES)
def test_largest_remainder_stays_within_one_of_the_quota(of: Votes, house: int) -> None:
    assume(any(of.votes))
    result = apportion(SeatsRule("hare"), of, house)
    assert all(abs(n - q) < 1 for n, q in zip(result.seats, result.shares, strict=True))


def test_largest_remainder_may_take_a_seat_away_as_the_house_grows() -> None:
    """The Alabama paradox, which no divisor method has: 14 seats where 13 gave c three."""
    of = Votes(("a", "b", "c"), (6, 6, 2))
    before, after = (apportion(SeatsRule("hare"), of, n).seats for n in (10, 11))
    assert (before, after) == ((4, 4, 2), (5, 5, 1))


@given(rules(), votes(), HOUSES)
def test_margins_are_the_fewest_votes_that_move_a_seat(
    rule: SeatsRule, of: Votes, house: int
) -> None:
    result = shared(rule, of, house)
    if rule.method == "droop" and rule.maximum is not None:
        rule = replace(rule, maximum=None)
        result = shared(rule, of, house)
    for at, margin in enumerate(margins(result)):
        first = next((x for x in range(1, 150) if gains(result, at, x)), None)
        if margin.votes is None or margin.votes < 150:
            assert margin.votes == first
        else:
            assert first is None


def gains(result: SeatsResult, party: int, more: int) -> bool:
    """Whether every outcome with so many votes more gives the party more seats than it has."""
    numbers = list(result.votes.votes)
    numbers[party] += more
    try:
        other = apportion(
            result.rule, replace(result.votes, votes=tuple(numbers)), result.house, "drawn"
        )
    except SeatsError:
        return False
    return all(row[party] > result.seats[party] for row in other.tied.listed)


@given(
    st.sampled_from(["hare", "dhondt", "sainte-lague", "huntington-hill"]), votes(6), HOUSES,
    st.integers(0, 2), st.none() | st.integers(2, 5),
)  # fmt: skip
def test_charters_share_out_in_the_same_way(
    method: str, of: Votes, house: int, minimum: int, maximum: int | None
) -> None:
    assume(all(of.votes))
    names = tuple(sorted(of.parties))
    of = replace(of, parties=names, won=())
    old = {"hare": "largest_remainder"}.get(method, method.replace("-", "_"))
    minimum = max(minimum, method == "huntington-hill")
    assume(minimum * len(names) <= house <= (maximum or house) * len(names))
    result = apportion(SeatsRule(method, None, minimum, maximum), of, house)
    weights = dict(zip(names, of.votes, strict=True))
    theirs = apportionment.apportion(apportionment.Method(old, minimum, maximum), weights, house)
    assert dict(theirs.seats) == dict(zip(names, result.seats, strict=True))
    assert result.tied.count == comb(len(theirs.tied), theirs.contested)


def test_ties_are_listed_up_to_a_limit_and_counted_beyond() -> None:
    names = tuple(f"p{n:02}" for n in range(30))
    result = apportion(SeatsRule("dhondt"), Votes(names, (7,) * 30), 45)
    assert result.tied.count == comb(30, 15) == 155_117_520
    assert len(result.tied.listed) == MAX_LISTED
    assert check_seats(result, result.votes, 45) == ()
    assert [tie.first for tie in result.ties] == list(names[:15])


def test_a_lot_is_asked_for_where_only_a_lot_decides() -> None:
    of = Votes(("a", "b", "c"), (5, 5, 5))
    with pytest.raises(LotNeeded, match="a lot decides between a, b, c"):
        apportion(SeatsRule("dhondt", ties="lot"), of, 4)
    firsts = {apportion(SeatsRule("dhondt", ties="lot"), of, 4, v).ties[0].first for v in "123456"}
    assert len(firsts) > 1
    assert apportion(SeatsRule("dhondt", ties="lot"), of, 3, "1").lot == ""


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (Threshold(Fraction(3, 100), "valid"), (True, False, False)),
        (Threshold(Fraction(3, 100), "parties"), (True, True, False)),
        (Threshold(Fraction(3, 100), "cast"), (True, False, False)),
        (Threshold(Fraction(3, 100), "valid", won=1), (True, False, True)),
        (Threshold(votes=30), (True, True, False)),
        (None, (True, True, True)),
    ],
)
def test_a_threshold_is_a_share_of_its_base_or_seats_won(
    threshold: Threshold | None, expected: tuple[bool, ...]
) -> None:
    of = Votes(("a", "b", "c"), (950, 30, 20), blank=1, invalid=10, won=(3, 0, 1))
    assert entitled(threshold, of) == expected


@pytest.mark.parametrize(
    ("rule", "numbers", "house", "said"),
    [
        (SeatsRule("dhondt", minimum=2), (1, 1), 3, "minimum takes 4 seats and there are 3"),
        (SeatsRule("adams"), (1, 1), 1, "gives every party a first seat, the minimum takes 2"),
        (SeatsRule("dhondt", maximum=1), (1, 1), 3, "leaves 1 of 3 seats to nobody"),
        (SeatsRule("hare", threshold=Threshold(votes=9)), (1, 1), 3, "lower the threshold"),
        (SeatsRule("dhondt"), (1, 1), 1_000_001, "there are 0 to 1000000 seats"),
        (SeatsRule("dhondt"), (1, 1), -1, "there are 0 to 1000000 seats"),
    ],
)
def test_what_cannot_be_shared_out_is_refused_in_a_sentence(
    rule: SeatsRule, numbers: tuple[int, ...], house: int, said: str
) -> None:
    with pytest.raises(SeatsError, match=said):
        apportion(rule, Votes(("a", "b"), numbers), house)


@pytest.mark.parametrize(
    "made",
    [
        lambda: SeatsRule("modified-sainte-lague"),
        lambda: SeatsRule("dhondt", first=Fraction(7, 5)),
        lambda: SeatsRule("modified-sainte-lague", first=Fraction(3)),
        lambda: SeatsRule("dhondt", minimum=3, maximum=2),
        lambda: Votes(("a", "a"), (1, 2)),
        lambda: Votes(("a",), (1, 2)),
        lambda: Votes(("a",), (-1,)),
        lambda: Votes(("a",), (2**62 + 1,)),
        lambda: Votes((), ()),
        lambda: Votes(("",), (1,)),
    ],
)
def test_rules_and_votes_that_mean_nothing_are_refused(made: object) -> None:
    assert callable(made)
    with pytest.raises(SeatsError):
        made()


def test_every_method_states_itself() -> None:
    assert set(STATEMENTS) == {*DIVISORS, *QUOTAS}
    assert all(said.title and said.source for said in STATEMENTS.values())


def test_the_party_next_in_line() -> None:
    result = apportion(SeatsRule("dhondt"), Votes(("a", "b"), (100, 49)), 2)
    assert margins(result) == (Margin("a", None, ()), Margin("b", 2, ("a",)))
    assert nearest(margins(result)) == Margin("b", 2, ("a",))
