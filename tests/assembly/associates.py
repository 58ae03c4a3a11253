"""A chamber that knows associates: its charter, and shorthands to let a city in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.assembly.leagues import CITIES
from tests.assembly.meetings import OFFICE, RULED, Assembly
from tests.support.coalition import member

from koinon.acts.gate import tick

ADMIT = "assembly.admit_associate/1"
END = "assembly.end_association/1"
JOIN = "assembly.admit_city/1"
VOICES = """
[associates]
article = "2.4"
title = { en = "associate", fr = "associé" }
bodies = ["council"]
may = ["assembly.open_proposal/1", "assembly.acknowledge_notice/1", "assembly.end_association/1"]

[membership]"""
GRANTED = """
"assembly.admit_associate/1" = {article = "2.4", by = "decision"}
"assembly.end_association/1" = [
  {article = "2.5", body = "council"},
  {article = "2.5", seat = "secretariat"},
  {article = "2.5", by = "decision"},
]
[authority]"""


def with_associates(charter: str) -> str:
    """A charter of these tests, in which cities can be associates of the council."""
    parts = charter.replace("[membership]", VOICES, 1).partition("[authority]\n")
    granted = GRANTED.partition("[authority]")[0]
    return (
        (parts[0] + parts[1] + granted + parts[2])
        .replace(
            'acts = ["assembly.admit_city/1"',
            'acts = ["assembly.admit_associate/1", "assembly.end_association/1", '
            '"assembly.admit_city/1"',
        )
        .replace(
            '"assembly.open_proposal/1" = {article = "5.2", seat = "secretariat"}',
            '"assembly.open_proposal/1" = [{article = "5.2", seat = "secretariat"}, '
            '{article = "5.2", body = "council"}]',
        )
    )


ASSOCIATED = with_associates(RULED)


class Open(Assembly):
    """A chamber whose members let cities in."""

    def decide(self, *acts: tuple[str, dict[str, Any]], yes: tuple[str, ...] = ()) -> int:
        """Propose these acts, let the voters adopt them, and have them carried out."""
        number = self.propose("Decide", *acts)
        self.at = _later(self.at, 3)
        for city in yes or tuple(CITIES):
            self.delegate(city, "assembly.cast_vote/2", proposal=number, yes="1")
        self.at = _later(self.at, 3)
        tick(at=self.at)
        return number

    def associate(self, slug: str = "arlon") -> int:
        """Let a city in as an associate, without any figure."""
        return self.decide((ADMIT, {"associate": {**member(slug, 30_000), "facts": []}}))

    def admit(self, slug: str = "arlon") -> int:
        """Let a city in as a member."""
        return self.decide((JOIN, {"member": member(slug, 30_000)}))


def open_chamber(charter: str = ASSOCIATED) -> Open:
    """A chamber of four members that knows associates."""
    chamber = Open()
    chamber.found(CITIES, charter)
    return chamber


def silenced(charter: str) -> str:
    """The same charter without a word on associates."""
    start = charter.index("[associates]")
    rest = charter[start:]
    left = charter[:start] + rest[rest.index("[membership]") :]
    granted = '"assembly.admit_associate/1" = {article = "2.4", by = "decision"}\n'
    return left.replace(granted, "").replace('acts = ["assembly.admit_associate/1", ', "acts = [")


def _later(at: str, days: int) -> str:
    """The instant so many days later."""
    written = "%Y-%m-%dT%H:%M:%S.%fZ"
    return (datetime.strptime(at, written).replace(tzinfo=UTC) + timedelta(days=days)).strftime(
        written
    )


__all__ = ["ADMIT", "ASSOCIATED", "END", "JOIN", "OFFICE", "Open", "open_chamber", "silenced"]
