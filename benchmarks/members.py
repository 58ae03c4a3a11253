"""A coalition of ten thousand members: admitted, asked to vote, charged by a levy.

    python benchmarks/members.py [--database URL] [--members N]

Prints CPU and wall seconds of each step, and at the end whether the ledger still adds up.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

AT_ONCE = 90
"""Cities admitted by one proposal; more would not fit its entry."""
FORMULA = {
    "amount": {
        "kind": "quota",
        "amount": {"kind": "need"},
        "by": {"kind": "indicator", "name": "population"},
    },
    "rounding": {"unit_cents": 1, "ties": "id"},
}


def measured(name: str, work: Callable[[], Any]) -> Any:
    """Run `work` once and print what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"| {name} | {cpu:,.2f} s CPU | {wall:,.2f} s |", flush=True)
    return result


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default=None)
    parser.add_argument("--members", type=int, default=10_000)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="koinon-bench-"))
    os.environ["KOINON_HOME"] = str(folder)
    os.environ["KOINON_DATABASE_URL"] = chosen.database or f"sqlite:///{folder / 'one.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "koinon.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    run(chosen.members)


def run(count: int) -> None:
    """Admit, vote, levy."""
    from tests.support.coalition import League, member
    from tests.support.money import MONEY

    from koinon.acts.gate import enact_many
    from koinon.treasury import ledger

    charter = MONEY
    for old, new in (
        ("notice_days = 2", "notice_days = 0"),
        ('{share = "one", of = "cast", over = "1/2"}', '{share = "one", of = "cast", over = "1/100000"}'),
        ('of = "all", at_least = "1/2"', 'of = "cast", at_least = "1/100000"'),
    ):
        charter = charter.replace(old, new)
    league = League()
    league.found({"ghent": 260_000, "leuven": 100_000}, charter)

    def admit() -> None:
        for first in range(0, count - 2, AT_ONCE):
            names = [f"city-{i:05d}" for i in range(first, min(first + AT_ONCE, count - 2))]
            acts = [("assembly.admit_city/1", {"member": member(n, 1_000 + len(n))}) for n in names]
            number = league.propose("Join", *acts)
            league.vote(number, "ghent", "yes")
            day = first // AT_ONCE + 2
            league.at = (
                f"{2025 + day // 336}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}T09:00:00.000000Z"
            )

    measured(f"{count} members admitted by decisions", admit)
    levy = {
        "code": "dues",
        "year": 2026,
        "title": [{"language": "en", "text": "Dues"}],
        "need_cents": 9_600_000_00,
        "formula": FORMULA,
        "instalments": [
            {"due": "2026-02-01", "share": "1/2"},
            {"due": "2026-08-01", "share": "1/2"},
        ],
    }
    number = measured(
        "a proposal noticed", lambda: league.propose("Levy", ("treasury.adopt_levy/1", levy))
    )
    votes = [
        league.envelope(
            "assembly.cast_vote/1", {"proposal": number, "yes": "1"}, f"council/city-{i:05d}"
        )
        for i in range(count - 2)
    ]
    measured(
        f"{count - 2} votes in groups of 500",
        lambda: [enact_many(votes[k : k + 500], at=league.at) for k in range(0, len(votes), 500)],
    )
    league.at = (
        league.at.replace("-01-", "-12-").replace("-02-", "-12-")[:4] + "-12-30T09:00:00.000000Z"
    )
    measured("the vote counted", lambda: league.propose("Later", matter="ordinary"))
    measured(
        "the levy assessed and posted",
        lambda: league.act("treasury.assess_levy/1", {"levy": "dues"}, "treasurer"),
    )
    assert ledger.wrong_balances() == ()


if __name__ == "__main__":
    main()
