"""What a charter says about what a member that leaves still owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ResidualOf: TypeAlias = Literal["commitments"]


@dataclass(frozen=True, slots=True)
class ResidualRule:
    """A member that has left owes its share of what is then committed and not yet paid.

    Its share is by the weighting `by`, as of its last day as a member; it is due within so many
    days of being charged.
    """

    of: ResidualOf
    by: str
    within_days: int
