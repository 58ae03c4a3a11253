"""A coalition of ten thousand members: admitted, asked to vote, charged by a levy.

    python benchmarks/members.py [--database URL] [--members N]

Prints CPU and wall seconds of each step, and at the end whether the ledger still adds up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import setting

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
    run(setting.prepare(__doc__, members=10_000).members)


def run(count: int) -> None:
    """Admit, vote, levy."""
    from tests.support.coalition import League

    from koinon.treasury import ledger

    league = League()
    league.found({"ghent": 260_000, "leuven": 100_000}, easy_charter())
    measured(f"{count} members admitted by decisions", lambda: admit(league, count - 2))
    number = measured("a proposal noticed", lambda: propose_levy(league))
    measured(f"{count - 2} votes in groups of 500", lambda: vote(league, number, count - 2))
    league.at = "2027-12-30T09:00:00.000000Z"
    measured("the vote counted", lambda: league.propose("Later", matter="ordinary"))
    assess = {"levy": "dues"}
    measured(
        "the levy assessed and posted",
        lambda: league.act("treasury.assess_levy/1", assess, "treasurer"),
    )
    assert ledger.wrong_balances() == ()


def easy_charter() -> str:
    """A charter under which one vote in favour carries everything at once."""
    from tests.support.money import MONEY

    least = "1/100000"
    return (
        MONEY.replace("notice_days = 2", "notice_days = 0")
        .replace('of = "cast", over = "1/2"', f'of = "cast", over = "{least}"')
        .replace('of = "all", at_least = "1/2"', f'of = "cast", at_least = "{least}"')
    )


def admit(league: Any, count: int) -> None:
    """Admit so many cities, by one proposal after another."""
    from datetime import date, timedelta

    from tests.support.coalition import member

    day = date(2025, 1, 2)
    for first in range(0, count, AT_ONCE):
        names = [f"city-{i:05d}" for i in range(first, min(first + AT_ONCE, count))]
        acts = [("assembly.admit_city/1", {"member": member(name, 1_000)}) for name in names]
        number = league.propose("Join", *acts)
        league.vote(number, "ghent", "yes")
        day += timedelta(days=5)
        league.at = f"{day.isoformat()}T09:00:00.000000Z"


def propose_levy(league: Any) -> int:
    """Put a levy of 9.6 million to the vote."""
    parts = [{"due": day, "share": "1/2"} for day in ("2028-02-01", "2028-08-01")]
    levy = {
        "code": "dues",
        "year": 2028,
        "title": [{"language": "en", "text": "Dues"}],
        "need_cents": 9_600_000_00,
        "formula": FORMULA,
        "instalments": parts,
    }
    number: int = league.propose("Levy", ("treasury.adopt_levy/1", levy))
    return number


def vote(league: Any, number: int, count: int) -> None:
    """Let every admitted city vote in favour."""
    from koinon.acts.gate import enact_many

    ballot = {"proposal": number, "yes": "1"}
    votes = [
        league.envelope("assembly.cast_vote/1", ballot, f"council/city-{i:05d}")
        for i in range(count)
    ]
    for first in range(0, count, 500):
        enact_many(votes[first : first + 500], at=league.at)


if __name__ == "__main__":
    main()
