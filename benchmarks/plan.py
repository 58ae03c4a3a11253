"""A plan of a hundred cities and eight programmes, with its report: cold, warm, redrawn.

    python benchmarks/plan.py

Cold is a fresh process: everything imported, the charter read, the plan answered, the report
written. Warm is the same again in one process. Redrawn, at 200 cities: an assumption that nobody
has asked for before, and the part of the bill by ability, of which the costs are known already.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.config.settings")

FRESH = count(3_000_001)
"""Setups, each asked for once: what is remembered of one charter would help the next."""
CHARTERS = ("square-root", "one-city-one-vote", "double-majority")


def once(
    number: int, charter_name: str, setup: int, *, part: int = 50, reported: bool = False
) -> int:
    """Answer a plan of so many US county areas and metropolitan areas; the report's bytes."""
    from koinon.charter.drafting import template
    from koinon.charter.parsing import parse_charter
    from koinon.cities.metros import metros
    from koinon.interfaces.shared.whatif.answer import answer_to
    from koinon.interfaces.shared.whatif.asked import Asked, work_out
    from koinon.interfaces.shared.whatif.made import Made
    from koinon.interfaces.shared.whatif.report import report
    from koinon.interfaces.shared.whatif.tables import OwnTables
    from koinon.planner import counties
    from koinon.planner.programmes import defaults

    half = [metro.id for metro in metros() if metro.product is not None][: number // 2]
    abroad = [f"us-{one.id}" for one in counties.counties()[: number - len(half)]]
    asked = Asked(
        cities=(*half, *abroad),
        programmes=tuple(one.id for one in defaults()[:8]),
        changes=(("software.setup", str(setup)),),
        levy="product",
        rate="0.1 %",
        sharing="mixture",
        ability="product",
        part=f"{part} %",
    )
    worked = work_out(asked, parse_charter(template(charter_name), file=charter_name))
    assert worked.plan is not None, worked.problems
    answer = answer_to(worked.plan)
    made = Made(date(2026, 11, 30), asked, charter_name, "0" * 64, OwnTables())
    return len(report(answer, made).encode()) if reported else len(answer.sections)


def spent(work: Callable[[], object]) -> float:
    """Milliseconds on the clock."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print a table."""
    if sys.argv[1:2] == ["cold"]:
        import django

        django.setup()
        once(100, sys.argv[2], 3_000_000, reported=True)
        return
    import django

    django.setup()
    print("| charter | cold | warm | an assumption at 200 | the part at 200 |")
    print("|---|---|---|---|---|")
    for name in CHARTERS:
        measured(name)


def measured(name: str) -> None:
    """Print the row of one charter."""
    words = [sys.executable, __file__, "cold", name]
    cold = spent(lambda: subprocess.run(words, check=True))
    once(100, name, 3_000_000, reported=True)
    warm = min(spent(lambda: once(100, name, 3_000_000, reported=True)) for _ in range(3))
    once(200, name, 3_000_000)
    assumed = min(spent(lambda: once(200, name, next(FRESH))) for _ in range(3))
    parts = iter((20, 30, 40))
    moved = min(spent(lambda: once(200, name, 3_000_000, part=next(parts))) for _ in range(3))
    times = " | ".join(f"{one:,.0f} ms" for one in (cold, warm, assumed, moved))
    print(f"| {name} | {times} |")


if __name__ == "__main__":
    main()
