"""What a test needs from the machine: skipped in words where it is absent, never silently.

`KOINON_REQUIRE_ALL=1` turns every such skip into a failure, so that a run that claims to have
tested everything has. Tests marked `field` are excepted: their data is not part of the tree.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def all_required() -> bool:
    """Whether nothing may be skipped."""
    return os.environ.get("KOINON_REQUIRE_ALL") == "1"


def program(*names: str) -> str:
    """The path of the first of these programs; skips the test where there is none."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"needs {' or '.join(names)}, which is not installed")
    return found


def forbid_skip(
    report: pytest.TestReport | pytest.CollectReport, has_marker: Callable[[str], object]
) -> None:
    """Turn a skip into a failure that gives the reason, where nothing may be skipped."""
    if not all_required() or not report.skipped or hasattr(report, "wasxfail"):
        return
    if has_marker("field"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{reason}; nothing may be skipped here (KOINON_REQUIRE_ALL=1)"
