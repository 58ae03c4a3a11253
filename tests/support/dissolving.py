"""A league whose charter says how it ends, for tests of that."""

from __future__ import annotations

from typing import Any

from tests.support import pages
from tests.support.arrears import pay
from tests.support.leaving import RULES as LEAVING
from tests.support.leaving import Purse, lines
from tests.support.money import CITIES, levy

MATTER = """
[matters.{id}]
title = {{en = "{title}", fr = "{title}"}}
article = "16"
body = "council"
rule = "double"
notice_days = 2
voting_days = 3
vote_from = "delegate"
abstention = "ignored"
acts = [{acts}]
"""
RULES = LEAVING.replace(
    "[authority]",
    MATTER.format(id="end", title="The end", acts='"assembly.dissolve/1"')
    + MATTER.format(id="winding", title="Winding up", acts="")
    + """
[dissolution]
article = "16.1"
by = "contributions"
still = ["winding"]
within_days = 30

[authority]
"assembly.dissolve/1" = {article = "16.1", by = "decision"}
"treasury.share_out/1" = {article = "16.2", seat = "treasurer"}
"treasury.repay_credit/1" = {article = "16.3", seat = "treasurer"}
""",
    1,
)
DISSOLVE: tuple[str, dict[str, Any]] = ("assembly.dissolve/1", {})


class Ending(Purse):
    """A league that can come to its end."""

    def share_out(self) -> Any:
        return self.treasurer("share_out", {})

    def cannot_share_out(self, seat: str = "treasurer") -> str:
        return self.refused("treasury.share_out/1", {}, seat).code


def levied(charter: str = RULES) -> Ending:
    """47,000 are levied by residents; Ghent paid 26,000, Leuven 5,000, Namur 4,000.01."""
    ending = Ending()
    ending.found(CITIES, charter)
    ending.decide(lines(20_000_00, 9_000_00), levy(47_000_00))
    ending.treasurer("assess_levy", {"levy": "dues-2025"})
    for place, (city, cents) in enumerate(
        (("ghent", 26_000_00), ("leuven", 5_000_00), ("namur", 4_000_01))
    ):
        pay(ending, f"A{place}", cents, city)
    return ending


def recently() -> Ending:
    """A league of now that was dissolved days ago; at its bank are 300.01."""
    ending = Ending(at=pages.days_ago(60))
    text = RULES.replace("notice_days = 2\nvoting", "notice_days = 0\nvoting")
    pages.found(ending, text)
    for place, (city, cents) in enumerate((("ghent", 200_01), ("leuven", 100_00))):
        pay(ending, f"A{place}", cents, city)
    number = ending.propose("The end", DISSOLVE)
    for city in pages.CITIES:
        ending.vote(number, city, "yes")
    ending.at = pages.days_ago(50)
    return ending
