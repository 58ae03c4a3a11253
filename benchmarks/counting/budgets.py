"""Budgets and committees: ours beside pabutools and abcvoting, on the same files in the same run.

    python benchmarks/counting/budgets.py FOLDER [--peers PYTHON] [--limit SECONDS] [--only WORD]

FOLDER holds .pb files of pabulib.org. PYTHON is an interpreter with the peers installed; without it
only ours is measured. Every measurement is a process of its own, stopped after so much wall time.
Ours is the best of five counts with exact results and everything that explains them; a peer counts
once, in exact fractions. In the case `warsaw-rule` ours, too, only decides what is funded, as the
peer does, and nothing is there to verify. Reading the file is told apart. What each elects is
compared.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

CASES = {
    "wieliczka": ("Poland_Wieliczka_2023_Green_Budget", "add1"),
    "amsterdam": ("Netherlands_Amsterdam_621", "add1"),
    "warsaw": ("Poland_Warszawa_2026", "single"),
    "warsaw-rule": ("Poland_Warszawa_2026", "decide"),
    "warsaw-greedy": ("Poland_Warszawa_2026", "greedy-budget"),
    "warsaw-phragmen": ("Poland_Warszawa_2026", "phragmen-budget"),
    "warsaw-10-pav": ("Poland_Warszawa_2026", "seq-pav"),
    "warsaw-10-phragmen": ("Poland_Warszawa_2026", "seq-phragmen"),
    "warsaw-10-shares": ("Poland_Warszawa_2026", "equal-shares-committee"),
}
COMMITTEES = {
    "seq-pav": "seqpav",
    "seq-phragmen": "seqphragmen",
    "equal-shares-committee": "equal-shares",
}


def best_of_five(call: Callable[[], Any]) -> tuple[float, Any]:
    """The least seconds of five calls, and what the last gave."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        found = call()
        times.append(time.perf_counter() - begun)
    return min(times), found


def ours(path: Path, what: str) -> dict[str, Any]:
    sys.path.insert(0, str(ROOT / "src"))
    from dataclasses import replace

    from koinon.methods.ballotfiles.paths import read_path
    from koinon.methods.counting import methods
    from koinon.methods.counting.contests import Election

    begun = time.perf_counter()
    election = read_path(path)
    read = time.perf_counter() - begun
    rule: Any = what
    if what in ("add1", "single", "decide"):
        default = methods.find("equal-shares-budget").rule
        rule = replace(default, step=1 if what == "add1" else 0)
    if what in COMMITTEES:
        election = Election(replace(election.contest, seats=10), election.ballots)
    if what == "decide":
        from koinon.methods.fast.shares import decide_equal_shares

        best, names = best_of_five(lambda: decide_equal_shares(rule, election))
        return {"read": read, "count": best, "check": None, "elected": sorted(names)}
    best, result = best_of_five(lambda: methods.count(rule, election, fast=True))
    begun = time.perf_counter()
    assert methods.recheck(result, election) == ()
    checked = time.perf_counter() - begun
    return {"read": read, "count": best, "check": checked, "elected": sorted(result.elected)}


def pabutools(path: Path, what: str) -> dict[str, Any]:
    from pabutools import rules
    from pabutools.election import Cost_Sat, parse_pabulib

    begun = time.perf_counter()
    instance, profile = parse_pabulib(str(path))
    voters = len(profile)
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    profile = profile.as_multiprofile()
    sat = {"sat_class": Cost_Sat}
    shares = rules.method_of_equal_shares
    calls: dict[str, Callable[[], Any]] = {
        "single": lambda: shares(instance, profile, **sat),
        "decide": lambda: shares(instance, profile, **sat),
        "add1": lambda: rules.exhaustion_by_budget_increase(
            instance, profile, shares, sat, budget_step=voters, exhaustive_stop=False
        ),
        "greedy-budget": lambda: rules.greedy_utilitarian_welfare(instance, profile, **sat),
        "phragmen-budget": lambda: rules.sequential_phragmen(instance, profile),
    }
    found = calls[what]()
    return {
        "read": read,
        "count": time.perf_counter() - begun,
        "elected": sorted(project.name for project in found),
    }


def abcvoting(path: Path, what: str) -> dict[str, Any]:
    from abcvoting import abcrules
    from abcvoting.preferences import Profile
    from pabutools.election import parse_pabulib

    begun = time.perf_counter()
    instance, votes = parse_pabulib(str(path))
    names = [project.name for project in instance]
    number = {project: at for at, project in enumerate(instance)}
    profile = Profile(len(names))
    profile.add_voters([[number[project] for project in ballot] for ballot in votes])
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    found = abcrules.compute(COMMITTEES[what], profile, committeesize=10, resolute=True)
    return {
        "read": read,
        "count": time.perf_counter() - begun,
        "elected": sorted(names[at] for at in found[0]),
    }


WORKERS = {"ours": ours, "pabutools": pabutools, "abcvoting": abcvoting}


def measured(python: str, who: str, path: Path, what: str, limit: int) -> dict[str, Any] | str:
    """What a process of its own finds, or why there is nothing."""
    command = [python, __file__, str(path), "--worker", who, what]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return f"stopped after {limit} s"
    if done.returncode:
        return done.stderr.strip().rpartition("\n")[2]
    told: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", default="")
    parser.add_argument("--limit", type=int, default=90)
    parser.add_argument("--only", default="")
    parser.add_argument("--worker", nargs=2)
    asked = parser.parse_args()
    if asked.worker:
        who, what = asked.worker
        told = WORKERS[who](asked.folder, what)
        told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print("\n" + json.dumps(told))
        return
    print("case                who        read s   count s  check s  peak MB  ratio  same")
    for case, (name, what) in CASES.items():
        if asked.only not in case:
            continue
        path = asked.folder / f"{name}.pb"
        mine = measured(sys.executable, "ours", path, what, asked.limit)
        if isinstance(mine, str):
            sys.exit(f"{case}: {mine}")
        check = "" if mine["check"] is None else f"{mine['check']:.2f}"
        line = f"{case:<19} ours      {mine['read']:7.2f} {mine['count']:9.4f} {check:>8}"
        print(f"{line} {mine['peak_mb']:8}")
        peer = "abcvoting" if what in COMMITTEES else "pabutools"
        if not asked.peers:
            continue
        its = measured(asked.peers, peer, path, what, asked.limit)
        if isinstance(its, str):
            print(f"{case:<19} {peer}: {its}")
            continue
        ratio, same = its["count"] / mine["count"], its["elected"] == mine["elected"]
        line = f"{case:<19} {peer:<9} {its['read']:7.2f} {its['count']:9.2f}          "
        print(f"{line}{its['peak_mb']:8} {ratio:6.0f}  {'yes' if same else 'no'}", flush=True)


if __name__ == "__main__":
    main()
