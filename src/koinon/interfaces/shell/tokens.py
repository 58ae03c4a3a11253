"""The verb `token`: the access tokens with which programs act through the API.

A token is printed when it is made and never again: only its hash is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from koinon.interfaces.shell import application
from koinon.interfaces.shell.mistakes import Mistake

if TYPE_CHECKING:
    from koinon.people.tokens import TokenView

LONGEST_LABEL = 100


def make(email: str, seats: Sequence[str], label: str, days: int) -> int:
    """Print a new token on standard output, alone, and what it is good for beside it."""
    account = _account(email)
    from koinon.interfaces.shared.holding import seats_of
    from koinon.people import tokens

    label = label.strip()
    if not 0 < len(label) <= LONGEST_LABEL or not label.isprintable():
        raise Mistake(f"--label: write 1 to {LONGEST_LABEL} characters that say what it is for.")
    held = seats_of(account)
    for seat in seats:
        if seat not in held:
            known = f"it holds {', '.join(held)}" if held else "it holds none"
            raise Mistake(f"--seat: {email} does not hold {seat!a}; {known}.")
    if _under(account, label):
        raise Mistake(f"--label: {email} has a token {label!r}; revoke it, or choose another.")
    secret = tokens.issue(account, seats, label=label, life=timedelta(days=days))
    print(secret)
    (made,) = _under(account, label)
    print(
        f"It is shown this once. It acts from {', '.join(sorted(set(seats)))} until "
        f"{made.expires:%Y-%m-%d %H:%M} UTC; koinon token revoke ends it before.",
        file=sys.stderr,
    )
    return 0


def listed(email: str) -> int:
    """Print one line for each token: whose, its label, its seats, its end."""
    account = _account(email) if email else None
    if account is None:
        _open()
    from koinon.people import tokens

    found = tokens.issued(account)
    rows = [(one.email, one.label, ", ".join(one.seats), _end(one)) for one in found]
    first, second, third = (max((len(row[i]) for row in rows), default=0) for i in range(3))
    for whose, label, seats, end in rows:
        print(f"{whose:<{first}}  {label:<{second}}  {seats:<{third}}  {end}")
    if not rows:
        print("There are no tokens.", file=sys.stderr)
    return 0


def revoke(email: str, label: str) -> int:
    """End every token of the account with this label that still stands."""
    account = _account(email)
    from koinon.people import tokens

    if not _under(account, label):
        raise Mistake(f"{email} has no standing token {label!r}; koinon token list names them.")
    tokens.revoke(account, label)
    print(f"Revoked: {label}. Programs that hold it are refused from now on.")
    return 0


def _open() -> None:
    application.load()
    application.need_prepared()


def _account(email: str) -> Any:
    _open()
    from koinon.people.queries import account_of

    found = account_of(email)
    if found is None:
        raise Mistake(f"{email!a} is no address of an account here; give it a seat first.")
    return found


def _under(account: Any, label: str) -> list[TokenView]:
    """The tokens with a label that still stand."""
    from koinon.people import tokens

    return [one for one in tokens.issued(account) if one.label == label and _standing(one)]


def _standing(token: TokenView) -> bool:
    return token.revoked is None and token.expires > datetime.now(UTC)


def _end(token: TokenView) -> str:
    if token.revoked is not None:
        return f"revoked {token.revoked:%Y-%m-%d}"
    return f"{'until' if _standing(token) else 'ended'} {token.expires:%Y-%m-%d}"
