"""What some cities could do together, before anyone signs. The way in is `Plan`."""

from koinon.planner.asking import Band, Unplannable
from koinon.planner.dividing import Sharing
from koinon.planner.plan import Plan
from koinon.planner.raising import LevyTerms

__all__ = ["Band", "LevyTerms", "Plan", "Sharing", "Unplannable"]
