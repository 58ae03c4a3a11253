"""A league whose charter writes levies: of a group, of a programme's participants, by figures."""

from __future__ import annotations

from typing import Any

from tests.support.money import MONEY, Chest

FIVE = {"ghent": 260_000, "leuven": 100_000, "liege": 195_000, "mons": 96_000, "namur": 110_000}
LEVIES = """
[figures.prices]
title = {en = "Rise of prices", fr = "Hausse des prix"}
unit = "part of one"

[figures.subsidy]
title = {en = "Subsidy", fr = "Subvention"}
unit = "EUR"

[weights.seats]
title = {en = "Seats", fr = "Sièges"}
kind = "apportioned"
fact = "population"
method = "dhondt"
votes = 30

[groups.three]
title = {en = "Three cities", fr = "Trois villes"}
members = ["ghent", "mons", "namur"]

[groups.schools]
title = {en = "School cities", fr = "Villes des écoles"}
members = ["leuven", "liege"]

[groups.nobody]
title = {en = "Cities that never joined", fr = "Villes jamais membres"}
members = ["arlon"]

[programmes.schools]
title = {en = "Schools", fr = "Écoles"}
participants = "schools"

[levies.bus]
title = {en = "Bus levy", fr = "Contribution du bus"}
article = "12.1"
members = "three"
need = true
charge = "due"
steps = [
  {name = "taken", kind = "quota", amount = "need", by = "weight:seats"},
  {name = "due", kind = "legal_cap", of = "taken", rest = "redistribute"},
]

[levies.schooling]
title = {en = "School levy", fr = "Contribution des écoles"}
article = "12.2"
programme = "schools"
need = true
charge = "due"
steps = [{name = "due", kind = "quota", amount = "need", by = "population"}]

[levies.net]
title = {en = "Levy net of the subsidy", fr = "Contribution nette de la subvention"}
article = "12.3"
need = true
charge = "due"
steps = [
  {name = "left", kind = "net_of", of = "need", less = ["subsidy"]},
  {name = "due", kind = "quota", amount = "left", by = "population"},
]

[levies.dues]
title = {en = "Indexed dues", fr = "Cotisation indexée"}
article = "12.4"
need = false
charge = "due"
steps = [
  {name = "before", kind = "rate", rate = "1 EUR", of = "population"},
  {name = "due", kind = "indexed", previous = "before", index = "prices", cap = "5/100"},
]

[levies.evening]
title = {en = "Equalisation", fr = "Péréquation"}
article = "12.5"
need = false
charge = "due"
steps = [
  {name = "own", kind = "rate", rate = "1 EUR", of = "population"},
  {name = "due", kind = "zero_sum", of = "own", by = "weight:one"},
]

[levies.empty]
title = {en = "Levy of nobody", fr = "Contribution de personne"}
article = "12.6"
members = "nobody"
need = false
charge = "due"
steps = [{name = "due", kind = "flat", amount = "1 EUR"}]
"""
CHARTER = (
    MONEY.replace("[rules.", LEVIES + "\n[rules.", 1)
    .replace('"treasury.adopt_levy/1",', '"treasury.adopt_levy/1", "treasury.adopt_levy/2",')
    .replace(
        '"treasury.assess_levy/1"',
        '"treasury.adopt_levy/2" = {article = "6.1", by = "decision"}\n"treasury.assess_levy/1"',
    )
)
DIRECTLY = CHARTER.replace('"treasury.adopt_levy/2",', "").replace(
    '"treasury.adopt_levy/2" = {article = "6.1", by = "decision"}',
    '"treasury.adopt_levy/2" = {article = "6.1", seat = "treasurer"}',
)
"""The same, where the treasurer adopts levies of the charter without a decision."""


def league(charter: str = DIRECTLY) -> Chest:
    """A league of five cities under this charter."""
    chest = Chest()
    chest.found(FIVE, charter)
    return chest


def adopting(levy: str, **more: Any) -> dict[str, Any]:
    """The fields that adopt a levy of the charter, as "LEVY-2025", due on 1 June."""
    due = [{"due": "2025-06-01", "share": "1"}]
    named = {"charter_levy": levy, "code": f"{levy}-2025".replace("_", "-"), "year": 2025}
    return {**named, "instalments": due, **more}


def adopt(chest: Chest, levy: str, **more: Any) -> str:
    """Adopt a levy of the charter as treasurer; its code."""
    data = adopting(levy, **more)
    chest.act("treasury.adopt_levy/2", data, "treasurer")
    return str(data["code"])
