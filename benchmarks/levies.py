"""The UN scale of assessments, the longest levy there is an example of, for ten thousand members.

    python benchmarks/levies.py [--members N]

The members are imagined: sizes from ten thousand to a hundred million inhabitants, incomes from 300
to 100,000 a head, drawn from a fixed seed; one of them has about a third of all income.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def main() -> None:
    """Measure and print a table."""
    from tests.support.un_scale import NEED_CENTS, State, levy, members

    from koinon.methods.levies import assess

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    count = parser.parse_args().members
    draw = Random(1)
    states = []
    for at in range(1, count):
        people, head = int(10 ** draw.uniform(4, 8)), 10 ** draw.uniform(2.5, 5)
        income = [int(people * head * draw.uniform(0.9, 1.1)) for _ in range(6)]
        debt = [income[0] // 3 if head < 12_000 else 0] * 6
        states.append(State(f"s{at:05}", income, [people + y for y in range(6)], debt, head < 900))
    whole = [sum(state.income[year] for state in states) // 2 for year in range(6)]
    states.append(State("first", whole, [330_000_000] * 6, [0] * 6, False))
    formula = levy()
    given = members(formula, states)
    wall, cpu = time.perf_counter(), time.process_time()
    found = assess(formula, given, NEED_CENTS)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert found.left_cents == 0
    print("| members | steps | wall | CPU |\n|---|---|---|---|")
    print(f"| {count:,} | {len(found.steps)} | {wall:.1f} s | {cpu:.1f} s |")


if __name__ == "__main__":
    main()
