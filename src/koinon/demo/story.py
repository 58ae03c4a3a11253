"""The story of the League of Lysmara, top to bottom; each chapter can be read on its own."""

from __future__ import annotations

from koinon.demo.audit import AUDIT
from koinon.demo.countersigning import WITNESS_KEYS
from koinon.demo.disputes import DISPUTES
from koinon.demo.elections import ELECTIONS
from koinon.demo.first_year import FIRST_YEAR
from koinon.demo.founding import BEGINNING, founded
from koinon.demo.initiatives import INITIATIVES
from koinon.demo.language import Step
from koinon.demo.meetings import MEETINGS
from koinon.demo.people import MANDATES
from koinon.demo.pupils import PUPILS
from koinon.demo.residents import RESIDENTS
from koinon.demo.second_year import SECOND_YEAR
from koinon.demo.this_week import THIS_WEEK
from koinon.demo.translations import TRANSLATIONS


def story(log_key: str) -> tuple[Step, ...]:
    """Every step; the telling puts them in the order of their days."""
    return (
        *founded(log_key),
        *MANDATES,
        *WITNESS_KEYS,
        *BEGINNING,
        *FIRST_YEAR,
        *RESIDENTS,
        *PUPILS,
        *DISPUTES,
        *SECOND_YEAR,
        *AUDIT,
        *MEETINGS,
        *TRANSLATIONS,
        *INITIATIVES,
        *ELECTIONS,
        *THIS_WEEK,
    )
