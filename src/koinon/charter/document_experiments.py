"""What a charter says about experiments: articles in force until a day, and evaluated before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Experimental: TypeAlias = Literal["matter", "act", "levy"]
"""What of a charter can be an experiment: a kind of proposal, a type of act, a levy."""

RECORD_EVALUATION: Final = "assembly.record_evaluation/1"


@dataclass(frozen=True, slots=True)
class Experiment:
    """An article in force until a day, the last one, by the charter's time zone ("YYYY-MM-DD").

    `matters`, `acts` and `levies` are what ends with it; each belongs to one experiment only. The
    office `evaluated_by` evaluates it on the day `evaluate_by` at the latest, not after `until`.
    """

    id: str
    title: tuple[tuple[str, str], ...]
    article: str
    until: str
    evaluated_by: str
    evaluate_by: str
    matters: tuple[str, ...]
    acts: tuple[str, ...]
    levies: tuple[str, ...]

    def items(self) -> tuple[tuple[Experimental, str], ...]:
        """Everything that ends with it, each with what it is."""
        return (
            *(("matter", one) for one in self.matters),
            *(("act", one) for one in self.acts),
            *(("levy", one) for one in self.levies),
        )
