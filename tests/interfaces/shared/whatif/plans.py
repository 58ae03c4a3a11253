"""Plans to answer: the example's three cities, a hundred US counties, names that attack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from koinon.charter.drafting import template
from koinon.charter.parsing import parse_charter
from koinon.interfaces.shared.whatif.asked import Asked, Worked, work_out
from koinon.interfaces.shared.whatif.made import Made, sha256
from koinon.interfaces.shared.whatif.tables import File, OwnTables, read_own
from koinon.planner import counties
from koinon.planner.plan import Plan
from koinon.planner.programmes import defaults

ROOT = Path(__file__).resolve().parents[4]
EXAMPLE = ROOT / "examples/what-if"
CHARTER = template("square-root")
EIGHT = tuple(one.id for one in defaults()[:8])


def own() -> OwnTables:
    """The example's own tables."""
    names = {"cities": "cities.csv", "households": "brackets.csv", "programmes": "programmes.toml"}
    return OwnTables(
        **{kind: File(name, (EXAMPLE / name).read_bytes()) for kind, name in names.items()}
    )


def made(asked: Asked, tables: OwnTables | None = None) -> Made:
    digest = sha256(CHARTER.encode())
    return Made(date(2026, 11, 30), asked, "template-square-root", digest, tables or OwnTables())


def worked(asked: Asked, tables: OwnTables | None = None) -> Worked:
    charter = parse_charter(CHARTER, file="square-root")
    return work_out(asked, charter, None if tables is None else read_own(tables))


def example() -> tuple[Plan, Made, Worked]:
    """The three cities of the example, with clubs asked for."""
    asked = Asked(difference="1", you="mills")
    found = worked(asked, own())
    assert found.plan is not None, found.problems
    return found.plan, made(asked, own()), found


def large(number: int = 100) -> tuple[Plan, Made, Worked]:
    """The largest US county areas with eight programmes."""

    def people(one: counties.County) -> int:
        figure = one.figure("population_2020")
        return 0 if figure is None else figure.value

    ordered = sorted(counties.counties(), key=people, reverse=True)
    asked = Asked(
        cities=tuple(f"us-{one.id}" for one in ordered[:number]),
        others=(f"us-{ordered[number].id}",),
        programmes=EIGHT,
        difference="1",
    )
    found = worked(asked)
    assert found.plan is not None, found.problems
    return found.plan, made(asked), found


def hostile(text: str) -> tuple[Plan, Made]:
    """The example with this text wherever people write."""
    plan, made_of, _ = example()
    places = tuple(
        replace(
            one,
            name=text,
            population=replace(one.population, source=text, boundary=text, licence=text),
        )
        for one in plan.places
    )
    programmes = tuple(
        replace(one, title=text, setup=replace(one.setup, evidence=text, source=text))
        for one in plan.programmes
    )
    changed = replace(plan, places=places, programmes=programmes)
    asked = replace(made_of.asked, matter=text)
    files = OwnTables(cities=File(text, b""))
    return changed, replace(made_of, asked=asked, charter=text, own=files)
