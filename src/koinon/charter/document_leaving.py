"""What a charter says about what a member that leaves owes, and about the coalition's own end."""

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


@dataclass(frozen=True, slots=True)
class Dissolution:
    """How the coalition ends: what it has is shared out once it is dissolved.

    In proportion to the weighting `by`, or, where that is None, to what each member has paid. Of
    proposals only those of the matters `still` are noticed from then on. What is lacking is
    charged in the same proportion, due within so many days.
    """

    article: str
    by: str | None
    still: tuple[str, ...]
    within_days: int
