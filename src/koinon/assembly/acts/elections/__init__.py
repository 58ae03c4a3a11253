"""Elections by ballots: opened by a decision, stood in, voted in, counted; vacancies filled."""

from __future__ import annotations

from koinon.assembly.acts.elections import (
    ballots,
    candidates,
    counting,
    opening,
    projects,
    vacancies,
)

__all__ = ["ballots", "candidates", "counting", "opening", "projects", "vacancies"]
