"""Elections by ballots: opened by a decision, stood in, voted in on paper or not, counted."""

from __future__ import annotations

from koinon.assembly.acts.elections import ballots, candidates, counting, opening, projects

__all__ = ["ballots", "candidates", "counting", "opening", "projects"]
