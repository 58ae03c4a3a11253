"""The story of the League of Lysmara, top to bottom; each chapter can be read on its own."""

from __future__ import annotations

from koinon.demo.first_year import FIRST_YEAR
from koinon.demo.founding import BEGINNING, founded
from koinon.demo.language import Step
from koinon.demo.residents import RESIDENTS
from koinon.demo.second_year import SECOND_YEAR
from koinon.demo.this_week import THIS_WEEK


def story(log_key: str) -> tuple[Step, ...]:
    """Every step; the telling puts them in the order of their days."""
    return (*founded(log_key), *BEGINNING, *FIRST_YEAR, *RESIDENTS, *SECOND_YEAR, *THIS_WEEK)
