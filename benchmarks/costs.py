"""Cost games: who pays more than alone at ten thousand cities, several programmes, clubs; a peer.

    [PYTHONPATH=PEERS] python benchmarks/costs.py [--seed N]

The games are imagined: uses lognormal around sixty thousand, from a fixed seed. Certificates are
rechecked. Where coopgame-py (PEERS) is at hand, it decides the same small games from the list of
all groups, and the answers are compared.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from koinon.methods.costs.clubs import City, best_clubs, unrest  # noqa: E402
from koinon.methods.costs.curves import Curve  # noqa: E402
from koinon.methods.costs.programmes import Programme, bill_of, cost_of  # noqa: E402
from koinon.methods.costs.recheck import recheck  # noqa: E402
from koinon.methods.costs.sharing import by_base, by_use, mixture, shapley, summed  # noqa: E402
from koinon.methods.costs.solidarity import price_of_solidarity  # noqa: E402
from koinon.methods.costs.stability import judge  # noqa: E402

Shares = dict[str, Fraction]


def timed(name: str, work: Callable[[], Any], note: str = "") -> Any:
    """Print the CPU time of the quickest of three runs; the last result."""
    best, found = None, None
    for _ in range(3):
        start = time.process_time()
        found = work()
        spent = time.process_time() - start
        best = spent if best is None else min(best, spent)
    print(f"| {name} | {(best or 0) * 1000:,.1f} ms | {note} |")
    return found


def programme(draw: Random, members: list[str], taking: float = 1) -> Programme:
    """A programme of elasticity 0.85 to 1 whose scale ends within the coalition or beyond."""
    uses = {
        m: int(draw.lognormvariate(11, 1.2)) + 1 if draw.random() < taking else 0 for m in members
    }
    whole = sum(uses.values())
    curve = Curve(
        draw.randint(10**6, 10**9),
        Fraction(draw.randint(10, 900)),
        Fraction(draw.randint(90, 99), 100),
        whole // draw.randint(1, 20),
        1000,
    )
    return Programme("programme", curve, uses)


def game(draw: Random, cities: int, programmes: int) -> tuple[list[Programme], Shares, Shares]:
    """Programmes, shares by ability and by use."""
    members = [f"c{at:05}" for at in range(cities)]
    made = [programme(draw, members, 1 if programmes == 1 else 0.9) for _ in range(programmes)]
    bases = {member: draw.randint(1, 10**6) for member in members}
    return made, by_base(bill_of(made), bases), summed([by_use(one) for one in made])


def judged(draw: Random, cities: int, programmes: int) -> None:
    made, ability, use = game(draw, cities, programmes)
    size = f"{cities:,} cities, {programmes} programme{'s' if programmes > 1 else ''}"
    for name, shares in (
        ("by use", use),
        ("a tenth by ability", mixture(Fraction(1, 10), ability, use)),
        ("by ability", ability),
    ):
        found = judge(made, shares)
        timed(f"{size}, {name}", lambda s=shares: judge(made, s), f"{found.says}, gap {found.gap}")
    found = judge(made, ability)
    assert timed(f"{size}, recheck", lambda: recheck(found.certificate, made, ability)) == ()
    priced = price_of_solidarity(made, ability, use)
    note = f"{float(priced.certified or 0):.4f} of the bill"
    timed(f"{size}, price of solidarity", lambda: price_of_solidarity(made, ability, use), note)


def others(draw: Random) -> None:
    members = [f"c{at:05}" for at in range(100)]
    one = programme(draw, members)
    rough = {member: 1000 * (1 + use // 10_000) for member, use in one.uses.items()}
    rounded = Programme("rounded", one.curve, rough)
    note = f"{sum(rough.values()) // 1000:,} units of use"
    timed("Shapley value, 100 cities, exact", lambda: shapley(rounded), note)
    cities = [
        City(f"c{at}", Fraction(draw.randint(0, 1000), 1000), int(draw.lognormvariate(11, 1.2)) + 1)
        for at in range(200)
    ]
    curve = Curve(10**7, Fraction(100), Fraction(19, 20), 5 * 10**6, 10**5)
    weight = Fraction(40)
    found = timed("clubs of 200 cities", lambda: best_clubs(curve, cities, weight))
    name = f"moves and merges among {len(found.clubs)} clubs"
    timed(name, lambda: unrest(curve, cities, found.clubs, weight))


def beside_a_peer(draw: Random) -> None:
    """coopgame-py reads the savings of all 2^n - 1 groups, computed here beforehand, in floats."""
    try:
        import coopgame
    except ImportError:
        print("| coopgame-py | not at hand | |")
        return
    sizes = ((12, 1, 5), (12, 3, 60), (16, 1, 100), (16, 3, 5), (18, 1, 5), (18, 3, 60))
    for cities, programmes, percent in sizes:
        made, ability, use = game(draw, cities, programmes)
        part = Fraction(percent, 100)
        shares = mixture(part, ability, use)
        ids = list(shares)
        start = time.process_time()
        alone = [cost_of(made, [member]) for member in ids]
        savings = [
            sum(alone[at] for at in range(cities) if mask >> at & 1)
            - cost_of(made, [ids[at] for at in range(cities) if mask >> at & 1])
            for mask in range(1, 1 << cities)
        ]
        listed = f"after {time.process_time() - start:.1f} s to list {len(savings):,} groups"
        scale = bill_of(made)
        kept = [float((alone[at] - shares[ids[at]]) / scale) for at in range(cities)]
        values = [float(saving / scale) for saving in savings]
        size = f"{cities} cities, {programmes} programme{'s' if programmes > 1 else ''}"
        ours = judge(made, shares).says
        timed(f"{size}, ours", lambda m=made, s=shares: judge(m, s), ours)
        theirs = timed(
            f"{size}, coopgame-py is_in_core",
            lambda v=values, k=kept: coopgame.Game(v).is_in_core(k),
            listed,
        )
        assert theirs == (ours == "nobody"), (ours, theirs)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    draw = Random(parser.parse_args().seed)
    print("| | CPU | |\n|---|---|---|")
    judged(draw, 10_000, 1)
    judged(draw, 100, 8)
    judged(draw, 1_000, 8)
    others(draw)
    beside_a_peer(draw)


if __name__ == "__main__":
    main()
