"""Voting power: ours beside libraries of others, on the same games in the same run.

    PYTHONPATH=PEERS python benchmarks/power.py [--limit SECONDS]

PEERS is a folder with power_bdd, powerindex, powerindices and tucoopy; those absent are said to be.
Bodies are imagined: residents from a Pareto distribution with a fixed seed, seats by square roots,
quota more than half. Every measurement is a process of its own, stopped after so much wall time; a
peer that fails on a body is not asked for a larger one. Results of all are compared with exact
counts to 200 members and with ours beyond.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

EU_PEOPLE = (
    493559, 613894, 875898, 1324820, 1919968, 2080908, 2794184, 4076246, 4904226, 5450421, 5517919,
    5806081, 7000039, 8858775, 9772756, 10230185, 10276617, 10649800, 10722287, 11467923, 17282163,
    19401658, 37972812, 46934632, 60359546, 66647112, 67028048, 83019214,
)  # fmt: skip
"""Eurostat, table tps00001, 1 January 2019."""

Body = tuple[tuple[int, ...], int]
Result = tuple[float, list[float]]


def body(members: int, scale: float) -> Body:
    """Imagine a body: its seats and its quota."""
    drawn = Random(members)
    seats = tuple(max(1, round(scale * drawn.paretovariate(1.1) ** 0.5)) for _ in range(members))
    return seats, sum(seats) // 2 + 1


def ours(index: str, seats: tuple[int, ...], quota: int) -> list[float]:
    from koinon.methods.power import Threshold, power

    found = power(Threshold(seats, quota))
    return [float(getattr(one, index)) for one in found.members]


def integrated(index: str, seats: tuple[int, ...], quota: int) -> list[float]:
    from koinon.methods.fast.power import integrating
    from koinon.methods.power import Threshold

    found = integrating.integrate(Threshold(seats, quota))
    return [float(value) for value in getattr(found, index)]


def power_bdd(index: str, seats: tuple[int, ...], quota: int) -> list[float]:
    from power_bdd.bdd import BDD, WeightedGame

    sys.setrecursionlimit(100_000)
    order = sorted(range(len(seats)), key=lambda m: -seats[m])
    diagram = BDD(WeightedGame(quota, [seats[m] for m in order]))
    diagram.create_BDD()
    found = diagram.calc_banzhaf() if index == "absolute" else diagram.calc_shapley()
    placed = dict(zip(order, found, strict=True))
    return [float(placed[m]) for m in range(len(seats))]


def powerindex(index: str, seats: tuple[int, ...], quota: int) -> list[float]:
    from powerindex import Game

    game = Game(quota, weights=list(seats))
    if index == "absolute":
        game.calc_banzhaf()
        return [float(value) for value in game.banzhaf]
    game.calc_shapley_shubik()
    return [float(value) for value in game.shapley_shubik]


def powerindices(index: str, seats: tuple[int, ...], quota: int) -> list[float]:
    from powerindices import compute_pbi, compute_ssi

    compute = compute_pbi if index == "absolute" else compute_ssi
    return [float(value) for value in compute(quota, list(seats))]


def tucoopy(index: str, seats: tuple[int, ...], quota: int) -> list[float]:
    from tucoopy.power.banzhaf import banzhaf_index_weighted_voting
    from tucoopy.power.shapley_shubik import shapley_shubik_index_weighted_voting

    if index == "absolute":
        found = banzhaf_index_weighted_voting(list(seats), quota, normalized=False)
    else:
        found = shapley_shubik_index_weighted_voting(list(seats), quota)
    return [float(value) for value in found]


def council(who: str) -> list[float]:
    """The Council of 28 by the Treaty of Lisbon: both indices."""
    heads, people = (1,) * 28, EU_PEOPLE
    if who == "ours":
        from koinon.methods.power import AllOf, AnyOf, Threshold, power

        carried = AnyOf((Threshold(people, 333_763_100), Threshold(heads, 25)))
        found = power(AllOf((Threshold(heads, 16), carried)))
        return [float(one.shapley or 0) for one in found.members]
    from power_bdd.bdd import BDD, WeightedGame

    parts = [BDD(WeightedGame(q, list(w))) for q, w in
             ((16, heads), (333_763_100, people), (25, heads))]  # fmt: skip
    diagram = parts[0] & (parts[1] | parts[2])
    diagram.calc_banzhaf()
    return [float(value) for value in diagram.calc_shapley()]


def _child(answers: Any, work: Callable[..., list[float]], given: tuple[Any, ...]) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # some say how far they are, or warn
    os.dup2(1, 2)
    try:
        start = time.process_time()
        found = work(*given)
        answers.put((time.process_time() - start, found))
    except Exception as error:
        answers.put(type(error).__name__)


def measured(
    work: Callable[..., list[float]], given: tuple[Any, ...], limit: float
) -> Result | str:
    """Run in a process of its own; give seconds of CPU and result, or what went wrong."""
    answers: Any = multiprocessing.Queue()
    child = multiprocessing.Process(target=_child, args=(answers, work, given))
    child.start()
    try:
        answer: Result | str = answers.get(timeout=limit)
    except Empty:
        answer = f"more than {limit:.0f} s"
    child.terminate()
    child.join()
    return answer


def told(answer: Result | str, ours_took: float, exact: list[float]) -> str:
    """One cell: seconds, how many times ours, and the largest error as a part of the largest.

    Indices are compared as parts of their sum: some libraries give Penrose's measure as such only.
    """
    if isinstance(answer, str):
        return answer
    took, found = answer
    ratios = [(a / sum(found), b / sum(exact)) for a, b in zip(found, exact, strict=True)]
    error = max(abs(a - b) for a, b in ratios) / max(b for _, b in ratios)
    wrong = f", **wrong by {error:.0%} of the largest**" if error > 1e-6 else f", {error:.0e}"
    return f"{took:,.3f} s, {took / ours_took:,.1f} ×{wrong}"


PEERS = (power_bdd, powerindex, powerindices, tucoopy)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=40)
    limit = parser.parse_args().limit
    for name in (*(peer.__name__ for peer in PEERS), "koinon.methods.fast.power"):
        try:  # once, here, so that loading is nobody's time
            importlib.import_module(name)
        except ImportError:
            print(f"{name} is not installed")
    print("| members, votes | index | ours | " + " | ".join(p.__name__ for p in PEERS) + " |")
    failed: set[tuple[str, str]] = set()
    for members, scale in ((50, 4), (200, 4), (1000, 4), (10_000, 1), (10_000, 5)):
        seats, quota = body(members, scale)
        for index in ("absolute", "shapley"):
            way = ours if members <= 50 else integrated
            mine = measured(way, (index, seats, quota), 10 * limit)
            assert not isinstance(mine, str), mine
            exact = ours(index, seats, quota) if members <= 200 else mine[1]
            cells = [f"{mine[0]:,.3f} s"]
            for peer in PEERS:
                key = (peer.__name__, index)
                answer = "–" if key in failed else measured(peer, (index, seats, quota), limit)
                if isinstance(answer, str):
                    failed.add(key)
                cells.append(told(answer, mine[0], exact))
            print(f"| {members:,}, {sum(seats):,} | {index} | {' | '.join(cells)} |", flush=True)
        if members == 200:
            counted = measured(ours, ("shapley", seats, quota), limit)
            print(f"| {members} | both, exact | {told(counted, mine[0], exact)} |", flush=True)
    mine = measured(council, ("ours",), limit)
    assert not isinstance(mine, str), mine
    peer = measured(council, ("power_bdd",), limit)
    print(f"| EU 28, Lisbon | both, exact | {mine[0]:,.3f} s | {told(peer, mine[0], mine[1])} |")


if __name__ == "__main__":
    main()
