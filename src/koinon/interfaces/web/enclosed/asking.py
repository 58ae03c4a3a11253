"""For whom, and as of when, acts are told."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.charter.document import Charter


@dataclass(frozen=True, slots=True)
class Asked:
    """How acts are to be told.

    `ahead`: what they would do still lies ahead, so that figures of today say something about it.
    `charter` is the one that an amendment changes, None where its text is not kept. `decision_n` is
    the entry of the decision that carried them out, if one did. `city` is the reader's own.
    """

    ahead: bool
    charter: Charter | None
    decision_n: int | None = None
    city: str = ""
