"""The demonstration from the command line: told into an empty record, and the links to enter it."""

from __future__ import annotations

import sys
import time
from datetime import datetime

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake


def demo() -> int:
    """Load the demonstration; a record that holds anything is refused."""
    application.load()
    application.migrate()
    tell()
    return 0


def tell() -> None:
    """Tell the demonstration so that it is in the middle of things today.

    Raises Mistake when there is a record already, or its key cannot be used.
    """
    from koinon.demo.calendar import ZONE
    from koinon.demo.countersigning import countersign
    from koinon.demo.loading import NotEmpty, load
    from koinon.record.signer import SignerError

    print("koinon: telling the demonstration ...", end="", flush=True, file=sys.stderr)
    start = time.monotonic()
    try:
        loaded = load(datetime.now(ZONE).date())
        countersign(loaded.last_at)
    except (NotEmpty, SignerError) as fault:
        print(file=sys.stderr)
        raise Mistake(f"demo: {fault}") from None
    took = time.monotonic() - start
    print(f" {loaded.entries} entries, {took:.1f} s", flush=True, file=sys.stderr)


def sign_in_links(site: str) -> list[str]:
    """One line for each role of the demonstration, with a fresh link; none for a real coalition."""
    from koinon.demo.founding import ORIGIN
    from koinon.demo.roles import links
    from koinon.record import logkeys

    if logkeys.names()[0] != ORIGIN:
        return []
    entries = links()
    width = max(len(role.name) for role, _ in entries)
    return [f"  {role.name:<{width}}  {site}enter/{token}" for role, token in entries]
