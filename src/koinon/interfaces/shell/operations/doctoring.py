"""The verb `doctor`: every usual fault of an installation in one sentence, with its remedy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations import checks
from koinon.interfaces.shell.operations.checks import Check, Finding


def doctor(*, as_json: bool) -> int:
    """Look at everything; 1 when something is wrong."""
    application.load()
    from django.conf import settings

    findings = list(examine(Path(settings.HOME)))
    sick = [one for one in findings if not one.well]
    if as_json:
        print(json.dumps([asdict(one) for one in findings], indent=1, ensure_ascii=False))
        return 1 if sick else 0
    width = max(len(one.check) for one in findings)
    for one in findings:
        mark = "ok   " if one.well else "FAULT"
        remedy = "" if one.well else f"; {one.remedy}"
        print(f"{mark} {one.check:<{width}}  {one.saw}{remedy}.")
    print("All is well." if not sick else f"{len(sick)} of {len(findings)} need attention.")
    return 1 if sick else 0


def examine(home: Path) -> Iterator[Finding]:
    """Every check's findings, in order; those that need the database only where it answers."""
    for check in checks.ALONE:
        yield from _asked(check, home)
    if (unreachable := checks.reachable()) is not None:
        yield unreachable
        return
    for check in checks.WITH_DATABASE:
        found = list(_asked(check, home))
        yield from found
        if check is checks.migrations and not found[0].well:
            return  # the others would read tables that are not there


def _asked(check: Check, home: Path) -> Iterator[Finding]:
    """A check that cannot look is itself a finding."""
    from django.db import DatabaseError

    try:
        yield from check(home)
    except (OSError, Mistake, DatabaseError) as reason:
        name = check.__name__.replace("_", " ")
        yield checks.fault(name, f"it cannot be looked at ({reason})", "let koinon read it")
