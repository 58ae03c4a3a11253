"""What is measured by what, what is said of it, and what is refused."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from tests.support.power_games import by_trying, drawn_game, games, thresholds_of

from koinon.methods.power import (
    AllOf,
    Game,
    Threshold,
    Unmeasurable,
    chance_to_pass,
    citizen_squares,
    diagrams,
    flags,
    measuring,
    power,
    simplified,
    size,
    wins,
)
from koinon.methods.power.counts import absolute, shapley_shubik

HALF = Fraction(1, 2)


def measurable(game: Game) -> bool:
    return wins(game, range(size(game))) and not wins(game, ())


@settings(deadline=None)
@given(games())
def test_indices_are_what_their_definitions_say(game: Game) -> None:
    if not measurable(game):
        code = "always_passes" if wins(game, ()) else "never_passes"
        with pytest.raises(Unmeasurable, match=code):
            power(game)
        return
    counts, found, n = by_trying(game), power(game), size(game)
    swings = [sum(row) for row in counts.swings]
    everybody = set(range(n))
    assert found.winning == counts.coalitions
    assert tuple(one.absolute for one in found.members) == absolute(counts)
    assert sum(one.normalised or 0 for one in found.members) == 1
    assert tuple(one.shapley for one in found.members) == shapley_shubik(counts)
    assert sum(one.shapley or 0 for one in found.members) == 1
    assert found.to_prevent() == tuple(Fraction(s, counts.coalitions) for s in swings)
    assert found.to_initiate() == tuple(Fraction(s, 2**n - counts.coalitions) for s in swings)
    for at, one in enumerate(found.members):
        assert one.veto is not wins(game, everybody - {at})
        assert one.dummy is (swings[at] == 0)
        assert one.dictator is (swings[at] == 2 ** (n - 1))
    assert found.errors == measuring.Errors()
    assert chance_to_pass(game, [HALF]).passing == (found.passing,)


@pytest.mark.parametrize("way", ["integrated", "lattice", "alone"])
def test_estimates_agree_with_counts(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same games with counting forbidden, and with nothing but the standard library."""
    drawn = random.Random(way)
    games = []
    for _ in range(12):
        weights = (*(drawn.randint(0, 9) for _ in range(9)), 5)
        one = Threshold(weights, drawn.randint(1, sum(weights)))
        heads = Threshold((1,) * 10, drawn.randint(1, 10))
        games.append(one if way == "integrated" else AllOf((one, heads)))
    games = [game for game in games if measurable(game)]
    exact = [power(game) for game in games]
    if way == "alone":
        monkeypatch.setattr(measuring, "_fast", lambda: None)
    else:
        monkeypatch.setattr(measuring, "counted", lambda game: None)
    for game, right in zip(games, exact, strict=True):
        found = power(game)
        assert found.method == ("counted" if way == "alone" else "integrated")
        for one, known in zip(found.members, right.members, strict=True):
            assert abs(one.absolute - known.absolute) <= found.errors.absolute
            assert one.shapley is not None
            assert known.shapley is not None
            assert abs(one.shapley - known.shapley) <= found.errors.shapley
            assert (one.veto, one.dictator) == (known.veto, known.dictator)
            assert one.dummy in (known.dummy, None)
        assert abs(found.passing - right.passing) <= found.errors.passing


@given(thresholds_of(7))
def test_the_least_weight_that_decides(game: Threshold) -> None:
    if not measurable(game):
        return
    least = flags.least_deciding(game)
    assert least is not None
    for weight, row in zip(game.weights, by_trying(game).swings, strict=True):
        assert (weight >= least) is any(row)


def test_a_large_body_knows_who_never_decides() -> None:
    """Sixty of 100 votes and forty of one: forty votes never make up for one of a hundred."""
    game = Threshold((100,) * 60 + (1,) * 40, 3041)
    found = power(simplified(game))
    assert [one.dummy for one in found.members] == [False] * 60 + [True] * 40
    one_less = power(Threshold((100,) * 60 + (1,) * 40, 3040))
    assert not any(one.dummy for one in one_less.members)


def test_many_equal_members_are_counted_at_once() -> None:
    """Half a million pairs of members and sizes: walking a diagram of them took 18 seconds."""
    found = power(Threshold((3,) * 2_000, 3_003))
    assert found.method == "counted"
    assert {one.shapley for one in found.members} == {Fraction(1, 2_000)}


