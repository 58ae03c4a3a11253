"""The law port: what members' legal limits allow (every consequence passes here)."""

from __future__ import annotations

from koinon.acts.act import Act, Consequence, Moment
from koinon.acts.refused import Refused
from koinon.cities.queries import limits_in_force


def law(act: Act, moment: Moment, consequence: Consequence) -> Refused | None:
    """None when no member would owe more in a year than the law lets it pay."""
    if not consequence.burdens:
        return None
    limits = limits_in_force(moment.day)
    for burden in consequence.burdens:
        for limit in limits.get(burden.city, ()):
            if limit.kind == "levy_per_year" and burden.total_cents > limit.amount_cents:
                facts = (
                    ("amount_cents", burden.total_cents),
                    ("citation", limit.citation),
                    ("city", burden.city),
                    ("limit_cents", limit.amount_cents),
                    ("year", burden.year),
                )
                return Refused("law.levy_limit", facts)
    return None
