"""What every benchmark on the whole application begins with: a fresh, migrated installation."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def prepare(description: str | None, *, replay: bool = False, **counts: int) -> argparse.Namespace:
    """Read `--database` and these counts, and set Django up on an empty database.

    With `replay`, a second one is made under that alias. `folder` is the installation's home.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--database", default=None)
    for name, count in counts.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    chosen = parser.parse_args()
    chosen.folder = Path(tempfile.mkdtemp(prefix="koinon-bench-"))
    os.environ["KOINON_HOME"] = str(chosen.folder)
    chosen.database = chosen.database or f"sqlite:///{chosen.folder / 'one.sqlite3'}"
    os.environ["KOINON_DATABASE_URL"] = chosen.database
    os.environ["DJANGO_SETTINGS_MODULE"] = "koinon.config.settings"
    if replay:
        os.environ["KOINON_REPLAY_DATABASE_URL"] = f"sqlite:///{chosen.folder / 'two.sqlite3'}"
    import django

    django.setup()
    from django.core.management import call_command

    for alias in ("default", "replay") if replay else ("default",):
        call_command("migrate", database=alias, verbosity=0)
    return chosen