def test_two_weights_of_many_members_are_sampled_and_say_so() -> None:
    drawn = random.Random(8)
    one, other = (tuple(drawn.randint(100, 999) for _ in range(60)) for _ in range(2))
    game = AllOf((Threshold(one, sum(one) // 2), Threshold(other, sum(other) // 2)))
    with pytest.raises(Unmeasurable, match="no_seed"):
        power(game)
    with pytest.raises(Unmeasurable, match="no_seed"):
        chance_to_pass(game, [HALF])
    found = power(game, seed=3)
    assert found.method == "sampled"
    assert found.errors.confidence == Fraction(999, 1000)
    assert 0 < found.errors.absolute < Fraction(1, 50)
    assert all(member.shapley is None for member in found.members)
    assert power(game, seed=3) == found
    assert power(game, seed=4) != found
    curve = chance_to_pass(game, [Fraction(0), HALF, Fraction(1)], seed=3)
    assert curve.passing[0] == 0
    assert curve.passing[2] == 1
    assert abs(curve.passing[1] - found.passing) <= curve.errors.passing + found.errors.passing


def test_populations_of_many_cities_are_measured_by_coarser_weights() -> None:
    """Sixty cities by residents: sums in hundreds of millions cannot be laid out one by one."""
    drawn = random.Random(4)
    game = Threshold(tuple(drawn.randint(10**5, 10**7) for _ in range(60)), 150_000_000)
    found = power(game)
    assert found.method == "integrated"
    assert 0 < found.errors.absolute < Fraction(1, 200)
    assert 0 < found.errors.shapley < Fraction(1, 1000)
    assert abs(sum(member.shapley or 0 for member in found.members) - 1) < Fraction(1, 10**11)
    curve = chance_to_pass(game, [HALF])
    assert abs(curve.passing[0] - found.passing) <= curve.errors.passing + found.errors.passing


def test_parts_that_may_be_all_error_are_not_told() -> None:
    """Three hundred members with the smallest of says: a part of noise is no figure."""
    drawn = random.Random(2)
    one, other = (tuple(drawn.randint(100, 999) for _ in range(300)) for _ in range(2))
    game = AllOf((Threshold(one, sum(one) * 11 // 20), Threshold(other, sum(other) * 11 // 20)))
    found = power(game, seed=1)
    assert all(member.normalised is None for member in found.members)


def test_two_large_numbers_are_not_laid_out_one_by_one() -> None:
    """Sums to 10^9 of three members: eight coalitions, and no list of all sums."""
    game = Threshold((300_000_007, 500_000_009, 400_000_001), 700_000_000)
    assert power(game) == power(Threshold((1, 1, 1), 2))


def test_without_numpy_large_games_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_fast", lambda: None)
    drawn = random.Random(8)
    game = Threshold(tuple(drawn.randint(10**6, 10**7) for _ in range(50)), 10**8)
    with pytest.raises(Unmeasurable, match="no_numbers"):
        power(game)
    with pytest.raises(Unmeasurable, match="no_numbers"):
        chance_to_pass(game, [HALF])
    small = Threshold(tuple(drawn.randint(1, 14) for _ in range(150)), 600)
    assert power(small).method == "counted"


def test_numpy_is_asked_for_only_when_it_is_needed() -> None:
    """Rules and small games are read by whoever has Python alone."""
    import subprocess
    import sys

    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from koinon.methods.power import Threshold, power\n"
        "assert power(Threshold((3, 2, 2), 4)).winning == 4\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_names_are_kept_and_asked_for() -> None:
    found = power(Threshold((3, 1, 1), 4), names=["ghent", "lille", "namur"])
    assert found.of("ghent").veto
    assert not found.of("lille").veto
    with pytest.raises(ValueError):
        found.of("oslo")
    with pytest.raises(ValueError, match="one name"):
        power(Threshold((3, 1, 1), 4), names=["ghent"])


def test_levels_are_chances() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        chance_to_pass(Threshold((1, 1), 1), [Fraction(3, 2)])
    curve = chance_to_pass(Threshold((1,) * 3, 2), [Fraction(0), Fraction(1, 3), Fraction(1)])
    assert curve.passing == (0, Fraction(7, 27), 1)


def test_residents_are_compared_by_squares() -> None:
    """Equal weights: a resident of the city with four times the people has half the say."""
    found = power(Threshold((1, 1, 1), 2))
    large, small, _ = citizen_squares(found, [400, 100, 100])
    assert small / large == 4
    with pytest.raises(ValueError, match="residents"):
        citizen_squares(found, [1, 1])
    with pytest.raises(ValueError, match="residents"):
        citizen_squares(found, [1, 1, 0])


def test_counting_gives_up_before_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagrams, "SITUATIONS", 40)
    monkeypatch.setattr(measuring, "_fast", lambda: None)
    drawn = random.Random(11)
    game = AllOf(tuple(drawn_threshold(drawn) for _ in range(2)))
    with pytest.raises(Unmeasurable, match="no_numbers"):
        power(game)


def drawn_threshold(drawn: random.Random) -> Threshold:
    game = drawn_game(drawn, 12, 0)
    assert isinstance(game, Threshold)
    weights = tuple(weight + drawn.randint(1, 99) for weight in game.weights)
    return Threshold(weights, sum(weights) // 2)
