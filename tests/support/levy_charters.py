"""A charter that holds levies and little else, for tests that write levies in TOML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from koinon.charter.document import Charter
from koinon.charter.levy_cases import run_levy_case
from koinon.charter.parsing import parse_charter
from koinon.methods.levies import Assessment, recheck
from koinon.methods.plain import to_plain


def header(currency: str = "EUR") -> str:
    """The coalition that every charter begins with."""
    return f"""format = "koinon-charter/1"
[coalition]
name = {{ en = "League" }}
noun = {{ en = "league" }}
languages = ["en"]
authoritative = "en"
time_zone = "UTC"
currency = "{currency}"
"""


def facts(units: Mapping[str, str], section: str = "facts") -> str:
    """Declare facts of members (or figures of the coalition) by name and unit."""
    boundary = 'boundary = "legal municipality"\n' if section == "facts" else ""
    return "".join(
        f'[{section}.{name}]\ntitle = {{ en = "{name.replace("_", " ")}" }}\n'
        f'unit = "{unit}"\n{boundary}'
        for name, unit in units.items()
    )


def roster(members: Mapping[str, Mapping[str, int | str]], name: str = "all_of_them") -> str:
    """An imagined membership; facts are whole numbers or fractions as text."""
    rows = (
        f"{id} = {{ "
        + ", ".join(f"{fact} = {json.dumps(value)}" for fact, value in row.items())
        + " }\n"
        for id, row in members.items()
    )
    return f"[rosters.{name}]\n" + "".join(rows)


def groups(members: Mapping[str, Iterable[str]]) -> str:
    """Groups of members, by id."""
    return "".join(
        f'[groups.{name}]\ntitle = {{ en = "{name}" }}\nmembers = {json.dumps([*ids])}\n'
        for name, ids in members.items()
    )


def assessed(text: str) -> tuple[Charter, tuple[Assessment, ...]]:
    """Read a charter, apply every levy case in it, and check each result by the verifier."""
    charter = parse_charter(text, file="levies.toml")
    found = tuple(run_levy_case(charter, case) for case in charter.levy_cases)
    for assessment in found:
        assert recheck(to_plain(assessment)) == ()
    return charter, found
