"""Why the law of a member stops what a levy would charge it, in words."""

from __future__ import annotations

from django.utils.translation import gettext

from koinon.cities import queries as cities
from koinon.interfaces.shared import wording
from koinon.interfaces.web.pages import money_formula as formula
from koinon.interfaces.web.pages import money_words as said


def cap_sentence(bound: formula.Capped, year: int, day: str) -> str:
    """Why the law a member has on a day stops what it is charged for a year, with the citation."""
    limit = next(one for one in cities.limits(bound.member, day) if one.kind == bound.limit)
    unit = said.currency()
    messages = {
        (True, True): gettext("By the key it would owe {asked}; {citation} lets it pay {allowed}."),
        (True, False): gettext(
            "By the key it would owe {asked}; {citation} lets it pay {limit} in {year}, and "
            "{allowed} of that was left."
        ),
        (False, True): gettext(
            "It would take over a part of what others may not pay; {citation} stops it at "
            "{allowed}."
        ),
        (False, False): gettext(
            "It would take over a part of what others may not pay; {citation} lets it pay {limit} "
            "in {year}, and {allowed} of that was left."
        ),
    }
    message = messages[bound.asked > bound.allowed, bound.allowed == limit.amount_cents]
    return message.format(
        asked=said.exact_money(bound.asked),
        citation=limit.citation,
        allowed=said.exact_money(bound.allowed),
        limit=wording.money(limit.amount_cents, unit),
        year=year,
    )
