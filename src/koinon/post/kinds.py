"""The kinds of mail: which everybody concerned gets, and which a person may do without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mail. A compulsory one is a legal notice, or asked for: nobody can decline it."""

    name: str
    compulsory: bool


KINDS: Final = (
    Kind("notice", True),
    Kind("withdrawn", True),
    Kind("convocation", True),
    Kind("agenda", True),
    Kind("cancelled", True),
    Kind("invoice", True),
    Kind("audit", True),
    Kind("opened", False),
    Kind("closing", False),
    Kind("decided", False),
)
"""Every kind, in the order in which people read them."""

BY_NAME: Final = {kind.name: kind for kind in KINDS}
OPTIONAL: Final = tuple(kind.name for kind in KINDS if not kind.compulsory)
