"""A league whose bureau decides on money in urgency, for tests of that."""

from __future__ import annotations

from typing import Any

from tests.support.money import CITIES, MONEY, Chest, budget

from koinon.acts.act import Receipt

_ACTS = (
    ', "treasury.adopt_budget/1", "treasury.adopt_levy/1", "treasury.commit/1"]',
    '"assembly.admit_city/1", "assembly.amend_charter/1"]',
)
_VOTES = '"assembly.cast_vote/{v}" = {{article = "5.3", body = "council"}}'
_BOTH = (
    '"assembly.cast_vote/{v}" = [{{article = "5.3", body = "council"}},'
    ' {{article = "12", body = "bureau"}}]'
)
URGENCY = """
[urgency]
article = "12"
body = "bureau"
rule = "bureau"
notice_days = 0
voting_days = 1
instead_of = ["money"]
ratified_within_days = 10
"""
_MORE = f"""
[groups.bureau]
title = {{en = "Members of the bureau", fr = "Membres du bureau"}}
members = ["ghent", "leuven"]

[bodies.bureau]
title = {{en = "Bureau", fr = "Bureau"}}
members = "bureau"
weight = "one"

[rules.bureau]
title = {{en = "Majority of the bureau", fr = "Majorité du bureau"}}
article = "12.1"
share = "one"
of = "all"
over = "1/2"

[matters.money]
title = {{en = "Money", fr = "Argent"}}
article = "7"
body = "council"
rule = "double"
notice_days = 2
voting_days = 3
vote_from = "delegate, may split"
abstention = "ignored"
acts = ["treasury.adopt_budget/1", "treasury.adopt_levy/1", "treasury.commit/1"]
{URGENCY}
[authority]
"assembly.ratify/1" = {{article = "12.2", by = "decision"}}
"assembly.let_lapse/1" = {{article = "12.2", by = "clock"}}
"""


def urgent(charter: str) -> str:
    """The charter, with a bureau that decides on money in urgency."""
    charter = charter.replace(_ACTS[0], "]").replace("[authority]", _MORE, 1)
    for v in (1, 2):
        assert _VOTES.format(v=v) in charter
        charter = charter.replace(_VOTES.format(v=v), _BOTH.format(v=v))
    return charter


CHARTER = urgent(MONEY)
WHY = "The heating of two schools broke down"


class League(Chest):
    """A league with a bureau."""

    def bureau(self, number: int, city: str, choice: str) -> Receipt:
        """Cast a city's whole vote in the bureau."""
        data = {"proposal": number, choice: "1"}
        return self.act("assembly.cast_vote/1", data, f"bureau/{city}")

    def urgently(self, *acts: tuple[str, dict[str, Any]], **more: Any) -> int:
        """Decide in urgency on 1 January, by both members of the bureau; counted on the 2nd."""
        number = self.propose("Heat now", *(acts or (budget(9_000_00),)), urgent=WHY, **more)
        for city in ("ghent", "leuven"):
            self.bureau(number, city, "yes")
        self.to(2)
        return number

    def to(self, day: int, hour: int = 12) -> None:
        """Go on to a day of January, and let the clock do what is due."""
        from koinon.acts.gate import tick

        self.at = f"2025-01-{day:02}T{hour:02}:00:00.000000Z"
        tick(at=self.at)

    def ratify(self, number: int) -> int:
        """Open the proposal that ratifies a decision; its number."""
        return self.propose("Ratify it", ("assembly.ratify/1", {"proposal": number}))

    def all_vote(self, number: int, choice: str) -> None:
        """The whole council votes the same."""
        for city in CITIES:
            self.vote(number, city, choice)


def founded(charter: str = CHARTER) -> League:
    """A league of three cities, two of which sit in the bureau."""
    league = League()
    league.found(CITIES, charter)
    return league
